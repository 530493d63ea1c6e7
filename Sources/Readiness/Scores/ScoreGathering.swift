import VolumetryCore

/// Gathers the inputs of one score at one time: each with its day, or why it is not there.
struct ScoreGathering {
  let context: ScoreContext
  let window: ScoreWindow
  private(set) var inputs: [ScoreInput] = []
  private(set) var derived: [ScoreInput] = []
  private(set) var missing: [String] = []
  private(set) var reasons: [ScoreEntry.Reason] = []
  private(set) var oldest: CalendarDay?

  init(_ context: ScoreContext, _ window: ScoreWindow) {
    self.context = context
    self.window = window
  }

  var record: Case { context.record }

  // MARK: Dated records

  /// A laboratory value in the unit of the equation.
  mutating func laboratory<Substance>(
    _: Substance.Type, in unit: Substance.Unit, as name: String = Substance.name,
    _ value: (LaboratoryRecord) -> Concentration<Substance>?
  ) -> Double? {
    let found = take(select(record.laboratory, \.date, value), path: "laboratory", name)
    return found.map { note(name, $0, in: unit) }
  }

  /// The international normalised ratio.
  mutating func inr() -> Double? {
    let found = take(select(record.laboratory, \.date) { $0.inr }, path: "laboratory", "inr")
    guard let (value, day) = found else { return nil }
    add(ScoreInput("inr", .number(value), observedOn: day))
    return value
  }

  /// A test of function in its unit.
  mutating func function<Substance>(
    _: Substance.Type, in unit: Substance.Unit,
    _ value: (FunctionRecord) -> Concentration<Substance>?
  ) -> Double? {
    let found = take(select(record.function, \.date, value), path: "function", Substance.name)
    return found.map { note(Substance.name, $0, in: unit) }
  }

  /// How well a test is known in the window, without noting anything.
  func knowledge<Substance>(
    _ value: (FunctionRecord) -> Concentration<Substance>?
  ) -> Knowledge {
    switch select(record.function, \.date, value) {
    case .conflicting: .conflicting
    case .found: .found
    case .stale: .stale
    case .absent, .noStageOne: .absent
    }
  }

  /// What decides which of two tests is read: a contradiction is never passed over for the other
  /// test, and what is too old or absent gives way.
  enum Knowledge: Int, Comparable {
    case conflicting, found, stale, absent

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// A word from the bedside.
  mutating func clinical<Word: RawRepresentable<String> & Hashable>(
    _ name: String, _ value: (ClinicalRecord) -> Word?
  ) -> Word? {
    guard
      let (word, day) = take(select(record.clinical, \.date, value), path: "clinical", name)
    else { return nil }
    add(ScoreInput(name, .word(word.rawValue), observedOn: day))
    return word
  }

  /// Dialysis in the window. Never stated is taken as none, and said to be assumed; stated to be
  /// unknown, contradictory or out of date is not known.
  mutating func dialysis() -> Bool? {
    let isStated = record.laboratory.contains { row in
      row.dialysis != nil && isUpToTheEnd(row.date)
    }
    guard isStated else {
      add(ScoreInput("dialysis", .word(StatedFact.no.rawValue), isAssumed: true))
      return false
    }
    let found = take(
      select(record.laboratory, \.date) { $0.dialysis }, path: "laboratory",
      "dialysis")
    guard let (fact, day) = found else { return nil }
    guard fact != .unknown else {
      miss("laboratory[\(window.rawValue)].dialysis")
      return nil
    }
    add(ScoreInput("dialysis", .word(fact.rawValue), observedOn: day))
    return fact == .yes
  }

  private func isUpToTheEnd(_ day: CalendarDay?) -> Bool {
    switch window {
    case .beforeStageOne, .latest: context.windows.isUpToTheEnd(day, of: .beforeStageOne)
    case .beforeDecision: context.windows.isUpToTheEnd(day, of: .beforeDecision)
    case .dayFive, .interstage: context.windows.isUpToTheEnd(day, of: .interstage)
    }
  }

  /// Where the last word on the bile ducts is that they are obstructed and not drained, bilirubin
  /// measures them and not the liver: the score is shown with this reason. So it is where the last
  /// day contradicts itself.
  @discardableResult mutating func noteObstruction() -> Bool {
    let stated = record.clinical.filter { $0.biliaryObstruction != nil && isUpToTheEnd($0.date) }
    guard let last = stated.compactMap(\.date).max() else { return false }
    let words = Set(stated.filter { $0.date == last }.compactMap(\.biliaryObstruction))
    guard words.contains(.undrained) else { return false }
    because(.observation(words.count == 1 ? .cholestasis : .conflictingValues))
    return true
  }

  // MARK: Facts without a day

  /// A fact of the record that has no day; its path is noted where it is missing.
  mutating func fact<Value>(
    _ value: Value?, _ path: String, _ input: (Value) -> ScoreInput
  ) -> Value? {
    guard let value else {
      miss(path)
      return nil
    }
    add(input(value))
    return value
  }

