import Records
import Testing

/// The door to libyaml lets plain trees through and names the place of everything else.
@Suite struct YAMLDoorTests {
  private func refusal(_ bytes: [UInt8]) throws -> RecordError {
    try #require(throws: RecordError.self) { try YAMLNode(bytes: bytes) }
  }

  private func refusal(_ text: String) throws -> RecordError { try refusal(Array(text.utf8)) }

  private func nested(_ depth: Int) -> String {
    String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
  }

  @Test func aTreeKeepsOrderQuotesAndPlaces() throws {
    let node = try YAMLNode("b: [x, \"null\"]\na:\n  c: ~\n")
    guard case .mapping(let entries) = node.content else {
      Issue.record("the root is a mapping")
      return
    }
    #expect(entries.map(\.key) == ["b", "a"])
    #expect(entries.map(\.line) == [1, 2])
    guard case .sequence(let items) = entries[0].value.content,
      case .mapping(let inner) = entries[1].value.content
    else {
      Issue.record("the values are a list and a mapping")
      return
    }
    #expect(
      items.map(\.content) == [.scalar("x", isQuoted: false), .scalar("null", isQuoted: true)])
    #expect(items.map(\.column) == [5, 8])
    #expect(items.map(\.isNull) == [false, false])
    #expect(inner[0].line == 3)
    #expect(inner[0].column == 3)
    #expect(inner[0].value.column == 6)
    #expect(inner[0].value.isNull)
  }

  @Test(arguments: ["", "~", "null", "Null", "NULL"])
  func nothingIsNullInEverySpelling(text: String) throws {
    #expect(try YAMLNode("--- \(text)\n").isNull)
    #expect(try !YAMLNode("\"\(text)\"").isNull)
  }

  @Test(arguments: [
    ("a: [1\nb: 2", "E-YAML", 2), ("a: 'x", "E-YAML", 1), ("a:\n\t- b", "E-YAML", 2),
    ("a: 1\n b: 2", "E-YAML", 2), ("{\"a\": 1", "E-YAML", 1), ("a: \u{0}", "E-YAML", 1),
    ("a: 1\nb: \u{7}", "E-YAML", 2), ("\"\\ud83d\"", "E-YAML", 1),
    ("", "E-YAML-DOCUMENTS", 1), ("# only words\n", "E-YAML-DOCUMENTS", 2),
    ("a: 1\n---\nb: 2", "E-YAML-DOCUMENTS", 2), ("a: 1\n...\n---\n", "E-YAML-DOCUMENTS", 3),
    ("a: 1\nb: 2\na: 3", "E-YAML-DUPLICATE-KEY", 3),
    ("{\"a\": 1,\n'a': 2}", "E-YAML-DUPLICATE-KEY", 2),
    ("a: &x 1", "E-YAML-REFERENCE", 1), ("a: 1\nb: *a", "E-YAML-REFERENCE", 2),
    ("a: !!str 1", "E-YAML-REFERENCE", 1), ("!x {}", "E-YAML-REFERENCE", 1),
    ("a: ! [1]", "E-YAML-REFERENCE", 1), ("a: &x [1]", "E-YAML-REFERENCE", 1),
    ("? [a]\n: 1", "E-YAML-KEY", 1), ("{a: 1}: 2", "E-YAML-KEY", 1),
  ])
  func whatIsNoPlainTreeIsRefusedAtItsLine(text: String, code: String, line: Int) throws {
    let error = try refusal(text)
    #expect(error.code == code)
    #expect(error.line == line)
    #expect(error.faults.count == 1)
  }

  @Test func aDuplicateKeyIsNamedByItsPathAndItsFirstLine() throws {
    let error = try refusal("a:\n  - b: 1\n    c: 2\n    b: 3\n")
    #expect(error.path == "a[0].b")
    #expect(error.line == 4)
    #expect(error.first.column == 5)
    #expect(error.first.expected == "one value; the first stands on line 2")
  }

  @Test func invalidUTF8IsRefusedAtItsByte() throws {
    let error = try refusal(Array("a: 1\nb: ".utf8) + [0xC3, 0x28])
    #expect(error.code == "E-YAML-ENCODING")
    #expect(error.line == 2)
    #expect(error.first.found == "byte 0xc3 at offset 8")
    #expect(try refusal([0xFF, 0xFE, 0x61, 0x00]).code == "E-YAML-ENCODING", "UTF-16")
    #expect(try refusal([0x61, 0xE2, 0x82]).code == "E-YAML-ENCODING", "cut off")
  }

  @Test func nestingIsBounded() throws {
    #expect(throws: Never.self) { try YAMLNode(nested(YAMLLimits.depth)) }
    #expect(try refusal(nested(YAMLLimits.depth + 1)).code == "E-YAML-LIMIT")
    #expect(try refusal(String(repeating: "[", count: 500_000)).code == "E-YAML-LIMIT")
    #expect(try refusal(String(repeating: "- ", count: 500_000)).code == "E-YAML-LIMIT")
    #expect(try refusal(String(repeating: "{a: ", count: 200_000)).code == "E-YAML-LIMIT")
    #expect(try refusal(String(repeating: "? ", count: 500_000)).code == "E-YAML-LIMIT")
  }

  @Test func nestingIsCountedDownAgain() throws {
    let text = "[" + Array(repeating: "[[]]", count: 100).joined(separator: ",") + "]"
    #expect(throws: Never.self) { try YAMLNode(text) }
  }

  @Test func theNumberOfNodesIsBounded() throws {
    // The list is a node itself.
    let most = "[" + String(repeating: "1,", count: YAMLLimits.nodes - 1) + "]"
    #expect(throws: Never.self) { try YAMLNode(most) }
    let more = "[" + String(repeating: "1,", count: YAMLLimits.nodes) + "]"
    #expect(try refusal(more).code == "E-YAML-LIMIT")
  }

  @Test func theLengthOfTheTextIsBounded() throws {
    let most = "# " + String(repeating: "x", count: YAMLLimits.bytes - 4) + "\na"
    #expect(throws: Never.self) { try YAMLNode(most) }
    #expect(try refusal(most + "b").code == "E-YAML-LIMIT")
  }
}
