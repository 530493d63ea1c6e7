import Foundation
import Testing

/// `volumetry compare`, the binary itself: pairs, contract, refusals, cohorts, pictures, cases.
@Suite struct CompareCommandTests {
  static let cases = Command.root.appending(path: "Tests/Data/metric_cases").path

  static func reference(_ name: String) -> String { "\(cases)/\(name)/ref.nii.gz" }
  static func prediction(_ name: String) -> String { "\(cases)/\(name)/pred.nii.gz" }

  /// The one pair of a document.
  private func pair(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Command.run(["compare", "-f", "json"] + arguments)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try #require((outcome.jsonObject()["pairs"] as? [[String: Any]])?.first)
  }

  private func label(_ arguments: [String]) throws -> [String: Any] {
    try #require((pair(arguments)["labels"] as? [[String: Any]])?.first)
  }

  @Test func jsonHoldsTheContractsKeys() throws {
    let arguments = [
      Self.reference("c02_spheres_iso"), Self.prediction("c02_spheres_iso"), "--tolerance-mm",
      "2", "--tolerance-mm", "1",
    ]
    let found = try pair(arguments)
    #expect(found["case"] as? String == "ref")
    let label = try #require((found["labels"] as? [[String: Any]])?.first)
    #expect(label["label"] as? Int == 1)
    #expect(label["state"] as? String == "ok")
    // surface-distance and integers; see peers.json of the case.
    #expect(abs(try #require(label["dice"] as? Double) - 8424.0 / 11450) < 1e-15)
    #expect(label["volume_reference_ml"] as? Double == 7.238)
    #expect(label["volume_prediction_ml"] as? Double == 4.212)
    let distances = [
      "hd_mm": 2.449489742783178, "hd95_mm": 2.23606797749979, "hd95_pooled_mm": 2.23606797749979,
      "assd_mm": 1.5931884709572262, "masd_mm": 1.5873488248164536, "rmsd_mm": 1.6350221749225458,
    ]
    for (key, expected) in distances {
      let value = try #require(label[key] as? Double, "\(key)")
      #expect(abs(value - expected) < 1e-9, "\(key)")
    }
    let shares = try #require(label["nsd"] as? [[String: Double]])
    #expect(shares.compactMap { $0["tolerance_mm"] } == [1, 2])
    #expect(abs(try #require(shares[1]["value"]) - 0.907054632686733) < 1e-9)
    for key in [
      "jaccard", "sensitivity", "precision", "volumetric_similarity", "volume_difference_pct",
    ] {
      #expect(label[key] is Double, "\(key)")
    }
    let confusion = try #require(found["confusion"] as? [String: Any])
    #expect(confusion["labels"] as? [Int] == [0, 1])
    #expect(confusion["counts"] as? [[Int]] == [[103354, 0], [3026, 4212]])
  }

  @Test func everyColumnHasItsDefinition() throws {
    let outcome = try Command.run([
      "compare", "--metrics", "all", "-f", "json", Self.reference("c13_multi_lesion"),
      Self.prediction("c13_multi_lesion"),
    ])
    let document = try outcome.jsonObject()
    let definitions = try #require(document["definitions"] as? [[String: Any]])
    let ids = definitions.compactMap { $0["id"] as? String }
    let rows = try Command.run([
      "compare", "--metrics", "all", "-f", "csv", Self.reference("c13_multi_lesion"),
      Self.prediction("c13_multi_lesion"),
    ]).stdout.split(separator: "\n")
    let columns = rows[0].split(separator: ",").map(String.init)
    let others = [
      "case", "method", "reference", "prediction", "label", "name", "state",
      "reference_touches_edge", "prediction_touches_edge", "warnings", "error",
    ]
    #expect(Set(columns).subtracting(others) == Set(ids))
    for definition in definitions {
      #expect((definition["definition"] as? String)?.isEmpty == false)
    }
    let defined = try Command.run(["compare", "--define", "--metrics", "all", "-f", "json"])
    #expect(defined.status == 0)
    let listed = try #require(defined.jsonObject()["definitions"] as? [[String: Any]])
    #expect(listed.compactMap { $0["id"] as? String } == ids)
  }

