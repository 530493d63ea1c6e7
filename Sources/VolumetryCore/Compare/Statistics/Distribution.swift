import Glibc

/// The distributions behind intervals and tests: shares of their tails and where a tail begins.
///
/// Accurate to a relative 1e-12, far tails included, because each tail is computed as such and
/// never as what is left of 1.
enum Distribution {
  // MARK: Normal

  /// P(Z ≤ z) of the standard normal distribution.
  static func normal(below z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

  /// P(Z ≥ z).
  static func normal(above z: Double) -> Double { normal(below: -z) }

  /// z with P(Z ≤ z) = p; p strictly between 0 and 1.
  ///
  /// The rational start of Abramowitz and Stegun 26.2.23 (error below 4.5e-4), then steps of
  /// Halley's rule, each of which trebles the digits.
  static func normalQuantile(_ p: Double) -> Double {
    precondition(p > 0 && p < 1, "a share between 0 and 1")
    if p == 0.5 { return 0 }
    if p > 0.5 { return -normalQuantile(1 - p) }
    let t = (-2 * log(p)).squareRoot()
    let start = (2.515517 + t * (0.802853 + t * 0.010328))
    let scale = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    var z = start / scale - t
    for _ in 0..<3 {
      let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
      let step = (normal(below: z) - p) / density
      z -= step / (1 + z * step / 2)
    }
    return z
  }

  // MARK: Student's t

  /// P(T ≥ t) with the given degrees of freedom, which need not be whole.
  static func student(above t: Double, degrees: Double) -> Double {
    if t == .infinity { return 0 }
    if t == -.infinity { return 1 }
    let half = studentBothTails(abs(t), degrees) / 2
    return t >= 0 ? half : 1 - half
  }

  /// P(|T| ≥ |t|).
  static func student(beyond t: Double, degrees: Double) -> Double {
    if abs(t) == .infinity { return 0 }
    return studentBothTails(abs(t), degrees)
  }

  private static func studentBothTails(_ t: Double, _ degrees: Double) -> Double {
    // Without squaring a large t.
    let ratio = t * (t / degrees)
    guard ratio.isFinite else { return 0 }
    return IncompleteFunction.beta(1 / (1 + ratio), ratio / (1 + ratio), degrees / 2, 0.5)
  }

  /// t with P(T ≤ t) = p; p strictly between 0 and 1.
  static func studentQuantile(_ p: Double, degrees: Double) -> Double {
    precondition(p > 0 && p < 1, "a share between 0 and 1")
    if p == 0.5 { return 0 }
    if p < 0.5 { return -studentUpperQuantile(p, degrees) }
    return studentUpperQuantile(1 - p, degrees)
  }

  private static func studentUpperQuantile(_ tail: Double, _ degrees: Double) -> Double {
    place { student(above: $0, degrees: degrees) <= tail }
  }

  // MARK: F and chi-square

  /// P(F ≥ f) with degrees of freedom above and below, which need not be whole; f ≥ 0.
  static func fisher(above f: Double, _ numerator: Double, _ denominator: Double) -> Double {
    if f == .infinity { return 0 }
    let ratio = f * (numerator / denominator)
    guard ratio.isFinite else { return 0 }
    return IncompleteFunction.beta(
      1 / (1 + ratio), ratio / (1 + ratio), denominator / 2, numerator / 2)
  }

  /// f with P(F ≥ f) = tail; tail strictly between 0 and 1.
  static func fisherQuantile(
    above tail: Double, _ numerator: Double, _ denominator: Double
  ) -> Double {
    precondition(tail > 0 && tail < 1, "a share between 0 and 1")
    return place { fisher(above: $0, numerator, denominator) <= tail }
  }

  /// P(χ² ≥ x); x ≥ 0.
  static func chiSquared(above x: Double, degrees: Double) -> Double {
    IncompleteFunction.upperGamma(degrees / 2, x / 2)
  }

  /// The smallest number above 0 for which a condition holds that then stays true: doubled or
  /// halved until it is enclosed, then bisected to the last bit.
  private static func place(_ holds: (Double) -> Bool) -> Double {
    var (low, high) = (1.0, 1.0)
    while !holds(high), high < .greatestFiniteMagnitude / 2 { (low, high) = (high, high * 2) }
    while holds(low), low > .leastNormalMagnitude { (low, high) = (low / 2, low) }
    while true {
      let middle = low + (high - low) / 2
      guard low < middle, middle < high else { return high }
      if holds(middle) { high = middle } else { low = middle }
    }
  }
}
