public import VolumetryCore

// What a person, or a spreadsheet, reads of a cohort.

/// The rows of `--summary`: one a structure, metric and method, each with the number of cases
/// behind it.
public struct CohortReport: DocumentReport, Sendable {
  let head: DocumentHead
  let summary: CohortSummary
  /// What labels are called.
  let names: [ComparedStructure: String]

  public init(head: DocumentHead, summary: CohortSummary, names: [ComparedStructure: String]) {
    self.head = head
    self.summary = summary
    self.names = names
  }

  /// Writes the report in one of the layouts.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) { try layOut(format, to: &sink) }

  var document: [String: JSONValue] { ["summary": summary.json] }

  var columns: [String] {
    [
      "method", "label", "name", "metric", "unit", "n", "undefined", "counted_as_worst", "mean",
      "sd", "median", "q1", "q3", "min", "max", "mean_ci_t_lower", "mean_ci_t_upper",
      "mean_ci_percentile_lower", "mean_ci_percentile_upper", "mean_ci_bca_lower",
      "mean_ci_bca_upper",
    ]
  }

  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure) {
    for row in summary.metrics {
      let found = row.summary
      let intervals = [
        row.meanInterval.value, row.bootstrap.value?.percentile.value,
        row.bootstrap.value?.correctedPercentile.value,
      ]
      let fields: [DelimitedField] = [
        .foreign(row.method), row.structure.field,
        names[row.structure].map(DelimitedField.foreign) ?? .absent, .text(row.metric.id),
        .optional(row.metric.unit), .whole(row.count), .whole(row.undefined), .whole(row.worst),
        .optional(found?.mean), .optional(found?.sd), .optional(found?.median),
        .optional(found?.lowerQuartile), .optional(found?.upperQuartile),
        .optional(found?.minimum), .optional(found?.maximum),
      ]
      try writer.writeRow(
        fields + intervals.flatMap { [.optional($0?.lower), .optional($0?.upper)] }, to: &sink)
    }
  }

  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    try writeMetrics(to: &sink)
    try writeVolumes(to: &sink)
    try writeContests(to: &sink)
  }

  private func name(_ structure: ComparedStructure) -> String {
    structure.words(named: names[structure])
  }

  private func writeMetrics<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    var table = TextTable([
      TextTable.Column("structure", maximumWidth: 20), TextTable.Column("metric"),
      TextTable.Column("method", maximumWidth: 20), TextTable.Column("n", alignment: .trailing),
      TextTable.Column("mean", alignment: .trailing), TextTable.Column("95 % CI (BCa)"),
      TextTable.Column("sd", alignment: .trailing), TextTable.Column("median (quartiles)"),
    ])
    for row in summary.metrics where row.metric.isShown {
      let found = row.summary
      func cell(_ value: Double?) -> String? { value.map(row.metric.rounded) }
      func span(_ lower: Double?, _ upper: Double?) -> String? {
        cell(lower).flatMap { lower in cell(upper).map { "\(lower) to \($0)" } }
      }
      let unit = row.metric.unit.map { $0 == "mm" ? "" : ", \($0)" } ?? ""
      let interval = row.bootstrap.value?.correctedPercentile.value
      table.append([
        name(row.structure), row.metric.title + unit, row.method,
        row.undefined > 0 ? "\(row.count) of \(row.count + row.undefined)" : String(row.count),
        cell(found?.mean), span(interval?.lower, interval?.upper), cell(found?.sd),
        cell(found?.median).flatMap { median in
          span(found?.lowerQuartile, found?.upperQuartile).map { "\(median) (\($0))" }
        },
      ])
    }
    try sink.write("Over the cases, n with a value\(Self.rule(summary.empty)):\n")
    try table.write(to: &sink)
  }

  private static func rule(_ empty: EmptyPolicy) -> String {
    switch empty {
    case .skip: "; undefined values are left out"
    case .worst: "; undefined values count as the worst"
    }
  }

  private func writeVolumes<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let rows = summary.volumes.filter { $0.volumes.count > 1 }
    guard !rows.isEmpty else { return }
    var table = TextTable([
      TextTable.Column("structure", maximumWidth: 20),
      TextTable.Column("method", maximumWidth: 20), TextTable.Column("n", alignment: .trailing),
      TextTable.Column("bias", unit: "mL", alignment: .trailing),
      TextTable.Column("limits of agreement", unit: "mL"),
      TextTable.Column("bias", unit: "%", alignment: .trailing),
      TextTable.Column("limits of agreement", unit: "%"),
      TextTable.Column("CCC", alignment: .trailing),
      TextTable.Column("ICC(A,1)", alignment: .trailing),
    ])
    for row in rows {
      func limits(_ found: Statistic<BlandAltman>) -> String? {
        found.value.map {
          FixedDecimal.signed($0.lowerLimit, decimals: 1) + " to "
            + FixedDecimal.signed($0.upperLimit, decimals: 1)
        }
      }
      func bias(_ found: Statistic<BlandAltman>) -> String? {
        found.value.map { FixedDecimal.signed($0.bias, decimals: 2) }
      }
      table.append([
        name(row.structure), row.method,
        row.missed > 0
          ? "\(row.volumes.count) of \(row.volumes.count + row.missed)"
          : String(row.volumes.count),
        bias(row.blandAltman), limits(row.blandAltman), bias(row.percentBlandAltman),
        limits(row.percentBlandAltman),
        row.concordance.value?.populationCCC.value.map { FixedDecimal.string($0, decimals: 4) },
        row.intraclass.value?[.agreementSingle].value.map { FixedDecimal.string($0, decimals: 4) },
      ])
    }
    try sink.write("\nVolumes, prediction - reference (Bland-Altman, 95 % limits):\n")
    try table.write(to: &sink)
  }

  private func writeContests<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    for contest in summary.contests {
      try sink.write("\n")
      try sink.write(
        DisplayWidth.printable(
          "\(contest.metric.title) of \(name(contest.structure)), \(contest.cases) cases:") + "\n")
      var table = TextTable(
        [TextTable.Column("method", maximumWidth: 24)]
          + MethodContest.schemes.map { TextTable.Column($0.word, alignment: .trailing) })
      for (index, method) in contest.methods.enumerated() {
        table.append(
          [method] + contest.rankings.map { $0.value.map { String($0.ranking.ranks[index]) } })
      }
      table.append(
        ["stability (tau-b)"]
          + contest.rankings.map { ranking in
            ranking.value?.agreement.value.map { FixedDecimal.string($0.mean, decimals: 2) }
          })
      try table.write(to: &sink)
      for duel in contest.duels {
        let p = duel.correctedP.map { "p = \(FixedDecimal.string($0, significant: 2))" }
        let words = p ?? duel.wilcoxon.gap?.description ?? "undefined"
        try sink.write(
          DisplayWidth.printable(
            "\(duel.first) against \(duel.second): Wilcoxon, n = \(duel.cases), Holm: \(words)")
            + "\n")
      }
    }
  }
}