  @Test(arguments: [
    ("c07_both_empty", "both_empty"), ("c08_ref_empty", "reference_empty"),
    ("c09_pred_empty", "prediction_empty"),
  ])
  func emptyMasksHaveAState(_ known: (name: String, state: String)) throws {
    let label = try label([
      "--label-set", "thing=1", Self.reference(known.name), Self.prediction(known.name),
    ])
    #expect(label["state"] as? String == known.state)
    #expect(label["label"] as? String == "thing")
    #expect(label["members"] as? String == "1")
    for key in ["hd_mm", "hd95_mm", "assd_mm", "masd_mm", "rmsd_mm"] {
      #expect(label[key] is NSNull, "\(key)")
    }
    #expect(known.state == "both_empty" ? label["dice"] is NSNull : label["dice"] as? Double == 0)
  }

  @Test func exactDistancesAreThoseOfTheClosedForms() throws {
    let label = try label([
      "--exact", Self.reference("c10_edge_slab"), Self.prediction("c10_edge_slab"),
    ])
    for (key, expected) in [
      ("hd_mm", 3.0), ("hd95_mm", 3), ("assd_mm", 0.708139534883721),
      ("masd_mm", 0.6976630434782609), ("rmsd_mm", 1.3895373163353233),
    ] {
      let value = try #require(label[key] as? Double, "\(key)")
      let margin = try #require(label["\(key)_margin"] as? Double, "\(key)")
      #expect(abs(value - expected) < 1e-6 && margin < 1e-6, "\(key)")
    }
    let share = try #require((label["nsd"] as? [[String: Double]])?.first)
    #expect(abs(try #require(share["value"]) - 0.7430232558139535) < 1e-6)
  }

  @Test func lesionsAndCentrelinesHaveKeysOfTheirOwn() throws {
    let lesions = try label([
      "--metrics", "lesions", Self.reference("c13_multi_lesion"),
      Self.prediction("c13_multi_lesion"),
    ])
    // MONAI and panoptica: 2 found, 5 false, 4 missed, PQ 0.2747.
    #expect(lesions["lesions_found"] as? Int == 2)
    #expect(lesions["lesions_false"] as? Int == 5)
    #expect(lesions["lesions_missed"] as? Int == 4)
    #expect(abs(try #require(lesions["lesion_pq"] as? Double) - 0.2747) < 5e-5)
    #expect(lesions["hd_mm"] == nil)
    #expect((lesions["lesions"] as? [String: Any])?["connectivity"] as? Int == 26)
    let touching = try label([
      "--metrics", "lesions", "--connectivity", "6", Self.reference("c13_multi_lesion"),
      Self.prediction("c13_multi_lesion"),
    ])
    #expect(touching["lesions_found"] as? Int == 3)
    let vessel = try label([
      "--metrics", "centreline", Self.reference("c15_vessel_gap"),
      Self.prediction("c15_vessel_gap"),
    ])
    #expect(vessel["cldice"] is Double)
  }

  @Test func flippedStorageIsLaidOnTheReferenceExactly() throws {
    let outcome = try Command.run([
      "compare", "-f", "json", Self.reference("c17_flipped_storage"),
      Self.prediction("c17_flipped_storage"),
    ])
    let pair = try #require((outcome.jsonObject()["pairs"] as? [[String: Any]])?.first)
    let labels = try #require(pair["labels"] as? [[String: Any]])
    #expect(labels.allSatisfy { $0["dice"] as? Double == 1 && $0["hd_mm"] as? Double == 0 })
    #expect(outcome.stderr.contains("[W-GRID-TURNED]"))
  }

  @Test func gridsThatDoNotFitAreRefusedWithTheDifference() throws {
    let outcome = try Command.run([
      "compare", Self.reference("c01_cube_shift3"), MeasureCommandTests.liver,
    ])
    #expect(outcome.status == 65)
    #expect(outcome.stderr.contains("[E-GRID]") && outcome.stderr.contains("mm"))
    let absent = try Command.run(["compare", Self.reference("c01_cube_shift3"), "/no/such.nii"])
    #expect(absent.status == 66)
    for wrong in [
      ["compare"], ["compare", "a.nii"], ["compare", "--label-set", "x=0", "a.nii", "b.nii"],
      ["compare", "--tolerance-mm", "-1", "a.nii", "b.nii"],
      ["compare", "--rank", "nonsense", "a.nii", "b.nii"],
      ["compare", "--method", "x", "a.nii", "b.nii", "c.nii"], ["readers", "a.nii"],
    ] {
      #expect(try Command.run(wrong).status == 64, "\(wrong)")
    }
  }

