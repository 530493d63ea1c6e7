import Glibc

/// The incomplete beta and gamma functions, on which the t, F and chi-square distributions rest.
///
/// In words: the factor in front is taken as its distance from the peak of the density, so that
/// large arguments lose no digits to the difference of large logarithms; what is left is a
/// continued fraction, taken on that side of the mean where it converges. Relative errors stay
/// below 1e-12 up to ten thousand degrees of freedom.
enum IncompleteFunction {
  /// I_x(a, b), the share of a beta density below x; a, b > 0.
  ///
  /// - Parameters:
  ///   - x: in 0 … 1.
  ///   - y: 1 − x, given apart because near 1 the difference has lost its digits.
  static func beta(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    precondition(a > 0 && b > 0 && x >= 0 && y >= 0, "a beta distribution")
    if x == 0 { return 0 }
    if y == 0 { return 1 }
    // The fraction converges fast below the mean of the density.
    if x > (a + 1) / (a + b + 2) { return 1 - betaFraction(y, x, b, a) }
    return betaFraction(x, y, a, b)
  }

  /// x^a y^b/(a B(a, b)) times the continued fraction of Didonato and Morris (1992,
  /// doi:10.1145/131766.131776) in the form of Lentz.
  private static func betaFraction(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    var d = 1 / guarded(1 - (a + b) * x / (a + 1))
    var (c, h) = (1.0, d)
    for m in 1...mostTerms {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / guarded(1 + even * d)
      c = guarded(1 + even / c)
      h *= c * d
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / guarded(1 + odd * d)
      c = guarded(1 + odd / c)
      h *= c * d
      if abs(c * d - 1) < smallestStep { break }
    }
    return betaPower(x, y, a, b) / a * h
  }

  /// x^a · y^b / B(a, b).
  private static func betaPower(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let sum = a + b
    guard min(a, b) >= large else {
      return exp(a * logarithm(x, y) + b * logarithm(y, x) - logBeta(a, b))
    }
    // a·ln(x/x₀) + b·ln(y/y₀) around the peak x₀ = a/(a + b), whose first order cancels.
    let shift = x <= 0.5 ? x * sum - a : b - y * sum
    let exponent = a * excess(shift / a) + b * excess(-shift / b)
    let correction = stirling(a) + stirling(b) - stirling(sum)
    return (a * b / (2 * Double.pi * sum)).squareRoot() * exp(-exponent - correction)
  }

  /// ln x, of the complement where that is the exact one.
  private static func logarithm(_ x: Double, _ complement: Double) -> Double {
    complement < 0.5 ? log1p(-complement) : log(x)
  }

  /// ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b).
  static func logBeta(_ a: Double, _ b: Double) -> Double {
    let (small, big) = (min(a, b), max(a, b))
    guard big >= large else { return lgamma(small) + lgamma(big) - lgamma(small + big) }
    // ln Γ(b) − ln Γ(a + b) for large b, by the difference of Stirling's series.
    let ratio =
      small - (big - 0.5) * log1p(small / big) - small * log(small + big) + stirling(big)
      - stirling(small + big)
    return lgamma(small) + ratio
  }

  /// Q(a, x), the share of a gamma density above x; a > 0, x ≥ 0.
  static func upperGamma(_ a: Double, _ x: Double) -> Double {
    precondition(a > 0 && x >= 0, "a gamma distribution")
    if x == 0 { return 1 }
    if x == .infinity { return 0 }
    return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x)
  }

  private static func gammaSeries(_ a: Double, _ x: Double) -> Double {
    var term = 1 / a
    var sum = term
    for n in 1...mostTerms {
      term *= x / (a + Double(n))
      sum += term
      if term < sum * smallestStep { break }
    }
    return sum * gammaPower(a, x)
  }

  private static func gammaFraction(_ a: Double, _ x: Double) -> Double {
    var b = x + 1 - a
    var c = 1 / tiny
    var d = 1 / b
    var h = d
    for n in 1...mostTerms {
      let n = Double(n)
      let factor = -n * (n - a)
      b += 2
      d = 1 / guarded(factor * d + b)
      c = guarded(b + factor / c)
      h *= c * d
      if abs(c * d - 1) < smallestStep { break }
    }
    return h * gammaPower(a, x)
  }

  /// x^a · e^(−x) / Γ(a).
  private static func gammaPower(_ a: Double, _ x: Double) -> Double {
    guard a >= large else { return exp(a * log(x) - x - lgamma(a)) }
    return (a / (2 * Double.pi)).squareRoot() * exp(-a * excess((x - a) / a) - stirling(a))
  }

  /// u − ln(1 + u), which is u²/2 near 0.
  private static func excess(_ u: Double) -> Double {
    guard abs(u) < 0.1 else { return u - log1p(u) }
    var (power, sum) = (-u, 0.0)
    for n in 2...24 {
      power *= -u
      sum += power / Double(n)
    }
    return sum
  }

  /// ln Γ(x) − [(x − ½)·ln x − x + ½·ln 2π] for x ≥ 10: 1/(12x) − 1/(360x³) + …
  private static func stirling(_ x: Double) -> Double {
    let square = 1 / (x * x)
    let series = [1 / 12.0, -1 / 360.0, 1 / 1260.0, -1 / 1680.0, 1 / 1188.0, -691 / 360360.0]
    return series.reversed().reduce(1 / 156.0) { $0 * square + $1 } / x
  }

  private static func guarded(_ value: Double) -> Double {
    abs(value) < tiny ? tiny : value
  }

  /// From here on Stirling's series gives every digit.
  private static let large = 10.0
  private static let tiny = 1e-300
  private static let smallestStep = 1e-16
  /// About √a terms are needed.
  private static let mostTerms = 100_000
}
