public import VolumetryCore

/// Tests of liver function of one day, each as the centre reports it.
public struct FunctionRecord: Hashable, Sendable {
  /// The day of the test; without it the values lie in no window.
  public var date: CalendarDay?
  public var icgRetention: Concentration<ICGRetention>?
  public var icgDisappearance: Concentration<ICGDisappearance>?
  public var limax: Concentration<MaximumFunctionCapacity>?
  public var uptake: Concentration<MebrofeninUptake>?
  public var remnantShare: Concentration<RemnantCountShare>?
  public var remnantFunction: Concentration<RemnantFunction>?
  public var hibaIndex: Concentration<HIBAIndex>?

  /// A day without values.
  public init(date: CalendarDay? = nil) { self.date = date }
}

/// Diseases that the scores ask for. What nobody stated is nil and is never taken for a no.
public struct Comorbidities: Hashable, Sendable {
  public var severeCardiovascular: StatedFact?
  public var kidneyFailure: StatedFact?
  public var respiratoryFailure: StatedFact?
  /// Any other major illness with which major surgery is not tolerated.
  public var otherMajorIllness: StatedFact?
  /// Renal disease in the sense of the Charlson index, as CAPRA counts it.
  public var renalDisease: StatedFact?
  /// Moderate or severe diabetes.
  public var diabetesModerateSevere: StatedFact?

  /// Nothing is known.
  public init() {}
}

/// Scores that somebody computed elsewhere, because their formula is not published.
public struct StatedRisk: Hashable, Sendable {
  /// ALPPS risk score before stage 2 (Linecker 2016), as stated.
  public var lineckerStageTwo: Double?

  /// Nothing is stated.
  public init() {}
}

/// Choices between readings of a score where its sources differ. Nil leaves the default in force;
/// whichever is in force is printed among the inputs of the score.
public struct ScoreOptions: Hashable, Sendable {
  /// Whether MELD 3.0 ends at 40, as the allocation prints it; the paper itself names no end.
  public var capsMELDThree: Bool?
  public var childPughINRUpper: ChildPughINRUpper?
  public var childPughBilirubin: ChildPughBilirubin?
  public var dayFiveTolerance: DayFiveTolerance?

  /// Nothing is chosen.
  public init() {}

  /// Where the middle INR band of Child-Pugh ends.
  public enum ChildPughINRUpper: String, CaseIterable, Sendable {
    case standard = "2.3"
    /// Some tables print it.
    case lower = "2.2"
  }

  /// Which bilirubin bands Child-Pugh reads.
  public enum ChildPughBilirubin: String, CaseIterable, Sendable {
    case standard
    /// 4 to 10 mg/dL for cholestatic disease; seen in no source by us, so never a default.
    case cholestatic
  }

  /// How many days beside day 5 may stand in for it.
  public enum DayFiveTolerance: String, CaseIterable, Sendable {
    case exact = "0"
    case oneDay = "1"

    /// The tolerance in days.
    public var days: Int { self == .exact ? 0 : 1 }
  }
}
