import VolumetryCore

extension ScoreDefinition {
  static let failureRows: [ScoreDefinition] = [
    ScoreDefinition(
      .isglsPHLF, "ISGLS liver failure", in: .failure,
      equation: "INR and bilirubin above the laboratory's limits on or after day 5",
      inputs: "bilirubin, INR and their upper limits from day 5 on, or as stated",
      population: "hepatectomy; in ALPPS the days count from stage 1", at: [.interstage],
      needsStageOne: true, source: FailureAfterSurgery.isglsSource,
      pitfalls:
        "values that were raised before need two rising days (from memory); the grade needs "
        + "a clinician; before day 5 it is unknown, not absent"),
    ScoreDefinition(
      .fiftyFifty, "50-50", in: .failure,
      equation: "prothrombin index < 50 % and bilirubin > 50 umol/L on day 5",
      inputs: "pt_index in %, bilirubin in umol/L, both of day 5",
      population: "hepatectomy, death within 60 days", at: [.dayFive], needsStageOne: true,
      source: FailureAfterSurgery.fiftyFiftySource,
      pitfalls: "50 umol/L is 2.92 mg/dL, not 3; the INR does not stand in for the index"),
    ScoreDefinition(
      .peakBilirubin, "peak bilirubin", in: .failure,
      equation: "highest bilirubin after stage 1 > 7 mg/dL", unit: "mg/dL",
      inputs: "bilirubin after stage 1 in mg/dL",
      population:
        "hepatectomy without cirrhosis; sensitivity 93 %, specificity 94 % for death from "
        + "liver failure",
      bands: FailureAfterSurgery.peakBands, at: [.interstage], needsStageOne: true,
      source: FailureAfterSurgery.peakSource,
      pitfalls: "7 mg/dL are 119.7 umol/L; only the days in the record count"),
    ScoreDefinition(
      .kidneyInjury, "KDIGO kidney injury", in: .failure,
      equation: "creatinine of day 5 by that before stage 1: 1.5, 2, 3 times; 353.6 umol/L; "
        + "renal replacement",
      inputs: "creatinine before stage 1 and on day 5 in umol/L, dialysis",
      population: "hospital patients", bands: KidneyInjury.bands, at: [.dayFive],
      needsStageOne: true, source: KidneyInjury.source,
      pitfalls: "a rise within 48 hours cannot be seen: the stage is \"at least\"; all of it is "
        + "from memory"),
  ]

  static let complicationRows: [ScoreDefinition] = [
    ScoreDefinition(
      .clavienDindo, "worst Clavien-Dindo grade", in: .complications,
      equation: "the highest grade after stage 1", inputs: "interstage.complications",
      population: "any operation", at: [.interstage], needsStageOne: true,
      source: ComplicationBurden.gradeSource,
      pitfalls:
        "severe is from IIIb on, as the ALPPS registry counts it; the grades themselves are "
        + "from memory"),
    ScoreDefinition(
      .cci, "comprehensive complication index", in: .complications,
      equation: "sqrt(sum of the weights)/2, 100 for V; at most 100",
      inputs: "every grade in interstage.complications", population: "any operation",
      at: [.interstage], needsStageOne: true, source: ComplicationBurden.indexSource,
      pitfalls: "every complication counts, not the worst alone; one unknown grade leaves only a "
        + "lower bound"),
  ]
}
