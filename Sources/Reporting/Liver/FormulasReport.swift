public import Readiness
import VolumetryCore

/// What `volumetry formulas` prints: the rows, one row in full, or what every formula gives for one
/// body.
public struct FormulasReport: Sendable {
  private let head: DocumentHead
  private let rows: [FormulaRow]
  private let isInFull: Bool
  private let comparison: FormulaComparison?

  /// - Parameters:
  ///   - rows: what is listed, in this order
  ///   - isInFull: whether the table shows everything a row says
  ///   - comparison: what the formulas give for one body; nil where none was described
  public init(
    head: DocumentHead, rows: [FormulaRow], isInFull: Bool, comparison: FormulaComparison? = nil
  ) {
    self.head = head
    self.rows = rows
    self.isInFull = isInFull
    self.comparison = comparison
  }

  /// Writes the report in one of the layouts. Delimited layouts hold one table: the estimates where
  /// a body was described, else the rows.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    switch format {
    case .json, .jsonl:
      let writer = JSONWriter(format == .json ? .pretty : .compact)
      try writer.writeLine(head.document(document), to: &sink)
    case .csv, .tsv:
      guard let notation = format.notation else { preconditionFailure("a delimited format") }
      if let comparison {
        try EstimatesReport(comparison).write(notation, to: &sink)
      } else {
        try writeRows(notation, to: &sink)
      }
    case .table:
      if let comparison {
        try EstimatesReport(comparison).writeTable(to: &sink)
      } else if isInFull {
        try writeInFull(to: &sink)
      } else {
        try table.write(to: &sink)
      }
    }
  }

  private var document: [String: JSONValue] {
    var members: [String: JSONValue] = ["formulas": .array(rows.map(\.json))]
    if let comparison {
      members.merge(EstimatesReport(comparison).members) { _, _ in
        preconditionFailure("a member is written once")
      }
    }
    return members
  }

  private static let columns = [
    "id", "kind", "name", "equation", "unit", "inputs", "population", "validity", "bsa_formula",
    "pitfalls", "json_keys", "source", "identifier", "evidence",
  ]

  private func writeRows<Sink: TextSink>(
    _ notation: DelimitedWriter.Notation, to sink: inout Sink
  ) throws(Sink.Failure) {
    let writer = DelimitedWriter(notation, columns: Self.columns)
    try writer.writeHeader(to: &sink)
    for row in rows {
      try writer.writeRow(
        [
          .text(row.id), .text(row.kind), .text(row.name), .foreign(row.equation),
          .foreign(row.unit), .text(row.inputs.joined(separator: ";")), .text(row.population),
          .text(row.validity), .optional(row.bodySurfaceAreaFormula), .optional(row.pitfalls),
          .text(row.keys.joined(separator: ";")), .text(row.source.citation),
          .optional(row.source.identifier), .text(row.source.evidence.rawValue),
        ], to: &sink)
    }
  }

  private var table: TextTable {
    var table = TextTable([
      TextTable.Column("id"), TextTable.Column("kind"), TextTable.Column("unit"),
      TextTable.Column("equation", maximumWidth: 36), TextTable.Column("evidence"),
    ])
    for row in rows {
      table.append([
        row.id, row.kind, row.unit, row.equation, row.source.evidence.shortWord,
      ])
    }
    return table
  }

  private func writeInFull<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    for (index, row) in rows.enumerated() {
      if index > 0 { try sink.write("\n") }
      try sink.write("\(row.id): \(row.name) (\(row.kind))\n")
      for (title, text) in row.fields {
        let label = title + String(repeating: " ", count: Self.indent - title.count)
        for line in TextWrap.lines(label + text, width: Self.width, indent: Self.indent) {
          try sink.write(line + "\n")
        }
      }
    }
  }

  private static let width = 80
  private static let indent = 13
}

extension FormulaRow {
  /// Everything a row says beside its name, in order.
  fileprivate var fields: [(String, String)] {
    var fields = [
      ("equation", equation), ("unit", unit),
      ("reads", inputs.isEmpty ? "nothing" : inputs.joined(separator: ", ")),
    ]
    if let bodySurfaceAreaFormula { fields.append(("BSA by", bodySurfaceAreaFormula)) }
    fields += [("population", population), ("validity", validity)]
    if let pitfalls { fields.append(("pitfalls", pitfalls)) }
    if !keys.isEmpty { fields.append(("JSON keys", keys.joined(separator: ", "))) }
    return fields + [("source", source.words), ("evidence", source.evidence.rawValue)]
  }

  /// One entry of `formulas`.
  fileprivate var json: JSONValue {
    [
      "id": .string(id), "kind": .string(kind), "name": .string(name),
      "equation": .string(equation), "unit": .string(unit), "inputs": .strings(inputs),
      "population": .string(population), "validity": .string(validity),
      "bsa_formula": .optional(bodySurfaceAreaFormula), "pitfalls": .optional(pitfalls),
      "json_keys": .strings(keys), "source": source.json,
      "evidence": .string(source.evidence.rawValue),
    ]
  }
}
