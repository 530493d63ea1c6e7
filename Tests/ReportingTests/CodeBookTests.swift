import Reporting
import Testing

/// The page of codes: that it reads, and that it can be read.
@Suite struct CodeBookTests {
  static let book = CodeBook.bundled

  private static let expected = "expected a code, a colon and a title"
  private static let page = """
    # Codes

    An introduction, with `W-SHEAR` in it.

    ## Geometry

    ### W-SHEAR: the grid is sheared

    The slices stand
    askew; `--geometry` helps.

    ### E-GRID: another grid
    Refused.
    ## Voxels

    ### E-NAN: no number

    None.
    """

  @Test func topicsTitlesAndParagraphsAreRead() throws {
    let book = try CodeBook(markdown: Self.page)
    #expect(book.sections.map(\.title) == ["Geometry", "Voxels"])
    #expect(book.codes.map(\.code) == ["W-SHEAR", "E-GRID", "E-NAN"])
    #expect(book.sections[0].codes.map(\.title) == ["the grid is sheared", "another grid"])
    #expect(book["w-Shear"]?.text == "The slices stand askew; --geometry helps.")
    #expect(book["E-GRID"]?.text == "Refused.")
    #expect(book["W-GRID"] == nil)
  }

  @Test(arguments: [
    ("## A\n### W-A b\nText", 2, #"found the heading "W-A b", \#(expected)"#),
    ("## A\n### w-a: b\nText", 2, #"found the heading "w-a: b", \#(expected)"#),
    ("## A\n### W-: b\nText", 2, #"found the heading "W-: b", \#(expected)"#),
    ("## A\n### W: b\nText", 2, #"found the heading "W: b", \#(expected)"#),
    ("## A\n### I-A: b\nText", 2, #"found the heading "I-A: b", \#(expected)"#),
    ("## A\n### W-A: \nText", 2, #"found the heading "W-A: ", \#(expected)"#),
    ("## A\n### W-A: b\nText\n### W-A: c\nText", 4, "W-A stands twice"),
    ("## A\n### W-A: b\n\n### W-B: c\nText", 4, "W-A has no paragraph"),
    ("## A\n### W-A: b\nText\n\nMore", 5, "W-A has a second paragraph"),
    ("## A\n\nText\n### W-A: b\nText", 3, "a text belongs to no code"),
    ("## A\n## B\n### W-A: b\nText", 2, "the topic \"A\" holds no code"),
    ("### W-A: b\nText", 1, "a code stands before the first topic"),
    ("Text", 1, "the page holds no topic"),
  ])
  func aPageThatIsNotInOrderIsRefused(text: String, line: Int, message: String) {
    #expect(throws: CodeBookFault.self) { try CodeBook(markdown: text) }
    do throws(CodeBookFault) { _ = try CodeBook(markdown: text) } catch {
      #expect(error.line == line)
      #expect(error.message == message)
    }
  }

  @Test func everyCodeOfThePageHasATitleAndAParagraphOfReadableLength() {
    #expect(Self.book.codes.count > 100)
    #expect(Set(Self.book.codes.map(\.code)).count == Self.book.codes.count)
    for entry in Self.book.codes {
      #expect((5...55).contains(entry.title.count), "\(entry.code): \(entry.title)")
      let words = entry.text.split(separator: " ").count
      #expect((25...130).contains(words), "\(entry.code) has \(words) words")
      #expect(entry.text.hasSuffix("."), "\(entry.code)")
      #expect(!entry.text.contains("  "), "\(entry.code)")
      #expect(DisplayWidth.printable(entry.text) == entry.text, "\(entry.code)")
    }
  }

  @Test func aParagraphSpeaksOnlyOfCodesThatThereAre() {
    for entry in Self.book.codes {
      for match in entry.text.matches(of: /[WE]-[A-Z0-9]+(?:-[A-Z0-9]+)*/) {
        #expect(Self.book[String(match.0)] != nil, "\(entry.code) names \(match.0)")
      }
    }
  }

  @Test(arguments: [
    ("W-SHAER", "W-SHEAR"), ("shear", "W-SHEAR"), ("E-SHEAR", "W-SHEAR"), ("W_UNITS", "W-UNITS"),
    ("e-crcs", "E-CRC"),
  ])
  func aSlipOfThePenFindsItsCode(text: String, code: String) {
    #expect(Self.book.nearest(to: text).map(\.code).contains(code))
  }

  @Test func aBeginningFindsSomeAndNonsenseAtMostFive() {
    let found = Self.book.nearest(to: "w-flr")
    #expect(found.count == 5)
    #expect(found.allSatisfy { $0.code.hasPrefix("W-FLR") })
    #expect((1...5).contains(Self.book.nearest(to: "?").count))
    #expect(Self.book.nearest(to: "").isEmpty)
    #expect(Self.book.nearest(to: String(repeating: "W", count: 65)).isEmpty)
  }
}

/// What `volumetry explain` prints.
@Suite struct ExplainReportTests {
  private func report(_ codes: [String]) -> ExplainReport {
    ExplainReport(
      head: DocumentHead(command: "explain", version: "0"), book: .bundled,
      chosen: codes.compactMap { CodeBook.bundled[$0] })
  }

  @Test func noLineIsWiderThanEightyColumnsAndNoWordIsLost() throws {
    let codes = CodeBook.bundled.codes
    var text = ""
    report(codes.map(\.code)).writeText(to: &text)
    var list = ""
    report([]).writeText(to: &list)
    for line in (text + list).split(separator: "\n") {
      #expect(DisplayWidth.columns(of: String(line)) <= 80, "\(line)")
    }
    let words = text.split { $0 == " " || $0 == "\n" }
    let expected = codes.flatMap { "\($0.code): \($0.title) \($0.text)".split(separator: " ") }
    #expect(words == expected)
  }

  @Test func severalCodesStandInTheOrderAskedForWithALineBetween() throws {
    var text = ""
    report(["W-UNITS", "E-CRC"]).writeText(to: &text)
    let parts = text.split(separator: "\n\n")
    #expect(parts.count == 2)
    #expect(parts[0].hasPrefix("W-UNITS: the unit of length is not stated\nThe header does not"))
    #expect(parts[1].hasPrefix("E-CRC: the checksum does not match\nAll data could"))
    #expect(text.hasSuffix(".\n"))
  }

  @Test func theListNamesEveryCodeOnceUnderItsTopic() throws {
    var list = ""
    report([]).writeText(to: &list)
    let lines = list.split(separator: "\n")
    let codes = lines.filter { $0.hasPrefix("  ") }.compactMap { $0.split(separator: " ").first }
    #expect(codes.map(String.init) == CodeBook.bundled.codes.map(\.code))
    let topics = lines.filter { !$0.hasPrefix(" ") }.map(String.init)
    #expect(topics == CodeBook.bundled.sections.map(\.title))
  }
}
