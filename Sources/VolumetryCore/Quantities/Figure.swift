/// A number that a warning or a refusal is about, beside its words: what was found, what was
/// expected, how many per cent lie between. Its name ends in its unit.
public enum Figure: Hashable, Sendable {
  case whole(Int128)
  /// Not finite where the file's number is not; then it is written as undefined.
  case number(Double)
  case wholes([Int128])
  case numbers([Double])
}

/// Figures by name.
public typealias Figures = [String: Figure]

extension Figure {
  /// A whole number of any width.
  public static func count(_ value: some BinaryInteger) -> Figure { .whole(Int128(value)) }

  /// Whole numbers of any width.
  public static func counts(_ values: some Sequence<some BinaryInteger>) -> Figure {
    .wholes(values.map { Int128($0) })
  }

  /// How far `found` is from `expected`, in per cent of `expected`.
  public static func percent(from expected: Double, to found: Double) -> Figure {
    .number(difference(from: expected, to: found))
  }

  /// How far `found` is from `expected`, in per cent of `expected`.
  public static func difference(from expected: Double, to found: Double) -> Double {
    (found / expected - 1) * 100
  }
}
