/// One reason why a record is refused, with its place.
public struct RecordFault: Hashable, Sendable {
  /// `E-YAML…` when the text is no YAML that we read, `E-CASE-…` when a case says what it must not,
  /// `E-LABELS-…` for a label table.
  public let code: String
  /// Where in the record, as `scans[1].volumes_ml.flr`; empty for the record as a whole.
  public let path: String
  /// Line in the text, the first is 1.
  public let line: Int
  /// Column in characters, the first is 1.
  public let column: Int
  /// What is wrong, as a phrase.
  public let message: String
  /// What stood there, shortened and without control characters; nil where nothing stood.
  public let found: String?
  /// What would have been accepted.
  public let expected: String?
}

extension RecordFault: CustomStringConvertible {
  /// `line 12: scans[1].volumes_ml.flr: <message> (found …; expected …) [E-CASE-…]`.
  public var description: String {
    let place = path.isEmpty ? "line \(line)" : "line \(line): \(path)"
    let sides = [found.map { "found \($0)" }, expected.map { "expected \($0)" }].compactMap { $0 }
    let detail = sides.isEmpty ? "" : " (\(sides.joined(separator: "; ")))"
    return "\(place): \(message)\(detail) [\(code)]"
  }
}

/// Something unusual but possible in a record that was read.
public struct RecordWarning: Hashable, Sendable {
  /// `W-…`.
  public let code: String
  /// Where in the record; as in `RecordFault`.
  public let path: String
  /// Line in the text, the first is 1.
  public let line: Int
  /// What is unusual, with the value and the usual range.
  public let message: String
}

/// A record that is refused, with every fault that was found, in the order of the text.
///
/// A text that is no YAML has one fault; a readable record has all of them, up to
/// `RecordReading.faultLimit`.
public struct RecordError: Error, Hashable, Sendable {
  /// Never empty.
  public let faults: [RecordFault]

  init(_ faults: [RecordFault]) {
    precondition(!faults.isEmpty, "a record is refused for a reason")
    self.faults = faults
  }

  /// The fault that stands first in the text.
  public var first: RecordFault { faults[0] }
  /// Code of the first fault.
  public var code: String { first.code }
  /// Path of the first fault.
  public var path: String { first.path }
  /// Line of the first fault, the first line is 1.
  public var line: Int { first.line }
}

extension RecordError: CustomStringConvertible {
  /// One fault a line.
  public var description: String { faults.map(\.description).joined(separator: "\n") }
}

/// Text of a record as a message may show it: at most `limit` characters, no control characters.
func printable(_ text: some StringProtocol, limit: Int = 60) -> String {
  var shown = ""
  for scalar in text.unicodeScalars.prefix(limit) {
    if scalar.isControl {
      shown += "\\u{" + String(scalar.value, radix: 16) + "}"
    } else {
      shown.unicodeScalars.append(scalar)
    }
  }
  return text.unicodeScalars.count > limit ? shown + "…" : shown
}

extension Unicode.Scalar {
  /// Control and format characters and line separators: what a terminal would obey, not show.
  var isControl: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }
}
