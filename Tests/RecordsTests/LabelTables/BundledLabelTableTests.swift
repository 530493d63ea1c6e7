import Foundation
import Readiness
import Records
import Testing
import VolumetryCore

/// The tables that ship: their numbers, and that each file of `labels/` is one of them.
@Suite struct BundledLabelTableTests {
  private func table(_ id: String) throws -> LabelTable {
    try #require(BundledLabelTables.table(id: id)).table
  }

  @Test(
    arguments: [
      ("totalsegmentator-total", 117, "5", nil), ("totalsegmentator-total-mr", 50, "5", nil),
      ("totalsegmentator-liver-segments", 8, "1-8", nil),
      ("totalsegmentator-liver-vessels", 2, nil, "2"), ("msd03", 2, "1", "2"),
      ("lits", 2, "1", "2"), ("amos22", 15, "6", nil), ("btcv", 13, "6", nil),
      ("flare22", 13, "1", nil), ("abdomenatlas", 25, "5", nil), ("ct-org", 6, "1", nil),
      ("couinaud", 8, "1-8", nil),
    ] as [(String, Int, String?, String?)])
  func classesAndRoles(id: String, classes: Int, liver: String?, tumour: String?) throws {
    let table = try table(id)
    #expect(table.entries.count == classes)
    #expect(table.entries.map(\.label) == (1...classes).map { Label($0) }, "1 to n, none twice")
    #expect(Set(table.entries.map(\.name)).count == classes, "no name twice")
    #expect(table.liver?.description == liver)
    #expect(table.tumour?.description == tumour)
    #expect(table.flr == nil, "which side remains is the patient's, not the table's")
  }

  @Test(arguments: [
    ("totalsegmentator-total", 1, "spleen"), ("totalsegmentator-total", 2, "kidney_right"),
    ("totalsegmentator-total", 5, "liver"), ("totalsegmentator-total", 7, "pancreas"),
    ("totalsegmentator-total", 63, "inferior_vena_cava"),
    ("totalsegmentator-total", 64, "portal_vein_and_splenic_vein"),
    ("totalsegmentator-total", 117, "costal_cartilages"),
    ("totalsegmentator-total-mr", 5, "liver"),
    ("totalsegmentator-total-mr", 24, "inferior_vena_cava"),
    ("totalsegmentator-total-mr", 25, "portal_vein_and_splenic_vein"),
    ("totalsegmentator-total-mr", 50, "brain"),
    ("totalsegmentator-liver-segments", 4, "liver_segment_4"),
    ("totalsegmentator-liver-vessels", 1, "liver_vessels"),
    ("totalsegmentator-liver-vessels", 2, "liver_tumor"), ("msd03", 2, "cancer"),
    ("lits", 2, "lesion"), ("amos22", 6, "liver"), ("amos22", 9, "postcava"),
    ("amos22", 15, "prostate/uterus"), ("btcv", 6, "liver"),
    ("btcv", 10, "portal vein and splenic vein"), ("flare22", 1, "liver"),
    ("flare22", 2, "right kidney"), ("flare22", 13, "left kidney"), ("abdomenatlas", 5, "liver"),
    ("abdomenatlas", 9, "stomach"), ("ct-org", 1, "liver"), ("ct-org", 2, "bladder"),
    ("ct-org", 6, "brain"),
  ])
  func exactNumbers(id: String, label: Int, name: String) throws {
    #expect(try table(id)[Label(label)]?.name == name)
  }

  @Test(arguments: ["totalsegmentator-liver-segments", "couinaud"])
  func segmentNCarriesLabelN(id: String) throws {
    #expect(try table(id).entries.map { $0.role?.rawValue } == (1...8).map { "segment-\($0)" })
  }

  @Test func everyTableHasASourceAndEveryFileIsATable() throws {
    var folder = URL(filePath: #filePath)
    for _ in 0..<4 { folder.deleteLastPathComponent() }
    folder.append(path: "labels")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".yaml") }
    #expect(files.sorted() == BundledLabelTables.ids.map { "\($0).yaml" }.sorted())
    for table in BundledLabelTables.all {
      let id = try #require(table.id)
      let source = try #require(table.source)
      #expect(!source.citation.isEmpty && table.title != nil)
      let text = try Data(contentsOf: folder.appending(path: "\(id).yaml"))
      #expect(try LabelTableFile(bytes: Array(text), name: "\(id).yaml") == table)
    }
    #expect(BundledLabelTables.table(id: "total") == nil)
  }

  @Test(
    arguments: [
      ("litz", "lits"), ("LiTS", "lits"), ("lits17", "lits"), ("total", "totalsegmentator-total"),
      ("total-mr", "totalsegmentator-total-mr"),
      ("totalsegmentator-totl", "totalsegmentator-total"),
      ("amos", "amos22"), ("msd3", "msd03"), ("ctorg", "ct-org"), ("flare23", "flare22"),
      ("before", nil), ("liver.nii", nil), ("after", nil), ("x", nil), ("a", nil), ("", nil),
      ("segmentation", nil), (String(repeating: "lits", count: 20), nil),
    ] as [(String, String?)])
  func aSuggestionIsLikeWhatWasWritten(word: String, nearest: String?) {
    #expect(BundledLabelTables.nearest(to: word) == nearest)
  }

  // MARK: A case's preset

  private func roles(_ labels: String) throws -> LabelRoles? {
    try Case(yaml: "labels: \(labels)").labels
  }

  /// Not the one without a liver, nor the one whose numbers nobody has read.
  @Test func aCaseMayNameEveryVerifiedTableThatHasALiver() throws {
    let others: Set = ["totalsegmentator-liver-vessels", "ct-org"]
    for id in BundledLabelTables.ids where !others.contains(id) {
      let roles = try #require(try roles("{preset: \(id)}"))
      let table = try table(id)
      #expect(roles.liver == table.liver)
      #expect(roles.tumour == table.tumour)
      #expect(roles.preset?.id == id)
    }
    #expect(try roles("{preset: couinaud}")?.preset == .couinaud, "Readiness knows it by value")
    #expect(try roles("{preset: lits, tumour: 7}")?.tumour?.description == "7", "stated wins")
  }

  @Test(arguments: ["totalsegmentator-liver-vessels", "litz", "totalsegmentator", "[lits]"])
  func otherWordsAreRefused(preset: String) throws {
    let error = try #require(throws: RecordError.self) { try roles("{preset: \(preset)}") }
    #expect(error.path == "labels.preset")
    #expect(error.first.expected?.contains("couinaud") == true)
    if preset == "litz" { #expect(error.first.message.contains("\"lits\"")) }
  }
}
