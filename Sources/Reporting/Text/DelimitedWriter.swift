/// One field of a CSV or TSV row.
public enum DelimitedField: Hashable, Sendable {
  /// No value: an empty field. Never 0, never `NA`.
  case absent
  case text(String)
  case integer(Int128)
  /// Finite; written as the shortest decimal that reads back as the same number.
  case number(Double)
  /// `true` or `false`.
  case boolean(Bool)
}

extension DelimitedField {
  /// An integer of any width; a count, an index.
  public static func whole(_ value: some BinaryInteger) -> Self { .integer(Int128(value)) }

  /// A text that a file says and no program looks for, such as the name of a label: where it begins
  /// like a formula an apostrophe stands before it, so that a spreadsheet shows it and does not
  /// compute it (OWASP ASVS 1.2.10).
  public static func foreign(_ text: String) -> Self {
    let formulas: Set<Character> = ["=", "+", "-", "@", "\t", "\r"]
    return .text(text.first.map(formulas.contains) ?? false ? "'" + text : text)
  }

  /// The number, or an empty field where there is none.
  public static func optional(_ value: Double?) -> Self { value.map(Self.number) ?? .absent }

  /// The integer, or an empty field where there is none.
  public static func optional(_ value: Int?) -> Self {
    value.map(Self.whole) ?? .absent
  }

  /// The text, or an empty field where there is none.
  public static func optional(_ value: String?) -> Self { value.map(Self.text) ?? .absent }

  /// The truth value, or an empty field where there is none.
  public static func optional(_ value: Bool?) -> Self { value.map(Self.boolean) ?? .absent }
}

/// Writes tables for other programs: CSV or TSV, UTF-8 without byte order mark.
///
/// **CSV** is RFC 4180 but for one point: a record ends with a single line feed, as every tool on
/// the systems we run on writes and reads it. A text that holds a comma, a quote, a carriage return
/// or a line feed, that begins or ends with a space, or that is empty, is quoted, its quotes
/// doubled; so `""` is an empty text and an empty field is an absent value.
///
/// **TSV** has no quotes. In a text a tab becomes `\t`, a line feed `\n`, a carriage return `\r`
/// and a backslash `\\`, so a record is always one line and can be read back exactly. An empty text
/// and an absent value look alike.
///
/// Data are kept as they are: a file name beginning with `=`, `+`, `-` or `@` gets no apostrophe
/// in front, because then no program would find the file. Whoever opens a table of unknown origin
/// in a spreadsheet should import its columns as text.
public struct DelimitedWriter: Sendable {
  /// Which of the two notations.
  public enum Notation: Sendable, CaseIterable {
    case commaSeparated, tabSeparated
  }

  let notation: Notation
  let columns: [String]

  /// A table with these column names; there is at least one, and none twice.
  public init(_ notation: Notation, columns: [String]) {
    precondition(!columns.isEmpty, "a table has columns")
    precondition(Set(columns).count == columns.count, "a column is named once")
    self.notation = notation
    self.columns = columns
  }

  /// Writes the column names. A table without rows still has this line.
  public func writeHeader<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    try writeRow(columns.map(DelimitedField.text), to: &sink)
  }

  /// Writes one record; as many fields as columns.
  public func writeRow<Sink: TextSink>(
    _ fields: [DelimitedField], to sink: inout Sink
  ) throws(Sink.Failure) {
    precondition(fields.count == columns.count, "a row has one field a column")
    var line = ""
    for (index, field) in fields.enumerated() {
      if index > 0 { line += notation == .commaSeparated ? "," : "\t" }
      line += text(field)
    }
    // A lone absent value would be an empty line, which readers skip.
    if line.isEmpty, notation == .commaSeparated { line = "\"\"" }
    line += "\n"
    try sink.write(line)
  }

  private func text(_ field: DelimitedField) -> String {
    switch field {
    case .absent: ""
    case .integer(let value): String(value)
    case .number(let value): JSONWriter.decimal(value)
    case .boolean(let value): value ? "true" : "false"
    case .text(let value): notation == .commaSeparated ? quoted(value) : escaped(value)
    }
  }

  private func quoted(_ value: String) -> String {
    let bytes = value.utf8
    let special = bytes.contains { [0x2C, 0x22, 0x0D, 0x0A].contains($0) }
    let space = UInt8(ascii: " ")
    guard special || bytes.first == nil || bytes.first == space || bytes.last == space else {
      return value
    }
    var result = "\""
    for scalar in value.unicodeScalars {
      if scalar == "\"" { result += "\"" }
      result.unicodeScalars.append(scalar)
    }
    return result + "\""
  }

  private func escaped(_ value: String) -> String {
    var result = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\t": result += "\\t"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\\": result += "\\\\"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
