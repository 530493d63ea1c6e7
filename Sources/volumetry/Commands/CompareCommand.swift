import ArgumentParser
import Readiness
import Records
import Reporting
import VolumetryCore

/// `volumetry compare`: predictions against references, label by label.
struct CompareCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare segmentations: overlap, volumes, surface distances, lesions, cohorts.",
    discussion: """
      Two files, a file and several predictions of it, or two folders whose files have the same \
      names. Grids must be one lattice of voxels; flipped and exchanged axes and cropped fields of \
      view are laid on each other exactly, nothing is ever resampled.

      EXAMPLES:
        volumetry compare reference.nii.gz prediction.nii.gz
        volumetry compare --label-set liver=1-8 --tolerance-mm 2 ref.nii.gz pred.nii.gz
        volumetry compare -f csv references/ unet/ nnunet/
        volumetry compare --reference-pattern '{case}_gt.nii.gz' references/ predictions/
        volumetry compare --pairs pairs.tsv -f json
        volumetry compare --define

      EXIT CODES: 0 done, 64 usage, 65 a file was refused or has no partner, 66 a file is absent, \
      73/74 cannot write.
      """)

  @Argument(help: "Reference label map, or a folder of them.", completion: .file())
  var reference: String?

  @Argument(help: "Predictions: label maps, or folders of them.", completion: .file())
  var predictions: [String] = []

  @OptionGroup(title: "Pairs") var pairing: PairingOptions
  @OptionGroup(title: "What is compared") var what: ComparisonOptions

  @OptionGroup(title: "Cohorts") var cohort: CohortOptions

  @OptionGroup(title: "Pictures") var pictures: PictureOptions

  @Option(
    name: .customLong("case"),
    help: ArgumentHelp(
      "A case, repeatable: how FLR, growth and the answer change with each folder of labels. One "
        + "folder is a prediction beside the case's own files; of several the first is the "
        + "reference.", valueName: "case file"), completion: .file())
  var caseFiles: [String] = []

  @Option(
    name: .customLong("protocol"),
    help: ArgumentHelp("Rule book that answers with --case.", valueName: "id|file"))
  var ruleBook = RuleBookArgument.standard

  @Flag(help: "Print the definition of every metric and end.")
  var define = false

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: StreamFormat = .table

  @OptionGroup(title: "Reading") var reading: ReadingArguments
  @OptionGroup var outputOptions: OutputOptions

  func validate() throws {
    try what.check()
    if let output = outputOptions.output, output == pictures.html {
      throw ValidationError("--html and --output name one file")
    }
    try cohort.check(ComparisonMetric.table(what.request))
    if define { return }
    if !caseFiles.isEmpty { return try checkCases() }
    guard (reference == nil) == (pairing.pairs != nil) else {
      throw ValidationError(
        reference == nil
          ? "name a reference and a prediction, or a table with --pairs"
          : "--pairs names the files; name no others")
    }
    guard pairing.pairs != nil || !predictions.isEmpty else {
      throw ValidationError("name at least one prediction beside the reference")
    }
    guard pairing.method.isEmpty || pairing.method.count == predictions.count else {
      throw ValidationError(
        "--method is given \(pairing.method.count) times for \(predictions.count) predictions")
    }
    guard Set(pairing.method).count == pairing.method.count else {
      throw ValidationError("--method: two predictions have one name")
    }
    guard Set(predictions).count == predictions.count else {
      throw ValidationError("a prediction is named twice")
    }
  }

  private func checkCases() throws {
    try ruleBook.check()
    guard !ruleBook.isAll else { throw ValidationError("--case needs one rule book") }
    guard reference != nil, pairing.pairs == nil else {
      throw ValidationError("--case needs a folder of predicted labels")
    }
    guard Set(caseFiles).count == caseFiles.count else {
      throw ValidationError("--case: a case is named twice")
    }
    guard what.isPlain, !pictures.areWanted, !cohort.summary, cohort.rank.isEmpty else {
      throw ValidationError(
        "--case says how answers change; metrics and pictures have no part in it")
    }
    for folder in [reference].compactMap({ $0 }) + predictions where !Folder.exists(folder) {
      throw ValidationError("--case: \(folder) is no folder")
    }
  }

  private func runCases(_ head: DocumentHead) throws {
    let folders = [reference].compactMap { $0 } + predictions
    let predicted = folders.count > 1 ? Array(folders.dropFirst()) : folders
    let methods = ComparisonPairs.methods(predicted, pairing.method)
    do {
      var comparison = ClinicalComparison(
        cases: caseFiles, reference: folders.count > 1 ? folders[0] : nil,
        predictions: Array(zip(methods, predicted)), book: try ruleBook.books()[0])
      comparison.run()
      let report = ClinicalReport(
        head: head, book: (comparison.book.id, comparison.policy.id),
        agreements: comparison.agreements, methods: methods, failures: comparison.failures)
      let inputs = caseFiles + comparison.inputs + (ruleBook.namesFile ? [ruleBook.text] : [])
      try writing(outputOptions, inputs: inputs) { output in
        try report.write(format.format, to: &output)
      }
      let status = ExitStatus.failed(
        absences: comparison.absences, of: comparison.failures.count)
      if status != .ok { throw status.code }
    } catch let failure as CommandFailure { throw failure.report() }
  }

  func run() throws {
    let request = what.request
    let head = DocumentHead(command: "compare", version: Program.version)
    if define {
      return try writing(outputOptions, inputs: []) { output in
        try DefinitionsReport(head: head, request: request).write(format.format, to: &output)
      }
    }
    if !caseFiles.isEmpty { return try runCases(head) }
    let files: ComparisonPairs
    let given: NamedLabelTable?
    do {
      files = try pairing.pairs(reference: reference, predictions: predictions)
      given = try what.labels?.open()
    } catch let failure as CommandFailure { throw failure.report() }
    var pairs: [ComparisonReport.Pair] = []
    var slices: [ComparisonPictures.Key: DisagreementSlice] = [:]
    var failures = files.failures
    var absences = 0
    let job = ComparisonJob(
      request: request, sets: what.labelSet.map(\.structure), given: given,
      options: reading.options, findsSlices: pictures.areWanted,
      cores: max(1, coreCount / max(1, files.pairs.count)))
    inParallel(files.pairs) {
      job.compare($0)
    } inOrder: { _, outcome in
      switch outcome {
      case .success(let compared):
        pairs.append(compared.pair)
        slices.merge(compared.slices) { first, _ in first }
      case .failure(let refusal):
        failures.append(refusal.notice)
        absences += refusal.isAbsence ? 1 : 0
      }
    }
    for note in files.notes { say("\(Program.name): \(note)") }
    tell(pairs, failures)
    let report = ComparisonReport(
      head: head, request: request, pairs: pairs,
      summary: cohort.summary(
        pairs, methods: files.methods, request, always: pictures.areWanted), failures: failures)
    let tables = [pairing.pairs, what.labels.flatMap { $0.namesFile ? $0.text : nil }]
    let inputs =
      files.pairs.flatMap { [$0.reference, $0.prediction] } + files.failures.compactMap(\.path)
      + tables.compactMap { $0 }
    try writePictures(report, slices, inputs: inputs)
    try writing(outputOptions, inputs: inputs) { output in
      if cohort.summary, let summary = report.summary {
        try CohortReport(head: head, summary: summary, names: ComparisonReport.names(pairs))
          .write(format.format, to: &output)
      } else {
        try report.write(format.format, to: &output)
      }
    }
    let status = ExitStatus.failed(absences: absences, of: failures.count)
    if status != .ok { throw status.code }
  }

  private func writePictures(
    _ report: ComparisonReport, _ slices: [ComparisonPictures.Key: DisagreementSlice],
    inputs: [String]
  ) throws {
    guard pictures.areWanted, let found = ComparisonPictures(report, slices: slices) else { return }
    for file in pictures.files(found) {
      var options = OutputOptions.none
      options.output = file.path
      try writing(options, inputs: inputs) { output in try file.write(&output) }
    }
  }

  private func tell(_ pairs: [ComparisonReport.Pair], _ failures: [Notice]) {
    for failure in failures {
      let place = failure.path.map { "\($0): " } ?? ""
      say("\(Program.name): \(place)\(failure.message) [\(failure.code)]")
    }
    guard format != .table else { return }
    for pair in pairs {
      for notice in pair.notices {
        let path = notice.path ?? pair.prediction
        say("\(Program.name): \(path): \(notice.message) [\(notice.code)]")
      }
    }
  }
}
