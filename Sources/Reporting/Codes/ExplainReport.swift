/// What `volumetry explain` prints: the documentation of some codes, or the list of all.
public struct ExplainReport: Sendable {
  private let head: DocumentHead
  private let book: CodeBook
  /// The codes that were asked for; empty asks for the list.
  private let chosen: [NoticeCode]

  /// Columns of every line for people.
  public static let width = 80

  /// - Parameter chosen: printed in this order; none asks for the list of all.
  public init(head: DocumentHead, book: CodeBook, chosen: [NoticeCode]) {
    self.head = head
    self.book = book
    self.chosen = chosen
  }

  /// One document; the whole book where no code was asked for.
  public func writeJSON<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let codes = (chosen.isEmpty ? book.codes : chosen).map { entry -> JSONValue in
      [
        "code": .string(entry.code), "title": .string(entry.title), "text": .string(entry.text),
      ]
    }
    try JSONWriter(.pretty).writeLine(head.document(["codes": .array(codes)]), to: &sink)
  }

  /// Each code with its paragraph, an empty line between them; or every code with its title, by
  /// topic.
  public func writeText<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    if chosen.isEmpty { return try writeList(to: &sink) }
    for (index, entry) in chosen.enumerated() {
      if index > 0 { try sink.write("\n") }
      for text in ["\(entry.code): \(entry.title)", entry.text] {
        for line in TextWrap.lines(text, width: Self.width) { try sink.write(line + "\n") }
      }
    }
  }

  private func writeList<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let longest = book.codes.map { DisplayWidth.columns(of: $0.code) }.reduce(0, max)
    for (index, section) in book.sections.enumerated() {
      try sink.write((index > 0 ? "\n" : "") + section.title + "\n")
      for entry in section.codes {
        let gap = longest - DisplayWidth.columns(of: entry.code) + 2
        let text = "  " + entry.code + String(repeating: " ", count: gap) + entry.title
        for line in TextWrap.lines(text, width: Self.width, indent: longest + 4) {
          try sink.write(line + "\n")
        }
      }
    }
  }
}
