import ArgumentParser
import Reporting
import VolumetryCore

/// `volumetry measure`: voxels, millilitres, bounds and centroid of every label of every file.
struct Measure: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "measure",
    abstract: "Measure every label of segmented scans: voxels, mL, bounds, centroid.",
    discussion: """
      Reads NIfTI-1 and NIfTI-2, .nii, .nii.gz and .hdr/.img pairs (name either half), integers of \
      any width and floating-point files that hold integers. A file that cannot be measured right \
      is refused with the reason; the others are still reported.

      EXAMPLES:
        volumetry measure before.nii.gz after.nii.gz
        volumetry measure --format csv --output volumes.csv scans/*.nii.gz
        volumetry measure --format json --geometry sform tilted.nii
        volumetry measure --labels totalsegmentator-total scan.nii.gz
        volumetry measure --shape --format csv lesions.nii.gz

      Names of labels come from the first of: --labels, the header of the scan, a file beside it \
      (scan.labels.yaml, .tsv, .ctbl, .label, .txt, then dataset.json); never from a number.

      EXIT CODES: 0 done, 64 usage, 65 a file was refused, 66 a file is absent, 73/74 cannot write.
      """)

  @Argument(help: "Label volumes.", completion: .file())
  var files: [String]

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: StreamFormat = .table

  @Option(
    help: ArgumentHelp(
      "What labels are called: a preset (volumetry labels list) or a file, named with a / or a .",
      valueName: "preset|file"))
  var labels: LabelsArgument?

  @Option(
    help: ArgumentHelp("Labels that have a row even where no voxel carries them.", valueName: "1-8")
  )
  var expect: LabelSetArgument?

  @Flag(help: "Give the background, label 0, a row.")
  var background = false

  @Flag(
    help: "Shape: surface areas, sphericity, longest diameters, principal axes (docs/SHAPE.md).")
  var shape = false

  @Flag(help: "Read the volumes of a 4-D file as masks: channel c, from 0, is label c + 1.")
  var channelsAsLabels = false

  @Flag(help: "Partial volume: the sum of a probability map (0 to 1) times the voxel volume.")
  var soft = false

  @OptionGroup(title: "Reading") var reading: ReadingArguments
  @OptionGroup var outputOptions: OutputOptions

  /// What the user says of every file.
  private var options: ReadingOptions {
    var options = reading.options
    if channelsAsLabels { options.volumes = .channelsAsLabels }
    if soft { options.content = .probability }
    return options
  }

  func validate() throws {
    try labels?.check()
    if let expect, expect.set.expanded(most: Self.mostExpected) == nil {
      throw ValidationError("--expect \(expect.set): expected at most \(Self.mostExpected) labels")
    }
    try Self.refuse(channelsAsLabels, "--channels-as-labels", reading.volume != nil, "--volume")
    try Self.refuse(channelsAsLabels, "--channels-as-labels", soft, "--soft")
    try Self.refuse(shape, "--shape", channelsAsLabels, "--channels-as-labels")
    try Self.refuse(shape, "--shape", soft, "--soft")
    try Self.refuse(soft, "--soft", reading.threshold != nil, "--threshold")
  }

  /// No segmentation has more.
  private static let mostExpected = 4096

  /// Labels that have a row in any case: those that `--expect` names; in a map without labels those
  /// of the table that `--labels` names.
  private func expected(
    _ outcome: Result<ScanMeasurement, VolumeError>, _ given: NamedLabelTable?
  ) -> [Label] {
    if let expect { return expect.set.expanded(most: Self.mostExpected) ?? [] }
    guard let given, case .success(let scan) = outcome,
      scan.labels.allSatisfy({ $0.label == .background })
    else { return [] }
    return given.table.entries.map(\.label).filter { $0 != .background }
  }

  private static func refuse(_ a: Bool, _ name: String, _ b: Bool, _ other: String) throws {
    if a, b { throw ValidationError("\(name) and \(other) exclude each other") }
  }

  func run() throws {
    let given: NamedLabelTable?
    do { given = try labels?.open() } catch let failure as CommandFailure {
      throw failure.report()
    }
    let options = options
    let format = format.format
    var failures: [VolumeError] = []
    let tables = [labels].compactMap { $0 }.filter(\.namesFile).map(\.text)
    try writing(outputOptions, inputs: files + tables) {
      output in
      var report = MeasureReport(
        head: DocumentHead(command: "measure", version: Program.version), format: format,
        showsBackground: background, showsShape: shape)
      // Files before cores: what is left of the cores goes into each file.
      let cores = max(1, coreCount / files.count)
      try inParallel(files, atMost: channelsAsLabels ? 1 : nil) { path in
        let measured = measured(path, options, cores: cores)
        let outcome = measured.map(\.measurement)
        return MeasureReport.Entry(
          path: path, outcome: outcome,
          naming: LabelNaming(given: given, path: path, outcome: outcome),
          expected: expected(outcome, given), shapes: shapes(measured))
      } inOrder: { _, entry in
        Self.tell(entry, format: format)
        if case .failure(let error) = entry.outcome { failures.append(error) }
        try report.add(entry, to: &output)
      }
      try report.finish(to: &output)
    }
    let status = ExitStatus.failed(
      absences: failures.filter(\.isAbsence).count, of: failures.count)
    if status != .ok { throw status.code }
  }

  /// Shapes ask for every voxel's place; without them the file is only counted.
  private func measured(
    _ path: String, _ options: ReadingOptions, cores: Int
  ) -> Result<Measured, VolumeError> {
    do throws(VolumeError) {
      guard shape else {
        return .success(
          Measured(
            measurement: try ScanMeasurement(path: path, options: options, cores: cores),
            shapes: [:]))
      }
      let scan = try ShapedScan(path: path, options: options, cores: cores)
      return .success(Measured(measurement: scan.measurement, shapes: scan.shapes))
    } catch { return .failure(error) }
  }

  private func shapes(_ measured: Result<Measured, VolumeError>) -> [Label: StructureShape] {
    switch measured {
    case .success(let measured): measured.shapes
    case .failure: [:]
    }
  }

  private struct Measured {
    let measurement: ScanMeasurement
    let shapes: [Label: StructureShape]
  }

  /// Failures and warnings in words; the table holds the warnings itself.
  private static func tell(_ entry: MeasureReport.Entry, format: OutputFormat) {
    switch entry.outcome {
    case .failure(let error):
      say("\(Program.name): \(entry.path): \(error.message) [\(error.code)]")
    case .success(let scan):
      guard format != .table else { return }
      for notice in entry.notices(scan) {
        say("\(Program.name): \(entry.path): \(notice.message) [\(notice.code)]")
      }
    }
  }
}
