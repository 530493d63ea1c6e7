import Foundation
import Records
import Testing
import VolumetryCore

@testable import Readiness

/// A case that allows every score, and its sheet.
enum ScoredCase {
  static let text = """
    case: full
    decision: {date: 2026-03-10, question: stage-2}
    patient: {age_years: 61, sex: female, height_cm: 165, weight_kg: 62}
    tumour: {entity: hcc}
    parenchyma: {metavir: F4, steatosis_percent: 33, date: 2026-03-02}
    procedures: [{kind: alpps, variant: classic, date: 2026-03-02}]
    scans:
      - {date: 2026-02-24, volumes_ml: {tlv: 1500, tumour: 200, flr: 300}}
      - {date: 2026-03-09, volumes_ml: {tlv: 1560, tumour: 200, flr: 480}}
    laboratory:
      - {date: 2026-02-24, bilirubin: 2 mg/dL, inr: 1.5, creatinine: 1.2 mg/dL, albumin: 3.5 g/dL, \
    sodium: 138 mmol/L, ast: 45 U/L, alt: 36 U/L, platelets: 150 10^9/L, \
    upper_limits: {ast: 40 U/L}}
      - {date: 2026-03-07, bilirubin: 51 umol/L, pt_index: 49 %, creatinine: 160 umol/L, inr: 1.1}
      - {date: 2026-03-09, bilirubin: 20 umol/L, inr: 1.1, creatinine: 72 umol/L, \
    albumin: 38 g/L, sodium: 139 mmol/L, upper_limits: {bilirubin: 21 umol/L, inr: 1.2}}
    clinical:
      - {date: 2026-02-24, ascites: none, encephalopathy: none}
      - {date: 2026-03-09, ascites: mild, encephalopathy: none, biliary_obstruction: none}
    function:
      - {date: 2026-02-24, icg_r15: 10 %, limax: 400 ug/kg/h, hbs_uptake: 12 %/min, \
    hbs_flr_share: 35 %}
      - {date: 2026-03-08, icg_pdr: 18 %/min, limax: 90 ug/kg/h, hbs_flr_f: 3.1 %/min/m2, \
    hiba_index: 18 %}
    comorbidities: {severe_cardiovascular: no, renal_disease: no, diabetes_moderate_severe: no}
    risk: {linecker_stage_2_score: 5.5}
    interstage:
      complications: [{clavien_dindo: IIIa}, {clavien_dindo: I}, {clavien_dindo: IIIb}]
      liver_failure_isgls: none
    """

  static func record(_ changes: [(String, String)] = []) throws -> Case {
    var text = text
    for (old, new) in changes {
      try #require(text.contains(old), "the case holds \(old)")
      text = text.replacingOccurrences(of: old, with: new)
    }
    return try Case(yaml: text)
  }

  static func scans(_ record: Case) throws -> [MeasuredScan] {
    try record.scans.enumerated().map { index, scan in
      guard case .volumes(let typed)? = scan.source, let tlv = typed.tlv else {
        return MeasuredScan(index: index, scan: scan, volumes: nil)
      }
      return MeasuredScan(
        index: index, scan: scan,
        volumes: try LiverVolumes(tlv: tlv, tumour: typed.tumour, flr: typed.flr))
    }
  }

  static func sheet(_ changes: (String, String)...) throws -> ScoreSheet {
    let record = try record(changes)
    return ScoreSheet(record, scans: try scans(record))
  }
}

extension ScoreSheet {
  func entry(_ id: ScoreDefinition.ID, _ window: ScoreWindow) throws -> ScoreEntry {
    try #require(entries.first { $0.definition.id == id && $0.window == window }, "\(id)")
  }
}

extension ScoreEntry {
  var number: Double? {
    if case .number(let number)? = value { return number }
    return nil
  }
  var word: String? {
    if case .word(let word)? = value { return word }
    return nil
  }
  func input(_ name: String) throws -> ScoreInput {
    try #require(inputs.first { $0.name == name }, "\(definition.id) reads \(name)")
  }
  func gives(_ name: String) -> Value? { derived.first { $0.name == name }?.value }
  var words: [String] { reasons.map(\.word) }
}

