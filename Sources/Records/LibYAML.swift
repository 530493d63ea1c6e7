import CYAML

/// The one door to libyaml: bytes in, one tree out, every refusal with its place.
///
/// libyaml's events are used, not its document loader: the loader resolves aliases. Nesting is
/// counted before the recursion goes down, so the stack is bounded by `YAMLLimits.depth`.
enum LibYAML {
  /// `bytes` are valid UTF-8 within `YAMLLimits.bytes`.
  static func read(_ bytes: [UInt8]) throws(RecordError) -> YAMLNode {
    let composer = Composer(LibYAMLParser(bytes))
    return try composer.document()
  }
}

/// A place in the text: libyaml counts from 0, people from 1.
private struct Place {
  let line: Int
  let column: Int

  init(_ mark: yaml_mark_t) {
    line = Int(mark.line) + 1
    column = Int(mark.column) + 1
  }

  /// libyaml ends an unfinished last line before it says so: its mark is then one line too far.
  init(_ mark: yaml_mark_t, lastLine: Int) {
    line = min(Int(mark.line) + 1, lastLine)
    column = Int(mark.column) + 1
  }

  init(offset: Int, in bytes: UnsafeBufferPointer<UInt8>) {
    let before = bytes.prefix(offset)
    line = before.count { $0 == UInt8(ascii: "\n") } + 1
    let lineBreak = before.lastIndex(of: UInt8(ascii: "\n"))
    column = lineBreak.map { offset - $0 } ?? offset + 1
  }
}

/// One step of the text.
private struct Event {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd
    case scalar(String, isQuoted: Bool)
    case sequenceStart, sequenceEnd, mappingStart, mappingEnd
    /// An anchor, an alias or a tag, as written.
    case reference(String)
  }

  let kind: Kind
  let place: Place
}

/// Owns libyaml's parser and the bytes that it reads; frees both.
private final class LibYAMLParser {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let text: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: [UInt8]) {
    parser = .allocate(capacity: 1)
    // One byte more than the text, so that an empty text has an address too.
    text = .allocate(capacity: bytes.count + 1)
    text.initialize(repeating: 0)
    for (offset, byte) in bytes.enumerated() { text[offset] = byte }
    guard yaml_parser_initialize(parser) == 1 else {
      preconditionFailure("libyaml found no memory for its parser")
    }
    // libyaml finds the encoding itself, and with it a byte order mark: the bytes are valid UTF-8,
    // so the marks of UTF-16 cannot stand there.
    yaml_parser_set_input_string(parser, text.baseAddress, bytes.count)
  }

  deinit {
    yaml_parser_delete(parser)
    parser.deallocate()
    text.deallocate()
  }

  func next() throws(RecordError) -> Event {
    var event = yaml_event_t()
    guard yaml_parser_parse(parser, &event) == 1 else { throw refusal }
    defer { yaml_event_delete(&event) }
    return Event(kind: Self.kind(event), place: Place(event.start_mark))
  }

  /// libyaml's own words on what it could not read. Its reader knows only an offset.
  private var refusal: RecordError {
    let state = parser.pointee
    let place =
      state.error == YAML_READER_ERROR
      ? Place(offset: state.problem_offset, in: UnsafeBufferPointer(text))
      : Place(state.problem_mark, lastLine: lastLine)
    let problem = state.problem.map { String(cString: $0) }
    let context = state.context.map { String(cString: $0) }
    let words = [context, problem].compactMap { $0 }.joined(separator: ": ")
    return RecordError(
      yaml: .syntax, line: place.line, column: place.column, message: "the text is not YAML",
      found: words.isEmpty ? nil : words, expected: "YAML or JSON")
  }

  /// The line on which the text ends.
  private var lastLine: Int {
    String(decoding: text.dropLast(), as: UTF8.self).count { $0.isNewline } + 1
  }

  private static func kind(_ event: yaml_event_t) -> Event.Kind {
    switch event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_STREAM_END_EVENT: return .streamEnd
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_ALIAS_EVENT: return .reference("*" + string(event.data.alias.anchor))
    case YAML_SCALAR_EVENT:
      let scalar = event.data.scalar
      if let reference = reference(scalar.anchor, scalar.tag) { return reference }
      let text = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
      return .scalar(
        String(decoding: text, as: UTF8.self), isQuoted: scalar.style != YAML_PLAIN_SCALAR_STYLE)
    case YAML_SEQUENCE_START_EVENT:
      let start = event.data.sequence_start
      return reference(start.anchor, start.tag) ?? .sequenceStart
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_START_EVENT:
      let start = event.data.mapping_start
      return reference(start.anchor, start.tag) ?? .mappingStart
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    default: preconditionFailure("libyaml gave no event though it reported success")
    }
  }

  private static func reference(
    _ anchor: UnsafeMutablePointer<UInt8>?, _ tag: UnsafeMutablePointer<UInt8>?
  ) -> Event.Kind? {
    if anchor != nil { return .reference("&" + string(anchor)) }
    if tag != nil { return .reference("!<\(string(tag))>") }
    return nil
  }

  private static func string(_ text: UnsafeMutablePointer<UInt8>?) -> String {
    text.map { String(cString: $0) } ?? ""
  }
}

