import Foundation
import Testing

/// `volumetry plans`, and the uncertainty of `kinetics`, of the binary itself on the phantom.
@Suite struct PlansCommandTests {
  let folder: TemporaryDirectory

  init() throws {
    folder = try TemporaryDirectory()
    let made = try Command.run(["phantom", "two-stage", "--output-dir", folder.path("demo")])
    #expect(made.status == 0, "\(made.stderr)")
  }

  private static let plans = """
    plans:
      - {id: right-trisectionectomy, flr: [2, 3], segment_1: resected}
      - {id: keeping-segment-1, flr: "1-3", segment_1: flr}
      - {id: wedge, flr: "2-3", flr_minus: [{kind: wedge, volume_ml: 40, done: stage-1}]}
      - {id: absent, flr: "77"}
    """

  /// The case of the phantom with other plans and whatever else is appended.
  private func file(_ extra: String = "", plans: String = Self.plans) throws -> String {
    var text = try String(contentsOfFile: folder.path("demo/case.yaml"), encoding: .utf8)
    let start = try #require(text.range(of: "plans:"))
    let end = try #require(text.range(of: "scans:"))
    text.replaceSubrange(start.lowerBound..<end.lowerBound, with: plans + "\n")
    text = text.replacingOccurrences(
      of: "uncertainty: {flr_cv_percent: 5, tlv_cv_percent: 2, plane_shift_mm: 0}", with: extra)
    return try folder.write(text, to: "demo/plans.yaml")
  }

  private func plans(_ extra: String = "") throws -> [[String: Any]] {
    let outcome = try Command.run(["plans", "--format", "json", try file(extra)])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try #require(try outcome.jsonObject()["plans"] as? [[String: Any]])
  }

  private func scan(_ plan: [String: Any], _ index: Int) throws -> [String: Any] {
    let scans = try #require(plan["scans"] as? [[String: Any]])
    return try #require(scans.dropFirst(index).first)
  }

