/// Writes JSON so that equal values are equal bytes.
///
/// Keys are sorted by their UTF-8 bytes. Slashes are not escaped; quotes, backslashes and the
/// control characters below U+0020, U+007F and U+0080…U+009F are, so a name in a file can neither
/// end a line nor speak to a terminal. All else stands as UTF-8. Numbers are Swift's shortest
/// decimal that reads back as the same `Double` (`1499.4`, `300.0`, `1e+16`, all valid JSON); a
/// whole number keeps its `.0` so that a column does not change its type from row to row, and −0.0
/// is written `0.0`.
///
/// `pretty` indents by two spaces and keeps an array of scalars on one line, so an affine reads as
/// its four rows; `compact` writes no space and no line break, as JSON Lines need. Neither ends
/// with a line break: that is added by `writeLine(_:to:)`.
public struct JSONWriter: Sendable {
  /// How much white space stands between the tokens.
  public enum Layout: Sendable, CaseIterable { case pretty, compact }

  let layout: Layout

  /// A writer of the given layout.
  public init(_ layout: Layout) { self.layout = layout }

  /// The whole text at once; for small values and tests.
  public func string(_ value: JSONValue) -> String {
    var text = ""
    write(value, to: &text)
    return text
  }

  /// Writes `value` in pieces of about 16 KiB, without a line break after it.
  public func write<Sink: TextSink>(
    _ value: JSONValue, to sink: inout Sink
  ) throws(Sink.Failure) {
    var pending = ""
    try append(value, depth: 0, to: &pending, flushing: &sink)
    try sink.write(pending)
  }

  /// Writes `value` and a line break: a whole document, or one line of JSON Lines.
  public func writeLine<Sink: TextSink>(
    _ value: JSONValue, to sink: inout Sink
  ) throws(Sink.Failure) {
    try write(value, to: &sink)
    try sink.write("\n")
  }

  // MARK: - Values

  private static let pieceLength = 16 << 10

  private func append<Sink: TextSink>(
    _ value: JSONValue, depth: Int, to text: inout String, flushing sink: inout Sink
  ) throws(Sink.Failure) {
    if text.utf8.count >= Self.pieceLength {
      try sink.write(text)
      text.removeAll(keepingCapacity: true)
    }
    switch value {
    case .null: text += "null"
    case .boolean(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += Self.decimal(value)
    case .string(let value): Self.appendQuoted(value, to: &text)
    case .array(let elements):
      try appendArray(elements, depth: depth, to: &text, flushing: &sink)
    case .object(let members):
      try appendObject(members, depth: depth, to: &text, flushing: &sink)
    }
  }

  private func appendArray<Sink: TextSink>(
    _ elements: [JSONValue], depth: Int, to text: inout String, flushing sink: inout Sink
  ) throws(Sink.Failure) {
    let onOneLine = elements.allSatisfy(\.isScalar)
    text += "["
    for (index, element) in elements.enumerated() {
      if index > 0 { text += onOneLine && layout == .pretty ? ", " : "," }
      if !onOneLine { breakLine(depth: depth + 1, in: &text) }
      try append(element, depth: depth + 1, to: &text, flushing: &sink)
    }
    if !onOneLine { breakLine(depth: depth, in: &text) }
    text += "]"
  }

  private func appendObject<Sink: TextSink>(
    _ members: [String: JSONValue], depth: Int, to text: inout String, flushing sink: inout Sink
  ) throws(Sink.Failure) {
    guard !members.isEmpty else {
      text += "{}"
      return
    }
    let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    text += "{"
    for (index, member) in sorted.enumerated() {
      if index > 0 { text += "," }
      breakLine(depth: depth + 1, in: &text)
      Self.appendQuoted(member.key, to: &text)
      text += layout == .pretty ? ": " : ":"
      try append(member.value, depth: depth + 1, to: &text, flushing: &sink)
    }
    breakLine(depth: depth, in: &text)
    text += "}"
  }

  private func breakLine(depth: Int, in text: inout String) {
    guard layout == .pretty else { return }
    text += "\n"
    text += String(repeating: "  ", count: depth)
  }

  // MARK: - Tokens

  /// The shortest decimal that reads back as `value`; −0.0 becomes `0.0`.
  static func decimal(_ value: Double) -> String {
    precondition(value.isFinite, "what is undefined is null, never NaN or infinite")
    return value == 0 ? "0.0" : value.description
  }

  private static func appendQuoted(_ value: String, to text: inout String) {
    text += "\""
    defer { text += "\"" }
    guard value.utf8.contains(where: Self.mayNeedEscape) else {
      text += value
      return
    }
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.isControl:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
  }

  /// Whether a byte is one that is escaped, or begins what may be (C1 is 0xC2 and another byte).
  private static func mayNeedEscape(_ byte: UInt8) -> Bool {
    byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x7F || byte == 0xC2
  }
}

extension Unicode.Scalar {
  /// C0, DEL and C1: what a terminal may take for a command.
  var isControl: Bool { value < 0x20 || (0x7F...0x9F).contains(value) }
}
