/// Why a page of codes was not read.
public struct CodeBookFault: Error, Hashable, Sendable, CustomStringConvertible {
  /// The first line is 1.
  public let line: Int
  /// What is wrong there.
  public let message: String

  /// `line 12: …`.
  public var description: String { "line \(line): \(message)" }
}

extension CodeBook {
  /// Reads a page: `## Topic`, `### W-CODE: title` and one paragraph under each.
  ///
  /// What stands before the first topic is the introduction of the page and is left out. Marks of
  /// inline code are dropped. Refused: a heading that names no code and title, a code that stands
  /// twice, a code without a paragraph or with a second one, and a topic without a code.
  public init(markdown text: String) throws(CodeBookFault) {
    var reader = CodeBookReader()
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      try reader.read(line)
    }
    sections = try reader.finish()
  }
}

/// State: the topics before the present one, the topic, and the entry that is being read.
private struct CodeBookReader {
  private var sections: [CodeBook.Section] = []
  private var topic: String?
  private var codes: [NoticeCode] = []
  private var entry: Entry?
  private var seen: Set<String> = []
  private var line = 0

  private struct Entry {
    let code: String
    let title: String
    var text = ""
    var isEnded = false
  }

  mutating func read(_ text: Substring) throws(CodeBookFault) {
    line += 1
    if text.hasPrefix("### ") {
      try endEntry()
      entry = try heading(text.dropFirst(4))
    } else if text.hasPrefix("## ") {
      try endTopic()
      topic = String(text.dropFirst(3))
    } else if topic != nil {
      try paragraph(text)
    }
  }

  mutating func finish() throws(CodeBookFault) -> [CodeBook.Section] {
    try endTopic()
    guard !sections.isEmpty else { throw fault("the page holds no topic") }
    return sections
  }

  private mutating func heading(_ text: Substring) throws(CodeBookFault) -> Entry {
    guard topic != nil else { throw fault("a code stands before the first topic") }
    let code = text.prefix { $0 != ":" }
    let title = text.dropFirst(code.count)
    guard Self.isCode(code), title.hasPrefix(": "), title.count > 2 else {
      throw fault("found the heading \"\(text)\", expected a code, a colon and a title")
    }
    guard seen.insert(String(code)).inserted else { throw fault("\(code) stands twice") }
    return Entry(code: String(code), title: String(title.dropFirst(2)))
  }

  /// `W-` or `E-` and words of capital letters and digits between hyphens.
  private static func isCode(_ text: Substring) -> Bool {
    let words = text.split(separator: "-", omittingEmptySubsequences: false)
    return words.count > 1 && (words[0] == "W" || words[0] == "E")
      && words.dropFirst().allSatisfy { word in
        !word.isEmpty && word.allSatisfy { ("A"..."Z").contains($0) || ("0"..."9").contains($0) }
      }
  }

  private mutating func paragraph(_ text: Substring) throws(CodeBookFault) {
    let words = text.filter { $0 != "`" }
    guard var entry else {
      guard words.isEmpty else { throw fault("a text belongs to no code") }
      return
    }
    if words.isEmpty {
      entry.isEnded = !entry.text.isEmpty
    } else {
      guard !entry.isEnded else { throw fault("\(entry.code) has a second paragraph") }
      entry.text += (entry.text.isEmpty ? "" : " ") + words
    }
    self.entry = entry
  }

  private mutating func endEntry() throws(CodeBookFault) {
    guard let entry else { return }
    guard !entry.text.isEmpty else { throw fault("\(entry.code) has no paragraph") }
    codes.append(NoticeCode(code: entry.code, title: entry.title, text: entry.text))
    self.entry = nil
  }

  private mutating func endTopic() throws(CodeBookFault) {
    try endEntry()
    guard let topic else { return }
    guard !codes.isEmpty else { throw fault("the topic \"\(topic)\" holds no code") }
    sections.append(CodeBook.Section(title: topic, codes: codes))
    codes = []
    self.topic = nil
  }

  private func fault(_ message: String) -> CodeBookFault {
    CodeBookFault(line: line, message: message)
  }
}
