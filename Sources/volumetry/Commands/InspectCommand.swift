import ArgumentParser
import Reporting
import VolumetryCore

/// `volumetry inspect`: everything that the headers of files say, and what each reading of their
/// geometry would mean.
struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show what a file says of itself, also of one that measure refuses.",
    discussion: """
      Every field of the header; every reading of the geometry (sform, qform, pixdim) with the \
      voxel and the labelled volume it would give and how many per cent that differs from the one \
      that is used, or from the first where none is accepted; extensions; warnings. The file is \
      read to its end, so that damage is seen and labelled voxels are counted; --header-only \
      leaves the voxels alone.

      Text fields and extensions can hold names. Their length is shown; what they say only with \
      --show-text.

      EXAMPLES:
        volumetry inspect scan.nii.gz
        volumetry inspect --format json --header-only scans/*.nii.gz

      EXIT CODES: 0 also for a file that measure would refuse: the refusal is shown. 64 usage, \
      65 a header cannot be read at all, 66 a file is absent, 73/74 cannot write.
      """)

  @Argument(help: "Files to inspect.", completion: .file())
  var files: [String]

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: PageFormat = .table

  @Flag(help: "Leave the voxels unread: no labelled volumes, damage goes unseen.")
  var headerOnly = false

  @Flag(help: "Show what text fields and extensions say. They may name a patient.")
  var showText = false

  @OptionGroup(title: "Reading") var reading: ReadingArguments
  @OptionGroup var outputOptions: OutputOptions

  func run() throws {
    let (options, headerOnly) = (reading.options, headerOnly)
    var failures: [VolumeError] = []
    try writing(outputOptions, inputs: files + files.compactMap { SidecarJSON(besides: $0)?.path })
    { output in
      var report = InspectReport(
        head: DocumentHead(command: "inspect", version: Program.version),
        isJSON: format == .json, showsText: showText)
      try inParallel(files) { path in
        Self.entry(path, Self.inspect(path, options, headerOnly))
      } inOrder: { _, entry in
        if case .failure(let error) = entry.outcome {
          say("\(Program.name): \(entry.path): \(error.message) [\(error.code)]")
          failures.append(error)
        }
        try report.add(entry, to: &output)
      }
      try report.finish(to: &output)
    }
    let status = ExitStatus.failed(
      absences: failures.filter(\.isAbsence).count, of: failures.count)
    if status != .ok { throw status.code }
  }

  private static func entry(
    _ path: String, _ outcome: Result<Inspection, VolumeError>
  ) -> InspectReport.Entry {
    InspectReport.Entry(
      path: path, outcome: outcome, naming: LabelNaming(path: path, outcome: outcome),
      sidecars: SidecarJSON(besides: path).map { [.init(path: $0.path, bytes: $0.bytes)] } ?? [])
  }

  private static func inspect(
    _ path: String, _ options: ReadingOptions, _ headerOnly: Bool
  ) -> Result<Inspection, VolumeError> {
    do throws(VolumeError) {
      return .success(try Inspection(path: path, options: options, headerOnly: headerOnly))
    } catch { return .failure(error) }
  }
}

/// Layouts of a command whose result is no table of rows.
enum PageFormat: String, CaseIterable, ExpressibleByArgument { case table, json }
