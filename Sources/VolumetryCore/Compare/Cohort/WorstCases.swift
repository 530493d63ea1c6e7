/// A case by how bad one metric of one structure is.
public struct RankedCase: Sendable {
  public let caseName: String
  public let method: String
  public let structure: ComparedStructure
  /// Nil where the metric is undefined; `state` says why, or `oversized`.
  public let value: Double?
  public let state: StructurePresence
  /// Nil unless the box around the structure is too large for some metrics.
  public let oversized: OversizedBox?
}

extension ComparedCohort {
  /// Every case, structure and method in which a metric applies, the worst first: where it is
  /// undefined before all others, then by value, equal ones by name. Empty for a
  /// metric of which no value is better.
  public func worstFirst(_ metric: ComparisonMetric) -> [RankedCase] {
    guard let best = metric.best else { return [] }
    let all = structures.flatMap { structure in
      methods.flatMap { method in
        comparisons(of: structure, by: method).map { found in
          RankedCase(
            caseName: found.caseName, method: method, structure: structure,
            value: metric.value(found.comparison), state: found.comparison.state,
            oversized: found.comparison.oversized)
        }
      }
    }
    func distance(_ ranked: RankedCase) -> Double {
      ranked.value.map { abs($0 - best) } ?? .infinity
    }
    return all.enumerated().sorted { one, other in
      let (a, b) = (distance(one.element), distance(other.element))
      guard a == b else { return a > b }
      return (one.element.caseName, one.offset) < (other.element.caseName, other.offset)
    }.map(\.element)
  }
}

extension MetricSummary {
  /// The outermost values within 1.5 interquartile ranges of the quartiles, as Tukey draws them
  /// (1977); nil without values.
  public var whiskers: ClosedRange<Double>? {
    guard let summary else { return nil }
    let reach = 1.5 * (summary.upperQuartile - summary.lowerQuartile)
    let inside = values.map(\.value).filter {
      $0 >= summary.lowerQuartile - reach && $0 <= summary.upperQuartile + reach
    }
    // Quartiles between two values may lie beyond the last value inside.
    guard let low = inside.min(), let high = inside.max() else { return nil }
    return min(low, summary.lowerQuartile)...max(high, summary.upperQuartile)
  }
}
