/// How closely two ways to measure the same agree, in single numbers.
///
/// The first value of a pair is the reference where a number needs one.
public struct Concordance: Hashable, Sendable {
  /// How many cases there are.
  public let count: Int
  /// Lin's concordance correlation coefficient with variances of the population (÷ n), as in the
  /// paper (1989, doi:10.2307/2532051); undefined where all values of both are one.
  public let populationCCC: Statistic<Double>
  /// The same with variances of a sample (÷ n − 1), as several programs print it.
  public let sampleCCC: Statistic<Double>
  /// Pearson's correlation: a line, not agreement. Undefined where one of the two does not vary.
  public let pearson: Statistic<Double>
  /// Mean of |second − first|, in the unit of the values.
  public let meanAbsoluteError: Double
  /// Root of the mean squared difference, in the unit of the values.
  public let rootMeanSquareError: Double
  /// Mean of |second − first| ÷ first, in percent; undefined where a reference is not above 0.
  public let meanAbsolutePercentageError: Statistic<Double>
  /// Root mean square over cases of (sd of the two values ÷ their mean), in percent; undefined
  /// where a value is not above 0 (Bland and Altman 1996, doi:10.1136/bmj.313.7049.106).
  public let withinSubjectVariation: Statistic<Double>
  /// 1.96·√2·s_w, s_w² the mean of (second − first)²/2: 95 of 100 pairs of measurements of one case
  /// differ by less (Bland and Altman 1999, doi:10.1177/096228029900800204). In the unit of the
  /// values; a bias between the two is in it.
  public let repeatabilityCoefficient: Double

  /// Everything of one sample; two or more cases.
  ///
  /// - Throws: `tooFewCases` for one case.
  public init(_ sample: PairedSample) throws(StatisticGap) {
    guard sample.count > 1 else { throw .tooFewCases(found: sample.count, expected: 2) }
    count = sample.count
    let (first, second, differences) = (sample.first, sample.second, sample.differences)
    let n = Double(sample.count)
    let (meanA, meanB) = (first.mean, second.mean)
    let (squaresA, squaresB) = (first.squaresAboutMean, second.squaresAboutMean)
    let products = zip(first, second).reduce(0) { $0 + ($1.0 - meanA) * ($1.1 - meanB) }
    let shift = (meanA - meanB) * (meanA - meanB)
    func coefficient(_ divisor: Double) -> Statistic<Double> {
      let scatter = (squaresA + squaresB) / divisor + shift
      return scatter > 0 ? .success(2 * products / divisor / scatter) : .failure(.noScatter)
    }
    populationCCC = coefficient(n)
    sampleCCC = coefficient(n - 1)
    pearson =
      squaresA > 0 && squaresB > 0
      ? .success(max(-1, min(1, products / (squaresA.squareRoot() * squaresB.squareRoot()))))
      : .failure(.noScatter)
    let meanSquare = differences.map { $0 * $0 }.mean
    meanAbsoluteError = differences.map(abs).mean
    rootMeanSquareError = meanSquare.squareRoot()
    repeatabilityCoefficient =
      BlandAltman.limitFactor * 2.0.squareRoot() * (meanSquare / 2).squareRoot()
    meanAbsolutePercentageError =
      first.first { $0 <= 0 }.map { .failure(.notPositive(found: $0)) }
      ?? .success(zip(differences, first).map { 100 * abs($0) / $1 }.mean)
    withinSubjectVariation = Result { () throws(StatisticGap) in
      try sample.requirePositive()
      let squares = zip(differences, sample.means).map { $0 * $0 / 2 / ($1 * $1) }
      return 100 * squares.mean.squareRoot()
    }
  }
}
