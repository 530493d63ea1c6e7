import Readiness
import VolumetryCore

/// What `volumetry kinetics` shows beside the growth of a case and what never decides: the rate of
/// the first assessment by its name, the curve of slowing growth, published growth, customary days.
struct GrowthContextReport {
  private let kinetics: Kinetics

  init(_ kinetics: Kinetics) { self.kinetics = kinetics }

  // MARK: JSON

  /// The members that it adds to the document.
  var members: [String: JSONValue] {
    [
      "kgr_first_assessment": firstAssessment,
      "flr_bsa": [
        "bsa_formula": .optional(kinetics.body.surface?.formula.id),
        "bsa_m2": .optional(kinetics.body.surface?.area.value),
        "reason": .optional(kinetics.body.surfaceReason),
      ],
      "saturating_fit": fit,
      "techniques": .strings(kinetics.context.techniques.map(\.rawValue)),
      "expected": .array(kinetics.context.expected.map(\.json)),
      "windows": .array(
        kinetics.context.windows.map { window in
          [
            "id": .string(window.row.id), "event": .string(window.row.event),
            "days": .interval(window.row.days), "first_scan_day": .optional(window.day),
            "inside": .optional(window.isInside), "source": window.row.source.json,
          ]
        }),
    ]
  }

  /// The one rate that is comparable with the published 2.0 points a week, under a name of its own.
  private var firstAssessment: JSONValue {
    let rates = kinetics.first?.sinceProcedure
    let rate = rates?.dhPercentagePointsPerWeek
    let reason =
      rates?.undefined.first { $0.quantity == "dh_pp_per_week" }?.reason
      ?? (rate == nil ? "two scans with an FLR and the day of stage 1 are needed" : nil)
    return [
      "definition": "kgr-shindoh", "derived_after": .string(GrowthTechnique.pve.rawValue),
      "same_procedure": .boolean(kinetics.context.techniques.contains(.pve)),
      "telv_formula": .string(kinetics.body.formula.id), "pp_per_week": .optional(rate?.value),
      "pp_per_week_sd": .optional(rate?.sd), "pp_per_week_ci95": .interval(rate?.interval95),
      "days": .optional(rates?.days),
      "bound": .optional(rate == nil ? nil : kinetics.firstBounds.growth?.rawValue),
      "reason": .optional(reason),
    ]
  }

  private var fit: JSONValue {
    let curve = kinetics.saturation.curve
    var members: [String: JSONValue] = [
      "status": .string(Saturation.status), "assumption": .string(Saturation.assumption),
      "reason": .optional(kinetics.saturation.reason),
      "poorly_determined": .optional(curve?.isPoorlyDetermined),
      "chi_squared": .optional(curve?.chiSquared),
      "degrees_of_freedom": .optional(curve?.degreesOfFreedom),
      "scans": .optional(curve?.points),
    ]
    let values: [(String, UncertainValue?)] = [
      ("flr0_ml", curve?.start), ("growth_ml", curve?.gain), ("rate_per_day", curve?.ratePerDay),
      ("plateau_ml", curve?.plateau), ("half_time_days", curve?.halfTimeDays),
    ]
    for (key, value) in values {
      members[key] = .optional(value?.value)
      members["\(key)_se"] = .optional(value?.sd)
    }
    return .object(members)
  }

  // MARK: Table

