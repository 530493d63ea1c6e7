/// What a total-liver-volume formula may ask about a person. Everything may be absent.
public struct BodySize: Hashable, Sendable {
  /// Standing height.
  public var height: Centimetres?
  /// Body weight; dry weight where there is ascites.
  public var weight: Kilograms?
  /// Read by formulas that tell the sexes apart.
  public var sex: Sex?
  /// Completed years.
  public var ageYears: Int?
  /// Width of the thorax on the scan (Kokudo 2015).
  public var thoracicWidth: Centimetres?
  /// Whether the person counts as Asian in the sense of the formula's paper (Kokudo 2015).
  public var isAsian: Bool?

  /// The measures a record or command line gives; the two of Kokudo 2015 are set apart.
  public init(
    height: Centimetres? = nil, weight: Kilograms? = nil, sex: Sex? = nil, ageYears: Int? = nil
  ) {
    self.height = height
    self.weight = weight
    self.sex = sex
    self.ageYears = ageYears
  }

  /// Whether a measure is there.
  func states(_ field: BodyField) -> Bool {
    switch field {
    case .height: height != nil
    case .weight: weight != nil
    case .sex: sex != nil
    case .age: ageYears != nil
    case .thoracicWidth: thoracicWidth != nil
    case .asian: isAsian != nil
    }
  }

  /// Refuses what no person has, above all metres typed as centimetres; absent is not a fault.
  public func check() throws(TotalLiverVolumeError) {
    if let height { try BodyLimits.height.check(height.value) }
    if let weight { try BodyLimits.weight.check(weight.value) }
    if let ageYears { try BodyLimits.age.check(Double(ageYears)) }
    if let thoracicWidth { try BodyLimits.thoracicWidth.check(thoracicWidth.value) }
  }

  /// Possible but unusual values: `W-HEIGHT-PLAUSIBILITY`, `W-WEIGHT-PLAUSIBILITY`.
  public var warnings: [LiverWarning] {
    var warnings: [LiverWarning] = []
    if let height, !BodyLimits.height.isUsual(height.value) {
      warnings.append(BodyLimits.height.warning(code: "W-HEIGHT-PLAUSIBILITY"))
    }
    if let weight, !BodyLimits.weight.isUsual(weight.value) {
      warnings.append(BodyLimits.weight.warning(code: "W-WEIGHT-PLAUSIBILITY"))
    }
    return warnings
  }
}

/// The names of a body's measures at the door, unit last.
public enum BodyField: String, Hashable, Sendable, CaseIterable {
  /// Standing height in cm.
  case height = "height_cm"
  /// Body weight in kg.
  case weight = "weight_kg"
  /// `female` or `male`.
  case sex
  /// Completed years.
  case age = "age_years"
  /// Width of the thorax on the scan in cm.
  case thoracicWidth = "thoracic_width_cm"
  /// Whether the person counts as Asian.
  case asian
}

/// The range in which one measure of a body is believed.
public struct BodyLimit: Hashable, Sendable {
  /// Which measure the range belongs to.
  public let field: BodyField
  /// Outside this a value is refused; bounds belong to it.
  public let possible: ClosedRange<Double>
  /// Outside this a value is used with a warning; bounds belong to it.
  public let usual: ClosedRange<Double>

  func isUsual(_ value: Double) -> Bool { usual.contains(value) }

  func check(_ value: Double) throws(TotalLiverVolumeError) {
    guard possible.contains(value) else {
      throw .impossible(field: field.rawValue, found: value, expected: possible)
    }
  }

  func warning(code: String) -> LiverWarning {
    LiverWarning(
      code: code,
      message: "\(field.rawValue) is outside the usual \(usual.lowerBound) to \(usual.upperBound)")
  }
}

/// What is refused and what is warned of, as the design lays down. Ours: adults of the trials.
public enum BodyLimits {
  /// Below 3 the number is in metres.
  public static let height = BodyLimit(field: .height, possible: 3...300, usual: 120...220)
  /// Any positive weight is possible; the smallest positive number stands for "above 0".
  public static let weight = BodyLimit(
    field: .weight,
    possible: Double.leastNonzeroMagnitude...Double.greatestFiniteMagnitude, usual: 30...200)
  /// Completed years; no age within the possible ones is unusual.
  public static let age = BodyLimit(field: .age, possible: 0...130, usual: 0...130)
  /// A thorax is no wider than a person is tall.
  public static let thoracicWidth = BodyLimit(
    field: .thoracicWidth, possible: 3...300, usual: 3...300)
}
