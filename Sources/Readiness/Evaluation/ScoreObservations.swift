import VolumetryCore

/// The scores that a rule reads, from the laboratory of its window.
struct ScoreObservations {
  let record: Case
  let windows: TimeWindows

  /// Original MELD, rounded.
  func meld(_ window: Window) -> Observation {
    var gathering = Gathering(windows, window)
    guard let inputs = meldInputs(&gathering) else { return gathering.unknown }
    if let obstructed = cholestasis(window) { return obstructed }
    return Observation(
      value: .number(Double(MELD.score(inputs))), observedOn: gathering.oldest)
  }

  /// All three versions, for the line that shows them; nil where the original cannot be computed.
  func meldVersions(_ window: Window) -> MELDVersions? {
    var gathering = Gathering(windows, window)
    guard let inputs = meldInputs(&gathering) else { return nil }
    let sodium = gathering.laboratory("sodium", record.laboratory) { $0.sodium }?
      .value(in: .millimolesPerLitre)
    let albumin = gathering.laboratory("albumin", record.laboratory) { $0.albumin }?
      .value(in: .gramsPerDecilitre)
    var three: Int?
    if let sodium, let albumin, let sex = record.patient.sex {
      three = MELD.threeScore(inputs, sodium: sodium, albumin: albumin, sex: sex)
    }
    return MELDVersions(
      original: MELD.score(inputs),
      withSodium: sodium.map { MELD.sodiumScore(inputs, sodium: $0) }, three: three)
  }

  /// Child-Pugh class; the points stand in `detail`.
  func childPugh(_ window: Window) -> Observation {
    var gathering = Gathering(windows, window)
    let bilirubin = gathering.laboratory("bilirubin", record.laboratory) { $0.bilirubin }
    let albumin = gathering.laboratory("albumin", record.laboratory) { $0.albumin }
    let inr = gathering.laboratory("inr", record.laboratory) { $0.inr }
    let ascites = gathering.clinical("ascites", record.clinical) { $0.ascites }
    let encephalopathy = gathering.clinical("encephalopathy", record.clinical) {
      $0.encephalopathy
    }
    guard let bilirubin, let albumin, let inr, let ascites, let encephalopathy else {
      return gathering.unknown
    }
    if let obstructed = cholestasis(window) { return obstructed }
    let score = ChildPugh(
      bilirubin: bilirubin.value(in: .milligramsPerDecilitre),
      albumin: albumin.value(in: .gramsPerDecilitre), inr: inr, ascites: ascites,
      encephalopathy: encephalopathy)
    return Observation(
      value: .word(score.grade.rawValue), observedOn: gathering.oldest,
      detail: "\(score.grade.rawValue)\(score.points)")
  }

  private func meldInputs(_ gathering: inout Gathering) -> MELD.Inputs? {
    let bilirubin = gathering.laboratory("bilirubin", record.laboratory) { $0.bilirubin }
    let inr = gathering.laboratory("inr", record.laboratory) { $0.inr }
    let creatinine = gathering.laboratory("creatinine", record.laboratory) { $0.creatinine }
    guard let bilirubin, let inr, let creatinine else { return nil }
    return MELD.Inputs(
      bilirubin: bilirubin.value(in: .milligramsPerDecilitre), inr: inr,
      creatinine: creatinine.value(in: .milligramsPerDecilitre),
      dialysis: dialysis(gathering.window) == .yes)
  }

  /// Dialysis as stated in the window; not stated is taken as none, and said to be.
  func dialysis(_ window: Window) -> StatedFact? {
    if case .found(let fact, _) = windows.latest(
      window, of: record.laboratory, day: \.date, value: \.dialysis)
    {
      return fact
    }
    return nil
  }

  /// Bilirubin of an undrained obstruction measures the duct, not the liver cells.
  private func cholestasis(_ window: Window) -> Observation? {
    guard
      case .found(.undrained, let day) = windows.latest(
        window, of: record.clinical, day: \.date, value: \.biliaryObstruction)
    else { return nil }
    return Observation(observedOn: day, reasons: [.cholestasis])
  }
}

/// One patient's MELD in the three versions; nil where an input of that version is missing.
public struct MELDVersions: Hashable, Sendable {
  public let original: Int
  public let withSodium: Int?
  public let three: Int?

  /// Whether the versions fall on both sides of a threshold.
  func straddle(_ threshold: Double) -> Bool {
    let sides = [original, withSodium, three].compactMap { $0.map { Double($0) <= threshold } }
    return Set(sides).count > 1
  }
}
