/// A published formula for the total liver volume that a body of this size should have (TELV, also
/// called standard liver volume).
///
/// The choice of the formula moves a remnant across the 30 % line (for one body: 28 to 40 %), so an
/// estimate always carries the name of its formula and of the surface area inside it. The rows are
/// in `all`. A row whose coefficients were seen in no source is marked so, is never a default and
/// may not decide.
public struct TotalLiverVolumeFormula: Hashable, Sendable {
  /// How a row is printed and asked for: `vauthey-2002-bsa`, …
  public let id: String
  /// Author, year and what it is fitted on.
  public let name: String
  /// The formula as text: BSA in m², W in kg, H in cm, age in years.
  public let equationText: String
  /// The formula as data.
  public let equation: Equation
  /// What the paper's number is measured in.
  public let outputUnit: OutputUnit
  /// From whom it was derived.
  public let population: Population
  /// The only surface area the coefficients were fitted with; nil where the paper leaves it open.
  public let requiredBodySurfaceArea: BodySurfaceAreaFormula?
  /// What a reader should know before using it; nil where the source says nothing.
  public let note: String?
  /// Where the coefficients were read.
  public let source: Source

  /// What a term may read from a body.
  public enum Term: Hashable, Sendable {
    /// m², by a named formula
    case bodySurfaceArea
    /// cm
    case height
    /// kg
    case weight
    /// completed years
    case age
    /// 1 up to the first of these ages, 2 up to the second, and so on; one more above the last
    case ageCode([Int])
    /// cm
    case thoracicWidth
    /// 1 for the stated sex, otherwise 0
    case indicator(Sex)
    /// 1 for Asian, otherwise 0
    case asian
  }

  /// coefficient · term
  public struct Addend: Hashable, Sendable {
    /// In the output unit per unit of the term.
    public let coefficient: Double
    /// What is multiplied.
    public let term: Term

    init(_ coefficient: Double, _ term: Term) {
      self.coefficient = coefficient
      self.term = term
    }
  }

  /// term ^ exponent
  public struct Factor: Hashable, Sendable {
    /// What is raised.
    public let term: Term
    /// Power it is raised to.
    public let exponent: Double

    init(_ term: Term, _ exponent: Double) {
      self.term = term
      self.exponent = exponent
    }
  }

  /// A linear equation for people of some ages, in completed years; both bounds belong to it.
  public struct AgeBand: Hashable, Sendable {
    /// Completed years, both bounds included.
    public let years: ClosedRange<Int>
    /// In the output unit.
    public let intercept: Double
    /// Added to the intercept in this order.
    public let addends: [Addend]
  }

  /// The shapes that the published formulas have.
  public enum Equation: Hashable, Sendable {
    /// intercept + Σ addend
    case linear(intercept: Double, [Addend])
    /// scale · Π factor
    case power(scale: Double, [Factor])
    /// The linear equation of the person's age; outside all bands the formula does not exist.
    case ageBands([AgeBand])
  }

  /// The unit of the paper. All come out in millilitres.
  public enum OutputUnit: String, Hashable, Sendable, CaseIterable {
    /// Millilitres, or cubic centimetres, which are the same.
    case millilitres = "mL"
    /// A mass; taken as millilitres at 1.0 g/mL by convention, and a warning says so.
    case grams = "g"
    /// 1 L = 1000 mL.
    case litres = "L"
  }

  /// The people a formula was fitted on, as far as the source says.
  public struct Population: Hashable, Sendable {
    /// As it is printed.
    public let text: String
    /// The ages the source vouches for; nil where it says nothing.
    public let ages: ClosedRange<Int>?
    /// Whether they were Asian; nil where they were mixed or it is not said.
    public let isAsian: Bool?

    init(_ text: String, ages: ClosedRange<Int>? = nil, isAsian: Bool? = nil) {
      self.text = text
      self.ages = ages
      self.isAsian = isAsian
    }
  }

  /// The row with this id, nil where there is none.
  public init?(id: String) {
    guard let row = Self.all.first(where: { $0.id == id }) else { return nil }
    self = row
  }

  /// The surface area to use where nobody chose one: the one it was fitted with, else Mosteller.
  /// Nil where the formula reads no surface area.
  public var defaultBodySurfaceArea: BodySurfaceAreaFormula? {
    usesBodySurfaceArea ? requiredBodySurfaceArea ?? .mosteller : nil
  }

  /// Whether an answer may rest on it: false where its coefficients were seen in no source.
  public var mayDecide: Bool { source.evidence != .unverified }

  /// Whether the equation reads a surface area.
  public var usesBodySurfaceArea: Bool { terms.contains(.bodySurfaceArea) }

  /// Names of what the formula reads, unit last, in a fixed order: `height_cm`, `weight_kg`, …
  /// A formula by age bands lists what any of its bands reads.
  public var inputs: [String] { Self.fields(of: terms, isBanded: isBanded).map(\.rawValue) }
}

extension TotalLiverVolumeFormula {
  init(
    _ id: String, _ name: String, _ equation: Equation, text: String, facts: Facts
  ) {
    self.id = id
    self.name = name
    self.equation = equation
    self.equationText = text
    self.outputUnit = facts.unit
    self.population = facts.population
    self.requiredBodySurfaceArea = facts.bodySurfaceArea
    self.note = facts.note
    self.source = facts.source
  }

  /// What a row says about its equation.
  struct Facts {
    var unit = OutputUnit.millilitres
    var population: Population
    var bodySurfaceArea: BodySurfaceAreaFormula?
    var note: String?
    var source: Source
  }

  var isBanded: Bool {
    if case .ageBands = equation { true } else { false }
  }

  /// Every term of the equation, over all bands.
  var terms: Set<Term> {
    switch equation {
    case .linear(_, let addends): Set(addends.map(\.term))
    case .power(_, let factors): Set(factors.map(\.term))
    case .ageBands(let bands): Set(bands.flatMap(\.addends).map(\.term))
    }
  }

  /// What these terms read, in the order of `BodyField`; age bands read the age to choose one.
  static func fields(of terms: Set<Term>, isBanded: Bool) -> [BodyField] {
    var fields: Set<BodyField> = isBanded ? [.age] : []
    for term in terms {
      switch term {
      case .bodySurfaceArea: fields.formUnion([.height, .weight])
      case .height: fields.insert(.height)
      case .weight: fields.insert(.weight)
      case .age, .ageCode: fields.insert(.age)
      case .thoracicWidth: fields.insert(.thoracicWidth)
      case .indicator: fields.insert(.sex)
      case .asian: fields.insert(.asian)
      }
    }
    return BodyField.allCases.filter(fields.contains)
  }
}
