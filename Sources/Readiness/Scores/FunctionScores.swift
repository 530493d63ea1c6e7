import Glibc
import VolumetryCore

/// Mebrofenin scintigraphy of the remnant.
enum MebrofeninFunction {
  static let source = Source(
    "de Graaf 2010", identifier: "PMC2809979", evidence: .verified)
  static let uptakeSource = Source(
    "HPB 2023, 547 patients", identifier: "S1365-182X(22)01680-X", evidence: .verified)
  /// The cut-offs were read; the equation was not.
  static let equationSource = Source("equation of the FLR-F, from memory", evidence: .unverified)
  /// Equality stands on the unsafe side; the abstracts leave it open.
  static let bands = [
    ScoreBand(.atMost(2.69), "at or below the cut-off 2.69", source),
    ScoreBand(.above(2.69), "above the cut-off 2.69", source),
  ]
  static let uptakeBands = [
    ScoreBand(.atMost(8.5), "at or below 8.5", uptakeSource),
    ScoreBand(.above(8.5), "above 8.5: 7 % liver failure", uptakeSource),
  ]

  /// Uptake of the remnant in %/min, from that of the liver and the remnant's share of 0 to 1.
  static func uptake(_ total: Double, share: Double) -> Double { total * share }
}

/// HIBA index, an input only.
enum HIBA {
  static let source = Source("Serenari 2018", identifier: "PMID 28426475", evidence: .unverified)
  static let bands = [
    ScoreBand(.atMost(15), "at or below 15 %", source), ScoreBand(.above(15), "above 15 %", source),
  ]
}

/// Methacetin breath test.
enum LiMAx {
  static let source = Source("LiMAx bands before surgery, from a public copy", evidence: .verified)
  static let sourceAfter = Source(
    "Stockmann 2010, HPB 12:139-146", identifier: "doi:10.1111/j.1477-2574.2009.00151.x",
    evidence: .verified)
  static let remnantSource = Source(
    "Stockmann 2009, volume times function", identifier: "PMID 19561474", evidence: .verified)
  static let bands = [
    ScoreBand(.below(140), "low", source), ScoreBand(.closed(140, 315), "medium", source),
    ScoreBand(.above(315), "normal", source),
  ]
  static let bandsAfter = [
    ScoreBand(.below(80), "38.1 % died", sourceAfter),
    ScoreBand(.closed(80, 100), "10.5 % died", sourceAfter),
    ScoreBand(.above(100), "1.0 % died", sourceAfter),
  ]

  /// 400 µg/kg/h with 300 of 1300 mL gives 92.307692.
  static func remnant(_ total: Double, share: Double) -> Double { total * share }
}

/// Clearance of indocyanine green.
enum Indocyanine {
  static let source = Source("single exponential decay over 15 minutes", evidence: .unverified)
  static let remnantSource = Source("Yokoyama and Nagino, from memory", evidence: .unverified)
  static let bands = [
    ScoreBand(.below(10), "normal", source), ScoreBand(.atLeast(10), "raised", source),
  ]
  static let remnantBands = [
    ScoreBand(.below(0.05), "below 0.05", remnantSource),
    ScoreBand(.atLeast(0.05), "at least 0.05", remnantSource),
  ]
  private static let minutes = 15.0
  private static let percent = 100.0

  /// Rate per minute from the retention in per cent: 10 % is 0.153506.
  static func rate(retention: Double) -> Double { -log(retention / percent) / minutes }
  /// Rate per minute from the disappearance in %/min.
  static func rate(disappearance: Double) -> Double { disappearance / percent }
  /// Disappearance in %/min.
  static func disappearance(rate: Double) -> Double { percent * rate }
  /// Retention in per cent: 18 %/min leaves 6.7206 %.
  static func retention(rate: Double) -> Double { percent * exp(-minutes * rate) }
}

/// Makuuchi's decision tree, the branch without ascites and with a normal bilirubin.
enum MakuuchiTree {
  static let source = Source("Makuuchi's criteria, from memory", evidence: .unverified)
  /// mg/dL; the branch of a normal bilirubin.
  static let normalBilirubin = ScoreBounds.below(1.0)
  static let bands = [
    ScoreBand(.below(10), "up to trisectionectomy", source),
    ScoreBand(.atLeast(10, below: 20), "left hepatectomy, sectionectomy", source),
    ScoreBand(.atLeast(20, below: 30), "segmentectomy", source),
    ScoreBand(.atLeast(30, below: 40), "limited resection", source),
    ScoreBand(.atLeast(40), "enucleation", source),
  ]
}