  @Test func everyPlanIsMeasured() throws {
    let plans = try plans()
    #expect(
      plans.map { $0["id"] as? String } == [
        "right-trisectionectomy", "keeping-segment-1", "wedge", "absent",
      ])
    #expect(plans.map { $0["decides"] as? Bool } == [true, false, false, false])
    let truth = try #require(
      try JSONSerialization.jsonObject(
        with: Data(contentsOf: URL(filePath: folder.path("demo/truth.json")))) as? [String: Any])
    for (index, scan) in try #require(truth["scans"] as? [[String: Any]]).enumerated() {
      let labels = try #require(scan["labels"] as? [[String: Any]])
      let volumes = try labels.map { try #require($0["volume_ml"] as? Double) }
      let two = volumes[1] + volumes[2]
      let first = try self.scan(plans[0], index)
      #expect(abs(try #require(first["flr_ml"] as? Double) / two - 1) < 0.005)
      let second = try self.scan(plans[1], index)
      #expect(abs(try #require(second["flr_ml"] as? Double) / (two + volumes[0]) - 1) < 0.005)
      // What the one plan says of the other choice is what the other plan measures.
      let other = try #require(first["segment_1"] as? [String: Any])
      #expect(other["flr_if_other_ml"] as? Double == second["flr_ml"] as? Double)
      #expect(other["in_flr"] as? Bool == false)
    }
    let wedge = (try scan(plans[2], 0), try scan(plans[2], 1))
    #expect(wedge.0["flr_removed_ml"] as? Double == 40 && wedge.1["flr_removed_ml"] as? Double == 0)
  }

  /// What another plan is refused for refuses neither the case nor the first plan.
  @Test func aPlanThatCannotBeMeasuredIsTold() throws {
    let outcome = try Command.run(["plans", "--format", "json", try file()])
    let plans = try #require(try outcome.jsonObject()["plans"] as? [[String: Any]])
    let refusals = try #require(plans[3]["refusals"] as? [[String: Any]])
    #expect(refusals.map { $0["code"] as? String } == ["E-EMPTY-ROLE", "E-EMPTY-ROLE"])
    #expect(try scan(plans[3], 0)["flr_ml"] is NSNull)
    #expect((plans[0]["refusals"] as? [Any])?.isEmpty == true)
    #expect(outcome.stderr.contains("plan absent, scans[1]"))
    #expect(try Command.run(["readiness", try file()]).status == 0)
    let first = "plans: [{id: absent, flr: \"77\"}]"
    #expect(try Command.run(["plans", try file(plans: first)]).status == 65)
  }

  @Test(arguments: ["table", "csv", "tsv", "json"])
  func everyLayoutHoldsEveryPlan(_ format: String) throws {
    let outcome = try Command.run([
      "plans", "--format", format, try file("uncertainty: {plane_shift_mm: 3}"),
    ])
    #expect(outcome.status == 0)
    for plan in ["right-trisectionectomy", "keeping-segment-1", "wedge"] {
      #expect(outcome.stdout.contains(plan))
    }
    if format == "table" {
      // Messages go on; the tables fit.
      let tables = outcome.lines.filter { !$0.contains(": ") }
      #expect(tables.allSatisfy { $0.count <= 100 })
    }
    if format == "csv" {
      #expect(outcome.stdout.contains(",keeping-segment-1,latest,7,flr_ml,505."))
    }
  }

  @Test func aCaseWithoutAPlanSaysSo() throws {
    let outcome = try Command.run(["plans", try file(plans: "")])
    #expect(outcome.status == 0 && outcome.stdout.contains("states no plan"))
  }

  @Test func anOutputNeverDestroysAScan() throws {
    let path = folder.path("demo/after.nii.gz")
    #expect(try Command.run(["plans", try file(), "-o", path]).status == 64)
  }

  /// The plane of the phantom is an ellipse of 52 by 49.6 mm: 81.03 cm².
  @Test func thePlaneOfThePhantomIsMeasured() throws {
    let plan = try plans("uncertainty: {plane_shift_mm: 3}")[0]
    for index in 0...1 {
      let scan = try scan(plan, index)
      let plane = try #require(scan["plane_cm2"] as? Double)
      #expect(abs(plane / (Double.pi * 52 * 49.6 / 100) - 1) < 0.01)
      let shift = try #require(scan["plane_shift_sd_ml"] as? Double)
      #expect(abs(shift - plane * 0.3) < 1e-9)
      let (flr, sd) = (scan["flr_ml"] as? Double, scan["flr_ml_sd"] as? Double)
      let expected = (pow(0.05 * (try #require(flr)), 2) + shift * shift).squareRoot()
      #expect(abs(try #require(sd) - expected) < 1e-9)
    }
  }

  // MARK: kinetics

  private func uncertainty(_ extra: String) throws -> [String: Any] {
    let document = try Command.run(["kinetics", "--format", "json", try file(extra)]).jsonObject()
    let growth = try #require(document["growth"] as? [String: Any])
    let interval = try #require(growth["relative_pct_ci95"] as? [Double])
    let (value, sd) = (growth["relative_pct"] as? Double, growth["relative_pct_sd"] as? Double)
    let (mean, deviation) = (try #require(value), try #require(sd))
    #expect(abs(interval[1] - mean - 1.96 * deviation) < 1e-9)
    return try #require(document["uncertainty"] as? [String: Any])
  }

  @Test func kineticsSaysWhereEveryDeviationComesFrom() throws {
    let cv = try uncertainty("uncertainty: {flr_cv_percent: 4}")
    #expect((cv["model"] as? [String: Any])?["assumed"] as? Bool == true)
    #expect((cv["flr_cv_percent"] as? [String: Any])?["assumed"] as? Bool == false)
    #expect((cv["tumour_cv_percent"] as? [String: Any])?["assumed"] as? Bool == true)
    let boundary = try uncertainty("uncertainty: {model: boundary}")
    for (document, key) in [(cv, "cv_sd_ml"), (boundary, "boundary_sd_ml")] {
      for scan in try #require(document["scans"] as? [[String: Any]]) {
        let used = try #require(scan[key] as? Double)
        #expect(abs(try #require(scan["sd_ml"] as? Double) - used) < 1e-9)
        let (sd, flr) = (scan["sd_ml"] as? Double, scan["flr_ml"] as? Double)
        let change = try #require(scan["minimum_detectable_change_pct"] as? Double)
        let relative = try #require(sd) / (try #require(flr))
        let expected = 196 * 2.0.squareRoot() * relative
        #expect(abs(change - expected) < 1e-9)
        #expect(scan["slice_thickness_mm"] as? Double == 2.5)
      }
    }
    #expect(cv["slice_bias"] is NSNull, "both scans are alike")
  }

  @Test func typedVolumesSayWhatTheyLack() throws {
    let text = """
      procedures: [{kind: alpps, date: 2026-03-02}]
      scans:
        - {date: 2026-02-24, volumes_ml: {tlv: 1500, tumour: 100, flr: 330}}
        - {date: 2026-03-09, volumes_ml: {tlv: 1500, tumour: 100, flr: 380}, flr_compromised_ml: 30}
      uncertainty: {plane_shift_mm: 3, model: boundary}
      """
    let path = try folder.write(text, to: "typed.yaml")
    let outcome = try Command.run(["kinetics", "--format", "json", path])
    #expect(outcome.stderr.contains("W-PLANE-SHIFT") && outcome.stderr.contains("W-BOUNDARY-MODEL"))
    let uncertainty = try #require(try outcome.jsonObject()["uncertainty"] as? [String: Any])
    let scan = try #require((uncertainty["scans"] as? [[String: Any]])?.last)
    #expect(scan["plane_shift_sd_ml"] is NSNull && scan["boundary_sd_ml"] is NSNull)
    #expect(scan["sd_is_lower_bound"] as? Bool == true && scan["model"] as? String == "cv")
    #expect(scan["flr_compromised_ml"] as? Double == 30)
    let reasons = try #require(scan["reasons"] as? [[String: String]])
    #expect(
      reasons.map { $0["quantity"] } == ["boundary_sd_ml", "plane_cm2", "plane_shift_sd_ml"])
    let whole = text.replacingOccurrences(of: "ml: 30", with: "ml: 380")
    let refused = try Command.run(["kinetics", try folder.write(whole, to: "whole.yaml")])
    #expect(refused.status == 65 && refused.stderr.contains("flr_compromised_ml"))
  }

  // MARK: liver

  @Test func liverPrintsThePolicyAndItsChecks() throws {
    let arguments = ["liver", "--liver", "1-8", "--tumour", "9", "--flr", "2,3,77"]
    let after = folder.path("demo/after.nii.gz")
    let document = try Command.run(arguments + ["--format", "json", after]).jsonObject()
    let scan = try #require((document["scans"] as? [[String: Any]])?.first)
    let volumes = try #require(scan["volumes_ml"] as? [String: Any])
    let (flr, tflv) = (volumes["flr"] as? Double, volumes["tflv"] as? Double)
    let resected = try #require(scan["resected_ml"] as? Double)
    #expect(abs(resected - (try #require(tflv)) + (try #require(flr))) < 1e-9)
    let checks = try #require(scan["checks"] as? [[String: Any]])
    #expect(checks.count == 6 && checks.allSatisfy { $0["result"] as? String == "holds" })
    #expect((scan["policy"] as? [String: Any])?["rules"] is [String])
    #expect(try Command.run(arguments + [after]).stdout.contains("Policy: "))
  }

  /// A label that is set apart as cyst is neither functional liver nor FLR.
  @Test func cystsOfTheRecordAreSubtracted() throws {
    let path = try file()
    var text = try String(contentsOfFile: path, encoding: .utf8)
    text = text.replacingOccurrences(
      of: "tumour: [9]}", with: "tumour: [9], cyst: [3], vessels: [4]}")
    let cystic = try folder.write(text, to: "demo/cyst.yaml")
    func scan(_ path: String) throws -> [String: Any] {
      let document = try Command.run(["plans", "--format", "json", path]).jsonObject()
      let plan = try #require((document["plans"] as? [[String: Any]])?.first)
      return try self.scan(plan, 0)
    }
    let (with, without) = (try scan(cystic), try scan(path))
    let special = try #require(with["special_ml"] as? [String: Double])
    let cyst = try #require(special["cyst"])
    #expect(Set(special.keys) == ["cyst", "vessels"] && cyst > 100)
    let (net, gross) = (with["flr_ml"] as? Double, without["flr_ml"] as? Double)
    #expect(abs(try #require(net) + cyst - (try #require(gross))) < 1e-9)
    #expect((without["special_ml"] as? [String: Double])?.isEmpty == true)
  }
}
