import Readiness
import VolumetryCore

/// The bounds of a case: what is refused, and what is only unusual. None of them decides a
/// criterion; they keep slips of the pen (metres for centimetres, grams for kilograms) out.
enum Admissible {
  static let age = NumberRange(unit: "years", BodyLimits.age)
  static let height = NumberRange(unit: "cm", BodyLimits.height)
  static let thoracicWidth = NumberRange(unit: "cm", BodyLimits.thoracicWidth)
  static let weight = NumberRange(unit: "kg", lower: 0, includesLower: false, upper: nil)
  /// Tumour, remnant, planned removal.
  static let volume = NumberRange(unit: "mL", lower: 0, includesLower: true, upper: nil)
  /// A living patient has a liver.
  static let totalVolume = NumberRange(unit: "mL", lower: 0, includesLower: false, upper: nil)
  static let percent = NumberRange(unit: "%", lower: 0, includesLower: true, upper: 100)
  /// A measured FLR scatters: less than this, which nobody has shown, would switch measurement
  /// error off without saying so. Ours.
  static let flrVariation = NumberRange(unit: "%", lower: 0.1, includesLower: true, upper: 100)
  static let targetPercent = NumberRange(unit: "%", lower: 0, includesLower: false, upper: 100)
  static let planeShift = NumberRange(unit: "mm", lower: 0, includesLower: true, upper: nil)
  /// A plane through a liver; 1000 cm² is more than any has.
  static let planeArea = NumberRange(unit: "cm2", lower: 0, includesLower: false, upper: 1000)
  /// Tissue lies near 1 g/mL; 1060 is kg/m³ and would make every remnant sufficient.
  static let density = NumberRange(unit: "g/mL", lower: 0.5, includesLower: true, upper: 2)
  /// Which volume of a file, counted from 0.
  static let index = NumberRange(unit: nil, lower: 0, includesLower: true, upper: 1e6)
  /// A measured concentration or ratio.
  static let laboratory = NumberRange(unit: nil, lower: 0, includesLower: false, upper: nil)

  /// What no living patient has, in conventional units. Ours, wide on purpose: they catch a value
  /// with the unit of the other system (albumin 20 g/dL, creatinine 0.8 umol/L), which would
  /// otherwise speak for going ahead.
  static let possible: [String: ClosedRange<Double>] = [
    // mg/dL
    Bilirubin.name: 0.05...100,
    Creatinine.name: 0.1...40,
    // g/dL
    Albumin.name: 0.5...8,
    // mmol/L
    Sodium.name: 80...200,
    // 10^9/L
    Platelets.name: 1...5000,
    // U/L
    AspartateAminotransferase.name: 1...50_000,
    AlanineAminotransferase.name: 1...50_000,
    // %
    ProthrombinIndex.name: 1...200,
    ICGRetention.name: 0.1...99.9,
    RemnantCountShare.name: 0.1...100,
    HIBAIndex.name: 0.1...100,
    // %/min
    ICGDisappearance.name: 0.1...60,
    MebrofeninUptake.name: 0.1...60,
    // %/min/m2
    RemnantFunction.name: 0.05...30,
    // ug/kg/h
    MaximumFunctionCapacity.name: 1...1500,
  ]
  /// An international normalised ratio.
  static let inr = NumberRange(unit: nil, lower: 0.3, includesLower: true, upper: 30)
}

/// A range outside which a value is read but warned of.
struct UsualRange {
  let code: String
  let quantity: String
  let unit: String
  let values: ClosedRange<Double>

  static let height = UsualRange(
    code: "W-HEIGHT-UNUSUAL", quantity: "body height", unit: "cm",
    values: BodyLimits.height.usual)
  static let weight = UsualRange(
    code: "W-WEIGHT-UNUSUAL", quantity: "body weight", unit: "kg",
    values: BodyLimits.weight.usual)
  static let totalVolume = UsualRange(
    code: "W-TLV-UNUSUAL", quantity: "total liver volume", unit: "mL",
    values: LiverPlausibility.tlv.lowerBound.value...LiverPlausibility.tlv.upperBound.value)
}

extension RecordEntry {
  /// A number within `range`, warned of where it lies outside `usual`.
  func number(_ range: NumberRange, usual: UsualRange) -> Double? {
    guard let value = number(range) else { return nil }
    if !usual.values.contains(value) {
      warn(
        usual.code,
        "\(usual.quantity) \(plain(value)) \(usual.unit) is unusual: outside "
          + "\(plain(usual.values.lowerBound)) to \(plain(usual.values.upperBound)) \(usual.unit)")
    }
    return value
  }
}

extension NumberRange {
  /// The range in which the core believes a measure of a body; both bounds belong to it.
  fileprivate init(unit: String, _ limit: BodyLimit) {
    self.init(
      unit: unit, lower: limit.possible.lowerBound, includesLower: true,
      upper: limit.possible.upperBound)
  }
}
