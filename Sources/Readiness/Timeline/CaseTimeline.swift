public import VolumetryCore

/// What is known of a case on each day since stage 1, by one reading of one book: when a rule could
/// first be answered, and when its value becomes too old.
///
/// Every day is assessed as if the decision were asked for on it: records of later days are not
/// read. Nothing is foretold: what a later scan will show is unknown until it is there.
public struct CaseTimeline: Hashable, Sendable {
  /// Day 0; nil where the record does not say, and then there are no days.
  public let stageOne: CalendarDay?
  public let book: RuleBook
  public let policy: RuleBook.Policy
  /// The dated entries of the record, by day.
  public let events: [TimelineEvent]
  /// From day 0 until everything that is dated has become too old.
  public let days: [Day]
  /// Every rule of the reading on the day of the decision, or on the last day of the record.
  public let rules: [RuleTiming]
  /// The day on which `rules` are looked at.
  public let asked: CalendarDay?
  /// Paths of what is missing for a timeline.
  public let missing: [String]

  /// One day and its answer.
  public struct Day: Hashable, Sendable {
    /// Days after stage 1.
    public let number: Int
    public let date: CalendarDay
    public let verdict: Verdict
    public let reasons: [Observation.Reason]
    public let groups: [GroupResult]
    /// Ids of the rules that can be answered on this day and could not the day before.
    public let becameKnown: [String]
    /// Ids of the rules whose value has become too old since the day before.
    public let becameStale: [String]
  }

  /// No course is longer: the registry's window of volumetry ends after 84 days.
  static let longestDays = 400

  /// - Parameter question: its record, scans, choices; the day of its decision is where `rules` are
  ///   looked at.
  public init(_ question: Assessment.Question, by book: RuleBook, policy: RuleBook.Policy) {
    let record = question.record
    self.book = book
    self.policy = policy
    stageOne = record.stageOneDate
    events = TimelineEvent.events(of: record)
    guard let stageOne = record.stageOneDate else {
      (days, rules, asked) = ([], [], nil)
      missing = [record.stageOneIndex.map { "procedures[\($0)].date" } ?? "procedures"]
      return
    }
    missing = []
    let lastRecord = ([stageOne] + events.map(\.day)).max() ?? stageOne
    let asked = record.decision?.date ?? lastRecord
    self.asked = asked
    let tail = max(book.windows.scanDays, book.windows.beforeDecisionDays) + 1
    let last = min(max(lastRecord, asked) - stageOne + tail, Self.longestDays)
    func assessment(on day: Int) -> Assessment {
      var question = question
      question.record.decision = Decision(
        date: CalendarDay(number: stageOne.number + day), question: book.question)
      return Assessment(question, by: book, policy: policy)
    }
    let assessments = last < 0 ? [] : (0...last).map(assessment)
    days = Self.days(assessments, stageOne: stageOne)
    let index = min(max(asked - stageOne, 0), assessments.count - 1)
    rules =
      assessments.isEmpty
      ? []
      : assessments[index].everyFinding.map { finding in
        RuleTiming(
          finding, assessments: assessments, stageOne: stageOne, asked: asked,
          windows: book.windows)
      }
  }

  private static func days(_ assessments: [Assessment], stageOne: CalendarDay) -> [Day] {
    assessments.enumerated().map { number, assessment in
      let before = number == 0 ? [] : assessments[number - 1].everyFinding
      let known = Set(before.filter(\.isAnswered).map(\.id))
      let stale = Set(before.filter(\.isStale).map(\.id))
      return Day(
        number: number, date: CalendarDay(number: stageOne.number + number),
        verdict: assessment.verdict, reasons: assessment.reasons, groups: assessment.groups,
        becameKnown: assessment.everyFinding.filter { $0.isAnswered && !known.contains($0.id) }
          .map(\.id),
        becameStale: assessment.everyFinding.filter { $0.isStale && !stale.contains($0.id) }.map(
          \.id))
    }
  }
}

/// When one rule could be answered, and until when.
public struct RuleTiming: Hashable, Sendable {
  /// On the day that was asked for.
  public let finding: Finding
  /// First day after stage 1 on which the rule was answered; nil where it never was.
  public let knownFromDay: Int?
  /// First day on which the value that is used now is too old; nil where it does not age, or there
  /// is none.
  public let staleOnDay: Int?
  /// Where the rule is not answered: when it can be at the earliest.
  public let earliest: Earliest?

