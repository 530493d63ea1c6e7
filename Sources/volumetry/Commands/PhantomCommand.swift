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
      before.nii.gz, after.nii.gz, case.yaml (a synthetic patient) and truth.json.

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
    let phantom = TwoStagePhantom.standard
    for stage in TwoStagePhantom.Stage.allCases {
      do throws(PhantomError) {
        try phantom.write(stage, to: "\(folder)/\(stage.fileName)")
      } catch {
        throw CommandFailure(["\(folder)/\(stage.fileName): \(error)"], .ioError)
      }
    }
    let report = PhantomReport(phantom, version: Program.version)
    do throws(OutputError) {
      var caseFile = try OutputFile.open("\(folder)/case.yaml")
      try caseFile.write(BundledCases.twoStagePhantom)
      try caseFile.finish()
      var truth = try OutputFile.open("\(folder)/truth.json")
      try report.writeTruth(to: &truth)
      try truth.finish()
      caseFile = OutputFile.standardOutput()
      try report.writeTable(to: &caseFile)
      try caseFile.write("written to \(folder): before.nii.gz, after.nii.gz, case.yaml, truth.json\n")
      try caseFile.finish()
    } catch {
      throw CommandFailure([error.message].compactMap { $0 }, error.exitStatus)
    }
  }

  private func makeFolder(_ folder: String) throws(CommandFailure) {
    guard mkdir(folder, 0o777) != 0, errno != EEXIST else { return }
    throw CommandFailure(
      ["\(folder): cannot make the folder: \(String(cString: strerror(errno)))"], .cannotCreate)
  }
}
