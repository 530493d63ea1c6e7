public import VolumetryCore

/// A published set of rules for one question, as data: what is asked of which datum, in which time
/// window, by which comparison, and from which source each number comes.
///
/// A rule book decides nothing by itself and holds no code. Every rule is phrased as what GO needs,
/// so that `met` always speaks for going ahead; an exclusion of the source is negated.
public struct RuleBook: Hashable, Sendable {
  public let id: String
  public let title: String
  public let question: Decision.Question
  public let source: Source
  /// The procedures of stage 1 to which the book applies.
  public let procedures: [Procedure.Kind]
  public let windows: Windows
  /// The readings of an ambiguous source; the first is the default. A book without ambiguity has
  /// one.
  public let policies: [Policy]
  public let rules: [Rule]
  public let criteria: [Criterion]
  /// Rules that never decide and are always shown beside the answer.
  public let safety: [Rule]
  /// What the source also asks and this book does not answer.
  public let notAssessed: [String]

  /// A book as its reader checked it.
  public init(
    id: String, title: String, question: Decision.Question, source: Source,
    scope: (procedures: [Procedure.Kind], windows: Windows), policies: [Policy],
    body: (rules: [Rule], criteria: [Criterion], safety: [Rule], notAssessed: [String])
  ) {
    self.id = id
    self.title = title
    self.question = question
    self.source = source
    (procedures, windows) = scope
    self.policies = policies
    (rules, criteria, safety, notAssessed) = body
  }

  /// One way to read the source where its wording allows several.
  public struct Policy: Hashable, Sendable {
    public let id: String
    /// What the reading says, in words.
    public let text: String
    /// Whether no other reading of the book is stricter.
    public let isStrictest: Bool

    public init(id: String, text: String, isStrictest: Bool = false) {
      self.id = id
      self.text = text
      self.isStrictest = isStrictest
    }
  }
}

/// How old a value may be, and from which day on a scan counts. Numbers of the house where the
/// source names none, and marked as such.
public struct Windows: Hashable, Sendable {
  /// Before stage 1: the latest value on or before its day, at most this many days old.
  public let beforeStageOneDays: Int
  /// Before the decision: laboratory and clinical state, after stage 1, at most this many days old.
  public let beforeDecisionDays: Int
  /// Before the decision: a scan, after stage 1, at most this many days old.
  public let scanDays: Int
  /// A scan before this day after stage 1 says nothing: growth has only begun.
  public let firstScanDay: Int
  /// Liver failure is judged from this day after stage 1 on (ISGLS).
  public let firstLiverFailureDay: Int
  /// Where the numbers come from.
  public let source: Source

  public init(
    beforeStageOneDays: Int, beforeDecisionDays: Int, scanDays: Int, firstScanDay: Int,
    firstLiverFailureDay: Int, source: Source
  ) {
    self.beforeStageOneDays = beforeStageOneDays
    self.beforeDecisionDays = beforeDecisionDays
    self.scanDays = scanDays
    self.firstScanDay = firstScanDay
    self.firstLiverFailureDay = firstLiverFailureDay
    self.source = source
  }
}

/// One question about one datum.
public struct Rule: Hashable, Sendable {
  public let id: String
  /// What GO needs, in words.
  public let question: String
  public let datum: Datum
  public let window: Window
  public let comparison: Comparison
  public let threshold: Threshold
  public let source: Source
  /// What a reader should know about the threshold, for instance who puts equality elsewhere.
  public let note: String?

  /// A rule whose threshold goes with its datum; the reader of rule books has checked that.
  public init(
    id: String, question: String, reads: (datum: Datum, window: Window), comparison: Comparison,
    threshold: Threshold, source: Source, note: String?
  ) {
    self.id = id
    self.question = question
    (datum, window) = reads
    self.comparison = comparison
    self.threshold = threshold
    self.source = source
    self.note = note
  }
}

/// The time window in which a rule reads its datum.
public enum Window: String, Hashable, Sendable, CaseIterable {
  case beforeStageOne = "before-stage-1"
  case beforeDecision = "before-decision"
  /// A statement about the whole course between the stages; it carries no day of its own.
  case interstage
}

/// How a value is held against a threshold.
public enum Comparison: String, Hashable, Sendable, CaseIterable {
  case atLeast = ">="
  case above = ">"
  case atMost = "<="
  case below = "<"
  /// The value is one of the threshold's words.
  case oneOf = "in"
}

/// What a value is held against.
public enum Threshold: Hashable, Sendable {
  case number(Double)
  /// A word of an ordered scale, such as a Metavir stage.
  case grade(String)
  case words([String])
}

/// Rules that belong together, joined by all or any; where the source is ambiguous, one way a
/// policy.
public struct Criterion: Hashable, Sendable {
  public let id: String
  public let group: Group
  public let source: Source
  /// By policy id; a criterion without ambiguity has the same reading under every policy.
  public let readings: [String: Reading]

  public init(id: String, group: Group, source: Source, readings: [String: Reading]) {
    self.id = id
    self.group = group
    self.source = source
    self.readings = readings
  }

  /// The part of the question that a criterion answers, in the order in which they are shown.
  public enum Group: String, Hashable, Sendable, CaseIterable {
    case volume, function, parenchyma, complications, vessels, oncology
  }

  /// Rule ids and how they are joined.
  public struct Reading: Hashable, Sendable {
    public let logic: Logic
    public let rules: [String]

    public init(logic: Logic, rules: [String]) {
      self.logic = logic
      self.rules = rules
    }
  }

  /// How rules are joined.
  public enum Logic: String, Hashable, Sendable, CaseIterable { case all, any }
}
