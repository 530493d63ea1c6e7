/// The data that a rule can read: a closed vocabulary, so that a rule book is data and not code.
public enum Datum: String, Hashable, Sendable, CaseIterable {
  // MARK: Volumes

  /// Relative growth of the FLR since the last scan before stage 1, per cent.
  case flrRelativeIncrease = "flr-relative-increase-pct"
  /// FLR mass over body weight, per cent.
  case flrBodyWeight = "flr-bw-pct"
  /// FLR over the total liver volume, gross, per cent.
  case flrTotalLiver = "flr-tlv-pct"
  /// FLR over the total functional liver volume, per cent.
  case flrFunctionalLiver = "flr-tflv-pct"
  /// Standardized FLR: FLR over the estimated total liver volume, per cent.
  case standardizedFLR = "sflr-pct"
  /// FLR over the body surface area.
  case flrBodySurface = "flr-bsa-ml-per-m2"
  /// Degree of hypertrophy: percentage points of the standardized FLR.
  case degreeOfHypertrophy = "dh-pp"
  /// Kinetic growth rate: percentage points of the standardized FLR a week since the procedure.
  case kineticGrowthRate = "kgr-pp-per-week"
  /// Per cent of the first FLR a day since the procedure.
  case relativeGrowthRate = "flr-relative-pct-per-day"

  // MARK: Function

  /// Child-Pugh class.
  case childPughClass = "child-pugh-class"
  /// Original MELD, rounded.
  case meld
  /// MELD with sodium, rounded.
  case meldSodium = "meld-na"
  /// MELD 3.0, rounded.
  case meldThree = "meld-3.0"
  /// Platelets in blood.
  case platelets = "platelets-1e9-per-l"

  /// Mebrofenin uptake of the FLR by body surface area.
  case scintigraphyFLR = "hbs-flr-f"

  // MARK: Liver tissue

  /// Metavir stage.
  case metavir
  /// Steatosis, per cent of the tissue.
  case steatosis = "steatosis-pct"

  // MARK: Course after stage 1

  /// ISGLS liver failure after stage 1: stated, or computed from day 5 on.
  case liverFailure = "isgls-liver-failure"
  /// Infection after stage 1.
  case infection
  /// The worst complication after stage 1 by Clavien-Dindo.
  case worstComplication = "worst-complication"
  /// Inflow of the FLR.
  case flrInflow = "flr-inflow-normal"
  /// Outflow of the FLR.
  case flrOutflow = "flr-outflow-normal"
  /// Function of the FLR.
  case flrFunction = "flr-function-normal"

  // MARK: Patient and tumour, as stated

  /// Completed years of age.
  case age = "age-years"
  /// Pregnant or breast-feeding; no in a man.
  case pregnancyOrLactation = "pregnant-or-lactating"
  /// What the tumour is.
  case tumourEntity = "tumour-entity"
  /// Whether the diagnosis is confirmed.
  case diagnosisConfirmed = "diagnosis-confirmed"
  /// Whether the tumour is bilobal or complex with a large tumour area.
  case bilobalOrComplex = "tumour-bilobal-or-complex"
  /// Disease outside the liver.
  case extrahepaticDisease = "extrahepatic-disease"
  /// Whether the patient was judged suitable for ALPPS.
  case suitableForALPPS = "suitable-for-alpps"
  /// Whether the reserve of the liver was judged sufficient for the operation.
  case liverReserve = "liver-reserve-sufficient"
  /// Whether imaging was judged to show an FLR too small for a standard hepatectomy.
  case flrInsufficient = "flr-insufficient-for-resection"
  /// Severe cardiovascular disease that does not tolerate major surgery.
  case severeCardiovascular = "severe-cardiovascular-disease"
  /// Kidney failure that does not tolerate major surgery.
  case kidneyFailure = "kidney-failure"
  /// Respiratory failure that does not tolerate major surgery.
  case respiratoryFailure = "respiratory-failure"
  /// Any other major illness that does not tolerate major surgery.
  case otherMajorIllness = "other-major-illness"

  /// What kind of value the datum has.
  public enum Kind: Hashable, Sendable {
    case number(unit: String?)
    /// Words from a closed list.
    case words([String])
    /// Words in ascending order.
    case scale([String])
  }

  /// The word for a course without complications.
  public static let noComplication = "none"
  /// Liver failure by the laboratory: its grade needs a clinician.
  public static let ungradedLiverFailure = "present"
}

