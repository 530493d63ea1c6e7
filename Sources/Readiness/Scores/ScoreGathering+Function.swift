import VolumetryCore

// Tests of function.

extension ScoreGathering {
  /// Body surface of the patient, with the formula in force among the inputs.
  mutating func bodySurfaceArea() -> Double? {
    let formula = context.bodySurfaceArea
    let height = fact(record.patient.height, "patient.height_cm") {
      ScoreInput("height", .number($0.value), unit: "cm")
    }
    let day = record.patient.weightDate
    let weight = fact(record.patient.weight, "patient.weight_kg") {
      ScoreInput("weight", .number($0.value), unit: "kg", observedOn: nil)
    }
    if let day { add(ScoreInput("weight_date", .word(day.description))) }
    add(ScoreInput("bsa_formula", .word(formula.id), isAssumed: context.isAreaAssumed))
    guard let height, let weight else { return nil }
    let area = formula.area(height: height, weight: weight).value
    add(ScoreInput("bsa", .number(area), unit: "m2"))
    return area
  }

  /// FLR over functional liver volume of the scan of this time, 0 to 1.
  mutating func remnantShare() -> Double? {
    guard let scan = scan() else { return nil }
    guard let volumes = scan.volumes, let flr = volumes.flr else {
      miss(scan.missingFLR)
      return nil
    }
    guard let functional = volumes.tflv, functional > .zero else {
      miss("scans[\(scan.index)]: tumour")
      return nil
    }
    guard !volumes.cut.contains(.flr), !volumes.cut.contains(.liver) else {
      because(.observation(.cutByFieldOfView))
      return nil
    }
    let day = scan.scan.date
    add(ScoreInput("flr", .number(flr.value), unit: "mL", observedOn: day))
    add(ScoreInput("tflv", .number(functional.value), unit: "mL", observedOn: day))
    return flr / functional
  }

  /// The scan of this time; nil with what is missing or wrong with it.
  mutating func scan() -> MeasuredScan? {
    guard context.scans != nil else {
      miss("scans")
      because(.scansNotRead)
      return nil
    }
    switch context.scan(window) {
    case .scan(let scan):
      if scan.isImplausible {
        because(.observation(.implausible))
        return nil
      }
      return scan
    case .missing(let paths):
      for path in paths { miss(path) }
    case .conflicting(let paths, _):
      for path in paths { miss(path) }
      because(.observation(.conflictingValues))
    }
    return nil
  }

  // MARK: Scintigraphy

  private mutating func countedUptake() -> Double? {
    let total = function(MebrofeninUptake.self, in: .percentPerMinute) { $0.uptake }
    let share = function(RemnantCountShare.self, in: .percent) { $0.remnantShare }
    guard let total, let share else { return nil }
    return MebrofeninFunction.uptake(total, share: share / Self.percent)
  }

  /// As stated, where the centre states it; else from its parts. Where both are of one day, the
  /// computed one stands beside it.
  mutating func remnantFunction(_ row: ScoreDefinition) -> ScoreOutcome? {
    let parts = max(knowledge { $0.uptake }, knowledge { $0.remnantShare })
    let whole = knowledge { $0.remnantFunction }
    guard whole <= parts, whole != .absent else {
      return computedFunction().map { computed($0, row) }
    }
    let stated = function(RemnantFunction.self, in: .percentPerMinutePerSquareMetre) {
      $0.remnantFunction
    }
    guard let stated else { return nil }
    if parts == .found {
      var other = ScoreGathering(context, window)
      let value = other.computedFunction()
      let days = Set((inputs + other.inputs).compactMap(\.observedOn))
      if let value, days.count == 1 {
        derive(ScoreInput("from_uptake_and_share", .number(value), unit: row.unit))
      }
    }
    return ScoreOutcome(stated, in: row)
  }

