import VolumetryCore

extension ScoreDefinition {
  static let reserveWindows: [ScoreWindow] = [.beforeStageOne, .beforeDecision]

  static let reserveRows: [ScoreDefinition] = [
    ScoreDefinition(
      .meld, "MELD, original", in: .reserve,
      equation: "10*(0.957*ln(creatinine) + 0.378*ln(bilirubin) + 1.120*ln(INR) + 0.643)",
      inputs: "bilirubin and creatinine in mg/dL, INR, dialysis",
      population: "cirrhosis, 3-month death; used as a measure of reserve in any liver",
      at: reserveWindows, source: MELD.original.source,
      pitfalls: "each value floored at 1.0, creatinine capped at 4.0 and 4.0 under dialysis; half "
        + "away from zero, then 6 to 40; bilirubin of an undrained obstruction is not the liver's"),
    ScoreDefinition(
      .meldSodium, "MELD-Na", in: .reserve,
      equation: "above MELD 11: MELD + 1.32*(137-Na) - 0.033*MELD*(137-Na), else MELD",
      inputs: "those of MELD, sodium in mmol/L",
      population: "cirrhosis, waiting list of the OPTN from 2016 to 2023",
      at: reserveWindows, source: MELD.withSodium.source,
      pitfalls: "starts from the rounded MELD; sodium is clamped to 125 to 137"),
    ScoreDefinition(
      .meldThree, "MELD 3.0", in: .reserve,
      equation: "1.33*female + 4.56*ln(bilirubin) + 0.82*(137-Na) - 0.24*(137-Na)*ln(bilirubin) "
        + "+ 9.09*ln(INR) + 11.14*ln(creatinine) + 1.85*(3.5-albumin) "
        + "- 1.83*(3.5-albumin)*ln(creatinine) + 6",
      inputs: "those of MELD, sodium in mmol/L, albumin in g/dL, sex",
      population: "cirrhosis, waiting list of the OPTN from 2023",
      at: reserveWindows, source: MELD.three.source,
      pitfalls: "creatinine capped at 3.0, also under dialysis; the end at 40 is the allocation's "
        + "and an option; many public versions are wrong"),
    ScoreDefinition(
      .childPugh, "Child-Pugh", in: .reserve,
      equation: "sum of 1 to 3 points for bilirubin, albumin, INR, ascites, encephalopathy",
      inputs: "bilirubin in mg/dL, albumin in g/dL, INR, ascites, encephalopathy",
      population: "cirrhosis; used as a measure of reserve in any liver",
      bands: [
        ScoreBand(.closed(5, 6), "class A", ChildPugh.source),
        ScoreBand(.closed(7, 9), "class B", ChildPugh.source),
        ScoreBand(.closed(10, 15), "class C", ChildPugh.source),
      ], at: reserveWindows, source: ChildPugh.source,
      pitfalls: "tables differ at the edges: the middle bands are closed here, INR ends at 2.3 "
        + "(2.2 as an option); in umol/L the bilirubin bands are 34.2 to 51.3 by conversion, some "
        + "tables print 34 to 50"),
    ScoreDefinition(
      .albi, "ALBI", in: .reserve, equation: "0.66*log10(bilirubin) - 0.085*albumin",
      inputs: "bilirubin in umol/L, albumin in g/L",
      population: "hepatocellular carcinoma", bands: ALBI.bands,
      at: reserveWindows, source: ALBI.source,
      pitfalls: "decadic logarithm and SI units; a normal liver may be grade 2 by a hundredth"),
  ]

  static let tissueRows: [ScoreDefinition] = [
    ScoreDefinition(
      .fib4, "FIB-4", in: .tissue, equation: "age*AST/(platelets*sqrt(ALT))",
      inputs: "age in years, AST and ALT in U/L, platelets in 10^9/L",
      population: "chronic viral hepatitis; age and acute injury move it without fibrosis",
      bands: FibrosisIndex.fib4Bands, at: [.beforeStageOne], source: FibrosisIndex.source,
      pitfalls: "after surgery the enzymes measure the operation; the cut-offs were seen in no "
        + "source by us"),
    ScoreDefinition(
      .apri, "APRI", in: .tissue, equation: "100*(AST/upper limit of AST)/platelets",
      inputs: "AST and its upper limit in U/L, platelets in 10^9/L",
      population: "chronic hepatitis C", bands: FibrosisIndex.apriBands, at: [.beforeStageOne],
      source: FibrosisIndex.source,
      pitfalls: "the upper limit is the laboratory's own; the cut-offs were seen in no source by "
        + "us"),
    ScoreDefinition(
      .metavir, "Metavir", in: .tissue, equation: "stage F0 to F4 as read from tissue",
      inputs: "parenchyma.metavir", population: "liver tissue; F4 is cirrhosis", at: [.latest],
      source: Source("Metavir stages as in common use", evidence: .unverified),
      pitfalls: "a stage from elastography is another measurement; the record's method tells"),
    ScoreDefinition(
      .steatosis, "steatosis group", in: .tissue, equation: "share of cells with fat, in groups",
      unit: "%", inputs: "parenchyma.steatosis_percent",
      population: "liver tissue", bands: SteatosisGroup.bands, at: [.latest],
      source: SteatosisGroup.source,
      pitfalls: "the groups part at 33 %, the rule books at 30 %: a group does not decide a rule"),
  ]
}
