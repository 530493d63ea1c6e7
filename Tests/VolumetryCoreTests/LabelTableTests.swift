import Testing
import VolumetryCore

/// Names and roles by label, and two tables that disagree.
@Suite struct LabelTableTests {
  private func table(_ rows: [(Label, String, LabelRole?)]) -> LabelTable {
    LabelTable(rows.map { LabelTable.Entry(label: $0.0, name: $0.1, role: $0.2) })
  }

  @Test func entriesAreAscendingAndFoundByTheirLabel() {
    let last = Label(UInt64.max)
    let table = table([(9, "c", nil), (last, "d", nil), (-3, "a", nil), (1, "b", nil)])
    #expect(table.entries.map(\.name) == ["a", "b", "c", "d"])
    #expect(table[-3]?.name == "a")
    #expect(table[last]?.name == "d")
    for label in [-4, -2, 0, 2, 8, 10] as [Label] { #expect(table[label] == nil) }
    #expect(LabelTable([])[1] == nil)
  }

  @Test func segmentsAreLiverAndTheRestIsNot() {
    let segments = (1...8).compactMap { LabelRole(rawValue: "segment-\($0)") }
    #expect(segments.count == 8)
    #expect(LabelRole.allCases.filter(\.isLiver) == [.liver] + segments)
    let table = table([
      (1, "a", .liver), (4, "b", .segment4), (9, "c", .tumour), (12, "d", .flr),
      (20, "e", .excluded), (21, "f", nil),
    ])
    #expect(table.liver == LabelSet([1, 4]))
    #expect(table.tumour == LabelSet([9]))
    #expect(table.flr == LabelSet([12]))
    #expect(self.table([(1, "liver", nil)]).liver == nil, "a name is no role")
  }

  @Test func tablesContradictEachOtherWhereBothNameALabelThatOccurs() {
    let ours = table([(1, "Liver Segment-1", nil), (2, "tumour", nil), (3, "right kidney", nil)])
    let other = table([(1, "liver_segment_1", nil), (2, "spleen", nil), (3, "kidney_right", nil)])
    #expect(ours.contradictions(with: other, among: [1, 3, 4]).isEmpty, "spelling, order of words")
    let clashes = ours.contradictions(with: other, among: [1, 2])
    #expect(clashes.map(\.label) == [2])
    #expect(clashes.first?.name == "tumour" && clashes.first?.otherName == "spleen")
    #expect(ours.contradictions(with: other, among: []).isEmpty)
    let shifted = table([(1, "spleen", nil), (2, "liver", nil)])
    #expect(ours.contradictions(with: shifted, among: [1, 2]).count == 2, "every one is named")
  }
}
