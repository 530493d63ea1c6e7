import Foundation
import Records
import Testing
import VolumetryCore

@testable import Readiness

/// What a score does not know it does not guess; what has nothing to do with it changes nothing.
@Suite struct ScoreGapTests {
  // MARK: Complications

  @Test func oneUnknownGradeLeavesALowerBound() throws {
    let open = try ScoredCase.sheet(("{clavien_dindo: I}", "{kind: fever}"))
    for id in [ScoreDefinition.ID.clavienDindo, .cci] {
      let entry = try open.entry(id, .interstage)
      #expect(entry.value == nil)
      #expect(entry.missing == ["interstage.complications[1].clavien_dindo"])
    }
    #expect(try open.entry(.clavienDindo, .interstage).gives("at_least") == .word("IIIb"))
    guard case .number(let least)? = try open.entry(.cci, .interstage).gives("at_least") else {
      Issue.record("a bound")
      return
    }
    #expect(abs(least - (2750.0 + 4550).squareRoot() / 2) < 1e-9)
    let dead = try ScoredCase.sheet(
      ("{clavien_dindo: I}", "{kind: fever}"), ("clavien_dindo: IIIb", "clavien_dindo: V"))
    #expect(try dead.entry(.cci, .interstage).number == 100)
    #expect(try dead.entry(.clavienDindo, .interstage).word == "V")
    let silent = try ScoredCase.sheet(
      ("  complications: [{clavien_dindo: IIIa}, {clavien_dindo: I}, {clavien_dindo: IIIb}]\n", ""))
    #expect(try silent.entry(.cci, .interstage).missing == ["interstage.complications"])
  }

  @Test func severeBeginsAtIIIb() throws {
    for (grade, meaning) in [("IIIa", "not severe"), ("IIIb", "severe (from IIIb)")] {
      let sheet = try ScoredCase.sheet(("clavien_dindo: IIIb", "clavien_dindo: \(grade)"))
      #expect(try sheet.entry(.clavienDindo, .interstage).meaning == meaning)
    }
  }

  // MARK: Risk

  @Test func theScoreBeforeStageTwoIsReadFromThePublishedRowsOnly() throws {
    for (score, risk) in [(3.9, 5.0), (4.7, 10), (5.5, 20), (6.9, 50)] {
      let entry = try ScoredCase.sheet(("score: 5.5", "score: \(score)")).entry(
        .lineckerStageTwo, .beforeDecision)
      #expect(entry.gives("risk_90_day_death") == .number(risk))
    }
    for (score, words) in [
      (5.0, "between the rows 4.7 (10 %) and 5.5 (20 %)"), (3.8, "below the lowest row 3.9 (5 %)"),
      (7.0, "above the highest row 6.9 (50 %)"),
    ] {
      let entry = try ScoredCase.sheet(("score: 5.5", "score: \(score)")).entry(
        .lineckerStageTwo, .beforeDecision)
      #expect(entry.derived.isEmpty && entry.meaning == words)
    }
  }

  @Test func whatCAPRADoesNotKnowCanOnlyAdd() throws {
    let sheet = try ScoredCase.sheet(("renal_disease: no, ", ""))
    let entry = try sheet.entry(.capra, .beforeStageOne)
    #expect(entry.value == nil && entry.missing == ["comorbidities.renal_disease"])
    let full = try ScoredCase.sheet().entry(.capra, .beforeStageOne).number
    #expect(entry.gives("capra_at_least") == full.map { .number($0) })
    let said = try ScoredCase.sheet(("renal_disease: no", "renal_disease: unknown"))
    #expect(try said.entry(.capra, .beforeStageOne).value == nil)
    let slip = try ScoredCase.sheet(("variant: classic", "variant: clasic"))
    #expect(try slip.entry(.capra, .beforeStageOne).missing == ["procedures[0].variant"])
    let partial = try ScoredCase.sheet(("variant: classic", "variant: partial"))
    #expect(try partial.entry(.capra, .beforeStageOne).number.map { $0 + 2 } == full)
    let hilar = try ScoredCase.sheet(("entity: hcc", "entity: phcca"))
    #expect(try hilar.entry(.capra, .beforeStageOne).value == nil)
    let colorectal = try ScoredCase.sheet(("entity: hcc", "entity: crlm"))
    #expect(try colorectal.entry(.capra, .beforeStageOne).number.map { $0 + 1 } == full)
  }

