import VolumetryCore

// Failure and complications after stage 1.

extension ScoreGathering {
  /// ISGLS liver failure as the rule books judge it; a word, or nil with what is missing.
  mutating func liverFailure() -> String? {
    let observation = LiverFailureObservation(record: record, windows: context.windows)
      .observation()
    if let stated = record.interstage.liverFailureISGLS {
      add(ScoreInput("liver_failure_isgls", .word(stated.rawValue)))
    }
    addFailureLaboratory()
    for path in observation.missing { miss(path) }
    for reason in observation.reasons { because(.observation(reason)) }
    seen(observation.observedOn)
    guard case .word(let word)? = observation.value else { return nil }
    return word
  }

  /// The values from day 5 on, and every limit: what the definition reads, by its place in the
  /// record and in its unit.
  private mutating func addFailureLaboratory() {
    for (index, row) in record.laboratory.enumerated() {
      guard let date = row.date, let day = context.windows.day(date),
        context.windows.decision.map({ date <= $0 }) ?? true
      else { continue }
      let path = "laboratory[\(index)]"
      if day >= ScoreContext.ages.firstLiverFailureDay {
        if let value = row.bilirubin { show(value, "\(path).bilirubin", date) }
        if let value = row.inr { show(value, "\(path).inr", date) }
      }
      if let value = row.upperLimits.bilirubin {
        show(value, "\(path).upper_limits.bilirubin", date)
      }
      if let value = row.upperLimits.inr { show(value, "\(path).upper_limits.inr", date) }
    }
  }

  private mutating func show<Substance>(
    _ value: Concentration<Substance>, _ name: String, _ day: CalendarDay
  ) {
    inform(
      ScoreInput(name, .number(value.value), unit: value.unit.rawValue, observedOn: day))
  }

  private mutating func show(_ value: Double, _ name: String, _ day: CalendarDay) {
    inform(ScoreInput(name, .number(value), observedOn: day))
  }

  mutating func isgls() -> ScoreOutcome? {
    liverFailure().map { word in
      let isUngraded = word == Datum.ungradedLiverFailure
      return ScoreOutcome(
        .word(word), meaning: isUngraded ? "by the laboratory; the grade needs a clinician" : nil)
    }
  }

  /// One of the two clear of its limit settles that it is not fulfilled.
  mutating func fiftyFifty() -> ScoreOutcome? {
    noteTolerance()
    let index = laboratory(ProthrombinIndex.self, in: .percent) { $0.prothrombinIndex }
    let bilirubin = laboratory(Bilirubin.self, in: .micromolesPerLitre) { $0.bilirubin }
    let isLow = index.map { FailureAfterSurgery.index.contains($0) }
    let isHigh = bilirubin.map { FailureAfterSurgery.bilirubin.contains($0) }
    switch (isLow, isHigh) {
    case (true?, true?):
      return ScoreOutcome(
        .word(FailureAfterSurgery.fulfilled), meaning: "59 % died within 60 days, RR 66")
    case (false?, _), (_, false?):
      return ScoreOutcome(.word(FailureAfterSurgery.notFulfilled))
    default: return nil
    }
  }

  /// The highest bilirubin of the days that are recorded.
  mutating func peakBilirubin(_ row: ScoreDefinition) -> ScoreOutcome? {
    guard let stageOne = context.windows.stageOne else {
      miss(context.windows.stageOnePath)
      return nil
    }
    let values = record.laboratory.compactMap { laboratory in
      laboratory.date.flatMap { day in
        laboratory.bilirubin.map { (day: day, value: $0.value(in: .milligramsPerDecilitre)) }
      }
    }.filter { entry in
      entry.day > stageOne && (context.windows.decision.map { entry.day <= $0 } ?? true)
    }
    guard let peak = values.max(by: { ($0.value, $1.day) < ($1.value, $0.day) }) else {
      miss("laboratory[\(window.rawValue)].bilirubin")
      return nil
    }
    add(
      ScoreInput(
        Bilirubin.name, .number(peak.value), unit: Bilirubin.Unit.milligramsPerDecilitre.rawValue,
        observedOn: peak.day))
    derive(ScoreInput("days_recorded", .number(Double(Set(values.map(\.day)).count))))
    return ScoreOutcome(peak.value, in: row)
  }

