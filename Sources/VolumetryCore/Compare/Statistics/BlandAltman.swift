import Glibc

/// Agreement of two ways to measure the same: how far they differ and how widely the differences
/// scatter (Bland and Altman 1986, doi:10.1016/S0140-6736(86)90837-8).
///
/// A difference is second − first: with the reference first, a positive bias is a method that
/// measures too much.
public struct BlandAltman: Hashable, Sendable {
  /// How many cases there are.
  public let count: Int
  /// Mean difference, in the unit of the values.
  public let bias: Double
  /// Standard deviation of the differences, n − 1.
  public let sd: Double
  /// bias − 1.96·sd and bias + 1.96·sd: 95 of 100 differences lie between where they scatter
  /// normally.
  public let lowerLimit: Double
  public let upperLimit: Double
  /// Student's intervals of the bias and of both limits; the standard error of a limit is taken as
  /// √(3·sd²/n), as in the paper.
  public let biasInterval: ConfidenceInterval
  public let lowerLimitInterval: ConfidenceInterval
  public let upperLimitInterval: ConfidenceInterval
  /// Whether the difference grows with the size: the line of differences over means. Undefined for
  /// fewer than three cases and for means that are all equal.
  public let proportionalBias: Statistic<FittedLine>

  /// What all published limits of agreement are: 95 % of a normal distribution, rounded.
  public static let limitFactor = 1.96

  /// The differences themselves; two or more cases.
  ///
  /// - Throws: `tooFewCases` for one case.
  public init(_ sample: PairedSample, confidence: Double = 0.95) throws(StatisticGap) {
    try self.init(
      differences: sample.differences, means: sample.means, confidence: confidence)
  }

  /// Differences in percent of the mean of both values: for volumes, whose differences grow with
  /// their size. Every number but the slope is in percent.
  ///
  /// - Throws: `notPositive` for a value that is not above 0, `tooFewCases` for one case.
  public init(
    percentOfMean sample: PairedSample, confidence: Double = 0.95
  ) throws(StatisticGap) {
    try sample.requirePositive()
    let means = sample.means
    let percents = zip(sample.differences, means).map { 100 * $0 / $1 }
    try self.init(differences: percents, means: means, confidence: confidence)
  }

  fileprivate init(
    differences: [Double], means: [Double], confidence: Double
  ) throws(StatisticGap) {
    guard differences.count > 1 else {
      throw .tooFewCases(found: differences.count, expected: 2)
    }
    count = differences.count
    bias = differences.mean
    sd = differences.variance.squareRoot()
    lowerLimit = bias - Self.limitFactor * sd
    upperLimit = bias + Self.limitFactor * sd
    let errorOfBias = sd / Double(count).squareRoot()
    let errorOfLimit = (3 * sd * sd / Double(count)).squareRoot()
    let (degrees, level) = (count - 1, confidence)
    func interval(_ estimate: Double, _ error: Double) -> ConfidenceInterval {
      .student(estimate, standardError: error, degrees: degrees, confidence: level)
    }
    biasInterval = interval(bias, errorOfBias)
    lowerLimitInterval = interval(lowerLimit, errorOfLimit)
    upperLimitInterval = interval(upperLimit, errorOfLimit)
    proportionalBias = Result { () throws(StatisticGap) in
      try FittedLine(of: differences, over: means)
    }
  }
}

/// Agreement as a ratio second ÷ first: differences of logarithms, taken back. For values above 0
/// whose differences grow with their size (Bland and Altman 1999, doi:10.1177/096228029900800204).
public struct RatioOfAgreement: Hashable, Sendable {
  /// Geometric mean of the ratios; 1 where there is no bias.
  public let meanRatio: Double
  /// 95 of 100 ratios lie between where their logarithms scatter normally.
  public let lowerLimit: Double
  public let upperLimit: Double
  /// Student's intervals, taken back from logarithms.
  public let meanRatioInterval: ConfidenceInterval
  public let lowerLimitInterval: ConfidenceInterval
  public let upperLimitInterval: ConfidenceInterval

  /// Two or more cases.
  ///
  /// - Throws: `notPositive` for a value that is not above 0, `tooFewCases` for one case.
  public init(_ sample: PairedSample, confidence: Double = 0.95) throws(StatisticGap) {
    try sample.requirePositive()
    let ratios = zip(sample.first, sample.second).map { log($1 / $0) }
    let logarithms = try BlandAltman(
      differences: ratios, means: sample.means, confidence: confidence)
    func ratio(_ interval: ConfidenceInterval) -> ConfidenceInterval {
      ConfidenceInterval(
        lower: exp(interval.lower), upper: exp(interval.upper), confidence: confidence)
    }
    meanRatio = exp(logarithms.bias)
    lowerLimit = exp(logarithms.lowerLimit)
    upperLimit = exp(logarithms.upperLimit)
    meanRatioInterval = ratio(logarithms.biasInterval)
    lowerLimitInterval = ratio(logarithms.lowerLimitInterval)
    upperLimitInterval = ratio(logarithms.upperLimitInterval)
  }
}

/// A straight line by least squares, with the test whether it rises.
public struct FittedLine: Hashable, Sendable {
  /// Units of the ordinate per unit of the abscissa.
  public let slope: Double
  /// The ordinate at 0.
  public let intercept: Double
  /// Standard error of the slope with n − 2 degrees of freedom.
  public let slopeError: Double
  /// Two-sided p of the slope being 0; nil where every point lies on the line, which leaves nothing
  /// to test against.
  public let p: Double?
  /// Correlation of the two; nil where the ordinates are all equal.
  public let correlation: Double?

  init(of ordinates: [Double], over abscissas: [Double]) throws(StatisticGap) {
    let count = ordinates.count
    guard count > 2 else { throw .tooFewCases(found: count, expected: 3) }
    guard !abscissas.isConstant else { throw .noScatter }
    let (meanX, meanY) = (abscissas.mean, ordinates.mean)
    let squaresX = abscissas.squaresAboutMean
    let products = zip(abscissas, ordinates).reduce(0) {
      $0 + ($1.0 - meanX) * ($1.1 - meanY)
    }
    slope = products / squaresX
    intercept = meanY - slope * meanX
    let rise = slope
    let residuals = zip(abscissas, ordinates).reduce(0) { sum, point in
      let residual = point.1 - meanY - rise * (point.0 - meanX)
      return sum + residual * residual
    }
    slopeError = (residuals / Double(count - 2) / squaresX).squareRoot()
    p =
      slopeError > 0
      ? Distribution.student(beyond: slope / slopeError, degrees: Double(count - 2)) : nil
    let squaresY = ordinates.squaresAboutMean
    correlation =
      squaresY > 0 ? max(-1, min(1, products / (squaresX * squaresY).squareRoot())) : nil
  }
}
