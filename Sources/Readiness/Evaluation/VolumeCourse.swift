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
  /// What the labels show beside volumes; of typed volumes nothing.
  public let shape: ScanShape
  /// - Parameter flr: a typed FLR without a liver; else the one of `volumes` is taken.
  public init(
    index: Int, scan: Scan, volumes: LiverVolumes?, flr: Millilitres? = nil,
    shape: ScanShape = ScanShape()
  ) {
    self.shape = shape
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

  /// Whether the volumes cannot be so: a liver or an FLR of another size than they have, an FLR
  /// that leaves nothing to resect or lies outside the liver, labels of it that are not in the file
  /// or that the scan itself calls otherwise.
  var isImplausible: Bool {
    if let flr, !LiverPlausibility.remnant.contains(flr) { return true }
    guard let volumes else { return false }
    if let flr, flr >= volumes.tflv ?? volumes.tlv { return true }
    return volumes.warnings.contains { warning in
      switch warning.code {
      case "W-TLV-PLAUSIBILITY", "W-FLR-EXCEEDS-TFLV", "W-ROLE-NAMES": true
      case "W-LABEL-ABSENT": warning.role == .flr
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
  /// placed, or put in order, none can be picked. Two scans of one day with different volumes
  /// conflict.
  public init(_ scans: [MeasuredScan], stageOne: CalendarDay?, decision: CalendarDay?) {
    func isKnown(_ scan: Scan) -> Bool {
      scan.date.map { day in decision.map { day <= $0 } ?? true } ?? true
    }
    let before = scans.filter {
      Self.timepoint($0.scan, stageOne) == .beforeStageOne && isKnown($0.scan)
    }
    let after = scans.filter {
      Self.timepoint($0.scan, stageOne) == .afterStageOne && isKnown($0.scan)
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
    let readings = Set(ofDay.map { [$0.flr, $0.volumes?.tlv, $0.volumes?.tumour] })
    guard let one = ofDay.first, readings.count == 1 else {
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
