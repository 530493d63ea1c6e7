public import VolumetryCore

/// One volumetry of a case with its volumes for one plan, net of what the plan clears out of the
/// FLR.
public struct MeasuredScan: Hashable, Sendable {
  /// Position in the case's list of scans; messages name `scans[index]`.
  public let index: Int
  public let scan: Scan
  /// Nil where the record gives no whole liver for the scan.
  public let volumes: LiverVolumes?
  /// Future liver remnant, net; a typed one may stand without its liver.
  public let flr: Millilitres?
  /// - Parameter flr: a typed FLR without a liver; else the one of `volumes` is taken.
  public init(
    index: Int, scan: Scan, volumes: LiverVolumes?, flr: Millilitres? = nil
  ) {
    self.index = index
    self.scan = scan
    self.volumes = volumes
    self.flr = volumes?.flr ?? flr
  }

  var path: String { "scans[\(index)]" }

  /// Whether the FLR reaches the edge of the field of view: its volume is then a lower bound.
  public var isFLRCut: Bool { volumes?.cut.contains(.flr) ?? false }

  /// What the FLR says of the truth; nil where the field of view shows all of it.
  public var flrBound: Bound? { isFLRCut ? .lower : nil }

  /// Whether the volumes cannot be so: a liver of another size than livers have, an FLR larger than
  /// what is left of it, or one that lies outside it, labels that the scan itself calls otherwise.
  var isImplausible: Bool {
    guard let volumes else { return false }
    return volumes.warnings.contains { warning in
      switch warning.code {
      case "W-TLV-PLAUSIBILITY", "W-FLR-EXCEEDS-TFLV", "W-ROLE-NAMES": true
      case "W-FLR-OUTSIDE-LIVER": outsideShare(warning) > Self.mostOutside
      default: false
      }
    }
  }

  /// More of the FLR than this outside the liver is another mask, not a ragged edge. Ours.
  private static let mostOutside = 0.05

  private func outsideShare(_ warning: LiverWarning) -> Double {
    guard let outside = warning.millilitres, let flr, flr > .zero else { return 1 }
    return outside / flr
  }

  /// Where the record would have to state what this scan's FLR is.
  var missingFLR: String {
    switch scan.source {
    case .volumes: "\(path).volumes_ml.flr"
    case .segmentation, .files: "plans[0].flr"
    case nil: path
    }
  }
}

/// The scans of a case in their order: the last before stage 1, the first after it, the latest that
/// a decision may read.
public struct VolumeCourse: Hashable, Sendable {
  /// The last scan before stage 1.
  public let baseline: Pick
  /// The first scan after stage 1, whatever its day: growth rates are published for it.
  public let firstAfter: Pick
  /// The latest scan after stage 1 that is not after the decision.
  public let latest: Pick
  /// Dated scans after stage 1 and not after the decision, ascending.
  public let after: [MeasuredScan]

  /// A scan, or why there is none.
  public enum Pick: Hashable, Sendable {
    case scan(MeasuredScan)
    case missing([String])
    /// Scans of one day with different volumes: their order is not known.
    case conflicting([String], on: CalendarDay)

    /// The scan, nil where there is none.
    public var scan: MeasuredScan? {
      if case .scan(let scan) = self { return scan }
      return nil
    }
  }

  /// A scan is before or after stage 1 as it is stated, else by its day. While one scan cannot be
  /// placed, or put in order, none can be picked. Two scans of one day with different remnants
  /// conflict.
  public init(_ scans: [MeasuredScan], stageOne: CalendarDay?, decision: CalendarDay?) {
    let before = scans.filter { Self.timepoint($0.scan, stageOne) == .beforeStageOne }
    let after = scans.filter { measured in
      Self.timepoint(measured.scan, stageOne) == .afterStageOne
        && (measured.scan.date.map { day in decision.map { day <= $0 } ?? true } ?? true)
    }
    let unplaced = scans.filter { measured in
      Self.timepoint(measured.scan, stageOne) == nil && measured.scan.source != nil
    }
    self.after = after.filter { $0.scan.date != nil }.sorted(by: Self.earlier)
    guard unplaced.isEmpty else {
      let open = Pick.missing(
        unplaced.map { "\($0.path).\($0.scan.date == nil ? "date" : "timepoint")" })
      (baseline, latest, firstAfter) = (open, open, open)
      return
    }
    baseline = Self.pick(before, window: "before-stage-1") { $0.max() }
    latest = Self.pick(after, window: "before-decision") { $0.max() }
    firstAfter = Self.pick(after, window: "after-stage-1") { $0.min() }
  }