  @Test func theScoreForColorectalMetastasesHasVariablesAndNoSum() throws {
    let sheet = try ScoredCase.sheet(("entity: hcc", "entity: crlm"))
    let before = try sheet.entry(.huiskens, .beforeStageOne)
    #expect(before.value == nil && before.words == ["not-published"])
    #expect(before.gives("age_67_or_more") == .word("no"))
    #expect(before.gives("flr_bw_below_0.40_pct") == .word("no"), "0.484 %")
    #expect(before.gives("volume_of_the_centre") == .word("unknown"))
    let after = try sheet.entry(.huiskens, .beforeDecision)
    #expect(after.gives("bilirubin_day_5_above_50") == .word("yes"))
    #expect(after.gives("complication_iiia_or_worse") == .word("yes"))
    let mild = try ScoredCase.sheet(
      ("entity: hcc", "entity: crlm"), ("IIIa}", "II}"), ("IIIb}", "II}"))
    #expect(
      try mild.entry(.huiskens, .beforeDecision).gives("complication_iiia_or_worse")
        == .word("no"))
  }

  // MARK: Tests of function and scans

  @Test func withoutScansOnlyTheScoresOfVolumesAreMissing() throws {
    let record = try ScoredCase.record()
    let sheet = ScoreSheet(record, scans: nil)
    let whole = ScoreSheet(record, scans: try ScoredCase.scans(record))
    let lost = zip(sheet.entries, whole.entries).filter { $0.value != $1.value }.map(\.0)
    #expect(Set(lost.map(\.definition.id)) == [.remnantLimax, .icgRemnant])
    for entry in lost {
      #expect(entry.missing == ["scans"] && entry.words == ["scans-not-read"])
    }
  }

  @Test func whatACentreStatesStandsBeforeWhatItsPartsGive() throws {
    let stated = try ScoredCase.sheet().entry(.remnantFunction, .interstage)
    #expect(stated.evidence == .verified && stated.derived.isEmpty)
    let computed = try ScoredCase.sheet().entry(.remnantFunction, .beforeStageOne)
    #expect(computed.evidence == .unverified, "the equation is from memory")
    let parts = ("hiba_index: 18 %", "hiba_index: 18 %, hbs_uptake: 10 %/min, hbs_flr_share: 50 %")
    let both = try ScoredCase.sheet(parts).entry(.remnantFunction, .interstage)
    #expect(both.number == 3.1)
    let area = (165.0 * 62 / 3600).squareRoot()
    #expect(both.gives("from_uptake_and_share") == .number(5 / area))
  }

  @Test func aContradictionIsNotPassedOverForTheOtherTest() throws {
    let both = "icg_pdr: 18 %/min, icg_r15: 7 %,"
    let sheet = try ScoredCase.sheet(("icg_pdr: 18 %/min,", both))
    #expect(try sheet.entry(.icgRetention, .interstage).number == 7, "as stated")
    #expect(try sheet.entry(.icgDisappearance, .interstage).number == 18, "as stated")
    let twice = try ScoredCase.sheet(
      ("icg_pdr: 18 %/min,", both),
      ("comorbidities:", "  - {date: 2026-03-08, icg_pdr: 12 %/min}\ncomorbidities:"))
    #expect(try twice.entry(.icgRate, .interstage).words == ["conflicting-values"])
    let none = try ScoredCase.sheet(("icg_pdr: 18 %/min, ", ""))
    #expect(
      try none.entry(.icgRate, .interstage).missing
        == ["function[interstage].icg_r15", "function[interstage].icg_pdr"])
  }

  @Test func renalReplacementCountsWhereItIsNew() throws {
    let given = ("pt_index: 49 %", "pt_index: 49 %, dialysis: yes")
    #expect(try ScoredCase.sheet(given).entry(.kidneyInjury, .dayFive).number == 3)
    let chronic = ("albumin: 3.5 g/dL", "albumin: 3.5 g/dL, dialysis: yes")
    #expect(try ScoredCase.sheet(given, chronic).entry(.kidneyInjury, .dayFive).number == 1)
    let open = ("pt_index: 49 %", "pt_index: 49 %, dialysis: unknown")
    let entry = try ScoredCase.sheet(open).entry(.kidneyInjury, .dayFive)
    #expect(entry.number == 1 && entry.missing == ["laboratory[day-5].dialysis"])
  }

  // MARK: Properties

  @Test func theOrderOfRowsAndUnrelatedKeysChangeNothing() throws {
    var record = try ScoredCase.record()
    let sheet = ScoreSheet(record, scans: try ScoredCase.scans(record))
    record.clinical.reverse()
    record.function.reverse()
    record.uncertainty.statedFLRCVPercent = 17
    record.interstage.flrInflowNormal = .no
    record.comorbidities.respiratoryFailure = .yes
    let same = ScoreSheet(record, scans: try ScoredCase.scans(record))
    #expect(same == sheet)
    record.laboratory.reverse()
    let reversed = ScoreSheet(record, scans: try ScoredCase.scans(record))
    #expect(reversed.entries.map(\.value) == sheet.entries.map(\.value))
    #expect(reversed.entries.map(\.missing) == sheet.entries.map(\.missing))
  }

  @Test func unitsChangeNothing() throws {
    let other = try ScoredCase.sheet(
      ("bilirubin: 2 mg/dL", "bilirubin: 34.2 umol/L"),
      ("creatinine: 1.2 mg/dL", "creatinine: 106.08 umol/L"),
      ("albumin: 3.5 g/dL", "albumin: 35 g/L"))
    for (a, b) in zip(try ScoredCase.sheet().entries, other.entries) {
      if let first = a.number, let second = b.number {
        #expect(abs(first - second) < 1e-9, "\(a.definition.id)")
      } else {
        #expect(a.value == b.value)
      }
    }
    let seven = Concentration<Bilirubin>(7, .milligramsPerDecilitre)
    #expect(abs(seven.value(in: .micromolesPerLitre) - 119.7) < 1e-9)
    let edge = try ScoredCase.sheet(("bilirubin: 51 umol/L", "bilirubin: 119.7 umol/L"))
    #expect(
      try edge.entry(.peakBilirubin, .interstage).meaning?.hasPrefix("not above") == true)
  }

  @Test func noTwoInputsOfAScoreShareAName() throws {
    let sheets = [
      try ScoredCase.sheet(), try ScoredCase.sheet(("entity: hcc", "entity: crlm")),
    ]
    for entry in sheets.flatMap(\.entries) {
      let names = entry.inputs.map(\.name)
      #expect(Set(names).count == names.count, "\(entry.definition.id): \(names)")
      #expect(Set(entry.derived.map(\.name)).count == entry.derived.count)
    }
  }

  @Test func anEmptyCaseGivesNoNumberAndEveryScoreAReason() {
    for entry in ScoreSheet(Case(), scans: []).entries {
      #expect(entry.value == nil && !(entry.missing.isEmpty && entry.reasons.isEmpty))
    }
  }
}
