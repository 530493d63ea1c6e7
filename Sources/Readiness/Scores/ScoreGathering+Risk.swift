import VolumetryCore

// Risk of the stages.

extension ScoreGathering {
  /// Whether the paper speaks of this patient: ALPPS, or no procedure yet.
  private mutating func isForALPPS() -> Bool {
    guard let kind = record.stageOne?.kind, kind != .alpps else { return true }
    add(ScoreInput("procedure", .word(kind.rawValue)))
    because(.outsidePopulation)
    return false
  }

  private mutating func entity() -> TumourEntity? {
    fact(record.tumour.entity, "tumour.entity") { ScoreInput("tumour", .word($0.rawValue)) }
  }

  /// Met by either part; not met only where both are known. A MELD of an undrained obstruction is
  /// shown and speaks neither way.
  mutating func stopRule() -> ScoreOutcome? {
    guard isForALPPS() else { return nil }
    let score = meldInputs().map { MELD.score($0) }
    let isDoubted = noteObstruction()
    if let score { derive(ScoreInput("meld", .number(Double(score)))) }
    let isHigh = isDoubted ? nil : score.map { StopRule.meld.contains(Double($0)) }
    let hasFailed = liverFailure().map { $0 != Interstage.LiverFailure.absent.rawValue }
    switch (isHigh, hasFailed) {
    case (true?, _), (_, true?):
      let parts = [
        isHigh == true ? "MELD above 10" : nil, hasFailed == true ? "ISGLS failure" : nil,
      ]
      return ScoreOutcome(
        .word(StopRule.stop), meaning: parts.compactMap { $0 }.joined(separator: ", "))
    case (false?, false?):
      return ScoreOutcome(.word(StopRule.go), meaning: "MELD at most 10, no ISGLS failure")
    default: return nil
    }
  }

  mutating func lineckerStageOne(_ row: ScoreDefinition) -> ScoreOutcome? {
    let age = age()
    let entity = entity()
    guard isForALPPS(), let age, let entity else { return nil }
    let score = AlppsRisk.stageOne(age: age, entity: entity)
    let risk = AlppsRisk.stageOneRisks.first { $0.score == Double(score) }
    if let risk {
      derive(ScoreInput("risk_90_day_death", .number(risk.riskPercent), unit: "%"))
    }
    return ScoreOutcome(Double(score), in: row)
  }

  /// A score as stated against the published rows; between two rows no risk is read.
  mutating func lineckerStageTwo() -> ScoreOutcome? {
    let stated = fact(record.risk.lineckerStageTwo, "risk.linecker_stage_2_score") {
      ScoreInput("linecker_stage_2_score", .number($0))
    }
    guard isForALPPS(), let stated else { return nil }
    let meaning: String
    switch AlppsRisk.stageTwoRows(stated) {
    case (let below?, let above?) where below.score == above.score:
      derive(ScoreInput("risk_90_day_death", .number(below.riskPercent), unit: "%"))
      meaning = "risk \(below.risk) % (published row)"
    case (let below?, let above?):
      meaning = "between the rows \(below.words) and \(above.words)"
    case (nil, let above?): meaning = "below the lowest row \(above.words)"
    case (let below?, nil): meaning = "above the highest row \(below.words)"
    case (nil, nil): return nil
    }
    return ScoreOutcome(.number(stated), meaning: meaning)
  }

  // MARK: CAPRA

  mutating func capra(_ row: ScoreDefinition) -> ScoreOutcome? {
    guard isForALPPS() else { return nil }
    let age = age()
    let area = bodySurfaceArea()
    let items: [(CAPRA.Item, Bool?)] = [
      (.primaryTumour, primaryTumour()),
      (
        .cardiovascular,
        stated(
          record.comorbidities.severeCardiovascular, "comorbidities.severe_cardiovascular",
          "severe_cardiovascular")
      ),
      (
        .diabetes,
        stated(
          record.comorbidities.diabetesModerateSevere, "comorbidities.diabetes_moderate_severe",
          "diabetes_moderate_severe")
      ),
      (
        .renal,
        stated(record.comorbidities.renalDisease, "comorbidities.renal_disease", "renal_disease")
      ),
      (.classic, classicALPPS()),
    ]
    guard let age, let area else { return nil }
    let present = Set(items.filter { $0.1 == true }.map(\.0))
    let score = CAPRA.score(age: age, bodySurfaceArea: area, items: present)
    guard items.allSatisfy({ $0.1 != nil }) else {
      // What is not known can only add.
      derive(ScoreInput("capra_at_least", .number(score)))
      return nil
    }
    return ScoreOutcome(score, in: row)
  }

