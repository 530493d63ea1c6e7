/// An axis of a picture: which numbers it covers, where they lie, and ticks at round ones.
///
/// Ticks are one, two or five times a power of ten apart; the axis begins and ends at one.
struct AxisScale: Hashable, Sendable {
  /// The numbers at the ends.
  let lower: Double
  let upper: Double
  let ticks: [Double]
  /// Decimals that tell every tick from the next.
  let decimals: Int
  /// Pixels at `lower` and at `upper`.
  let start: Double
  let end: Double

  /// Numbers beyond this have no axis; differences below `smallest` have none either and are drawn
  /// as equal numbers. No scan comes near, but a header can state any size of a voxel.
  static let largest = 1e300
  private static let smallest = 1e-200

  /// - Parameters:
  ///   - values: what must lie on the axis; none makes it run from 0 to 1.
  ///   - spaces: spaces between ticks at most; there are at least two fifths as many.
  init(covering values: [Double], from start: Double, to end: Double, spaces: Int = 6) {
    precondition(values.allSatisfy { abs($0) < Self.largest }, "what is undefined is not drawn")
    let few = values.isEmpty ? [0, 1] : values
    guard var low = few.min(), var high = few.max() else { preconditionFailure("two at least") }
    // Below this share of a number, ticks would be told apart by noise.
    let least = max(max(abs(low), abs(high)) * 1e-9, Self.smallest)
    if high - low <= least {
      let pad = abs(low) <= 10 * Self.smallest ? 1 : abs(low) * 0.1
      (low, high) = (low - pad, high + pad)
    }
    let step = Step(atLeast: (high - low) / Double(spaces))
    let (first, last) = (step.below(low), step.above(high))
    ticks = (0...Int(last - first)).map { step.value(first + Double($0)) }
    (lower, upper) = (step.value(first), step.value(last))
    decimals = step.decimals
    (self.start, self.end) = (start, end)
  }

  /// Where a number lies, in pixels.
  func place(_ value: Double) -> Double {
    start + (value - lower) / (upper - lower) * (end - start)
  }

  /// The largest number of one, two or five times a power of ten that is not above `most`, and its
  /// decimals; for the bar of a scale.
  static func roundNumber(atMost most: Double) -> (value: Double, decimals: Int) {
    // Round numbers are at most two and a half times apart, and never less than twice.
    for part in [1.0, 2] {
      let step = Step(atLeast: most / part)
      if step.value(1) <= most { return (step.value(1), step.decimals) }
    }
    let step = Step(atLeast: most / 2.5)
    return (step.value(1), step.decimals)
  }

  func label(_ tick: Double) -> String { FixedDecimal.string(tick, decimals: decimals) }
}

/// One, two or five times a power of ten.
private struct Step {
  private let factor: Double
  /// The power of ten as a quotient of whole numbers: a tick is one rounding from its text.
  private let whole: Double
  private let parts: Double
  let decimals: Int

  /// The smallest step that is not below `least`.
  init(atLeast least: Double) {
    precondition(least > 0 && least < 2 * AxisScale.largest, "an axis has a length")
    var exponent = 0
    while Self.power(exponent + 1) <= least { exponent += 1 }
    while Self.power(exponent) > least { exponent -= 1 }
    let factor = [1.0, 2, 5].first { $0 * Self.power(exponent) >= least }
    if factor == nil { exponent += 1 }
    self.factor = factor ?? 1
    whole = Self.power(max(0, exponent))
    parts = Self.power(max(0, -exponent))
    decimals = max(0, -exponent)
  }

  private static func power(_ exponent: Int) -> Double {
    let magnitude = (0..<abs(exponent)).reduce(1.0) { product, _ in product * 10 }
    return exponent < 0 ? 1 / magnitude : magnitude
  }

  func value(_ index: Double) -> Double { index * factor * whole / parts }

  /// The last tick that is not above a number; one that is above it by a millionth of a step counts
  /// as equal, which no one sees.
  func below(_ number: Double) -> Double { (number / value(1) + Self.slack).rounded(.down) }

  /// The first tick that is not below a number.
  func above(_ number: Double) -> Double { (number / value(1) - Self.slack).rounded(.up) }

  private static let slack = 1e-6
}
