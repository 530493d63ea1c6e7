/// What another program gives for a pair of masks, in its own conventions: a number, or what it
/// says where there is none.
public enum PeerValue: Hashable, Sendable {
  /// Finite.
  case number(Double)
  /// NaN.
  case notANumber
  case infinity
  case negativeInfinity
  /// The program raises an exception; the text is its kind and its message.
  case refused(String)
  /// We did not compute it: the box around the structure is beyond any body.
  case tooLarge

  /// A floating-point number, which need not be finite.
  init(_ value: Double) {
    self =
      value.isNaN
      ? .notANumber : value.isFinite ? .number(value) : value < 0 ? .negativeInfinity : .infinity
  }

  /// Rounded to 32 bits, as programs give it that compute in them.
  init(single value: Double) { self.init(Double(Float(value))) }

  init(_ count: Int) { self = .number(Double(count)) }

  /// The number, if it is finite: only these can be averaged and ranked.
  public var finite: Double? { if case .number(let value) = self { value } else { nil } }

  /// What stands in place of a number: `NaN`, `Infinity`, `-Infinity`, `EXCEPTION …`,
  /// `NOT COMPUTED`; nil for a number.
  public var words: String? {
    switch self {
    case .number: nil
    case .notANumber: "NaN"
    case .infinity: "Infinity"
    case .negativeInfinity: "-Infinity"
    case .refused(let message): "EXCEPTION \(message)"
    case .tooLarge: "NOT COMPUTED"
    }
  }

  /// a / b; what `empty` says where b is 0.
  static func ratio(_ a: Int, _ b: Int, orElse empty: Self) -> Self {
    b == 0 ? empty : Self(Double(a) / Double(b))
  }
}

/// What a program gives where a mask is empty.
struct PeerGaps: Hashable, Sendable {
  let both: PeerValue
  /// The reference is empty, the prediction is not.
  let reference: PeerValue
  /// The prediction is empty, the reference is not.
  let prediction: PeerValue

  init(both: PeerValue, reference: PeerValue, prediction: PeerValue) {
    (self.both, self.reference, self.prediction) = (both, reference, prediction)
  }

  init(both: PeerValue, one: PeerValue) { self.init(both: both, reference: one, prediction: one) }

  /// The same in all cases.
  init(_ value: PeerValue) { self.init(both: value, one: value) }
}
