import VolumetryCore

/// The tissue of the liver as the record states it, checked against what was measured of it.
///
/// A row for normal liver must not be met by a liver that histology calls fibrotic: where the two
/// contradict each other the background is not known.
enum StatedBackground {
  /// From this Metavir stage on a liver is not called normal, or injured without fibrosis. Ours: F2
  /// is what is commonly called significant fibrosis.
  static let fibroticFrom = Parenchyma.Metavir.f2
  /// From this much steatosis on, per cent, it is no normal liver: the cut of the PUMCH record.
  static let steatoticFrom = 30.0
  /// Where the two bounds come from.
  static let source = Source(
    "this program's own; 30 % as in NCT07142213", evidence: .unverified)

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
            && parenchyma.steatosisPercent.map { $0 >= steatoticFrom } ?? false
      }
    return (background, isConflicting)
  }
}
