import ArgumentParser
import Readiness
import Records
import Reporting

/// `volumetry plans`: every resection plan of a case side by side.
struct PlansCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plans",
    abstract: "Resection plans of a case side by side: FLR, ratios, growth, what is to spare.",
    discussion: """
      Reads a case file (see `volumetry readiness --help`) whose `plans` name any number of \
      resections, and measures all of them in one pass over each scan: the FLR as labelled and net \
      of what is cleared out of it, its ratios and growth with standard deviations, segment 1 and \
      what the other choice would leave, and the millilitres between the FLR and every threshold \
      of the rule books that is a volume. The first plan decides; the others are shown beside it.

      EXAMPLES:
        volumetry plans case.yaml
        volumetry plans case.yaml --format json
        volumetry plans case.yaml --format csv --output plans.csv

      EXIT CODES: 0 done, 64 usage, 65 the case or a scan was refused, 66 a file is absent.
      """)

  @Argument(help: "The case file.", completion: .file())
  var caseFile: String

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: DocumentFormat = .table

  @OptionGroup var outputOptions: OutputOptions

  func run() throws {
    do {
      let opened = try OpenedCase(path: caseFile)
      let plans = opened.plans.enumerated().map { index, planned in
        PlanReading(
          opened.record, planned, index: index, choice: opened.choice, books: BundledRuleBooks.all)
      }
      let report = PlansReport(
        head: DocumentHead(command: "plans", version: Program.version), record: opened.record,
        plans: plans, warnings: opened.warnings + opened.uncertaintyNotices)
      if format.format != .table { tell(report.warnings, of: caseFile) }
      try writing(outputOptions, inputs: [caseFile] + opened.scanPaths) { output in
        try report.write(format.format, to: &output)
      }
    } catch let failure as CommandFailure {
      throw failure.report()
    }
  }
}
