import ArgumentParser
import Glibc
import Records
import Reporting
import VolumetryCore

/// `volumetry phantom`: label volumes whose truth is known in closed form.
struct PhantomCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phantom",
    abstract: "Write a phantom of known truth: scans, case file and exact volumes.",
    discussion: """
      two-stage: a liver of eight segments with tumours before and after stage 1 of ALPPS, made of \
      ellipsoids and planes, so that every volume is known without counting a voxel. Written are \
      before.nii.gz, after.nii.gz, what their labels are called (before.labels.yaml, \
      after.labels.yaml), case.yaml (a synthetic patient) and truth.json.

      EXAMPLES:
        volumetry phantom --list
        volumetry phantom two-stage --output-dir demo
        volumetry readiness demo/case.yaml
      """)

  /// The phantoms there are.
  enum Name: String, CaseIterable, ExpressibleByArgument { case twoStage = "two-stage" }

  @Argument(help: "Which phantom.")
  var name: Name?

  @Flag(help: "List the phantoms.")
  var list = false

  @Option(
    name: [.customShort("o"), .customLong("output-dir")],
    help: "Folder to write to; made where it is not there. Default: the phantom's name.",
    completion: .directory)
  var outputDirectory: String?

  func validate() throws {
    guard list || name != nil else { throw ValidationError("name a phantom, or --list") }
  }

  func run() throws {
    guard !list, let name else {
      for name in Name.allCases { print(name.rawValue) }
      return
    }
    do {
      try write(to: outputDirectory ?? name.rawValue)
    } catch let failure as CommandFailure {
      throw failure.report()
    }
  }

  private func write(to folder: String) throws {
    try makeFolder(folder)
    try refuseToReplace(folder)
    let phantom = TwoStagePhantom.standard
    for stage in TwoStagePhantom.Stage.allCases {
      do throws(PhantomError) {
        try phantom.write(stage, to: "\(folder)/\(stage.fileName)")
      } catch {
        throw CommandFailure(["\(error)"], .cannotCreate)
      }
    }
    let report = PhantomReport(phantom, version: Program.version)
    do throws(OutputError) {
      let texts =
        Self.tableNames.map { ($0, BundledCases.twoStageLabels) }
        + [("case.yaml", BundledCases.twoStagePhantom)]
      for (name, text) in texts {
        let file = try OutputFile.open("\(folder)/\(name)")
        try file.write(text)
        try file.finish()
      }
      var truth = try OutputFile.open("\(folder)/truth.json")
      try report.writeTruth(to: &truth)
      try truth.finish()
      var page = OutputFile.standardOutput()
      try report.writeTable(to: &page)
      let files =
        TwoStagePhantom.Stage.allCases.map(\.fileName) + Self.tableNames
        + ["case.yaml", "truth.json"]
      try page.write("written to \(folder): \(files.joined(separator: ", "))\n")
      try page.finish()
    } catch {
      throw CommandFailure([error.message].compactMap { $0 }, error.exitStatus)
    }
  }

  /// The label table beside each scan.
  private static let tableNames = TwoStagePhantom.Stage.allCases.map {
    $0.fileName.replacing(".nii.gz", with: ".labels.yaml")
  }

  /// Somebody's own case may stand under these names; only an earlier phantom is replaced.
  private func refuseToReplace(_ folder: String) throws(CommandFailure) {
    let names =
      TwoStagePhantom.Stage.allCases.map(\.fileName) + Self.tableNames + ["case.yaml"]
    guard let first = names.first(where: { access("\(folder)/\($0)", F_OK) == 0 }) else { return }
    if access("\(folder)/truth.json", F_OK) == 0 {
      let truth = String(decoding: try TextFile.bytes("\(folder)/truth.json"), as: UTF8.self)
      if truth.contains(PhantomReport.schema) { return }
    }
    throw CommandFailure(
      [
        "\(folder)/\(first): not replaced: it is no earlier phantom's; name another --output-dir"
      ],
      .cannotCreate)
  }

  private func makeFolder(_ folder: String) throws(CommandFailure) {
    guard mkdir(folder, 0o777) != 0 else { return }
    var status = stat()
    if errno == EEXIST, stat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { return }
    throw CommandFailure(
      ["\(folder): cannot make the folder: \(String(cString: strerror(errno)))"], .cannotCreate)
  }
}
