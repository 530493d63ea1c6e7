import ArgumentParser
import Readiness
import Records
import Reporting

/// `volumetry timeline`: what is known on each day since stage 1.
struct TimelineCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "timeline",
    abstract: "What is known on each day since stage 1, and when the rest can be assessed.",
    discussion: """
      Every day is assessed as if the decision were asked for on it. The first table shows the \
      days on which something changes; the second every rule: its value's day, when that becomes \
      too old, and the earliest day on which an open rule can be answered.

      EXAMPLES:
        volumetry timeline case.yaml
        volumetry timeline case.yaml --protocol schadde-2015 --format json

      EXIT CODES: 0 done, 64 usage, 65 the case or a scan was refused, 66 a file is absent.
      """)

  @Argument(help: "The case file.", completion: .file())
  var caseFile: String

  @Option(
    name: .customLong("protocol"), help: ArgumentHelp("Rule book, or a file.", valueName: "id"))
  var ruleBook = RuleBookArgument(BundledRuleBooks.ids[0])

  @Option(help: "Reading of a rule book whose wording allows several; its first is the default.")
  var policy: String?

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: DocumentFormat = .table

  @OptionGroup var outputOptions: OutputOptions

  func validate() throws {
    try ruleBook.check()
    if ruleBook.isAll { throw ValidationError("--protocol all: a timeline is that of one book") }
  }

  func run() throws {
    do {
      let book = try ruleBook.books()[0]
      let chosen = book.policies.first { policy == nil || $0.id == policy }
      guard let chosen else {
        throw ValidationError(
          "--policy: \(book.id) has no such reading; known: "
            + book.policies.map(\.id).joined(separator: ", "))
      }
      let opened = try OpenedCase(path: caseFile)
      let question = Assessment.Question(record: opened.record, scans: opened.scans)
      let report = TimelineReport(
        head: DocumentHead(command: "timeline", version: Program.version), record: opened.record,
        timeline: CaseTimeline(question, by: book, policy: chosen), warnings: opened.warnings)
      if format.format != .table { tell(report.warnings, of: caseFile) }
      try writing(outputOptions, inputs: [caseFile] + opened.scanPaths) { output in
        try report.write(format.format, to: &output)
      }
    } catch let failure as CommandFailure {
      throw failure.report()
    }
  }
}
