import Foundation
import Testing

/// What a scan calls its labels is held against the roles that somebody gives them.
@Suite struct RoleNameTests {
  private let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    let made = try Command.run(["phantom", "two-stage", "--output-dir", folder.path("demo")])
    #expect(made.status == 0)
  }

  /// Gives both scans other names for some labels.
  private func rename(_ names: [Int: (name: String, role: String?)]) throws {
    let rows = names.sorted { $0.key < $1.key }.map { label, entry in
      "  - {label: \(label), name: \(entry.name)\(entry.role.map { ", role: \($0)" } ?? "")}\n"
    }
    let text =
      "table: a\ntitle: b\nsource: {citation: c, evidence: verified}\nlabels:\n" + rows.joined()
    for scan in ["before", "after"] { _ = try folder.write(text, to: "demo/\(scan).labels.yaml") }
  }

  private func readiness() throws -> [String: Any] {
    try Command.run(["readiness", "--format", "json", folder.path("demo/case.yaml")]).jsonObject()
  }

  private func codes(_ document: [String: Any]) -> [String] {
    (document["warnings"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
  }

  @Test func theScansOwnNamesLeaveTheAnswer() throws {
    #expect(try readiness()["verdict"] as? String == "go")
  }

  @Test(
    arguments: [
      (2, "kidney_right", nil), (3, "Right Kidney", nil), (2, "anything", "excluded"),
      (3, "anything", "tumour"), (9, "spleen", nil), (9, "lump", "liver"), (5, "stomach", nil),
    ] as [(Int, String, String?)])
  func aRoleWhoseLabelsHaveAnotherNameDecidesNothing(_ label: Int, _ name: String, _ role: String?)
    throws
  {
    try rename([label: (name, role)])
    let document = try readiness()
    #expect(document["verdict"] as? String == "indeterminate")
    #expect((document["reasons"] as? [String])?.contains("implausible") == true)
    #expect(codes(document).contains("W-ROLE-NAMES"))
    let liver = try Command.run([
      "liver", "--liver", "1-8", "--tumour", "9", "--flr", "2,3", "--format", "json",
      folder.path("demo/after.nii.gz"),
    ])
    let scan = try #require((try liver.jsonObject()["scans"] as? [[String: Any]])?.first)
    #expect(codes(scan).contains("W-ROLE-NAMES"))
    #expect(liver.status == 0, "shown, with the doubt")
  }

  @Test func namesThatNoTableKnowsSayNothing() throws {
    try rename([2: ("remnant a", nil), 3: ("liver vessels", nil), 9: ("met 1", nil)])
    #expect(try readiness()["verdict"] as? String == "go")
  }

  @Test func aTableThatLeavesOutLabelsIsSaidByLiverToo() throws {
    let scan = folder.path("demo/before.nii.gz")
    let outcome = try Command.run([
      "liver", "--labels", "couinaud", "--flr", "2,3", "--format", "json", scan,
    ])
    let found = try #require((try outcome.jsonObject()["scans"] as? [[String: Any]])?.first)
    #expect(codes(found).contains("W-UNNAMED-LABELS"))
    let csv = try Command.run(["liver", "--labels", "couinaud", "-f", "csv", scan]).lines
    #expect(csv[0].contains(",labels,label_source,") && csv[1].contains("liver=1-8"))
    #expect(csv[1].contains("couinaud"))
  }

  @Test func everyClashOfTwoTablesIsNamed() throws {
    let segments =
      Command.root.appending(path: "Tests/Data/real/files/totalsegmentator/example_seg.nii.gz").path
    let lines = try Command.run(["measure", "--labels", "amos22", "--format", "jsonl", segments])
      .jsonLines()
    let scan = try #require(lines.first?["scan"] as? [String: Any])
    let warnings = try #require(scan["warnings"] as? [[String: Any]])
    let clash = try #require(warnings.first { $0["code"] as? String == "W-NAMES-CONTRADICT" })
    let labels = (clash["numbers"] as? [String: Any])?["labels"] as? [Int] ?? []
    #expect(labels.contains(5) && labels.contains(6))
    #expect(!labels.contains(2), "right kidney is kidney_right")
    let flare = try Command.run(["liver", "--labels", "flare22", segments])
    #expect(flare.stdout.contains("W-ROLE-NAMES") && flare.stdout.contains("spleen"))
  }

  @Test func anOutputNeverReplacesATableBesideTheScan() throws {
    for command in [["measure"], ["liver", "--liver", "1-8"], ["inspect"]] {
      let outcome = try Command.run(
        command + [
          "-o", folder.path("demo/before.labels.yaml"), folder.path("demo/before.nii.gz"),
        ])
      #expect(outcome.status == 64)
    }
    let sidecar = try folder.write("{\"PatientName\": \"a\"}", to: "demo/before.json")
    let check = ["phi-check", "-f", "json", "-o", sidecar, folder.path("demo/before.nii.gz")]
    #expect(try Command.run(check).status == 64)
    let text = try String(contentsOfFile: folder.path("demo/before.labels.yaml"), encoding: .utf8)
    #expect(text.contains("two-stage"))
  }

  @Test func aDatasetFileSpeaksOnlyWhereItsFolderIsADataset() throws {
    _ = try folder.write("{\"labels\": {\"background\": 0, \"liver\": 1}}", to: "dataset.json")
    let scan = folder.path("mask.nii.gz")
    try FileManager.default.copyItem(atPath: folder.path("demo/before.nii.gz"), toPath: scan)
    #expect(try Command.run(["measure", scan]).stdout.contains("W-NO-NAMES"))
    _ = try folder.write("{}", to: "plans.json")
    #expect(try Command.run(["measure", scan]).stdout.contains("liver"))
  }

  @Test func aNameThatBeginsLikeAFormulaIsShownNotComputed() throws {
    try rename([1: ("\"=1+1\"", nil)])
    let scan = folder.path("demo/before.nii.gz")
    #expect(try Command.run(["measure", "-f", "csv", scan]).lines[1].contains(",1,'=1+1,"))
    #expect(try Command.run(["measure", "-f", "json", scan]).stdout.contains("\"=1+1\""))
  }
}