  /// How a rule that is not answered can be.
  public enum Earliest: Hashable, Sendable {
    /// By a scan or laboratory values from this day after stage 1 on; never before the day asked.
    case measurement(day: Int)
    /// By values from before stage 1 alone: no later measurement replaces them.
    case recordsBeforeStageOne
    /// As soon as somebody states it.
    case statement
  }

  init(
    _ finding: Finding, assessments: [Assessment], stageOne: CalendarDay, asked: CalendarDay,
    windows: Windows
  ) {
    self.finding = finding
    knownFromDay = assessments.firstIndex { assessment in
      assessment.everyFinding.contains { $0.id == finding.id && $0.isAnswered }
    }
    let ages = Self.oldestAllowed(finding.rule, windows)
    if finding.isAnswered, let ages, let day = finding.observation.observedOn {
      staleOnDay = day - stageOne + ages + 1
    } else {
      staleOnDay = nil
    }
    earliest = finding.isAnswered ? nil : Self.earliest(finding.rule, asked - stageOne, windows)
  }

  /// How many days a value serves a decision; nil where it does not age.
  private static func oldestAllowed(_ rule: Rule, _ windows: Windows) -> Int? {
    switch rule.window {
    case .beforeDecision: rule.datum.isVolume ? windows.scanDays : windows.beforeDecisionDays
    case .interstage: rule.datum == .liverFailure ? windows.beforeDecisionDays : nil
    case .beforeStageOne, .firstAfterStageOne, .stated: nil
    }
  }

  private static func earliest(_ rule: Rule, _ today: Int, _ windows: Windows) -> Earliest {
    switch rule.window {
    case .beforeStageOne: .recordsBeforeStageOne
    case .beforeDecision:
      .measurement(day: max(today, rule.datum.isVolume ? windows.firstScanDay : 1))
    case .firstAfterStageOne: .measurement(day: max(today, windows.firstScanDay))
    case .interstage where rule.datum == .liverFailure:
      .measurement(day: max(today, windows.firstLiverFailureDay))
    case .interstage, .stated: .statement
    }
  }
}

extension Assessment {
  /// What decides, and what always stands beside it.
  fileprivate var everyFinding: [Finding] { findings + safety }
}

extension Finding {
  /// Met or not met.
  var isAnswered: Bool { result == .met || result == .notMet }
  /// Unknown because its value is too old.
  var isStale: Bool { result == .unknown && observation.reasons.contains(.stale) }
}

/// One dated entry of a record.
public struct TimelineEvent: Hashable, Sendable {
  public let day: CalendarDay
  public let kind: Kind
  /// What it was, in the words of the record.
  public let what: String

  /// What an entry is.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case procedure, scan, laboratory, clinical, tissue, complication, weight, decision
  }

  /// Every dated entry by day, those of one day in the order of `Kind`.
  static func events(of record: Case) -> [TimelineEvent] {
    var events: [TimelineEvent] = []
    func add(_ day: CalendarDay?, _ kind: Kind, _ what: String) {
      if let day { events.append(TimelineEvent(day: day, kind: kind, what: what)) }
    }
    for procedure in record.procedures {
      let name = [procedure.kind.rawValue, procedure.variant].compactMap { $0 }
      add(procedure.date, .procedure, name.joined(separator: " "))
    }
    for (index, scan) in record.scans.enumerated() {
      add(scan.date, .scan, "scans[\(index)]")
    }
    for (index, row) in record.laboratory.enumerated() {
      add(row.date, .laboratory, "laboratory[\(index)]")
    }
    for (index, row) in record.clinical.enumerated() {
      add(row.date, .clinical, "clinical[\(index)]")
    }
    for complication in record.interstage.complications ?? [] {
      let words = [complication.kind, complication.clavienDindo?.rawValue].compactMap { $0 }
      add(complication.date, .complication, words.joined(separator: " "))
    }
    add(record.parenchyma.date, .tissue, record.parenchyma.method ?? "parenchyma")
    add(record.patient.weightDate, .weight, "patient.weight_kg")
    add(record.decision?.date, .decision, "decision")
    return events.sorted { a, b in
      a.day != b.day ? a.day < b.day : Self.comesFirst(a, b)
    }
  }

  private static func comesFirst(_ a: TimelineEvent, _ b: TimelineEvent) -> Bool {
    guard a.kind != b.kind else { return a.what < b.what }
    return Kind.allCases.first { $0 == a.kind || $0 == b.kind } == a.kind
  }
}
