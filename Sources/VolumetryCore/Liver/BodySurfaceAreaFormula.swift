import Glibc

/// A published formula for body surface area from height and weight.
///
/// The rows are in `all`. Which of them was used is part of every number that follows from it: for
/// 170 cm and 70 kg, Vauthey's liver volume is 1509.655 mL with Mosteller and 1498.997 mL with
/// Du Bois, and a remnant of 451 mL stands on either side of 30 %.
public struct BodySurfaceAreaFormula: Hashable, Sendable {
  /// How a row is printed and asked for: `mosteller`, `du-bois`, …
  public let id: String
  /// Author and year.
  public let name: String
  /// The formula as text, H in cm, W in kg, result in m².
  public let equationText: String
  /// The formula as data.
  public let equation: Equation
  /// From whom it was derived, as far as the source says.
  public let population: String
  /// The only sex it is for; nil where it is for both.
  public let sex: Sex?
  /// What a reader should know before using it; nil where the source says nothing.
  public let note: String?
  /// Where the coefficients were read.
  public let source: Source

  /// The shapes that the published formulas have; H in cm, W in kg, result in m².
  public enum Equation: Hashable, Sendable {
    /// intercept + height · H + weight · W; not positive for very small bodies
    case linear(intercept: Double, height: Double, weight: Double)
    /// √(H·W ÷ divisor)
    case squareRoot(divisor: Double)
    /// scale · H^height · W^weight
    case power(scale: Double, height: Double, weight: Double)
    /// scale · H^height · G^(weight − slope·log₁₀ G), with G the weight in grams
    case logarithmicPower(scale: Double, height: Double, weight: Double, slope: Double)
  }

  /// Body surface area of a person.
  ///
  /// For 170 cm and 70 kg Mosteller gives 1.818119 m². Both arguments must be positive and finite;
  /// `BodySize.check()` is the door where that is asked of what a user typed. The linear formula of
  /// Stevenson 1937 is not positive for very small bodies; whoever divides by an area looks first.
  public func area(height: Centimetres, weight: Kilograms) -> SquareMetres {
    let (h, w) = (height.value, weight.value)
    precondition(h > 0 && h.isFinite && w > 0 && w.isFinite)
    switch equation {
    case .linear(let intercept, let perCentimetre, let perKilogram):
      return SquareMetres(intercept + perCentimetre * h + perKilogram * w)
    case .squareRoot(let divisor):
      return SquareMetres((h * w / divisor).squareRoot())
    case .power(let scale, let heightExponent, let weightExponent):
      return SquareMetres(scale * pow(h, heightExponent) * pow(w, weightExponent))
    case .logarithmicPower(let scale, let heightExponent, let weightExponent, let slope):
      let grams = w * Self.gramsPerKilogram
      let exponent = weightExponent - slope * log10(grams)
      return SquareMetres(scale * pow(h, heightExponent) * pow(grams, exponent))
    }
  }

  /// The row with this id, nil where there is none.
  public init?(id: String) {
    guard let row = Self.all.first(where: { $0.id == id }) else { return nil }
    self = row
  }

  /// Whether an answer may rest on it: false where its coefficients were seen in no source.
  public var mayDecide: Bool { source.evidence != .unverified }

  /// Names of what the formula reads, unit last.
  public var inputs: [String] {
    var fields: [BodyField] = [.height, .weight]
    if case .power(_, height: 0, _) = equation { fields = [.weight] }
    if sex != nil { fields.append(.sex) }
    return fields.map(\.rawValue)
  }

  init(
    id: String, name: String, equationText: String, equation: Equation,
    population: String = "not stated", sex: Sex? = nil, note: String? = nil, source: Source
  ) {
    self.id = id
    self.name = name
    self.equationText = equationText
    self.equation = equation
    self.population = population
    self.sex = sex
    self.note = note
    self.source = source
  }

  /// 1 kg = 1000 g.
  private static let gramsPerKilogram = 1000.0
}
