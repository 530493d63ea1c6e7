public import VolumetryCore

/// One published score or test as a row: what it is, what it reads, what its numbers mean and where
/// they come from. The function that computes it stands beside it; the row decides nothing.
public struct ScoreDefinition: Hashable, Sendable {
  public let id: ID
  /// Name as it is spoken.
  public let name: String
  public let group: Group
  /// The equation or the definition, as text.
  public let equation: String
  /// Unit of the value; nil for points, grades and plain numbers.
  public let unit: String?
  /// What it reads, in words.
  public let inputs: String
  /// Whom it was made for, and where it is known not to hold.
  public let population: String
  /// What the value means, in ascending order without gaps; empty where no cut-off is published.
  public let bands: [ScoreBand]
  /// When it is computed, the earliest first.
  public let windows: [ScoreWindow]
  /// Whether it is also computed for a record without stage 1.
  public let needsStageOne: Bool
  public let source: Source
  /// What misleads.
  public let pitfalls: String

  init(
    _ id: ID, _ name: String, in group: Group, equation: String, unit: String? = nil,
    inputs: String, population: String, bands: [ScoreBand] = [],
    at windows: [ScoreWindow], needsStageOne: Bool = false, source: Source, pitfalls: String
  ) {
    self.id = id
    self.name = name
    self.group = group
    self.equation = equation
    self.unit = unit
    self.inputs = inputs
    self.population = population
    self.bands = bands
    self.windows = windows
    self.needsStageOne = needsStageOne
    self.source = source
    self.pitfalls = pitfalls
  }

  /// The closed list of scores; the raw value is how one is asked for.
  public enum ID: String, CaseIterable, Sendable {
    case meld
    case meldSodium = "meld-na"
    case meldThree = "meld-3.0"
    case childPugh = "child-pugh"
    case albi
    case isglsPHLF = "isgls-phlf"
    case fiftyFifty = "fifty-fifty"
    case peakBilirubin = "peak-bilirubin"
    case schadde = "schadde-2015"
    case lineckerStageOne = "linecker-2016-stage-1"
    case lineckerStageTwo = "linecker-2016-stage-2"
    case capra = "capra-2022"
    case huiskens = "huiskens-2019"
    case remnantFunction = "hbs-flr-f"
    case remnantUptake = "hbs-flr-uptake"
    case hibaIndex = "hiba-index"
    case limax
    case limaxAfter = "limax-post-op"
    case remnantLimax = "flr-limax"
    case icgRate = "icg-k"
    case icgDisappearance = "icg-pdr"
    case icgRetention = "icg-r15"
    case icgRemnant = "icgk-f"
    case makuuchi
    case clavienDindo = "clavien-dindo"
    case cci
    case fib4 = "fib-4"
    case apri
    case metavir
    case steatosis = "steatosis-group"
    case kidneyInjury = "kdigo-aki"
  }

  /// Scores that are read together, in the order in which they are shown.
  public enum Group: String, CaseIterable, Sendable {
    case reserve = "liver reserve"
    case function = "tests of function"
    case risk = "risk of the stages"
    case failure = "failure after stage 1"
    case complications = "complications"
    case tissue = "fibrosis and steatosis"
  }

  /// Every row, in the order in which they are shown.
  public static let all: [ScoreDefinition] =
    reserveRows + functionRows + riskRows + failureRows + complicationRows + tissueRows

  /// The row of an id.
  public static func row(_ id: ID) -> ScoreDefinition {
    guard let row = all.first(where: { $0.id == id }) else {
      preconditionFailure("every score has a row: \(id)")
    }
    return row
  }

  /// The band in which a value lies; nil where the row has no bands.
  public func band(of value: Double) -> ScoreBand? { bands.first { $0.bounds.contains(value) } }
}

/// When a score is computed.
public enum ScoreWindow: String, CaseIterable, Sendable {
  /// The latest values on or before the day of stage 1.
  case beforeStageOne = "before-stage-1"
  /// The latest values after stage 1 and not after the decision.
  case beforeDecision = "before-decision"
  /// Day 5 after stage 1.
  case dayFive = "day-5"
  /// All that is known between stage 1 and the decision.
  case interstage
  /// A record without stage 1: the values up to the decision or, without one, to its latest day.
  case latest
}

/// A range of values and what it means.
public struct ScoreBand: Hashable, Sendable {
  public let bounds: ScoreBounds
  /// What a value in it means, in a few words.
  public let meaning: String
  /// Where the bounds come from.
  public let source: Source

  init(_ bounds: ScoreBounds, _ meaning: String, _ source: Source) {
    self.bounds = bounds
    self.meaning = meaning
    self.source = source
  }
}

/// A range of numbers that says for each end whether it belongs to it.
public struct ScoreBounds: Hashable, Sendable {
  /// Nil where the range has no end on this side.
  public let lower: Double?
  public let includesLower: Bool
  /// Nil where the range has no end on this side.
  public let upper: Double?
  public let includesUpper: Bool

  static func above(_ value: Double) -> Self {
    Self(lower: value, includesLower: false, upper: nil, includesUpper: false)
  }
  static func atLeast(_ value: Double) -> Self {
    Self(lower: value, includesLower: true, upper: nil, includesUpper: false)
  }
  static func below(_ value: Double) -> Self {
    Self(lower: nil, includesLower: false, upper: value, includesUpper: false)
  }
  static func atMost(_ value: Double) -> Self {
    Self(lower: nil, includesLower: false, upper: value, includesUpper: true)
  }
  /// Both ends belong to it.
  static func closed(_ lower: Double, _ upper: Double) -> Self {
    Self(lower: lower, includesLower: true, upper: upper, includesUpper: true)
  }
  static func above(_ lower: Double, atMost upper: Double) -> Self {
    Self(lower: lower, includesLower: false, upper: upper, includesUpper: true)
  }
  static func atLeast(_ lower: Double, below upper: Double) -> Self {
    Self(lower: lower, includesLower: true, upper: upper, includesUpper: false)
  }

  /// Whether `value` lies in the range; no rounding comes before the question.
  public func contains(_ value: Double) -> Bool {
    if let lower, includesLower ? value < lower : value <= lower { return false }
    if let upper, includesUpper ? value > upper : value >= upper { return false }
    return true
  }
}
