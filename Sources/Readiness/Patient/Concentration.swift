public import VolumetryCore

/// A substance that a laboratory reports, with the units in which it may be stated.
public protocol Analyte: Sendable {
  associatedtype Unit: ConcentrationUnit
  /// The name that the record and the reports use.
  static var name: String { get }
}

/// A unit in which one analyte may be stated. The raw value is how it is written.
public protocol ConcentrationUnit: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
  /// How much of this unit makes one of the analyte's conventional unit, with its source.
  var conversion: UnitConversion { get }
}

/// One row of the conversion table.
public struct UnitConversion: Hashable, Sendable {
  /// Number of this unit that equals one conventional unit.
  public let perConventionalUnit: Double
  public let source: Source

  init(_ perConventionalUnit: Double, _ source: Source) {
    self.perConventionalUnit = perConventionalUnit
    self.source = source
  }

  static let identity = UnitConversion(1, Source("the conventional unit", evidence: .verified))
}

/// A laboratory value in the unit in which it was stated.
///
/// Nothing is converted on reading: 2.0 mg/dL stays exactly 2.0 when asked for in mg/dL, so that a
/// threshold in the stated unit sees the stated number. The analyte is part of the type: a
/// bilirubin never stands where a creatinine is meant.
public struct Concentration<Substance: Analyte>: Hashable, Sendable {
  /// The number as stated; finite and above 0 where it was read from a record.
  public let value: Double
  /// The unit as stated.
  public let unit: Substance.Unit

  public init(_ value: Double, _ unit: Substance.Unit) {
    self.value = value
    self.unit = unit
  }

  /// The number in `target`: the stated number itself when it is the stated unit, else one
  /// division and one multiplication by rows of the conversion table.
  public func value(in target: Substance.Unit) -> Double {
    guard target != unit else { return value }
    return value / unit.conversion.perConventionalUnit * target.conversion.perConventionalUnit
  }

  /// A conventional number in the unit of this value.
  public func stated(_ conventional: Double) -> Double {
    conventional * unit.conversion.perConventionalUnit
  }

  /// The number in the conventional unit of the analyte.
  public var conventional: Double { value / unit.conversion.perConventionalUnit }
}

/// Total bilirubin in serum.
public enum Bilirubin: Analyte {
  public static let name = "bilirubin"

  /// The units that are read.
  public enum Unit: String, ConcentrationUnit {
    case micromolesPerLitre = "umol/L"
    case milligramsPerDecilitre = "mg/dL"

    /// 17.1 µmol/L per mg/dL: 10 000 / 584.66 g/mol = 17.104, rounded as the scores round it.
    public var conversion: UnitConversion {
      switch self {
      case .milligramsPerDecilitre: .identity
      case .micromolesPerLitre:
        UnitConversion(
          17.1,
          Source("molar mass 584.66 g/mol, rounded as in practice", evidence: .verifiedSecondary))
      }
    }
  }
}

/// Creatinine in serum.
public enum Creatinine: Analyte {
  public static let name = "creatinine"

  /// The units that are read.
  public enum Unit: String, ConcentrationUnit {
    case micromolesPerLitre = "umol/L"
    case milligramsPerDecilitre = "mg/dL"

    /// 88.4 µmol/L per mg/dL: 10 000 / 113.12 g/mol.
    public var conversion: UnitConversion {
      switch self {
      case .milligramsPerDecilitre: .identity
      case .micromolesPerLitre:
        UnitConversion(
          88.4,
          Source("molar mass 113.12 g/mol, rounded as in practice", evidence: .verifiedSecondary))
      }
    }
  }
}

/// Albumin in serum.
public enum Albumin: Analyte {
  public static let name = "albumin"

  /// The units that are read.
  public enum Unit: String, ConcentrationUnit {
    case gramsPerLitre = "g/L"
    case gramsPerDecilitre = "g/dL"

    /// 10 g/L per g/dL, by definition of the decilitre.
    public var conversion: UnitConversion {
      switch self {
      case .gramsPerDecilitre: .identity
      case .gramsPerLitre:
        UnitConversion(10, Source("definition of the decilitre", evidence: .verified))
      }
    }
  }
}

/// Sodium in serum.
public enum Sodium: Analyte {
  public static let name = "sodium"

  /// The units that are read.
  public enum Unit: String, ConcentrationUnit {
    case millimolesPerLitre = "mmol/L"
    case milliequivalentsPerLitre = "mEq/L"

    /// 1: the ion carries one charge.
    public var conversion: UnitConversion {
      switch self {
      case .millimolesPerLitre: .identity
      case .milliequivalentsPerLitre:
        UnitConversion(1, Source("charge number of the sodium ion", evidence: .verified))
      }
    }
  }
}

/// Platelets in blood.
public enum Platelets: Analyte {
  public static let name = "platelets"

  /// The units that are read.
  public enum Unit: String, ConcentrationUnit {
    case billionsPerLitre = "10^9/L"

    /// The only unit is the conventional one.
    public var conversion: UnitConversion { .identity }
  }
}
