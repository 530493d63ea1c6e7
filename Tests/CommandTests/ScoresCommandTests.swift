import Foundation
import Testing

/// `volumetry scores`, the binary itself, on the bundled two-stage case.
@Suite struct ScoresCommandTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    let made = try Command.run(["phantom", "two-stage", "--output-dir", folder.path("demo")])
    #expect(made.status == 0, "\(made.stderr)")
  }

  private var caseFile: String { folder.path("demo/case.yaml") }

  private func scores(_ arguments: [String]) throws -> [[String: Any]] {
    let outcome = try Command.run(["scores", "--format", "json"] + arguments)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try #require(try outcome.jsonObject()["scores"] as? [[String: Any]])
  }

  private func entry(
    _ scores: [[String: Any]], _ id: String, _ window: String
  ) throws -> [String: Any] {
    try #require(
      scores.first { $0["id"] as? String == id && $0["window"] as? String == window }, "\(id)")
  }

  @Test func aScoreCarriesEverythingItWasComputedFrom() throws {
    let outcome = try Command.run(["scores", "-f", "json", caseFile])
    let document = try outcome.jsonObject()
    #expect(document["schema"] as? String == "volumetry.scores.v1")
    #expect(document["case"] as? String == "synthetic-two-stage")
    let scores = try #require(document["scores"] as? [[String: Any]])
    let meld = try entry(scores, "meld", "before-decision")
    #expect(meld["value"] as? Int == 7)
    #expect(meld["unit"] is NSNull && meld["band"] is NSNull)
    let inputs = try #require(meld["inputs"] as? [String: Any])
    #expect(
      Set(inputs.keys) == ["bilirubin_mg_per_dl", "inr", "creatinine_mg_per_dl", "dialysis"])
    let (bilirubin, inr, creatinine) = (
      try #require(inputs["bilirubin_mg_per_dl"] as? Double),
      try #require(inputs["inr"] as? Double),
      try #require(inputs["creatinine_mg_per_dl"] as? Double)
    )
    #expect(abs(bilirubin - 16 / 17.1) < 1e-12 && abs(creatinine - 72 / 88.4) < 1e-12)
    // By hand, from what is printed alone.
    let hand: Double =
      10
      * (0.957 * log(max(creatinine, 1)) + 0.378 * log(max(bilirubin, 1))
        + 1.120 * log(inr) + 0.643)
    #expect(abs(try #require(meld["raw"] as? Double) - hand) < 1e-9)
    #expect(meld["observed_on"] as? String == "2026-03-09")
    let days = try #require(meld["inputs_observed_on"] as? [String: String])
    #expect(days["inr"] == "2026-03-09")
    #expect(meld["evidence"] as? String == "verified")
    #expect((meld["source"] as? [String: Any])?["citation"] as? String == "Kamath 2001, UNOS 2002")
    #expect((meld["missing"] as? [Any])?.isEmpty == true)
    let albi = try entry(scores, "albi", "before-stage-1")
    #expect(albi["band"] as? String == "grade 1")
    #expect((albi["inputs"] as? [String: Any])?["bilirubin_umol_per_l"] as? Double == 12)
  }

  @Test func whatCannotBeComputedIsNullAndSaysWhy() throws {
    let text = try String(contentsOfFile: caseFile, encoding: .utf8)
    let silent = text.split(separator: "\n").filter { !$0.hasPrefix("comorbidities:") }
    let path = try folder.write(silent.joined(separator: "\n"), to: "demo/silent.yaml")
    let scores = try scores([path])
    let fifty = try entry(scores, "fifty-fifty", "day-5")
    #expect(fifty["value"] is NSNull)
    #expect(
      fifty["missing"] as? [String]
        == ["laboratory[day-5].pt_index", "laboratory[day-5].bilirubin"])
    let capra = try entry(scores, "capra-2022", "before-stage-1")
    #expect(capra["value"] is NSNull)
    #expect((capra["derived"] as? [String: Any])?["capra_at_least"] is Double)
    for score in scores where score["value"] is NSNull {
      let gaps = (score["missing"] as? [Any] ?? []) + (score["reasons"] as? [Any] ?? [])
      #expect(!gaps.isEmpty, "\(score["id"] ?? "")")
    }
  }

  @Test func oneScoreCanBeAskedFor() throws {
    let scores = try scores([caseFile, "--score", "meld"])
    #expect(scores.map { $0["window"] as? String } == ["before-stage-1", "before-decision"])
    #expect(scores.allSatisfy { $0["id"] as? String == "meld" })
    let wrong = try Command.run(["scores", caseFile, "--score", "mled"])
    #expect(wrong.status == 64)
    #expect(wrong.stderr.contains("nearest is meld"))
  }

  @Test func absentScansTakeOnlyTheScoresOfVolumes() throws {
    let whole = try scores([caseFile])
    for name in ["before.nii.gz", "after.nii.gz"] {
      try FileManager.default.removeItem(atPath: folder.path("demo/\(name)"))
    }
    let outcome = try Command.run(["scores", "--format", "json", caseFile])
    #expect(outcome.status == 0)
    #expect(outcome.stderr.contains("W-SCORES-WITHOUT-SCANS"))
    let scores = try #require(try outcome.jsonObject()["scores"] as? [[String: Any]])
    #expect(scores.count == whole.count)
    let limax = try entry(scores, "flr-limax", "before-stage-1")
    #expect(limax["reasons"] as? [String] == ["scans-not-read"])
    #expect(try entry(scores, "meld", "before-stage-1")["value"] as? Int == 6)
  }

  @Test func aRecordIsRefusedAsEverywhere() throws {
    #expect(try Command.run(["scores", folder.path("none.yaml")]).status == 66)
    _ = try folder.write("laboratory: [{ast: 45}]", to: "bare.yaml")
    let bare = try Command.run(["scores", folder.path("bare.yaml")])
    #expect(bare.status == 65 && bare.stderr.contains("E-CASE-UNIT"))
    _ = try folder.write("options: {bsa_formula: none-such}", to: "formula.yaml")
    #expect(try Command.run(["scores", folder.path("formula.yaml")]).status == 65)
  }

  @Test(arguments: ["table", "json", "csv", "tsv"])
  func everyLayoutHoldsTheScores(_ format: String) throws {
    let outcome = try Command.run(["scores", "--format", format, caseFile])
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("linecker-2016-stage-1"))
    #expect(outcome.stdout.contains("4.9"))
    if format == "csv" {
      #expect(outcome.lines.count == (try scores([caseFile])).count + 1)
      #expect(outcome.stdout.contains("bilirubin_umol_per_l=12;albumin_g_per_l=42"))
    }
    if format == "table" {
      #expect(outcome.lines.allSatisfy { $0.count <= 100 })
      #expect(outcome.stdout.contains("LIVER RESERVE") && outcome.stdout.contains("NOT COMPUTED"))
      #expect(outcome.stdout.contains("day -6: bilirubin 12 umol/L, albumin 42 g/L"))
    }
  }

  @Test func theCaseMayComeThroughAPipe() throws {
    let text = try String(contentsOfFile: caseFile, encoding: .utf8)
    let outcome = try Command.run(
      ["scores", "--format", "json", "--score", "meld", "/dev/stdin"], stdin: text)
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("\"value\": 6"))
  }
}
