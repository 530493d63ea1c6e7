extension UncertainValue {
  /// The interval that holds the truth in 95 of 100 measurements, the number being normally
  /// distributed: value ± 1.96 sd. Nil where no deviation is known.
  public var interval95: ClosedRange<Double>? {
    guard let sd else { return nil }
    let half = NormalQuantile.twoSided95 * sd
    let (low, high) = (value - half, value + half)
    return low.isFinite && high.isFinite ? low...high : nil
  }

  /// The interval of a positive number whose reciprocal is normally distributed, such as a doubling
  /// time, ln 2 over a rate. Nil where the rate is not told from 0: then there is no upper end.
  public var reciprocalInterval95: ClosedRange<Double>? {
    guard let sd, value > 0 else { return nil }
    let share = NormalQuantile.twoSided95 * sd / value
    guard share < 1 else { return nil }
    let high = value / (1 - share)
    return high.isFinite ? value / (1 + share)...high : nil
  }
}
