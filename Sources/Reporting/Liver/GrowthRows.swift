import VolumetryCore

/// One quantity of growth with its machine name, clock and definition.
struct GrowthRow {
  let key: String
  /// `since_procedure` or `between_scans`; nil for what no clock divides.
  let clock: String?
  let days: Int?
  let value: UncertainValue?
  /// Which of the definitions in use this is.
  let definition: String
}

extension Growth {
  /// Every quantity, in the order in which it is shown: the procedure's clock first.
  ///
  /// - Parameter isFirst: whether this is the first scan after stage 1; only its weekly rate since
  ///   the procedure is the KGR of Shindoh.
  func rows(isFirst: Bool) -> [GrowthRow] {
    let volumes = [
      GrowthRow(
        key: "flr_before_ml", clock: nil, days: nil, value: before.uncertain, definition: "FLR"),
      GrowthRow(
        key: "flr_after_ml", clock: nil, days: nil, value: after.uncertain, definition: "FLR"),
      GrowthRow(
        key: "absolute_ml", clock: nil, days: nil, value: absoluteMillilitres,
        definition: "FLR2 - FLR1"),
      GrowthRow(
        key: "relative_pct", clock: nil, days: nil, value: relativePercent,
        definition: "of the first FLR (Croome's degree of hypertrophy)"),
      GrowthRow(
        key: "dh_pp", clock: nil, days: nil, value: dhPercentagePoints,
        definition: "degree of hypertrophy: sFLR points (Ribero, Shindoh)"),
    ]
    return volumes + Self.rows(sinceProcedure, clock: "since_procedure", isKGR: isFirst)
      + Self.rows(betweenScans, clock: "between_scans", isKGR: false)
  }

  private static func rows(_ rates: GrowthRates?, clock: String, isKGR: Bool) -> [GrowthRow] {
    guard let rates else { return [] }
    return rates.values.map { key, value, definition in
      let name = isKGR && key == "dh_pp_per_week" ? "sFLR points: KGR (Shindoh)" : definition
      return GrowthRow(key: key, clock: clock, days: rates.days, value: value, definition: name)
    }
  }

  /// `growth` of the contract: every quantity with its standard deviation.
  func json(leavingOut key: String? = nil) -> JSONValue {
    var members: [String: JSONValue] = [
      "since_procedure": sinceProcedure?.json ?? .null,
      "between_scans": betweenScans?.json ?? .null,
    ]
    for row in rows(isFirst: false) where row.clock == nil {
      members[row.key] = .optional(row.value?.value)
      members["\(row.key)_sd"] = .optional(row.value?.sd)
    }
    if let key { members.removeValue(forKey: key) }
    return .object(members)
  }
}

extension GrowthRates {
  /// Key, value and definition of every rate.
  var values: [(key: String, value: UncertainValue?, definition: String)] {
    [
      ("ml_per_day", millilitresPerDay, "absolute, linear"),
      ("relative_pct_per_day", relativePercentPerDay, "of the first FLR, linear (Tomassini)"),
      ("compound_pct_per_day", compoundPercentPerDay, "of the FLR of the day before, compound"),
      ("dh_pp_per_day", dhPercentagePointsPerDay, "sFLR points"),
      ("dh_pp_per_week", dhPercentagePointsPerWeek, "sFLR points"),
      ("doubling_time_days", doublingTimeDays, "at the compound rate"),
    ]
  }

  var json: JSONValue {
    var members: [String: JSONValue] = ["days": .whole(days)]
    for (key, value, _) in values {
      members[key] = .optional(value?.value)
      members["\(key)_sd"] = .optional(value?.sd)
    }
    return .object(members)
  }
}

extension MeasuredVolume {
  fileprivate var uncertain: UncertainValue { UncertainValue(volume.value, sd: sd?.value) }
}
