import Glibc

/// Growth of the remnant per unit of time by one clock, linear unless it says otherwise.
///
/// Growth is not linear (PMC6414468: 5.4 ± 4 points a week in the first week, 1.5 ± 2 between later
/// scans), so a rate is comparable only with rates of the same clock and scan day.
public struct GrowthRates: Hashable, Sendable {
  /// Whole days that the growth is divided by; where they are not positive all rates are nil.
  public let days: Int
  /// mL a day (card 4.6; Croome 2015).
  public let millilitresPerDay: UncertainValue?
  /// Per cent of the first volume a day, linear (card 4.6; Croome 2015, Tomassini 2020).
  public let relativePercentPerDay: UncertainValue?
  /// 100·((FLR₂/FLR₁)^(1/days) − 1): per cent a day, compound. Rare; never a default.
  public let compoundPercentPerDay: UncertainValue?
  /// Percentage points of sFLR a day.
  public let dhPercentagePointsPerDay: UncertainValue?
  /// Percentage points of sFLR a week: the kinetic growth rate of Shindoh 2013 (PMID 23219349) when
  /// the clock starts at the procedure and the scan is the first after it.
  public let dhPercentagePointsPerWeek: UncertainValue?
  /// Days in which the remnant would double at the compound rate; nil where it does not grow.
  public let doublingTimeDays: UncertainValue?
  /// Each rate that is nil, with the reason; keys as at the door (`ml_per_day`, …).
  public let undefined: [UndefinedQuantity]

  init(_ change: RemnantChange, days: Int) {
    self.days = days
    guard days > 0 else {
      millilitresPerDay = nil
      relativePercentPerDay = nil
      compoundPercentPerDay = nil
      dhPercentagePointsPerDay = nil
      dhPercentagePointsPerWeek = nil
      doublingTimeDays = nil
      undefined = Self.keys.map {
        UndefinedQuantity($0, reason: "\(days) days, expected at least 1")
      }
      return
    }
    let divisor = Double(days)
    let weeks = divisor / Self.daysPerWeek
    let rates: [UncertainValue?] = [
      change.absoluteMillilitres?.divided(by: divisor).finite,
      change.relativePercent?.divided(by: divisor).finite,
      Self.compound(change, days: divisor),
      change.dhPercentagePoints?.divided(by: divisor).finite,
      change.dhPercentagePoints?.divided(by: weeks).finite,
      Self.doublingTime(change, days: divisor),
    ]
    millilitresPerDay = rates[0]
    relativePercentPerDay = rates[1]
    compoundPercentPerDay = rates[2]
    dhPercentagePointsPerDay = rates[3]
    dhPercentagePointsPerWeek = rates[4]
    doublingTimeDays = rates[5]
    let reasons = Dictionary(
      uniqueKeysWithValues: change.undefined.map { ($0.quantity, $0.reason) })
    undefined = zip(Self.keys, rates).filter { $1 == nil }.map { key, _ in
      UndefinedQuantity(key, reason: Self.reason(key, reasons))
    }
  }

  /// With L = ln(FLR₂/FLR₁) and s = sd(L) = √(cv₁² + cv₂²), the rate is 100·(e^(L/d) − 1). Delta
  /// method: d rate/dL = 100·e^(L/d)/d, so sd = 100·(FLR₂/FLR₁)^(1/d)·s/d.
  private static func compound(_ change: RemnantChange, days: Double) -> UncertainValue? {
    guard let ratio = change.ratio, ratio > 0 else { return nil }
    let dailyFactor = pow(ratio, 1 / days)
    return UncertainValue(
      percentPerUnit * (dailyFactor - 1),
      sd: change.sdOfLogarithm.map { percentPerUnit * dailyFactor * $0 / days }
    ).finite
  }

  /// T = d·ln 2/L. Delta method: dT/dL = −d·ln 2/L², so sd = d·ln 2·s/L² = T·s/L. It is a
  /// first-order figure and grows without bound as growth vanishes.
  private static func doublingTime(_ change: RemnantChange, days: Double) -> UncertainValue? {
    guard let ratio = change.ratio, ratio > 1 else { return nil }
    let logarithm = log(ratio)
    let doubling = days * log(2) / logarithm
    return UncertainValue(doubling, sd: change.sdOfLogarithm.map { doubling * $0 / logarithm })
      .finite
  }

  private static func reason(_ key: String, _ reasons: [String: String]) -> String {
    let base =
      switch key {
      case "ml_per_day": "absolute_ml"
      case "dh_pp_per_day", "dh_pp_per_week": "dh_pp"
      default: "relative_pct"
      }
    if let reason = reasons[base] { return reason }
    return key == "doubling_time_days" ? "the flr does not grow" : "no finite rate"
  }

  private static let keys = [
    "ml_per_day", "relative_pct_per_day", "compound_pct_per_day", "dh_pp_per_day",
    "dh_pp_per_week", "doubling_time_days",
  ]

  /// 1 week = 7 days; weeks = days/7, not counted in whole weeks.
  static let daysPerWeek = 7.0
}
