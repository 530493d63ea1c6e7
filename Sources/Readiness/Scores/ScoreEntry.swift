public import VolumetryCore

/// One score of one patient at one time: the value with everything it was computed from, or what is
/// missing.
public struct ScoreEntry: Hashable, Sendable {
  public let definition: ScoreDefinition
  public let window: ScoreWindow
  /// Nil where the score cannot be given; `missing` and `reasons` then say why.
  public let value: Value?
  /// The number before rounding, where the value is rounded.
  public let raw: Double?
  /// What the value means, in a few words.
  public let meaning: String?
  /// Where the bounds behind `meaning` come from, where they have a source of their own.
  public let bandSource: Source?
  /// Everything that was read, options and assumptions included, in the order of the equation.
  public let inputs: [ScoreInput]
  /// What else follows from the inputs, for instance a published risk.
  public let derived: [ScoreInput]
  /// The day of the oldest dated input, or of the one that is too old.
  public let observedOn: CalendarDay?
  /// Paths in the record of what is missing.
  public let missing: [String]
  public let reasons: [Reason]
  /// The weakest evidence of what the value rests on.
  public let evidence: Evidence

  /// A number, or a word.
  public enum Value: Hashable, Sendable {
    case number(Double)
    case word(String)
  }

  /// Why there is no value, or what a reader must know of the value.
  public enum Reason: Hashable, Sendable {
    /// As in the findings of a rule book.
    case observation(Observation.Reason)
    /// A day beside day 5 stands in for it, by the option.
    case dayFiveByTolerance
    /// The source does not publish what would make the number.
    case notPublished
    /// The scans could not be read.
    case scansNotRead
    /// The source does not speak of such a patient.
    case outsidePopulation

    /// The reason as it is printed.
    public var word: String {
      switch self {
      case .observation(let reason): reason.rawValue
      case .dayFiveByTolerance: "day-5-by-tolerance"
      case .notPublished: "not-published"
      case .scansNotRead: "scans-not-read"
      case .outsidePopulation: Observation.Reason.outsidePopulation.rawValue
      }
    }
  }
}

/// One thing that a score read, in the unit in which the equation takes it.
public struct ScoreInput: Hashable, Sendable {
  /// Name without unit: `bilirubin`.
  public let name: String
  public let value: ScoreEntry.Value
  /// Unit of a number; nil for a word or a plain number.
  public let unit: String?
  /// The day of the sample or statement.
  public let observedOn: CalendarDay?
  /// Whether nobody stated it and it was taken as its default.
  public let isAssumed: Bool

  init(
    _ name: String, _ value: ScoreEntry.Value, unit: String? = nil,
    observedOn: CalendarDay? = nil, isAssumed: Bool = false
  ) {
    self.name = name
    self.value = value
    self.unit = unit
    self.observedOn = observedOn
    self.isAssumed = isAssumed
  }
}

/// What the computation of one score found.
struct ScoreOutcome {
  var value: ScoreEntry.Value?
  var raw: Double?
  var meaning: String?
  var bandSource: Source?
  /// Evidence of what was used beside the row, an option for instance.
  var evidence: Evidence?

  init(_ value: ScoreEntry.Value?, raw: Double? = nil, meaning: String? = nil) {
    self.value = value
    self.raw = raw
    self.meaning = meaning
  }

  /// A number in the bands of its row.
  init(_ number: Double, raw: Double? = nil, in definition: ScoreDefinition) {
    self.init(.number(number), raw: raw)
    let band = definition.band(of: number)
    meaning = band?.meaning
    bandSource = band?.source
  }
}

extension Evidence {
  /// The weaker of two.
  func weakened(by other: Evidence?) -> Evidence {
    guard let other else { return self }
    let order: [Evidence] = [.verified, .verifiedSecondary, .unverified]
    return order.last { $0 == self || $0 == other } ?? self
  }
}
