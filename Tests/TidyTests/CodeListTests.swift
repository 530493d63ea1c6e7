import Testing

/// The list of codes is closed: what the sources emit is documented, what is documented is emitted.
@Suite struct CodeListTests {
  private static let composer = file(
    "Records/Reading.swift",
    """
    enum Kind: String {
      case caseFile = "E-CASE"
      case ruleBook = "E-BOOK"
      var codes: [Code] {
        switch self {
        case .caseFile: [.word, .dateOrder]
        case .ruleBook:
          [
            .word
          ]
        }
      }
    }
    enum Code: String {
      case word = "WORD"
      case dateOrder = "DATE-ORDER"
    }
    func fault() { add(code: "\\(kind.rawValue)-\\(code.rawValue)") }
    """)
  private static let emitter = file(
    "VolumetryCore/A.swift",
    """
    /// Gives "W-COMMENT".
    let warning = "W-SHEAR"  // not "E-OTHER" [E-THIRD]
    let message = "no such word [E-CASE-WORD]"
    let both = isArea ? "E-2D" : "E-4D"
    """)
  private static let codes = [
    "W-SHEAR", "E-2D", "E-4D", "E-BOOK-WORD", "E-CASE-WORD", "E-CASE-DATE-ORDER",
  ]

  private static func file(_ path: String, _ text: String) -> SourceFile {
    SourceFile(path: "Sources/" + path, text: text)
  }

  private func messages(_ sources: [SourceFile], documented: [String]) -> [String] {
    let text = documented.map { "### \($0): a title\n\nA paragraph.\n" }.joined(separator: "\n")
    return CodeList.violations(
      sources: sources, page: SourceFile(path: CodeList.page, text: text)
    ).map(\.description)
  }

  @Test func everyCodeIsDocumentedAndEveryParagraphHasItsCode() throws {
    let violations = CodeList.violations(
      sources: try Repository.swiftFiles("Sources"), page: try Repository.file(CodeList.page))
    #expect(violations.isEmpty, "\n\(violations.map(\.description).joined(separator: "\n"))")
    #expect(CodeList.headings(try Repository.file(CodeList.page)).count > 100)
  }

  @Test func aHouseThatIsRightPasses() {
    #expect(messages([Self.composer, Self.emitter], documented: Self.codes).isEmpty)
  }

  @Test func aMissingParagraphIsSeenOnce() {
    let twice = Self.file("Reporting/B.swift", "let again = \"W-SHEAR\"")
    #expect(
      messages([Self.composer, Self.emitter, twice], documented: Array(Self.codes.dropFirst())) == [
        "Sources/VolumetryCore/A.swift:2: W-SHEAR has no paragraph in docs/CODES.md"
      ])
    #expect(
      messages([Self.composer, Self.emitter], documented: Array(Self.codes.dropLast())) == [
        "Sources/Records/Reading.swift:16: E-CASE-DATE-ORDER has no paragraph in docs/CODES.md"
      ])
  }

  @Test func aBracketedCodeThatNothingElseEmitsIsSeen() {
    let stray = Self.file("volumetry/C.swift", "let text = \"no liver labels [E-CASE-LOST]\"")
    #expect(
      messages([Self.composer, Self.emitter, stray], documented: Self.codes) == [
        "Sources/volumetry/C.swift:1: E-CASE-LOST has no paragraph in docs/CODES.md"
      ])
  }

  @Test(arguments: ["W-GONE", "W-COMMENT", "E-OTHER", "E-THIRD", "E-CASE"])
  func aStaleParagraphIsSeen(code: String) {
    #expect(
      messages([Self.composer, Self.emitter], documented: Self.codes + [code]) == [
        "docs/CODES.md:25: nothing emits \(code)"
      ])
  }

  @Test func codesThatAreComposedInAnotherWayAreSeen() {
    let renamed = Self.file(
      "Records/Reading.swift",
      Self.composer.text.replacing("enum Code: String", with: "enum FaultCode: String"))
    #expect(
      messages([renamed, Self.emitter], documented: ["W-SHEAR", "E-2D", "E-4D", "E-CASE-WORD"])
        == ["Sources/Records:1: the composition of codes is not recognised"])
  }
}
