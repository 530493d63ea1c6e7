import Testing

@testable import Records

/// Tables of pairs: what is read, and what is refused with its line.
@Suite struct PairsTableTests {
  private func faults(_ text: String) -> [RecordFault] {
    do throws(RecordError) {
      _ = try PairsTable(bytes: Array(text.utf8))
      return []
    } catch { return error.faults }
  }

  @Test func columnsMayStandInAnyOrder() throws {
    let text = """
      \u{FEFF}method\tnote\tprediction\treference\tcase\r
      #net\tx\tp/0.nii\t#r/0.nii\tnone\r
      net\tx\tp/1.nii\tr/1.nii\tone\r
      \r
      \t\tp/2.nii\tr/2.nii\t\r
      """
    let rows = try PairsTable(bytes: Array(text.utf8)).rows
    #expect(rows.map(\.reference) == ["#r/0.nii", "r/1.nii", "r/2.nii"])
    #expect(rows.map(\.prediction) == ["p/0.nii", "p/1.nii", "p/2.nii"])
    #expect(rows.map(\.caseName) == ["none", "one", nil])
    #expect(rows.map(\.method) == ["#net", "net", nil])
    #expect(rows.map(\.line) == [2, 3, 5])
  }

  @Test(arguments: [
    ("", 1), ("reference\tcase\n", 1), ("reference\tprediction\treference\na\tb\tc\n", 1),
    ("reference\tprediction\n", 1), ("reference\tprediction\na\n", 2),
    ("reference\tprediction\na\tb\n\na\t\n", 4), ("reference\tprediction\na\tb\na\tb\n", 3),
  ])
  func whatIsNoTableIsRefusedWithItsLine(_ known: (text: String, line: Int)) throws {
    let found = faults(known.text)
    #expect(found.count == 1 && found.first?.code == "E-PAIRS")
    #expect(found.first?.line == known.line, "\(known.text)")
  }

  @Test func everyFaultIsReported() {
    let found = faults("reference\tprediction\na\n\tb\nc\td\nc\td\n")
    #expect(found.map(\.line) == [2, 3, 5])
  }

  @Test func textThatIsNotUTF8IsRefused() {
    let bytes = Array("reference\tprediction\na\t".utf8) + [0xFF, 0x0A]
    #expect(throws: RecordError.self) { _ = try PairsTable(bytes: bytes) }
  }
}
