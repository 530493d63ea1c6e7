import VolumetryCore

// Scores of reserve and of tissue.

extension ScoreGathering {
  mutating func meldInputs() -> MELD.Inputs? {
    let bilirubin = laboratory(Bilirubin.self, in: .milligramsPerDecilitre) { $0.bilirubin }
    let inr = inr()
    let creatinine = laboratory(Creatinine.self, in: .milligramsPerDecilitre) { $0.creatinine }
    let dialysis = dialysis()
    guard let bilirubin, let inr, let creatinine, let dialysis else { return nil }
    return MELD.Inputs(
      bilirubin: bilirubin, inr: inr, creatinine: creatinine, dialysis: dialysis)
  }

  private mutating func sodium() -> Double? {
    laboratory(Sodium.self, in: .millimolesPerLitre) { $0.sodium }
  }

  mutating func meld() -> ScoreOutcome? {
    guard let inputs = meldInputs() else { return nil }
    noteObstruction()
    return ScoreOutcome(
      .number(Double(MELD.score(inputs))), raw: MELD.originalRaw(inputs))
  }

  mutating func meldSodium() -> ScoreOutcome? {
    let inputs = meldInputs()
    let sodium = sodium()
    guard let inputs, let sodium else { return nil }
    noteObstruction()
    return ScoreOutcome(
      .number(Double(MELD.sodiumScore(inputs, sodium: sodium))),
      raw: MELD.sodiumRaw(inputs, sodium: sodium))
  }

  mutating func meldThree() -> ScoreOutcome? {
    let inputs = meldInputs()
    let sodium = sodium()
    let albumin = laboratory(Albumin.self, in: .gramsPerDecilitre) { $0.albumin }
    let sex = fact(record.patient.sex, "patient.sex") { ScoreInput("sex", .word($0.rawValue)) }
    let cap = record.options.scores.capsMELDThree
    let isCapped = cap ?? true
    add(ScoreInput("meld_3_cap", .word(isCapped ? "yes" : "no"), isAssumed: cap == nil))
    guard let inputs, let sodium, let albumin, let sex else { return nil }
    noteObstruction()
    return ScoreOutcome(
      .number(
        Double(
          MELD.threeScore(inputs, sodium: sodium, albumin: albumin, sex: sex, isCapped: isCapped))),
      raw: MELD.threeRaw(inputs, sodium: sodium, albumin: albumin, sex: sex))
  }

  mutating func childPugh(_ row: ScoreDefinition) -> ScoreOutcome? {
    let bilirubin = laboratory(Bilirubin.self, in: .milligramsPerDecilitre) { $0.bilirubin }
    let albumin = laboratory(Albumin.self, in: .gramsPerDecilitre) { $0.albumin }
    let inr = inr()
    let ascites = clinical("ascites") { $0.ascites }
    let encephalopathy = clinical("encephalopathy") { $0.encephalopathy }
    let options = record.options.scores
    let edges = ChildPugh.Edges(
      inrUpper: options.childPughINRUpper ?? .standard,
      bilirubin: options.childPughBilirubin ?? .standard)
    add(
      ScoreInput(
        "child_pugh_inr_upper", .number(edges.inrBand.middle.upperBound),
        isAssumed: options.childPughINRUpper == nil))
    add(
      ScoreInput(
        "child_pugh_bilirubin", .word(edges.bilirubin.rawValue),
        isAssumed: options.childPughBilirubin == nil))
    guard let bilirubin, let albumin, let inr, let ascites, let encephalopathy else { return nil }
    noteObstruction()
    let score = ChildPugh(
      bilirubin: bilirubin, albumin: albumin, inr: inr, ascites: ascites,
      encephalopathy: encephalopathy, edges: edges)
    for item in score.items {
      derive(ScoreInput("\(item.name)_points", .number(Double(item.points))))
    }
    var outcome = ScoreOutcome(Double(score.points), in: row)
    if edges.bilirubin == .cholestatic { outcome.evidence = ChildPugh.cholestaticSource.evidence }
    return outcome
  }

  mutating func albi(_ row: ScoreDefinition) -> ScoreOutcome? {
    let bilirubin = laboratory(Bilirubin.self, in: .micromolesPerLitre) { $0.bilirubin }
    let albumin = laboratory(Albumin.self, in: .gramsPerLitre) { $0.albumin }
    guard let bilirubin, let albumin else { return nil }
    noteObstruction()
    return ScoreOutcome(ALBI.score(bilirubin: bilirubin, albumin: albumin), in: row)
  }

  // MARK: Tissue

  mutating func age() -> Double? {
    fact(record.patient.ageYears, "patient.age_years") {
      ScoreInput("age", .number($0), unit: "years")
    }
  }

  private mutating func ast() -> Double? {
    laboratory(AspartateAminotransferase.self, in: .unitsPerLitre) { $0.ast }
  }

  private mutating func platelets() -> Double? {
    laboratory(Platelets.self, in: .billionsPerLitre) { $0.platelets }
  }

  mutating func fib4(_ row: ScoreDefinition) -> ScoreOutcome? {
    let age = age()
    let ast = ast()
    let alt = laboratory(AlanineAminotransferase.self, in: .unitsPerLitre) { $0.alt }
    let platelets = platelets()
    guard let age, let ast, let alt, let platelets else { return nil }
    return ScoreOutcome(
      FibrosisIndex.fib4(age: age, ast: ast, alt: alt, platelets: platelets), in: row)
  }

  mutating func apri(_ row: ScoreDefinition) -> ScoreOutcome? {
    let ast = ast()
    let limit = laboratory(
      AspartateAminotransferase.self, in: .unitsPerLitre, as: "upper_limits.ast"
    ) { $0.upperLimits.ast }
    let platelets = platelets()
    guard let ast, let limit, let platelets else { return nil }
    return ScoreOutcome(
      FibrosisIndex.apri(ast: ast, upperLimit: limit, platelets: platelets), in: row)
  }

  /// Whether the tissue was read on or before the decision.
  private mutating func isTissueKnown(_ name: String) -> Bool {
    guard let day = record.parenchyma.date, let decision = record.decision?.date, day > decision
    else { return true }
    miss("parenchyma.\(name)")
    because(.observation(.otherWindow))
    return false
  }

  mutating func metavir() -> ScoreOutcome? {
    guard isTissueKnown("metavir") else { return nil }
    let day = record.parenchyma.date
    let stage = fact(record.parenchyma.metavir, "parenchyma.metavir") {
      ScoreInput("metavir", .word($0.rawValue), observedOn: day)
    }
    guard let stage else { return nil }
    if record.parenchyma.background == .cirrhosis, stage < .f4 {
      because(.observation(.conflictingValues))
      return nil
    }
    return ScoreOutcome(.word(stage.rawValue), meaning: stage == .f4 ? "cirrhosis" : nil)
  }

  mutating func steatosis(_ row: ScoreDefinition) -> ScoreOutcome? {
    guard isTissueKnown("steatosis_percent") else { return nil }
    let day = record.parenchyma.date
    let share = fact(record.parenchyma.steatosisPercent, "parenchyma.steatosis_percent") {
      ScoreInput("steatosis", .number($0), unit: "%", observedOn: day)
    }
    return share.map { ScoreOutcome($0, in: row) }
  }
}