  /// Folders `ref`, `good` and `poor` of four cases; `poor` lacks one and has one too many.
  private func folders() throws -> TemporaryDirectory {
    let folder = try TemporaryDirectory()
    let manager = FileManager.default
    for name in ["ref", "good", "poor"] {
      try manager.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
    }
    for name in ["c01_cube_shift3", "c02_spheres_iso", "c09_pred_empty", "c10_edge_slab"] {
      try manager.copyItem(
        atPath: Self.reference(name), toPath: folder.path("ref/\(name).nii.gz"))
      try manager.copyItem(
        atPath: Self.reference(name), toPath: folder.path("good/\(name).nii.gz"))
      let odd = name == "c10_edge_slab" ? "extra" : name
      try manager.copyItem(
        atPath: Self.prediction(name), toPath: folder.path("poor/\(odd).nii.gz"))
    }
    return folder
  }

  @Test func aCohortLosesNoCaseInSilence() throws {
    let folder = try folders()
    let outcome = try Command.run([
      "compare", "-f", "json", "--resamples", "500", folder.path("ref"), folder.path("good"),
      folder.path("poor"),
    ])
    #expect(outcome.status == 65, "files without a partner")
    let document = try outcome.jsonObject()
    #expect((document["pairs"] as? [Any])?.count == 7)
    let failures = try #require(document["failures"] as? [[String: Any]])
    #expect(failures.compactMap { $0["code"] as? String } == ["E-UNPAIRED", "E-UNPAIRED"])
    let summary = try #require(document["summary"] as? [String: Any])
    let rows = try #require(summary["metrics"] as? [[String: Any]])
    func row(_ method: String, _ metric: String) throws -> [String: Any] {
      try #require(
        rows.first { $0["method"] as? String == method && $0["metric"] as? String == metric })
    }
    let good = try row("good", "dice")
    #expect(good["n"] as? Int == 4 && good["mean"] as? Double == 1)
    let poor = try row("poor", "hd95_mm")
    #expect(poor["n"] as? Int == 2 && poor["undefined"] as? Int == 1)
    let contests = try #require(summary["contests"] as? [[String: Any]])
    let dice = try #require(contests.first { $0["metric"] as? String == "dice" })
    let ranking = try #require((dice["rankings"] as? [[String: Any]])?.first)
    #expect(ranking["ranks"] as? [Int] == [1, 2])
    let agreement = try #require(
      (summary["volume_agreement"] as? [[String: Any]])?
        .first { $0["method"] as? String == "poor" })
    #expect(agreement["n"] as? Int == 2 && agreement["missed"] as? Int == 1)
    let altman = try #require(agreement["bland_altman_ml"] as? [String: Any])
    // (0 + (4.212 - 7.238)) / 2: prediction - reference.
    #expect(abs(try #require(altman["bias"] as? Double) + 1.513) < 1e-12)
  }

  @Test func theWorstValueStandsInOnlyWhereItIsAskedFor() throws {
    let folder = try folders()
    let arguments = [
      "compare", "--summary", "-f", "csv", "--resamples", "100", "--empty", "worst",
      folder.path("ref"), folder.path("poor"),
    ]
    let rows = try Command.run(arguments).stdout.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let distance = try #require(rows.first { $0[3] == "hd95_mm" })
    // n, undefined, counted as worst; 16³ voxels of 1 mm: 15 √3.
    #expect(distance[5...7] == ["3", "0", "1"])
    #expect(abs(try #require(Double(distance[14])) - 15 * 3.0.squareRoot()) < 1e-9)
  }

  @Test func namesArePairedByPatternAndByTable() throws {
    let folder = try TemporaryDirectory()
    let manager = FileManager.default
    for path in ["gt", "out/17"] {
      try manager.createDirectory(atPath: folder.path(path), withIntermediateDirectories: true)
    }
    try manager.copyItem(
      atPath: Self.reference("c01_cube_shift3"), toPath: folder.path("gt/17_gt.nii.gz"))
    try manager.copyItem(
      atPath: Self.prediction("c01_cube_shift3"), toPath: folder.path("out/17/mask.nii.gz"))
    let patterns = try pair([
      "--reference-pattern", "{case}_gt.nii.gz", "--prediction-pattern", "{case}/mask.nii.gz",
      folder.path("gt"), folder.path("out"),
    ])
    #expect(patterns["case"] as? String == "17")
    let table =
      "reference\tprediction\tcase\tmethod\n" + "gt/17_gt.nii.gz\tout/17/mask.nii.gz\tP17\tnet\n"
    try Data(table.utf8).write(to: URL(filePath: folder.path("pairs.tsv")))
    let listed = try pair(["--pairs", folder.path("pairs.tsv")])
    #expect(listed["case"] as? String == "P17" && listed["method"] as? String == "net")
    try Data("reference\tprediction\na\n".utf8).write(to: URL(filePath: folder.path("bad.tsv")))
    let bad = try Command.run(["compare", "--pairs", folder.path("bad.tsv")])
    #expect(bad.status == 65 && bad.stderr.contains("line 2") && bad.stderr.contains("[E-PAIRS]"))
  }

  @Test func rowsThatCannotBeToldApartAreRefused() throws {
    let folder = try TemporaryDirectory()
    for name in ["gt/1", "gt/2", "pr/1", "pr/2"] {
      try FileManager.default.createDirectory(
        atPath: folder.path(name), withIntermediateDirectories: true)
      try FileManager.default.copyItem(
        atPath: Self.reference("c05_single_voxel_345"), toPath: folder.path("\(name)/m.nii.gz"))
    }
    func run(_ rows: [String]) throws -> Command.Outcome {
      let table = (["reference\tprediction\tcase"] + rows).joined(separator: "\n")
      try Data(table.utf8).write(to: URL(filePath: folder.path("p.tsv")))
      return try Command.run(["compare", "--pairs", folder.path("p.tsv"), "-f", "json"])
    }
    let apart = try run(["gt/1/m.nii.gz\tpr/1/m.nii.gz\t", "gt/2/m.nii.gz\tpr/2/m.nii.gz\t"])
    let pairs = try #require(apart.jsonObject()["pairs"] as? [[String: Any]])
    #expect(pairs.map { $0["case"] as? String } == ["gt/1/m.nii.gz", "gt/2/m.nii.gz"])
    let table = folder.path("p.tsv")
    #expect(try Command.run(["compare", "--pairs", table, "-o", table]).status == 64)
    let merged = try run(["gt/1/m.nii.gz\tpr/1/m.nii.gz\tx", "gt/2/m.nii.gz\tpr/2/m.nii.gz\tx"])
    #expect(merged.status == 65 && merged.stderr.contains("line 3"))
    let doubled = try run(["gt/1/m.nii.gz\tpr/1/m.nii.gz\tx", "gt/1/m.nii.gz\tpr/2/m.nii.gz\tx"])
    #expect(doubled.status == 65 && doubled.stderr.contains("two predictions"))
  }

  @Test func aCaseTakesNoFileTwiceAndNoneOfItsOwn() throws {
    let folder = try TemporaryDirectory()
    let demo = folder.path("demo")
    #expect(try Command.run(["phantom", "two-stage", "-o", demo]).status == 0)
    let own = try Command.run(["compare", "--case", "\(demo)/case.yaml", demo])
    #expect(own.status == 65 && own.stderr.contains("own file"))
    let manager = FileManager.default
    try manager.createDirectory(
      atPath: folder.path("flat"), withIntermediateDirectories: true)
    try manager.copyItem(
      atPath: "\(demo)/after.nii.gz", toPath: folder.path("flat/liver.nii.gz"))
    var text = try String(contentsOfFile: "\(demo)/case.yaml", encoding: .utf8)
    for name in ["before", "after"] {
      try manager.createDirectory(atPath: "\(demo)/\(name)", withIntermediateDirectories: true)
      try manager.copyItem(
        atPath: "\(demo)/\(name).nii.gz", toPath: "\(demo)/\(name)/liver.nii.gz")
      text = text.replacingOccurrences(of: "\(name).nii.gz", with: "\(name)/liver.nii.gz")
    }
    try Data(text.utf8).write(to: URL(filePath: "\(demo)/nested.yaml"))
    let shared = try Command.run(
      ["compare", "--case", "\(demo)/nested.yaml", folder.path("flat")])
    #expect(shared.status == 65 && shared.stderr.contains("would be the labels of"))
    let prediction = folder.path("flat/after.nii.gz")
    try manager.copyItem(atPath: "\(demo)/after.nii.gz", toPath: prediction)
    try manager.copyItem(
      atPath: "\(demo)/before.nii.gz", toPath: folder.path("flat/before.nii.gz"))
    let destroying = try Command.run([
      "compare", "--case", "\(demo)/case.yaml", folder.path("flat"), "-o", prediction,
    ])
    #expect(destroying.status == 64)
    for other in [["--html", "x.html"], ["--exact"], ["--case", "\(demo)/case.yaml"]] {
      let ignored = try Command.run(
        ["compare", "--case", "\(demo)/case.yaml", folder.path("flat")] + other)
      #expect(ignored.status == 64, "\(other)")
    }
  }

  @Test func linesStreamAndPicturesAreWhole() throws {
    let folder = try folders()
    let lines = try Command.run([
      "compare", "-f", "jsonl", "--resamples", "100", folder.path("ref"), folder.path("good"),
    ]).stdout.split(separator: "\n")
    #expect(lines.count == 5, "four pairs and their summary")
    let page = folder.path("page.html")
    let drawn = try Command.run([
      "compare", "--resamples", "100", "--html", page, "--pictures", folder.path("svg"),
      folder.path("ref"), folder.path("poor"),
    ])
    #expect(drawn.status == 65)
    let text = try String(contentsOfFile: page, encoding: .utf8)
    #expect(text.hasPrefix("<!DOCTYPE html>") && text.contains("default-src 'none'"))
    #expect(text.contains("c02_spheres_iso") && text.contains("E-UNPAIRED"))
    let pictures = try FileManager.default.contentsOfDirectory(atPath: folder.path("svg"))
    #expect(pictures.contains("volumes-1.svg") && pictures.contains("worst-dice-1.svg"))
  }

  @Test func aCaseIsEvaluatedWithEachSetOfLabels() throws {
    let folder = try TemporaryDirectory()
    #expect(try Command.run(["phantom", "two-stage", "-o", folder.path("demo")]).status == 0)
    let manager = FileManager.default
    for name in ["same", "early"] {
      try manager.createDirectory(atPath: folder.path(name), withIntermediateDirectories: true)
      try manager.copyItem(
        atPath: folder.path("demo/before.nii.gz"), toPath: folder.path("\(name)/before.nii.gz"))
    }
    try manager.copyItem(
      atPath: folder.path("demo/after.nii.gz"), toPath: folder.path("same/after.nii.gz"))
    // A prediction that shows no growth at all.
    try manager.copyItem(
      atPath: folder.path("demo/before.nii.gz"), toPath: folder.path("early/after.nii.gz"))
    let outcome = try Command.run([
      "compare", "--case", folder.path("demo/case.yaml"), folder.path("demo"), folder.path("same"),
      folder.path("early"), "-f", "json",
    ])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let clinical = try #require(outcome.jsonObject()["clinical"] as? [String: Any])
    let cases = try #require(clinical["cases"] as? [[String: Any]])
    #expect(cases.map { $0["flipped"] as? Bool } == [false, true])
    #expect(cases.map { $0["verdict_reference"] as? String } == ["go", "go"])
    let numbers = try #require(cases[1]["numbers"] as? [[String: Any]])
    let growth = try #require(numbers.first { $0["id"] as? String == "relative_pct" })
    #expect(growth["prediction"] as? Double == 0)
    let methods = try #require(clinical["methods"] as? [[String: Any]])
    #expect(methods.map { $0["flipped"] as? Int } == [0, 1])
    #expect(methods.map { $0["wrong_go"] as? Int } == [0, 0])
  }

  @Test func readersOfTheOracleAgreeAsItSays() throws {
    let raters = (1...5).map { "\(Self.cases)/s01_stats/rater\($0).nii.gz" }
    let outcome = try Command.run(["readers", "-f", "json"] + raters)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let label = try #require((outcome.jsonObject()["labels"] as? [[String: Any]])?.first)
    #expect(abs(try #require(label["fleiss_kappa"] as? Double) - 0.8406587359800805) < 1e-12)
    let staple = try #require(label["staple"] as? [String: Any])
    #expect(staple["iterations"] as? Int == 22 && staple["voxels"] as? Int == 8084)
    #expect(label["majority_ml"] is Double)
  }
}
