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
  /// Which of the definitions in use this is.
  let definition: String

  init(
    _ key: String, clock: String? = nil, days: Int? = nil, _ value: UncertainValue?,
    _ bound: Bound?, definition: String
  ) {
    self.key = key
    self.clock = clock
    self.days = days
    self.value = value
    self.bound = value == nil ? nil : bound
    self.definition = definition
  }

  /// The value with the sign of its bound; nil where there is none.
  var valueWords: String? { value.map { bound.signed(FixedDecimal.string($0.value, decimals: 2)) } }
}

extension Growth {
  /// Every quantity, in the order in which it is shown: the procedure's clock first.
  ///
  /// - Parameters:
  ///   - isFirst: whether this is the first scan after stage 1; only its weekly rate since the
  ///     procedure is the KGR of Shindoh
  ///   - bounds: of the two remnants
  func rows(isFirst: Bool, bounds: GrowthBounds) -> [GrowthRow] {
    let volumes = [
      GrowthRow("flr_before_ml", before.uncertain, bounds.before, definition: "FLR"),
      GrowthRow("flr_after_ml", after.uncertain, bounds.after, definition: "FLR"),
      GrowthRow("absolute_ml", absoluteMillilitres, bounds.growth, definition: "FLR2 - FLR1"),
      GrowthRow(
        "relative_pct", relativePercent, bounds.growth,
        definition: "of the first FLR (Croome's degree of hypertrophy)"),
      GrowthRow(
        "dh_pp", dhPercentagePoints, bounds.growth,
        definition: "degree of hypertrophy: sFLR points (Ribero, Shindoh)"),
    ]
    return volumes + Self.rows(sinceProcedure, bounds, clock: "since_procedure", isKGR: isFirst)
      + Self.rows(betweenScans, bounds, clock: "between_scans", isKGR: false)
  }

  private static func rows(
    _ rates: GrowthRates?, _ bounds: GrowthBounds, clock: String, isKGR: Bool
  ) -> [GrowthRow] {
    (rates?.rows(bounds) ?? []).map { row in
      let name = isKGR && row.key == "dh_pp_per_week" ? "sFLR points: KGR (Shindoh)" : nil
      return GrowthRow(
        row.key, clock: clock, days: row.days, row.value, row.bound,
        definition: name ?? row.definition)
    }
  }

  /// `growth` of the contract: every quantity with its standard deviation, and which are bounds.
  func json(_ bounds: GrowthBounds, leavingOut key: String? = nil) -> JSONValue {
    let own = rows(isFirst: false, bounds: bounds).filter { $0.clock == nil }
    var members = own.members
    members["since_procedure"] = sinceProcedure?.json(bounds) ?? .null
    members["between_scans"] = betweenScans?.json(bounds) ?? .null
    if let key { members.removeValue(forKey: key) }
    return .object(members)
  }
}

extension GrowthRates {
  /// Every rate, without the name of its clock.
  fileprivate func rows(_ bounds: GrowthBounds) -> [GrowthRow] {
    func row(
      _ key: String, _ value: UncertainValue?, _ bound: Bound?, _ definition: String
    ) -> GrowthRow { GrowthRow(key, days: days, value, bound, definition: definition) }
    let growth = bounds.growth
    return [
      row("ml_per_day", millilitresPerDay, growth, "absolute, linear"),
      row(
        "relative_pct_per_day", relativePercentPerDay, growth,
        "of the first FLR, linear (Tomassini)"),
      row(
        "compound_pct_per_day", compoundPercentPerDay, growth,
        "of the FLR of the day before, compound"),
      row("dh_pp_per_day", dhPercentagePointsPerDay, growth, "sFLR points"),
      row("dh_pp_per_week", dhPercentagePointsPerWeek, growth, "sFLR points"),
      row("doubling_time_days", doublingTimeDays, bounds.time, "at the compound rate"),
    ]
  }

  fileprivate func json(_ bounds: GrowthBounds) -> JSONValue {
    var members = rows(bounds).members
    members["days"] = .whole(days)
    return .object(members)
  }
}

extension [GrowthRow] {
  /// Value and standard deviation of every row, and `bounds` with the keys of those that are one.
  fileprivate var members: [String: JSONValue] {
    var members: [String: JSONValue] = [:]
    var bounds: [String: Bound] = [:]
    for row in self {
      members[row.key] = .optional(row.value?.value)
      members["\(row.key)_sd"] = .optional(row.value?.sd)
      members["\(row.key)_ci95"] = row.value?.intervalJSON ?? .null
      bounds[row.key] = row.bound
    }
    members["bounds"] = Bound.json(bounds)
    return members
  }
}

extension MeasuredVolume {
  fileprivate var uncertain: UncertainValue { UncertainValue(volume.value, sd: sd?.value) }
}
