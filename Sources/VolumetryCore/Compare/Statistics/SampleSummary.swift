/// The usual description of a sample: its centre, its scatter, its quartiles.
///
/// Only defined values belong in it; how many cases were left out because they have none, the
/// caller counts and says. The order of the values changes nothing, not even the last bit: they are
/// sorted before they are added up.
public struct SampleSummary: Hashable, Sendable {
  /// How many values there are.
  public let count: Int
  /// Sum ÷ count, in the unit of the values.
  public let mean: Double
  /// Standard deviation with n − 1; nil for one value.
  public let sd: Double?
  /// The extremes.
  public let minimum: Double
  public let maximum: Double
  /// The value in the middle, or the mean of the two.
  public let median: Double
  /// 25th and 75th percentile, type 7 of Hyndman and Fan (1996, doi:10.2307/2684934): linear
  /// between the order statistics at (n − 1)·p, as in R and NumPy.
  public let lowerQuartile: Double
  public let upperQuartile: Double

  /// - Parameter values: in one unit.
  /// - Throws: `notFinite` for an infinite value or none, `tooFewCases` for an empty sample.
  public init(_ values: [Double]) throws(StatisticGap) {
    guard !values.isEmpty else { throw .tooFewCases(found: 0, expected: 1) }
    if let index = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    let sorted = values.sorted()
    count = sorted.count
    mean = sorted.mean
    sd = sorted.count > 1 ? sorted.variance.squareRoot() : nil
    minimum = sorted[0]
    maximum = sorted[sorted.count - 1]
    median = sorted.quantile(0.5)
    lowerQuartile = sorted.quantile(0.25)
    upperQuartile = sorted.quantile(0.75)
  }

  /// mean ± t·sd/√n, Student's interval for the mean of values that scatter normally; undefined for
  /// one value.
  public func meanInterval(confidence: Double = 0.95) -> Statistic<ConfidenceInterval> {
    guard let sd else { return .failure(.tooFewCases(found: count, expected: 2)) }
    return .success(
      .student(
        mean, standardError: sd / Double(count).squareRoot(), degrees: count - 1,
        confidence: confidence))
  }
}

extension [Double] {
  /// Whether no value differs from the first; not empty.
  var isConstant: Bool { allSatisfy { $0 == self[0] } }

  /// Sum ÷ count, corrected once for what rounding lost, so that the mean of equal values is their
  /// value; not empty.
  var mean: Double {
    if isConstant { return self[0] }
    let count = Double(self.count)
    let first = reduce(0, +) / count
    return first + reduce(0) { $0 + ($1 - first) } / count
  }

  /// Σ(x − mean)²/(n − 1); at least two values. Exactly 0 where all are equal.
  var variance: Double { squaresAboutMean / Double(count - 1) }

  /// Σ(x − mean)².
  var squaresAboutMean: Double {
    let mean = self.mean
    return reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  }

  /// Type 7 quantile of a sorted sample that is not empty; `share` in 0 … 1.
  func quantile(_ share: Double) -> Double {
    precondition(!isEmpty && share >= 0 && share <= 1, "a share of a sample")
    let place = share * Double(count - 1)
    let below = Int(place)
    guard below + 1 < count else { return self[count - 1] }
    return self[below] + (self[below + 1] - self[below]) * (place - Double(below))
  }
}
