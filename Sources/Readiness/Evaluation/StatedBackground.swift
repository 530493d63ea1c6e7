import VolumetryCore

/// The tissue of the liver as the record states it, checked against what was measured of it.
///
/// A row for normal liver must not be met by a liver that histology calls fibrotic: where the two
/// contradict each other the background is not known.
enum StatedBackground {
  /// Below this Metavir stage a liver may be called normal, or injured without fibrosis. Ours: F3
  /// is bridging fibrosis, what the PUMCH record calls severe sclerosis.
  static let fibroticFrom = Parenchyma.Metavir.f3
  /// More steatosis than this, per cent, is no normal liver: the moderate grade of Kleiner.
  static let steatoticAbove = 33.0
  /// Where the two bounds come from.
  static let source = Source(
    "this program's own; Kleiner's grades part at 33 %", evidence: .unverified)

  /// The background, nil where it is not stated; `conflict` where the findings contradict it.
  static func read(
    _ parenchyma: Parenchyma
  ) -> (background: Parenchyma.Background?, isConflicting: Bool) {
    guard let background = parenchyma.background else { return (nil, false) }
    let stage = parenchyma.metavir
    let isConflicting =
      switch background {
      case .cirrhosis: stage.map { $0 < .f4 } ?? false
      case .fibrosis: stage == .f0 || stage == .f4
      case .normal, .chemotherapy, .steatosis:
        stage.map { $0 >= fibroticFrom } ?? false
          || background == .normal
            && parenchyma.steatosisPercent.map { $0 > steatoticAbove } ?? false
      }
    return (background, isConflicting)
  }
}
