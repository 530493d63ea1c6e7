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
    precondition(!differences.contains { $0.isNaN }, "differences")
    let sorted = differences.filter { $0 != 0 }.sorted { abs($0) < abs($1) }
    guard !sorted.isEmpty else { throw .noDifference }
    count = sorted.count
    zeros = differences.count - count
    // Twice the ranks are whole numbers, also where ties share one.
    var (positive, ties) = (0, 0)
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, abs(sorted[end]) == abs(sorted[start]) { end += 1 }
      let length = end - start
      positive += sorted[start..<end].count { $0 > 0 } * (start + end + 1)
      ties += length * length * length - length
      start = end
    }
    hasTies = ties > 0
    let n = Double(count)
    positiveRankSum = Double(positive) / 2
    negativeRankSum = n * (n + 1) / 2 - positiveRankSum
    exact =
      count <= Self.mostExactPairs && ties == 0 && zeros == 0
      ? Self.exactTails(count, rankSum: positive / 2) : nil
    let distance = positiveRankSum - n * (n + 1) / 4
    let sd = ((n * (n + 1) * (2 * n + 1) - Double(ties) / 2) / 24).squareRoot()
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

/// Student's test of paired values (1908, doi:10.1093/biomet/6.1.1): whether the mean difference is
/// 0 where differences scatter normally.
public struct PairedStudent: Hashable, Sendable {
  /// How many pairs there are.
  public let count: Int
  /// Mean of second − first, and its Student interval.
  public let meanDifference: Double
  public let interval: ConfidenceInterval
  /// Mean difference ÷ its standard error.
  public let t: Double
  /// n − 1.
  public let degreesOfFreedom: Int
  public let p: TailProbabilities
  /// Cohen's d_z: mean difference ÷ standard deviation of the differences (Lakens 2013,
  /// doi:10.3389/fpsyg.2013.00863).
  public let effectSize: Double

  /// The test of a sample.
  ///
  /// - Throws: `tooFewCases` for one pair, `noScatter` where all differences are one.
  public init(_ sample: PairedSample, confidence: Double = 0.95) throws(StatisticGap) {
    let differences = sample.differences
    guard differences.count > 1 else {
      throw .tooFewCases(found: differences.count, expected: 2)
    }
    guard !differences.isConstant else { throw .noScatter }
    count = differences.count
    degreesOfFreedom = count - 1
    meanDifference = differences.mean
    let sd = differences.variance.squareRoot()
    let error = sd / Double(count).squareRoot()
    let degrees = Double(count - 1)
    t = meanDifference / error
    effectSize = meanDifference / sd
    interval = .student(
      meanDifference, standardError: error, degrees: count - 1, confidence: confidence)
    p = TailProbabilities(
      twoSided: Distribution.student(beyond: t, degrees: degrees),
      greater: Distribution.student(above: t, degrees: degrees),
      less: Distribution.student(above: -t, degrees: degrees))
  }
}

/// Friedman's test whether several methods differ over the same cases (1937,
/// doi:10.1080/01621459.1937.10503522), with the correction for ties; p by chi-square.
public struct Friedman: Hashable, Sendable {
  /// χ², with methods − 1 degrees of freedom.
  public let chiSquared: Double
  public let degreesOfFreedom: Int
  public let p: Double

  /// From a complete table.
  ///
  /// - Parameter rows: the values of every case, one a method.
  /// - Throws: `tooFewCases` for no case, `tooFewRaters` below three methods, `notFinite` with the
  ///   number of the row, `noScatter` where no case tells its methods apart.
  public init(_ rows: [[Double]]) throws(StatisticGap) {
    guard let first = rows.first else { throw .tooFewCases(found: 0, expected: 1) }
    let methods = first.count
    precondition(rows.allSatisfy { $0.count == methods }, "a value of every method for every case")
    guard methods > 2 else { throw .tooFewRaters(found: methods, expected: 3) }
    if let index = rows.firstIndex(where: { !$0.allSatisfy(\.isFinite) }) {
      throw .notFinite(index: index)
    }
    // Twice the mean ranks, whole numbers: no order of the cases changes a sum.
    var sums = [Int](repeating: 0, count: methods)
    var ties = 0
    for row in rows {
      for (method, value) in row.enumerated() {
        let (less, equal) = (row.count { $0 < value }, row.count { $0 == value })
        sums[method] += 2 * less + equal + 1
        ties += equal * equal - 1
      }
    }
    let (n, k) = (Double(rows.count), Double(methods))
    let correction = 1 - Double(ties) / (n * k * (k * k - 1))
    guard ties < rows.count * methods * (methods * methods - 1) else { throw .noScatter }
    let squares = sums.reduce(0) { $0 + Double($1) * Double($1) / 4 }
    degreesOfFreedom = methods - 1
    chiSquared = max(0, 12 * squares / (n * k * (k + 1)) - 3 * n * (k + 1)) / correction
    p = Distribution.chiSquared(above: chiSquared, degrees: k - 1)
  }
}

/// Corrections for asking several questions of the same cases.
public enum MultipleTesting {
  /// Holm's step-down correction (1979, https://www.jstor.org/stable/4615733), in the order of the
  /// input: the smallest p times their number, the next times one less, never falling, at most 1.
  public static func holm(_ p: [Double]) -> [Double] {
    precondition(p.allSatisfy { $0 >= 0 && $0 <= 1 }, "probabilities")
    var adjusted = p
    var largest = 0.0
    let order = p.indices.sorted { (p[$0], $0) < (p[$1], $1) }
    for (rank, index) in order.enumerated() {
      largest = max(largest, min(1, p[index] * Double(p.count - rank)))
      adjusted[index] = largest
    }
    return adjusted
  }
}
