/// The values of several methods over the same cases, by one metric.
///
/// The order of the cases changes nothing, not even the last bit: cases are sorted first. A missing
/// value is worse than every other: a method that gave nothing is never helped by it.
public struct MethodTable: Hashable, Sendable {
  /// Which end of the metric is the good one.
  public enum Direction: Hashable, Sendable {
    /// As of Dice.
    case higherIsBetter
    /// As of a distance.
    case lowerIsBetter
  }

  /// How many cases and methods there are.
  public let cases: Int
  public let methods: Int
  public let direction: Direction
  /// How good each method is in each case, higher better, missing −∞; a column a method.
  let goodness: [[Double]]

  /// From a row a case.
  ///
  /// - Parameter rows: a value of every method for every case, nil where it is missing.
  /// - Throws: `tooFewCases` for no case, `tooFewRaters` below two methods, `notFinite` with the
  ///   number of the row.
  public init(_ rows: [[Double?]], direction: Direction) throws(StatisticGap) {
    guard let first = rows.first else { throw .tooFewCases(found: 0, expected: 1) }
    let methods = first.count
    precondition(rows.allSatisfy { $0.count == methods }, "a value of every method for every case")
    guard methods > 1 else { throw .tooFewRaters(found: methods, expected: 2) }
    let bad = rows.firstIndex { !$0.allSatisfy { $0.map(\.isFinite) ?? true } }
    if let bad { throw .notFinite(index: bad) }
    let sign = direction == .higherIsBetter ? 1.0 : -1.0
    let sorted = rows.map { $0.map { value in value.map { sign * $0 } ?? -.infinity } }
      .sorted { $0.lexicographicallyPrecedes($1) }
    goodness = (0..<methods).map { method in sorted.map { $0[method] } }
    cases = rows.count
    self.methods = methods
    self.direction = direction
  }

  /// A goodness as a value of the metric; nil for a missing one.
  func value(_ goodness: Double) -> Double? {
    guard goodness > -.infinity else { return nil }
    return direction == .higherIsBetter ? goodness : -goodness
  }

  /// Ranks from 1, the best; equal ones share the smallest, and what is missing comes one after the
  /// last, as in challengeR.
  static func ranks(_ goodness: [Double]) -> [Int] {
    let last = goodness.map { own in
      own > -.infinity ? 1 + goodness.count { $0 > own } : 0
    }
    let missing = 1 + (last.max() ?? 1)
    return last.map { $0 > 0 ? $0 : missing }
  }
}

/// How a ranking of methods is made of their values (Wiesenfarth et al. 2021,
/// doi:10.1038/s41598-021-82017-6).
public enum RankingScheme: Hashable, Sendable {
  /// How the values of many cases become one.
  public enum Aggregate: Hashable, Sendable {
    case mean
    case median
  }

  /// Correction for the number of pairs that are tested.
  public enum Correction: Hashable, Sendable {
    case none
    case holm
  }

  /// Rank the means or medians. A mean with a missing value is missing; a median only where a value
  /// in the middle is.
  case aggregateThenRank(Aggregate)
  /// Rank the methods within each case, then the means or medians of these ranks.
  case rankThenAggregate(Aggregate)
  /// Rank by how many others a method beats, by Wilcoxon's one-sided test, one for every
  /// ordered pair; a p below `level` is a win.
  case testThenRank(level: Double = 0.05, correction: Correction = .holm)
}
