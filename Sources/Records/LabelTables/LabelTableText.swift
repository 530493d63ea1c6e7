import VolumetryCore

/// The text of a label table in its lines: UTF-8, without byte order mark, any line break.
struct LabelTableText {
  /// One line without its break.
  struct Line {
    /// The first is 1.
    let number: Int
    /// Without blanks at either end.
    let text: Substring
    /// Between tabs, as they stand.
    let cells: [Substring]

    var isBlank: Bool { text.isEmpty }
    var isComment: Bool { text.first == "#" }

    /// The words between blanks.
    var words: [Substring] { text.split { $0 == " " || $0 == "\t" } }

    init(number: Int, _ line: Substring) {
      self.number = number
      text = line.trimmed
      cells = line.split(separator: "\t", omittingEmptySubsequences: false)
    }
  }

  /// Without byte order mark and without the zero bytes that pad a header extension.
  let bytes: [UInt8]
  let lines: [Line]

  init(_ bytes: [UInt8]) throws(RecordError) {
    guard bytes.count <= LabelTableLimits.bytes else {
      throw RecordError(
        labels: .limit, line: 1, message: "the label table is too long",
        found: "more than \(LabelTableLimits.bytes) bytes",
        expected: "at most \(LabelTableLimits.bytes) bytes")
    }
    var content = bytes[...]
    while content.last == 0 { content.removeLast() }
    if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
    self.bytes = Array(content)
    if let place = self.bytes.firstInvalidUTF8 {
      throw RecordError(
        labels: .encoding, line: self.bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1,
        message: "the text is not UTF-8",
        found: "byte 0x\(String(self.bytes[place], radix: 16)) at offset \(place)",
        expected: "UTF-8")
    }
    // "\r\n" is one character, and `isNewline` also takes the break of old Macs.
    lines = String(decoding: self.bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
      .enumerated().map { Line(number: $0.offset + 1, $0.element) }
  }
}

extension Substring {
  /// Without blanks and tabs at either end.
  var trimmed: Substring {
    var text = drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }
}

/// Gathers the entries of a table from one text and refuses what cannot stand beside each other.
struct LabelTableBuilder {
  private var entries: [Label: (entry: LabelTable.Entry, line: Int)] = [:]

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

  /// Adds a row. A label may stand twice where its name is the same.
  mutating func add(
    _ label: Label, name: some StringProtocol, role: LabelRole? = nil, line: Int, path: String = ""
  ) throws(RecordError) {
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
