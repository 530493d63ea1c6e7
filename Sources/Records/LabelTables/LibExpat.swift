import CExpat

/// One step of an XML text.
enum XMLEvent {
  case start(name: String, attributes: [String: String])
  case text(String)
  case end(name: String)
}

/// The one door to expat: bytes in, events out, every refusal with its line.
///
/// No DTD is read: a `<!DOCTYPE` stops the parser before anything in it counts, so there are no
/// entities but XML's own five, none is expanded, and nothing outside the text is ever asked for.
/// Elements are nested at most `LabelTableLimits.depth` deep.
final class LibExpat {
  /// The attributes that are handed on: an element may have a hundred thousand others.
  private static let attributes = ["Key", "Index"]

  private let parser: XML_Parser
  private let receive: (XMLEvent, Int) throws(RecordError) -> Void
  private var depth = 0
  private var refusal: RecordError?

  /// Parses `bytes`, UTF-8 within `LabelTableLimits.bytes`, as one document.
  /// - Parameter receive: gets every event with the line on which it begins; what it throws ends
  ///   the parsing.
  static func parse(
    _ bytes: [UInt8], _ receive: @escaping (XMLEvent, Int) throws(RecordError) -> Void
  ) throws(RecordError) {
    let door = LibExpat(receive)
    try door.parse(bytes)
  }

  private init(_ receive: @escaping (XMLEvent, Int) throws(RecordError) -> Void) {
    // The encoding is stated here, so that a declaration in the text cannot choose another one.
    guard let parser = XML_ParserCreate("UTF-8") else {
      preconditionFailure("expat found no memory for its parser")
    }
    self.parser = parser
    self.receive = receive
  }

  deinit { XML_ParserFree(parser) }

  private var line: Int { Int(XML_GetCurrentLineNumber(parser)) }

  private func parse(_ bytes: [UInt8]) throws(RecordError) {
    precondition(bytes.count <= LabelTableLimits.bytes, "the length is checked before parsing")
    install()
    let status = bytes.withUnsafeBytes { raw in
      XML_Parse(parser, raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count), 1)
    }
    if let refusal { throw refusal }
    guard status != XML_STATUS_OK else { return }
    let words = XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) }
    throw RecordError(
      labels: .xml, line: line, column: Int(XML_GetCurrentColumnNumber(parser)) + 1,
      message: "the text is not XML", found: words, expected: "well-formed XML without a DTD")
  }

  /// The callbacks of C carry no context but the pointer to this object, which outlives parsing.
  private func install() {
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser,
      { context, name, attributes in LibExpat.at(context)?.start(name, attributes) },
      { context, name in LibExpat.at(context)?.end(name) })
    XML_SetCharacterDataHandler(parser) { context, text, count in
      LibExpat.at(context)?.characters(text, count)
    }
    XML_SetStartDoctypeDeclHandler(parser) { context, _, _, _, _ in
      LibExpat.at(context)?.declaration()
    }
    XML_SetEntityDeclHandler(parser) { context, _, _, _, _, _, _, _, _ in
      LibExpat.at(context)?.declaration()
    }
  }

  private static func at(_ context: UnsafeMutableRawPointer?) -> LibExpat? {
    context.map { Unmanaged<LibExpat>.fromOpaque($0).takeUnretainedValue() }
  }

  private func start(
    _ name: UnsafePointer<XML_Char>?, _ list: UnsafeMutablePointer<UnsafePointer<XML_Char>?>?
  ) {
    depth += 1
    guard depth <= LabelTableLimits.depth else {
      stop(
        RecordError(
          labels: .limit, line: line, message: "nested too deeply",
          expected: "at most \(LabelTableLimits.depth) elements inside each other"))
      return
    }
    guard let name else { return }
    var attributes: [String: String] = [:]
    var next = list
    while let pair = next, let key = pair[0], let value = pair[1] {
      let name = String(cString: key)
      if Self.attributes.contains(name) { attributes[name] = String(cString: value) }
      next = pair + 2
    }
    send(.start(name: String(cString: name), attributes: attributes))
  }

  private func end(_ name: UnsafePointer<XML_Char>?) {
    depth -= 1
    if let name { send(.end(name: String(cString: name))) }
  }

  private func characters(_ text: UnsafePointer<XML_Char>?, _ count: Int32) {
    let bytes = UnsafeRawBufferPointer(start: text, count: Int(count))
    send(.text(String(decoding: bytes, as: UTF8.self)))
  }

  private func declaration() {
    stop(
      RecordError(
        labels: .doctype, line: line, message: "a document type is declared", found: "<!DOCTYPE",
        expected: "XML without a DTD and without entities of its own"))
  }

  private func send(_ event: XMLEvent) {
    guard refusal == nil else { return }
    do throws(RecordError) { try receive(event, line) } catch { stop(error) }
  }

  private func stop(_ error: RecordError) {
    guard refusal == nil else { return }
    refusal = error
    // Not resumable; callbacks that are under way may still come and find `refusal` set.
    XML_StopParser(parser, XML_Bool(XML_FALSE))
  }
}
