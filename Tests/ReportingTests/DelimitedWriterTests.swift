import Reporting
import Testing

@Suite struct DelimitedWriterTests {
  private func written(
    _ notation: DelimitedWriter.Notation, _ rows: [[DelimitedField]], columns: [String]
  ) -> String {
    let writer = DelimitedWriter(notation, columns: columns)
    var text = ""
    writer.writeHeader(to: &text)
    for row in rows { writer.writeRow(row, to: &text) }
    return text
  }

  @Test func everyKindOfFieldInBothNotations() {
    let row: [DelimitedField] = [
      .text("a.nii"), .whole(-3), .number(1499.4), .boolean(true), .absent,
      .integer(Int128(UInt64.max)),
    ]
    let columns = ["path", "label", "volume_ml", "touches_edge", "name", "max"]
    #expect(
      written(.commaSeparated, [row], columns: columns) == """
        path,label,volume_ml,touches_edge,name,max
        a.nii,-3,1499.4,true,,18446744073709551615

        """)
    #expect(
      written(.tabSeparated, [row], columns: columns) == """
        path\tlabel\tvolume_ml\ttouches_edge\tname\tmax
        a.nii\t-3\t1499.4\ttrue\t\t18446744073709551615

        """)
  }

  @Test(arguments: [
    ("plain", "plain"), ("", "\"\""), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""),
    ("two\nlines", "\"two\nlines\""), ("\r", "\"\r\""), ("\r\n", "\"\r\n\""), (" x", "\" x\""),
    ("x ", "\"x \""), ("a b", "a b"), ("=1+1", "=1+1"), ("-x", "-x"), ("@a", "@a"),
    ("a\tb", "a\tb"),
  ])
  func commaSeparatedQuotesOnlyWhatWouldBreakTheRow(text: String, expected: String) {
    let all = written(.commaSeparated, [[.text(text), .absent]], columns: ["a", "b"])
    #expect(all == "a,b\n\(expected),\n")
  }

  @Test(arguments: [
    ("plain", "plain"), ("", ""), ("a\tb", "a\\tb"), ("a\nb\r", "a\\nb\\r"), ("\r\n", "\\r\\n"),
    ("a\\tb", "a\\\\tb"), ("\"a,b\"", "\"a,b\""), ("=1+1", "=1+1"),
  ])
  func tabSeparatedEscapesSoThatARecordIsALine(text: String, expected: String) {
    let all = written(.tabSeparated, [[.text(text), .absent]], columns: ["a", "b"])
    #expect(all == "a\tb\n\(expected)\t\n")
  }

  @Test func emptyTextAndAbsentValueDifferInCommaSeparated() {
    #expect(
      written(.commaSeparated, [[.text(""), .absent]], columns: ["a", "b"]) == "a,b\n\"\",\n")
  }

  @Test func aLoneAbsentValueIsNoEmptyLine() {
    #expect(written(.commaSeparated, [[.absent]], columns: ["a"]) == "a\n\"\"\n")
  }

  @Test func aTableWithoutRowsStillNamesItsColumns() {
    #expect(written(.commaSeparated, [], columns: ["a,b", "c"]) == "\"a,b\",c\n")
  }

  @Test func optionalValuesAreAbsentWhereThereAreNone() {
    let none: [DelimitedField] = [
      .optional(nil as Double?), .optional(nil as Int?), .optional(nil as String?),
      .optional(nil as Bool?),
    ]
    #expect(none == Array(repeating: .absent, count: 4))
    #expect(DelimitedField.optional(0) == .whole(0))
    #expect(DelimitedField.optional(0.0) == .number(0))
  }

  @Test func aRowOfAnotherLengthTraps() async {
    await #expect(processExitsWith: .failure) {
      var text = ""
      DelimitedWriter(.commaSeparated, columns: ["a", "b"]).writeRow([.absent], to: &text)
    }
  }

  @Test func anUndefinedNumberTraps() async {
    await #expect(processExitsWith: .failure) {
      var text = ""
      DelimitedWriter(.tabSeparated, columns: ["a"]).writeRow([.number(.nan)], to: &text)
    }
  }
}
