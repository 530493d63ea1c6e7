import Readiness
import VolumetryCore

/// What `volumetry readiness --protocol all` prints: one answer a book, and no combined one.
///
/// The books ask other questions of other patients: joining their answers would be a rule of its
/// own that nobody has published.
public struct BookAnswersReport: Sendable, DocumentReport {
  let head: DocumentHead
  private let answers: [ReadinessReport]

  /// - Parameter answers: at least one, all of one case
  public init(head: DocumentHead, answers: [ReadinessReport]) {
    precondition(!answers.isEmpty)
    self.head = head
    self.answers = answers
  }

  /// Writes the answers in one of the layouts.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    try layOut(format, to: &sink)
  }

  var document: [String: JSONValue] {
    [
      "case": .optional(answers[0].record.id),
      "decision_date": .optional(answers[0].record.decision?.date?.description),
      "protocols": .array(answers.map { .object($0.document) }),
    ]
  }

  var columns: [String] { ReadinessReport.columnNames }

  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure) {
    for answer in answers { try answer.writeRows(writer, to: &sink) }
  }

  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    for line in answers[0].headLines { try sink.write(line + "\n") }
    try sink.write("One answer a book. There is no combined answer.\n\n")
    try table.write(to: &sink)
    guard answers.contains(where: \.explains) else { return }
    for answer in answers {
      try sink.write("\n")
      for line in answer.firstScreen { try sink.write(line + "\n") }
    }
  }

  private var table: TextTable {
    var table = TextTable([
      TextTable.Column("book", maximumWidth: 20), TextTable.Column("answer"),
      TextTable.Column("why, and what it rests on", maximumWidth: 43),
    ])
    for answer in answers {
      table.append([
        answer.assessment.book.id, answer.assessment.verdict.short, answer.why,
      ])
    }
    return table
  }
}

extension ReadinessReport {
  /// Why a book answers as it does, with the values that decide, in a few words.
  fileprivate var why: String {
    let assessment = assessment
    let values = (assessment.findings + assessment.shown).filter {
      $0.rule.datum.isVolume || $0.result == .notMet || assessment.criteria.isEmpty
    }.filter { $0.result != .notApplicable }.prefix(4).map {
      "\($0.rule.datum.shortName) \($0.valueWords) \($0.needWords), \($0.resultWords)"
    }
    let reasons = assessment.reasons.map(\.rawValue)
    let population =
      assessment.reasons.contains(.outsidePopulation)
      ? "for \(assessment.book.population.words)" : nil
    let missing =
      assessment.missing.isEmpty || assessment.verdict != .indeterminate
      ? nil : "missing: \(assessment.missing.prefix(3).joined(separator: ", "))"
    return (reasons + [population, missing].compactMap { $0 } + values).joined(separator: "; ")
  }
}