  private static func timepoint(_ scan: Scan, _ stageOne: CalendarDay?) -> Scan.Timepoint? {
    if let stated = scan.timepoint { return stated }
    guard let day = scan.date, let stageOne else { return nil }
    return day <= stageOne ? .beforeStageOne : .afterStageOne
  }

  private static func pick(
    _ scans: [MeasuredScan], window: String, _ choose: ([CalendarDay]) -> CalendarDay?
  ) -> Pick {
    let undated = scans.filter { $0.scan.date == nil }
    guard undated.isEmpty else { return .missing(undated.map { "\($0.path).date" }) }
    guard let day = choose(scans.compactMap(\.scan.date)) else {
      return .missing(["scans[\(window)]"])
    }
    let ofDay = scans.filter { $0.scan.date == day }
    guard let one = ofDay.first, Set(ofDay.map(\.flr)).count == 1 else {
      return .conflicting(ofDay.map(\.path), on: day)
    }
    return .scan(one)
  }

  /// By day; scans of one day in the order of the record.
  private static func earlier(_ a: MeasuredScan, _ b: MeasuredScan) -> Bool {
    guard let first = a.scan.date, let second = b.scan.date, first != second else {
      return a.index < b.index
    }
    return first < second
  }
}

/// What the scans say to the rules: growth and FLR/BW.
struct VolumeObservations {
  let record: Case
  let windows: TimeWindows
  let course: VolumeCourse

  /// Relative growth of the FLR from the last scan before stage 1 to the latest in the window.
  ///
  /// Both must be net, or both gross, of tumour; a baseline that the field of view cut would make
  /// any growth look larger.
  func relativeIncrease() -> Observation {
    let (latest, after) = remnantAtDecision()
    let (baseline, before) = remnantAtBaseline()
    guard let after, let before else { return Self.unknown([latest, baseline]) }
    if let gross = grossAgainstNet(before, after) { return .unknown([gross]) }
    guard let first = before.flr, let second = after.flr else {
      return Self.unknown([latest, baseline])
    }
    let variation = record.flrVariation
    let days = after.scan.date.flatMap { day in before.scan.date.map { day - $0 } }
    let growth = Growth(
      before: MeasuredVolume(first, variation: variation),
      after: MeasuredVolume(second, variation: variation),
      clocks: Growth.Clocks(
        sinceProcedure: after.scan.date.flatMap(windows.day), betweenScans: days))
    guard let increase = growth.relativePercent else {
      return Observation(
        observedOn: latest.observedOn, reasons: [.undefined],
        detail: growth.undefined.first?.reason)
    }
    let isFast = growth.warnings.contains { $0.code == GrowthPlausibility.fastCode }
    return doubted(
      Observation(
        value: .number(increase.value), sd: increase.sd, observedOn: latest.observedOn,
        bound: after.flrBound),
      isFast || before.isImplausible || after.isImplausible)
  }

  /// What cannot be so is shown and does not decide.
  private func doubted(_ observation: Observation, _ isImplausible: Bool) -> Observation {
    guard isImplausible else { return observation }
    var doubted = observation
    doubted.forced = .unknown
    doubted.reasons.append(.implausible)
    return doubted
  }

  /// FLR mass over body weight, per cent.
  ///
  /// The weight is the last before stage 1; one that is dated later is not it. The threshold was
  /// derived from CT volume, at 1.0 g/mL: a higher density never lifts the ratio over it.
  func flrBodyWeight() -> Observation {
    var (latest, after) = remnantAtDecision()
    let weight = bodyWeight()
    guard let flr = after?.flr, let weight else {
      if weight == nil { latest.missing.append("patient.weight_kg") }
      if let reason = weightReason { latest.reasons.append(reason) }
      return latest
    }
    let ratio = LiverRatios.flrBodyWeight(
      MeasuredVolume(flr, variation: record.flrVariation), weight: weight,
      density: min(record.density, .conventional))
    guard let ratio else {
      return Observation(observedOn: latest.observedOn, reasons: [.undefined])
    }
    return doubted(
      Observation(
        value: .number(ratio.value), sd: ratio.sd, observedOn: latest.observedOn,
        bound: after?.flrBound),
      after?.isImplausible ?? false)
  }

