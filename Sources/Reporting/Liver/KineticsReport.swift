public import Readiness
import VolumetryCore

/// What `volumetry kinetics` prints: growth by every definition and both clocks.
public struct KineticsReport: Sendable, DocumentReport {
  let head: DocumentHead
  private let record: Case
  private let kinetics: Kinetics
  /// What reading the record and the scans said, and doubts about the numbers.
  public let warnings: [Notice]

  /// - Parameter warnings: what reading the record and the scans said.
  public init(head: DocumentHead, record: Case, kinetics: Kinetics, warnings: [Notice]) {
    self.head = head
    self.record = record
    self.kinetics = kinetics
    let growth = [kinetics.first, kinetics.latest].compactMap { $0 }.flatMap(\.warnings)
    var notices = warnings
    for warning in growth.map(\.notice) where !notices.contains(warning) { notices.append(warning) }
    notices += (kinetics.body.estimate?.warnings ?? []).map(\.notice)
    if kinetics.body.estimate != nil {
      notices += kinetics.body.thresholdWarnings.map(\.notice)
    }
    if let reason = kinetics.body.reason { notices.append(Notice(code: "W-TELV", message: reason)) }
    let undefined = kinetics.first.map { growth in
      growth.undefined + (growth.sinceProcedure?.undefined ?? [])
        + (growth.betweenScans?.undefined ?? [])
    }
    for notice in (undefined ?? []).map(\.notice) where !notices.contains(notice) {
      notices.append(notice)
    }
    self.warnings = notices
  }

