import Glibc

/// How near to a threshold a value may lie before measurement error makes it undecided.
enum MeasurementError {
  /// The one-sided 95 % quantile of the normal distribution: a value this many standard deviations
  /// on the safe side of a threshold is truly on that side with 95 % probability.
  static let quantile = 1.645

  /// Probability that a normal variable with this mean and standard deviation exceeds `threshold`.
  static func probability(mean: Double, sd: Double, above threshold: Double) -> Double {
    precondition(sd > 0)
    return 0.5 * erfc((threshold - mean) / (sd * 2.0.squareRoot()))
  }
}
