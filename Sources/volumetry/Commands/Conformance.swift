import ArgumentParser
import Reporting
import VolumetryCore

/// `volumetry conformance`: reads files whose truth is known, and says of each whether it was read
/// right, refused as it must be, or wrong.
struct Conformance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "conformance",
    abstract: "Hold this reader against files whose truth is known.",
    discussion: """
      A set is a folder with a truth.json, which gives for each file the mm³ of every label, or \
      null where it must be refused:

        {"slope2": {"path": "slope2.nii.gz", "truth": {"2": 900, "4": 288}, "note": "slope 2"},
         "cut": {"path": "cut.nii.gz", "truth": null}}

      Paths are relative to it and stay in its folder. NAME.truth.json, as `volumetry phantom` \
      writes it, is a set like any other. The sets of the folders in DIR are taken too. A file is \
      right where labels and volumes (within 1e-5) are those of the truth, no label more and none \
      less.

      EXAMPLES:
        volumetry conformance phantoms/conformance
        volumetry conformance --format json my-set

      EXIT CODES: 0 nothing is wrong, 64 usage, 65 a file is wrong or a truth.json is malformed, \
      66 a folder, its truth.json or a file is absent, 73/74 cannot write.
      """)

  @Argument(help: "Folders with a truth.json.", completion: .directory)
  var dir: [String]

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: DocumentFormat = .table

  @OptionGroup var outputOptions: OutputOptions

  /// A file with the folder that its path is relative to.
  private struct Item: Sendable {
    let folder: String
    let file: KnownFile

    var path: String { "\(folder)/\(file.path)" }

    func entry() -> ConformanceReport.Entry {
      do throws(VolumeError) {
        let check = try TruthCheck(file, in: folder)
        return ConformanceReport.Entry(path: path, name: file.name, outcome: .success(check))
      } catch {
        return ConformanceReport.Entry(path: path, name: file.name, outcome: .failure(error))
      }
    }
  }

  func run() throws {
    do {
      try run(try dir.flatMap { try ConformanceSet.sets(in: $0) })
    } catch let failure as CommandFailure {
      throw failure.report()
    }
  }

  private func run(_ sets: [ConformanceSet]) throws {
    let items = sets.flatMap { set in set.files.map { Item(folder: set.folder, file: $0) } }
    var entries: [ConformanceReport.Entry] = []
    var (wrong, absent) = (0, 0)
    inParallel(items) {
      $0.entry()
    } inOrder: { _, entry in
      entries.append(entry)
      switch entry.outcome {
      case .failure(let error):
        absent += 1
        say("\(Program.name): \(entry.path): \(error.message) [\(error.code)]")
      case .success(let check):
        guard case .wrong(let reason) = check.judgement else { return }
        wrong += 1
        say("\(Program.name): \(entry.path): \(reason)")
      }
    }
    let inputs = sets.map(\.truthPath) + items.map(\.path)
    try writing(outputOptions, inputs: inputs) { output in
      let report = ConformanceReport(
        entries, head: DocumentHead(command: "conformance", version: Program.version),
        format: format.format)
      try report.write(to: &output)
    }
    let status = ExitStatus.failed(absences: absent, of: wrong + absent)
    if status != .ok { throw status.code }
  }
}
