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
        volumetry readiness case.yaml --explain
        volumetry readiness case.yaml --policy inclusion-or --format json
        volumetry readiness case.yaml --protocol all
        volumetry readiness case.yaml --protocol ./our-unit.yaml
        volumetry readiness case.yaml --exit-status && echo criteria met

      EXIT CODES: 0 whatever the answer is; with --exit-status 0 go, 1 no-go, 2 indeterminate. \
      64 usage, 65 the case or a scan was refused, 66 a file is absent.
      """)

  @Argument(help: "The case file.", completion: .file())
  var caseFile: String

  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp(
      "Rule book: \(BundledRuleBooks.ids.joined(separator: ", ")), all, or a file.",
      valueName: "id"))
  var ruleBook = RuleBookArgument(BundledRuleBooks.ids[0])

  @Option(help: "Reading of a rule book whose wording allows several; its first is the default.")
  var policy: String?

  @Option(help: "What '30 % enlargement' means: relative, or ratio-reaches (FLR/TLV of 30 %).")
  var enlargement: String?

  @Option(
    name: .customLong("choose"),
    help: ArgumentHelp("How an option of the book is read.", valueName: "option=choice"))
  var chosen: [String] = []

  @Flag(help: "Print every row, window, assumption and warning below the first screen.")
  var explain = false

  @Flag(help: "Leave measurement error out of the answer; said in the first line.")
  var pointEstimates = false

  @Flag(help: "Leave with 0 for go, 1 for no-go, 2 for indeterminate.")
  var exitStatus = false

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: DocumentFormat = .table

  @OptionGroup var outputOptions: OutputOptions

  func validate() throws {
    try ruleBook.check()
    if ruleBook.isAll, policy != nil || exitStatus {
      throw ValidationError(
        "--protocol all: each book has its own readings and answer; --policy and --exit-status "
          + "need one book")
    }
    if !ruleBook.namesFile { for book in try ruleBook.books() { try check(book) } }
  }

  func run() throws {
    do {
      let books = try ruleBook.books()
      for book in books { try check(book) }
      let opened = try OpenedCase(path: caseFile)
      let question = Assessment.Question(
        record: opened.record, scans: opened.scans, pointEstimates: pointEstimates,
        choices: try choices())
      let reports = books.map { report(question, opened, book: $0) }
      if format.format != .table || !explain { tell(reports[0].warnings, of: caseFile) }
      try writing(outputOptions, inputs: [caseFile] + opened.scanPaths) { output in
        if ruleBook.isAll {
          let all = BookAnswersReport(
            head: DocumentHead(command: "readiness", version: Program.version), answers: reports)
          try all.write(format.format, to: &output)
        } else {
          try reports[0].write(format.format, to: &output)
        }
      }
      let verdict = reports[0].verdict
      if exitStatus, verdict != .go {
        throw (verdict == .noGo ? ExitStatus.noGo : .indeterminate).code
      }
    } catch let failure as CommandFailure {
      throw failure.report()
    }
  }

  /// What one book says of the opened case.
  private func report(
    _ question: Assessment.Question, _ opened: OpenedCase, book: RuleBook
  ) -> ReadinessReport {
    let chosen = book.policies.first { $0.id == policy } ?? book.policies[0]
    let kinetics = Kinetics(
      opened.record, scans: opened.scans, choice: opened.choice,
      decision: opened.record.decision?.date)
    return ReadinessReport(
      head: DocumentHead(command: "readiness", version: Program.version), record: opened.record,
      assessments: Assessment.readings(question, by: book, policy: chosen),
      otherChoices: Assessment.otherChoices(question, by: book, policy: chosen),
      bookFile: ruleBook.namesFile ? ruleBook.text : nil,
      numbers: (kinetics, CaseNotes(question, book: book, body: kinetics.body)),
      warnings: opened.warnings, explains: explain)
  }

  // MARK: What was asked

  /// The choices of options by id. Of an option that one book has, all books may be asked.
  private func choices() throws -> [String: String] {
    var choices: [String: String] = [:]
    if let enlargement { choices["enlargement"] = enlargement }
    for pair in chosen {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else {
        throw ValidationError("--choose \(pair): expected option=choice")
      }
      guard choices[parts[0]] == nil else {
        throw ValidationError("--choose \(pair): option \(parts[0]) is chosen twice")
      }
      choices[parts[0]] = parts[1]
    }
    return choices
  }

  private func check(_ book: RuleBook) throws {
    if let policy, !book.policies.contains(where: { $0.id == policy }) {
      throw ValidationError(
        "--policy \(policy): \(book.id) has no such reading; known: "
          + book.policies.map(\.id).joined(separator: ", "))
    }
    for (id, choice) in try choices().sorted(by: { $0.key < $1.key }) {
      guard let option = book.options.first(where: { $0.id == id }) else {
        guard !ruleBook.isAll else { continue }
        throw ValidationError(
          "\(book.id) has no option \(id); known: "
            + (book.options.isEmpty ? "none" : book.options.map(\.id).joined(separator: ", ")))
      }
      guard option.choices.contains(where: { $0.id == choice }) else {
        throw ValidationError(
          "option \(id) has no choice \(choice); known: "
            + option.choices.map(\.id).joined(separator: ", "))
      }
    }
  }
}
