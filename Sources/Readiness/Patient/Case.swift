public import VolumetryCore

/// Everything that is written down about one patient between the two stages of a hepatectomy.
///
/// Every part may be absent. Absence is kept: a missing value is nil or an empty list and makes a
/// criterion unknown, never met. No name, birth date or clock stands here: `id` is a pseudonym and
/// every day is an argument. Paths are text as it was written; whoever opens them resolves them.
public struct Case: Hashable, Sendable {
  /// Pseudonym under which the case is reported.
  public var id: String?
  /// The day and the question for which an answer is asked.
  public var decision: Decision?
  /// Age, sex and body size.
  public var patient = Patient()
  /// What the tumour is, and its spread.
  public var tumour = TumourRecord()
  /// What the treating team judged.
  public var eligibility = Eligibility()
  /// What is known of the liver tissue outside the tumour.
  public var parenchyma = Parenchyma()
  /// Procedures in the order in which they were done; dated ones never run backwards.
  public var procedures: [Procedure] = []
  /// What the labels of the segmentations mean, unless a scan says otherwise.
  public var labels: LabelRoles?
  /// Planned resections; the first decides, the others are shown beside it. Ids are unique.
  public var plans: [Plan] = []
  /// Volumetries, in the order of the record, which need not be the order of days.
  public var scans: [Scan] = []
  /// Laboratory days, in the order of the record.
  public var laboratory: [LaboratoryRecord] = []
  /// Bedside findings, in the order of the record.
  public var clinical: [ClinicalRecord] = []
  /// Tests of liver function, in the order of the record.
  public var function: [FunctionRecord] = []
  /// Diseases that the scores ask for.
  public var comorbidities = Comorbidities()
  /// Scores that were computed elsewhere.
  public var risk = StatedRisk()
  /// The course between the stages.
  public var interstage = Interstage()
  /// How well the volumes are known.
  public var uncertainty = Uncertainty()
  /// Choices between definitions.
  public var options = Options()

  /// A case of which nothing is known.
  public init() {}
}

extension Case {
  /// Position in `procedures` of the procedure that began stage 1: the first that makes the future
  /// remnant grow. Nil when there is none; chemo- and radio-embolisation of the tumour are none.
  ///
  /// Where ALPPS was done, its first stage is stage 1: a portal vein embolisation before it has
  /// failed (rescue ALPPS).
  public var stageOneIndex: Int? {
    procedures.firstIndex { $0.kind == .alpps }
      ?? procedures.firstIndex { $0.kind.beginsStageOne }
  }

  /// Everything that was done to make the remnant grow, from stage 1 on: embolisation of portal and
  /// hepatic veins together is neither of them.
  var growthProcedures: [Procedure.Kind] {
    stageOneIndex.map { procedures[$0...].map(\.kind).filter(\.beginsStageOne) } ?? []
  }

  /// The procedure that began stage 1.
  public var stageOne: Procedure? { stageOneIndex.map { procedures[$0] } }

  /// Day 0 of the interstage. Nil when no procedure began stage 1 or when the first one that did
  /// has no date: a later one never stands in for it.
  public var stageOneDate: CalendarDay? { stageOne?.date }

  /// Whole days from stage 1 to `day`; negative before it, nil while stage 1 has no date.
  public func daysAfterStageOne(_ day: CalendarDay) -> Int? { stageOneDate.map { day - $0 } }
}

/// For which day, and what, is asked.
public struct Decision: Hashable, Sendable {
  /// The day of the decision. No clock is read: without it no answer is more than indeterminate.
  public var date: CalendarDay?
  /// What is asked.
  public var question: Question?

  public init(date: CalendarDay? = nil, question: Question? = nil) {
    self.date = date
    self.question = question
  }

  /// What can be asked of a case.
  public enum Question: String, CaseIterable, Sendable {
    /// May the patient enter the two-stage operation?
    case stageOne = "stage-1"
    /// May the second stage, the resection, go ahead?
    case stageTwo = "stage-2"
  }
}
