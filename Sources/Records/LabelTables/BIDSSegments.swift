import VolumetryCore

/// BIDS `dseg.tsv`: columns between tabs, `index` and `name` among them, one row a label. A name
/// `n/a` is none: that row names nothing.
enum BIDSSegments {
  /// Whether a line names the two columns.
  static func isHeader(_ line: LabelTableText.Line) -> Bool {
    guard line.cellCount <= LabelTableLimits.columns else { return false }
    let names = line.cells.map(\.trimmed)
    return names.contains("index") && names.contains("name")
  }

  static func table(_ text: LabelTableText) throws(RecordError) -> LabelTable {
    var rows = text.lines
    let header = rows.next()
    let names = try columns(header)
    guard let header, let index = names.firstIndex(of: "index"),
      let name = names.firstIndex(of: "name")
    else {
      throw RecordError(
        labels: .row, line: header?.number ?? 1, message: "the columns are not named",
        found: header.map { "\"\(printable($0.text))\"" },
        expected: "a first line with the columns index and name, a tab between columns")
    }
    guard Set(names).count == names.count else {
      throw RecordError(
        labels: .row, line: header.number, message: "a column is named twice",
        found: "\"\(printable(header.text))\"", expected: "a name of its own for each column")
    }
    var builder = LabelTableBuilder()
    while let row = rows.next() {
      guard row.cellCount == names.count else {
        throw RecordError(
          labels: .row, line: row.number, message: "the row does not fill its columns",
          found: "\(row.cellCount) cells", expected: "\(names.count) cells, a tab between them")
      }
      let cells = row.cells
      let label = try LabelTableBuilder.label(cells[index].trimmed, line: row.number)
      let text = cells[name].trimmed
      // BIDS writes `n/a` for a value that is not there: the label has no name.
      guard text != "n/a" else { continue }
      try builder.add(label, name: unquoted(text), line: row.number)
    }
    return try builder.table()
  }

  private static func columns(
    _ header: LabelTableText.Line?
  ) throws(RecordError) -> [Substring] {
    guard let header else { return [] }
    guard header.cellCount <= LabelTableLimits.columns else {
      throw RecordError(
        labels: .limit, line: header.number, message: "the label table has too many columns",
        found: "\(header.cellCount) columns", expected: "at most \(LabelTableLimits.columns)")
    }
    return header.cells.map(\.trimmed)
  }

  /// BIDS writes no quotes, but spreadsheets do.
  private static func unquoted(_ name: Substring) -> String {
    guard name.utf8.count >= 2, name.first == "\"", name.last == "\"" else { return String(name) }
    return name.dropFirst().dropLast().split(separator: "\"\"", omittingEmptySubsequences: false)
      .joined(separator: "\"")
  }
}
