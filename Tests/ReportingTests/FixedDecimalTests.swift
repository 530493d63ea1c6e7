import Foundation
import Reporting
import Testing

@Suite struct FixedDecimalTests {
  @Test(arguments: [
    (0.125, 2, "0.13"), (-0.125, 2, "-0.13"), (0.5, 0, "1"), (-0.5, 0, "-1"), (1.5, 0, "2"),
    (2.5, 0, "3"), (0.49999999999999994, 0, "0"), (1.005, 2, "1.00"), (1.0049, 2, "1.00"),
    (2.675, 2, "2.67"), (0.375, 2, "0.38"),
  ])
  func halvesOfTheExactBinaryValueGoAwayFromZero(value: Double, decimals: Int, expected: String) {
    #expect(FixedDecimal.string(value, decimals: decimals) == expected)
  }

  @Test(arguments: [
    (-0.0, 2, "0.00"), (-0.001, 2, "0.00"), (-0.004999, 2, "0.00"), (-0.4, 0, "0"),
    (-0.005000000000000001, 2, "-0.01"), (0, 0, "0"), (0, 3, "0.000"),
  ])
  func whatRoundsToNothingHasNoSign(value: Double, decimals: Int, expected: String) {
    #expect(FixedDecimal.string(value, decimals: decimals) == expected)
  }

  @Test(arguments: [
    (9.995, 2, "9.99"), (9.999, 2, "10.00"), (99.95, 1, "100.0"), (999_999.999, 2, "1000000.00"),
    (0.999, 0, "1"), (0.0999, 3, "0.100"), (0.05, 1, "0.1"), (0.06, 1, "0.1"), (0.04, 1, "0.0"),
    (0.004, 1, "0.0"), (1e-300, 2, "0.00"), (.leastNonzeroMagnitude, 0, "0"), (1499.4, 1, "1499.4"),
    (1499.4, 3, "1499.400"), (300, 0, "300"), (300, 2, "300.00"),
    (1e21, 1, "1000000000000000000000.0"),
    (1_000_000_000, 0, "1000000000"), (4_000_000_001, 0, "4000000001"),
  ])
  func carriesPadsAndNeverUsesAnExponent(value: Double, decimals: Int, expected: String) {
    #expect(FixedDecimal.string(value, decimals: decimals) == expected)
  }

  /// The C library rounds the same exact value, half to even; they differ only at exact halves,
  /// which random numbers with a full significand do not meet at up to nine decimals.
  @Test(arguments: 0...9)
  func agreesWithTheCLibraryOnNumbersThatAreNoExactHalf(decimals: Int) {
    var generator = SplitMix(state: 20_260_310 + UInt64(decimals))
    for _ in 0..<2000 {
      let exponent = Int(generator.next() % 40) - 20
      let value = Double(sign: .plus, exponent: exponent, significand: 1 + generator.unit())
      let expected = String(format: "%.\(decimals)f", value)
      #expect(FixedDecimal.string(value, decimals: decimals) == expected, "\(value)")
      let isZero = expected.allSatisfy { $0 == "0" || $0 == "." }
      #expect(
        FixedDecimal.string(-value, decimals: decimals) == (isZero ? "" : "-") + expected,
        "-\(value)")
    }
  }

  @Test(arguments: [
    Double.greatestFiniteMagnitude, .leastNonzeroMagnitude, .leastNormalMagnitude, 0x1p1000,
    0x1.fffffffffffffp-1022, 0x1p-1060,
  ])
  func theEndsOfTheRangeAreExactToo(value: Double) {
    #expect(FixedDecimal.string(value, decimals: 1080) == String(format: "%.1080f", value))
  }

  @Test(arguments: [
    (60.0, 1, "+60.0"), (-3.25, 1, "-3.3"), (0, 1, "0.0"), (-0.01, 1, "0.0"), (0.01, 1, "0.0"),
  ])
  func signedShowsTheSignOfAllButZero(value: Double, decimals: Int, expected: String) {
    #expect(FixedDecimal.signed(value, decimals: decimals) == expected)
  }

  @Test(arguments: [
    (1234.56, 3, "1235"), (1234.56, 6, "1234.56"), (9.996, 3, "10.0"), (99.96, 3, "100"),
    (0.00012345, 2, "0.00012"), (0.0996, 2, "0.10"), (0.996, 2, "1.0"), (0, 3, "0.00"),
    (-0.5, 1, "-0.5"), (5, 1, "5"), (9.6, 1, "10"), (0.96, 1, "1"), (1, 3, "1.00"),
  ])
  func significantDigitsAreCountedFromTheFirstThatIsNotZero(
    value: Double, digits: Int, expected: String
  ) {
    #expect(FixedDecimal.string(value, significant: digits) == expected)
  }

  @Test func undefinedNumbersTrap() async {
    await #expect(processExitsWith: .failure) { _ = FixedDecimal.string(.nan, decimals: 2) }
    await #expect(processExitsWith: .failure) { _ = FixedDecimal.string(.infinity, decimals: 2) }
    await #expect(processExitsWith: .failure) { _ = FixedDecimal.string(-.infinity, decimals: 2) }
  }

  @Test func negativeDecimalsTrap() async {
    await #expect(processExitsWith: .failure) { _ = FixedDecimal.string(1, decimals: -1) }
  }
}

/// Sebastiano Vigna's splitmix64: the same numbers in every run.
private struct SplitMix {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// 0 ..< 1 in 53 bits.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
