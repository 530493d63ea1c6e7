import VolumetryCore

/// Gathers the entries of a table from one text and refuses what cannot stand beside each other.
struct LabelTableBuilder {
  private var entries: [Label: (entry: LabelTable.Entry, line: Int)] = [:]
  private var rows = 0

  /// A label from its text: digits with an optional minus, −2⁶³ … 2⁶⁴ − 1.
  static func label(
    _ text: some StringProtocol, line: Int, path: String = ""
  ) throws(RecordError) -> Label {
    guard let label = Label(digits: text) else {
      throw RecordError(
        labels: .label, path: path, line: line, message: "no label",
        found: "\"\(printable(text))\"", expected: "a whole number of at most 64 bits")
    }
    return label
  }

  /// Adds a row. A label may stand twice where its name is the same; a number is no name.
  mutating func add(
    _ label: Label, name: some StringProtocol, role: LabelRole? = nil, line: Int, path: String = ""
  ) throws(RecordError) {
    rows += 1
    guard rows <= LabelTableLimits.rows else {
      throw Self.tooManyRows(path: path, line: line)
    }
    guard !name.isEmpty, !name.unicodeScalars.contains(where: \.isControl),
      !name.allSatisfy(\.isWhitespace)
    else {
      throw RecordError(
        labels: .name, path: path, line: line, message: "no name of one line for label \(label)",
        found: name.isEmpty ? "nothing" : "\"\(printable(name))\"",
        expected: "at least one character and no control characters")
    }
    let length = name.unicodeScalars.count
    guard length <= LabelTableLimits.name else {
      throw RecordError(
        labels: .name, path: path, line: line, message: "the name of label \(label) is too long",
        found: "\(length) characters", expected: "at most \(LabelTableLimits.name)")
    }
    guard !name.isPlainNumber else {
      throw RecordError(
        labels: .name, path: path, line: line, message: "a number is no name of label \(label)",
        found: "\"\(printable(name))\"", expected: "a name in words")
    }
    let entry = LabelTable.Entry(label: label, name: String(name), role: role)
    guard let first = entries[label] else {
      entries[label] = (entry, line)
      return
    }
    guard first.entry == entry else {
      throw RecordError(
        labels: .duplicate, path: path, line: line, message: "label \(label) has two names",
        found: "\"\(printable(name))\"",
        expected: "\"\(printable(first.entry.name))\" as on line \(first.line), or one row a label")
    }
  }

  /// The table; refuses one without entries.
  func table() throws(RecordError) -> LabelTable {
    guard !entries.isEmpty else {
      throw RecordError(
        labels: .missing, line: 1, message: "the table names no label", expected: "a row a label")
    }
    return LabelTable(entries.values.map(\.entry))
  }

  var isEmpty: Bool { entries.isEmpty }

  static func tooManyRows(path: String, line: Int) -> RecordError {
    RecordError(
      labels: .limit, path: path, line: line, message: "the label table has too many rows",
      found: "more than \(LabelTableLimits.rows) rows",
      expected: "at most \(LabelTableLimits.rows)")
  }
}

extension Label {
  /// Digits with an optional minus; nil for anything else and outside −2⁶³ … 2⁶⁴ − 1.
  init?(digits text: some StringProtocol) {
    let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let value = Int128(text), value >= Int128(Int64.min), value <= Int128(UInt64.max)
    else { return nil }
    self.init(value)
  }
}
