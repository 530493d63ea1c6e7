import VolumetryCore

/// Something about a case that a careful reader should know.
public struct CaseWarning: Hashable, Sendable {
  /// `W-…`.
  public let code: String
  public let message: String

  public init(code: String, message: String) {
    self.code = code
    self.message = message
  }
}

/// What was taken for granted, and what is to be doubted, in an assessment.
public struct CaseNotes: Hashable, Sendable {
  /// Everything that nobody stated and that was taken as its default, in words.
  public let assumptions: [String]
  public let warnings: [CaseWarning]
  /// The three versions of MELD before stage 1, nil where the original cannot be computed.
  public let meldBefore: MELDVersions?

  public init(_ question: Assessment.Question, book: RuleBook, body: BodyEstimate) {
    let record = question.record
    let windows = TimeWindows(record, book.windows)
    let scores = ScoreObservations(record: record, windows: windows)
    meldBefore = scores.meldVersions(.beforeStageOne)
    assumptions = Self.assumptions(record, body: body, scores: scores)
    let course = VolumeCourse(
      question.scans, stageOne: windows.stageOne, decision: windows.decision)
    warnings =
      Self.planWarnings(record, question.scans) + Self.courseWarnings(record, course, windows)
      + Self.scoreWarnings(record, scores, book)
  }

  private static func assumptions(
    _ record: Case, body: BodyEstimate, scores: ScoreObservations
  ) -> [String] {
    var assumptions: [String] = []
    let uncertainty = record.uncertainty
    if uncertainty.flrCVPercent.isAssumed {
      assumptions.append("FLR measured with cv \(uncertainty.flrCVPercent.value) %")
    }
    if uncertainty.tlvCVPercent.isAssumed {
      assumptions.append("TLV with cv \(uncertainty.tlvCVPercent.value) %")
    }
    if uncertainty.planeShift.value == .zero {
      assumptions.append("resection plane as drawn (shift not modelled)")
    }
    if record.options.densityGramsPerMillilitre == nil {
      assumptions.append("density \(GramsPerMillilitre.conventional.value) g/mL")
    }
    let area = body.bodySurfaceAreaFormula.map { " with \($0.id)" } ?? ""
    if record.options.telvFormula == nil {
      assumptions.append("TELV by \(body.formula.id)\(area)")
    }
    if scores.dialysis(.beforeStageOne) == nil { assumptions.append("no dialysis") }
    if record.clinical.allSatisfy({ $0.biliaryObstruction == nil }) {
      assumptions.append("no undrained biliary obstruction")
    }
    return assumptions
  }

  private static func planWarnings(
    _ record: Case, _ scans: [MeasuredScan]
  ) -> [CaseWarning] {
    var warnings: [CaseWarning] = []
    if record.uncertainty.planeShift.value > .zero {
      warnings.append(
        CaseWarning(
          code: "W-PLANE-SHIFT",
          message: "plane_shift_mm is recorded but not modelled yet: the sd does not contain it"))
    }
    guard let plan = record.plans.first, plan.segment1 == nil else { return warnings }
    var volume = ""
    if record.labels?.preset == .couinaud,
      let segment = scans.compactMap({ $0.volumes?.segments.first { $0.label == 1 } }).first
    {
      volume = ", \(segment.volume.value) mL"
    }
    warnings.append(
      CaseWarning(
        code: "W-SEGMENT-1",
        message: "plan \(plan.id) does not say whether segment 1 is resected\(volume)"))
    return warnings
  }

  private static func courseWarnings(
    _ record: Case, _ course: VolumeCourse, _ windows: TimeWindows
  ) -> [CaseWarning] {
    var warnings: [CaseWarning] = []
    if let day = course.baseline.scan?.scan.date, let stageOne = windows.stageOne,
      stageOne - day > windows.windows.beforeStageOneDays
    {
      warnings.append(
        CaseWarning(
          code: "W-BASELINE-OLD",
          message: "the scan before stage 1 is \(stageOne - day) days older than stage 1"))
    }
    if let decision = windows.decision {
      let days = record.scans.compactMap(\.date) + record.laboratory.compactMap(\.date)
      let later = days.filter { $0 > decision }.count
      if later > 0 {
        warnings.append(
          CaseWarning(
            code: "W-AFTER-DECISION",
            message: "\(later) dated scans or laboratory days after the decision were not read"))
      }
    }
    let undated =
      record.laboratory.filter { $0.date == nil }.count
      + record.clinical.filter { $0.date == nil }.count
    if undated > 0 {
      warnings.append(
        CaseWarning(
          code: "W-UNDATED",
          message: "\(undated) laboratory or clinical records have no date and lie in no window"))
    }
    return warnings
  }

  private static func scoreWarnings(
    _ record: Case, _ scores: ScoreObservations, _ book: RuleBook
  ) -> [CaseWarning] {
    var warnings: [CaseWarning] = []
    for rule in book.rules + book.safety where rule.datum == .meld {
      guard case .number(let threshold) = rule.threshold,
        let versions = scores.meldVersions(rule.window), versions.straddle(threshold)
      else { continue }
      warnings.append(
        CaseWarning(
          code: "W-MELD-VERSIONS",
          message: "\(rule.id): the versions of MELD lie on both sides of \(threshold): "
            + versions.words))
    }
    if record.interstage.liverFailureISGLS == .absent,
      scores.course.liverFailure().value == .word(Datum.ungradedLiverFailure)
    {
      warnings.append(
        CaseWarning(
          code: "W-ISGLS-CONFLICT",
          message: "no liver failure is stated, but the laboratory fulfils the ISGLS definition"))
    }
    return warnings
  }
}

extension ScoreObservations {
  fileprivate var course: CourseObservations {
    CourseObservations(record: record, windows: windows)
  }
}

extension MELDVersions {
  /// The versions beside the original, as `Na 8, 3.0: 8`; nil where none could be computed.
  public var otherVersions: String? {
    let others = [withSodium.map { "Na \($0)" }, three.map { "3.0: \($0)" }].compactMap { $0 }
    return others.isEmpty ? nil : others.joined(separator: ", ")
  }

  /// All versions that could be computed, named.
  public var words: String {
    [
      "MELD \(original)", withSodium.map { "MELD-Na \($0)" }, three.map { "MELD 3.0 \($0)" },
    ].compactMap { $0 }.joined(separator: ", ")
  }
}
