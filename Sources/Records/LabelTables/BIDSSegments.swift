import VolumetryCore

/// BIDS `dseg.tsv`: columns between tabs, `index` and `name` among them, one row a label.
enum BIDSSegments {
  /// Whether a line names the two columns.
  static func isHeader(_ line: LabelTableText.Line) -> Bool {
    let names = line.cells.map(\.trimmed)
    return names.contains("index") && names.contains("name")
  }

  static func table(_ text: LabelTableText) throws(RecordError) -> LabelTable {
    let rows = text.lines.filter { !$0.isBlank }
    guard let header = rows.first, isHeader(header) else {
      throw RecordError(
        labels: .row, line: rows.first?.number ?? 1, message: "the columns are not named",
        found: rows.first.map { "\"\(printable($0.text))\"" },
        expected: "a first line with the columns index and name, a tab between columns")
    }
    let names = header.cells.map(\.trimmed)
    guard Set(names).count == names.count else {
      throw RecordError(
        labels: .row, line: header.number, message: "a column is named twice",
        found: "\"\(printable(header.text))\"", expected: "a name of its own for each column")
    }
    var builder = LabelTableBuilder()
    for row in rows.dropFirst() {
      guard row.cells.count == names.count else {
        throw RecordError(
          labels: .row, line: row.number, message: "the row does not fill its columns",
          found: "\(row.cells.count) cells", expected: "\(names.count) cells, a tab between them")
      }
      let cells = Dictionary(uniqueKeysWithValues: zip(names, row.cells.map(\.trimmed)))
      guard let index = cells["index"], let name = cells["name"] else {
        preconditionFailure("the header names both columns")
      }
      let label = try LabelTableBuilder.label(index, line: row.number)
      try builder.add(label, name: unquoted(name), line: row.number)
    }
    return try builder.table()
  }

  /// BIDS writes no quotes, but spreadsheets do.
  private static func unquoted(_ name: Substring) -> String {
    guard name.utf8.count >= 2, name.first == "\"", name.last == "\"" else { return String(name) }
    return name.dropFirst().dropLast().split(separator: "\"\"", omittingEmptySubsequences: false)
      .joined(separator: "\"")
  }
}