extension Datum {
  /// The kind of the datum, with its unit or its words.
  public var kind: Kind {
    switch self {
    case .flrRelativeIncrease, .flrBodyWeight, .flrTotalLiver, .flrFunctionalLiver,
      .standardizedFLR, .steatosis:
      .number(unit: "%")
    case .degreeOfHypertrophy: .number(unit: "pp")
    case .kineticGrowthRate: .number(unit: "pp/week")
    case .relativeGrowthRate: .number(unit: "%/day")
    case .flrBodySurface: .number(unit: "mL/m2")
    case .platelets: .number(unit: "10^9/L")
    case .age: .number(unit: "years")
    case .scintigraphyFLR: .number(unit: "%/min/m2")
    case .meld, .meldSodium, .meldThree: .number(unit: nil)
    case .childPughClass: .scale(ChildPugh.Class.allCases.map(\.rawValue))
    case .metavir: .scale(Parenchyma.Metavir.allCases.map(\.rawValue))
    case .worstComplication:
      .scale([Self.noComplication] + Complication.ClavienDindo.allCases.map(\.rawValue))
    case .liverFailure:
      .words(Interstage.LiverFailure.allCases.map(\.rawValue) + [Self.ungradedLiverFailure])
    case .infection: .words(Interstage.Infection.allCases.map(\.rawValue))
    case .tumourEntity: .words(TumourEntity.allCases.map(\.rawValue))
    case .extrahepaticDisease: .words(TumourRecord.Extrahepatic.allCases.map(\.rawValue))
    default: .words(StatedFact.allCases.map(\.rawValue))
    }
  }

  /// Unit of a number; nil for words and for a number without unit.
  public var unit: String? {
    if case .number(let unit) = kind { return unit }
    return nil
  }

  /// The time windows in which the datum has a meaning.
  public var windows: [Window] {
    switch self {
    case .flrRelativeIncrease: [.beforeDecision]
    case .flrBodyWeight, .flrTotalLiver, .flrFunctionalLiver, .standardizedFLR, .flrBodySurface:
      [.beforeStageOne, .beforeDecision, .firstAfterStageOne]
    case .degreeOfHypertrophy: [.beforeDecision, .firstAfterStageOne]
    // Published for the first assessment: growth slows, later rates are other numbers.
    case .kineticGrowthRate, .relativeGrowthRate: [.firstAfterStageOne]
    case .childPughClass, .meld, .meldSodium, .meldThree, .platelets, .scintigraphyFLR:
      [.beforeStageOne, .beforeDecision]
    case .metavir, .steatosis, .liverFailure, .infection, .worstComplication, .flrInflow,
      .flrOutflow, .flrFunction:
      [.interstage]
    default: [.stated]
    }
  }

  /// The datum in a few words, for a line of a screen.
  public var shortName: String {
    switch self {
    case .flrRelativeIncrease: "FLR growth"
    case .flrBodyWeight: "FLR/BW"
    case .flrTotalLiver: "FLR/TLV"
    case .flrFunctionalLiver: "FLR/TFLV"
    case .standardizedFLR: "sFLR"
    case .flrBodySurface: "FLR/BSA"
    case .degreeOfHypertrophy: "DH"
    case .kineticGrowthRate: "KGR"
    case .relativeGrowthRate: "FLR growth a day"
    case .childPughClass: "Child-Pugh"
    case .meld: "MELD"
    case .meldSodium: "MELD-Na"
    case .meldThree: "MELD 3.0"
    case .platelets: "platelets"
    case .scintigraphyFLR: "HBS of the FLR"
    case .metavir: "Metavir"
    case .steatosis: "steatosis"
    case .liverFailure: "ISGLS failure"
    case .infection: "infection"
    case .worstComplication: "complications"
    case .flrInflow: "FLR inflow"
    case .flrOutflow: "FLR outflow"
    case .flrFunction: "FLR function"
    case .age: "age"
    case .pregnancyOrLactation: "pregnant or lactating"
    case .tumourEntity: "tumour"
    case .diagnosisConfirmed: "diagnosis confirmed"
    case .bilobalOrComplex: "bilobal or complex"
    case .extrahepaticDisease: "extrahepatic disease"
    case .suitableForALPPS: "suitable for ALPPS"
    case .liverReserve: "liver reserve sufficient"
    case .flrInsufficient: "FLR insufficient"
    case .severeCardiovascular: "cardiovascular disease"
    case .kidneyFailure: "kidney failure"
    case .respiratoryFailure: "respiratory failure"
    case .otherMajorIllness: "other major illness"
    }
  }

  /// Whether the number comes from the volumes of a scan.
  public var isVolume: Bool {
    switch self {
    case .flrRelativeIncrease, .flrBodyWeight, .flrTotalLiver, .flrFunctionalLiver,
      .standardizedFLR, .flrBodySurface, .degreeOfHypertrophy, .kineticGrowthRate,
      .relativeGrowthRate:
      true
    default: false
    }
  }

  /// Whether the number divides by an estimated total liver volume, so that its formula matters.
  public var readsEstimate: Bool {
    switch self {
    case .standardizedFLR, .degreeOfHypertrophy, .kineticGrowthRate: true
    default: false
    }
  }

  /// Whether a yes means that the FLR's vessels or function are normal.
  public var isNormality: Bool { [.flrInflow, .flrOutflow, .flrFunction].contains(self) }

  /// Whether the datum is a finding about the patient that waiting does not change.
  public var isFixed: Bool {
    [.metavir, .steatosis, .age, .tumourEntity, .diagnosisConfirmed].contains(self)
  }
}
