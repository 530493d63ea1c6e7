import VolumetryCore

/// ISGLS liver failure after stage 1: increased INR and bilirubin by the local limits on or after
/// day 5 (Rahbari 2011, doi:10.1016/j.surg.2010.10.001), or as stated.
///
/// The definition outweighs a statement of `none`. Where a value was raised before stage 1, the
/// definition asks for rising values: two rising days are failure, and anything else above both
/// limits is undecided, whatever is stated.
struct LiverFailureObservation {
  let record: Case
  let windows: TimeWindows

  private static let path = "interstage.liver_failure_isgls"

  func observation() -> Observation {
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
    if let failed = failure(days, stageOne) { return failed }
    if let index = record.laboratory.firstIndex(where: {
      $0.date == nil && ($0.bilirubin != nil || $0.inr != nil)
    }) {
      return .unknown(["laboratory[\(index)].date"], [.conflictingValues])
    }
    if let index = record.clinical.firstIndex(where: { $0.date == nil && $0.isGrave }) {
      return .unknown(["clinical[\(index)].date"], [.conflictingValues])
    }
    if let day = signs.first {
      return Observation(
        observedOn: day, missing: [Self.path], reasons: [.conflictingValues],
        detail: "grave ascites or encephalopathy after stage 1")
    }
    if let open = days.first(where: \.isSuspect) {
      return Observation(
        observedOn: open.day, missing: [Self.path] + open.missing, reasons: [.conflictingValues],
        detail: "one of bilirubin and INR is above its limit, the other is not known")
    }
    if record.interstage.liverFailureISGLS == .absent {
      return Observation(value: .word(Interstage.LiverFailure.absent.rawValue), detail: "as stated")
    }
    return absence(days, stageOne)
  }

  /// Days after stage 1 with ascites or encephalopathy of the worst class: no statement of `none`
  /// stands against them.
  private var signs: [CalendarDay] {
    record.clinical.compactMap { row -> CalendarDay? in
      guard let day = row.date, let stageOne = windows.stageOne, day > stageOne,
        windows.decision.map({ day <= $0 }) ?? true,
        row.isGrave
      else { return nil }
      return day
    }
  }

  /// Whether the laboratory contradicts a statement of `none`.
  var contradictsStatement: Bool {
    guard record.interstage.liverFailureISGLS == .absent else { return false }
    let observation = observation()
    return observation.value == .word(Datum.ungradedLiverFailure)
      || observation.reasons.contains(.conflictingValues)
  }

  /// Failure by the laboratory, or what is above both limits and cannot be decided.
  private func failure(_ days: [Judgement], _ stageOne: CalendarDay) -> Observation? {
    guard let first = days.first(where: { $0.fulfilled == true }) else { return nil }
    let wasRaised = raisedBefore(stageOne)
    let isRising = zip(days, days.dropFirst()).contains { earlier, later in
      later.fulfilled == true && later.isHigher(than: earlier)
    }
    if !wasRaised || isRising {
      return Observation(
        value: .word(Datum.ungradedLiverFailure), observedOn: first.day,
        detail: "by the laboratory of day \(first.day - stageOne)")
    }
    return Observation(
      observedOn: first.day, missing: [Self.path], reasons: [.conflictingValues],
      detail: "above both limits, and raised before stage 1")
  }

  /// No failure by the laboratory, if its latest day is recent and every day says so.
  private func absence(_ days: [Judgement], _ stageOne: CalendarDay) -> Observation {
    guard let last = days.last else { return .unknown([Self.path]) }
    if let decision = windows.decision,
      decision - last.day > windows.windows.beforeDecisionDays
    {
      return Observation(observedOn: last.day, missing: [Self.path], reasons: [.stale])
    }
    guard !raisedBefore(stageOne), days.allSatisfy({ $0.fulfilled == false }) else {
      return .unknown([Self.path] + days.flatMap(\.missing).uniqued())
    }
    return Observation(
      value: .word(Interstage.LiverFailure.absent.rawValue), observedOn: last.day,
      detail: "by the laboratory of day \(last.day - stageOne)")
  }

  // MARK: Days

  /// What one day from day 5 on says, all its rows together.
  private struct Judgement {
    let day: CalendarDay
    /// mg/dL and ratio; the highest of the day.
    let bilirubin: Double?
    let inr: Double?
    /// Nil where values or limits are missing.
    let fulfilled: Bool?
    let missing: [String]
    /// Undecided, with one value above its limit.
    let isSuspect: Bool

    func isHigher(than earlier: Judgement) -> Bool {
      guard let bilirubin, let inr, let before = earlier.bilirubin, let inrBefore = earlier.inr
      else { return false }
      return bilirubin > before && inr > inrBefore
    }
  }

