import VolumetryCore

extension ScoreDefinition {
  static let riskRows: [ScoreDefinition] = [
    ScoreDefinition(
      .schadde, "stop rule of ALPPS", in: .risk,
      equation: "MELD > 10 before stage 2, or ISGLS failure after stage 1",
      inputs: "MELD before the decision, ISGLS failure",
      population: "ALPPS, 320 patients of the registry, death within 90 days",
      at: [.beforeDecision], needsStageOne: true, source: StopRule.source,
      pitfalls:
        "odds ratios 4.9 (1.9 to 12.7) and 3.9 (1.4 to 10.9); FLR size and interval did not "
        + "predict; neither is no permission"),
    ScoreDefinition(
      .lineckerStageOne, "ALPPS risk score before stage 1", in: .risk,
      equation: "points for age and tumour; risk by the published table",
      inputs: "age in years, tumour.entity",
      population: "ALPPS, 528 patients of the registry, death within 90 days or in hospital (9 %)",
      bands: AlppsRisk.stageOneBands, at: [.beforeStageOne], source: AlppsRisk.stageOneSource,
      pitfalls: "the points are from memory (they agree with the published odds ratios); the risks "
        + "are the published table"),
    ScoreDefinition(
      .lineckerStageTwo, "ALPPS risk score before stage 2", in: .risk,
      equation: "as stated; only the published rows of score and risk",
      inputs: "risk.linecker_stage_2_score",
      population: "as before stage 1", at: [.beforeDecision], needsStageOne: true,
      source: AlppsRisk.riskSource,
      pitfalls: "its formula was not found and is not computed; nothing is read between the rows"),
    ScoreDefinition(
      .capra, "CAPRA", in: .risk,
      equation: "0.1*age - 2*BSA + 1 primary liver tumour + 1 severe cardiovascular disease "
        + "+ 2 moderate or severe diabetes + 2 renal disease + 2 classic ALPPS",
      inputs: "age, height and weight, tumour.entity, comorbidities, procedures[].variant",
      population: "ALPPS, death within 90 days; C 0.837, 0.793 bootstrapped", bands: CAPRA.bands,
      at: [.beforeStageOne], source: CAPRA.source,
      pitfalls:
        "which BSA formula was used is not known to us; whether the cut-off itself is above "
        + "or below is ours: it counts as not below"),
    ScoreDefinition(
      .huiskens, "score of ALPPS for colorectal metastases", in: .risk,
      equation: "variables only: stage 1 age, FLR/BW, volume of the centre; stage 2 age, FLR/BW, "
        + "bilirubin of day 5, complications",
      inputs: "age, FLR and weight, bilirubin of day 5, complications",
      population: "ALPPS for colorectal liver metastases", at: [.beforeStageOne, .beforeDecision],
      source: Huiskens.source,
      pitfalls: "the points are not in the abstract, so there is no sum; the volume of the centre "
        + "is not in the record"),
  ]
}