/// Events → tree, with the path for its refusals.
private final class Composer {
  private let parser: LibYAMLParser
  private var path: [String] = []
  private var depth = 0
  private var nodes = 0

  init(_ parser: LibYAMLParser) { self.parser = parser }

  func document() throws(RecordError) -> YAMLNode {
    _ = try parser.next()  // The stream starts.
    let start = try parser.next()
    guard case .documentStart = start.kind else {
      throw refused(.documents, start, "the text is empty", expected: "one document")
    }
    let root = try node(try parser.next())
    _ = try parser.next()  // The document ends.
    let end = try parser.next()
    guard case .streamEnd = end.kind else {
      throw refused(.documents, end, "a second document begins", expected: "one document")
    }
    return root
  }

  private func node(_ event: Event) throws(RecordError) -> YAMLNode {
    nodes += 1
    guard nodes <= YAMLLimits.nodes else {
      throw refused(.limit, event, "too many nodes", expected: "at most \(YAMLLimits.nodes)")
    }
    switch event.kind {
    case .scalar(let text, let isQuoted):
      return node(.scalar(text, isQuoted: isQuoted), event)
    case .sequenceStart:
      try descend(event)
      defer { depth -= 1 }
      return node(.sequence(try items()), event)
    case .mappingStart:
      try descend(event)
      defer { depth -= 1 }
      return node(.mapping(try entries()), event)
    case .reference(let text):
      throw refused(
        .reference, event, "anchors, aliases and tags are not read", found: printable(text),
        expected: "the value itself")
    case .streamStart, .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd:
      preconditionFailure("libyaml closes only what it opened")
    }
  }

  private func node(_ content: YAMLNode.Content, _ event: Event) -> YAMLNode {
    YAMLNode(content: content, line: event.place.line, column: event.place.column)
  }

  private func descend(_ event: Event) throws(RecordError) {
    guard depth < YAMLLimits.depth else {
      throw refused(
        .limit, event, "nested too deeply", expected: "at most \(YAMLLimits.depth) levels")
    }
    depth += 1
  }

  private func items() throws(RecordError) -> [YAMLNode] {
    var items: [YAMLNode] = []
    while true {
      let event = try parser.next()
      if case .sequenceEnd = event.kind { return items }
      path.append("[\(items.count)]")
      items.append(try node(event))
      path.removeLast()
    }
  }

  private func entries() throws(RecordError) -> [YAMLEntry] {
    var entries: [YAMLEntry] = []
    var lines: [String: Int] = [:]
    while true {
      let event = try parser.next()
      if case .mappingEnd = event.kind { return entries }
      let keyNode = try node(event)
      guard case .scalar(let key, _) = keyNode.content else {
        throw refused(.key, event, "a key is not plain text", expected: "a word before the colon")
      }
      path.append(path.isEmpty ? key : ".\(key)")
      if let line = lines.updateValue(event.place.line, forKey: key) {
        throw refused(
          .duplicateKey, event, "the key stands twice", found: printable(key),
          expected: "one value; the first stands on line \(line)")
      }
      let value = try node(try parser.next())
      path.removeLast()
      entries.append(
        YAMLEntry(key: key, line: event.place.line, column: event.place.column, value: value))
    }
  }

  private func refused(
    _ code: YAMLFaultCode, _ event: Event, _ message: String, found: String? = nil,
    expected: String
  ) -> RecordError {
    RecordError(
      yaml: code, path: printable(path.joined(), limit: 200), line: event.place.line,
      column: event.place.column, message: message, found: found, expected: expected)
  }
}
