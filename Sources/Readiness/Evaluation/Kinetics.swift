public import VolumetryCore

/// Growth of the FLR over the scans of one case, by every definition and both clocks.
public struct Kinetics: Hashable, Sendable {
  public let course: VolumeCourse
  public let body: BodyEstimate
  /// The first scan after stage 1 against the last before it: the one that published rates are for.
  public let first: Growth?
  /// The latest scan against the last before stage 1.
  public let latest: Growth?
  /// Every dated scan, in order; nil where the baseline has no day or no FLR.
  public let serial: SerialGrowth?
  /// Paths in the record of what is missing.
  public let missing: [String]
  /// FLR/TLV, FLR/TFLV, sFLR and FLR/BW of each scan that takes part, by its place in the record.
  public let ratios: [Int: LiverRatios]
  /// FLR ÷ body surface area in mL/m² of each scan that has an FLR, by its place in the record;
  /// empty where the surface area is not known.
  public let flrPerSurface: [Int: UncertainValue]
  /// When the target sFLR of the record would be reached; nil without a target or without growth.
  public let timeToTarget: TimeToTarget?
  /// The curve of slowing growth through all scans, or why there is none. Never decides.
  public let saturation: Saturation
  /// What was published of growth after this procedure. Never decides.
  public let context: GrowthContext

  /// - Parameter decision: scans after this day are left out; nil takes all.
  public init(
    _ record: Case, scans: [MeasuredScan], choice: BodyEstimate.Choice, decision: CalendarDay?
  ) {
    let course = VolumeCourse(scans, stageOne: record.stageOneDate, decision: decision)
    let body = BodyEstimate(record.bodySize, choice: choice)
    let pair = GrowthPair(record: record, telv: body.estimate?.telv)
    let latest = pair.growth(course.baseline, course.latest)
    self.course = course
    self.body = body
    self.latest = latest
    first = pair.growth(course.baseline, course.firstAfter)
    serial = pair.serial(course)
    missing =
      (pair.missing(course.baseline) + pair.missing(course.firstAfter) + body.missing
      + (record.stageOneDate == nil
        ? [record.stageOneIndex.map { "procedures[\($0)].date" } ?? "procedures"] : []))
      .uniqued()
    saturation = Saturation(record, course)
    context = GrowthContext(record, course)
    flrPerSurface = pair.perSurface(course, area: body.surface?.area)
    let ratios = pair.ratios(course, weight: record.patient.weight)
    self.ratios = ratios
    if let target = record.options.targetSFLRPercent,
      let present = course.latest.scan.flatMap({ ratios[$0.index] })?.sflrPercent?.value,
      let rate = latest?.sinceProcedure?.dhPercentagePointsPerWeek?.value
    {
      timeToTarget = TimeToTarget(target: target, present: present, ratePerWeek: rate)
    } else {
      timeToTarget = nil
    }
  }
}

extension Kinetics {
  /// Which numbers of `first` are bounds.
  public var firstBounds: GrowthBounds { bounds(course.firstAfter.scan) }

  /// Which numbers of `latest` are bounds. What divides by its rate, `timeToTarget`, is a `time`.
  public var latestBounds: GrowthBounds { bounds(course.latest.scan) }

  /// Which numbers of the intervals of `serial` are bounds, in their order.
  public var intervalBounds: [GrowthBounds] {
    let later = course.serialScans
    return zip([course.baseline.scan] + later, later).map { earlier, scan in
      GrowthBounds(before: earlier?.flrBound, after: scan.flrBound)
    }
  }

  /// Which numbers of the cumulative steps of `serial` are bounds, in their order.
  public var cumulativeBounds: [GrowthBounds] { course.serialScans.map(bounds) }

  private func bounds(_ later: MeasuredScan?) -> GrowthBounds {
    GrowthBounds(before: course.baseline.scan?.flrBound, after: later?.flrBound)
  }

  /// The sFLR of the latest scan by every formula that the record allows: the formula, not the
  /// measurement, is its largest doubt. Nil with fewer than two formulas.
  public var sflrRange: ClosedRange<Double>? {
    guard let volumes = course.latest.scan?.volumes, body.all.count > 1 else { return nil }
    let values = body.all.compactMap { estimate in
      LiverRatios(volumes, body: LiverRatios.Body(telv: estimate.telv)).sflrPercent?.value
    }
    guard let low = values.min(), let high = values.max() else { return nil }
    return low...high
  }
}

extension VolumeCourse {
  /// The scans after stage 1 that serial growth is made of: those with an FLR, by day.
  fileprivate var serialScans: [MeasuredScan] {
    after.filter { $0.scan.date != nil && $0.flr != nil }
  }
}

/// What two scans of one case say together.
private struct GrowthPair {
  let record: Case
  let telv: Millilitres?

  func growth(_ baseline: VolumeCourse.Pick, _ later: VolumeCourse.Pick) -> Growth? {
    guard let first = baseline.scan, let second = later.scan, let before = remnant(first),
      let after = remnant(second)
    else { return nil }
    let days = second.scan.date.flatMap { day in record.daysAfterStageOne(day) }
    let between = second.scan.date.flatMap { day in first.scan.date.map { day - $0 } }
    return Growth(
      before: before, after: after, telv: telv,
      clocks: Growth.Clocks(sinceProcedure: days, betweenScans: between))
  }

  func serial(_ course: VolumeCourse) -> SerialGrowth? {
    guard let first = course.baseline.scan, let day = first.scan.date, let before = remnant(first)
    else { return nil }
    let later = course.serialScans.compactMap { measured -> RemnantOnDay? in
      guard let day = measured.scan.date, let flr = remnant(measured) else { return nil }
      return RemnantOnDay(day: day, flr: flr)
    }
    // The bounds of the steps are of these scans.
    precondition(later.count == course.serialScans.count)
    return SerialGrowth(
      baseline: RemnantOnDay(day: day, flr: before), later: later, procedure: record.stageOneDate,
      telv: telv)
  }

  func missing(_ pick: VolumeCourse.Pick) -> [String] {
    switch pick {
    case .missing(let paths), .conflicting(let paths, _): paths
    case .scan(let measured): measured.flr == nil ? [measured.missingFLR] : []
    }
  }

  func ratios(_ course: VolumeCourse, weight: Kilograms?) -> [Int: LiverRatios] {
    var ratios: [Int: LiverRatios] = [:]
    for measured in [course.baseline.scan].compactMap({ $0 }) + course.after {
      guard let volumes = measured.volumes else { continue }
      var denominator = LiverRatios.Denominator.sameScan
      let baseline = course.baseline.scan?.volumes
      if record.options.denominatorTimepoint == .firstScan, let first = baseline {
        denominator = .firstScan(first)
      }
      ratios[measured.index] = LiverRatios(
        volumes, denominator: denominator,
        body: LiverRatios.Body(telv: telv, weight: weight, density: record.density),
        variation: record.variation(of: measured))
    }
    return ratios
  }

  func perSurface(_ course: VolumeCourse, area: SquareMetres?) -> [Int: UncertainValue] {
    guard let area else { return [:] }
    var values: [Int: UncertainValue] = [:]
    for measured in [course.baseline.scan].compactMap({ $0 }) + course.after {
      values[measured.index] = remnant(measured).flatMap {
        LiverRatios.flrBodySurface($0, area: area)
      }
    }
    return values
  }

  private func remnant(_ measured: MeasuredScan) -> MeasuredVolume? {
    record.remnant(of: measured)
  }
}
