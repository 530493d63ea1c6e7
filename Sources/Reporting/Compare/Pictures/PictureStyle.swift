/// How the classes of pictures look, on light and on dark ground.
///
/// Reference and prediction are the blue and the vermillion of Okabe and Ito (Color Universal
/// Design, 2008), which people with any colour vision tell apart; on dark ground the sky blue of
/// the same palette stands for the blue. No difference is told by colour alone: the reference is
/// filled and the prediction is not, methods are named at their rows.
enum PictureStyle {
  /// Colours of methods in their order; beyond the last they begin anew, and names tell them apart.
  static let methodColours = 6

  static let rules = """
    .picture{font-family:Helvetica,Arial,"DejaVu Sans",sans-serif;font-size:12px}
    .picture text{fill:#1c2126;unicode-bidi:isolate}
    .picture .heading{font-size:14px;font-weight:bold}
    .picture .strong{font-weight:bold}
    .picture .quiet{fill:#59636e}
    .picture .small{font-size:11px;fill:#59636e}
    .picture .paper{fill:#ffffff}
    .picture .field{fill:#f3f5f7}
    .picture .frame{fill:none;stroke:#8b949e;stroke-width:1}
    .picture .grid{stroke:#dfe3e8;stroke-width:1}
    .picture .axis{stroke:#59636e;stroke-width:1}
    .picture .zero{stroke:#59636e;stroke-width:1;stroke-dasharray:1 3}
    .picture .bias{stroke:#1c2126;stroke-width:1.5}
    .picture .limit{stroke:#1c2126;stroke-width:1.2;stroke-dasharray:6 4}
    .picture .band{fill:#1c2126;fill-opacity:.09}
    .picture .point{fill:#0072b2;fill-opacity:.75;stroke:#ffffff;stroke-width:.6}
    .picture .reference{fill:#0072b2;fill-opacity:.22;stroke:#0072b2;stroke-width:1.6}
    .picture .prediction{fill:none;stroke:#d55e00;stroke-width:1.6}
    .picture .reference,.picture .prediction{vector-effect:non-scaling-stroke}
    .picture .bar{stroke:#1c2126;stroke-width:3}
    .picture .box{fill-opacity:.28;stroke-width:1.2}
    .picture .median{stroke-width:2.6}
    .picture .m0{fill:#0072b2;stroke:#0072b2}
    .picture .m1{fill:#d55e00;stroke:#d55e00}
    .picture .m2{fill:#009e73;stroke:#009e73}
    .picture .m3{fill:#cc79a7;stroke:#cc79a7}
    .picture .m4{fill:#e69f00;stroke:#e69f00}
    .picture .m5{fill:#56b4e9;stroke:#56b4e9}
    @media screen and (prefers-color-scheme:dark){
    .picture text{fill:#e6eaee}
    .picture .quiet,.picture .small{fill:#a3adb8}
    .picture .paper{fill:#15181c}
    .picture .field{fill:#1e2329}
    .picture .grid{stroke:#30363d}
    .picture .axis,.picture .zero{stroke:#a3adb8}
    .picture .bias,.picture .limit,.picture .bar{stroke:#e6eaee}
    .picture .band{fill:#e6eaee;fill-opacity:.12}
    .picture .point{fill:#56b4e9;stroke:#15181c}
    .picture .reference{fill:#56b4e9;stroke:#56b4e9}
    .picture .prediction{stroke:#f08a4b}
    .picture .m0{fill:#56b4e9;stroke:#56b4e9}
    .picture .m1{fill:#f08a4b;stroke:#f08a4b}
    .picture .m5{fill:#f0e442;stroke:#f0e442}
    }

    """
}
