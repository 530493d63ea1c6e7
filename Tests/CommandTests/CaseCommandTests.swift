import Foundation
import Testing

/// `volumetry phantom`, `liver`, `kinetics` and `readiness`, the binary itself, on the bundled
/// phantom.
@Suite struct CaseCommandTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    let made = try Command.run(["phantom", "two-stage", "--output-dir", folder.path("demo")])
    #expect(made.status == 0, "\(made.stderr)")
  }

  private var caseFile: String { folder.path("demo/case.yaml") }

  private func readiness(_ arguments: [String]) throws -> [String: Any] {
    let outcome = try Command.run(["readiness", "--format", "json"] + arguments)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try outcome.jsonObject()
  }

  // MARK: phantom

  @Test func thePhantomWritesWhatTheRepositoryHolds() throws {
    for (written, kept) in [("truth.json", "truth.json"), ("case.yaml", "case.yaml")] {
      let a = try String(contentsOfFile: folder.path("demo/\(written)"), encoding: .utf8)
      let b = try String(
        contentsOf: Command.root.appending(path: "phantoms/two-stage/\(kept)"), encoding: .utf8)
      #expect(a == b, "regenerate with: volumetry phantom two-stage -o DIR")
    }
    #expect(try Command.run(["phantom", "--list"]).stdout.contains("\ntwo-stage "))
    #expect(try Command.run(["phantom"]).status == 64)
    #expect(try Command.run(["phantom", "two-stage", "-o", "/proc/none"]).status == 73)
  }

  @Test func measuredVolumesAreTheTruth() throws {
    let truth = try #require(
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(filePath: folder.path("demo/truth.json")))) as? [String: Any])
    let scans = try #require(truth["scans"] as? [[String: Any]])
    for scan in scans {
      let file = folder.path("demo/\(try #require(scan["file"] as? String))")
      let measured = try Command.run(["measure", "--format", "json", file]).jsonObject()
      let labels = try #require(
        ((measured["scans"] as? [[String: Any]])?.first?["labels"]) as? [[String: Any]])
      let expected = try #require(scan["labels"] as? [[String: Any]])
      #expect(labels.count == 9 && expected.count == 9)
      for (label, row) in zip(labels, expected) {
        let (found, true_) = (label["volume_ml"] as? Double, row["volume_ml"] as? Double)
        #expect(label["label"] as? Int == row["label"] as? Int)
        #expect(abs(try #require(found) / (try #require(true_)) - 1) < 0.005)
      }
    }
  }

  // MARK: liver

  private var roles: [String] { ["--liver", "1-8", "--tumour", "9", "--flr", "2,3"] }
  private var body: [String] { ["--height-cm", "165", "--weight-kg", "62"] }

  @Test func liverStatesVolumesRatiosAndFormula() throws {
    let file = folder.path("demo/after.nii.gz")
    let outcome = try Command.run(["liver", "--format", "json"] + roles + body + [file])
    #expect(outcome.status == 0)
    let scan = try #require((try outcome.jsonObject()["scans"] as? [[String: Any]])?.first)
    let volumes = try #require(scan["volumes_ml"] as? [String: Any])
    #expect(Set(volumes.keys) == ["tlv", "tumour", "tflv", "flr", "flr_tumour"])
    #expect(volumes["flr_tumour"] is NSNull, "one label map cannot tell")
    #expect(outcome.stdout.contains("W-FLR-TUMOUR-UNKNOWN"))
    let tlv = try #require(volumes["tlv"] as? Double)
    let flr = try #require(volumes["flr"] as? Double)
    let ratios = try #require(scan["ratios"] as? [String: Any])
    #expect(abs(try #require(ratios["flr_tlv_pct"] as? Double) - 100 * (flr / tlv)) < 1e-9)
    #expect(abs(try #require(ratios["flr_bw_pct"] as? Double) - flr / 620) < 1e-12)
    let telv = try #require(scan["telv"] as? [String: Any])
    #expect(telv["formula"] as? String == "vauthey-2002-bsa")
    #expect(telv["bsa_formula"] as? String == "mosteller")
    let expected = -794.41 + 1267.28 * (165.0 * 62 / 3600).squareRoot()
    #expect(abs(try #require(telv["telv_ml"] as? Double) - expected) < 1e-9)
  }

  @Test func oneFileARoleIsExactAboutTumourInTheRemnant() throws {
    let file = folder.path("demo/before.nii.gz")
    let outcome = try Command.run(
      ["liver", "--format", "json", "--liver-file", file, "--tumour-file", file, "--tumour", "9"]
        + ["--flr-file", file, "--flr", "2-3,9"])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let scan = try #require((try outcome.jsonObject()["scans"] as? [[String: Any]])?.first)
    let volumes = try #require(scan["volumes_ml"] as? [String: Any])
    #expect(volumes["flr_tumour"] as? Double == volumes["tumour"] as? Double)
  }

  @Test func labelSetsThatAreNotThereAreRefused() throws {
    let file = folder.path("demo/before.nii.gz")
    let absent = try Command.run(["liver", "--liver", "1-8", "--flr", "77", file])
    #expect(absent.status == 65)
    #expect(absent.stderr.contains("flr") && absent.stderr.contains("77"))
    #expect(try Command.run(["liver", "--liver", "1-8", "--tumour", "8", file]).status == 65)
    #expect(try Command.run(["liver", file]).status == 64, "names are never guessed")
    #expect(try Command.run(["liver", "--liver", "8-1", file]).status == 64)
    #expect(try Command.run(["liver", "--liver", "1-8", "--height-cm", "1.7", file]).status == 64)
    #expect(try Command.run(["liver", "--liver", "1-8", "--telv-formula", "x", file]).status == 64)
  }

  @Test func gridsOfAnotherShapeAreRefused() throws {
    let other = MeasureCommandTests.liver
    let outcome = try Command.run(
      ["liver", "--liver-file", folder.path("demo/before.nii.gz"), "--tumour-file", other])
    #expect(outcome.status == 65)
    #expect(outcome.stderr.contains("E-GRID"))
  }

  @Test(arguments: ["table", "json", "jsonl", "csv", "tsv"])
  func liverHasEveryLayout(_ format: String) throws {
    let files = ["before", "after"].map { folder.path("demo/\($0).nii.gz") }
    let outcome = try Command.run(["liver", "--format", format] + roles + body + files)
    #expect(outcome.status == 0)
    if format == "csv" { #expect(outcome.lines.count == 3) }
    if format == "jsonl" { #expect(try outcome.jsonLines().count == 2) }
    #expect(outcome.stdout.contains("484"))
  }

  @Test func aFirstScanThatFailedDividesNothing() throws {
    let outcome = try Command.run(
      ["liver", "--format", "json", "--denominator-timepoint", "first-scan"] + roles
        + [folder.path("none.nii.gz"), folder.path("demo/after.nii.gz")])
    #expect(outcome.status == 66)
    let scan = try #require((try outcome.jsonObject()["scans"] as? [[String: Any]])?.first)
    let ratios = try #require(scan["ratios"] as? [String: Any])
    #expect(ratios["flr_tlv_pct"] is NSNull && ratios["flr_tflv_pct"] is NSNull)
    #expect(ratios["denominator_timepoint"] as? String == "first-scan")
    #expect(outcome.stderr.contains("tlv of the first scan"))
  }

  @Test func somebodysOwnCaseIsNotReplaced() throws {
    let own = try TemporaryDirectory()
    _ = try own.write("my own", to: "case.yaml")
    let outcome = try Command.run(["phantom", "two-stage", "-o", own.url.path])
    #expect(outcome.status == 73)
    #expect(try own.names() == ["case.yaml"])
    #expect(
      try Command.run(["phantom", "two-stage", "-o", folder.path("demo")]).status == 0,
      "an earlier phantom is")
  }

  /// One file a role: an FLR that is gross of tumour in one scan only has not grown by any number.
  @Test func grossAgainstNetIsNoGrowth() throws {
    let (before, after) = (folder.path("demo/before.nii.gz"), folder.path("demo/after.nii.gz"))
    func growth(_ last: String) throws -> String? {
      let text = """
        decision: {date: 2026-03-10}
        procedures: [{kind: alpps, date: 2026-03-02}]
        patient: {weight_kg: 62}
        plans: [{id: a, flr: "2-3", segment_1: resected}]
        scans:
          - {date: 2026-02-24, files: {liver: \(before)}, labels: {liver: 1-8, tumour: 9}}
          - {date: 2026-03-09, files: {liver: \(after)}, labels: {liver: 1-8\(last)}}
        """
      let document = try readiness([try folder.write(text, to: "roles.yaml")])
      return (document["findings"] as? [[String: Any]])?.first?["result"] as? String
    }
    #expect(try growth(", tumour: 9") == "met")
    #expect(try growth("") == "unknown")
  }

  @Test func aRoleFileOfOtherLabelsThanTheCaseStatesIsRefused() throws {
    let (before, after) = (folder.path("demo/before.nii.gz"), folder.path("demo/after.nii.gz"))
    let text = """
      procedures: [{kind: alpps, date: 2026-03-02}]
      plans: [{id: a, flr: "2-3", segment_1: resected}]
      scans:
        - {date: 2026-02-24, files: {liver: \(before), flr: \(before)}}
        - {date: 2026-03-09, files: {liver: \(after), flr: \(after)}}
      """
    let outcome = try Command.run(["readiness", try folder.write(text, to: "roles.yaml")])
    #expect(outcome.status == 65)
    #expect(outcome.stderr.contains("E-ROLE-LABELS"))
  }

  @Test func aBlankTumourFileSaysThatThereIsNone() throws {
    let before = folder.path("demo/before.nii.gz")
    let blank = try BlankMask.write(like: before, into: folder)
    let document = try Command.run(
      ["liver", "--format", "json", "--liver-file", before, "--tumour-file", blank]
    ).jsonObject()
    let scan = try #require((document["scans"] as? [[String: Any]])?.first)
    #expect((scan["volumes_ml"] as? [String: Any])?["tumour"] as? Double == 0)
    let none = try Command.run(["liver", "--liver-file", blank])
    #expect(none.status == 65, "a liver without a voxel is refused")
  }

  @Test func anOutputNeverDestroysAScanOfTheCase() throws {
    let scan = folder.path("demo/after.nii.gz")
    for command in ["readiness", "kinetics"] {
      #expect(try Command.run([command, caseFile, "-o", scan]).status == 64)
    }
    #expect(try Command.run(["measure", scan]).status == 0)
  }

  /// A 40 mL wedge that went at stage 1 is no longer on the second scan: 330 → 380 mL is +31 %.
  @Test(arguments: [("stage-1", 31.034482758620), ("stage-2", 17.241379310344)])
  func plannedAndPerformedRemovalsAreSubtractedWhereTheyAreSeen(
    _ done: String, _ percent: Double
  ) throws {
    let text = """
      procedures: [{kind: alpps, date: 2026-03-02}]
      plans:
        - {id: a, segment_1: resected, flr_minus: [{kind: wedge, volume_ml: 40, done: \(done)}]}
      scans:
        - {date: 2026-02-24, volumes_ml: {tlv: 1500, tumour: 100, flr: 330}}
        - {date: 2026-03-09, volumes_ml: {flr: 380}}
      """
    let path = try folder.write(text, to: "wedge.yaml")
    let document = try Command.run(["kinetics", "--format", "json", path]).jsonObject()
    let growth = try #require(document["growth"] as? [String: Any])
    #expect(abs(try #require(growth["relative_pct"] as? Double) - percent) < 1e-6)
  }

  // MARK: kinetics

  @Test func kineticsNamesBothClocks() throws {
    let outcome = try Command.run(["kinetics", "--format", "json", caseFile])
    #expect(outcome.status == 0)
    let document = try outcome.jsonObject()
    let growth = try #require(document["growth"] as? [String: Any])
    let since = try #require(growth["since_procedure"] as? [String: Any])
    let between = try #require(growth["between_scans"] as? [String: Any])
    #expect(since["days"] as? Int == 7)
    #expect(between["days"] as? Int == 13)
    let quantities = [
      "days", "ml_per_day", "relative_pct_per_day", "compound_pct_per_day", "dh_pp_per_day",
      "dh_pp_per_week", "doubling_time_days",
    ]
    for clock in [since, between] {
      for quantity in quantities { #expect(clock[quantity] is Double || clock[quantity] is Int) }
      for quantity in quantities.dropFirst() { #expect(clock["\(quantity)_sd"] is Double) }
    }
    let relative = try #require(growth["relative_pct"] as? Double)
    #expect(abs(relative - 60) < 0.1)
    #expect(growth["relative_pct_sd"] is Double)
    for key in ["latest", "intervals", "cumulative", "missing", "warnings"] {
      #expect(document[key] != nil, "\(key)")
    }
  }

  @Test(arguments: ["table", "csv", "tsv"])
  func kineticsHasEveryLayout(_ format: String) throws {
    let outcome = try Command.run(["kinetics", "--format", format, caseFile])
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("dh_pp_per_week"))
  }

  // MARK: readiness

  @Test func theBundledCaseIsGo() throws {
    let document = try readiness([caseFile])
    #expect(document["verdict"] as? String == "go")
    #expect(document["plan"] as? String == "right-trisectionectomy")
    let required = [
      "schema", "software", "verdict", "reasons", "borderline", "decision_date", "plan", "protocol",
      "groups", "criteria", "findings", "safety", "would_change", "not_assessed", "assumptions",
      "warnings",
    ]
    for key in required { #expect(document[key] != nil, "\(key)") }
    let finding = try #require((document["findings"] as? [[String: Any]])?.first)
    for key in [
      "id", "question", "value", "unit", "operator", "threshold", "result", "borderline", "sd",
      "probability_met", "observed_on", "missing", "source",
    ] { #expect(finding[key] != nil, "\(key)") }
    let groups = try #require(document["groups"] as? [[String: String]])
    #expect(
      groups.map { $0["id"] } == ["volume", "function", "parenchyma", "complications", "vessels"])
  }

  /// CLINICAL 9.1, as published and completed with normal values.
  @Test(
    arguments: [
      ("inclusion-or", "met", "indeterminate", "go"),
      ("literal-conjunction", "not-met", "no-go", "no-go"),
      ("exclusion-as-and", "met", "indeterminate", "go"),
    ])
  func thePublishedCaseSeparatesTheReadings(
    _ policy: String, _ volume: String, _ published: String, _ completed: String
  ) throws {
    for (name, verdict) in [
      ("alpps-limax-9-1", published), ("alpps-limax-9-1-completed-synthetic", completed),
    ] {
      let path = Command.root.appending(path: "phantoms/published/\(name).yaml").path
      let document = try readiness(["--policy", policy, path])
      #expect(document["verdict"] as? String == verdict, "\(name) \(policy)")
      let groups = try #require(document["groups"] as? [[String: String]])
      #expect(groups.first == ["id": "volume", "result": volume])
    }
  }

  @Test func exitStatusIsTheAnswerOnlyWhenAsked() throws {
    let published = Command.root.appending(path: "phantoms/published/alpps-limax-9-1.yaml").path
    #expect(try Command.run(["readiness", published]).status == 0)
    #expect(try Command.run(["readiness", "--exit-status", caseFile]).status == 0)
    #expect(try Command.run(["readiness", "--exit-status", published]).status == 1)
    #expect(
      try Command.run(["readiness", "--exit-status", "--policy", "inclusion-or", published]).status
        == 2)
    #expect(try Command.run(["readiness", "--policy", "nope", published]).status == 64)
    #expect(try Command.run(["readiness", "--protocol", "nope", published]).status == 64)
  }

  @Test(arguments: ["two-stage", "published", "completed"])
  func theFirstScreenFitsAndPromisesNothing(_ name: String) throws {
    let path = [
      "two-stage": caseFile,
      "published": Command.root.appending(path: "phantoms/published/alpps-limax-9-1.yaml").path,
      "completed": Command.root.appending(
        path: "phantoms/published/alpps-limax-9-1-completed-synthetic.yaml"
      ).path,
    ][name]
    for extra in [[], ["--point-estimates"], ["--policy", "inclusion-or"]] {
      let outcome = try Command.run(["readiness", try #require(path)] + extra)
      let text = outcome.stdout
      let screen = text.components(separatedBy: "\n\n")[0].components(separatedBy: "\n")
      #expect(screen.count <= 24)
      #expect(screen.allSatisfy { $0.count <= 80 })
      #expect(screen[0].contains("Research use"))
      if !extra.isEmpty, extra[0] == "--point-estimates" {
        #expect(screen[0].contains("POINT ESTIMATES"))
      }
      let titles = screen.compactMap {
        $0.firstMatch(of: /^([A-Z]+( HERE)?)  ?/).map { String($0.1) }
      }
      let order = [
        "CRITERIA", "SAFETY", "MISSING", "VOLUME", "FUNCTION", "LIVER", "COURSE", "VESSELS",
        "READINGS", "CHANGE", "ASSUMED", "NOT HERE",
      ]
      let places = titles.compactMap(order.firstIndex(of:))
      #expect(places == places.sorted(), "\(titles)")
      for word in ["safe to", "ready", "recommended", "✓", "✔"] {
        #expect(!text.lowercased().contains(word), "\(word)")
      }
    }
  }

  @Test func theReadmeShowsTheRealOutput() throws {
    let readme = try String(contentsOf: Command.root.appending(path: "README.md"), encoding: .utf8)
    let screen = try Command.run(["readiness", caseFile]).stdout.components(separatedBy: "\n\n")[0]
    #expect(readme.contains(screen), "paste the first screen of the demo into README.md")
    let shown = try #require(readme.firstMatch(of: /```yaml\n([^`]+)```/)).1
    let path = try folder.write(String(shown), to: "demo/readme.yaml")
    #expect(try readiness([path])["verdict"] as? String == "go", "the README's case is a whole one")
  }

  @Test(arguments: ["csv", "tsv"])
  func readinessHasARowAFinding(_ format: String) throws {
    let outcome = try Command.run(["readiness", "--format", format, caseFile])
    let document = try readiness([caseFile])
    let rows = ["findings", "shown", "safety"].compactMap {
      (document[$0] as? [[String: Any]])?.count
    }
    #expect(rows[0] >= 12 && rows[2] == 2)
    #expect(outcome.lines.count == 1 + rows.reduce(0, +))
  }

  @Test func aBadCaseIsRefusedWithPathAndLine() throws {
    let text = try String(contentsOfFile: caseFile, encoding: .utf8)
    for (old, new, place) in [
      ("bilirubin: 12 umol/L", "bilirubin: 12", "laboratory[0].bilirubin"),
      ("date: 2026-02-24, timepoint", "date: 2026-02-31, timepoint", "scans[0].date"),
      ("tumour: [9]", "tumour: []", "labels.tumour"),
      ("tumour: [9]", "tumour: [10]", "labels.tumour"),
      ("flr: [2, 3]", "flr: [33]", "plans[0].flr"), ("weight_kg: 62", "weight_kg: 0", "weight_kg"),
      ("interstage:", "interstages:", "interstage"),
    ] {
      try #require(text.contains(old))
      let path = try folder.write(text.replacing(old, with: new), to: "demo/bad.yaml")
      let outcome = try Command.run(["readiness", path])
      #expect(outcome.status == 65, "\(new)")
      #expect(outcome.stderr.contains(place), "\(outcome.stderr)")
      #expect(outcome.stderr.contains("line "), "\(outcome.stderr)")
      #expect(outcome.stdout.isEmpty)
    }
    let gone = try folder.write(
      text.replacing("after.nii.gz", with: "gone.nii.gz"), to: "demo/g.yaml")
    let outcome = try Command.run(["readiness", gone])
    #expect(outcome.status == 66)
    #expect(outcome.stderr.contains("scans[1]") && outcome.stderr.contains("gone.nii.gz"))
    #expect(try Command.run(["readiness", folder.path("none.yaml")]).status == 66)
  }
}

/// The header of a file with background in every voxel.
enum BlankMask {
  static func write(like path: String, into folder: TemporaryDirectory) throws -> String {
    let plain = try Command.run(
      executable: "/bin/sh", ["-c", "gzip -dc '\(path)' > '\(folder.path("blank.nii"))'"])
    #expect(plain.status == 0)
    var bytes = try Data(contentsOf: URL(filePath: folder.path("blank.nii")))
    bytes.replaceSubrange(352..., with: Data(count: bytes.count - 352))
    return try folder.write(bytes, to: "blank.nii")
  }
}
