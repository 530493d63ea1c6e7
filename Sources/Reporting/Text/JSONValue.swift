/// A JSON value (RFC 8259), kept exact: an integer is never turned into a floating-point number.
///
/// Undefined is `null`, never NaN: `number` must be finite, and `JSONWriter` traps where it is not,
/// because then a quantity was computed without looking whether it is defined. That is our bug, not
/// bad input.
public indirect enum JSONValue: Hashable, Sendable {
  case null
  case boolean(Bool)
  /// Any label fits: −2⁶³ … 2⁶⁴ − 1. Written in full, also beyond 2⁵³.
  case integer(Int128)
  /// Finite.
  case number(Double)
  case string(String)
  case array([JSONValue])
  /// Keys are written sorted by their UTF-8 bytes; the order of insertion means nothing.
  case object([String: JSONValue])
}

extension JSONValue {
  /// An integer of any width; a count, an index.
  public static func whole(_ value: some BinaryInteger) -> Self { .integer(Int128(value)) }

  /// The number, or `null` where there is none.
  public static func optional(_ value: Double?) -> Self { value.map(Self.number) ?? .null }

  /// The integer, or `null` where there is none.
  public static func optional(_ value: Int?) -> Self {
    value.map(Self.whole) ?? .null
  }

  /// The text, or `null` where there is none.
  public static func optional(_ value: String?) -> Self { value.map(Self.string) ?? .null }

  /// The truth value, or `null` where there is none.
  public static func optional(_ value: Bool?) -> Self { value.map(Self.boolean) ?? .null }

  /// An array of texts.
  public static func strings(_ values: some Sequence<String>) -> Self {
    .array(values.map(Self.string))
  }

  /// An array of finite numbers.
  public static func numbers(_ values: some Sequence<Double>) -> Self {
    .array(values.map(Self.number))
  }

  /// An array of integers.
  public static func integers(_ values: some Sequence<Int>) -> Self {
    .array(values.map(Self.whole))
  }

  /// This object with `other`'s members added. A key that both have is our own bug and traps.
  public func merging(_ other: [String: JSONValue]) -> Self {
    guard case .object(let members) = self else {
      preconditionFailure("only objects have members")
    }
    return .object(
      members.merging(other) { _, _ in preconditionFailure("a member is written once") })
  }

  /// Neither array nor object.
  var isScalar: Bool {
    switch self {
    case .null, .boolean, .integer, .number, .string: true
    case .array, .object: false
    }
  }
}

extension JSONValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// `null`.
  public init(nilLiteral: ()) { self = .null }
  /// `true` or `false`.
  public init(booleanLiteral value: Bool) { self = .boolean(value) }
  /// An integer, without decimal point.
  public init(integerLiteral value: Int) { self = .integer(Int128(value)) }
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// An array, in the order given.
  public init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  /// An object; a key given twice traps.
  public init(dictionaryLiteral elements: (String, JSONValue)...) {
    self = .object(Dictionary(uniqueKeysWithValues: elements))
  }
}