/// Each score at its times: the right values are read, and what is missing is said.
@Suite struct ScoreSheetTests {
  @Test func everyScoreOfAFullCaseIsThere() throws {
    let sheet = try ScoredCase.sheet()
    func number(_ id: ScoreDefinition.ID, _ window: ScoreWindow) throws -> Double {
      try #require(try sheet.entry(id, window).number, "\(id)")
    }
    #expect(try number(.meld, .beforeStageOne) == 15)
    #expect(abs(try #require(try sheet.entry(.meld, .beforeStageOne).raw) - 15.336123) < 1e-6)
    #expect(try number(.meldSodium, .beforeStageOne) == 15)
    #expect(try number(.meldThree, .beforeStageOne) == 16, "14.877 and 1.33 for a woman")
    #expect(try number(.childPugh, .beforeStageOne) == 7)
    #expect(try number(.childPugh, .beforeDecision) == 6)
    #expect(abs(try number(.albi, .beforeDecision) - (0.66 * log10(20) - 0.085 * 38)) < 1e-12)
    #expect(try number(.fib4, .beforeStageOne) == 61 * 45 / (150 * 6.0))
    #expect(try number(.apri, .beforeStageOne) == 0.75)
    let area = (165.0 * 62 / 3600).squareRoot()
    #expect(abs(try number(.remnantFunction, .beforeStageOne) - 12 * 0.35 / area) < 1e-12)
    #expect(try number(.remnantFunction, .interstage) == 3.1)
    #expect(abs(try number(.remnantLimax, .beforeStageOne) - 400 * 300 / 1300) < 1e-9)
    #expect(abs(try number(.remnantLimax, .interstage) - 90 * 480 / 1360) < 1e-9)
    #expect(abs(try number(.icgRate, .beforeStageOne) - 0.153506) < 1e-6)
    #expect(try number(.icgDisappearance, .interstage) == 18)
    #expect(abs(try number(.icgRetention, .interstage) - 6.7206) < 1e-4)
    #expect(abs(try number(.icgRemnant, .interstage) - 0.18 * 480 / 1360) < 1e-12)
    #expect(abs(try number(.capra, .beforeStageOne) - (6.1 - 2 * area + 3)) < 1e-12)
    #expect(try number(.lineckerStageOne, .beforeStageOne) == 1)
    #expect(try number(.lineckerStageTwo, .beforeDecision) == 5.5)
    #expect(abs(try number(.peakBilirubin, .interstage) - 51 / 17.1) < 1e-12)
    #expect(try number(.kidneyInjury, .dayFive) == 1, "160 umol/L of 106.08")
    #expect(abs(try number(.cci, .interstage) - 43.588989) < 1e-6)
    #expect(try sheet.entry(.clavienDindo, .interstage).word == "IIIb")
    #expect(try sheet.entry(.clavienDindo, .interstage).meaning == "severe (from IIIb)")
    #expect(try sheet.entry(.fiftyFifty, .dayFive).word == "fulfilled")
    #expect(try sheet.entry(.isglsPHLF, .interstage).word == "none")
    #expect(try sheet.entry(.schadde, .beforeDecision).word == "neither")
    #expect(try sheet.entry(.metavir, .latest).meaning == "cirrhosis")
    #expect(try sheet.entry(.steatosis, .latest).meaning == "mild: 5 to 33 %")
    let open = Set(sheet.entries.filter { $0.value == nil }.map(\.definition.id))
    #expect(open == [.makuuchi, .remnantUptake, .huiskens])
    #expect(try sheet.entry(.makuuchi, .beforeStageOne).words == ["outside-population"])
  }

  @Test func aScoreSaysFromWhichDayInWhichUnitItRead() throws {
    let entry = try ScoredCase.sheet().entry(.albi, .beforeStageOne)
    let input = try entry.input("bilirubin")
    #expect(input.value == .number(2 * 17.1) && input.unit == "umol/L")
    #expect(input.observedOn == CalendarDay("2026-02-24"))
    #expect(entry.observedOn == CalendarDay("2026-02-24"))
  }

