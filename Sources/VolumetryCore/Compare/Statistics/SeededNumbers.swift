/// Repeatable random numbers that can be had in any order: SplitMix64 (Steele, Lea and Flood 2014,
/// doi:10.1145/2660193.2660195).
///
/// Number n of a seed does not depend on the numbers before it, so any row of a phantom can be
/// painted without the rows above, and a resample of cases is the same on every machine. Everything
/// made of them uses +, −, ×, ÷ and √ alone, which IEEE 754 rounds the same way on every machine.
struct SeededNumbers: Hashable, Sendable {
  private let start: UInt64
  /// The number that `next` gives.
  private var index: UInt64 = 0

  private static let step: UInt64 = 0x9e37_79b9_7f4a_7c15

  /// - Parameter stream: parts the numbers that one seed gives to several users.
  init(seed: UInt64, stream: UInt64 = 0) {
    start = Self.mixed(Self.mixed(seed &+ Self.step) ^ (stream &* Self.step))
  }

  /// Number n, uniform in 0 ..< 2⁶⁴.
  func word(_ n: UInt64) -> UInt64 { Self.mixed(start &+ (n &+ 1) &* Self.step) }

  /// The next number.
  mutating func next() -> UInt64 {
    defer { index &+= 1 }
    return word(index)
  }

  /// Uniform in 0 ..< 1, in steps of 2⁻⁵³.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Uniform between the ends.
  mutating func between(_ low: Double, _ high: Double) -> Double { low + (high - low) * unit() }

  /// Uniform in −1 ..< 1.
  mutating func signed() -> Double { between(-1, 1) }

  /// A number below `count`; by at most count / 2⁶⁴ more often one than another.
  mutating func below(_ count: Int) -> Int {
    Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
