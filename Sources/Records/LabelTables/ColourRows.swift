import VolumetryCore

/// Rows of a number, a name and a colour: `5 liver 221 130 101 255`. FreeSurfer's look-up tables
/// and 3D Slicer's colour tables have the same rows and differ in what the last number means, which
/// is not read. Names hold no blanks; Slicer writes `_` for them, and names stay as they are
/// written.
///
/// Six numbers are no such row: nothing says which of them would be a name.
enum ColourRows {
  /// Whether a line is such a row.
  static func isRow(_ line: LabelTableText.Line) -> Bool {
    guard let (label, name) = parts(line) else { return false }
    return Label(digits: label) != nil && !name.isPlainNumber
  }

  static func table(_ text: LabelTableText) throws(RecordError) -> LabelTable {
    var builder = LabelTableBuilder()
    for line in text.lines where !line.isComment {
      guard let (text, name) = parts(line) else {
        throw RecordError(
          labels: .row, line: line.number, message: "no row of a colour table",
          found: "\"\(printable(line.text))\"",
          expected: "a label, a name without blanks, and red, green, blue and alpha from 0 to 255")
      }
      let label = try LabelTableBuilder.label(text, line: line.number)
      try builder.add(label, name: name, line: line.number)
    }
    return try builder.table()
  }

  /// Label and name; nil where the line has not six parts, the last four 0 to 255.
  private static func parts(
    _ line: LabelTableText.Line
  ) -> (label: Substring, name: Substring)? {
    let words = line.text.words(atMost: 6)
    guard words.count == 6, words[2...].allSatisfy(isColour) else { return nil }
    return (words[0], words[1])
  }

  private static func isColour(_ word: Substring) -> Bool {
    word.utf8.allSatisfy { (0x30...0x39).contains($0) } && UInt8(word) != nil
  }
}
