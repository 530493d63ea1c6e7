/// A number as people read it, with a fixed count of decimals; the same on every machine.
///
/// Rounding is that of school, half away from zero, but of the **exact binary value**: 0.125 is a
/// binary number and gives `0.13`; 1.005 is stored as 1.00499999999999989… and gives `1.00`. No
/// locale, no grouping, no exponent, and never `-0.00`: what rounds to nothing has no sign.
///
/// Only text passes through here. A threshold never sees a rounded number.
public enum FixedDecimal {
  /// `value` with `decimals` digits after the point; no point where `decimals` is 0.
  ///
  /// `value` must be finite and `decimals` not negative; anything else is our own bug and traps.
  public static func string(_ value: Double, decimals: Int) -> String {
    precondition(value.isFinite, "what is undefined is not formatted")
    precondition(decimals >= 0, "decimals are counted from 0")
    let exact = ExactDecimal(value.magnitude)
    var digits = exact.rounded(decimals: decimals)
    let negative = value < 0 && digits.contains { $0 != 0 }
    if digits.count <= decimals {
      digits.insert(contentsOf: repeatElement(0, count: decimals + 1 - digits.count), at: 0)
    }
    let text = String(decoding: digits.map { UInt8(ascii: "0") + $0 }, as: UTF8.self)
    let whole = text.dropLast(decimals)
    let fraction = text.suffix(decimals)
    return (negative ? "-" : "") + (decimals == 0 ? text : "\(whole).\(fraction)")
  }

  /// As `string(_:decimals:)` with the sign always shown: `+60.0`; zero has none.
  public static func signed(_ value: Double, decimals: Int) -> String {
    let text = string(value, decimals: decimals)
    let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
    return text.hasPrefix("-") || isZero ? text : "+" + text
  }

  /// `value` with as many decimals as show `digits` significant digits.
  ///
  /// The digits before the point are never replaced by zeros: 1234.56 in three digits is `1235`.
  /// Zero is written with `digits - 1` decimals. Rounding up to the next power of ten takes one
  /// decimal away: 9.996 in three digits is `10.0`.
  public static func string(_ value: Double, significant digits: Int) -> String {
    precondition(value.isFinite, "what is undefined is not formatted")
    precondition(digits >= 1, "a number shows at least one digit")
    guard value != 0 else { return string(value, decimals: digits - 1) }
    let decimals = max(0, digits - ExactDecimal(value.magnitude).wholeDigits)
    let text = string(value, decimals: decimals)
    let shown = text.drop { !("1"..."9").contains($0) }.count { $0.isNumber }
    return shown > digits && decimals > 0 ? string(value, decimals: decimals - 1) : text
  }
}

/// All decimal digits of a non-negative binary number: m × 2⁻ᵏ is m × 5ᵏ / 10ᵏ.
private struct ExactDecimal {
  /// Most significant first, without leading zeros; empty for 0.
  let digits: [UInt8]
  /// How many of `digits` stand after the point; may exceed their count.
  let decimals: Int

  init(_ value: Double) {
    guard value != 0 else {
      (digits, decimals) = ([], 0)
      return
    }
    // significand = 1.f or 0.f; ulp is the power of two that the last bit of value stands for.
    let last = Int(value.ulp.exponent)
    let scaled = UInt64(value / value.ulp)
    let zeros = last < 0 ? min(scaled.trailingZeroBitCount, -last) : 0
    var number = Limbs(scaled >> zeros)
    if last < 0 {
      number.multiply(by: 5, power: -last - zeros)
    } else {
      number.multiply(by: 2, power: last)
    }
    digits = number.digits
    decimals = last < 0 ? -last - zeros : 0
  }

  /// Digits before the point; 0 for 0.5, −1 for 0.05.
  var wholeDigits: Int { digits.count - decimals }

  /// The digits of the number in units of 10^-`wanted`, half away from zero.
  func rounded(decimals wanted: Int) -> [UInt8] {
    let surplus = decimals - wanted
    guard surplus > 0 else {
      return digits.isEmpty ? [] : digits + Array(repeating: 0, count: -surplus)
    }
    guard surplus <= digits.count else { return [] }
    var kept = Array(digits.dropLast(surplus))
    guard digits[digits.count - surplus] >= 5 else { return kept }
    var index = kept.count - 1
    while index >= 0, kept[index] == 9 {
      kept[index] = 0
      index -= 1
    }
    if index >= 0 { kept[index] += 1 } else { kept.insert(1, at: 0) }
    return kept
  }
}

/// A whole number in base 10⁹, least significant limb first.
private struct Limbs {
  private static let base: UInt64 = 1_000_000_000
  private var limbs: [UInt64] = []

  init(_ value: UInt64) {
    var rest = value
    while rest > 0 {
      limbs.append(rest % Self.base)
      rest /= Self.base
    }
  }

  /// Multiplies by `factor` to the `power`. The step is at most 5¹³ < 2³¹, so limb × step < 2⁶².
  mutating func multiply(by factor: UInt64, power: Int) {
    var left = power
    while left > 0 {
      let step = min(left, 13)
      multiply(by: (0..<step).reduce(1) { product, _ in product * factor })
      left -= step
    }
  }

  private mutating func multiply(by factor: UInt64) {
    var carry: UInt64 = 0
    for index in limbs.indices {
      let product = limbs[index] * factor + carry
      limbs[index] = product % Self.base
      carry = product / Self.base
    }
    while carry > 0 {
      limbs.append(carry % Self.base)
      carry /= Self.base
    }
  }

  var digits: [UInt8] {
    var result: [UInt8] = []
    for limb in limbs.reversed() {
      let text = Array(String(limb).utf8).map { $0 - UInt8(ascii: "0") }
      if !result.isEmpty { result += Array(repeating: 0, count: 9 - text.count) }
      result += text
    }
    return result
  }
}
