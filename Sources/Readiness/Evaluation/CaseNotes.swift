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
  /// The three versions of MELD in the window in which the book decides by it, before stage 1 where
  /// it does not; nil where the original cannot be computed.
  public let meldVersions: MELDVersions?

  /// What a reader of an answer to `question` should know beside it.
  public init(_ question: Assessment.Question, book: RuleBook, body: BodyEstimate) {
    let record = question.record
    let windows = TimeWindows(record, book.windows, question: book.question)
    let scores = ScoreObservations(record: record, windows: windows)
    let deciding = book.rules.first { $0.datum == .meld }?.window
    meldVersions = scores.meldVersions(deciding ?? .beforeStageOne)
    assumptions = Self.assumptions(record, body: body, scores: scores)
    warnings =
      Self.planWarnings(record, question.scans) + Self.courseWarnings(record, windows)
      + Self.scoreWarnings(record, scores, book)
  }

  private static func assumptions(
    _ record: Case, body: BodyEstimate, scores: ScoreObservations
  ) -> [String] {
    var assumptions: [String] = []
    // What speaks about the patient comes first, what is convention last.
    if !scores.statesDialysis(.beforeStageOne) { assumptions.append("no dialysis") }
    if !scores.statesObstruction(.beforeStageOne) {
      assumptions.append("no undrained biliary obstruction")
    }
    if record.patient.weight != nil, record.patient.weightDate == nil {
      assumptions.append("weight is dry, from before stage 1")
    }
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
    // No rule reads a ratio that it enters, unless its book does: it comes last.
    if uncertainty.tumourCVPercent.isAssumed {
      assumptions.append("tumour with the cv of the FLR")
    }
    return assumptions
  }

  private static func planWarnings(
    _ record: Case, _ scans: [MeasuredScan]
  ) -> [CaseWarning] {
    var warnings: [CaseWarning] = []
    warnings += UncertaintyNotes.warnings(record, scans)
    if let density = record.options.densityGramsPerMillilitre,
      density != GramsPerMillilitre.conventional.value
    {
      warnings.append(
        CaseWarning(
          code: "W-DENSITY",
          message: "density \(density) g/mL is stated; the thresholds of FLR/BW were derived from "
            + "CT volume, so it never moves the ratio to the side that is asked for"))
    }
    if record.scans.contains(where: { $0.timepoint == .afterStageTwo }) {
      warnings.append(
        CaseWarning(
          code: "W-AFTER-STAGE-2", message: "a scan after stage 2 is recorded: was it done?"))
    }
    return warnings + segmentOneWarnings(record, scans)
  }

  /// Segment 1 must be assigned. Its volume is known where the liver's labels are 1 to 8.
  private static func segmentOneWarnings(
    _ record: Case, _ scans: [MeasuredScan]
  ) -> [CaseWarning] {
    guard let plan = record.plans.first else { return [] }
    let couinaud = LabelPreset.couinaud.liver
    let isNumbered = record.labels?.liver == couinaud
    let inRemnant = plan.flr.map { $0.contains(1) }
    let segment = scans.compactMap { $0.volumes?.segments.first { $0.label == 1 } }.first
    let volume = isNumbered ? segment.map { ", label 1: \($0.volume.value.rounded()) mL" } : nil
    switch (plan.segment1, inRemnant) {
    case (nil, _):
      return [
        CaseWarning(
          code: "W-SEGMENT-1",
          message: "plan \(plan.id) does not say whether segment 1 is resected"
            + (volume ?? ""))
      ]
    case (.resected, true?) where isNumbered, (.flr, false?) where isNumbered:
      return [
        CaseWarning(
          code: "W-SEGMENT-1-CONFLICT",
          message: "plan \(plan.id) says that segment 1 is "
            + (plan.segment1 == .flr ? "kept" : "resected") + ", its FLR labels say otherwise"
            + (volume ?? ""))
      ]
    default: return []
    }
  }

  private static func courseWarnings(
    _ record: Case, _ windows: TimeWindows
  ) -> [CaseWarning] {
    var warnings: [CaseWarning] = []
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
          message:
            "\(undated) laboratory or clinical records have no date: what they state is unknown"))
    }
    return warnings
  }

  private static func scoreWarnings(
    _ record: Case, _ scores: ScoreObservations, _ book: RuleBook
  ) -> [CaseWarning] {
    let windows = scores.windows
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
    let ill = record.clinical.contains { row in
      windows.isUpToTheEnd(row.date, of: .beforeDecision)
        && !windows.isUpToTheEnd(row.date, of: .beforeStageOne)
        && (row.ascites == .moderateSevere
          || row.encephalopathy.map { $0 != .absent } ?? false)
    }
    if ill, record.interstage.liverFailureISGLS == .absent {
      warnings.append(
        CaseWarning(
          code: "W-CLINICAL-CONFLICT",
          message: "no liver failure is stated, but ascites or encephalopathy after stage 1 is"))
    }
    let failure = LiverFailureObservation(record: record, windows: windows)
    if failure.contradictsStatement {
      warnings.append(
        CaseWarning(
          code: "W-ISGLS-CONFLICT",
          message: "no liver failure is stated, but bilirubin and INR are above their limits on "
            + "or after day 5"))
    }
    return warnings
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
