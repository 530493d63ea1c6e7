import VolumetryCore

/// Rows of a number, a name and a colour: `5 liver 221 130 101 255`. FreeSurfer's look-up tables
/// and 3D Slicer's colour tables have the same rows and differ in what the last number means, which
/// is not read. Names hold no blanks; Slicer writes `_` for them, and names stay as they are
/// written.
enum ColourRows {
  /// Whether a line is such a row.
  static func isRow(_ line: LabelTableText.Line) -> Bool {
    let words = line.words
    return words.count == 6 && Label(digits: words[0]) != nil
      && words[2...].allSatisfy { Int($0) != nil }
  }

  static func table(_ text: LabelTableText) throws(RecordError) -> LabelTable {
    var builder = LabelTableBuilder()
    for line in text.lines where !line.isBlank && !line.isComment {
      let words = line.words
      guard words.count == 6, words[2...].allSatisfy({ Int($0) != nil }) else {
        throw RecordError(
          labels: .row, line: line.number, message: "no row of a colour table",
          found: "\"\(printable(line.text))\"",
          expected: "a label, a name without blanks, and red, green, blue and alpha")
      }
      let label = try LabelTableBuilder.label(words[0], line: line.number)
      try builder.add(label, name: words[1], line: line.number)
    }
    return try builder.table()
  }
}
