import ArgumentParser
import Readiness
import Reporting

/// `volumetry kinetics`: growth of the FLR by every definition and both clocks.
struct KineticsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kinetics",
    abstract: "Growth of the FLR between scans, by every definition, with uncertainty.",
    discussion: """
      Reads a case file (YAML or JSON; see `volumetry readiness --help`). A rate always names its \
      clock: days since the procedure, or between the scans. The two differ by a week in ordinary \
      cases and cross the published cut-offs.

      EXAMPLES:
        volumetry kinetics case.yaml
        volumetry kinetics case.yaml --format json
      """)

  @Argument(help: "The case file.", completion: .file())
  var caseFile: String

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: DocumentFormat = .table

  @OptionGroup var outputOptions: OutputOptions

  func run() throws {
    do {
      let opened = try OpenedCase(path: caseFile)
      let kinetics = Kinetics(
        opened.record, scans: opened.scans, choice: opened.choice, decision: nil)
      let report = KineticsReport(
        head: DocumentHead(command: "kinetics", version: Program.version), record: opened.record,
        kinetics: kinetics, warnings: opened.warnings + opened.uncertaintyNotices)
      if format.format != .table { tell(report.warnings, of: caseFile) }
      try writing(outputOptions, inputs: [caseFile] + opened.scanPaths) { output in
        try report.write(format.format, to: &output)
      }
    } catch let failure as CommandFailure {
      throw failure.report()
    }
  }
}

/// Warnings of a case in words, for layouts that a program reads; the table holds them itself.
func tell(_ warnings: [Notice], of caseFile: String) {
  for warning in warnings {
    let place = [caseFile, warning.path].compactMap { $0 }.joined(separator: ": ")
    say("\(Program.name): \(place): \(warning.message) [\(warning.code)]")
  }
}
