/// The reading of one record: gathers faults, warnings and the line of every path.
///
/// A decoder walks the tree through `RecordEntry` and `RecordMapping`, which note what is wrong and
/// go on, so that a person mends all faults of a file at once; `finish` throws if there was any.
final class RecordReading {
  /// What is being read; it names the fault codes.
  enum Kind: String {
    case caseFile = "E-CASE"
    case ruleBook = "E-PROTOCOL"
    case truth = "E-TRUTH"
    case labelTable = "E-LABELS"

    /// What can be wrong with it; the other codes are about fields that it does not have.
    var codes: [Code] {
      switch self {
      case .caseFile:
        [
          .unknownKey, .missing, .type, .word, .value, .unit, .date, .dateOrder, .labels, .volumes,
          .source, .duplicate, .text,
        ]
      case .ruleBook: [.unknownKey, .missing, .type, .word, .value, .duplicate, .text]
      case .truth: [.unknownKey, .missing, .type, .word, .value, .labels, .text, .path]
      case .labelTable: [.unknownKey, .missing, .type, .word, .labels, .duplicate, .text]
      }
    }
  }

  /// What can be wrong with a record that is YAML.
  enum Code: String {
    case unknownKey = "UNKNOWN-KEY"
    case missing = "MISSING"
    case type = "TYPE"
    case word = "WORD"
    case value = "VALUE"
    case unit = "UNIT"
    case date = "DATE"
    case dateOrder = "DATE-ORDER"
    case labels = "LABELS"
    case volumes = "VOLUMES"
    case source = "SOURCE"
    case duplicate = "DUPLICATE"
    case text = "TEXT"
    case path = "PATH"
  }

  /// Faults beyond these are not kept: the first hundred say what there is to say.
  static let faultLimit = 100

  let kind: Kind
  private let node: YAMLNode
  /// Line of the key or item that each path names; of those paths that a decoder knows, so that
  /// hostile keys do not become hostile paths.
  private(set) var lines: [String: Int] = [:]
  private(set) var faults: [RecordFault] = []
  private(set) var warnings: [RecordWarning] = []

  init(_ node: YAMLNode, kind: Kind) {
    self.kind = kind
    self.node = node
  }

  /// The whole record.
  var document: RecordEntry {
    entry(node, RecordEntry.Place(path: "", line: node.line, column: node.column))
  }

  /// A node that a decoder reaches; its line is kept.
  func entry(_ node: YAMLNode, _ place: RecordEntry.Place) -> RecordEntry {
    lines[place.path] = place.line
    return RecordEntry(node: node, place: place, reading: self)
  }

  /// Whether a further fault would be dropped.
  var isFull: Bool { faults.count >= Self.faultLimit }

  func fault(
    _ code: Code, at place: RecordEntry.Place, _ message: String, found: String? = nil,
    expected: String? = nil
  ) {
    assert(kind.codes.contains(code), "\(kind) has no fault \(code)")
    guard !isFull else { return }
    faults.append(
      RecordFault(
        code: "\(kind.rawValue)-\(code.rawValue)", path: place.path, line: place.line,
        column: place.column, message: message, found: found, expected: expected))
  }

  func warn(_ code: String, at path: String, _ message: String) {
    warnings.append(
      RecordWarning(code: code, path: path, line: line(of: path), message: message))
  }

  /// The line of `path`, or of the nearest part of it that the text holds.
  func line(of path: String) -> Int { lines.line(ofPath: path) }

  /// Throws what was found wrong, in the order of the text.
  func finish() throws(RecordError) {
    guard !faults.isEmpty else { return }
    throw RecordError(faults.sorted { ($0.line, $0.column) < ($1.line, $1.column) })
  }
}

extension [String: Int] {
  /// The line of `path`, or of its nearest ancestor that is there, at last that of the record.
  func line(ofPath path: String) -> Int {
    var rest = Substring(path)
    while true {
      if let line = self[String(rest)] { return line }
      guard let cut = rest.lastIndex(where: { $0 == "." || $0 == "[" }) else { break }
      rest = rest[..<cut]
    }
    return self[""] ?? 1
  }
}

/// A node with its place in the record and the reading that it belongs to.
struct RecordEntry {
  /// A path and where it stands in the text.
  struct Place {
    let path: String
    /// Line of the key or of the item.
    let line: Int
    /// Column of the value.
    let column: Int

    func item(_ index: Int, _ node: YAMLNode) -> Place {
      Place(path: "\(path)[\(index)]", line: node.line, column: node.column)
    }

