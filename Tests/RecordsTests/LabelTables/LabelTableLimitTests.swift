import Testing
import VolumetryCore

@testable import Records

/// What a megabyte of nothing costs: lines are made when they are asked for, blank ones never.
@Suite struct LabelTableLimitTests {
  private func refusal(_ text: String, _ name: String) throws -> RecordFault {
    try #require(throws: RecordError.self) {
      try LabelTableFile(bytes: Array(text.utf8), name: name)
    }.first
  }

  @Test(arguments: ["\n", "\r", "\r\n", "\t", " ", " \t\n"])
  func blankLinesMakeNoLinesAndCountForTheNumbers(blank: String) throws {
    let blanks = String(repeating: blank, count: 300_000 / blank.utf8.count)
    let first = try LabelTableText(Array(blanks.utf8)).lines.first { _ in true }
    #expect(first == nil)
    let breaks = blank.contains { $0.isNewline } ? 300_000 / blank.utf8.count : 0
    let rows = Array(try LabelTableText(Array("\(blanks)\n1 x 0 0 0 0\r".utf8)).lines)
    #expect(rows.map(\.text) == ["1 x 0 0 0 0"])
    // A carriage return and the line feed after it are one break.
    #expect(rows.first?.number == breaks + (blank == "\r" ? 1 : 2))
  }

  /// A line is its text: no array of lines and none of cells waits beside it.
  @Test func textAndLineHoldNothingBesideTheirText() {
    #expect(MemoryLayout<LabelTableText>.size == MemoryLayout<[UInt8]>.size)
    let line = MemoryLayout<Int>.size + MemoryLayout<String>.size + MemoryLayout<Substring>.size
    #expect(MemoryLayout<LabelTableText.Line>.size == line)
  }

  @Test func aTableBehindManyBreaksIsRead() throws {
    let breaks = String(repeating: "\n", count: 1 << 19)
    let xml = "<CaretExtension>\(breaks)<LabelTable><Label Key='1'>x</Label></LabelTable>"
    let table = try CaretExtension.table(extension: Array("\(xml)</CaretExtension>".utf8))
    #expect(table?[1]?.name == "x")
    let fault = try refusal("\(xml)<Label/></LabelTable>", "x.xml")
    #expect(fault.line == (1 << 19) + 1)
  }

  @Test func rowsAreCounted() throws {
    let most = LabelTableLimits.rows
    func text(_ rows: Int) -> String {
      "index\tname\n\n" + (0..<rows).map { "\($0)\tx\n" }.joined()
    }
    let file = try LabelTableFile(bytes: Array(text(most).utf8), name: "x.tsv")
    #expect(file.table.entries.count == most)
    let fault = try refusal(text(most + 1), "x.tsv")
    #expect(fault.code == "E-LABELS-LIMIT")
    #expect(fault.line == most + 3)
    #expect(fault.found == "more than \(most) rows" && fault.expected == "at most \(most)")
  }

  @Test func columnsAreCounted() throws {
    func text(_ columns: Int) -> String {
      "index\tname" + (2..<columns).map { "\tc\($0)" }.joined() + "\n1\tx"
        + String(repeating: "\t", count: columns - 2) + "\n"
    }
    let most = LabelTableLimits.columns
    #expect(try LabelTableFile(bytes: Array(text(most).utf8), name: "").table[1]?.name == "x")
    let fault = try refusal(text(most + 1), "x.tsv")
    #expect(fault.code == "E-LABELS-LIMIT")
    #expect(fault.found == "\(most + 1) columns" && fault.expected == "at most \(most)")
    let row = try refusal("index\tname\n1\tx" + String(repeating: "\t", count: 500_000), "x.tsv")
    #expect(row.code == "E-LABELS-ROW")
    #expect(row.found == "500002 cells")
  }
}