  private mutating func computedFunction() -> Double? {
    let uptake = countedUptake()
    let area = bodySurfaceArea()
    guard let uptake, let area else { return nil }
    return uptake / area
  }

  mutating func remnantUptake(_ row: ScoreDefinition) -> ScoreOutcome? {
    countedUptake().map { computed($0, row) }
  }

  /// A number by an equation whose wording is from memory.
  private func computed(_ number: Double, _ row: ScoreDefinition) -> ScoreOutcome {
    var outcome = ScoreOutcome(number, in: row)
    outcome.evidence = MebrofeninFunction.equationSource.evidence
    return outcome
  }

  mutating func hibaIndex(_ row: ScoreDefinition) -> ScoreOutcome? {
    function(HIBAIndex.self, in: .percent) { $0.hibaIndex }.map { ScoreOutcome($0, in: row) }
  }

  // MARK: Breath test

  private mutating func capacity() -> Double? {
    function(MaximumFunctionCapacity.self, in: .microgramsPerKilogramHour) { $0.limax }
  }

  mutating func limax(_ row: ScoreDefinition) -> ScoreOutcome? {
    capacity().map { ScoreOutcome($0, in: row) }
  }

  mutating func remnantLimax(_ row: ScoreDefinition) -> ScoreOutcome? {
    let total = capacity()
    let share = remnantShare()
    guard let total, let share else { return nil }
    return ScoreOutcome(LiMAx.remnant(total, share: share), in: row)
  }

  // MARK: Indocyanine green

  /// Rate per minute from whichever is stated; the disappearance first, since it was measured over
  /// time.
  private mutating func icgRate() -> Double? {
    let (rate, retention) = (knowledge { $0.icgDisappearance }, knowledge { $0.icgRetention })
    if retention < rate {
      return function(ICGRetention.self, in: .percent) { $0.icgRetention }.map {
        Indocyanine.rate(retention: $0)
      }
    }
    if rate == .absent { miss("function[\(window.rawValue)].\(ICGRetention.name)") }
    return function(ICGDisappearance.self, in: .percentPerMinute) { $0.icgDisappearance }.map {
      Indocyanine.rate(disappearance: $0)
    }
  }

  /// Retention in per cent, as stated or from the rate.
  private mutating func icgRetention() -> Double? {
    let (rate, retention) = (knowledge { $0.icgDisappearance }, knowledge { $0.icgRetention })
    guard retention <= rate, retention != .absent else {
      return icgRate().map { Indocyanine.retention(rate: $0) }
    }
    return function(ICGRetention.self, in: .percent) { $0.icgRetention }
  }

  mutating func indocyanine(_ row: ScoreDefinition) -> ScoreOutcome? {
    switch row.id {
    case .icgRetention: icgRetention().map { ScoreOutcome($0, in: row) }
    case .icgDisappearance:
      icgRate().map { ScoreOutcome(Indocyanine.disappearance(rate: $0), in: row) }
    default: icgRate().map { ScoreOutcome($0, in: row) }
    }
  }

  mutating func icgRemnant(_ row: ScoreDefinition) -> ScoreOutcome? {
    let rate = icgRate()
    let share = remnantShare()
    guard let rate, let share else { return nil }
    return ScoreOutcome(rate * share, in: row)
  }

  /// The branch without ascites and with a normal bilirubin; the others are not given.
  mutating func makuuchi(_ row: ScoreDefinition) -> ScoreOutcome? {
    let ascites = clinical("ascites") { $0.ascites }
    let bilirubin = laboratory(Bilirubin.self, in: .milligramsPerDecilitre) { $0.bilirubin }
    let retention = icgRetention()
    guard let ascites, let bilirubin, let retention else { return nil }
    guard ascites == .absent, MakuuchiTree.normalBilirubin.contains(bilirubin) else {
      because(.outsidePopulation)
      return nil
    }
    return ScoreOutcome(retention, in: row)
  }

  /// Per cent of a whole.
  static let percent = 100.0
}