  /// Why a dated weight is not the last before stage 1; nil where it is, or has no date.
  private var weightReason: Observation.Reason? {
    guard let day = record.patient.weightDate, let stageOne = windows.stageOne else { return nil }
    if day > stageOne { return .otherWindow }
    return stageOne - day > windows.windows.beforeStageOneDays ? .stale : nil
  }

  private func bodyWeight() -> Kilograms? { weightReason == nil ? record.patient.weight : nil }

  /// The latest scan, if it is recent enough and from day 5 or later.
  private func remnantAtDecision() -> (Observation, MeasuredScan?) {
    guard windows.stageOne != nil else { return (.unknown([windows.stageOnePath]), nil) }
    let path = "scans[before-decision]"
    if let day = course.latest.scan?.scan.date {
      if let decision = windows.decision, decision - day > windows.windows.scanDays {
        return (Observation(observedOn: day, missing: [path], reasons: [.stale]), nil)
      }
      if let number = windows.day(day), number < windows.windows.firstScanDay {
        return (Observation(observedOn: day, missing: [path], reasons: [.scanBeforeDayFive]), nil)
      }
    }
    return remnant(course.latest)
  }

  /// The last scan before stage 1, if it is not too old and shows the whole FLR.
  private func remnantAtBaseline() -> (Observation, MeasuredScan?) {
    guard let stageOne = windows.stageOne else { return (.unknown([windows.stageOnePath]), nil) }
    if let measured = course.baseline.scan, let day = measured.scan.date {
      let path = "scans[before-stage-1]"
      if stageOne - day > windows.windows.beforeStageOneDays {
        return (Observation(observedOn: day, missing: [path], reasons: [.stale]), nil)
      }
      if measured.isFLRCut {
        return (Observation(observedOn: day, missing: [path], reasons: [.cutByFieldOfView]), nil)
      }
    }
    return remnant(course.baseline)
  }

  private func remnant(_ pick: VolumeCourse.Pick) -> (Observation, MeasuredScan?) {
    switch pick {
    case .missing(let paths): return (.unknown(paths), nil)
    case .conflicting(let paths, let day):
      return (
        Observation(observedOn: day, missing: paths, reasons: [.conflictingValues]), nil
      )
    case .scan(let measured):
      guard measured.flr != nil else { return (.unknown([measured.missingFLR]), nil) }
      return (Observation(observedOn: measured.scan.date), measured)
    }
  }

  /// With one file a role, an FLR is gross of a tumour that only the other scan names: the path of
  /// the file that is missing.
  private func grossAgainstNet(_ before: MeasuredScan, _ after: MeasuredScan) -> String? {
    for (scan, other) in [(before, after), (after, before)] {
      guard case .files? = scan.scan.source, scan.volumes?.tumour == nil,
        other.volumes?.tumour != nil
      else { continue }
      return "\(scan.path).files.tumour"
    }
    return nil
  }

  private static func unknown(_ parts: [Observation]) -> Observation {
    Observation(
      observedOn: parts.compactMap(\.observedOn).min(),
      missing: parts.flatMap(\.missing).uniqued(), reasons: parts.flatMap(\.reasons).uniqued())
  }
}

extension Case {
  /// How far repeated measurements of the FLR scatter, as stated or assumed.
  public var flrVariation: CoefficientOfVariation? {
    CoefficientOfVariation(percent: uncertainty.flrCVPercent.value)
  }

  /// How far repeated measurements of the liver scatter, as stated or assumed.
  public var tlvVariation: CoefficientOfVariation? {
    CoefficientOfVariation(percent: uncertainty.tlvCVPercent.value)
  }

  /// Density of liver tissue, the convention of 1.0 g/mL where none is stated.
  public var density: GramsPerMillilitre {
    options.densityGramsPerMillilitre.map { GramsPerMillilitre($0) } ?? .conventional
  }
}
