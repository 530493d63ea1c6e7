import Foundation
import Testing

/// `volumetry conformance`, the binary itself.
@Suite struct ConformanceCommandTests {
  static let sets = Command.root.appending(path: "phantoms/conformance").path
  static let baseline = URL(filePath: sets + "/quirks/files/baseline.nii.gz")

  /// A folder with a copy of one good file and this truth.json.
  private func folder(_ truth: String?) throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    try FileManager.default.copyItem(
      at: Self.baseline, to: folder.url.appending(path: "good.nii.gz"))
    if let truth { _ = try folder.write(truth, to: "truth.json") }
    return folder
  }

  private func run(_ folder: TemporaryDirectory, _ more: [String] = []) throws -> Command.Outcome {
    try Command.run(["conformance", folder.url.path] + more)
  }

  private static let good = "{\"path\": \"good.nii.gz\", \"truth\": {\"1\": 900, \"2\": 288}}"

  @Test func theProjectsSetsHaveNothingWrong() throws {
    let outcome = try Command.run(["conformance", "--format", "json", Self.sets])
    #expect(outcome.status == 0)
    #expect(outcome.stderr.isEmpty)
    let document = try outcome.jsonObject()
    #expect(document["schema"] as? String == "volumetry.conformance.v1")
    #expect(Set(document.keys) == ["schema", "software", "files", "summary", "failures"])
    let files = try #require(document["files"] as? [[String: Any]])
    let summary = try #require(document["summary"] as? [String: Int])
    #expect(summary["wrong"] == 0)
    #expect(try #require(summary["right"]) + (try #require(summary["refused"])) == files.count)
    #expect((document["failures"] as? [Any])?.isEmpty == true)
    let quirks = files.filter { ($0["path"] as? String)?.contains("/quirks/") == true }
    #expect(quirks.count == 102)
    #expect(quirks.count { $0["verdict"] as? String == "right" } == 66)
    #expect(quirks.count { $0["verdict"] as? String == "refused" } == 36)
  }

  @Test func thePageOfTheDocsShowsEveryFileAndTheseCounts() throws {
    let page = try String(
      contentsOf: Command.root.appending(path: "docs/CONFORMANCE.md"), encoding: .utf8)
    for set in ["quirks", "own"] {
      let document = try Command.run(
        ["conformance", "--format", "json", "\(Self.sets)/\(set)"]
      ).jsonObject()
      let files = try #require(document["files"] as? [[String: Any]])
      let summary = try #require(document["summary"] as? [String: Int])
      for name in files.compactMap({ $0["name"] as? String }) {
        #expect(page.contains("\n| \(name) | "), "run Scripts/conformance.sh: \(name)")
      }
      let right = try #require(summary["right"])
      let refused = try #require(summary["refused"])
      let row = "| volumetry | \(files.count) | \(right) | \(refused) | 0 | 0 | 0 | 0 | 0 |"
      #expect(page.contains(row), "run Scripts/conformance.sh: \(set)")
    }
  }

  @Test func oneFolderIsASetAndTheTableEndsInItsCounts() throws {
    let outcome = try Command.run(["conformance", Self.sets + "/quirks/"])
    #expect(outcome.status == 0)
    #expect(
      outcome.lines.last == "102 files: 66 right, 36 refused as they must be, 0 wrong")
    #expect(outcome.lines.count == 102 + 3)
    #expect(outcome.lines.contains { $0.contains("slope2.nii.gz") && $0.contains("4: 288") })
    #expect(outcome.lines.contains { $0.contains("gz_crc.nii.gz") && $0.contains("E-CRC") })
  }

  @Test func jsonHoldsWhatWasExpectedAndFound() throws {
    let folder = try folder(
      "{\"a\": \(Self.good), \"b\": {\"path\": \"good.nii.gz\", \"truth\": null, \"note\": \"x\"}}")
    let outcome = try run(folder, ["--format", "json"])
    #expect(outcome.status == 65)
    let files = try #require(try outcome.jsonObject()["files"] as? [[String: Any]])
    #expect(
      Set(files[0].keys) == [
        "name", "path", "verdict", "expected_mm3", "found_mm3", "code", "message", "note",
      ])
    #expect(files.map { $0["name"] as? String } == ["a", "b"])
    #expect(files.map { $0["verdict"] as? String } == ["right", "wrong"])
    #expect(files[0]["expected_mm3"] as? [String: Double] == ["1": 900, "2": 288])
    let found = try #require(files[1]["found_mm3"] as? [String: Double])
    #expect(Set(found.keys) == ["1", "2"])
    #expect(files[1]["expected_mm3"] is NSNull)
    #expect(files[1]["code"] is NSNull)
    #expect(files[1]["message"] as? String == "measured, though it must be refused")
    #expect(files[1]["note"] as? String == "x")
  }

  @Test(arguments: [
    ("{\"1\": 900.1, \"2\": 288}", "label 1 is 899.99998"),
    ("{\"1\": 900}", "label 2 is not in the file, found 287.99999"),
    ("{\"1\": 900, \"2\": 288, \"5\": 3}", "label 5 is missing, expected 3.0 mm³"),
    ("{}", "label 1 is not in the file"), ("null", "measured, though it must be refused"),
  ])
  func aWrongTruthIsSaidInTheTableAndTheExitCode(_ truth: String, _ reason: String) throws {
    let folder = try folder(
      "{\"right\": \(Self.good), \"off\": {\"path\": \"good.nii.gz\", \"truth\": \(truth)}}")
    let outcome = try run(folder)
    #expect(outcome.status == 65)
    #expect(outcome.stdout.contains("good.nii.gz: wrong: \(reason)"))
    #expect(outcome.stderr.contains(reason))
    #expect(outcome.lines.last == "2 files: 1 right, 0 refused as they must be, 1 wrong")
  }

  @Test func aRefusedFileThatHasATruthIsWrong() throws {
    let folder = try folder("{\"cut\": {\"path\": \"cut.nii\", \"truth\": {\"1\": 5}}}")
    _ = try folder.write("not a scan", to: "cut.nii")
    let outcome = try run(folder, ["--format", "csv"])
    #expect(outcome.status == 65)
    #expect(
      outcome.lines.first == "path,name,verdict,expected_mm3,found_mm3,code,message,note")
    #expect(outcome.lines[1].contains(",cut,wrong,1: 5.0,,E-TRUNCATED,"))
    let tsv = try run(folder, ["--format", "tsv"])
    #expect(tsv.lines[1].contains("\tcut\twrong\t1: 5.0\t\tE-TRUNCATED\t"))
  }

  @Test(arguments: [
    ("{\"a\":\n{\"path\": \"good.nii.gz\"}}", "line 1: a:", "E-TRUTH-MISSING"),
    (
      "{\"a\":\n{\"path\": \"../good.nii.gz\", \"truth\": null}}", "line 2: a.path:", "E-TRUTH-PATH"
    ),
    ("{\"a\": {\"path\": \"/etc/hosts\", \"truth\": null}}", "line 1: a.path:", "E-TRUTH-PATH"),
    ("{\"a\": {\"path\": \"good.nii.gz\", \"truth\": {\"1\": -1}}}", "a.truth.1", "E-TRUTH-VALUE"),
    ("{\"a\": {\"path\"", "line 1:", "E-YAML"), ("", "line 1", "E-YAML"),
  ])
  func aMalformedTruthIsRefusedWithItsPlace(
    _ truth: String, _ place: String, _ code: String
  ) throws {
    let outcome = try run(try folder(truth))
    #expect(outcome.status == 65)
    #expect(outcome.stdout.isEmpty)
    #expect(outcome.stderr.contains("truth.json: \(place)") || outcome.stderr.contains(place))
    #expect(outcome.stderr.contains(code))
  }

  @Test func whatIsAbsentIsNoInput() throws {
    let nowhere = try TemporaryDirectory().path("nowhere")
    #expect(try Command.run(["conformance", nowhere]).status == 66)
    let without = try run(try folder(nil))
    #expect(without.status == 66)
    #expect(without.stderr.contains("truth.json"))
    let folder = try folder(
      "{\"a\": \(Self.good), \"gone\": {\"path\": \"gone.nii\", \"truth\": null}}")
    let outcome = try run(folder)
    #expect(outcome.status == 66)
    #expect(outcome.stderr.contains("gone.nii: no such file [E-NOT-FOUND]"))
    #expect(
      outcome.lines.last == "1 file: 1 right, 0 refused as they must be, 0 wrong, 1 absent")
  }

  @Test func setsOfFoldersInTheFolderAreTaken() throws {
    let folder = try folder("{\"a\": \(Self.good)}")
    for name in ["inner", "empty"] {
      try FileManager.default.createDirectory(
        at: folder.url.appending(path: name), withIntermediateDirectories: true)
    }
    try FileManager.default.copyItem(
      at: Self.baseline, to: folder.url.appending(path: "inner/good.nii.gz"))
    _ = try folder.write("{\"b\": \(Self.good), \"c\": \(Self.good)}", to: "inner/truth.json")
    let outcome = try run(folder)
    #expect(outcome.status == 0)
    #expect(outcome.lines.last == "3 files: 3 right, 0 refused as they must be, 0 wrong")
  }

  @Test func anInputIsNotOverwritten() throws {
    let folder = try folder("{\"a\": \(Self.good)}")
    for name in ["good.nii.gz", "truth.json"] {
      let before = try Data(contentsOf: folder.url.appending(path: name))
      let outcome = try run(folder, ["--output", folder.path(name)])
      #expect(outcome.status == 64)
      #expect(try Data(contentsOf: folder.url.appending(path: name)) == before)
    }
  }
}