    func value(_ entry: YAMLEntry) -> Place {
      Place(path: child(entry.key), line: entry.line, column: entry.value.column)
    }

    func child(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
  }

  let node: YAMLNode
  let place: Place
  let reading: RecordReading

  var path: String { place.path }

  /// The keys of a mapping, all of them among `known`; others are faults. Nil for another node.
  func mapping(_ known: [String]) -> RecordMapping? {
    guard case .mapping(let entries) = node.content else {
      fault(.type, "no mapping", found: shown, expected: "keys and values: \(known.list)")
      return nil
    }
    var values: [String: RecordEntry] = [:]
    for entry in entries {
      guard known.contains(entry.key) else {
        unknown(entry, known)
        continue
      }
      let value = reading.entry(entry.value, place.value(entry))
      if !entry.value.isNull { values[entry.key] = value }
    }
    return RecordMapping(entry: self, known: known, values: values)
  }

  /// The items of a sequence; nil for another node.
  func items() -> [RecordEntry]? {
    guard case .sequence(let items) = node.content else {
      fault(.type, "no list", found: shown, expected: "a list, as [a, b] or lines with dashes")
      return nil
    }
    return items.enumerated().map { index, item in
      reading.entry(item, place.item(index, item))
    }
  }

  /// Every item read by `read`; nil when the node is no list. Items that are refused are left out:
  /// then the record is refused as a whole.
  func list<Value>(_ read: (RecordEntry) -> Value?) -> [Value]? {
    items().map { $0.compactMap(read) }
  }

  func fault(
    _ code: RecordReading.Code, _ message: String, found: String? = nil, expected: String? = nil
  ) {
    reading.fault(code, at: place, message, found: found, expected: expected)
  }

  func warn(_ code: String, _ message: String) { reading.warn(code, at: path, message) }

  /// The node as a message shows it.
  var shown: String {
    switch node.content {
    case .scalar("", _): "nothing"
    case .scalar(let text, _): "\"\(printable(text))\""
    case .sequence(let items): items.isEmpty ? "an empty list" : "a list"
    case .mapping: "a mapping"
    }
  }

  private func unknown(_ entry: YAMLEntry, _ known: [String]) {
    guard !reading.isFull else { return }
    let key = RecordEntry.Place(
      path: printable(place.child(entry.key), limit: 200), line: entry.line, column: entry.column)
    let nearest = known.nearest(to: entry.key)
    reading.fault(
      .unknownKey, at: key,
      "unknown key" + (nearest.map { ", the nearest known one is \"\($0)\"" } ?? ""),
      found: "\"\(printable(entry.key))\"", expected: "one of \(known.list)")
  }
}

/// The values of a mapping by their known keys. A key that is absent or null has no value.
struct RecordMapping {
  let entry: RecordEntry
  private let known: [String]
  private let values: [String: RecordEntry]

  init(entry: RecordEntry, known: [String], values: [String: RecordEntry]) {
    self.entry = entry
    self.known = known
    self.values = values
  }

  subscript(key: String) -> RecordEntry? {
    precondition(known.contains(key), "a decoder asks for the keys that it declares: \(key)")
    return values[key]
  }

  /// The value of a key that must be there; notes a fault at the mapping when it is not.
  func required(_ key: String) -> RecordEntry? {
    if let value = self[key] { return value }
    entry.fault(.missing, "\"\(key)\" is missing", expected: "\"\(key)\"")
    return nil
  }
}

extension [String] {
  /// The words as a message lists them.
  var list: String { joined(separator: ", ") }

  /// The word with the smallest edit distance to `word`, the first of equals. Nil for a text that
  /// is no word at all: longer than any key can be.
  public func nearest(to word: String) -> String? {
    guard word.utf8.count <= 64 else { return nil }
    return self.min { editDistance($0, word) < editDistance($1, word) }
  }
}

/// Levenshtein's distance: the fewest insertions, deletions and substitutions of characters that
/// turn `a` into `b`.
/// - Complexity: O(*n* · *m*)
func editDistance(_ a: String, _ b: String) -> Int {
  let columns = Array(b)
  var previous = Array(0...columns.count)
  for (row, character) in a.enumerated() {
    var current = [row + 1]
    for (column, other) in columns.enumerated() {
      let substituted = previous[column] + (character == other ? 0 : 1)
      current.append(Swift.min(substituted, previous[column + 1] + 1, current[column] + 1))
    }
    previous = current
  }
  return previous[columns.count]
}
