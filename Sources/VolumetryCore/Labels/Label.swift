/// The number that a voxel carries: −2⁶³ … 2⁶⁴ − 1.
///
/// NIfTI holds signed and unsigned integers of up to 64 bits, so no 64-bit type holds every label;
/// it is kept exact, never as a floating-point number.
public struct Label: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let value: Int128

  /// A label from any integer in range.
  public init(_ value: some BinaryInteger) { self.value = Int128(value) }

  /// What belongs to nothing: 0.
  public static let background = Label(0)
  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
  public var description: String { String(value) }
}

extension Label: ExpressibleByIntegerLiteral {
  public init(integerLiteral value: Int) { self.init(value) }
}
