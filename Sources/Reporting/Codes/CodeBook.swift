/// One code of a warning or an error, with its documentation.
public struct NoticeCode: Hashable, Sendable {
  /// `W-…` or `E-…`, stable.
  public let code: String
  /// What was found, in a few words.
  public let title: String
  /// One paragraph in one line: what was found, what became of the number, what to do.
  public let text: String
}

/// The closed list of codes with their documentation.
///
/// Its one source is `docs/CODES.md`: the page that people read is the text that the program
/// carries. The tidy tests hold it against the codes in the sources, in both directions.
public struct CodeBook: Hashable, Sendable {
  /// By topic, in the order of the page.
  public let sections: [Section]

  /// Codes of one topic.
  public struct Section: Hashable, Sendable {
    /// The topic: `Geometry`.
    public let title: String
    /// In the order of the page; never empty.
    public let codes: [NoticeCode]
  }

  /// The page that ships with the program.
  public static let bundled: CodeBook = {
    do throws(CodeBookFault) {
      return try CodeBook(markdown: String(decoding: PackageResources.CODES_md, as: UTF8.self))
    } catch {
      preconditionFailure("the bundled page of codes does not read: \(error)")
    }
  }()

  /// Every code, in the order of the page.
  public var codes: [NoticeCode] { sections.flatMap(\.codes) }

  /// The entry of a code, in whatever letter case it is written; nil where there is none.
  public subscript(code: String) -> NoticeCode? {
    let wanted = code.uppercased()
    return codes.first { $0.code == wanted }
  }

  /// Codes that somebody may have meant, at most five: those that contain what was written, else
  /// those that the fewest insertions and deletions of letters turn it into. None for a text that
  /// no code can be.
  public func nearest(to text: String) -> [NoticeCode] {
    guard !text.isEmpty, text.utf8.count <= Self.longestGuess else { return [] }
    let wanted = text.uppercased()
    var found = codes.filter { $0.code.contains(wanted) }
    if found.isEmpty {
      let distances = codes.map { ($0, $0.code.difference(from: wanted).count) }
      let least = distances.map(\.1).min()
      found = distances.filter { $0.1 == least }.map(\.0)
    }
    return Array(found.prefix(Self.mostGuesses))
  }

  /// Bytes; longer than any code.
  private static let longestGuess = 64
  private static let mostGuesses = 5
}
