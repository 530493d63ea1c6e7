public import VolumetryCore

/// A published set of rules for one question, as data: what is asked of which datum, in which time
/// window, by which comparison, and from which source each number comes.
///
/// A rule book decides nothing by itself and holds no code. Every rule is phrased as what GO needs,
/// so that `met` always speaks for going ahead; an exclusion of the source is negated.
public struct RuleBook: Hashable, Sendable {
  public let id: String
  /// Version of the book as data, not of its source.
  public let version: String
  public let title: String
  public let question: Decision.Question
  public let source: Source
  /// What a reader of the source should know, in words; nil where there is nothing.
  public let explanation: String?
  /// To whom the book applies.
  public let population: Population
  public let windows: Windows
  /// The readings of an ambiguous source; the first is the default. A book without ambiguity has
  /// one.
  public let policies: [Policy]
  /// Further words of the source that can be read in several ways, each with its choices.
  public let options: [Option]
  /// The rules that criteria join.
  public let rules: [Rule]
  public let criteria: [Criterion]
  /// Rules that never decide and are shown where they were asked for.
  public let shown: [Rule]
  /// Rules that never decide and are always shown beside the answer.
  public var safety: [Rule]
  /// What the source also asks and this book does not answer.
  public let notAssessed: [String]

  /// A book as its reader checked it.
  public init(_ parts: Parts) {
    id = parts.id
    version = parts.version
    title = parts.title
    question = parts.question
    source = parts.source
    explanation = parts.explanation
    population = parts.population
    windows = parts.windows
    policies = parts.policies
    options = parts.options
    rules = parts.rules
    criteria = parts.criteria
    shown = parts.shown
    safety = parts.safety
    notAssessed = parts.notAssessed
  }

  /// Everything that a book is made of.
  public struct Parts {
    public var id: String
    public var version: String
    public var title: String
    public var question: Decision.Question
    public var source: Source
    public var explanation: String?
    public var population: Population
    public var windows: Windows
    public var policies: [Policy] = []
    public var options: [Option] = []
    public var rules: [Rule] = []
    public var criteria: [Criterion] = []
    public var shown: [Rule] = []
    public var safety: [Rule] = []
    public var notAssessed: [String] = []

    public init(
      id: String, version: String, title: String, question: Decision.Question, source: Source,
      population: Population, windows: Windows
    ) {
      self.id = id
      self.version = version
      self.title = title
      self.question = question
      self.source = source
      self.population = population
      self.windows = windows
    }
  }

  /// Every row of the book that has an id of its own, in the order of the book.
  public var allRules: [Rule] { rules + shown + safety }

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

extension RuleBook {
  /// A word of the source that can be read in several ways: each choice puts rules in the place of
  /// others.
  public struct Option: Hashable, Sendable {
    public let id: String
    /// What is ambiguous.
    public let text: String
    /// At least two; the first is the default.
    public let choices: [Choice]

    public init(id: String, text: String, choices: [Choice]) {
      self.id = id
      self.text = text
      self.choices = choices
    }
  }

  /// One way to read an option.
  public struct Choice: Hashable, Sendable {
    public let id: String
    public let text: String
    /// Ids of rules, and of the rules that take their place.
    public let replacing: [String: String]

    public init(id: String, text: String, replacing: [String: String]) {
      self.id = id
      self.text = text
      self.replacing = replacing
    }
  }

  /// The choice of an option that is in force: the asked one, else the default. Nil for an option
  /// or a choice that the book does not have.
  public func choice(of option: String, _ asked: [String: String]) -> Choice? {
    guard let option = options.first(where: { $0.id == option }) else { return nil }
    guard let id = asked[option.id] else { return option.choices[0] }
    return option.choices.first { $0.id == id }
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
  /// To whom the row applies, beside the population of its book.
  public let population: Population

  /// A rule whose threshold goes with its datum; the reader of rule books has checked that.
  public init(
    id: String, question: String, reads: (datum: Datum, window: Window), comparison: Comparison,
    threshold: Threshold, source: Source, note: String?, population: Population = Population()
  ) {
    self.id = id
    self.question = question
    (datum, window) = reads
    self.comparison = comparison
    self.threshold = threshold
    self.source = source
    self.note = note
    self.population = population
  }

  /// Whether larger values are what GO needs.
  var asksForMore: Bool { comparison == .atLeast || comparison == .above }

  /// The same row under another id, for the people of another book.
  public func moved(to id: String, of population: Population) -> Rule {
    Rule(
      id: id, question: question, reads: (datum, window), comparison: comparison,
      threshold: threshold, source: source, note: note, population: population)
  }
}

/// The time window in which a rule reads its datum.
public enum Window: String, Hashable, Sendable, CaseIterable {
  case beforeStageOne = "before-stage-1"
  case beforeDecision = "before-decision"
  /// The first scan after stage 1: growth rates are published for it.
  case firstAfterStageOne = "first-after-stage-1"
  /// A statement about the whole course between the stages; it carries no day of its own.
  case interstage
  /// A statement about the patient or the tumour; it carries no day of its own.
  case stated
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
  /// Decides only where the record says something about it, as of what was settled when the patient
  /// entered the operation; what the record does not mention is listed as not assessed.
  public let isOnlyWhereStated: Bool
  /// Says of whom the book speaks: where it is not met the book does not apply.
  public let isPopulation: Bool
  /// By policy id; a criterion without ambiguity has the same reading under every policy.
  public let readings: [String: Reading]

  public init(
    id: String, group: Group, source: Source, isOnlyWhereStated: Bool = false,
    isPopulation: Bool = false, readings: [String: Reading]
  ) {
    self.id = id
    self.isPopulation = isPopulation
    self.isOnlyWhereStated = isOnlyWhereStated
    self.group = group
    self.source = source
    self.readings = readings
  }

  /// The part of the question that a criterion answers, in the order in which they are shown.
  public enum Group: String, Hashable, Sendable, CaseIterable {
    case volume, function, parenchyma, complications, vessels, oncology
    /// Age, pregnancy, other illness.
    case patient
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
  public enum Logic: String, Hashable, Sendable, CaseIterable {
    /// Every rule must be met.
    case all
    /// One met rule is enough.
    case any
    /// Every rule that applies to the patient must be met, and one at least must apply.
    case applicable
  }
}
