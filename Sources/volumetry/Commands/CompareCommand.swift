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
    try pictures.target.check(beside: outputOptions.target)
    try cohort.check(ComparisonMetric.table(what.request))
    if define { return }
    if !caseFiles.isEmpty { return try checkCases() }
    guard ruleBook.text == RuleBookArgument.standard.text else {
      throw ValidationError("--protocol goes with --case")
    }
    guard pairing.pairs == nil || pairing.hasNoPattern else {
      throw ValidationError("--reference-pattern and --prediction-pattern go with folders")
    }
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
    guard !pairing.method.contains("") else { throw ValidationError("--method: name the method") }
    guard Set(pairing.method).count == pairing.method.count else {
      throw ValidationError("--method: two predictions have one name")
    }
    guard Set(predictions.map { Array($0.utf8) }).count == predictions.count else {
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
    guard reading.isPlain else {
      throw ValidationError(
        "--case: how a scan is read stands in the case, as `reading` of the scan")
    }
    guard what.isPlain, pairing.hasNoPattern, !pictures.target.areWanted, cohort.isPlain else {
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
    try task.run()
  }

  /// What is asked for, without how it was said.
  ///
  /// - Precondition: `validate` passed, and files are compared.
  var task: ComparisonTask {
    ComparisonTask(
      reference: reference, predictions: predictions, pairing: pairing.plan, request: what.request,
      sets: what.labelSet.map(\.structure), labels: what.labels, cohort: cohort.plan,
      pictures: pictures.target, format: format.format, reading: reading.options,
      output: outputOptions.target)
  }
}
