public import VolumetryCore

/// What one rule says of one patient.
///
/// Three truths and one way out: met, not met, unknown; and not applicable where the book or the
/// rule does not speak of such a patient. Only `met` speaks for going ahead.
public struct Finding: Hashable, Sendable {
  public let rule: Rule
  public let observation: Observation
  public let result: Result
  /// Whether the threshold lies within measurement error of the value.
  public let isBorderline: Bool
  /// Probability that the true value meets the rule, where the value has a standard deviation.
  public let probabilityMet: Double?

  /// The id of the rule.
  public var id: String { rule.id }

  /// Whether the record does not say a word about the datum: not even that it is unknown.
  var isSilent: Bool {
    result == .unknown && observation.value == nil && observation.reasons.isEmpty
      && !observation.isStatedUnknown
  }

  /// The four results.
  public enum Result: String, Hashable, Sendable, CaseIterable {
    case met
    case notMet = "not-met"
    case unknown
    case notApplicable = "not-applicable"
  }
}

/// What is known of a datum: a value with its day and error, or what is missing.
public struct Observation: Hashable, Sendable {
  /// Nil when unknown; `missing` and `reasons` then say why.
  public var value: Value?
  /// One standard deviation of a number, in its unit.
  public var sd: Double?
  /// Whether the standard deviation lacks a part that nobody could tell: it is then too small.
  public var sdIsLowerBound = false
  /// The day of the oldest value that was used, or of the value that is too old to be used.
  public var observedOn: CalendarDay?
  /// Where the field of view cuts what the number is made of: on which side the truth lies.
  public var bound: Bound?
  /// Paths in the record of what is missing.
  public var missing: [String] = []
  /// Why the datum is unknown, beside plain absence.
  public var reasons: [Reason] = []
  /// Whether the record states that the datum is not known.
  public var isStatedUnknown = false
  /// How the value came about, for people: `5 points`, `fulfilled on day 5`.
  public var detail: String?
  /// A result that the value alone does not give, for instance an exclusion stated as such.
  var forced: Finding.Result?

  /// A number, or a word of the datum's vocabulary.
  public enum Value: Hashable, Sendable {
    case number(Double)
    case word(String)
  }

  /// Machine-readable reasons for an unknown or for an answer.
  public enum Reason: String, Hashable, Sendable, CaseIterable {
    /// A value exists but is older than its window allows.
    case stale
    /// The scan is from before the day on which growth can be judged.
    case scanBeforeDayFive = "scan-before-day-5"
    /// Liver failure cannot be judged before day 5.
    case beforeDayFive = "before-day-5"
    /// Undrained biliary obstruction: the score does not measure the liver cells.
    case cholestasis
    /// The value is of another time than the rule asks for.
    case otherWindow = "other-window"
    /// The field of view cuts the structure: its volume is a lower bound.
    case cutByFieldOfView = "cut-by-field-of-view"
    /// The volumes cannot be so: units, labels or masks are wrong.
    case implausible
    /// The data give no number, for instance growth from nothing.
    case undefined
    /// Two values of one day, or two statements, contradict each other.
    case conflictingValues = "conflicting-values"
    /// No day of decision is given.
    case noDecisionDate = "no-decision-date"
    /// Something that a deciding rule needs is not in the record.
    case missingData = "missing-data"
    /// The rule book does not speak of this procedure.
    case outsidePopulation = "outside-population"
    /// A deciding value is nearer to its threshold than measurement error allows.
    case withinMeasurementError = "within-measurement-error"
    /// A deciding criterion is not met.
    case criterionNotMet = "criterion-not-met"
    /// The rule book has no criterion to go by.
    case emptyRuleBook = "empty-rule-book"
    /// The case asks another question than the book answers.
    case otherQuestion = "other-question"
    /// The book is shown for comparison; none of its rows may decide.
    case shownNotDeciding = "shown-not-deciding"
    /// The coefficients of a formula in it were read in no source.
    case unverifiedFormula = "unverified-formula"
    /// Congested or necrotic tissue in the FLR makes the difference.
    case compromisedTissue = "compromised-tissue"
  }

  static func unknown(_ missing: [String], _ reasons: [Reason] = []) -> Observation {
    Observation(missing: missing, reasons: reasons)
  }
}