  // MARK: Kidney

  /// The stage that creatinine before stage 1 and of day 5 show. Renal replacement counts where it
  /// began after stage 1; where that is not known the stage is a lower bound like any other here.
  mutating func kidneyInjury(_ row: ScoreDefinition) -> ScoreOutcome? {
    var earlier = ScoreGathering(context, .beforeStageOne)
    let before = earlier.laboratory(
      Creatinine.self, in: .micromolesPerLitre, as: "creatinine"
    ) { $0.creatinine }
    absorb(earlier, prefix: "before_")
    let after = laboratory(Creatinine.self, in: .micromolesPerLitre) { $0.creatinine }
    let replacement = newReplacement()
    noteTolerance()
    guard let before, let after else { return nil }
    derive(ScoreInput("creatinine_ratio", .number(after / before)))
    return ScoreOutcome(
      Double(KidneyInjury.stage(before: before, after: after, replacement: replacement)), in: row)
  }

  private mutating func newReplacement() -> Bool {
    guard let stageOne = context.windows.stageOne else { return false }
    let rows = record.laboratory.filter { row in
      row.date.map { day in context.windows.decision.map { day <= $0 } ?? true } ?? false
    }
    let before = rows.contains { $0.dialysis == .yes && ($0.date ?? stageOne) <= stageOne }
    let after = rows.filter { $0.dialysis != nil && ($0.date ?? stageOne) > stageOne }
    if after.contains(where: { $0.dialysis == .unknown }) { miss("laboratory[day-5].dialysis") }
    let isGiven = after.contains { $0.dialysis == .yes }
    add(
      ScoreInput(
        "dialysis_after", .word(isGiven ? "yes" : "no"),
        isAssumed: after.allSatisfy { $0.dialysis == .unknown }))
    if before { add(ScoreInput("dialysis_before", .word("yes"))) }
    return isGiven && !before
  }

  // MARK: Complications

  /// The stated grades and the paths of those that are not; nil where nobody looked.
  private mutating func grades() -> (known: [Complication.ClavienDindo], isComplete: Bool)? {
    guard let complications = record.interstage.complications else {
      miss("interstage.complications")
      return nil
    }
    for (index, complication) in complications.enumerated() {
      let path = "interstage.complications[\(index)].clavien_dindo"
      guard let grade = complication.clavienDindo else {
        miss(path)
        continue
      }
      add(
        ScoreInput("complications[\(index)]", .word(grade.rawValue), observedOn: complication.date))
    }
    if complications.isEmpty {
      add(ScoreInput("complications", .word(Datum.noComplication)))
    }
    let known = complications.compactMap(\.clavienDindo)
    return (known, known.count == complications.count)
  }

  mutating func clavienDindo() -> ScoreOutcome? {
    guard let (known, isComplete) = grades() else { return nil }
    let worst = known.max()
    guard isComplete || worst == .v else {
      if let worst { derive(ScoreInput("at_least", .word(worst.rawValue))) }
      return nil
    }
    guard let worst else { return ScoreOutcome(.word(Datum.noComplication)) }
    return ScoreOutcome(
      .word(worst.rawValue),
      meaning: worst >= ComplicationBurden.severe ? "severe (from IIIb)" : "not severe")
  }

  mutating func cci() -> ScoreOutcome? {
    guard let (known, isComplete) = grades() else { return nil }
    let index = ComplicationBurden.index(known)
    guard isComplete || known.contains(.v) else {
      derive(ScoreInput("at_least", .number(index)))
      return nil
    }
    return ScoreOutcome(.number(index))
  }

  /// Whether there was a complication of this grade or a worse one; nil where a grade that is not
  /// stated leaves it open.
  mutating func hasComplication(from grade: Complication.ClavienDindo) -> Bool? {
    guard let (known, isComplete) = grades() else { return nil }
    if known.contains(where: { $0 >= grade }) { return true }
    return isComplete ? false : nil
  }
}