  private func judgements(_ stageOne: CalendarDay) -> [Judgement] {
    let rows = record.laboratory.enumerated().compactMap { index, row in
      row.date.map { (index: index, day: $0, row: row) }
    }.filter { entry in
      entry.day - stageOne >= windows.windows.firstLiverFailureDay
        && (windows.decision.map { entry.day <= $0 } ?? true)
        && (entry.row.bilirubin != nil || entry.row.inr != nil)
    }
    return Set(rows.map(\.day)).sorted().map { day in
      let own = rows.filter { $0.day == day }
      return judgement(day, own.map(\.row), path: "laboratory[\(own[0].index)]")
    }
  }

  private func judgement(
    _ day: CalendarDay, _ rows: [LaboratoryRecord], path: String
  ) -> Judgement {
    let bilirubin = rows.compactMap(\.bilirubin).map(\.conventional).max()
    let inr = rows.compactMap(\.inr).max()
    let limits = limits(day)
    var missing: [String] = []
    if bilirubin == nil { missing.append("\(path).bilirubin") }
    if inr == nil { missing.append("\(path).inr") }
    if limits.bilirubin == nil { missing.append("\(path).upper_limits.bilirubin") }
    if limits.inr == nil { missing.append("\(path).upper_limits.inr") }
    // Above what any laboratory calls normal a value is raised whether its limit is stated or not.
    let highest = LaboratoryRecord.UpperLimits.highest
    let raised = [
      exceeds(bilirubin, limits.bilirubin) ?? exceeds(bilirubin, highest.bilirubin).onlyTrue,
      exceeds(inr, limits.inr) ?? exceeds(inr, highest.inr).onlyTrue,
    ]
    let fulfilled: Bool? =
      raised.contains(false) ? false : raised.allSatisfy { $0 == true } ? true : nil
    return Judgement(
      day: day, bilirubin: bilirubin, inr: inr, fulfilled: fulfilled,
      missing: fulfilled == nil ? missing : [],
      isSuspect: fulfilled == nil
        && (raised.contains(true) || isUnusual(bilirubin, limits.bilirubin, of: \.bilirubin)
          || isUnusual(inr, limits.inr, of: \.inr))
    )
  }

  /// Whether a value without its limit is above what laboratories commonly print as one.
  private func isUnusual(
    _ value: Double?, _ limit: Double?, of common: KeyPath<(bilirubin: Double, inr: Double), Double>
  ) -> Bool {
    limit == nil
      && exceeds(value, LaboratoryRecord.UpperLimits.common[keyPath: common]) == true
  }

  private func exceeds(_ value: Double?, _ limit: Double?) -> Bool? {
    guard let value, let limit else { return nil }
    return value > limit
  }

  /// The laboratory's limits on a day: its own, else the last stated before it, else the first
  /// after it. mg/dL and ratio. The lowest of several of one day.
  private func limits(_ day: CalendarDay) -> (bilirubin: Double?, inr: Double?) {
    func nearest(_ read: (LaboratoryRecord.UpperLimits) -> Double?) -> Double? {
      let stated = record.laboratory.compactMap { row in
        row.date.flatMap { day in read(row.upperLimits).map { (day: day, limit: $0) } }
      }.filter { entry in windows.decision.map { entry.day <= $0 } ?? true }
      let before = stated.filter { $0.day <= day }.map(\.day).max()
      let chosen = before ?? stated.map(\.day).min()
      return stated.filter { $0.day == chosen }.map(\.limit).min()
    }
    return (nearest { $0.bilirubin?.conventional }, nearest { $0.inr })
  }

  /// Whether INR or bilirubin was above its limit on its last day before stage 1, not too long ago.
  private func raisedBefore(_ stageOne: CalendarDay) -> Bool {
    func last(_ read: (LaboratoryRecord) -> Double?) -> (value: Double, day: CalendarDay)? {
      let values = record.laboratory.compactMap { row in
        row.date.flatMap { day in read(row).map { (value: $0, day: day) } }
      }.filter { entry in
        entry.day <= stageOne && stageOne - entry.day <= windows.windows.beforeStageOneDays
      }
      let day = values.map(\.day).max()
      return values.filter { $0.day == day }.max { $0.value < $1.value }
    }
    let bilirubin = last { $0.bilirubin?.conventional }
    let inr = last { $0.inr }
    return bilirubin.map { exceeds($0.value, limits($0.day).bilirubin) == true } ?? false
      || inr.map { exceeds($0.value, limits($0.day).inr) == true } ?? false
  }
}

extension Bool? {
  /// True, or nothing: a value below a limit that need not be the laboratory's says nothing.
  fileprivate var onlyTrue: Bool? { self == true ? true : nil }
}

extension ClinicalRecord {
  /// Ascites or encephalopathy of the worst class.
  fileprivate var isGrave: Bool {
    ascites == .moderateSevere || encephalopathy == .gradeThreeFour
  }
}
