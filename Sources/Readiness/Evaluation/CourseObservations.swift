import VolumetryCore

/// What the course between the stages says: liver failure, infection, complications, vessels.
struct CourseObservations {
  let record: Case
  let windows: TimeWindows

  func infection() -> Observation { stated(record.interstage.infection, "infection") }

  func fact(_ fact: StatedFact?, _ name: String) -> Observation {
    guard let fact, fact != .unknown else { return .unknown(["interstage.\(name)"]) }
    return Observation(value: .word(fact.rawValue))
  }

  private func stated<Word: RawRepresentable<String>>(_ word: Word?, _ name: String) -> Observation
  {
    guard let word else { return .unknown(["interstage.\(name)"]) }
    return Observation(value: .word(word.rawValue))
  }

  // MARK: Complications

  /// The worst complication by Clavien-Dindo. One that is called serious excludes whatever its
  /// grade; grade IIIa is undecided until it is said whether it was serious (the IIIb cut is the
  /// registry's); a grade that is not stated leaves the course unknown.
  func worstComplication(below limit: String) -> Observation {
    guard let complications = record.interstage.complications else {
      return .unknown(["interstage.complications"])
    }
    let grades = complications.compactMap(\.clavienDindo)
    let worst = grades.max()
    let value = Observation.Value.word(worst?.rawValue ?? Datum.noComplication)
    if complications.contains(where: { $0.serious == .yes }) {
      return Observation(value: value, detail: "called serious", forced: .notMet)
    }
    if let worst, worst.rawValue == limit || worst > .iiia { return Observation(value: value) }
    var missing: [String] = []
    for (index, complication) in complications.enumerated() {
      let path = "interstage.complications[\(index)]"
      if complication.clavienDindo == nil { missing.append("\(path).clavien_dindo") }
      if complication.clavienDindo == .iiia, complication.serious != .no {
        missing.append("\(path).serious")
      }
    }
    return missing.isEmpty ? Observation(value: value) : .unknown(missing)
  }

  // MARK: Liver failure

  /// ISGLS liver failure after stage 1: increased INR and bilirubin by the local limits on or after
  /// day 5 (Rahbari 2011, doi:10.1016/j.surg.2010.10.001), or as stated.
  ///
  /// The definition outweighs a statement of `none`. Values that were raised before stage 1 make
  /// the laboratory silent; so does a decision before day 5.
  func liverFailure() -> Observation {
    if let stated = record.interstage.liverFailureISGLS, stated != .absent {
      return Observation(value: .word(stated.rawValue), detail: "as stated")
    }
    guard let stageOne = windows.stageOne else { return .unknown([windows.stageOnePath]) }
    if let decision = windows.decision,
      decision - stageOne < windows.windows.firstLiverFailureDay
    {
      return .unknown([], [.beforeDayFive])
    }
    let days = judgements(stageOne)
    if let fulfilled = days.first(where: { $0.fulfilled == true }), !raisedBefore {
      return Observation(
        value: .word(Datum.ungradedLiverFailure), observedOn: fulfilled.day,
        detail: "by the laboratory of day \(fulfilled.day - stageOne)")
    }
    if record.interstage.liverFailureISGLS == Interstage.LiverFailure.absent {
      return Observation(value: .word(Interstage.LiverFailure.absent.rawValue), detail: "as stated")
    }
    return computedAbsence(days, stageOne)
  }

  /// No failure by the laboratory, if its latest day is recent and says so.
  private func computedAbsence(_ days: [Judgement], _ stageOne: CalendarDay) -> Observation {
    let path = "interstage.liver_failure_isgls"
    guard !raisedBefore, let last = days.last else { return .unknown([path]) }
    if let decision = windows.decision,
      decision - last.day > windows.windows.beforeDecisionDays
    {
      return Observation(observedOn: last.day, missing: [path], reasons: [.stale])
    }
    guard last.fulfilled == false, days.allSatisfy({ $0.fulfilled == false }) else {
      return .unknown([path] + days.flatMap(\.missing).uniqued())
    }
    return Observation(
      value: .word(Interstage.LiverFailure.absent.rawValue), observedOn: last.day,
      detail: "by the laboratory of day \(last.day - stageOne)")
  }

  /// What one laboratory day from day 5 on says.
  private struct Judgement {
    let day: CalendarDay
    /// Nil where values or limits are missing.
    let fulfilled: Bool?
    let missing: [String]
  }

  private func judgements(_ stageOne: CalendarDay) -> [Judgement] {
    record.laboratory.enumerated().compactMap { index, laboratory -> Judgement? in
      guard let day = laboratory.date, day - stageOne >= windows.windows.firstLiverFailureDay,
        windows.decision.map({ day <= $0 }) ?? true,
        laboratory.bilirubin != nil || laboratory.inr != nil
      else { return nil }
      let (bilirubin, inr) = (raisedBilirubin(laboratory), raisedINR(laboratory))
      var missing: [String] = []
      let path = "laboratory[\(index)]"
      if laboratory.bilirubin == nil { missing.append("\(path).bilirubin") }
      if laboratory.inr == nil { missing.append("\(path).inr") }
      if laboratory.upperLimits.bilirubin == nil {
        missing.append("\(path).upper_limits.bilirubin")
      }
      if laboratory.upperLimits.inr == nil { missing.append("\(path).upper_limits.inr") }
      let fulfilled: Bool? =
        bilirubin == false || inr == false ? false : bilirubin == true && inr == true ? true : nil
      return Judgement(day: day, fulfilled: fulfilled, missing: fulfilled == nil ? missing : [])
    }.sorted { $0.day < $1.day }
  }

  private func raisedBilirubin(_ laboratory: LaboratoryRecord) -> Bool? {
    guard let value = laboratory.bilirubin, let limit = laboratory.upperLimits.bilirubin else {
      return nil
    }
    return value.value(in: limit.unit) > limit.value
  }

  private func raisedINR(_ laboratory: LaboratoryRecord) -> Bool? {
    guard let value = laboratory.inr, let limit = laboratory.upperLimits.inr else { return nil }
    return value > limit
  }

  /// Whether INR or bilirubin was already above its limit before stage 1; the limits of a later day
  /// serve where the earlier one states none.
  private var raisedBefore: Bool {
    guard let stageOne = windows.stageOne else { return false }
    let before = record.laboratory.filter { $0.date.map { $0 <= stageOne } ?? false }
    let limits = record.laboratory.map(\.upperLimits)
    return before.contains { laboratory in
      var complete = laboratory
      if complete.upperLimits.bilirubin == nil {
        complete.upperLimits.bilirubin = limits.compactMap(\.bilirubin).first
      }
      if complete.upperLimits.inr == nil {
        complete.upperLimits.inr = limits.compactMap(\.inr).first
      }
      return raisedBilirubin(complete) == true || raisedINR(complete) == true
    }
  }
}

extension Sequence where Element: Hashable {
  /// Every element once, in the order of its first occurrence.
  func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
