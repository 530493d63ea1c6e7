import ArgumentParser
import Records
import Reporting
import VolumetryCore

/// `volumetry phi-check`: where in files something stands that may name a person.
struct PHICheckCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phi-check",
    abstract: "List the places of files that may hold names or dates.",
    discussion: """
      Looked at are the text fields of the header, fields that NIfTI does not use, extensions, \
      bytes between header and voxels and behind the voxels, name, comment and time in gzip \
      headers, the JSON file of the same name beside it, and the file's own name. Printed are the \
      place and the length, never what stands there unless --show-text asks for it.

      No finding is no proof: the voxels (burnt-in text, a face) and label names in other files \
      are not looked at. `volumetry strip` writes a copy without these places.

      EXAMPLES:
        volumetry phi-check scan.nii.gz
        volumetry phi-check --exit-status --format json scans/*.nii.gz

      EXIT CODES: 0 done, whatever was found; with --exit-status 1 where something was found. \
      64 usage, 65 a file cannot be looked through to its end, 66 a file is absent, 73/74 cannot \
      write.
      """)

  @Argument(help: "Files to check.", completion: .file())
  var files: [String]

  @Flag(help: "Show what stands there. It may name a patient.")
  var showText = false

  @Flag(help: "Leave with 1 where something was found.")
  var exitStatus = false

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: DocumentFormat = .table

  @OptionGroup var outputOptions: OutputOptions

  func run() throws {
    var failures: [VolumeError] = []
    var hasFindings = false
    try writing(outputOptions, inputs: files + files.compactMap { SidecarJSON(besides: $0)?.path })
    { output in
      var report = FreeTextReport(
        head: DocumentHead(command: "phi-check", version: Program.version),
        format: format.format, showsText: showText)
      try inParallel(files, Self.check) { _, entry in
        if let error = entry.failure {
          say("\(Program.name): \(entry.path): \(error.message) [\(error.code)]")
          failures.append(error)
        }
        hasFindings = hasFindings || !entry.findings.isEmpty
        try report.add(entry, to: &output)
      }
      try report.finish(to: &output)
    }
    if [.csv, .tsv].contains(format) { say("\(Program.name): \(FreeTextReport.limits)") }
    let status = ExitStatus.failed(
      absences: failures.filter(\.isAbsence).count, of: failures.count)
    if status != .ok { throw status.code }
    if exitStatus, hasFindings { throw ExitStatus.noGo.code }
  }

  private static func check(_ path: String) -> FreeTextReport.Entry {
    let beside = FileNameCheck.findings(path) + (SidecarJSON(besides: path)?.findings ?? [])
    do throws(VolumeError) {
      let survey = try FreeTextSurvey(path: path)
      // Numbers and names of labels, as `strip` writes them, are there to be read.
      let findings = survey.findings.filter { finding in
        finding.kind != .extension || !CaretExtension.isPlainTable(finding.content ?? [])
      }
      return FreeTextReport.Entry(
        path: path, findings: findings + beside, failure: survey.failure)
    } catch {
      return FreeTextReport.Entry(path: path, findings: beside, failure: error)
    }
  }
}
