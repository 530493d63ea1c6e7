// What the scores beyond MELD and Child-Pugh read: enzymes, and the tests of liver function. Each
// is read in one unit only, which has to be written all the same: a bare number is refused.

/// Activity of an enzyme.
public enum EnzymeUnit: String, ConcentrationUnit {
  case unitsPerLitre = "U/L"

  /// The only unit is the conventional one.
  public var conversion: UnitConversion { .identity }
}

/// A share of a whole.
public enum ShareUnit: String, ConcentrationUnit {
  case percent = "%"

  /// The only unit is the conventional one.
  public var conversion: UnitConversion { .identity }
}

/// A share of the dose that leaves the blood in a minute.
public enum ClearanceUnit: String, ConcentrationUnit {
  case percentPerMinute = "%/min"

  /// The only unit is the conventional one.
  public var conversion: UnitConversion { .identity }
}

/// Aspartate aminotransferase in serum.
public enum AspartateAminotransferase: Analyte {
  public typealias Unit = EnzymeUnit
  public static let name = "ast"
}

/// Alanine aminotransferase in serum.
public enum AlanineAminotransferase: Analyte {
  public typealias Unit = EnzymeUnit
  public static let name = "alt"
}

/// Prothrombin index, the prothrombin time as a share of normal activity. It is not the INR, and
/// neither gives the other.
public enum ProthrombinIndex: Analyte {
  public typealias Unit = ShareUnit
  public static let name = "pt_index"
}

/// Indocyanine green left in the blood after 15 minutes.
public enum ICGRetention: Analyte {
  public typealias Unit = ShareUnit
  public static let name = "icg_r15"
}

/// Plasma disappearance rate of indocyanine green.
public enum ICGDisappearance: Analyte {
  public typealias Unit = ClearanceUnit
  public static let name = "icg_pdr"
}

/// Maximum liver function capacity by the methacetin breath test.
public enum MaximumFunctionCapacity: Analyte {
  public static let name = "limax"

  /// The unit that is read.
  public enum Unit: String, ConcentrationUnit {
    case microgramsPerKilogramHour = "ug/kg/h"

    /// The only unit is the conventional one.
    public var conversion: UnitConversion { .identity }
  }
}

/// Uptake of mebrofenin by the whole liver.
public enum MebrofeninUptake: Analyte {
  public typealias Unit = ClearanceUnit
  public static let name = "hbs_uptake"
}

/// Share of the liver's counts that lie in the future remnant.
public enum RemnantCountShare: Analyte {
  public typealias Unit = ShareUnit
  public static let name = "hbs_flr_share"
}

/// Uptake of mebrofenin by the future remnant for the body surface, as a centre reports it.
public enum RemnantFunction: Analyte {
  public static let name = "hbs_flr_f"

  /// The unit that is read.
  public enum Unit: String, ConcentrationUnit {
    case percentPerMinutePerSquareMetre = "%/min/m2"

    /// The only unit is the conventional one.
    public var conversion: UnitConversion { .identity }
  }
}

/// HIBA index of the remnant, as a centre reports it.
public enum HIBAIndex: Analyte {
  public typealias Unit = ShareUnit
  public static let name = "hiba_index"
}
