/// A remnant on a day.
public struct RemnantOnDay: Hashable, Sendable {
  /// Day of the scan.
  public let day: CalendarDay
  /// Net of tumour and of planned resections in it.
  public let flr: MeasuredVolume

  /// A remnant and the day it was scanned.
  public init(day: CalendarDay, flr: MeasuredVolume) {
    self.day = day
    self.flr = flr
  }
}

/// Growth over several scans (card 4.7): from scan to scan, and from the baseline to each.
///
/// Nothing is averaged: growth slows, so the same patient passes or fails a weekly cut-off
/// depending on the day of the scan. Only the first cumulative step is comparable with Shindoh's
/// 2.0 points a week. Both lists are in the order of the days; with no later scan both are empty.
public struct SerialGrowth: Hashable, Sendable {
  /// Each scan against the one before it. Only the clock between the scans exists.
  public let intervals: [Step]
  /// Each scan against the baseline, by both clocks.
  public let cumulative: [Step]

  /// Growth between two days.
  public struct Step: Hashable, Sendable {
    /// Day of the earlier scan.
    public let from: CalendarDay
    /// Day of the later scan.
    public let to: CalendarDay
    /// Growth between them.
    public let growth: Growth
  }

  /// Orders the later scans by day; scans of one day keep their order and give an interval without
  /// rates.
  ///
  /// - Parameters:
  ///   - baseline: the last scan before the procedure
  ///   - later: the scans after it, in any order
  ///   - procedure: day of stage 1, where it is known
  ///   - telv: one estimate for all scans
  public init(
    baseline: RemnantOnDay, later: [RemnantOnDay], procedure: CalendarDay?, telv: Millilitres?
  ) {
    let ordered = later.enumerated().sorted {
      ($0.element.day, $0.offset) < ($1.element.day, $1.offset)
    }.map(\.element)
    intervals = zip([baseline] + ordered, ordered).map { earlier, scan in
      Step(earlier, scan, telv: telv, sinceProcedure: nil)
    }
    cumulative = ordered.map { scan in
      Step(baseline, scan, telv: telv, sinceProcedure: procedure.map { scan.day - $0 })
    }
  }
}

extension SerialGrowth.Step {
  fileprivate init(
    _ earlier: RemnantOnDay, _ later: RemnantOnDay, telv: Millilitres?, sinceProcedure: Int?
  ) {
    from = earlier.day
    to = later.day
    growth = Growth(
      before: earlier.flr, after: later.flr, telv: telv,
      clocks: Growth.Clocks(
        sinceProcedure: sinceProcedure, betweenScans: later.day - earlier.day))
  }
}

/// When a standardized remnant would reach a target if it went on growing as it did (card 4.8).
///
/// A **linear extrapolation**, and to be printed as one: growth slows. From 22 % to 30 % at 3
/// points a week are 2.6667 weeks.
public struct TimeToTarget: Hashable, Sendable {
  /// Weeks from the scan that gave the present value; 0 where the target is reached.
  public let weeks: Double
  /// How it was computed, to be shown beside it.
  public static let method = "linear extrapolation"

  /// - Parameters:
  ///   - target: sFLR to reach, in per cent
  ///   - present: sFLR now, in per cent
  ///   - ratePerWeek: percentage points a week
  ///
  /// Nil where the rate is not positive, and where a number is not finite: then there is
  /// no estimate.
  public init?(target: Double, present: Double, ratePerWeek: Double) {
    guard ratePerWeek > 0, [target, present, ratePerWeek].allSatisfy(\.isFinite) else {
      return nil
    }
    let weeks = max(0, (target - present) / ratePerWeek)
    guard weeks.isFinite else { return nil }
    self.weeks = weeks
  }
}
