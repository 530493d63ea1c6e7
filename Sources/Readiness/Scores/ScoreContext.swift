import VolumetryCore

/// The record, its days and its scans, as the scores of one sheet read them.
struct ScoreContext {
  let record: Case
  let windows: TimeWindows
  /// Nil where the scans could not be read.
  let scans: [MeasuredScan]?
  let course: VolumeCourse
  let bodySurfaceArea: BodySurfaceAreaFormula
  /// Whether nobody stated a formula for the body surface area.
  let isAreaAssumed: Bool
  /// No procedure began stage 1: the scores have one time point, the latest.
  let isWithoutStageOne: Bool

  /// How old a value may be; the source of no score names it.
  static let ages = Windows(
    beforeStageOneDays: 30, beforeDecisionDays: 3, scanDays: 7, firstScanDay: 5,
    firstLiverFailureDay: 5, source: Source("windows of this program", evidence: .unverified))

  init(_ record: Case, scans: [MeasuredScan]?, bodySurfaceArea: BodySurfaceAreaFormula?) {
    self.record = record
    self.scans = scans
    self.bodySurfaceArea = bodySurfaceArea ?? .mosteller
    isAreaAssumed = bodySurfaceArea == nil
    isWithoutStageOne = record.stageOneIndex == nil
    windows =
      isWithoutStageOne
      ? TimeWindows(upTo: record.decision?.date ?? record.latestDay, Self.ages)
      : TimeWindows(record, Self.ages)
    course = VolumeCourse(scans ?? [], stageOne: windows.stageOne, decision: windows.decision)
  }

  /// The last scan before stage 1, or the latest after it.
  func scan(_ window: ScoreWindow) -> VolumeCourse.Pick {
    switch window {
    case .beforeStageOne, .latest: course.baseline
    case .beforeDecision, .dayFive, .interstage: course.latest
    }
  }
}

extension Case {
  /// The latest day on which anything that a score reads was found.
  var latestDay: CalendarDay? {
    (laboratory.map(\.date) + clinical.map(\.date) + function.map(\.date) + scans.map(\.date))
      .compactMap { $0 }.max()
  }
}

extension TimeWindows {
  /// The days of a record without stage 1: everything up to `last` lies before it.
  init(upTo last: CalendarDay?, _ windows: Windows) {
    stageOne = last
    decision = last
    stageOnePath = "decision.date"
    self.windows = windows
  }
}
