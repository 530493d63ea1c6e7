import VolumetryCore

/// The scores that a rule reads, from the laboratory of its window.
struct ScoreObservations {
  let record: Case
  let windows: TimeWindows

  /// Original MELD, rounded.
  func meld(_ window: Window) -> Observation {
    var gathering = Gathering(windows, window)
    guard let inputs = meldInputs(&gathering) else { return gathering.unknown }
    return doubted(
      Observation(value: .number(Double(MELD.score(inputs))), observedOn: gathering.oldest), window)
  }

  /// MELD with sodium, rounded.
  func meldSodium(_ window: Window) -> Observation {
    var gathering = Gathering(windows, window)
    let inputs = meldInputs(&gathering)
    let sodium = gathering.laboratory("sodium", record.laboratory) { $0.sodium }
    guard let inputs, let sodium else { return gathering.unknown }
    let score = MELD.sodiumScore(inputs, sodium: sodium.value(in: .millimolesPerLitre))
    return doubted(
      Observation(value: .number(Double(score)), observedOn: gathering.oldest), window)
  }

  /// MELD 3.0, rounded.
  func meldThree(_ window: Window) -> Observation {
    var gathering = Gathering(windows, window)
    let inputs = meldInputs(&gathering)
    let sodium = gathering.laboratory("sodium", record.laboratory) { $0.sodium }
    let albumin = gathering.laboratory("albumin", record.laboratory) { $0.albumin }
    if record.patient.sex == nil { gathering.note("patient.sex", nil) }
    guard let inputs, let sodium, let albumin, let sex = record.patient.sex else {
      return gathering.unknown
    }
    let score = MELD.threeScore(
      inputs, sodium: sodium.value(in: .millimolesPerLitre),
      albumin: albumin.value(in: .gramsPerDecilitre), sex: sex,
      isCapped: record.options.scores.capsMELDThree ?? true)
    return doubted(
      Observation(value: .number(Double(score)), observedOn: gathering.oldest), window)
  }

  func platelets(_ window: Window) -> Observation {
    var gathering = Gathering(windows, window)
    guard let platelets = gathering.laboratory("platelets", record.laboratory, { $0.platelets })
    else { return gathering.unknown }
    return Observation(value: .number(platelets.conventional), observedOn: gathering.oldest)
  }

  /// Mebrofenin uptake of the FLR by body surface area, as stated; `scores` computes it from its
  /// parts.
  func scintigraphy(_ window: Window) -> Observation {
    let path = "function[\(window.rawValue)].hbs_flr_f"
    let selection = windows.latest(
      window, of: record.function, day: \.date, value: { $0.remnantFunction?.conventional })
    return switch selection {
    case .found(let value, let day): Observation(value: .number(value), observedOn: day)
    case .stale(let day): Observation(observedOn: day, missing: [path], reasons: [.stale])
    case .conflicting(let day):
      Observation(observedOn: day, missing: [path], reasons: [.conflictingValues])
    case .absent: .unknown([path])
    case .noStageOne: .unknown([windows.stageOnePath])
    }
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
    // The bands for cholestatic disease were read in no source: they never decide.
    let edges = ChildPugh.Edges(
      inrUpper: record.options.scores.childPughINRUpper ?? .standard, bilirubin: .standard)
    let score = ChildPugh(
      bilirubin: bilirubin.value(in: .milligramsPerDecilitre),
      albumin: albumin.value(in: .gramsPerDecilitre), inr: inr, ascites: ascites,
      encephalopathy: encephalopathy, edges: edges)
    return doubted(
      Observation(
        value: .word(score.grade.rawValue), observedOn: gathering.oldest,
        detail: "\(score.grade.rawValue)\(score.points)"), window)
  }

  private func meldInputs(_ gathering: inout Gathering) -> MELD.Inputs? {
    let bilirubin = gathering.laboratory("bilirubin", record.laboratory) { $0.bilirubin }
    let inr = gathering.laboratory("inr", record.laboratory) { $0.inr }
    let creatinine = gathering.laboratory("creatinine", record.laboratory) { $0.creatinine }
    let dialysis = dialysis(&gathering)
    guard let bilirubin, let inr, let creatinine, let dialysis else { return nil }
    return MELD.Inputs(
      bilirubin: bilirubin.value(in: .milligramsPerDecilitre), inr: inr,
      creatinine: creatinine.value(in: .milligramsPerDecilitre),
      dialysis: dialysis)
  }

  /// Dialysis as stated in the window. Never stated is taken as none, and said to be; stated to be
  /// unknown, contradictory or out of date is not known.
  private func dialysis(_ gathering: inout Gathering) -> Bool? {
    guard statesDialysis(gathering.window) else { return false }
    switch gathering.laboratory("dialysis", record.laboratory, { $0.dialysis }) {
    case .yes: return true
    case .no: return false
    case .unknown:
      gathering.note("laboratory[\(gathering.window.rawValue)].dialysis", nil)
      return nil
    case nil: return nil
    }
  }

  /// Whether dialysis is stated on any day up to the end of the window.
  func statesDialysis(_ window: Window) -> Bool {
    record.laboratory.contains { laboratory in
      laboratory.dialysis != nil
        && (laboratory.date == nil || windows.isUpToTheEnd(laboratory.date, of: window))
    }
  }

  /// Whether obstruction of the bile is stated on any day up to the end of the window.
  func statesObstruction(_ window: Window) -> Bool {
    record.clinical.contains { clinical in
      clinical.biliaryObstruction != nil
        && (clinical.date == nil || windows.isUpToTheEnd(clinical.date, of: window))
    }
  }

  /// Bilirubin of an undrained obstruction measures the duct, not the liver cells: the score is
  /// shown and does not decide. So it is where the last word on obstruction, however old, is
  /// `undrained`, or where a day contradicts itself about it.
  private func doubted(_ score: Observation, _ window: Window) -> Observation {
    let stated = record.clinical.filter {
      $0.biliaryObstruction != nil && windows.isUpToTheEnd($0.date, of: window)
    }
    let isUndated = record.clinical.contains {
      $0.date == nil && $0.biliaryObstruction == .undrained
    }
    if isUndated {
      var open = score
      open.forced = .unknown
      open.reasons.append(.cholestasis)
      return open
    }
    guard let last = stated.compactMap(\.date).max() else { return score }
    let words = Set(stated.filter { $0.date == last }.compactMap(\.biliaryObstruction))
    guard words.contains(.undrained) else { return score }
    var doubted = score
    doubted.forced = .unknown
    doubted.reasons.append(words.count == 1 ? .cholestasis : .conflictingValues)
    return doubted
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
