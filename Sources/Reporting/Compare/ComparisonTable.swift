import VolumetryCore

// What a person reads of a comparison: the numbers that are asked for most, one line a structure.

extension ComparisonReport {
  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    var isFirst = true
    for pair in pairs {
      if !isFirst { try sink.write("\n") }
      isFirst = false
      try write(pair, to: &sink)
    }
    for failure in failures {
      let place = failure.path.map { "\($0): " } ?? ""
      try sink.write(DisplayWidth.printable("\(place)not compared [\(failure.code)]") + "\n")
    }
  }

  private func write<Sink: TextSink>(_ pair: Pair, to sink: inout Sink) throws(Sink.Failure) {
    try sink.write(
      DisplayWidth.printable(
        "\(pair.caseName), \(pair.method): \(pair.prediction) against \(pair.reference)") + "\n")
    let shown = metrics.filter(\.isShown)
    var table = TextTable(
      [
        TextTable.Column("label", alignment: .trailing),
        TextTable.Column("name", maximumWidth: 24),
      ]
        + shown.map {
          TextTable.Column(
            $0.title, unit: $0.unit, alignment: .trailing, maximumWidth: Self.columnWidth)
        })
    for found in pair.comparison.structures {
      let label = found.structure.label?.description ?? found.structure.members.description
      table.append(
        [label, pair.name(found.structure)] + shown.map { $0.cell(found) })
    }
    if pair.comparison.structures.isEmpty {
      try sink.write("neither file holds a label\n")
    } else {
      try table.write(to: &sink)
    }
    for notice in pair.notices {
      try sink.write(DisplayWidth.printable("\(notice.code): \(notice.message)") + "\n")
    }
  }

  private static let columnWidth = 12
}

extension ComparisonMetric {
  /// Whether the table for people has a column for it.
  var isShown: Bool { tolerance != nil || Self.shown.contains(id) }

  private static let shown: Set<String> = [
    "volume_reference_ml", "volume_prediction_ml", "volume_difference_pct", "dice", "hd_mm",
    "hd95_mm", "assd_mm",
  ]

  /// Rounded for people: ratios to four decimals, the rest to two.
  func cell(_ found: StructureComparison) -> String? { value(found).map(rounded) }

  /// A value of this metric, or a mean of such, rounded for people.
  func rounded(_ value: Double) -> String {
    FixedDecimal.string(value, decimals: unit == nil ? 4 : 2)
  }
}
