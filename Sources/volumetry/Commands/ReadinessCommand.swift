import ArgumentParser
import Readiness
import Records
import Reporting

/// `volumetry readiness`: what a rule book says of a case.
struct ReadinessCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "readiness",
    abstract: "Check a case against the written criteria for the second stage.",
    discussion: """
      Prints GO, NO-GO or INDETERMINATE with everything the answer rests on. It states whether \
      written criteria are met; it is not advice to operate. What is missing, stale or outside the \
      rule book is unknown, never met.

      A case is a YAML (or JSON) file; paths in it are relative to it:

        case: example-1
        decision: {date: 2026-03-10, question: stage-2}
        patient: {age_years: 61, sex: female, height_cm: 165, weight_kg: 62}
        procedures:
          - {kind: alpps, variant: classic, date: 2026-03-02}
        labels: {liver: 1-8, tumour: 9}
        plans:
          - {id: right-trisectionectomy, flr: [2, 3], segment_1: resected}
        scans:
          - {date: 2026-02-24, segmentation: before.nii.gz}
          - {date: 2026-03-09, segmentation: after.nii.gz}

      `volumetry phantom two-stage` writes a complete one to start from.

      EXAMPLES:
        volumetry readiness case.yaml
        volumetry readiness case.yaml --policy inclusion-or --format json
        volumetry readiness case.yaml --exit-status && echo criteria met

      EXIT CODES: 0 whatever the answer is; with --exit-status 0 go, 1 no-go, 2 indeterminate. \
      64 usage, 65 the case or a scan was refused, 66 a file is absent.
      """)

  @Argument(help: "The case file.", completion: .file())
  var caseFile: String

  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp(
      "Rule book: \(BundledRuleBooks.ids.joined(separator: ", ")).", valueName: "id"))
  var ruleBook: String = BundledRuleBooks.ids[0]

  @Option(help: "Reading of a rule book whose wording allows several; its first is the default.")
  var policy: String?

  @Flag(help: "Leave measurement error out of the answer; said in the first line.")
  var pointEstimates = false

  @Flag(help: "Leave with 0 for go, 1 for no-go, 2 for indeterminate.")
  var exitStatus = false

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: DocumentFormat = .table

  @OptionGroup var outputOptions: OutputOptions

  func validate() throws { _ = try reading() }

  func run() throws {
    let (book, policy) = try reading()
    do {
      let opened = try OpenedCase(path: caseFile)
      let question = Assessment.Question(
        record: opened.record, scans: opened.scans, pointEstimates: pointEstimates)
      let assessments = Assessment.readings(question, by: book, policy: policy)
      let kinetics = Kinetics(
        opened.record, scans: opened.scans, choice: opened.choice,
        decision: opened.record.decision?.date)
      let notes = CaseNotes(question, book: book, body: kinetics.body)
      let report = ReadinessReport(
        head: DocumentHead(command: "readiness", version: Program.version), record: opened.record,
        assessments: assessments, numbers: (kinetics, notes), warnings: opened.warnings)
      if format.format != .table { tell(report.warnings, of: caseFile) }
      try writing(outputOptions, inputs: [caseFile] + opened.scanPaths) { output in
        try report.write(format.format, to: &output)
      }
      if exitStatus, assessments[0].verdict != .go {
        throw (assessments[0].verdict == .noGo ? ExitStatus.noGo : .indeterminate).code
      }
    } catch let failure as CommandFailure {
      throw failure.report()
    }
  }

  private func reading() throws -> (RuleBook, RuleBook.Policy) {
    guard let book = BundledRuleBooks.book(id: ruleBook) else {
      throw ValidationError(
        "--protocol \(ruleBook): no such rule book; known: "
          + BundledRuleBooks.ids.joined(separator: ", "))
    }
    guard let policy else { return (book, book.policies[0]) }
    guard let chosen = book.policies.first(where: { $0.id == policy }) else {
      throw ValidationError(
        "--policy \(policy): \(book.id) has no such reading; known: "
          + book.policies.map(\.id).joined(separator: ", "))
    }
    return (book, chosen)
  }
}
