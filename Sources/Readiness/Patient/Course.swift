public import VolumetryCore

/// A fact as the clinician states it. A fact that nobody stated is nil where this type is optional;
/// `unknown` is the statement that it is not known. Neither is ever taken for yes or no.
public enum StatedFact: String, CaseIterable, Sendable {
  case yes, no, unknown
}

/// The bedside findings of one day.
///
/// The word `none` of the record is called `absent` here: on an optional, `.none` would be nil, and
/// what nobody looked at would pass for what was looked for and not found.
public struct ClinicalRecord: Hashable, Sendable {
  /// The day of the examination; without it the findings lie in no window.
  public var date: CalendarDay?
  public var ascites: Ascites?
  public var encephalopathy: Encephalopathy?
  public var biliaryObstruction: BiliaryObstruction?

  public init(
    date: CalendarDay? = nil, ascites: Ascites? = nil, encephalopathy: Encephalopathy? = nil,
    biliaryObstruction: BiliaryObstruction? = nil
  ) {
    self.date = date
    self.ascites = ascites
    self.encephalopathy = encephalopathy
    self.biliaryObstruction = biliaryObstruction
  }

  /// Ascites by the classes of the Child-Pugh score.
  public enum Ascites: String, CaseIterable, Sendable {
    case absent = "none"
    /// Mild, or controlled by treatment.
    case mild
    case moderateSevere = "moderate-severe"
  }

  /// Hepatic encephalopathy by the classes of the Child-Pugh score.
  public enum Encephalopathy: String, CaseIterable, Sendable {
    case absent = "none"
    case gradeOneTwo = "grade-1-2"
    case gradeThreeFour = "grade-3-4"
  }

  /// Obstruction of the bile ducts.
  public enum BiliaryObstruction: String, CaseIterable, Sendable {
    case absent = "none"
    case drained, undrained
  }
}

/// The course after stage 1.
public struct Interstage: Hashable, Sendable {
  /// Nil when nothing is stated; empty when they were looked for and there was none.
  public var complications: [Complication]?
  public var infection: Infection?
  /// Post-hepatectomy liver failure after stage 1 by ISGLS grade.
  public var liverFailureISGLS: LiverFailure?
  /// Whether the portal and arterial inflow of the future remnant is normal.
  public var flrInflowNormal: StatedFact?
  /// Whether the venous outflow of the future remnant is normal.
  public var flrOutflowNormal: StatedFact?
  /// Whether the function of the future remnant is normal.
  public var flrFunctionNormal: StatedFact?

  public init() {}

  /// Infection after stage 1.
  public enum Infection: String, CaseIterable, Sendable {
    case absent = "none"
    case controlled, ongoing
  }

  /// ISGLS grade of liver failure (Rahbari 2011, doi 10.1016/j.surg.2010.10.001).
  public enum LiverFailure: String, CaseIterable, Sendable {
    case absent = "none"
    case gradeA = "A"
    case gradeB = "B"
    case gradeC = "C"
  }
}

/// One complication after stage 1.
public struct Complication: Hashable, Sendable {
  /// What happened, in free text.
  public var kind: String?
  public var clavienDindo: ClavienDindo?
  /// Whether the clinician calls it serious, where the grade alone leaves that open.
  public var serious: StatedFact?
  /// The day it was found; never before stage 1.
  public var date: CalendarDay?

  public init(
    kind: String? = nil, clavienDindo: ClavienDindo? = nil, serious: StatedFact? = nil,
    date: CalendarDay? = nil
  ) {
    self.kind = kind
    self.clavienDindo = clavienDindo
    self.serious = serious
    self.date = date
  }

  /// Clavien-Dindo grade, in its order.
  public enum ClavienDindo: String, CaseIterable, Comparable, Sendable {
    case i = "I"
    case ii = "II"
    case iiia = "IIIa"
    case iiib = "IIIb"
    case iva = "IVa"
    case ivb = "IVb"
    case v = "V"

    private var rank: Int {
      switch self {
      case .i: 1
      case .ii: 2
      case .iiia: 3
      case .iiib: 4
      case .iva: 5
      case .ivb: 6
      case .v: 7
      }
    }

    public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }
  }
}
