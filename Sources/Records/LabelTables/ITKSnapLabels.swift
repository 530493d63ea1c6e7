import VolumetryCore

/// ITK-SNAP's label descriptions: `1  255 0 0  1 1 1  "liver"`: label, red, green, blue, opacity,
/// two flags and a name in quotes.
enum ITKSnapLabels {
  /// Whether a line is such a row.
  static func isRow(_ line: LabelTableText.Line) -> Bool { parts(line) != nil }

  static func table(_ text: LabelTableText) throws(RecordError) -> LabelTable {
    var builder = LabelTableBuilder()
    for line in text.lines where !line.isComment {
      guard let (label, name) = parts(line) else {
        throw RecordError(
          labels: .row, line: line.number, message: "no label description of ITK-SNAP",
          found: "\"\(printable(line.text))\"",
          expected: "a label, red, green, blue, opacity, two flags and a name in quotes")
      }
      try builder.add(
        try LabelTableBuilder.label(label, line: line.number), name: name, line: line.number)
    }
    return try builder.table()
  }

  private static func parts(
    _ line: LabelTableText.Line
  ) -> (label: Substring, name: Substring)? {
    guard let open = line.text.firstIndex(of: "\""), line.text.last == "\"",
      let close = line.text.indices.last, open < close
    else { return nil }
    let words = line.text[..<open].words(atMost: 7)
    guard words.count == 7, words[1...].allSatisfy({ NumberPrefix($0)?.rest.isEmpty ?? false })
    else { return nil }
    return (words[0], line.text[line.text.index(after: open)..<close])
  }
}