  /// A fact that a clinician states; `unknown` is missing like silence.
  mutating func stated(_ fact: StatedFact?, _ path: String, _ name: String) -> Bool? {
    guard let fact, fact != .unknown else {
      miss(path)
      return nil
    }
    add(ScoreInput(name, .word(fact.rawValue)))
    return fact == .yes
  }

  mutating func add(_ input: ScoreInput) {
    inputs.append(input)
    if let day = input.observedOn { oldest = oldest.map { min($0, day) } ?? day }
  }

  /// Shows an input that does not make the score older.
  mutating func inform(_ input: ScoreInput) { inputs.append(input) }

  /// Takes over what was gathered at another time for the same score.
  mutating func absorb(_ other: ScoreGathering, prefix: String = "") {
    for input in other.inputs {
      add(
        ScoreInput(
          prefix + input.name, input.value, unit: input.unit, observedOn: input.observedOn,
          isAssumed: input.isAssumed))
    }
    for path in other.missing { miss(path) }
    for reason in other.reasons { because(reason) }
    seen(other.oldest)
  }

  mutating func derive(_ input: ScoreInput) { derived.append(input) }

  mutating func miss(_ path: String) {
    if !missing.contains(path) { missing.append(path) }
  }

  mutating func because(_ reason: ScoreEntry.Reason) {
    if !reasons.contains(reason) { reasons.append(reason) }
  }

  mutating func seen(_ day: CalendarDay?) {
    if let day { oldest = oldest.map { min($0, day) } ?? day }
  }

  private mutating func note<Substance>(
    _ name: String, _ found: (value: Concentration<Substance>, day: CalendarDay),
    in unit: Substance.Unit
  ) -> Double {
    let number = found.value.value(in: unit)
    add(ScoreInput(name, .number(number), unit: unit.rawValue, observedOn: found.day))
    return number
  }
}

// MARK: - Selection

extension ScoreGathering {
  private func select<Record, Value: Hashable>(
    _ records: [Record], _ day: (Record) -> CalendarDay?, _ value: (Record) -> Value?
  ) -> TimeWindows.Selection<Value> {
    let windows = context.windows
    switch window {
    case .beforeStageOne, .latest:
      return windows.latest(.beforeStageOne, of: records, day: day, value: value)
    case .beforeDecision:
      return windows.latest(.beforeDecision, of: records, day: day, value: value)
    case .interstage: return windows.latest(.interstage, of: records, day: day, value: value)
    case .dayFive: return dayFive(records, day, value)
    }
  }

  /// Shows how many days beside day 5 may stand in for it.
  mutating func noteTolerance() {
    let stated = record.options.scores.dayFiveTolerance
    inform(
      ScoreInput(
        "day_5_tolerance", .number(Double(tolerance)), unit: "days", isAssumed: stated == nil))
  }

  private var tolerance: Int {
    (record.options.scores.dayFiveTolerance ?? .exact).days
  }

  /// The value of day 5; within the tolerance that is asked for, of the day after it, else of the
  /// day before it.
  private func dayFive<Record, Value: Hashable>(
    _ records: [Record], _ day: (Record) -> CalendarDay?, _ value: (Record) -> Value?
  ) -> TimeWindows.Selection<Value> {
    guard let stageOne = context.windows.stageOne else { return .noStageOne }
    let offsets = [0] + (0..<tolerance).flatMap { [$0 + 1, -$0 - 1] }
    let five = stageOne.number + ScoreContext.ages.firstLiverFailureDay
    for date in offsets.map({ CalendarDay(number: five + $0) }) {
      guard context.windows.decision.map({ date <= $0 }) ?? true else { continue }
      let values = Set(records.filter { day($0) == date }.compactMap(value))
      guard let one = values.first else { continue }
      return values.count == 1 ? .found(one, on: date) : .conflicting(on: date)
    }
    return .absent
  }

  private mutating func take<Value>(
    _ selection: TimeWindows.Selection<Value>, path: String, _ name: String
  ) -> (value: Value, day: CalendarDay)? {
    let full = "\(path)[\(window.rawValue)].\(name)"
    switch selection {
    case .found(let value, let day):
      if window == .dayFive, context.windows.day(day) != ScoreContext.ages.firstLiverFailureDay {
        because(.dayFiveByTolerance)
      }
      return (value, day)
    case .stale(let day):
      seen(day)
      miss(full)
      because(.observation(.stale))
    case .conflicting:
      miss(full)
      because(.observation(.conflictingValues))
    case .absent:
      miss(full)
      if window == .dayFive, isDecidedBeforeDayFive { because(.observation(.beforeDayFive)) }
    case .noStageOne: miss(context.windows.stageOnePath)
    }
    return nil
  }

  private var isDecidedBeforeDayFive: Bool {
    guard let stageOne = context.windows.stageOne, let decision = context.windows.decision else {
      return false
    }
    return decision - stageOne < ScoreContext.ages.firstLiverFailureDay
  }
}
