import Records
import Testing
import VolumetryCore

/// A table written into a header is read back as it was, and told from what others write.
@Suite struct CaretWritingTests {
  private let table = LabelTable([
    LabelTable.Entry(label: 1, name: "liver"), LabelTable.Entry(label: -3, name: "a < b & c > d"),
    LabelTable.Entry(label: Label(UInt64.max), name: "]]> \"quoted\" 'Leber' für ü"),
  ])

  @Test func whatIsWrittenIsReadBack() throws {
    let bytes = CaretExtension.bytes(of: table)
    #expect(try CaretExtension.table(extension: bytes) == table)
    #expect(CaretExtension.isPlainTable(bytes))
    #expect(CaretExtension.isPlainTable(bytes + [0, 0, 0]), "padding to sixteen bytes")
  }

  @Test func anythingMoreIsNoPlainTable() throws {
    let text = String(decoding: CaretExtension.bytes(of: table), as: UTF8.self)
    for other in [
      text + "Jane", text.replacing("<LabelTable>", with: "<Date>2013</Date>\n<LabelTable>"),
      text.replacing("Red=\"1\"", with: "Red=\"0\""), text.replacing("\n", with: "\r\n"),
      text.replacing("<LabelTable>", with: "<!-- Jane -->\n<LabelTable>"), "", "<CaretExtension/>",
      String(text.dropLast(30)),
    ] {
      #expect(!CaretExtension.isPlainTable(Array(other.utf8)))
    }
  }
}
