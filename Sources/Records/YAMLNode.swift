/// A node of a YAML or JSON text, with its place.
///
/// Scalars stay text: whether `yes`, `1.0` or `2026-03-02` is a word, a number or a day is decided
/// by whoever knows what the field means. Mappings keep their order; no key stands twice.
public struct YAMLNode: Hashable, Sendable {
  public enum Content: Hashable, Sendable {
    /// Text, and whether it was quoted or a block: a quoted `null` is a word, not an absence.
    case scalar(String, isQuoted: Bool)
    case sequence([YAMLNode])
    case mapping([YAMLEntry])
  }

  public let content: Content
  /// Line of the node's first character, the first line is 1.
  public let line: Int
  /// Column of the node's first character, the first column is 1.
  public let column: Int

  /// Whether the node says "nothing here": an empty plain scalar, `~` or `null`.
  public var isNull: Bool {
    guard case .scalar(let text, isQuoted: false) = content else { return false }
    return ["", "~", "null", "Null", "NULL"].contains(text)
  }
}

/// One key of a mapping with its value.
public struct YAMLEntry: Hashable, Sendable {
  public let key: String
  /// Line of the key, the first line is 1.
  public let line: Int
  /// Column of the key, the first column is 1.
  public let column: Int
  public let value: YAMLNode
}

/// What the door lets through. A record of one patient is a page; anything near these limits is
/// either no record or an attack.
public enum YAMLLimits {
  /// Bytes of text.
  public static let bytes = 1 << 20
  /// Collections inside collections.
  public static let depth = 32
  /// Scalars, keys and collections together.
  public static let nodes = 100_000
}

extension YAMLNode {
  /// Reads exactly one document.
  ///
  /// Refused are, besides what is no YAML: an empty text, a second document, a key that stands
  /// twice or is no plain text, anchors, aliases and tags (a few lines of them describe gigabytes,
  /// and no record needs them), invalid UTF-8 and texts beyond `YAMLLimits`.
  public init(_ text: String) throws(RecordError) {
    try self.init(bytes: Array(text.utf8))
  }

  /// Reads exactly one document from the bytes of a file; see `init(_:)`.
  public init(bytes: [UInt8]) throws(RecordError) {
    guard bytes.count <= YAMLLimits.bytes else {
      throw RecordError(
        yaml: .limit, message: "the text is too long", found: "\(bytes.count) bytes",
        expected: "at most \(YAMLLimits.bytes) bytes")
    }
    if let place = bytes.firstInvalidUTF8 {
      let before = bytes[..<place]
      let line = before.count { $0 == UInt8(ascii: "\n") } + 1
      throw RecordError(
        yaml: .encoding, line: line, message: "the text is not UTF-8",
        found: "byte 0x" + String(bytes[place], radix: 16) + " at offset \(place)",
        expected: "UTF-8")
    }
    self = try LibYAML.read(bytes)
  }
}

/// Codes of the YAML door.
enum YAMLFaultCode: String {
  case syntax = "E-YAML"
  case encoding = "E-YAML-ENCODING"
  case limit = "E-YAML-LIMIT"
  case documents = "E-YAML-DOCUMENTS"
  case duplicateKey = "E-YAML-DUPLICATE-KEY"
  case key = "E-YAML-KEY"
  case reference = "E-YAML-REFERENCE"
}

extension RecordError {
  init(
    yaml code: YAMLFaultCode, path: String = "", line: Int = 1, column: Int = 1, message: String,
    found: String? = nil, expected: String? = nil
  ) {
    self.init([
      RecordFault(
        code: code.rawValue, path: path, line: line, column: column, message: message,
        found: found, expected: expected)
    ])
  }
}

extension [UInt8] {
  /// Offset of the first byte that begins no valid UTF-8 sequence.
  var firstInvalidUTF8: Int? {
    var decoder = Unicode.UTF8.ForwardParser()
    var iterator = makeIterator()
    var offset = 0
    while true {
      switch decoder.parseScalar(from: &iterator) {
      case .valid(let encoded): offset += encoded.count
      case .error: return offset
      case .emptyInput: return nil
      }
    }
  }
}
