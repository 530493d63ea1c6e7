import Readiness
import Records
import Testing
import VolumetryCore

/// What the scores read beside the laboratory: read with its unit, refused without.
@Suite struct FunctionReadingTests {
  @Test func everyValueIsReadInItsUnit() throws {
    let record = try Case(
      yaml: """
        function:
          - {date: 2026-02-24, icg_r15: 12 %, icg_pdr: 18 %/min, limax: 400 µg/kg/h, \
        hbs_uptake: 11 %/min, hbs_flr_share: 35 %, hbs_flr_f: 3.1 %/min/m², hiba_index: 17 %}
        laboratory:
          - {date: 2026-02-24, ast: 45 U/L, alt: 36 u/l, pt_index: 80 %, upper_limits: \
        {ast: 40 U/L, alt: 45 U/L, creatinine: 97 umol/L}}
        comorbidities: {severe_cardiovascular: yes, kidney_failure: no, respiratory_failure: \
        unknown, renal_disease: no, diabetes_moderate_severe: true}
        risk: {linecker_stage_2_score: 5.5}
        options: {meld_3_cap: no, child_pugh_inr_upper: 2.2, child_pugh_bilirubin: cholestatic, \
        day_5_tolerance_days: 1}
        """.replacing("36 u/l", with: "36 U/l"))
    let function = try #require(record.function.first)
    #expect(function.date == CalendarDay("2026-02-24"))
    #expect(function.icgRetention == Concentration(12, .percent))
    #expect(function.icgDisappearance == Concentration(18, .percentPerMinute))
    #expect(function.limax == Concentration(400, .microgramsPerKilogramHour))
    #expect(function.uptake == Concentration(11, .percentPerMinute))
    #expect(function.remnantShare == Concentration(35, .percent))
    #expect(function.remnantFunction == Concentration(3.1, .percentPerMinutePerSquareMetre))
    #expect(function.hibaIndex == Concentration(17, .percent))
    let laboratory = try #require(record.laboratory.first)
    #expect(laboratory.ast == Concentration(45, .unitsPerLitre))
    #expect(laboratory.alt == Concentration(36, .unitsPerLitre))
    #expect(laboratory.prothrombinIndex == Concentration(80, .percent))
    #expect(laboratory.upperLimits.ast == Concentration(40, .unitsPerLitre))
    #expect(laboratory.upperLimits.alt == Concentration(45, .unitsPerLitre))
    #expect(laboratory.upperLimits.creatinine == Concentration(97, .micromolesPerLitre))
    #expect(record.comorbidities.severeCardiovascular == .yes)
    #expect(record.comorbidities.kidneyFailure == .no)
    #expect(record.comorbidities.respiratoryFailure == .unknown)
    #expect(record.comorbidities.renalDisease == .no)
    #expect(record.comorbidities.diabetesModerateSevere == .yes)
    #expect(record.risk.lineckerStageTwo == 5.5)
    #expect(record.options.scores.capsMELDThree == false)
    #expect(record.options.scores.childPughINRUpper == .lower)
    #expect(record.options.scores.childPughBilirubin == .cholestatic)
    #expect(record.options.scores.dayFiveTolerance == .oneDay)
  }

  static let units: [Refusal] = [
    ("icg_r15", "12"), ("icg_r15", "0.12"), ("icg_r15", "12 %/min"), ("icg_pdr", "18"),
    ("icg_pdr", "18 %"), ("limax", "400"), ("limax", "400 ug/kg/min"), ("hbs_uptake", "12"),
    ("hbs_uptake", "12 %/min/m2"), ("hbs_flr_share", "35"), ("hbs_flr_f", "3.1"),
    ("hbs_flr_f", "3.1 %/min"), ("hiba_index", "18"),
  ].map { key, value in
    Refusal("function: [{\(key): \(value)}]", "E-CASE-UNIT", "function[0].\(key)")
  }

  static let impossible: [Refusal] = [
    ("icg_r15", "100 %"), ("icg_pdr", "0.05 %/min"), ("limax", "4000 ug/kg/h"),
    ("hbs_flr_share", "101 %"), ("hiba_index", "0 %"), ("hbs_flr_f", "31 %/min/m2"),
  ].map { key, value in
    Refusal("function: [{\(key): \(value)}]", "E-CASE-VALUE", "function[0].\(key)")
  }

  static let laboratory: [Refusal] = [
    Refusal("laboratory: [{ast: 45}]", "E-CASE-UNIT", "laboratory[0].ast"),
    Refusal("laboratory: [{alt: 0.6 ukat/L}]", "E-CASE-UNIT", "laboratory[0].alt"),
    Refusal("laboratory: [{pt_index: 80}]", "E-CASE-UNIT", "laboratory[0].pt_index"),
    Refusal("laboratory: [{pt_index: 201 %}]", "E-CASE-VALUE", "laboratory[0].pt_index"),
    Refusal("laboratory: [{ast: 0.7 U/L}]", "E-CASE-VALUE", "laboratory[0].ast"),
    Refusal(
      "laboratory: [{upper_limits: {ast: 101 U/L}}]", "E-CASE-VALUE",
      "laboratory[0].upper_limits.ast"),
    Refusal(
      "laboratory: [{upper_limits: {creatinine: 177 umol/L}}]", "E-CASE-VALUE",
      "laboratory[0].upper_limits.creatinine"),
    Refusal(
      "laboratory: [{upper_limits: {albumin: 40 g/L}}]", "E-CASE-UNKNOWN-KEY",
      "laboratory[0].upper_limits.albumin"),
  ]

  static let words: [Refusal] = [
    Refusal("options: {meld_3_cap: unknown}", "E-CASE-WORD", "options.meld_3_cap"),
    Refusal("options: {child_pugh_inr_upper: 2.4}", "E-CASE-WORD", "options.child_pugh_inr_upper"),
    Refusal("options: {day_5_tolerance_days: 2}", "E-CASE-WORD", "options.day_5_tolerance_days"),
    Refusal("options: {child_pugh_bilirubin: pbc}", "E-CASE-WORD", "options.child_pugh_bilirubin"),
    Refusal("comorbidities: {renal_disease: mild}", "E-CASE-WORD", "comorbidities.renal_disease"),
    Refusal("comorbidities: {diabetes: yes}", "E-CASE-UNKNOWN-KEY", "comorbidities.diabetes"),
    Refusal("risk: {linecker_stage_2_score: 20.1}", "E-CASE-VALUE", "risk.linecker_stage_2_score"),
    Refusal("risk: {linecker_stage_2_score: 20 %}", "E-CASE-VALUE", "risk.linecker_stage_2_score"),
    Refusal("function: {limax: 400 ug/kg/h}", "E-CASE-TYPE", "function"),
    Refusal("function: [{date: 2026-02-30}]", "E-CASE-DATE", "function[0].date"),
  ]

  @Test(arguments: units + impossible + laboratory + words)
  func whatHasNoUnitOrCannotBeIsRefused(refusal: Refusal) throws { try refusal.check() }
}