  private mutating func primaryTumour() -> Bool? {
    guard let entity = entity() else { return nil }
    guard let isPrimary = entity.isPrimaryLiverTumour else {
      miss("tumour.entity: \(entity.rawValue) may or may not be a primary liver tumour")
      return nil
    }
    add(ScoreInput("primary_liver_tumour", .word(isPrimary ? "yes" : "no")))
    return isPrimary
  }

  /// Whether stage 1 was the classic parting of the liver. A word that is neither classic nor a
  /// known variant may be a slip of the pen, and does not count as no.
  private mutating func classicALPPS() -> Bool? {
    guard let index = record.stageOneIndex else {
      miss("procedures")
      return nil
    }
    guard let variant = record.procedures[index].variant?.lowercased(),
      let isClassic = Self.variants[variant]
    else {
      miss("procedures[\(index)].variant")
      return nil
    }
    add(ScoreInput("variant", .word(variant)))
    return isClassic
  }

  /// The words for the variants of stage 1, and whether they are the classic one.
  private static let variants = [
    "classic": true, "classical": true, "partial": false, "mini": false, "tourniquet": false,
    "rala": false,
  ]

  // MARK: Huiskens

  /// Which variables are met. Their points are not in the abstract: there is no sum.
  mutating func huiskens() -> ScoreOutcome? {
    let entity = entity()
    guard isForALPPS(), let entity else { return nil }
    guard entity == .colorectalMetastases else {
      because(.outsidePopulation)
      return nil
    }
    variable("age_67_or_more", age().map { Huiskens.age.contains($0) })
    variable("flr_bw_below_0.40_pct", flrBodyWeight().map { Huiskens.flrBodyWeight.contains($0) })
    if window == .beforeDecision {
      var dayFive = ScoreGathering(context, .dayFive)
      dayFive.noteTolerance()
      let bilirubin = dayFive.laboratory(Bilirubin.self, in: .micromolesPerLitre) { $0.bilirubin }
      absorb(dayFive)
      variable("bilirubin_day_5_above_50", bilirubin.map { Huiskens.bilirubin.contains($0) })
      variable("complication_iiia_or_worse", hasComplication(from: Huiskens.complication))
    } else {
      variable("volume_of_the_centre", nil)
    }
    because(.notPublished)
    return nil
  }

  private mutating func variable(_ name: String, _ isMet: Bool?) {
    let word: StatedFact = isMet.map { $0 ? .yes : .no } ?? .unknown
    derive(ScoreInput(name, .word(word.rawValue)))
  }

  /// FLR/BW in per cent of the last scan before stage 1.
  private mutating func flrBodyWeight() -> Double? {
    var before = ScoreGathering(context, context.isWithoutStageOne ? .latest : .beforeStageOne)
    let scan = before.scan()
    absorb(before)
    let weight = fact(record.patient.weight, "patient.weight_kg") {
      ScoreInput("weight", .number($0.value), unit: "kg")
    }
    if let day = record.patient.weightDate, let stageOne = context.windows.stageOne, day > stageOne
    {
      miss("patient.weight_kg")
      because(.observation(.otherWindow))
      return nil
    }
    guard let scan, let weight else { return nil }
    guard let flr = record.remnant(of: scan), !scan.isFLRCut else {
      miss(scan.missingFLR)
      return nil
    }
    add(ScoreInput("flr", .number(flr.volume.value), unit: "mL", observedOn: scan.scan.date))
    add(
      ScoreInput(
        "density", .number(record.density.value), unit: "g/mL",
        isAssumed: record.options.densityGramsPerMillilitre == nil))
    let ratio = LiverRatios.flrBodyWeight(flr, weight: weight, density: record.density)
    if let ratio { derive(ScoreInput("flr_bw", .number(ratio.value), unit: "%")) }
    return ratio?.value
  }
}

extension AlppsRisk.Row {
  /// `4.7 (10 %)`.
  fileprivate var words: String { "\(score) (\(risk) %)" }
}
