import VolumetryCore

// What a person reads of a comparison: the numbers that are asked for most, one line a structure.

extension ComparisonReport {
  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    if let first = pairs.first, pairs.count == 1 {
      try sink.write(
        DisplayWidth.printable("\(first.prediction) against \(first.reference)") + "\n")
    }
    if let preset = request.compat { try sink.write("\(preset.line)\n") }
    try writePairs(to: &sink)
    for (pair, notice) in Self.notices(of: pairs) {
      let place = notice.path ?? (pairs.count == 1 ? nil : "\(pair.caseName), \(pair.method)")
      let words = "\(notice.code): \(notice.message)"
      try sink.write(DisplayWidth.printable(place.map { "\($0): \(words)" } ?? words) + "\n")
    }
    for failure in failures {
      let place = failure.path.map { "\($0): " } ?? ""
      try sink.write(DisplayWidth.printable("\(place)not compared [\(failure.code)]") + "\n")
    }
    guard let summary else { return }
    try sink.write("\n")
    try CohortReport(head: head, summary: summary, names: Self.names(pairs)).writeTable(to: &sink)
  }

  /// One line a structure of a pair; case and method stand before it where there are several.
  private func writePairs<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let hasCases = Set(pairs.map(\.caseName)).count > 1
    let hasMethods = Set(pairs.map(\.method)).count > 1
    let hasNames = !Self.names(pairs).isEmpty
    let shown = metrics.filter(\.isShown)
    var columns: [TextTable.Column] = []
    if hasCases { columns.append(TextTable.Column("case", maximumWidth: 24)) }
    if hasMethods { columns.append(TextTable.Column("method", maximumWidth: 20)) }
    columns.append(TextTable.Column("label", alignment: .trailing))
    if hasNames { columns.append(TextTable.Column("name", maximumWidth: 24)) }
    columns += shown.map {
      TextTable.Column(
        $0.title, unit: $0.unit, alignment: .trailing, maximumWidth: Self.columnWidth)
    }
    var table = TextTable(columns)
    var isEmpty = true
    for pair in pairs {
      for found in pair.comparison.structures {
        var cells: [String?] = []
        if hasCases { cells.append(pair.caseName) }
        if hasMethods { cells.append(pair.method) }
        cells.append(found.structure.label?.description ?? found.structure.members.description)
        if hasNames { cells.append(pair.name(found.structure)) }
        table.append(cells + shown.map { $0.cell(found) })
        isEmpty = false
      }
    }
    if isEmpty {
      if !pairs.isEmpty { try sink.write("no file holds a label\n") }
    } else {
      try table.write(to: &sink)
    }
  }

  private static let columnWidth = 12
}

extension ComparisonMetric {
  /// Whether the table for people has a column for it.
  var isShown: Bool { tolerance != nil || Self.shown.contains(id) }

  private static let shown: Set<String> = [
    "volume_reference_ml", "volume_prediction_ml", "volume_difference_pct", "dice", "hd_mm",
    "hd95_mm", "assd_mm", "lesions_reference", "lesions_found", "lesions_false", "lesion_f1",
    "lesion_pq", "cldice",
  ]

  /// Rounded for people: ratios to four decimals, the rest to two.
  func cell(_ found: StructureComparison) -> String? {
    value(found).map { FixedDecimal.string($0, decimals: isCount ? 0 : unit == nil ? 4 : 2) }
  }

  /// A value of this metric, or a mean of such, rounded for people.
  func rounded(_ value: Double) -> String {
    FixedDecimal.string(value, decimals: unit == nil ? 4 : 2)
  }
}
