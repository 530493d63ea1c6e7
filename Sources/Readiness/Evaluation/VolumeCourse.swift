public import VolumetryCore

/// One volumetry of a case with its volumes for one plan, net of what the plan clears out of the FLR.
public struct MeasuredScan: Hashable, Sendable {
  /// Position in the case's list of scans; messages name `scans[index]`.
  public let index: Int
  public let scan: Scan
  /// Nil where the record gives no volumes for the scan.
  public let volumes: LiverVolumes?

  public init(index: Int, scan: Scan, volumes: LiverVolumes?) {
    self.index = index
    self.scan = scan
    self.volumes = volumes
  }

  var path: String { "scans[\(index)]" }

  /// Where the record would have to state what this scan's FLR is.
  var missingFLR: String {
    switch scan.source {
    case .volumes: "\(path).volumes_ml.flr"
    case .segmentation, .files: "plans[0].flr"
    case nil: path
    }
  }
}

/// The scans of a case in their order: the last before stage 1, the first after it, the latest that a
/// decision may read.
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

    /// The scan, nil where there is none.
    public var scan: MeasuredScan? {
      if case .scan(let scan) = self { return scan }
      return nil
    }
  }

  /// A scan is before or after stage 1 as it is stated, else by its day. An undated scan cannot be
  /// put in order: alone before stage 1 it is the baseline, otherwise its date is missing.
  public init(_ scans: [MeasuredScan], stageOne: CalendarDay?, decision: CalendarDay?) {
    let before = scans.filter { Self.timepoint($0.scan, stageOne) == .beforeStageOne }
    let after = scans.filter { measured in
      Self.timepoint(measured.scan, stageOne) == .afterStageOne
        && (measured.scan.date.map { day in decision.map { day <= $0 } ?? true } ?? true)
    }
    baseline = Self.last(before, window: "before-stage-1", allowsUndated: true)
    latest = Self.last(after, window: "before-decision", allowsUndated: false)
    let dated = after.filter { $0.scan.date != nil }.sorted(by: Self.earlier)
    self.after = dated
    firstAfter =
      dated.count == after.count
      ? dated.first.map { .scan($0) } ?? .missing(["scans[after-stage-1]"])
      : .missing(after.filter { $0.scan.date == nil }.map { "\($0.path).date" })
  }

  private static func timepoint(_ scan: Scan, _ stageOne: CalendarDay?) -> Scan.Timepoint? {
    if let stated = scan.timepoint { return stated }
    guard let day = scan.date, let stageOne else { return nil }
    return day <= stageOne ? .beforeStageOne : .afterStageOne
  }

  private static func last(
    _ scans: [MeasuredScan], window: String, allowsUndated: Bool
  ) -> Pick {
    guard let only = scans.first else { return .missing(["scans[\(window)]"]) }
    if scans.count == 1, allowsUndated { return .scan(only) }
    let undated = scans.filter { $0.scan.date == nil }
    guard undated.isEmpty else { return .missing(undated.map { "\($0.path).date" }) }
    return .scan(scans.sorted(by: earlier)[scans.count - 1])
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
  func relativeIncrease() -> Observation {
    let (latest, after) = remnant(atDecision: ())
    let (_, before) = remnant(course.baseline)
    guard let after, let before else {
      return Self.unknown([latest, remnant(course.baseline).0])
    }
    let variation = record.flrVariation
    let growth = Growth(
      before: MeasuredVolume(before, variation: variation),
      after: MeasuredVolume(after, variation: variation))
    guard let increase = growth.relativePercent else {
      return Observation(observedOn: latest.observedOn, detail: growth.undefined.first?.reason)
    }
    return Observation(
      value: .number(increase.value), sd: increase.sd, observedOn: latest.observedOn)
  }

  /// FLR mass over body weight, per cent.
  func flrBodyWeight() -> Observation {
    let (latest, after) = remnant(atDecision: ())
    guard after != nil, let volumes = course.latest.scan?.volumes else {
      var unknown = latest
      if record.patient.weight == nil { unknown.missing.append("patient.weight_kg") }
      return unknown
    }
    guard record.patient.weight != nil else { return .unknown(["patient.weight_kg"]) }
    let ratios = LiverRatios(
      volumes, body: LiverRatios.Body(weight: record.patient.weight, density: record.density),
      variation: LiverRatios.Variation(remnant: record.flrVariation))
    guard let ratio = ratios.flrBWPercent else {
      return Observation(observedOn: latest.observedOn, detail: ratios.undefined.first?.reason)
    }
    return Observation(value: .number(ratio.value), sd: ratio.sd, observedOn: latest.observedOn)
  }

  /// The FLR of the latest scan, if that scan is recent enough and from day 5 or later.
  private func remnant(atDecision: Void) -> (Observation, Millilitres?) {
    guard windows.stageOne != nil else { return (.unknown([windows.stageOnePath]), nil) }
    let path = "scans[before-decision]"
    if let measured = course.latest.scan, let day = measured.scan.date {
      if let decision = windows.decision, decision - day > windows.windows.scanDays {
        return (Observation(observedOn: day, missing: [path], reasons: [.stale]), nil)
      }
      if let number = windows.day(day), number < windows.windows.firstScanDay {
        return (Observation(observedOn: day, missing: [path], reasons: [.scanBeforeDayFive]), nil)
      }
    }
    return remnant(course.latest)
  }

  private func remnant(_ pick: VolumeCourse.Pick) -> (Observation, Millilitres?) {
    switch pick {
    case .missing(let paths): return (.unknown(paths), nil)
    case .scan(let measured):
      guard let flr = measured.volumes?.flr else { return (.unknown([measured.missingFLR]), nil) }
      return (Observation(observedOn: measured.scan.date), flr)
    }
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
