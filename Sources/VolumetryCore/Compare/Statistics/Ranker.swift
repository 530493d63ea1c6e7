/// A table made ready to be ranked again and again.
///
/// In words: repeat cases as the resample says, then aggregate, rank or test. The departure:
/// nothing is repeated and nothing sorted anew; columns and differences are sorted once, and a
/// resample only says how often each case counts.
struct Ranker {
  let table: MethodTable
  let scheme: RankingScheme
  /// Columns of what is aggregated, higher better: the metric, or ranks turned over.
  private var columns: [SortedColumn] = []
  /// Every two methods and their differences, first − second.
  private var pairs: [(first: Int, second: Int, differences: SortedDifferences)] = []

  init(_ table: MethodTable, _ scheme: RankingScheme) {
    self.table = table
    self.scheme = scheme
    switch scheme {
    case .aggregateThenRank: columns = table.goodness.map(SortedColumn.init)
    case .rankThenAggregate: columns = Self.ranksWithinCases(table).map(SortedColumn.init)
    case .testThenRank(let level, _):
      precondition(level > 0 && level < 1, "a level between 0 and 1")
      pairs = Self.pairs(table)
    }
  }

  private static func ranksWithinCases(_ table: MethodTable) -> [[Double]] {
    let rows = (0..<table.cases).map { index in
      MethodTable.ranks(table.goodness.map { $0[index] })
    }
    return (0..<table.methods).map { method in rows.map { -Double($0[method]) } }
  }

  private static func pairs(
    _ table: MethodTable
  ) -> [(first: Int, second: Int, differences: SortedDifferences)] {
    (0..<table.methods).flatMap { first in
      ((first + 1)..<table.methods).map { second in
        // Where both are missing, neither is better.
        let differences = zip(table.goodness[first], table.goodness[second]).map {
          $0 == $1 ? 0 : $0 - $1
        }
        return (first, second, SortedDifferences(differences))
      }
    }
  }

  func ranking(times: [Int]) -> Ranking {
    switch scheme {
    case .aggregateThenRank(let aggregate):
      let goodness = columns.map { $0.aggregated(aggregate, times: times) }
      return Ranking(scheme: scheme, goodness: goodness, scores: goodness.map(table.value))
    case .rankThenAggregate(let aggregate):
      let goodness = columns.map { $0.aggregated(aggregate, times: times) }
      return Ranking(scheme: scheme, goodness: goodness, scores: goodness.map { -$0 })
    case .testThenRank(let level, let correction):
      return tested(level, correction, times: times)
    }
  }

  private func tested(
    _ level: Double, _ correction: RankingScheme.Correction, times: [Int]
  ) -> Ranking {
    // One test answers for both orders; 1 where the two never differ.
    var p = [[Double]](
      repeating: [Double](repeating: 1, count: table.methods), count: table.methods)
    for pair in pairs {
      do throws(StatisticGap) {
        let tails = try pair.differences.test(times: times).p
        p[pair.first][pair.second] = tails.greater
        p[pair.second][pair.first] = tails.less
      } catch {
        continue
      }
    }
    let ordered = (0..<table.methods).flatMap { method in
      (0..<table.methods).filter { $0 != method }.map { (method: method, other: $0) }
    }
    let plain = ordered.map { p[$0.method][$0.other] }
    let corrected = correction == .holm ? MultipleTesting.holm(plain) : plain
    var wins = [Double](repeating: 0, count: table.methods)
    for (pair, p) in zip(ordered, corrected) where p < level { wins[pair.method] += 1 }
    let comparisons = ordered.indices.map {
      MethodComparison(
        method: ordered[$0].method, other: ordered[$0].other, p: plain[$0],
        correctedP: corrected[$0])
    }
    return Ranking(scheme: scheme, goodness: wins, scores: wins, comparisons: comparisons)
  }
}

/// One column in ascending order, equal values together, so that an aggregate depends on which
/// values were drawn how often and on nothing else: what is equal ties.
private struct SortedColumn {
  /// The different values, ascending.
  private let values: [Double]
  /// The cases, by their values.
  private let order: [Int]
  /// Where the cases of each value begin in `order`, and the end.
  private let starts: [Int]

  init(_ column: [Double]) {
    let order = column.indices.sorted { (column[$0], $0) < (column[$1], $1) }
    let first = order.indices.filter { $0 == 0 || column[order[$0]] != column[order[$0 - 1]] }
    self.order = order
    values = first.map { column[order[$0]] }
    starts = first + [order.count]
  }

  /// −∞ where missing values leave none.
  func aggregated(_ aggregate: RankingScheme.Aggregate, times: [Int]) -> Double {
    switch aggregate {
    case .mean: mean(times)
    case .median: median(times)
    }
  }

  private func drawn(_ place: Int, _ times: [Int]) -> Int {
    var sum = 0
    for index in starts[place]..<starts[place + 1] { sum += times[order[index]] }
    return sum
  }

  /// Not corrected for rounding: sums of ranks are whole numbers, and where they are equal, so are
  /// the means.
  private func mean(_ times: [Int]) -> Double {
    var (sum, count) = (0.0, 0)
    for (place, value) in values.enumerated() {
      let often = drawn(place, times)
      // Not 0 times −∞.
      guard often > 0 else { continue }
      sum += Double(often) * value
      count += often
    }
    return sum / Double(count)
  }

  private func median(_ times: [Int]) -> Double {
    let count = times.reduce(0, +)
    let (lower, upper) = ((count - 1) / 2, count / 2)
    var (reached, below) = (0, -Double.infinity)
    for (place, value) in values.enumerated() {
      let next = reached + drawn(place, times)
      if reached <= lower, lower < next { below = value }
      if reached <= upper, upper < next {
        return below > -.infinity ? below + (value - below) / 2 : below
      }
      reached = next
    }
    preconditionFailure("a resample has cases")
  }
}
