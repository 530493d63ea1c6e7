import ArgumentParser
import Glibc
import Records
import Reporting
import VolumetryCore

/// `volumetry phantom`: label volumes whose truth is known in closed form.
struct PhantomCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "phantom",
    abstract: "Write a phantom of known truth: label volumes and their exact volumes.",
    discussion: """
      A family (--list) gives one label volume of any size, data type and compression, with its \
      truth beside it: NAME.nii.gz and NAME.truth.json, which `volumetry conformance` reads. The \
      same options give the same bytes. Anatomy fills the same share of the field of view whatever \
      the shape and the spacing are. docs/PHANTOMS.md has the formulas.

      two-stage: a liver of eight segments with tumours before and after stage 1 of ALPPS, made of \
      ellipsoids and planes. Written are, into the folder that --output names, before.nii.gz, \
      after.nii.gz, what their labels are called (before.labels.yaml, after.labels.yaml), \
      case.yaml (a synthetic patient) and truth.json.

      EXAMPLES:
        volumetry phantom --list
        volumetry phantom sparse-liver
        volumetry phantom dense-body --gzip-level 1 --output dense.nii.gz
        volumetry phantom cubes --shape 64x64x64 --labels 300 --datatype uint16 -o cubes.nii
        volumetry phantom two-stage --output demo
        volumetry readiness demo/case.yaml

      EXIT CODES: 0 written, 64 usage, 73/74 cannot write.
      """)

  /// The phantom that is no family.
  private static let twoStage = (
    name: "two-stage", summary: "a case: a liver before and after stage 1 of ALPPS"
  )

  @Argument(help: "Which phantom.")
  var name: String?

  @Flag(help: "List the phantoms.")
  var list = false

  @Option(name: .shortAndLong, help: "Layout of the list.")
  var format: DocumentFormat = .table

  @Option(
    name: [.customShort("o"), .customLong("output"), .customLong("output-dir")],
    help: """
      The file to write, .nii.gz or .nii (default: NAME.nii.gz); of two-stage the folder, made \
      where it is not there.
      """,
    completion: .file())
  var output: String?

  @OptionGroup var options: PhantomOptions

  func validate() throws {
    guard let name else {
      guard list else { throw ValidationError("name a phantom, or --list") }
      guard output == nil, options.given.isEmpty else {
        throw ValidationError("--list prints a page; it takes no option but --format")
      }
      return
    }
    guard name == Self.twoStage.name else {
      _ = try family(name)
      return
    }
    guard options.given.isEmpty else {
      throw ValidationError("\(options.given.joined(separator: ", ")): not for two-stage")
    }
  }

  private func family(_ name: String) throws -> PhantomFamily {
    if let family = PhantomFamily(rawValue: name) { return family }
    let known = PhantomFamily.allCases.map(\.rawValue) + [Self.twoStage.name]
    let nearest = known.nearest(to: name).map { "; the nearest is \($0)" } ?? ""
    throw ValidationError(
      "\(DisplayWidth.printable(name)): no such phantom\(nearest). Known: "
        + known.joined(separator: ", "))
  }

  func run() throws {
    do {
      if list {
        try writeList()
      } else if let name, name != Self.twoStage.name {
        try write(try family(name), to: output ?? "\(name).nii.gz")
      } else {
        try write(to: output ?? Self.twoStage.name)
      }
    } catch let failure as CommandFailure {
      throw failure.report()
    }
  }

  private func writeList() throws {
    let phantoms = try PhantomFamily.allCases.map { try made(PhantomOrder($0)) }
    let report = FamilyList(
      head: DocumentHead(command: "phantom-list", version: Program.version), phantoms: phantoms,
      others: [Self.twoStage])
    try Self.finishing { () throws(OutputError) in
      var page = OutputFile.standardOutput()
      try report.write(format.format, to: &page)
      try page.finish()
    }
  }

  // MARK: A family

  private func write(_ family: PhantomFamily, to path: String) throws {
    let phantom = try made(try options.order(family, output: path))
    OutputFile.ignoreSignals()
    let truth: FamilyTruth
    do throws(PhantomError) { truth = try phantom.write(to: path) } catch {
      throw Self.failure(error)
    }
    let name = path.split(separator: "/").last.map(String.init)
    guard let name else { preconditionFailure("what was written has a name") }
    let report = FamilyReport(phantom, truth, file: name, version: Program.version)
    let suffix = name.lowercased().hasSuffix(".gz") ? ".nii.gz" : ".nii"
    let truthPath = "\(path.dropLast(suffix.count)).truth.json"
    try Self.finishing { () throws(OutputError) in
      var file = try OutputFile.open(truthPath)
      try report.writeTruth(to: &file)
      try file.finish()
      var page = OutputFile.standardOutput()
      try report.writeLine(to: &page)
      try page.write("written to \(path), its truth to \(truthPath)\n")
      try page.finish()
    }
  }

  private func made(_ order: PhantomOrder) throws(CommandFailure) -> Phantom {
    do throws(PhantomError) { return try Phantom(order) } catch { throw Self.failure(error) }
  }

  private static func failure(_ error: PhantomError) -> CommandFailure {
    switch error {
    case .specification, .gzipLevel: CommandFailure(["\(error)"], .usage)
    case .output(.create, _, _): CommandFailure(["\(error)"], .cannotCreate)
    case .output: CommandFailure(["\(error)"], .ioError)
    }
  }

  private static func finishing(_ body: () throws(OutputError) -> Void) throws(CommandFailure) {
    do throws(OutputError) { try body() } catch {
      throw CommandFailure([error.message].compactMap { $0 }, error.exitStatus)
    }
  }

  // MARK: Two stages

  private func write(to folder: String) throws {
    try makeFolder(folder)
    try refuseToReplace(folder)
    let phantom = TwoStagePhantom.standard
    for stage in TwoStagePhantom.Stage.allCases {
      do throws(PhantomError) {
        try phantom.write(stage, to: "\(folder)/\(stage.fileName)")
      } catch {
        throw Self.failure(error)
      }
    }
    let report = PhantomReport(phantom, version: Program.version)
    try Self.finishing { () throws(OutputError) in
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
        "\(folder)/\(first): not replaced: it is no earlier phantom's; name another --output"
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