  func write<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    if let surface = kinetics.body.surface {
      let area = FixedDecimal.string(surface.area.value, decimals: 3)
      try sink.write("FLR/BSA with \(area) m2 by \(surface.formula.id)\n")
    }
    try writeFit(to: &sink)
    guard !kinetics.context.techniques.isEmpty else { return }
    let names = kinetics.context.techniques.map(\.rawValue).joined(separator: ", ")
    if !kinetics.context.expected.isEmpty {
      try sink.write("\nPublished growth after \(names): context, decides nothing\n")
      try expectedTable.write(to: &sink)
    }
    try sink.write("\nCustomary days after \(names): context, decides nothing\n")
    try windowTable.write(to: &sink)
  }

  private func writeFit<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    guard kinetics.course.after.count > 1 || kinetics.saturation.curve != nil else { return }
    guard let curve = kinetics.saturation.curve else {
      let reason = kinetics.saturation.reason ?? "no curve"
      try sink.write("\nSaturating growth (\(Saturation.status)): none, \(reason)\n")
      return
    }
    func words(_ value: UncertainValue, _ decimals: Int) -> String {
      let error = value.sd.map { " (se \(FixedDecimal.string($0, decimals: decimals)))" }
      return FixedDecimal.string(value.value, decimals: decimals) + (error ?? "")
    }
    try sink.write(
      """

      Saturating growth (\(Saturation.status), decides nothing): F0 + A*(1 - exp(-k*t))
        F0 \(words(curve.start, 1)) mL, A \(words(curve.gain, 1)) mL, \
      k \(words(curve.ratePerDay, 4)) a day
        plateau \(words(curve.plateau, 1)) mL, half of A in \
      \(words(curve.halfTimeDays, 1)) days; \(curve.points) scans, \
      \(curve.degreesOfFreedom) \(curve.degreesOfFreedom == 1 ? "degree" : "degrees") of freedom
        \(Saturation.assumption)\n
      """)
    if curve.isPoorlyDetermined {
      try sink.write("  poorly determined: the scans hardly say how fast growth slows\n")
    }
  }

  private var expectedTable: TextTable {
    var table = TextTable([
      TextTable.Column("series"),
      TextTable.Column("relative", unit: "%", alignment: .trailing),
      TextTable.Column("DH", unit: "pp", alignment: .trailing),
      TextTable.Column("absolute", unit: "mL", alignment: .trailing),
      TextTable.Column("days", alignment: .trailing),
      TextTable.Column("evidence"),
    ])
    let own = kinetics.first
    func decimal(_ value: UncertainValue?) -> String? {
      value.map { FixedDecimal.string($0.value, decimals: 1) }
    }
    table.append([
      "this case, first scan", decimal(own?.relativePercent), decimal(own?.dhPercentagePoints),
      decimal(own?.absoluteMillilitres), own?.sinceProcedure.map { "\($0.days)" }, "",
    ])
    for row in kinetics.context.expected {
      table.append([
        row.id, row.relativePercent?.words, row.dhPercentagePoints?.words,
        row.absoluteMillilitres?.words, row.days?.words, row.source.evidence.shortWord,
      ])
    }
    return table
  }

  private var windowTable: TextTable {
    var table = TextTable([
      TextTable.Column("window"), TextTable.Column("days"), TextTable.Column("first scan"),
      TextTable.Column("evidence"),
    ])
    for window in kinetics.context.windows {
      let place = window.day.map { day in
        "day \(day), " + (window.isInside == true ? "inside" : "outside")
      }
      table.append([
        window.row.id, "\(window.row.days.lowerBound) to \(window.row.days.upperBound)", place,
        window.row.source.evidence.shortWord,
      ])
    }
    return table
  }
}

extension ExpectedGrowth {
  /// A published series with every number it gives; `null` where it gives none.
  var json: JSONValue {
    var members: [String: JSONValue] = [
      "id": .string(id), "series": .string(series), "source": source.json,
      "techniques": .strings(techniques.map(\.rawValue).sorted()),
    ]
    let numbers: [(String, PublishedNumber?)] = [
      ("relative_pct", relativePercent), ("absolute_ml", absoluteMillilitres),
      ("dh_pp", dhPercentagePoints), ("ml_per_day", millilitresPerDay),
      ("relative_pct_per_day", relativePercentPerDay), ("days", days),
    ]
    for (key, number) in numbers {
      members[key] = .optional(number?.middle)
      members["\(key)_spread"] = .interval(number?.spread)
    }
    return .object(members)
  }
}

extension PublishedNumber {
  /// The number with its spread, as the paper gives it.
  fileprivate var words: String {
    func plain(_ value: Double) -> String {
      value == value.rounded()
        ? FixedDecimal.string(value, decimals: 0) : FixedDecimal.string(value, decimals: 1)
    }
    return plain(middle)
      + (spread.map { " (\(plain($0.lowerBound))-\(plain($0.upperBound)))" } ?? "")
  }
}