  /// Writes the report in one of the layouts.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    try layOut(format, to: &sink)
  }

  // MARK: JSON

  var document: [String: JSONValue] {
    [
      "case": .optional(record.id),
      "growth": kinetics.first?.json(kinetics.firstBounds) ?? .null,
      "latest": kinetics.latest?.json(kinetics.latestBounds) ?? .null,
      "intervals": .array(intervals.map { step($0.step, $0.bounds) }),
      "cumulative": .array(cumulative.map { step($0.step, $0.bounds) }),
      "scans": .array(scans.map(scan)),
      "telv": EstimateJSON(
        formula: kinetics.body.formula,
        bodySurfaceAreaFormula: kinetics.body.bodySurfaceAreaFormula,
        estimate: kinetics.body.estimate
      ).json,
      "time_to_target": timeToTarget,
      "uncertainty": uncertainty.json, "inputs": CaseInputs(record, kinetics).json,
      "missing": .strings(kinetics.missing),
      "warnings": .array(warnings.map(\.json)),
    ].merging(context.members) { _, _ in preconditionFailure("a member is written once") }
  }

  private var context: GrowthContextReport { GrowthContextReport(kinetics) }

  private var uncertainty: UncertaintyReport {
    UncertaintyReport(
      uncertainty: CaseUncertainty(record, kinetics.course), day: day,
      sflrRange: kinetics.sflrRange)
  }

  private var scans: [MeasuredScan] {
    [kinetics.course.baseline.scan].compactMap { $0 } + kinetics.course.after
  }

  private func day(_ date: CalendarDay?) -> Int? { date.flatMap(record.daysAfterStageOne) }

  private func scan(_ measured: MeasuredScan) -> JSONValue {
    let perSurface = kinetics.flrPerSurface[measured.index]
    return [
      "index": .whole(measured.index),
      "day": .optional(day(measured.scan.date)),
      "timepoint": .optional(measured.scan.timepoint?.rawValue),
      "volumes_ml": measured.volumes?.json ?? .null,
      "ratios": kinetics.ratios[measured.index]?.json(withSD: true) ?? .null,
      "flr_bsa_ml_per_m2": .optional(perSurface?.value),
      "flr_bsa_ml_per_m2_sd": .optional(perSurface?.sd),
      "flr_bsa_ml_per_m2_ci95": .interval(perSurface?.interval95),
      "bounds": Bound.json(bounds(measured)),
    ]
  }

  /// Volumes and ratios of a scan that are bounds, by key.
  private func bounds(_ measured: MeasuredScan) -> [String: Bound] {
    var bounds = measured.volumes?.bounds ?? [:]
    if let ratios = kinetics.ratios[measured.index] {
      bounds.merge(ratios.bounds.merging(ratios.resectedBounds) { own, _ in own }) { own, _ in own }
    }
    if kinetics.flrPerSurface[measured.index] != nil {
      bounds["flr_bsa_ml_per_m2"] = measured.flrBound
    }
    return bounds
  }

  private typealias BoundedStep = (step: SerialGrowth.Step, bounds: GrowthBounds)

  private var intervals: [BoundedStep] {
    zip(kinetics.serial?.intervals ?? [], kinetics.intervalBounds).map { ($0, $1) }
  }

  private var cumulative: [BoundedStep] {
    zip(kinetics.serial?.cumulative ?? [], kinetics.cumulativeBounds).map { ($0, $1) }
  }

  private func step(_ step: SerialGrowth.Step, _ bounds: GrowthBounds) -> JSONValue {
    // From scan to scan only one clock exists; the other key does not apply.
    step.growth.json(
      bounds, leavingOut: step.growth.sinceProcedure == nil ? "since_procedure" : nil
    ).merging([
      "from_day": .optional(day(step.from)), "to_day": .optional(day(step.to)),
    ])
  }

  private var timeToTarget: JSONValue {
    guard let target = record.options.targetSFLRPercent else { return .null }
    return [
      "target_sflr_pct": .number(target),
      "weeks": .optional(kinetics.timeToTarget?.weeks),
      "bound": .optional(timeToTargetBound?.rawValue),
      "method": .string(TimeToTarget.method),
    ]
  }

  private var timeToTargetBound: Bound? {
    kinetics.timeToTarget == nil ? nil : kinetics.latestBounds.time
  }

  // MARK: Delimited

  var columns: [String] { Self.columnNames }

  private static let columnNames = [
    "case", "comparison", "clock", "days", "quantity", "value", "sd", "bound", "warnings",
    "ci95_low", "ci95_high", "definition",
  ]

  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure) {
    let codes = warnings.codes.joined(separator: ";")
    for (name, growth, bounds) in comparisons {
      for row in growth.rows(comparison(name), bounds: bounds) {
        try writer.writeRow(
          [
            .optional(record.id), .text(name), .optional(row.clock), .optional(row.days),
            .text(row.key), .optional(row.value?.value), .optional(row.value?.sd),
            .optional(row.bound?.rawValue), .text(codes), .optional(row.interval?.lowerBound),
            .optional(row.interval?.upperBound), .optional(row.definition),
          ], to: &sink)
      }
    }
  }

  private func comparison(_ name: String) -> Growth.Comparison {
    name == "growth" ? .first : name.hasPrefix("interval") ? .interval : .later
  }

  private var comparisons: [(String, Growth, GrowthBounds)] {
    var comparisons: [(String, Growth, GrowthBounds)] = []
    if let first = kinetics.first { comparisons.append(("growth", first, kinetics.firstBounds)) }
    if let latest = kinetics.latest {
      comparisons.append(("latest", latest, kinetics.latestBounds))
    }
    for (index, (step, bounds)) in intervals.enumerated() {
      comparisons.append(("interval-\(index + 1)", step.growth, bounds))
    }
    for (index, (step, bounds)) in cumulative.enumerated() {
      comparisons.append(("cumulative-\(index + 1)", step.growth, bounds))
    }
    return comparisons
  }

  // MARK: Table

  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let name = record.id.map { "Case \(DisplayWidth.printable($0))" } ?? "Case without a name"
    try sink.write("\(name): growth of the future liver remnant\n")
    if let growth = kinetics.first {
      try sink.write("\nFirst scan after stage 1 against the last before it\n")
      try growthTable(growth, kinetics.firstBounds, isFirst: true).write(to: &sink)
      try sink.write("`volumetry formulas ID` prints a definition.\n")
      if !kinetics.context.techniques.contains(.pve) {
        try sink.write(
          "The cut-off of that KGR was derived after pve, not after this procedure.\n")
      }
    }
    if let latest = kinetics.latest, kinetics.course.after.count > 1 {
      try sink.write("\nLatest scan against the last before stage 1\n")
      try growthTable(latest, kinetics.latestBounds, isFirst: false).write(to: &sink)
      try sink.write("\nFrom scan to scan; growth is not linear, nothing is averaged\n")
      try intervalTable.write(to: &sink)
    }
    try uncertainty.write(to: &sink)
    try sink.write("\nRatios\n")
    try ratioTable.write(to: &sink)
    let area = kinetics.body.bodySurfaceAreaFormula.map { " with BSA by \($0.id)" } ?? ""
    if let estimate = kinetics.body.estimate {
      try sink.write(
        "\nTELV \(FixedDecimal.string(estimate.telv.value, decimals: 1)) mL by "
          + "\(estimate.formula.id)\(area)\n")
    }
    if let target = record.options.targetSFLRPercent {
      let weeks = kinetics.timeToTarget.map {
        timeToTargetBound.signed(FixedDecimal.string($0.weeks, decimals: 1))
      }
      try sink.write(
        "sFLR \(target) %: " + (weeks.map { "in \($0) weeks, " } ?? "no estimate, ")
          + "\(TimeToTarget.method)\n")
    }
    try context.write(to: &sink)
    for line in CaseInputs(record, kinetics).words {
      for line in TextWrap.lines(line, width: 100, indent: 2) { try sink.write(line + "\n") }
    }
    if !kinetics.missing.isEmpty {
      try sink.write("Missing: \(kinetics.missing.joined(separator: ", "))\n")
    }
    if !boundWords.isEmpty { try sink.write(boundWords + "\n") }
    for warning in warnings { try sink.write("\(warning.code): \(warning.message)\n") }
  }

  /// What the signs before the numbers mean; empty where the field of view shows every FLR and
  /// liver whole.
  private var boundWords: String {
    scans.allSatisfy { bounds($0).isEmpty }
      ? ""
      : ">= lower bound, <= upper bound, <=> no bound: the field of view cuts what was measured"
  }

  private func growthTable(_ growth: Growth, _ bounds: GrowthBounds, isFirst: Bool) -> TextTable {
    var table = TextTable([
      TextTable.Column("quantity"), TextTable.Column("clock"),
      TextTable.Column("value", alignment: .trailing), TextTable.Column("sd", alignment: .trailing),
      TextTable.Column("95 %", alignment: .trailing), TextTable.Column("definition"),
    ])
    for row in growth.rows(isFirst ? .first : .later, bounds: bounds) {
      let clock = row.clock.map { clock in
        clock + (row.days.map { ", \($0) d" } ?? "")
      }
      table.append([
        row.key, clock ?? "", row.valueWords,
        row.value?.sd.map { FixedDecimal.string($0, decimals: 2) }, row.intervalWords,
        row.definition ?? "",
      ])
    }
    return table
  }

  private var intervalTable: TextTable {
    var table = TextTable([
      TextTable.Column("days", alignment: .trailing),
      TextTable.Column("growth", unit: "mL/day", alignment: .trailing),
      TextTable.Column("relative", unit: "%/day", alignment: .trailing),
      TextTable.Column("sFLR", unit: "pp/week", alignment: .trailing),
      TextTable.Column("since stage 1", unit: "pp/week", alignment: .trailing),
    ])
    for ((step, bounds), (total, totalBounds)) in zip(intervals, cumulative) {
      let rates = step.growth.betweenScans
      let (own, whole) = (bounds.growth, totalBounds.growth)
      let numbers = [
        (rates?.millilitresPerDay, own), (rates?.relativePercentPerDay, own),
        (rates?.dhPercentagePointsPerWeek, own),
        (total.growth.sinceProcedure?.dhPercentagePointsPerWeek, whole),
      ].map { value, bound in
        value.map { bound.signed(FixedDecimal.string($0.value, decimals: 2)) }
      }
      let days = [day(step.from), day(step.to)].map { $0.map(String.init) ?? "?" }
      table.append(["\(days[0]) to \(days[1])"] + numbers)
    }
    return table
  }

  private var ratioTable: TextTable {
    var table = TextTable([
      TextTable.Column("day", alignment: .trailing),
      TextTable.Column("FLR", unit: "mL", alignment: .trailing),
      TextTable.Column("FLR/TLV", unit: "%", alignment: .trailing),
      TextTable.Column("FLR/TFLV", unit: "%", alignment: .trailing),
      TextTable.Column("sFLR", unit: "%", alignment: .trailing),
      TextTable.Column("FLR/BW", unit: "%", alignment: .trailing),
      TextTable.Column("FLR/BSA", unit: "mL/m2", alignment: .trailing),
    ])
    for measured in scans {
      let ratios = kinetics.ratios[measured.index]
      let bounds = bounds(measured)
      func cell(_ key: String, _ value: Double?, _ decimals: Int) -> String? {
        value.map { bounds[key].signed(FixedDecimal.string($0, decimals: decimals)) }
      }
      table.append([
        day(measured.scan.date).map(String.init), cell("flr", measured.flr?.value, 1),
        cell("flr_tlv_pct", ratios?.flrTLVPercent?.value, 2),
        cell("flr_tflv_pct", ratios?.flrTFLVPercent?.value, 2),
        cell("sflr_pct", ratios?.sflrPercent?.value, 2),
        cell("flr_bw_pct", ratios?.flrBWPercent?.value, 3),
        cell("flr_bsa_ml_per_m2", kinetics.flrPerSurface[measured.index]?.value, 1),
      ])
    }
    return table
  }
}
