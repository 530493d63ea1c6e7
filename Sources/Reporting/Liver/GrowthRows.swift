import VolumetryCore

/// One quantity of growth with its machine name, clock and definition.
struct GrowthRow {
  let key: String
  /// `since_procedure` or `between_scans`; nil for what no clock divides.
  let clock: String?
  let days: Int?
  let value: UncertainValue?
  /// On which side of the value the truth lies; nil where nothing is cut, or there is no value.
  let bound: Bound?
  /// The 95 % interval of the value; nil where no deviation is known or it has no upper end.
  let interval: ClosedRange<Double>?
  /// Id of the definition that this is; nil for a volume, which needs none.
  let definition: String?

  init(
    _ key: String, clock: String? = nil, days: Int? = nil, _ value: UncertainValue?,
    _ bound: Bound?, definition: String?
  ) {
    self.key = key
    self.clock = clock
    self.days = days
    self.value = value
    self.bound = value == nil ? nil : bound
    interval = definition == Self.reciprocal ? value?.reciprocalInterval95 : value?.interval95
    self.definition = definition
  }

  /// The one quantity whose reciprocal is what scatters.
  static let reciprocal = "doubling-time"

  /// The value with the sign of its bound; nil where there is none.
  var valueWords: String? { value.map { bound.signed(FixedDecimal.string($0.value, decimals: 2)) } }

  /// The interval as text; nil where there is none.
  var intervalWords: String? {
    interval.map { interval in
      [interval.lowerBound, interval.upperBound].map { FixedDecimal.string($0, decimals: 2) }
        .joined(separator: " to ")
    }
  }
}

extension Growth {
  /// Which two scans are compared; it says what the weekly rate is called.
  enum Comparison {
    /// The first scan after stage 1 with the last before it: only here is the rate since the
    /// procedure that of Shindoh.
    case first
    /// Any other scan with the last before stage 1.
    case later
    /// A scan with the one before it.
    case interval
  }

  /// Every quantity, in the order in which it is shown: the procedure's clock first.
  ///
  /// - Parameter bounds: of the two remnants
  func rows(_ comparison: Comparison, bounds: GrowthBounds) -> [GrowthRow] {
    let volumes = [
      GrowthRow("flr_before_ml", before.uncertain, bounds.before, definition: nil),
      GrowthRow("flr_after_ml", after.uncertain, bounds.after, definition: nil),
      GrowthRow(
        "absolute_ml", absoluteMillilitres, bounds.growth, definition: "absolute-increase"),
      GrowthRow("relative_pct", relativePercent, bounds.growth, definition: "relative-increase"),
      GrowthRow("dh_pp", dhPercentagePoints, bounds.growth, definition: "dh"),
    ]
    return volumes
      + (sinceProcedure?.rows(
        bounds, clock: "since_procedure",
        weekly: comparison == .first ? "kgr-shindoh" : "kgr-cumulative")
        ?? [])
      + (betweenScans?.rows(
        bounds, clock: "between_scans",
        weekly: comparison == .interval ? "kgr-interval" : "kgr-baseline-scan") ?? [])
  }

  /// `growth` of the contract: every quantity with its standard deviation, and which are bounds.
  func json(_ bounds: GrowthBounds, leavingOut key: String? = nil) -> JSONValue {
    let own = rows(.later, bounds: bounds).filter { $0.clock == nil }
    var members = own.members
    members["since_procedure"] = sinceProcedure?.json(bounds) ?? .null
    members["between_scans"] = betweenScans?.json(bounds) ?? .null
    if let key { members.removeValue(forKey: key) }
    return .object(members)
  }
}

extension GrowthRates {
  /// Every rate.
  ///
  /// - Parameters:
  ///   - clock: how the days are counted, nil where the place says so
  ///   - weekly: the definition that the weekly rate is by this clock
  fileprivate func rows(
    _ bounds: GrowthBounds, clock: String? = nil, weekly: String? = nil
  ) -> [GrowthRow] {
    func row(
      _ key: String, _ value: UncertainValue?, _ bound: Bound?, _ definition: String?
    ) -> GrowthRow {
      GrowthRow(key, clock: clock, days: days, value, bound, definition: definition)
    }
    let growth = bounds.growth
    return [
      row("ml_per_day", millilitresPerDay, growth, "ml-per-day"),
      row("relative_pct_per_day", relativePercentPerDay, growth, "relative-per-day"),
      row("compound_pct_per_day", compoundPercentPerDay, growth, "compound-per-day"),
      row("dh_pp_per_day", dhPercentagePointsPerDay, growth, "pp-per-day"),
      row("dh_pp_per_week", dhPercentagePointsPerWeek, growth, weekly),
      row("doubling_time_days", doublingTimeDays, bounds.time, GrowthRow.reciprocal),
    ]
  }

  fileprivate func json(_ bounds: GrowthBounds) -> JSONValue {
    var members = rows(bounds).members
    members["days"] = .whole(days)
    return .object(members)
  }
}

extension [GrowthRow] {
  /// Value, standard deviation and 95 % interval of every row, and `bounds` with the keys of those
  /// that are one.
  fileprivate var members: [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    var bounds: [String: Bound] = [:]
    for row in self {
      members[row.key] = .optional(row.value?.value)
      members["\(row.key)_sd"] = .optional(row.value?.sd)
      members["\(row.key)_ci95"] = .interval(row.interval)
      bounds[row.key] = row.bound
    }
    members["bounds"] = Bound.json(bounds)
    return members
  }
}

extension MeasuredVolume {
  fileprivate var uncertain: UncertainValue { UncertainValue(volume.value, sd: sd?.value) }
}
