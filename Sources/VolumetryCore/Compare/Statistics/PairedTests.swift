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
  /// Cases, each with a value of every method.
  public let count: Int
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
    count = rows.count
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
