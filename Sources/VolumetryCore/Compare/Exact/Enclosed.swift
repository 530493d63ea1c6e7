/// A number and how far the true one may be from it.
struct Enclosed: Hashable, Sendable {
  let value: Double
  /// At least 0, in the unit of the value.
  let margin: Double

  static func + (a: Self, b: Self) -> Self {
    Self(value: a.value + b.value, margin: a.margin + b.margin)
  }

  /// Divided by an exact number above 0.
  static func / (a: Self, divisor: Double) -> Self {
    Self(value: a.value / divisor, margin: a.margin / divisor)
  }

  /// The root of a number that is at least 0.
  var squareRoot: Self {
    let root = value.squareRoot()
    let low = max(0, value - margin).squareRoot()
    return Self(value: root, margin: max(root - low, (value + margin).squareRoot() - root))
  }

  /// The larger of two.
  static func larger(_ a: Self, _ b: Self) -> Self {
    let high = max(a.value + a.margin, b.value + b.margin)
    let low = max(a.value - a.margin, b.value - b.margin)
    let value = max(a.value, b.value)
    return Self(value: value, margin: max(high - value, value - low))
  }
}
