import ArgumentParser
import Readiness
import Reporting
import VolumetryCore

/// `volumetry formulas`: every formula and definition with its source, or what the formulas for the
/// liver volume give for one body.
struct FormulasCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formulas",
    abstract: "Formulas and definitions with their sources; all liver volume formulas for a body.",
    discussion: """
      Without a body every row is listed, with an id that row in full. With a body (its measures, \
      or a case) the table shows what each formula for the total liver volume gives for it. What \
      was seen in no source is marked unverified; it is never a default and never decides.

      EXAMPLES:
        volumetry formulas
        volumetry formulas kgr-shindoh
        volumetry formulas --kind telv --format csv
        volumetry formulas --height-cm 170 --weight-kg 70 --sex male --age-years 60 --flr-ml 450
        volumetry formulas --case case.yaml --format json

      EXIT CODES: 0 done, 64 usage or an unknown id, 65 a case was refused, 66 a file is absent, \
      73/74 cannot write.
      """)

  @Argument(help: "Id of a row, such as vauthey-2002-bsa; without one, all are listed.")
  var id: String?

  @Option(
    help: ArgumentHelp(
      "Only rows of this kind.", valueName: "bsa|telv|ratio|growth|expected|window"))
  var kind: KindArgument?

  @OptionGroup(title: "Body and formulas") var bodyOptions: BodyOptions

  @Option(help: "Future liver remnant in mL, net of tumour.")
  var flrMl: Double?

  @Option(
    name: .customLong("case"),
    help: "A case file: its body, its formulas and the FLR of its latest scan.",
    completion: .file())
  var caseFile: String?

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: DocumentFormat = .table

  @OptionGroup var outputOptions: OutputOptions

  func validate() throws {
    _ = try bodyOptions.choice()
    try bodyOptions.checkBody()
    if let flrMl, !(flrMl >= 0 && flrMl.isFinite) {
      throw ValidationError("--flr-ml \(flrMl): expected mL, 0 or more")
    }
    if caseFile != nil, bodyOptions.statesAnything || flrMl != nil {
      throw ValidationError("--case states body, formulas and FLR; give either it or them")
    }
    let isOfBody = caseFile != nil || bodyOptions.statesBody
    if flrMl != nil, !isOfBody {
      throw ValidationError("--flr-ml goes with a body, such as --height-cm 170 --weight-kg 70")
    }
    if id != nil, kind != nil || isOfBody {
      throw ValidationError("an id goes neither with --kind nor with a body")
    }
    if kind != nil, isOfBody {
      throw ValidationError("--kind goes with the list of rows, not with a body")
    }
    _ = try rows()
  }

  func run() throws {
    do {
      let (comparison, warnings, inputs) = try comparison()
      let report = FormulasReport(
        head: DocumentHead(command: "formulas", version: Program.version), rows: try rows(),
        isInFull: id != nil, comparison: comparison)
      if let caseFile { tell(warnings, of: caseFile) }
      try writing(outputOptions, inputs: inputs) { output in
        try report.write(format.format, to: &output)
      }
    } catch let failure as CommandFailure {
      throw failure.report()
    }
  }

  private func rows() throws -> [FormulaRow] {
    let all = FormulaRow.all
    if let kind { return all.filter { $0.kind == kind.rawValue } }
    guard let id else { return all }
    guard let row = all.first(where: { $0.id == id }) else {
      throw ValidationError(
        "\(DisplayWidth.printable(id)): no such formula; `volumetry formulas` lists all")
    }
    return [row]
  }

  /// What the formulas give for the body that was described; nil where none was.
  private func comparison() throws -> (FormulaComparison?, [Notice], [String]) {
    if let caseFile {
      let opened = try OpenedCase(path: caseFile)
      let course = VolumeCourse(
        opened.scans, stageOne: opened.record.stageOneDate, decision: nil)
      let scan = course.latest.scan ?? course.baseline.scan
      return (
        FormulaComparison(
          opened.record.bodySize, choice: opened.choice,
          flr: scan.flatMap { opened.record.remnant(of: $0) }),
        opened.warnings, [caseFile] + opened.scanPaths
      )
    }
    guard bodyOptions.statesBody else { return (nil, [], []) }
    let comparison = FormulaComparison(
      bodyOptions.body, choice: try bodyOptions.choice(),
      flr: flrMl.map { MeasuredVolume(Millilitres($0)) })
    return (comparison, [], [])
  }
}

/// The kinds of rows.
enum KindArgument: String, CaseIterable, ExpressibleByArgument {
  case bsa, telv, ratio, growth, uncertainty, check, expected, window, score
}
