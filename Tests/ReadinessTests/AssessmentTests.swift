import Foundation
import Records
import Testing
import VolumetryCore

@testable import Readiness

/// Whole cases: what is missing, stale or from the wrong window is unknown, never met.
@Suite struct AssessmentTests {
  @Test func theCompleteCaseIsGoUnderEveryReading() throws {
    let record = try CompleteCase.changed()
    for policy in book.policies {
      let assessment = try assess(record, policy.id)
      #expect(assessment.verdict == .go)
      #expect(assessment.reasons.isEmpty && assessment.missing.isEmpty)
      #expect(assessment.groups.allSatisfy { $0.result == .met })
    }
  }

  /// The complete case without what is there twice: liver failure is stated only.
  private var lean: String {
    get throws {
      let start = try #require(CompleteCase.text.range(of: "  - date: 2026-03-09\n    bilirubin"))
      let end = try #require(CompleteCase.text.range(of: "clinical:"))
      return String(CompleteCase.text[..<start.lowerBound] + CompleteCase.text[end.lowerBound...])
    }
  }

  @Test func removingAnyLineNeverLeavesGo() throws {
    let lines = try lean.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(try assess(try Case(yaml: lines.joined(separator: "\n"))).verdict == .go)
    var removed = 0
    for (index, line) in lines.enumerated() where !line.hasPrefix("case:") {
      var rest = lines
      rest.remove(at: index)
      guard let record = record(rest.joined(separator: "\n")) else { continue }
      removed += 1
      let verdict = try assess(record).verdict
      #expect(verdict != .go, "without \(line)")
    }
    #expect(removed >= 12)
  }

  @Test func removingAnyFieldNeverLeavesGo() throws {
    // These decide nothing in this book: the rest of it does.
    let spare = ["question", "age_years", "sex", "height_cm", "timepoint", "tumour", "case"]
    let text = try lean
    var removed = 0
    for field in text.matches(of: /([a-z_0-9]+): [^,{}\n\[\]]+(, )?/)
    where !spare.contains(String(field.1)) {
      var rest = text
      rest.removeSubrange(field.range)
      guard let record = record(rest) else { continue }
      removed += 1
      let verdict = try assess(record).verdict
      #expect(verdict != .go, "without \(field.0)")
    }
    #expect(removed >= 18)
  }

  private func record(_ text: String) -> Case? {
    do throws(RecordError) { return try Case(yaml: text) } catch { return nil }
  }

  // MARK: Windows

