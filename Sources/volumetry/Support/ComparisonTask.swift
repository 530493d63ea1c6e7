import Reporting
import VolumetryCore

/// What `compare` is asked for, however it was said: predictions against references.
struct ComparisonTask {
  var reference: String?
  var predictions: [String]
  var pairing = PairingPlan()
  var request = ComparisonRequest()
  /// Sets of labels to compare; empty: every label that occurs.
  var sets: [ComparedStructure] = []
  var labels: LabelsArgument?
  var cohort = CohortPlan()
  var pictures = PictureTarget()
  var format = OutputFormat.table
  var reading = ReadingOptions()
  var output = OutputTarget(path: nil)

  func run() throws {
    let files: ComparisonPairs
    let given: NamedLabelTable?
    do {
      files = try pairing.pairs(reference: reference, predictions: predictions)
      given = try labels?.open()
    } catch let failure as CommandFailure { throw failure.report() }
    let found = compare(
      files,
      ComparisonJob(
        request: request, sets: sets, given: given, options: reading,
        findsSlices: pictures.areWanted, cores: max(1, coreCount / max(1, files.pairs.count))))
    let failures = files.failures + found.failures
    for note in files.notes { say("\(Program.name): \(note)") }
    tell(found.pairs, failures)
    let head = DocumentHead(command: "compare", version: Program.version)
    let summary = cohort.summary(
      found.pairs, methods: files.methods, request, always: pictures.areWanted)
    let report = ComparisonReport(
      head: head, request: request, pairs: found.pairs, summary: summary, failures: failures)
    let tables = [pairing.table, labels.flatMap { $0.namesFile ? $0.text : nil }]
    let inputs =
      files.pairs.flatMap { [$0.reference, $0.prediction] } + files.failures.compactMap(\.path)
      + tables.compactMap { $0 }
    try writePictures(report, found.slices, inputs: inputs)
    try output.writing(inputs: inputs) { output in
      if cohort.isAlone, let summary {
        try CohortReport(head: head, summary: summary, names: ComparisonReport.names(found.pairs))
          .write(format, to: &output)
      } else {
        try report.write(format, to: &output)
      }
    }
    let status = ExitStatus.failed(absences: found.absences, of: failures.count)
    if status != .ok { throw status.code }
  }

  /// What came of the pairs.
  private struct Found {
    var pairs: [ComparisonReport.Pair] = []
    var slices: [ComparisonPictures.Key: DisagreementSlice] = [:]
    var failures: [Notice] = []
    /// Failures because a file is not there.
    var absences = 0
  }

  private func compare(_ files: ComparisonPairs, _ job: ComparisonJob) -> Found {
    var found = Found()
    inParallel(files.pairs) {
      job.compare($0)
    } inOrder: { _, outcome in
      switch outcome {
      case .success(let compared):
        found.pairs.append(compared.pair)
        found.slices.merge(compared.slices) { first, _ in first }
      case .failure(let refusal):
        found.failures.append(refusal.notice)
        found.absences += refusal.isAbsence ? 1 : 0
      }
    }
    return found
  }

  private func writePictures(
    _ report: ComparisonReport, _ slices: [ComparisonPictures.Key: DisagreementSlice],
    inputs: [String]
  ) throws {
    guard pictures.areWanted else { return }
    guard let found = ComparisonPictures(report, slices: slices) else {
      return say("\(Program.name): nothing was compared; no page and no picture was written")
    }
    for file in pictures.files(found) {
      try file.target.writing(inputs: inputs) { try file.write(&$0) }
    }
  }

  private func tell(_ pairs: [ComparisonReport.Pair], _ failures: [Notice]) {
    for failure in failures {
      let place = failure.path.map { "\($0): " } ?? ""
      say("\(Program.name): \(place)\(failure.message) [\(failure.code)]")
    }
    guard format != .table else { return }
    for (pair, notice) in ComparisonReport.notices(of: pairs) {
      let path = notice.path ?? pair.prediction
      say("\(Program.name): \(path): \(notice.message) [\(notice.code)]")
    }
  }
}
