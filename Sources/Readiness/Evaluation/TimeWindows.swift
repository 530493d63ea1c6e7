import VolumetryCore

/// The days of one case, and which values of the record lie in which window.
///
/// Before stage 1: on or before its day. Before the decision: after the day of stage 1 and not
/// after that of the decision; without a day of decision the window is open to the right and
/// nothing in it is too old, and the answer is capped instead. A value of another window never
/// substitutes.
struct TimeWindows {
  let stageOne: CalendarDay?
  let decision: CalendarDay?
  let windows: Windows
  /// Path of the missing day of stage 1.
  let stageOnePath: String

  /// The question before stage 1 is asked on its day or earlier: its windows end on the day of the
  /// decision where that comes first.
  init(_ case: Case, _ windows: Windows, question: Decision.Question = .stageTwo) {
    let done = `case`.stageOneDate
    let asked = `case`.decision?.date
    decision = asked
    self.windows = windows
    switch question {
    case .stageTwo:
      stageOne = done
      stageOnePath = `case`.stageOneIndex.map { "procedures[\($0)].date" } ?? "procedures"
    case .stageOne:
      stageOne = [done, asked].compactMap { $0 }.min()
      stageOnePath = "decision.date"
    }
  }

  /// What was found in a window.
  enum Selection<Value: Hashable> {
    case found(Value, on: CalendarDay)
    /// The latest value is older than the window allows.
    case stale(on: CalendarDay)
    /// The latest day holds two values that differ.
    case conflicting(on: CalendarDay)
    case absent
    /// The window has no days: that of stage 1 is not known.
    case noStageOne
  }

  /// The latest value in a window of laboratory or clinical records.
  func latest<Record, Value: Hashable>(
    _ window: Window, of records: [Record], day: (Record) -> CalendarDay?,
    value: (Record) -> Value?
  ) -> Selection<Value> {
    guard let stageOne else { return .noStageOne }
    let dated = records.compactMap { record -> (day: CalendarDay, value: Value)? in
      guard let day = day(record), let value = value(record), contains(day, window, stageOne)
      else { return nil }
      return (day, value)
    }
    guard let last = dated.map(\.day).max() else { return .absent }
    if let oldest = oldestAllowed(window, stageOne), last < oldest { return .stale(on: last) }
    let values = Set(dated.filter { $0.day == last }.map(\.value))
    guard values.count == 1, let value = values.first else { return .conflicting(on: last) }
    return .found(value, on: last)
  }

  private func contains(_ day: CalendarDay, _ window: Window, _ stageOne: CalendarDay) -> Bool {
    switch window {
    case .beforeStageOne: day <= stageOne
    case .beforeDecision, .firstAfterStageOne, .interstage, .stated:
      day > stageOne && (decision.map { day <= $0 } ?? true)
    }
  }

  private func oldestAllowed(_ window: Window, _ stageOne: CalendarDay) -> CalendarDay? {
    switch window {
    case .beforeStageOne: CalendarDay(number: stageOne.number - windows.beforeStageOneDays)
    case .beforeDecision:
      decision.map { CalendarDay(number: $0.number - windows.beforeDecisionDays) }
    case .firstAfterStageOne, .interstage, .stated: nil
    }
  }

  /// Whether a day lies in a window or before it; an undated record never does.
  func isUpToTheEnd(_ day: CalendarDay?, of window: Window) -> Bool {
    guard let day, let stageOne else { return false }
    switch window {
    case .beforeStageOne: return day <= stageOne
    case .beforeDecision, .firstAfterStageOne, .interstage, .stated:
      return decision.map { day <= $0 } ?? true
    }
  }

  /// Whole days from stage 1.
  func day(_ date: CalendarDay) -> Int? { stageOne.map { date - $0 } }
}

/// Values gathered for one score: every one of them, or all that is missing.
struct Gathering {
  let windows: TimeWindows
  let window: Window
  private(set) var missing: [String] = []
  private(set) var reasons: [Observation.Reason] = []
  private(set) var oldest: CalendarDay?

  init(_ windows: TimeWindows, _ window: Window) {
    self.windows = windows
    self.window = window
  }

  /// The latest laboratory value in the window; where there is none, its path is noted.
  mutating func laboratory<Value: Hashable>(
    _ name: String, _ records: [LaboratoryRecord], _ value: (LaboratoryRecord) -> Value?
  ) -> Value? {
    guard isDated(records.map { ($0.date, value($0) != nil) }, "laboratory") else { return nil }
    return take(
      windows.latest(window, of: records, day: \.date, value: value),
      path: "laboratory[\(window.rawValue)].\(name)")
  }

  /// The latest bedside finding in the window; where there is none, its path is noted.
  mutating func clinical<Value: Hashable>(
    _ name: String, _ records: [ClinicalRecord], _ value: (ClinicalRecord) -> Value?
  ) -> Value? {
    guard isDated(records.map { ($0.date, value($0) != nil) }, "clinical") else { return nil }
    return take(
      windows.latest(window, of: records, day: \.date, value: value),
      path: "clinical[\(window.rawValue)].\(name)")
  }

  /// A value without its day could be the latest: while one stands in the record, none is picked.
  private mutating func isDated(_ rows: [(day: CalendarDay?, isStated: Bool)], _ path: String)
    -> Bool
  {
    guard let index = rows.firstIndex(where: { $0.day == nil && $0.isStated }) else { return true }
    note("\(path)[\(index)].date", nil)
    return false
  }

  /// An unknown observation with all that was noted.
  var unknown: Observation {
    Observation(observedOn: oldest, missing: missing, reasons: reasons)
  }

  private mutating func take<Value>(
    _ selection: TimeWindows.Selection<Value>, path: String
  ) -> Value? {
    switch selection {
    case .found(let value, let day):
      oldest = oldest.map { min($0, day) } ?? day
      return value
    case .stale(let day):
      oldest = oldest.map { min($0, day) } ?? day
      note(path, .stale)
    case .conflicting: note(path, .conflictingValues)
    case .absent: note(path, nil)
    case .noStageOne: note(windows.stageOnePath, nil)
    }
    return nil
  }

  /// Notes what is missing and, beside plain absence, why.
  mutating func note(_ path: String, _ reason: Observation.Reason?) {
    if !missing.contains(path) { missing.append(path) }
    if let reason, !reasons.contains(reason) { reasons.append(reason) }
  }
}
