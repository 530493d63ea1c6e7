import Glibc

/// The three p values of one test.
public struct TailProbabilities: Hashable, Sendable {
  /// That such a difference arises in either direction where there is none.
  public let twoSided: Double
  /// That the second value is so much greater where it is not.
  public let greater: Double
  /// That the second value is so much less where it is not.
  public let less: Double
}

/// Wilcoxon's signed-rank test of paired values (1945, doi:10.2307/3001968).
///
/// Differences are second − first. Pairs without a difference are dropped (Wilcoxon's rule) and
/// counted; equal absolute differences share the mean of their ranks. Two differences are equal
/// where all their bits are: 0.3 − 0.2 and 0.2 − 0.1 are not.
public struct WilcoxonSignedRank: Hashable, Sendable {
  /// Pairs with a difference, which the test rests on.
  public let count: Int
  /// Pairs dropped because they have none.
  public let zeros: Int
  /// Whether absolute differences are equal.
  public let hasTies: Bool
  /// Sum of the ranks of the differences above 0.
  public let positiveRankSum: Double
  /// Sum of the ranks of the differences below 0.
  public let negativeRankSum: Double
  /// From the distribution of the rank sum itself: for at most 50 pairs, without ties and zeros;
  /// nil otherwise.
  public let exact: TailProbabilities?
  /// By the normal approximation with the correction for ties.
  public let normal: TailProbabilities
  /// The same, the rank sum moved by ½ towards its mean.
  public let normalCorrected: TailProbabilities

  /// The smaller of the two rank sums, as many programs print.
  public var statistic: Double { min(positiveRankSum, negativeRankSum) }
  /// The exact p where there is one, otherwise the approximation with continuity correction.
  public var p: TailProbabilities { exact ?? normalCorrected }

  /// More pairs are approximated.
  public static let mostExactPairs = 50

  /// The test of a sample.
  ///
  /// - Throws: `noDifference` where no pair differs.
  public init(_ sample: PairedSample) throws(StatisticGap) {
    try self.init(differences: sample.differences)
  }

  /// - Parameter differences: may be infinite, which is the largest there is; never NaN.
  init(differences: [Double]) throws(StatisticGap) {
    let sorted = SortedDifferences(differences)
    self = try sorted.test(times: [Int](repeating: 1, count: differences.count))
  }

  /// - Parameters:
  ///   - doubledRankSum: twice the sum of the ranks of the differences above 0, a whole number also
  ///     where ties share a rank.
  ///   - ties: Σ(t³ − t) over groups of t equal absolute differences.
  fileprivate init(count: Int, zeros: Int, doubledRankSum positive: Int, ties: Double) {
    self.count = count
    self.zeros = zeros
    hasTies = ties > 0
    let n = Double(count)
    positiveRankSum = Double(positive) / 2
    negativeRankSum = n * (n + 1) / 2 - positiveRankSum
    exact =
      count <= Self.mostExactPairs && ties == 0 && zeros == 0
      ? Self.exactTails(count, rankSum: positive / 2) : nil
    let distance = positiveRankSum - n * (n + 1) / 4
    let sd = ((n * (n + 1) * (2 * n + 1) - ties / 2) / 24).squareRoot()
    normal = TailProbabilities(
      twoSided: min(1, 2 * Distribution.normal(above: abs(distance) / sd)),
      greater: Distribution.normal(above: distance / sd),
      less: Distribution.normal(below: distance / sd))
    let moved = max(0, abs(distance) - 0.5)
    normalCorrected = TailProbabilities(
      twoSided: min(1, 2 * Distribution.normal(above: moved / sd)),
      greater: Distribution.normal(above: (distance - 0.5) / sd),
      less: Distribution.normal(below: (distance + 0.5) / sd))
  }

  /// Counts in how many of the 2ⁿ ways to give n ranks a sign the positive ones add up to each sum;
  /// for 50 ranks the largest count is below 2⁵³, so that every sum is exact.
  private static func exactTails(_ n: Int, rankSum: Int) -> TailProbabilities {
    var ways = [Double](repeating: 0, count: n * (n + 1) / 2 + 1)
    ways[0] = 1
    var reach = 0
    for rank in 1...n {
      reach += rank
      for sum in stride(from: reach, through: rank, by: -1) { ways[sum] += ways[sum - rank] }
    }
    let all = Double(sign: .plus, exponent: n, significand: 1)
    let less = ways[...rankSum].reduce(0, +) / all
    let greater = ways[rankSum...].reduce(0, +) / all
    return TailProbabilities(
      twoSided: min(1, 2 * min(less, greater)), greater: greater, less: less)
  }
}

/// Differences in the order of their size, sorted once: resampling changes only how often each
/// counts.
struct SortedDifferences {
  /// The cases whose difference is not 0, the smallest absolute difference first.
  private let order: [Int]
  /// Whether the difference at the same place of `order` is above 0.
  private let isPositive: [Bool]
  /// Where groups of equal absolute differences begin in `order`, and the end.
  private let starts: [Int]

  /// - Parameter differences: one a case; may be infinite, never NaN.
  init(_ differences: [Double]) {
    precondition(!differences.contains { $0.isNaN }, "differences")
    let order = differences.indices.filter { differences[$0] != 0 }.sorted {
      (abs(differences[$0]), $0) < (abs(differences[$1]), $1)
    }
    self.order = order
    isPositive = order.map { differences[$0] > 0 }
    starts =
      order.indices.filter {
        $0 == 0 || abs(differences[order[$0]]) != abs(differences[order[$0 - 1]])
      } + [order.count]
  }

  /// The test of a sample in which each case stands as often as `times` says.
  ///
  /// - Throws: `noDifference` where no pair differs.
  func test(times: [Int]) throws(StatisticGap) -> WilcoxonSignedRank {
    var (count, doubledRankSum, ties) = (0, 0, 0.0)
    for group in starts.indices.dropLast() {
      var (length, positive) = (0, 0)
      for place in starts[group]..<starts[group + 1] {
        let often = times[order[place]]
        length += often
        if isPositive[place] { positive += often }
      }
      doubledRankSum += positive * (2 * count + length + 1)
      ties += Double(length) * Double(length) * Double(length) - Double(length)
      count += length
    }
    guard count > 0 else { throw .noDifference }
    return WilcoxonSignedRank(
      count: count, zeros: times.reduce(0, +) - count, doubledRankSum: doubledRankSum, ties: ties)
  }
}
