import ArgumentParser
import Readiness
import Records
import Reporting

/// `volumetry scores`: every score that a case allows.
struct ScoresCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scores",
    abstract: "Function and risk scores of a case, each with its inputs, day and source.",
    discussion: """
      Computes every score at the times at which it makes sense: before stage 1 (values at most 30 \
      days old), before the decision (at most 3 days), on day 5, between the stages; for a case \
      without stage 1 once. What cannot be computed says what is missing. Scores that need no \
      volume are given although the scans cannot be read.

      EXAMPLES:
        volumetry scores case.yaml
        volumetry scores case.yaml --score meld
        volumetry scores case.yaml --format json

      EXIT CODES: 0 whatever the scores are, 64 usage, 65 the case was refused, 66 it is absent.
      """)

  @Argument(help: "The case file.", completion: .file())
  var caseFile: String

  @Option(
    help: ArgumentHelp(
      "One score: \(ScoreDefinition.ID.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "id"))
  var score: String?

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: DocumentFormat = .table

  @OptionGroup var outputOptions: OutputOptions

  func validate() throws { _ = try chosen() }

  func run() throws {
    let chosen = try chosen()
    do {
      let opened = try ScoredCase(path: caseFile)
      let sheet = ScoreSheet(
        opened.record, scans: opened.scans, bodySurfaceArea: opened.bodySurfaceArea, only: chosen)
      let report = ScoresReport(
        head: DocumentHead(command: "scores", version: Program.version), record: opened.record,
        sheet: sheet, warnings: opened.warnings)
      if format.format != .table { tell(report.warnings, of: caseFile) }
      try writing(outputOptions, inputs: [caseFile] + opened.scanPaths) { output in
        try report.write(format.format, to: &output)
      }
    } catch let failure as CommandFailure {
      throw failure.report()
    }
  }

  private func chosen() throws -> ScoreDefinition.ID? {
    guard let score else { return nil }
    guard let id = ScoreDefinition.ID(rawValue: score) else {
      let known = ScoreDefinition.ID.allCases.map(\.rawValue)
      let nearest = known.nearest(to: score).map { "; the nearest is \($0)" } ?? ""
      throw ValidationError(
        "--score \(DisplayWidth.printable(score)): no such score\(nearest); known: "
          + known.joined(separator: ", "))
    }
    return id
  }
}
