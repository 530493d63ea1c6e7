import Glibc
public import VolumetryCore

/// Model for End-Stage Liver Disease, in the three versions that are in use.
///
/// All three take natural logarithms of values in mg/dL that are floored at 1.0, round half away
/// from zero and clamp to 6…40. Which one decides is said by the rule book; the others are shown.
public enum MELD {
  /// The laboratory values that one score is computed from, in conventional units.
  public struct Inputs: Hashable, Sendable {
    /// Total bilirubin, mg/dL.
    public var bilirubin: Double
    /// International normalised ratio.
    public var inr: Double
    /// Creatinine, mg/dL.
    public var creatinine: Double
    /// Two or more dialyses in the past week.
    public var dialysis: Bool

    public init(bilirubin: Double, inr: Double, creatinine: Double, dialysis: Bool = false) {
      self.bilirubin = bilirubin
      self.inr = inr
      self.creatinine = creatinine
      self.dialysis = dialysis
    }
  }

  /// Coefficients and bounds of the original score (UNOS 2002), a row with its source.
  struct Original {
    let creatinine = 0.957
    let bilirubin = 0.378
    let inr = 1.120
    let constant = 0.643
    let scale = 10.0
    let floor = 1.0
    let creatinineCap = 4.0
    let source = Source(
      "Kamath 2001, UNOS 2002", identifier: "PMID 11172350", evidence: .verified)
  }

  /// Coefficients and bounds of MELD-Na (OPTN 2016).
  struct WithSodium {
    let appliesAbove = 11.0
    let sodiumTarget = 137.0
    let sodium = 1.32
    let interaction = 0.033
    let sodiumRange = 125.0...137.0
    let source = Source("OPTN 2016 MELD-Na", evidence: .verified)
  }

  /// Coefficients and bounds of MELD 3.0 (Kim 2021, OPTN 2023).
  struct Three {
    let female = 1.33
    let bilirubin = 4.56
    let sodium = 0.82
    let sodiumBilirubin = 0.24
    let inr = 9.09
    let creatinine = 11.14
    let albumin = 1.85
    let albuminCreatinine = 1.83
    let constant = 6.0
    let floor = 1.0
    let creatinineCap = 3.0
    let sodiumTarget = 137.0
    let albuminTarget = 3.5
    let sodiumRange = 125.0...137.0
    let albuminRange = 1.5...3.5
    let source = Source(
      "Kim 2021, Gastroenterology; OPTN 2023", identifier: "PMC8608337", evidence: .verified)
  }

  static let original = Original()
  static let withSodium = WithSodium()
  static let three = Three()
  /// Range of every version as it is printed.
  static let range = 6.0...40.0

  /// Where the original score comes from.
  public static var originalSource: Source { original.source }

  /// The original score before rounding.
  public static func originalRaw(_ inputs: Inputs) -> Double {
    let c = original
    let creatinine =
      inputs.dialysis
      ? c.creatinineCap : min(max(inputs.creatinine, c.floor), c.creatinineCap)
    let sum: Double =
      c.creatinine * log(creatinine) + c.bilirubin * log(max(inputs.bilirubin, c.floor))
      + c.inr * log(max(inputs.inr, c.floor)) + c.constant
    return c.scale * sum
  }

  /// The original score: creatinine is capped at 4.0 mg/dL, and is 4.0 under dialysis.
  public static func score(_ inputs: Inputs) -> Int { rounded(originalRaw(inputs)) }

  /// MELD-Na: sodium in mmol/L is clamped to 125…137 and enters only above a MELD of 11.
  public static func sodiumScore(_ inputs: Inputs, sodium: Double) -> Int {
    rounded(sodiumRaw(inputs, sodium: sodium))
  }

  /// MELD-Na before rounding, of the rounded MELD as its definition has it.
  public static func sodiumRaw(_ inputs: Inputs, sodium: Double) -> Double {
    let c = withSodium
    let meld = Double(score(inputs))
    guard meld > c.appliesAbove else { return meld }
    let deficit = c.sodiumTarget - sodium.clamped(to: c.sodiumRange)
    return meld + c.sodium * deficit - c.interaction * meld * deficit
  }

  /// MELD 3.0 before rounding. Sodium in mmol/L, albumin in g/dL.
  public static func threeRaw(
    _ inputs: Inputs, sodium: Double, albumin: Double, sex: Sex
  ) -> Double {
    let c = three
    let creatinine =
      inputs.dialysis
      ? c.creatinineCap : min(max(inputs.creatinine, c.floor), c.creatinineCap)
    let logBilirubin = log(max(inputs.bilirubin, c.floor))
    let logCreatinine = log(creatinine)
    let sodiumDeficit = c.sodiumTarget - sodium.clamped(to: c.sodiumRange)
    let albuminDeficit = c.albuminTarget - albumin.clamped(to: c.albuminRange)
    var sum = sex == .female ? c.female : 0
    sum += c.bilirubin * logBilirubin + c.sodium * sodiumDeficit
    sum -= c.sodiumBilirubin * sodiumDeficit * logBilirubin
    sum += c.inr * log(max(inputs.inr, c.floor)) + c.creatinine * logCreatinine
    sum += c.albumin * albuminDeficit - c.albuminCreatinine * albuminDeficit * logCreatinine
    return sum + c.constant
  }

  /// MELD 3.0.
  ///
  /// - Parameter isCapped: whether it ends at 40, as the allocation prints it; the paper itself
  ///   names no end.
  public static func threeScore(
    _ inputs: Inputs, sodium: Double, albumin: Double, sex: Sex, isCapped: Bool = true
  ) -> Int {
    let raw = threeRaw(inputs, sodium: sodium, albumin: albumin, sex: sex)
    guard !isCapped else { return rounded(raw) }
    return Int(max(raw.rounded(.toNearestOrAwayFromZero), range.lowerBound))
  }

  /// Half away from zero, then clamped.
  private static func rounded(_ raw: Double) -> Int {
    Int(raw.rounded(.toNearestOrAwayFromZero).clamped(to: range))
  }
}

extension Double {
  /// The nearest value within `range`.
  func clamped(to range: ClosedRange<Double>) -> Double {
    Swift.min(Swift.max(self, range.lowerBound), range.upperBound)
  }
}
