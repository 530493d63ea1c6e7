import Readiness
import VolumetryCore

// What the scores read beside the laboratory: tests of function, comorbidities, choices.

extension FunctionRecord {
  init?(_ entry: RecordEntry) {
    let known = [
      "date", ICGRetention.name, ICGDisappearance.name, MaximumFunctionCapacity.name,
      MebrofeninUptake.name, RemnantCountShare.name, RemnantFunction.name, HIBAIndex.name,
    ]
    guard let fields = entry.mapping(known) else { return nil }
    self.init(date: fields["date"]?.date())
    icgRetention = fields[ICGRetention.name]?.concentration(ICGRetention.self)
    icgDisappearance = fields[ICGDisappearance.name]?.concentration(ICGDisappearance.self)
    limax = fields[MaximumFunctionCapacity.name]?.concentration(MaximumFunctionCapacity.self)
    uptake = fields[MebrofeninUptake.name]?.concentration(MebrofeninUptake.self)
    remnantShare = fields[RemnantCountShare.name]?.concentration(RemnantCountShare.self)
    remnantFunction = fields[RemnantFunction.name]?.concentration(RemnantFunction.self)
    hibaIndex = fields[HIBAIndex.name]?.concentration(HIBAIndex.self)
  }
}

extension Comorbidities {
  init(_ entry: RecordEntry) {
    self.init()
    let known = [
      "severe_cardiovascular", "kidney_failure", "respiratory_failure", "renal_disease",
      "diabetes_moderate_severe", "other_major_illness",
    ]
    guard let fields = entry.mapping(known) else { return }
    severeCardiovascular = fields["severe_cardiovascular"]?.fact()
    kidneyFailure = fields["kidney_failure"]?.fact()
    respiratoryFailure = fields["respiratory_failure"]?.fact()
    renalDisease = fields["renal_disease"]?.fact()
    otherMajorIllness = fields["other_major_illness"]?.fact()
    diabetesModerateSevere = fields["diabetes_moderate_severe"]?.fact()
  }
}

extension StatedRisk {
  init(_ entry: RecordEntry) {
    self.init()
    guard let fields = entry.mapping(["linecker_stage_2_score"]) else { return }
    lineckerStageTwo = fields["linecker_stage_2_score"]?.number(Admissible.riskScore)
  }
}

extension ScoreOptions {
  /// The keys of `options` that choose between readings of a score.
  static let keys = [
    "meld_3_cap", "child_pugh_inr_upper", "child_pugh_bilirubin", "day_5_tolerance_days",
  ]

  init(_ fields: RecordMapping) {
    self.init()
    capsMELDThree = fields["meld_3_cap"]?.choice()
    childPughINRUpper = fields["child_pugh_inr_upper"]?.word(ChildPughINRUpper.self)
    childPughBilirubin = fields["child_pugh_bilirubin"]?.word(ChildPughBilirubin.self)
    dayFiveTolerance = fields["day_5_tolerance_days"]?.word(DayFiveTolerance.self)
  }
}

extension RecordEntry {
  /// A choice is yes or no; `unknown` chooses nothing and is refused.
  func choice() -> Bool? {
    switch fact() {
    case .yes: return true
    case .no: return false
    case .unknown:
      fault(.word, "a choice is not unknown", found: shown, expected: "yes or no")
      return nil
    case nil: return nil
    }
  }

  /// An upper limit of normal: no higher than any laboratory has.
  func limit<Substance: Analyte>(_: Substance.Type) -> Concentration<Substance>? {
    guard let limit = concentration(Substance.self) else { return nil }
    if let highest = Admissible.highestLimits[Substance.name], limit.conventional > highest {
      fault(
        .value, "not an upper limit of normal", found: shown,
        expected: "at most \(plain(limit.stated(highest))) \(limit.unit.rawValue)")
      return nil
    }
    return limit
  }
}

extension Admissible {
  /// The published score before stage 2 ends near 7; a percentage slips in above.
  static let riskScore = NumberRange(unit: nil, lower: 0, includesLower: true, upper: 20)

  /// No laboratory's upper limit of normal is above these (mg/dL, U/L). Ours.
  static let highestLimits: [String: Double] = [
    Creatinine.name: 2, AspartateAminotransferase.name: 100, AlanineAminotransferase.name: 100,
  ]
}
