import Reporting
import Testing

@Suite struct TextTableTests {
  private let columns: [TextTable.Column] = [
    .init("label", alignment: .trailing), .init("name"),
    .init("volume", unit: "mL", alignment: .trailing),
  ]

  @Test func columnsAreAlignedUnitsStandUnderTitlesAndNoLineEndsInSpaces() {
    var table = TextTable(columns)
    table.append(["1", "liver", "1499.4"])
    table.append(["12", nil, "7.0"])
    let expected = """
      label  name   volume
                        mL
      -----  -----  ------
          1  liver  1499.4
         12  -         7.0

      """
    #expect(table.text == expected)
  }

  @Test func aTableWithoutRowsHasItsHeader() {
    #expect(
      TextTable(columns).text == """
        label  name  volume
                         mL
        -----  ----  ------

        """)
  }

  @Test func withoutUnitsThereIsNoUnitLine() {
    var table = TextTable([.init("a"), .init("b")])
    table.append(["x", ""])
    #expect(table.text == "a  b\n-  -\nx\n")
  }

  @Test func longCellsGoOnInTheNextLineOfTheirColumn() {
    var table = TextTable([.init("why", maximumWidth: 10), .init("n", alignment: .trailing)])
    table.append(["expected 3 dimensions, found 4", "1"])
    table.append(["ok", "22"])
    let expected = """
      why          n
      ----------  --
      expected 3   1
      dimensions
      , found 4
      ok          22

      """
    #expect(table.text == expected)
  }

  @Test func longTitlesAreBrokenAndStandOnTheRule() {
    var table = TextTable([
      .init("growth per week", unit: "%", alignment: .trailing, maximumWidth: 8), .init("x"),
    ])
    table.append(["1.0", "y"])
    let expected = """
        growth
      per week
             %  x
      --------  -
           1.0  y

      """
    let withUnitLine = """
        growth
      per week  x
             %
      --------  -
           1.0  y

      """
    #expect(table.text == withUnitLine)
    #expect(table.text != expected)
  }

  @Test func wideAndCombinedCharactersKeepTheColumns() {
    var table = TextTable([.init("name"), .init("n")])
    table.append(["肝臓", "1"])
    table.append(["e\u{301}e", "2"])
    #expect(table.text == "name  n\n----  -\n肝臓  1\ne\u{301}e    2\n")
  }

  @Test func namesFromFilesCannotCommandTheTerminalNorBreakTheRow() {
    var table = TextTable([.init("name")])
    table.append(["a\u{1b}[2J\nb"])
    #expect(table.text == "name\n-------------\na\\x1b[2J\\x0ab\n")
  }

  @Test func aRowOfAnotherLengthTraps() async {
    await #expect(processExitsWith: .failure) {
      var table = TextTable([.init("a")])
      table.append(["x", "y"])
    }
  }
}

@Suite struct TextWrapTests {
  @Test(arguments: [
    ("", 10, 0, [""]), ("one two three", 7, 0, ["one two", "three"]),
    ("one two three", 13, 0, ["one two three"]), ("one two three", 12, 0, ["one two", "three"]),
    ("a  b", 10, 0, ["a  b"]), ("aaaa  bbbb", 5, 0, ["aaaa", "bbbb"]),
    ("abcdefgh", 3, 0, ["abc", "def", "gh"]), ("x abcdef", 3, 0, ["x", "abc", "def"]),
    ("MELD 13 above 10", 10, 2, ["MELD 13", "  above 10"]), ("  in front", 20, 0, ["  in front"]),
    ("trailing   ", 20, 0, ["trailing"]), ("肝臓肝臓", 5, 0, ["肝臓", "肝臓"]),
    ("   ", 10, 0, [""]),
  ])
  func linesHoldWholeWordsUpToTheWidth(text: String, width: Int, indent: Int, lines: [String]) {
    #expect(TextWrap.lines(text, width: width, indent: indent) == lines)
  }

  @Test func everyLineFitsAndNoLetterIsLost() {
    let text = "FLR 300 -> 480 mL (day 7), pneumonoultramicroscopicsilicovolcanoconiosis; 肝臓 met"
    for width in 4...90 {
      for indent in [0, 2] {
        let lines = TextWrap.lines(text, width: width, indent: indent)
        #expect(lines.allSatisfy { DisplayWidth.columns(of: $0) <= width })
        #expect(lines.joined().filter { $0 != " " } == text.filter { $0 != " " })
        #expect(
          lines.dropFirst().allSatisfy { $0.hasPrefix(String(repeating: " ", count: indent)) })
      }
    }
  }
}

@Suite struct DisplayWidthTests {
  @Test(arguments: [
    ("", 0), ("abc", 3), ("ä", 1), ("e\u{301}", 1), ("\u{301}", 0), ("肝", 2), ("한", 2), ("Ａ", 2),
    ("🫀", 2), ("👩‍⚕️", 2), ("≥ 30 %", 6), ("m³", 2), ("\u{200B}", 0), ("Я", 1),
  ])
  func columnsOfATerminal(text: String, columns: Int) {
    #expect(DisplayWidth.columns(of: text) == columns)
  }

  @Test func printableShowsControlsAndLeavesTheRest() {
    #expect(DisplayWidth.printable("肝 a\u{7}\u{9b}\u{7f}") == "肝 a\\x07\\x9b\\x7f")
    #expect(DisplayWidth.printable("") == "")
  }
}