  @Test func everyOptionInForceStandsAmongTheInputs() throws {
    let sheet = try ScoredCase.sheet()
    let capped = try sheet.entry(.meldThree, .beforeStageOne).input("meld_3_cap")
    #expect(capped.value == .word("yes") && capped.isAssumed)
    let upper = try sheet.entry(.childPugh, .beforeStageOne).input("child_pugh_inr_upper")
    #expect(upper.value == .number(2.3) && upper.isAssumed)
    #expect(try sheet.entry(.fiftyFifty, .dayFive).input("day_5_tolerance").value == .number(0))
    #expect(
      try sheet.entry(.capra, .beforeStageOne).input("bsa_formula").value == .word("mosteller"))
    let chosen = try ScoredCase.sheet(
      ("interstage:", "options: {meld_3_cap: no, child_pugh_inr_upper: 2.2}\ninterstage:"),
      ("inr: 1.5,", "inr: 2.3,"))
    let three = try chosen.entry(.meldThree, .beforeStageOne).input("meld_3_cap")
    #expect(three.value == .word("no") && !three.isAssumed)
    #expect(try chosen.entry(.childPugh, .beforeStageOne).gives("inr_points") == .number(3))
    #expect(
      try ScoredCase.sheet(("inr: 1.5,", "inr: 2.3,")).entry(.childPugh, .beforeStageOne)
        .gives("inr_points") == .number(2))
  }

  @Test func cholestaticBandsAreUnverifiedAndOnRequest() throws {
    let change = ("interstage:", "options: {child_pugh_bilirubin: cholestatic}\ninterstage:")
    let entry = try ScoredCase.sheet(change).entry(.childPugh, .beforeStageOne)
    #expect(entry.number == 6 && entry.evidence == .unverified)
    let standard = try ScoredCase.sheet().entry(.childPugh, .beforeStageOne)
    #expect(standard.number == 7 && standard.evidence == .verifiedSecondary)
  }

  // MARK: Windows

  @Test func whatIsMissingStaleOrContradictoryGivesNoNumber() throws {
    let missing = try ScoredCase.sheet(("sodium: 139 mmol/L, ", "")).entry(
      .meldSodium, .beforeDecision)
    #expect(missing.value == nil && missing.missing == ["laboratory[before-decision].sodium"])
    let stale = try ScoredCase.sheet(("date: 2026-02-24, bilirubin", "date: 2026-01-30, bilirubin"))
      .entry(.meld, .beforeStageOne)
    #expect(stale.value == nil && stale.words == ["stale"])
    let thirty = try ScoredCase.sheet(
      ("date: 2026-02-24, bilirubin", "date: 2026-01-31, bilirubin")
    ).entry(.meld, .beforeStageOne)
    #expect(thirty.number == 15, "30 days old")
    let twice = try ScoredCase.sheet(
      (
        "  - {date: 2026-03-07,",
        "  - {date: 2026-03-09, bilirubin: 30 umol/L}\n  - {date: 2026-03-07,"
      )
    ).entry(.meld, .beforeDecision)
    #expect(twice.value == nil && twice.words == ["conflicting-values"])
    #expect(
      try ScoredCase.sheet(("sex: female, ", "")).entry(.meldThree, .beforeStageOne).missing
        == ["patient.sex"])
  }

  @Test func undrainedObstructionIsShownAndNeverDecides() throws {
    let undrained = ("biliary_obstruction: none", "biliary_obstruction: undrained")
    let sheet = try ScoredCase.sheet(undrained)
    for id in [ScoreDefinition.ID.meld, .meldSodium, .meldThree, .childPugh, .albi] {
      #expect(try sheet.entry(id, .beforeDecision).words == ["cholestasis"])
      #expect(try sheet.entry(id, .beforeDecision).number != nil)
      #expect(try sheet.entry(id, .beforeStageOne).words.isEmpty)
    }
    let rule = try sheet.entry(.schadde, .beforeDecision)
    #expect(rule.value == nil && rule.words == ["cholestasis"])
    let record = try ScoredCase.record([undrained])
    let windows = TimeWindows(record, ScoreSheet.ages)
    let observation = ScoreObservations(record: record, windows: windows).meld(.beforeDecision)
    #expect(observation.forced == .unknown, "the rule books doubt the same score")
  }

  @Test func theStopRuleNeedsEitherPart() throws {
    func rule(_ changes: (String, String)...) throws -> ScoreEntry {
      let record = try ScoredCase.record(changes)
      return try ScoreSheet(record, scans: []).entry(.schadde, .beforeDecision)
    }
    let failed = ("liver_failure_isgls: none", "liver_failure_isgls: B")
    #expect(try rule(failed).word == "delay-or-deny")
    let high = ("bilirubin: 20 umol/L, inr: 1.1", "bilirubin: 20 umol/L, inr: 1.6")
    #expect(try rule(high).gives("meld") == .number(12))
    #expect(try rule(high).word == "delay-or-deny")
    let earlier = ("creatinine: 160 umol/L, ", "")
    let later = ("creatinine: 72 umol/L, ", "")
    #expect(try rule(earlier, later).missing == ["laboratory[before-decision].creatinine"])
    #expect(try rule(earlier, later).value == nil)
    #expect(try rule(failed, earlier, later).word == "delay-or-deny")
    #expect(try rule(("kind: alpps", "kind: pve")).words == ["outside-population"])
  }

  @Test func dayFiveIsDayFive() throws {
    let moved = ("date: 2026-03-07", "date: 2026-03-08")
    let exact = try ScoredCase.sheet(moved)
    #expect(try exact.entry(.fiftyFifty, .dayFive).value == nil)
    #expect(try exact.entry(.kidneyInjury, .dayFive).missing == ["laboratory[day-5].creatinine"])
    let option = ("interstage:", "options: {day_5_tolerance_days: 1}\ninterstage:")
    let near = try ScoredCase.sheet(moved, option).entry(.fiftyFifty, .dayFive)
    #expect(near.word == "fulfilled" && near.words == ["day-5-by-tolerance"])
    let far = try ScoredCase.sheet(("date: 2026-03-07", "date: 2026-03-05"), option)
    #expect(try far.entry(.fiftyFifty, .dayFive).value == nil)
    let early = try ScoredCase.sheet(("decision: {date: 2026-03-10", "decision: {date: 2026-03-06"))
    #expect(try early.entry(.fiftyFifty, .dayFive).words == ["before-day-5"])
    #expect(try early.entry(.isglsPHLF, .interstage).words == ["before-day-5"])
  }

  @Test func fiftyIsNotThree() throws {
    func word(_ bilirubin: String, _ index: String) throws -> String? {
      try ScoredCase.sheet(
        ("bilirubin: 51 umol/L, pt_index: 49 %", "bilirubin: \(bilirubin), pt_index: \(index)")
      ).entry(.fiftyFifty, .dayFive).word
    }
    #expect(try word("50 umol/L", "49 %") == "not-fulfilled")
    #expect(try word("2.95 mg/dL", "49 %") == "fulfilled", "50.4 umol/L, below 3 mg/dL")
    #expect(try word("51 umol/L", "50 %") == "not-fulfilled")
  }

  @Test func theLatestRecordServesACaseWithoutStageOne() throws {
    let none = ("procedures: [{kind: alpps, variant: classic, date: 2026-03-02}]\n", "")
    let sheet = try ScoredCase.sheet(none)
    #expect(try sheet.entry(.meld, .latest).number == 8, "values of 9 March")
    #expect(try sheet.entry(.meld, .latest).input("inr").observedOn == CalendarDay("2026-03-09"))
    #expect(sheet.entries.filter { $0.definition.id == .meld }.count == 1)
    #expect(try sheet.entry(.fiftyFifty, .dayFive).missing == ["procedures"])
    #expect(try sheet.entry(.capra, .latest).missing == ["procedures"])
    let undecided = try ScoredCase.sheet(
      none, ("decision: {date: 2026-03-10, question: stage-2}", ""))
    #expect(try undecided.entry(.meld, .latest).number == 8)
    let old = try ScoredCase.sheet(
      none, ("decision: {date: 2026-03-10", "decision: {date: 2026-04-09"))
    #expect(try old.entry(.meld, .latest).words == ["stale"])
    let undated = try ScoredCase.sheet(("variant: classic, date: 2026-03-02", "variant: classic"))
    #expect(try undated.entry(.meld, .beforeStageOne).missing == ["procedures[0].date"])
  }
}
