/// Everything that one page says of a comparison: what was compared, summaries, pictures, the worst
/// cases, what went wrong, and what every number means.
///
/// A plain value that the caller fills; it computes nothing. What is undefined is nil and printed
/// as a dash. Texts may hold anything that a file can say: all are escaped.
public struct ComparisonPage: Sendable {
  /// A metric and what it means.
  public struct Definition: Hashable, Sendable {
    /// Stable name, the one of machine outputs.
    public let id: String
    public let title: String
    /// Of its values; empty where they have none.
    public let unit: String
    public let definition: String
    /// Where the definition was published, or whose it is.
    public let source: String

    public init(id: String, title: String, unit: String, definition: String, source: String) {
      self.id = id
      self.title = title
      self.unit = unit
      self.definition = definition
      self.source = source
    }
  }

  /// One metric over the cohort, a row for each label and method.
  public struct Summary: Hashable, Sendable {
    /// The definition the numbers follow, and their decimals.
    public let definition: Definition
    public let decimals: Int
    /// What the intervals of means are, such as `95 % CI, BCa bootstrap over cases`; nil where
    /// there are none.
    public let intervalTitle: String?
    public let rows: [SummaryRow]

    public init(
      definition: Definition, decimals: Int, intervalTitle: String?, rows: [SummaryRow]
    ) {
      self.definition = definition
      self.decimals = decimals
      self.intervalTitle = intervalTitle
      self.rows = rows
    }
  }

  /// One label by one method over the cohort.
  public struct SummaryRow: Hashable, Sendable {
    public let label: String
    /// Which method; nil where there is only one.
    public let method: String?
    /// Cases behind every number of the row, and those in which the metric is undefined.
    public let count: Int
    public let undefined: Int
    public let mean: Double?
    public let meanInterval: ClosedRange<Double>?
    public let standardDeviation: Double?
    public let median: Double?
    /// First to third quartile.
    public let quartiles: ClosedRange<Double>?
    /// Smallest to largest.
    public let extremes: ClosedRange<Double>?

    public init(
      label: String, method: String?, count: Int, undefined: Int, mean: Double? = nil,
      meanInterval: ClosedRange<Double>? = nil, standardDeviation: Double? = nil,
      median: Double? = nil, quartiles: ClosedRange<Double>? = nil,
      extremes: ClosedRange<Double>? = nil
    ) {
      self.label = label
      self.method = method
      self.count = count
      self.undefined = undefined
      self.mean = mean
      self.meanInterval = meanInterval
      self.standardDeviation = standardDeviation
      self.median = median
      self.quartiles = quartiles
      self.extremes = extremes
    }
  }

  /// Pictures under one heading.
  public struct Section: Hashable, Sendable {
    public let title: String
    /// What a reader must know to read them; nil where nothing is to be said.
    public let note: String?
    public let drawings: [SVGDrawing]

    public init(title: String, note: String?, drawings: [SVGDrawing]) {
      self.title = title
      self.note = note
      self.drawings = drawings
    }
  }

  /// The worst cases by one metric, the worst first.
  public struct WorstCases: Hashable, Sendable {
    public let title: String
    /// How the order was made: what counts as worst, where undefined values stand.
    public let note: String?
    public let cases: [WorstCasePicture]

    public init(title: String, note: String?, cases: [WorstCasePicture]) {
      self.title = title
      self.note = note
      self.cases = cases
    }
  }

  /// One thing that was compared or one choice that was made: `reference`, `labels`, `empty masks`.
  public struct Fact: Hashable, Sendable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// The heading, also the title of the document.
  public var title: String
  /// Version of the program.
  public var version: String
  /// What was compared and how, in the order in which it is read.
  public var facts: [Fact]
  /// Every metric of the page; a summary is linked to the definition that is equal to its own.
  public var definitions: [Definition]
  /// Tables, pictures and worst cases, each in the order in which they are printed.
  public var summaries: [Summary] = []
  public var sections: [Section] = []
  public var worstCases: [WorstCases] = []
  /// What was noticed, and the cases that were not compared; both are counted at the top.
  public var warnings: [Notice] = []
  public var failures: [Notice] = []

  /// A page without results; they are added to its fields.
  public init(title: String, version: String, facts: [Fact], definitions: [Definition]) {
    self.title = title
    self.version = version
    self.facts = facts
    self.definitions = definitions
  }
}
