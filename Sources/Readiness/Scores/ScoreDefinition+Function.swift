import VolumetryCore

extension ScoreDefinition {
  private static let functionWindows: [ScoreWindow] = [.beforeStageOne, .interstage]

  static let functionRows: [ScoreDefinition] = [
    ScoreDefinition(
      .remnantFunction, "HBS FLR-F", in: .function,
      equation: "uptake*(FLR counts/total counts)/BSA", unit: "%/min/m2",
      inputs: "hbs_uptake in %/min, hbs_flr_share in %, height and weight; or hbs_flr_f as stated",
      population: "major hepatectomy; in ALPPS the cut-off may not be adequate",
      bands: MebrofeninFunction.bands, at: functionWindows, source: MebrofeninFunction.source,
      pitfalls: "the abstracts do not say which BSA formula was used; the wording of the equation "
        + "is from memory; the series of 2023 gives 12 % liver failure at 2.7"),
    ScoreDefinition(
      .remnantUptake, "HBS FLR uptake", in: .function,
      equation: "uptake*(FLR counts/total counts)", unit: "%/min",
      inputs: "hbs_uptake in %/min, hbs_flr_share in %",
      population: "major hepatectomy, 547 patients of several centres, 2023",
      bands: MebrofeninFunction.uptakeBands, at: functionWindows,
      source: MebrofeninFunction.uptakeSource,
      pitfalls: "not divided by the body surface: never comparable with FLR-F"),
    ScoreDefinition(
      .hibaIndex, "HIBA index", in: .function, equation: "as the centre reports it", unit: "%",
      inputs: "hiba_index in %", population: "between the stages of ALPPS, small numbers",
      bands: HIBA.bands, at: [.interstage], needsStageOne: true, source: HIBA.source,
      pitfalls: "the formula was not seen, so it is never computed here; the cut-off is from memory"
    ),
    ScoreDefinition(
      .limax, "LiMAx", in: .function, equation: "as the breath test reports it", unit: "ug/kg/h",
      inputs: "limax in ug/kg/h", population: "before hepatectomy", bands: LiMAx.bands,
      at: [.beforeStageOne], source: LiMAx.source,
      pitfalls: "these bands are those before an operation"),
    ScoreDefinition(
      .limaxAfter, "LiMAx after surgery", in: .function,
      equation: "as the breath test reports it", unit: "ug/kg/h",
      inputs: "limax in ug/kg/h", population: "after hepatectomy, death in hospital",
      bands: LiMAx.bandsAfter, at: [.interstage], needsStageOne: true, source: LiMAx.sourceAfter,
      pitfalls:
        "the paper's patients had one hepatectomy; between two stages the liver is divided, "
        + "not smaller"),
    ScoreDefinition(
      .remnantLimax, "FLR-LiMAx", in: .function, equation: "LiMAx*FLR/TFLV", unit: "ug/kg/h",
      inputs: "limax in ug/kg/h, FLR and functional liver volume of a scan",
      population: "before hepatectomy", at: functionWindows, source: LiMAx.remnantSource,
      pitfalls: "assumes that every millilitre works alike, which parted livers do not; no cut-off "
        + "of a planned value was seen"),
    ScoreDefinition(
      .icgRate, "ICG-K", in: .function, equation: "-ln(R15/100)/15 = PDR/100", unit: "1/min",
      inputs: "icg_pdr in %/min or icg_r15 in %", population: "before hepatectomy",
      at: functionWindows, source: Indocyanine.source,
      pitfalls: "R15 and PDR are one number only for a single exponential decay"),
    ScoreDefinition(
      .icgDisappearance, "ICG-PDR", in: .function, equation: "100*k", unit: "%/min",
      inputs: "icg_pdr in %/min or icg_r15 in %", population: "before hepatectomy",
      at: functionWindows, source: Indocyanine.source,
      pitfalls: "as stated, where it is stated; else from R15"),
    ScoreDefinition(
      .icgRetention, "ICG-R15", in: .function, equation: "100*exp(-15*k)", unit: "%",
      inputs: "icg_r15 in % or icg_pdr in %/min", population: "before hepatectomy",
      bands: Indocyanine.bands, at: functionWindows, source: Indocyanine.source,
      pitfalls: "as stated, where it is stated; else from PDR; jaundice falsifies it"),
    ScoreDefinition(
      .icgRemnant, "ICGK-F", in: .function, equation: "k*FLR/TFLV", unit: "1/min",
      inputs: "icg_pdr or icg_r15, FLR and functional liver volume of a scan",
      population: "hepatectomy for biliary cancer", bands: Indocyanine.remnantBands,
      at: functionWindows, source: Indocyanine.remnantSource,
      pitfalls: "which liver volume divides was not seen; shown, never deciding"),
    ScoreDefinition(
      .makuuchi, "Makuuchi's tree", in: .function,
      equation: "without ascites and with bilirubin below 1.0 mg/dL: by ICG-R15", unit: "%",
      inputs: "ascites, bilirubin in mg/dL, icg_r15 in %",
      population: "cirrhotic livers of Japanese patients", bands: MakuuchiTree.bands,
      at: [.beforeStageOne], source: MakuuchiTree.source,
      pitfalls: "from memory; the branches with ascites or a higher bilirubin are not given here"),
  ]
}
