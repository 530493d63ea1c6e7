/// The data that a rule can read: a closed vocabulary, so that a rule book is data and not code.
public enum Datum: String, Hashable, Sendable, CaseIterable {
  /// Relative growth of the FLR since the last scan before stage 1, per cent.
  case flrRelativeIncrease = "flr-relative-increase-pct"
  /// FLR mass over body weight, per cent.
  case flrBodyWeight = "flr-bw-pct"
  /// Child-Pugh class.
  case childPughClass = "child-pugh-class"
  /// Original MELD, rounded.
  case meld
  /// Metavir stage.
  case metavir
  /// Steatosis, per cent of the tissue.
  case steatosis = "steatosis-pct"
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

  /// What kind of value the datum has.
  public enum Kind: Hashable, Sendable {
    case number(unit: String?)
    /// Words from a closed list.
    case words([String])
    /// Words in ascending order.
    case scale([String])
  }

  public var kind: Kind {
    switch self {
    case .flrRelativeIncrease, .flrBodyWeight, .steatosis: .number(unit: "%")
    case .meld: .number(unit: nil)
    case .childPughClass: .scale(ChildPugh.Class.allCases.map(\.rawValue))
    case .metavir: .scale(Parenchyma.Metavir.allCases.map(\.rawValue))
    case .worstComplication:
      .scale([Self.noComplication] + Complication.ClavienDindo.allCases.map(\.rawValue))
    case .liverFailure:
      .words(Interstage.LiverFailure.allCases.map(\.rawValue) + [Self.ungradedLiverFailure])
    case .infection: .words(Interstage.Infection.allCases.map(\.rawValue))
    case .flrInflow, .flrOutflow, .flrFunction: .words(StatedFact.allCases.map(\.rawValue))
    }
  }

  public var unit: String? {
    if case .number(let unit) = kind { return unit }
    return nil
  }

  /// The datum in a few words, for a line of a screen.
  public var shortName: String {
    switch self {
    case .flrRelativeIncrease: "FLR growth"
    case .flrBodyWeight: "FLR/BW"
    case .childPughClass: "Child-Pugh"
    case .meld: "MELD"
    case .metavir: "Metavir"
    case .steatosis: "steatosis"
    case .liverFailure: "ISGLS failure"
    case .infection: "infection"
    case .worstComplication: "complications"
    case .flrInflow: "FLR inflow"
    case .flrOutflow: "FLR outflow"
    case .flrFunction: "FLR function"
    }
  }

  /// Whether the datum is a finding about the patient that waiting does not change.
  public var isFixed: Bool { self == .metavir || self == .steatosis }

  /// The word for a course without complications.
  public static let noComplication = "none"
  /// Liver failure by the laboratory: its grade needs a clinician.
  public static let ungradedLiverFailure = "present"
}
