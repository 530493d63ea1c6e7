/// One number that a comparison gives: its name, what it means exactly, and where it is taken from.
///
/// This table is the only place where a metric is named: keys of JSON, columns of CSV, the printed
/// definitions, summaries and rankings are all read from it, so none can drift from another.
public struct ComparisonMetric: Sendable {
  /// Key in machine output: `hd95_mm`. Ends in its unit, where it has one.
  public let id: String
  /// For people: `HD95`.
  public let title: String
  /// `mm`, `mL`, `%`, `voxels`; nil for a ratio.
  public let unit: String?
  public let better: Better
  public let family: MetricFamily
  /// The exact definition, in one or two sentences, with what it is where a volume is empty.
  public let definition: String
  /// Where it is defined; nil for arithmetic that needs no paper.
  public let source: String?
  /// What an evaluation that does not forgive a missed structure takes for an undefined value.
  public let worst: Worst
  /// The tolerance that is part of the metric; nil where it has none.
  public let tolerance: Millimetres?
  /// How far the number may be from the exact one; nil for metrics that are exact or sampled by
  /// definition.
  public let margin: (@Sendable (StructureComparison) -> Double?)?
  /// The number; nil where it is undefined or was not asked for.
  public let value: @Sendable (StructureComparison) -> Double?

  /// Which values speak for the prediction.
  public enum Better: String, Hashable, Sendable, CaseIterable {
    case higher, lower
    /// The nearer to 0, on either side.
    case zero
    /// It describes; none is better.
    case neither
  }

  /// The worst value of a metric.
  public enum Worst: Hashable, Sendable, CaseIterable {
    /// No overlap at all: 0.
    case none
    /// The longest distance that fits into the field of view.
    case diagonal
    /// The metric has no worst value; an undefined one is left out in any case.
    case unbounded
  }

  init(
    _ id: String, _ title: String, unit: String? = nil, better: Better, _ family: MetricFamily,
    worst: Worst, tolerance: Millimetres? = nil, _ definition: String, source: String? = nil,
    margin: (@Sendable (StructureComparison) -> Double?)? = nil,
    value: @escaping @Sendable (StructureComparison) -> Double?
  ) {
    self.id = id
    self.title = title
    self.unit = unit
    self.better = better
    self.family = family
    self.definition = definition
    self.source = source
    self.worst = worst
    self.tolerance = tolerance
    self.margin = margin
    self.value = value
  }

  /// The value as an evaluation counts it.
  ///
  /// - Parameter empty: what an undefined value counts as. A structure that is in neither volume is
  ///   left out in any case: nothing was missed and nothing was found.
  public func counted(_ comparison: StructureComparison, empty: EmptyPolicy) -> Double? {
    if let value = value(comparison) { return value }
    guard empty == .worst, comparison.state != .both, comparison.state != .neither else {
      return nil
    }
    return switch worst {
    case .none: 0
    case .diagonal: comparison.frameDiagonal.value
    case .unbounded: nil
    }
  }
}

/// Metrics that are computed together.
public enum MetricFamily: String, Hashable, Sendable, CaseIterable {
  /// Counts of voxels and their ratios, volumes.
  case overlap
  /// Distances between surfaces.
  case surface
  /// Connected components, as things that are found or missed.
  case lesions
  /// The centrelines of tubes.
  case centreline
}

/// What a value that is undefined because one volume is empty counts as in means and rankings.
public enum EmptyPolicy: String, Hashable, Sendable, CaseIterable {
  /// It is left out, and the number of cases says so.
  case skip
  /// The worst value of the metric.
  case worst
}

extension ComparisonMetric {
  /// The value of a prediction without fault; nil for what only describes.
  var best: Double? {
    switch better {
    case .higher: 1
    case .lower, .zero: 0
    case .neither: nil
    }
  }

  /// Whether its values are whole numbers.
  public var isCount: Bool { unit == "voxels" || unit == "lesions" }

  /// What a request gives of each structure, in the order in which it is printed.
  public static func table(_ request: ComparisonRequest) -> [ComparisonMetric] {
    var table = overlapTable
    if request.families.contains(.surface) {
      if request.isExact {
        table += solidTable
        table += request.tolerances.enumerated().map { solidSurfaceDistance($1, at: $0) }
      } else {
        table += surfaceTable + request.tolerances.map(normalizedSurfaceDistance)
      }
      table += request.tolerances.enumerated().map { boundaryOverlap($1, at: $0) }
    }
    if request.families.contains(.lesions) { table += lesionTable(request.lesionRules) }
    if request.families.contains(.centreline) { table += centrelineTable }
    if let preset = request.compat { table = table.compactMap { $0.asGiven(by: preset, request) } }
    return volumeTable + table
  }
}
