import ArgumentParser
import Reporting
import VolumetryCore

/// `volumetry readers`: how several segmentations of one scan agree.
struct ReadersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "readers",
    abstract: "Agreement of several readers of one scan: majority, Fleiss kappa, STAPLE, Dice.",
    discussion: """
      Each file is one reader's label map; all are on one grid. No reader counts as right; where \
      one does, `volumetry compare` is what you want.

      EXAMPLES:
        volumetry readers anna.nii.gz ben.nii.gz chen.nii.gz
        volumetry readers --label-set liver=1-8 -f json reader*.nii.gz

      EXIT CODES: 0 done, 64 usage, 65 a file was refused, 66 a file is absent, 73/74 cannot write.
      """)

  @Argument(help: "Label maps, one a reader.", completion: .file())
  var files: [String]

  @Option(
    help: ArgumentHelp(
      "Take these labels as one structure, and only what is named so; repeatable.",
      valueName: "liver=1-8"))
  var labelSet: [NamedSetArgument] = []

  @Option(
    help: ArgumentHelp(
      "A table of label names: a preset (volumetry labels list) or a file, named with a / or a .",
      valueName: "preset|file"))
  var labels: LabelsArgument?

  @Option(
    help: ArgumentHelp(
      "What half of an even number of readers decides.", valueName: "background|foreground"))
  var ties: TiesChoice = .background

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: DocumentFormat = .table

  @OptionGroup(title: "Reading") var reading: ReadingArguments
  @OptionGroup var outputOptions: OutputOptions

  func validate() throws {
    guard (2...VotePatterns.mostReaders).contains(files.count) else {
      throw ValidationError("name 2 to \(VotePatterns.mostReaders) label maps, one a reader")
    }
    guard Set(files.map { Array($0.utf8) }).count == files.count else {
      throw ValidationError("a reader is named twice")
    }
    try labels?.check()
  }

  func run() throws {
    try PairingPlan.refuseOneTwice(files)
    let scans: AlignedScans
    do throws(AlignedScansError) {
      scans = try AlignedScans(paths: files, options: reading.options)
    } catch {
      say("\(Program.name): \(files[error.index]): \(error.message) [\(error.code)]")
      var isAbsence = false
      if case .unreadable(_, let reason) = error { isAbsence = reason.isAbsence }
      throw ExitStatus.failed(absences: isAbsence ? 1 : 0, of: 1).code
    }
    let occurring = Set(files.indices.flatMap { scans.joint.labels(inVolume: $0) })
      .subtracting([.background]).sorted()
    let structures =
      labelSet.isEmpty ? occurring.map(ComparedStructure.init) : labelSet.map(\.structure)
    do {
      let naming = LabelNaming(
        given: try labels?.open(), own: scans.scans[0].ownTables(at: files[0]),
        occurring: occurring)
      let agreements = try structures.map {
        try ReaderAgreement(scans, of: $0, ties: ties.rule)
      }
      let report = ReadersReport(
        head: DocumentHead(command: "readers", version: Program.version), readers: files,
        agreements: agreements, naming: naming, ties: ties.rawValue)
      let tables = [labels].compactMap { $0 }.filter(\.namesFile).map(\.text)
      try writing(outputOptions, inputs: files + tables) { output in
        try report.write(format.format, to: &output)
      }
    } catch let failure as CommandFailure { throw failure.report() }
  }
}

/// What half of the readers decides.
enum TiesChoice: String, CaseIterable, ExpressibleByArgument {
  case background, foreground

  var rule: MajorityVote.TieRule { self == .background ? .background : .foreground }
}