  @Test(
    arguments: [
      ("2026-03-01", Finding.Result.met), ("2026-03-02", .met), ("2026-01-31", .met),
      ("2026-01-30", .unknown), ("2026-03-03", .unknown),
    ])
  func laboratoryBeforeStageOneIsAtMostThirtyDaysOld(_ day: String, _ expected: Finding.Result)
    throws
  {
    let record = try CompleteCase.changed(
      ("{date: 2026-02-24, bilirubin", "{date: \(day), bilirubin"),
      ("{date: 2026-02-24, ascites", "{date: \(day), ascites"))
    let assessment = try assess(record)
    #expect(try assessment.finding("meld-at-most-15").result == expected)
    #expect(try assessment.finding("child-pugh-a-or-b").result == expected)
    if day == "2026-01-30" { #expect(assessment.reasons.contains(.stale)) }
  }

  @Test(
    arguments: [
      ("2026-03-07", "2026-03-10", Finding.Result.met), ("2026-03-07", "2026-03-14", .met),
      ("2026-03-07", "2026-03-15", .unknown), ("2026-03-06", "2026-03-10", .unknown),
    ])
  func aScanCountsFromDayFiveOnForSevenDays(
    _ scan: String, _ decision: String, _ expected: Finding.Result
  ) throws {
    let record = try CompleteCase.changed(
      ("{date: 2026-03-09, timepoint", "{date: \(scan), timepoint"),
      ("decision: {date: 2026-03-10", "decision: {date: \(decision)"))
    let assessment = try assess(record)
    #expect(try assessment.finding("flr-relative-increase").result == expected)
    #expect(try assessment.finding("flr-bw-at-least-half").result == expected)
    if scan == "2026-03-06" { #expect(assessment.reasons.contains(.scanBeforeDayFive)) }
    if decision == "2026-03-15" { #expect(assessment.reasons.contains(.stale)) }
  }

  @Test func theLatestScanDecidesAndALaterOneThanTheDecisionDoesNot() throws {
    let extra = "volumes_ml: {tlv: 1560, tumour: 200, flr: 310}}\n"
    let anchor = "laboratory:\n  - {date: 2026-02-24"
    func with(_ day: String) throws -> Assessment {
      try assess(
        try CompleteCase.changed(
          (anchor, "  - {date: \(day), timepoint: after-stage-1, \(extra)" + anchor)))
    }
    #expect(try with("2026-03-10").verdict == .noGo, "the latest, small again")
    #expect(try with("2026-03-08").verdict == .go, "an earlier one")
    #expect(try with("2026-03-11").verdict == .go, "after the decision")
  }

  @Test func aScanWithoutItsDayLeavesTheOrderOpen() throws {
    let anchor = "laboratory:\n  - {date: 2026-02-24"
    let undated = try assess(
      try CompleteCase.changed(
        (anchor, "  - {timepoint: after-stage-1, volumes_ml: {tlv: 1560, flr: 900}}\n" + anchor)))
    #expect(undated.verdict == .indeterminate)
    #expect(undated.missing.contains("scans[2].date"))
  }

  @Test func withoutADayOfDecisionTheAnswerIsAtBestIndeterminate() throws {
    let open = try assess(try CompleteCase.changed(("{date: 2026-03-10, question: stage-2}", "{}")))
    #expect(open.verdict == .indeterminate)
    #expect(open.reasons == [.noDecisionDate])
    #expect(open.groups.allSatisfy { $0.result == .met })
    let failed = try assess(
      try CompleteCase.changed(
        ("{date: 2026-03-10, question: stage-2}", "{}"), ("infection: none", "infection: ongoing")))
    #expect(failed.verdict == .noGo)
  }

  @Test func anotherProcedureIsNotApplicable() throws {
    let assessment = try assess(try CompleteCase.changed(("kind: alpps", "kind: pve")))
    #expect(assessment.verdict == .indeterminate)
    #expect(assessment.reasons.contains(.outsidePopulation))
    #expect(assessment.findings.allSatisfy { $0.result == .notApplicable })
    #expect(try assessment.finding("flr-bw-at-least-half").observation.value != nil, "still shown")
    let failing = try assess(
      try CompleteCase.changed(
        ("kind: alpps", "kind: pve"), ("infection: none", "infection: ongoing")))
    #expect(failing.verdict == .indeterminate)
  }

  // MARK: The course

  @Test(
    arguments: [
      ("[]", Finding.Result.met), ("[{clavien_dindo: I}]", .met), ("[{clavien_dindo: II}]", .met),
      ("[{clavien_dindo: IIIa, serious: no}]", .met), ("[{clavien_dindo: IIIa}]", .unknown),
      ("[{clavien_dindo: IIIa, serious: unknown}]", .unknown),
      ("[{clavien_dindo: IIIa, serious: yes}]", .notMet), ("[{clavien_dindo: IIIb}]", .notMet),
      ("[{clavien_dindo: IIIb, serious: no}]", .notMet), ("[{clavien_dindo: V}]", .notMet),
      ("[{clavien_dindo: I, serious: yes}]", .notMet), ("[{kind: leak}]", .unknown),
      ("[{kind: leak, serious: yes}]", .notMet), ("[{kind: leak, serious: no}]", .unknown),
      ("[{clavien_dindo: IIIa}, {clavien_dindo: IVa}]", .notMet),
      ("[{clavien_dindo: IIIa, serious: no}, {clavien_dindo: IIIa}]", .unknown),
    ])
  func complications(_ list: String, _ expected: Finding.Result) throws {
    let record = try CompleteCase.changed(("complications: []", "complications: \(list)"))
    #expect(try assess(record).finding("complications-below-iiib").result == expected)
  }

  @Test(
    arguments: [
      // stated, bilirubin and INR of day 7 (limits 21 µmol/L and 1.2), expected
      ("liver_failure_isgls: none", "22 umol/L", "1.3", Finding.Result.notMet),
      ("liver_failure_isgls: none", "22 umol/L", "1.2", .met),
      ("liver_failure_isgls: none", "21 umol/L", "1.3", .met),
      ("liver_failure_isgls: A", "16 umol/L", "1.1", .notMet),
      ("", "16 umol/L", "1.1", .met), ("", "22 umol/L", "1.3", .notMet),
      ("", "1.2 mg/dL", "1.1", .met), ("", "1.3 mg/dL", "1.3", .notMet),
    ])
  func liverFailureIsTheWorseOfStatementAndLaboratory(
    _ stated: String, _ bilirubin: String, _ inr: String, _ expected: Finding.Result
  ) throws {
    let record = try CompleteCase.changed(
      ("  liver_failure_isgls: none\n", stated.isEmpty ? "" : "  \(stated)\n"),
      ("bilirubin: 16 umol/L", "bilirubin: \(bilirubin)"), ("inr: 1.1", "inr: \(inr)"))
    let finding = try assess(record).finding("no-liver-failure")
    #expect(finding.result == expected)
  }

  @Test func theLaboratoryIsSilentOnLiverFailureWhereItCannotTell() throws {
    let unstated = ("  liver_failure_isgls: none\n", "")
    func result(_ changes: (String, String)...) throws -> Finding.Result {
      var text = CompleteCase.text
      for (old, new) in [unstated] + changes {
        try #require(text.contains(old))
        text = text.replacing(old, with: new)
      }
      return try assess(try Case(yaml: text)).finding("no-liver-failure").result
    }
    #expect(try result(("    upper_limits: {bilirubin: 21 umol/L, inr: 1.2}\n", "")) == .unknown)
    #expect(try result(("- date: 2026-03-09", "- date: 2026-03-06")) == .unknown, "day 4")
    #expect(try result(("- date: 2026-03-09", "- date: 2026-03-07")) == .met, "day 5")
    #expect(
      try result(("decision: {date: 2026-03-10", "decision: {date: 2026-03-13")) == .unknown,
      "4 days old")
    #expect(
      try result(("bilirubin: 12 umol/L", "bilirubin: 30 umol/L")) == .unknown,
      "raised before stage 1")
  }

  @Test func beforeDayFiveNobodyKnowsAboutLiverFailure() throws {
    let record = try CompleteCase.changed(
      ("decision: {date: 2026-03-10", "decision: {date: 2026-03-06"))
    let finding = try assess(record).finding("no-liver-failure")
    #expect(finding.result == .unknown)
    #expect(finding.observation.reasons == [.beforeDayFive])
  }

  @Test func undrainedBileMakesTheScoresUnknown() throws {
    let record = try CompleteCase.changed(
      ("encephalopathy: none", "encephalopathy: none, biliary_obstruction: undrained"))
    let assessment = try assess(record)
    #expect(try assessment.finding("meld-at-most-15").result == .unknown)
    #expect(try assessment.finding("child-pugh-a-or-b").observation.reasons == [.cholestasis])
    let drained = try CompleteCase.changed(
      ("encephalopathy: none", "encephalopathy: none, biliary_obstruction: drained"))
    #expect(try assess(drained).verdict == .go)
  }

  @Test func twoDifferentValuesOfOneDayAreNoValue() throws {
    let anchor = "  - {date: 2026-02-24, bilirubin"
    func with(_ bilirubin: String) throws -> Finding {
      try assess(
        try CompleteCase.changed(
          (anchor, "  - {date: 2026-02-24, bilirubin: \(bilirubin)}\n" + anchor))
      ).finding("meld-at-most-15")
    }
    #expect(try with("12 umol/L").result == .met)
    #expect(try with("300 umol/L").result == .unknown)
    #expect(try with("300 umol/L").observation.reasons == [.conflictingValues])
  }

  // MARK: Measurement error

  @Test func nearAThresholdTheAnswerIsIndeterminateNotGo() throws {
    // FLR/BW 0.52 %, sd 0.026: 0.77 sd above the threshold.
    let near = try CompleteCase.changed(("flr: 480", "flr: 312"), ("flr: 300", "flr: 200"))
    let assessment = try assess(near)
    #expect(assessment.verdict == .indeterminate)
    #expect(assessment.reasons == [.withinMeasurementError])
    #expect(assessment.isBorderline)
    #expect(try assess(near, pointEstimates: true).verdict == .go)
    // Under `any` the robust growth settles it.
    #expect(try assess(near, "inclusion-or").verdict == .go)
    #expect(try assess(near, "exclusion-as-and").verdict == .go)
    // Just below: no-go, marked borderline.
    let below = try assess(
      try CompleteCase.changed(("flr: 480", "flr: 299"), ("flr: 300", "flr: 190")))
    #expect(below.verdict == .noGo && below.isBorderline)
  }

  @Test func theSafetyRowsNeverDecide() throws {
    let record = try CompleteCase.changed(
      ("bilirubin: 16 umol/L", "bilirubin: 20 umol/L"), ("creatinine: 72", "creatinine: 300"))
    let assessment = try assess(record)
    #expect(try assessment.finding("safety-meld-before-stage-2").result == .notMet)
    #expect(assessment.verdict == .go)
  }

  // MARK: What would change

  @Test func whatWouldChangeIsTrue() throws {
    let noGo = try assess(try CompleteCase.changed(("infection: none", "infection: ongoing")))
    #expect(noGo.wouldChange == ["go if infection none or controlled (now ongoing)"])
    let two = try assess(
      try CompleteCase.changed(("infection: none\n", "\n"), ("flr_inflow_normal: yes\n", "\n")))
    #expect(two.verdict == .indeterminate)
    #expect(two.wouldChange.count == 1 && two.wouldChange[0].hasPrefix("go only if all of: "))
    let fixed = try assess(try CompleteCase.changed(("metavir: F1", "metavir: F4")))
    #expect(fixed.verdict == .noGo && fixed.wouldChange.isEmpty, "fibrosis does not wait away")
    let go = try assess(try CompleteCase.changed())
    #expect(go.wouldChange.contains("no-go if not FLR/BW >= 0.5 %"))
    #expect(!go.wouldChange.contains { $0.contains("Metavir") })
  }
}
