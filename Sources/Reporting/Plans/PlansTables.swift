import Readiness
import VolumetryCore

extension PlansReport {
  /// The tables for people, none wider than 100 columns.
  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let name = record.id.map { "Case \(DisplayWidth.printable($0))" } ?? "Case without a name"
    let count =
      plans.count == 1 ? "1 plan" : "\(plans.count) plans side by side; the first decides"
    try sink.write("\(name): \(count)\n")
    guard !plans.isEmpty else {
      try sink.write("The record states no plan (plans: [{id, flr}]).\n")
      return try writeWarnings(to: &sink)
    }
    try sink.write("\nFLR: as labelled, what is cleared out of it, and what is left\n")
    try volumeTable.write(to: &sink)
    try sink.write("\nRatios of what is left, per cent, each with its sd\n")
    try ratioTable.write(to: &sink)
    if plans.contains(where: { $0.kinetics.latest != nil }) {
      try sink.write("\nGrowth of what is left, latest scan against the last before stage 1\n")
      try growthTable.write(to: &sink)
    }
    if plans.contains(where: { $0.scans.contains { $0.segmentOne != nil } }) {
      try sink.write("\nSegment 1, and what the other choice leaves\n")
      try segmentTable.write(to: &sink)
    }
    if plans.contains(where: { !$0.spares.isEmpty }) {
      try sink.write("\nMillilitres to spare against thresholds that are a volume here\n")
      try spareTable.write(to: &sink)
    }
    if plans.contains(where: { !$0.answers.isEmpty }) {
      try sink.write("\nWhat each rule book says; there is no combined answer\n")
      try answerTable.write(to: &sink)
    }
    try sink.write("\n")
    if let plan = plans.first {
      for line in CaseInputs(record, plan.kinetics).words {
        for line in TextWrap.lines(line, width: 100, indent: 2) { try sink.write(line + "\n") }
      }
    }
    try sink.write("\(LabelPolicyReport.words)\n")
    for plan in plans where !plan.missing.isEmpty {
      try sink.write("Missing for \(plan.plan.id): \(plan.missing.joined(separator: ", "))\n")
    }
    try writeWarnings(to: &sink)
  }

  private func writeWarnings<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    for warning in warnings { try sink.write("\(warning.code): \(warning.message)\n") }
  }

  /// The plan's name in a column of at most this width.
  private static let planColumn = TextTable.Column("plan", maximumWidth: 22)

  private static func number(_ title: String, _ unit: String? = nil) -> TextTable.Column {
    TextTable.Column(title, unit: unit, alignment: .trailing)
  }

  private static func cell(_ value: Double?, _ decimals: Int) -> String? {
    value.map { FixedDecimal.string($0, decimals: decimals) }
  }

  /// A number and its deviation, with the sign of its bound.
  private static func cell(_ value: UncertainValue?, _ decimals: Int, _ bound: Bound?) -> String? {
    guard let value, let number = cell(value.value, decimals) else { return nil }
    let sd = cell(value.sd, decimals).map { " +-\($0)" } ?? ""
    return bound.signed(number + sd)
  }

  private var volumeTable: TextTable {
    var table = TextTable([
      Self.planColumn, TextTable.Column("scan"), Self.number("day"), Self.number("gross", "mL"),
      Self.number("cleared", "mL"), Self.number("FLR", "mL"), Self.number("sd", "mL"),
      Self.number("plane", "cm2"), Self.number("shift", "mL"), Self.number("resected", "mL"),
    ])
    for plan in plans {
      for scan in plan.scans {
        let bound: Bound? = scan.error.isLowerBound ? .lower : nil
        table.append([
          plan.plan.id, scan.window.rawValue, scan.day.map(String.init),
          Self.cell(scan.gross?.value, 1), Self.cell(scan.removed.value, 1),
          Self.cell(scan.net?.volume.value, 1).map { scan.bounds["flr"].signed($0) },
          Self.cell(scan.net?.sd?.value, 1).map { bound.signed($0) },
          Self.cell(scan.error.planeArea?.value, 1), Self.cell(scan.error.planeShift?.value, 1),
          Self.cell(scan.scan.volumes?.resected?.value, 1),
        ])
      }
      if plan.scans.isEmpty {
        table.append([plan.plan.id] + [String?](repeating: nil, count: table.columns.count - 1))
      }
    }
    return table
  }

  private var ratioTable: TextTable {
    let asksLater = plans.contains { $0.scans.contains { $0.flrBWLaterPercent != nil } }
    var table = TextTable(
      [
        Self.planColumn, Self.number("day"), Self.number("FLR/TLV"), Self.number("FLR/TFLV"),
        Self.number("sFLR"), Self.number("FLR/BW"),
      ] + (asksLater ? [Self.number("later weight")] : []))
    for plan in plans {
      for scan in plan.scans {
        let later = asksLater ? [Self.cell(scan.flrBWLaterPercent, 3, nil)] : []
        table.append(
          [
            plan.plan.id, scan.day.map(String.init),
            Self.cell(scan.ratios?.flrTLVPercent, 1, scan.bounds["flr_tlv_pct"]),
            Self.cell(scan.ratios?.flrTFLVPercent, 1, scan.bounds["flr_tflv_pct"]),
            Self.cell(scan.ratios?.sflrPercent, 1, scan.bounds["sflr_pct"]),
            Self.cell(scan.flrBWPercent, 3, scan.bounds["flr_bw_pct"]),
          ] + later)
      }
    }
    return table
  }

  private var growthTable: TextTable {
    var table = TextTable([
      Self.planColumn, Self.number("days"), Self.number("growth", "mL"),
      Self.number("of the first", "%"), Self.number("sFLR", "pp"),
      Self.number("sFLR a week", "pp"),
    ])
    for plan in plans {
      let growth = plan.kinetics.latest
      let bound = plan.kinetics.latestBounds.growth
      table.append([
        plan.plan.id, growth?.sinceProcedure.map { String($0.days) },
        Self.cell(growth?.absoluteMillilitres, 1, bound),
        Self.cell(growth?.relativePercent, 1, bound),
        Self.cell(growth?.dhPercentagePoints, 1, bound),
        Self.cell(growth?.sinceProcedure?.dhPercentagePointsPerWeek, 2, bound),
      ])
    }
    return table
  }

  private var segmentTable: TextTable {
    var table = TextTable([
      Self.planColumn, Self.number("day"), TextTable.Column("segment 1"),
      TextTable.Column("stated"), Self.number("volume", "mL"), Self.number("FLR", "mL"),
      Self.number("other FLR", "mL"), Self.number("ratios times"),
    ])
    for plan in plans {
      for scan in plan.scans {
        guard let choice = scan.segmentOne else { continue }
        table.append([
          plan.plan.id, scan.day.map(String.init), choice.isInRemnant ? "in the FLR" : "outside it",
          choice.stated?.rawValue, Self.cell(choice.volume.value, 1),
          Self.cell(choice.flr.value, 1), Self.cell(choice.otherFLR.value, 1),
          Self.cell(choice.factor, 3),
        ])
      }
    }
    return table
  }

  private var spareTable: TextTable {
    var table = TextTable([
      Self.planColumn, TextTable.Column("book", maximumWidth: 20),
      TextTable.Column("quantity", maximumWidth: 26), TextTable.Column("needs"),
      Self.number("at it", "mL"), Self.number("spare", "mL"),
    ])
    for plan in plans {
      for spare in plan.spares {
        table.append([
          plan.plan.id, spare.book, spare.measure.rawValue,
          "\(spare.rule.comparison.rawValue) \(spare.threshold)",
          Self.cell(spare.volume.atThreshold.value, 1), Self.cell(spare.volume.spare.value, 1),
        ])
      }
    }
    return table
  }

  private var answerTable: TextTable {
    var table = TextTable([
      Self.planColumn, TextTable.Column("book", maximumWidth: 24), TextTable.Column("answer"),
      TextTable.Column("why", maximumWidth: 34),
    ])
    for plan in plans {
      for answer in plan.answers {
        table.append([
          plan.plan.id, answer.book.id, answer.verdict.short,
          answer.reasons.map(\.rawValue).joined(separator: ", "),
        ])
      }
    }
    return table
  }
}
