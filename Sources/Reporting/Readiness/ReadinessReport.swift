public import Readiness
import VolumetryCore

/// What `volumetry readiness` prints: the answer with everything it rests on.
public struct ReadinessReport: Sendable, DocumentReport {
  let head: DocumentHead
  let record: Case
  /// The reading that was asked for, then the book's other readings.
  let assessments: [Assessment]
  /// The answers where one option of the book is read in another way.
  let otherChoices: [Assessment.OtherChoice]
  /// The file that the book was read from; nil for one that ships with the program.
  let bookFile: String?
  let kinetics: Kinetics
  let notes: CaseNotes
  /// Whether the table goes on after the first screen.
  let explains: Bool
  /// What reading the record and the scans said, and doubts about the numbers.
  public let warnings: [Notice]

  /// - Parameters:
  ///   - assessments: at least one; the first answers
  ///   - otherChoices: the answers where one option is read in another way
  ///   - bookFile: the file that the book was read from, nil for one that ships with the program
  ///   - warnings: what reading the record and the scans said
  ///   - explains: whether every row, window and warning stands below the first screen
  public init(
    head: DocumentHead, record: Case, assessments: [Assessment],
    otherChoices: [Assessment.OtherChoice], bookFile: String? = nil,
    numbers: (kinetics: Kinetics, notes: CaseNotes), warnings: [Notice], explains: Bool = false
  ) {
    precondition(!assessments.isEmpty)
    self.head = head
    self.record = record
    self.assessments = assessments
    self.otherChoices = otherChoices
    self.bookFile = bookFile
    (kinetics, notes) = numbers
    self.explains = explains
    // This report shows no tumour inside the FLR, so that it cannot be known is no news here.
    var notices =
      warnings.filter { $0.code != "W-FLR-TUMOUR-UNKNOWN" }
      + notes.warnings.map { Notice(code: $0.code, message: $0.message) }
      + (kinetics.latest?.warnings ?? []).map(\.notice)
    notices += (kinetics.body.estimate?.warnings ?? []).map(\.notice)
    notices += kinetics.body.thresholdWarnings.map(\.notice)
    if let reason = kinetics.body.reason { notices.append(Notice(code: "W-TELV", message: reason)) }
    for finding in assessments[0].findings where finding.observation.reasons.contains(.undefined) {
      notices.append(
        Notice(
          code: "W-UNDEFINED",
          message: "\(finding.id): \(finding.observation.detail ?? "no finite number")"))
    }
    self.warnings = notices
  }

  var assessment: Assessment { assessments[0] }

  /// The answer under the reading that was asked for.
  public var verdict: Verdict { assessment.verdict }

  /// Writes the report in one of the layouts.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    try layOut(format, to: &sink)
  }

  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    for line in firstScreen { try sink.write(line + "\n") }
    try sink.write("\n")
    guard explains else {
      return try sink.write("--explain prints every row with its source, window and warning.\n")
    }
    try findingsTable.write(to: &sink)
    for line in footnotes { try sink.write(line + "\n") }
    for warning in warnings {
      let words = "\(warning.code): \(warning.message)"
      for line in TextWrap.lines(words, width: 100, indent: 2) { try sink.write(line + "\n") }
    }
  }

  // MARK: JSON

  var document: [String: JSONValue] {
    [
      "case": .optional(record.id),
      "verdict": .string(assessment.verdict.rawValue),
      "reasons": .strings(assessment.reasons.map(\.rawValue)),
      "borderline": .boolean(assessment.isBorderline),
      "verdict_without_compromised_tissue": .optional(
        assessment.verdictWithoutCompromised?.rawValue),
      "point_estimates": .boolean(assessment.isByPointEstimates),
      "decision_date": .optional(record.decision?.date?.description),
      "plan": .optional(record.plans.first?.id),
      "protocol": [
        "id": .string(assessment.book.id), "title": .string(assessment.book.title),
        "file": .optional(bookFile), "version": .string(assessment.book.version),
        "policy": .string(assessment.policy.id),
        "policy_text": .string(assessment.policy.text),
        "question": .string(assessment.book.question.rawValue),
        "applies_to": assessment.book.population.json, "source": assessment.book.source.json,
      ],
      "choices": .array(
        assessment.choices.map { chosen in
          [
            "option": .string(chosen.option.id), "choice": .string(chosen.choice.id),
            "text": .string(chosen.choice.text),
            "others": .strings(
              chosen.option.choices.map(\.id).filter { $0 != chosen.choice.id }),
          ]
        }),
      "windows": assessment.book.windows.json,
      "options": [
        "telv_formula": .string(kinetics.body.formula.id),
        "bsa_formula": .optional(kinetics.body.bodySurfaceAreaFormula?.id),
        "density_g_per_ml": .number(record.density.value),
        "denominator_timepoint": .string(
          (record.options.denominatorTimepoint ?? .sameScan).rawValue),
      ],
      "groups": .array(
        assessment.groups.map {
          ["id": .string($0.group.rawValue), "result": .string($0.result.rawValue)]
        }),
      "criteria": .array(assessment.criteria.map(\.json)),
      "findings": .array(assessment.findings.map(\.json)),
      "shown": .array(assessment.shown.map(\.json)),
      "safety": .array(assessment.safety.map(\.json)),
      "readings": .array(
        assessments.map {
          ["policy": .string($0.policy.id), "verdict": .string($0.verdict.rawValue)]
        }),
      "other_choices": .array(
        otherChoices.map {
          [
            "option": .string($0.option), "choice": .string($0.choice),
            "verdict": .string($0.verdict.rawValue),
          ]
        }),
      "would_change": .strings(assessment.wouldChange),
      "missing": .strings(assessment.missing),
      "not_stated": .strings(assessment.notStated), "inputs": CaseInputs(record, kinetics).json,
      "not_assessed": .strings(assessment.notAssessed),
      "assumptions": .strings(notes.assumptions),
      "warnings": .array(warnings.map(\.json)),
    ]
  }

  // MARK: Delimited

  var columns: [String] { Self.columnNames }

  static let columnNames = [
    "case", "verdict", "protocol", "policy", "kind", "id", "question", "value", "unit", "operator",
    "threshold", "result", "borderline", "sd", "bound", "probability_met", "observed_on",
    "missing", "source", "warnings",
  ]

  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure) {
    let codes = warnings.codes.joined(separator: ";")
    let rows =
      assessment.findings.map { ("finding", $0) } + assessment.shown.map { ("shown", $0) }
      + assessment.safety.map { ("safety", $0) }
    for (kind, finding) in rows {
      let observation = finding.observation
      try writer.writeRow(
        [
          .optional(record.id), .text(assessment.verdict.rawValue), .text(assessment.book.id),
          .text(assessment.policy.id), .text(kind), .text(finding.id),
          .text(finding.rule.question), finding.valueField, .optional(finding.rule.datum.unit),
          .text(finding.rule.comparison.rawValue), finding.rule.threshold.field,
          .text(finding.result.rawValue), .boolean(finding.isBorderline),
          .optional(observation.sd), .optional(observation.bound?.rawValue),
          .optional(finding.probabilityMet),
          .optional(observation.observedOn?.description),
          .text(observation.missing.joined(separator: ";")), .text(finding.rule.source.words),
          .text(codes),
        ], to: &sink)
    }
  }
}
