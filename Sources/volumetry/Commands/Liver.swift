import ArgumentParser
import Readiness
import Reporting
import VolumetryCore

/// `volumetry liver`: TLV, tumour, functional TLV, FLR and their ratios.
struct Liver: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "liver",
    abstract: "Liver volumes and ratios: TLV, tumour, TFLV, FLR, FLR/TLV, sFLR, FLR/BW.",
    discussion: """
      Say which labels are what: from one label map by label sets, or from one file a role on one \
      grid. Names are never guessed from numbers; --labels names a table that states roles.

      EXAMPLES:
        volumetry liver --liver 1-8 --tumour 9 --flr 2,3 scan.nii.gz
        volumetry liver --labels lits segmentation-0.nii
        volumetry liver --labels totalsegmentator-liver-segments --flr 2,3 scan.nii.gz
        volumetry liver --liver 1-8 --height-cm 165 --weight-kg 62 scan.nii
        volumetry liver --liver-file liver.nii.gz --flr-file flr.nii.gz
        volumetry liver --liver 1-8 --flr 2,3 -f csv before.nii after.nii

      sFLR is the FLR over the liver volume estimated from body size (TELV); FLR/BW is a \
      percentage: 0.5 is 5 g per kg.

      EXIT CODES: 0 done, 64 usage, 65 a scan was refused, 66 a file is absent, 73/74 cannot write.
      """)

  @Argument(help: "Label maps, each holding all roles.", completion: .file())
  var files: [String] = []

  @OptionGroup(title: "Labels") var labels: LabelOptions
  @OptionGroup(title: "One file a role") var roleFiles: RoleFileOptions
  @OptionGroup(title: "Body and formulas") var bodyOptions: BodyOptions

  @Option(
    help: ArgumentHelp(
      "Whose TLV and TFLV divide the FLR.", valueName: "same-scan|first-scan"))
  var denominatorTimepoint: DenominatorChoice = .sameScan

  @Option(name: .shortAndLong, help: "Layout of the result.")
  var format: StreamFormat = .table

  @OptionGroup(title: "Reading") var reading: ReadingArguments
  @OptionGroup var outputOptions: OutputOptions

  func validate() throws {
    guard files.isEmpty != (roleFiles.liverFile == nil) else {
      throw ValidationError(
        files.isEmpty
          ? "name at least one label map, or --liver-file"
          : "name either label maps or one file a role, not both")
    }
    if roleFiles.liverFile == nil {
      guard roleFiles.tumourFile == nil, roleFiles.flrFile == nil else {
        throw ValidationError("--tumour-file and --flr-file go with --liver-file")
      }
      guard labels.liver != nil || labels.labels != nil else {
        throw ValidationError(
          "say which labels are liver with --liver, such as --liver 1-8, or name a table with "
            + "--labels; names are never guessed from numbers")
      }
    } else if labels.labels != nil {
      throw ValidationError("--labels goes with label maps, not with one file a role")
    }
    try labels.labels?.check()
    _ = try bodyOptions.choice()
    try bodyOptions.checkBody()
  }

  func run() throws {
    let sets: RoleSets
    do { sets = try labels.resolved() } catch let failure as CommandFailure {
      throw failure.report()
    }
    let options = reading.options
    let requests = requests(sets)
    let body = BodyEstimate(bodyOptions.body, choice: try bodyOptions.choice())
    var outcomes: [Result<RoleScan.Measured, RoleScan.Refusal>] = []
    inParallel(requests) {
      $0.measure(options: options)
    } inOrder: { _, outcome in
      outcomes.append(outcome)
    }
    let entries = entries(requests, sets, outcomes, body: body)
    let report = LiverReport(
      head: DocumentHead(command: "liver", version: Program.version), format: format.format,
      body: body, density: bodyOptions.densityValue)
    var failures: [LiverReport.Refusal] = []
    for entry in entries {
      switch entry.outcome {
      case .failure(let refusal):
        failures.append(refusal)
        let path = refusal.notice.path ?? entry.path
        say("\(Program.name): \(path): \(refusal.notice.message) [\(refusal.notice.code)]")
      case .success(let scan):
        guard format != .table else { continue }
        for notice in report.warnings(scan) {
          say("\(Program.name): \(entry.path): \(notice.message) [\(notice.code)]")
        }
      }
    }
    try writing(outputOptions, inputs: inputs(requests)) { output in
      try report.write(entries, to: &output)
    }
    let status = ExitStatus.failed(
      absences: failures.filter(\.isAbsence).count, of: failures.count)
    if status != .ok { throw status.code }
  }

  private func inputs(_ requests: [RoleScan]) -> [String] {
    let tables = [labels.labels].compactMap { $0 }.filter(\.namesFile).map(\.text)
    return requests.flatMap(\.paths) + tables
  }

  private func requests(_ sets: RoleSets) -> [RoleScan] {
    if let liver = roleFiles.liverFile { return [roleFiles.scan(liver: liver, labels: labels)] }
    guard let liver = sets.liver else { return [] }
    let roles = LiverRoles(liver: liver, tumour: sets.tumour, flr: sets.flr)
    return files.map { RoleScan(paths: [$0], roles: roles, given: sets.table) }
  }

  private func entries(
    _ requests: [RoleScan], _ sets: RoleSets,
    _ outcomes: [Result<RoleScan.Measured, RoleScan.Refusal>],
    body: BodyEstimate
  ) -> [LiverReport.Entry] {
    var denominator = LiverRatios.Denominator.sameScan
    if denominatorTimepoint == .firstScan {
      denominator = .unknownFirstScan
      if case .success(let first)? = outcomes.first { denominator = .firstScan(first.volumes) }
    }
    return zip(requests, outcomes).map { request, outcome in
      LiverReport.Entry(
        path: request.paths[0], files: roleFiles.named, labels: sets.named,
        labelSource: sets.table?.source,
        outcome: outcome.map { measured in
          let ratios = LiverRatios(
            measured.volumes, denominator: denominator,
            body: LiverRatios.Body(
              telv: body.estimate?.telv, weight: bodyOptions.body.weight,
              density: bodyOptions.densityValue))
          return LiverReport.Scan(
            volumes: measured.volumes, ratios: ratios, options: measured.options,
            warnings: measured.notices)
        }.mapError { LiverReport.Refusal(notice: $0.notice, isAbsence: $0.isAbsence) })
    }
  }
}

/// Whose liver volume divides the FLR.
enum DenominatorChoice: String, CaseIterable, ExpressibleByArgument {
  case sameScan = "same-scan"
  case firstScan = "first-scan"
}
