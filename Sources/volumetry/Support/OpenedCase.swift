import Readiness
import Records
import Reporting
import VolumetryCore

/// A case with every scan measured for its first plan.
struct OpenedCase {
  let file: CaseFile
  let scans: [MeasuredScan]
  let choice: BodyEstimate.Choice
  /// What reading the record and the scans said.
  let warnings: [Notice]

  var record: Case { file.case }

  /// Reads the record, then its scans in parallel. Paths in it are relative to its folder.
  ///
  /// One scan that cannot be read refuses the case: an answer that rests on fewer scans than the
  /// record names would be another answer.
  init(path: String) throws {
    let file = try Self.read(path)
    self.file = file
    choice = try Self.choice(file, path)
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let requests = file.case.scans.indices.map { index in
      Request(file.case, index: index, folder: folder.joined(separator: "/"))
    }
    var scans: [MeasuredScan] = []
    var warnings = file.warnings.map {
      Notice(code: $0.code, message: $0.message, path: $0.path.isEmpty ? nil : $0.path)
    }
    var failures: [(lines: [String], isAbsence: Bool)] = []
    inParallel(requests) {
      $0.measure()
    } inOrder: { index, outcome in
      switch outcome {
      case .success(let measured):
        scans.append(
          MeasuredScan(index: index, scan: file.case.scans[index], volumes: measured?.volumes))
        warnings += Self.notices(measured)
      case .failure(let refusal):
        let place = refusal.place
        failures.append(
          (
            ["\(path): line \(file.line(of: place)): \(place): \(refusal.message)"],
            refusal.isAbsence
          ))
      }
    }
    guard failures.isEmpty else {
      throw CommandFailure(
        failures.flatMap(\.lines),
        .failed(absences: failures.filter(\.isAbsence).count, of: failures.count))
    }
    self.scans = scans
    var seen: Set<Notice> = []
    self.warnings = warnings.filter { seen.insert($0).inserted }
  }

  private static func notices(_ measured: RoleScan.Measured?) -> [Notice] {
    guard let measured else { return [] }
    return measured.notices + measured.volumes.warnings.map(\.notice)
  }

  private static func read(_ path: String) throws(CommandFailure) -> CaseFile {
    let bytes = try TextFile.bytes(path)
    do throws(RecordError) { return try CaseFile(bytes: bytes) } catch {
      throw CommandFailure(error.faults.map { "\(path): \($0)" }, .dataError)
    }
  }

  private static func choice(
    _ file: CaseFile, _ path: String
  ) throws(CommandFailure) -> BodyEstimate.Choice {
    let options = file.case.options
    do throws(BodyEstimate.Choice.Unknown) {
      return try BodyEstimate.Choice(telv: options.telvFormula, bsa: options.bsaFormula)
    } catch {
      let place = "options.\(error.option)"
      throw CommandFailure(
        [
          "\(path): line \(file.line(of: place)): \(place): no formula of this name (found "
            + "\"\(error.found)\"; expected one of \(error.known.joined(separator: ", "))) "
            + "[E-CASE-WORD]"
        ], .dataError)
    }
  }
}

/// What one scan of a case asks to be measured.
private struct Request: Sendable {
  let index: Int
  let scan: Scan
  let labels: LabelRoles?
  /// Whether the scan itself says what its labels mean.
  let hasOwnLabels: Bool
  let plan: Plan?
  let folder: String

  init(_ record: Case, index: Int, folder: String) {
    self.index = index
    self.folder = folder
    scan = record.scans[index]
    hasOwnLabels = record.scans[index].labels != nil
    labels = record.scans[index].labels ?? record.labels
    plan = record.plans.first
  }

  /// A refusal with its place in the record.
  struct Refusal: Error, Sendable {
    let place: String
    let message: String
    let isAbsence: Bool
  }

  /// Nil where the record gives no volumes for the scan.
  func measure() -> Result<RoleScan.Measured?, Refusal> {
    switch scan.source {
    case nil: return .success(nil)
    case .volumes(let typed): return measureTyped(typed)
    case .segmentation(let path):
      guard let liver = labels?.liver else {
        return .failure(
          Refusal(
            place: "scans[\(index)].segmentation",
            message: "no liver labels are stated (expected labels: {liver: [...]}); names are "
              + "never guessed from numbers [E-CASE-LABELS]", isAbsence: false))
      }
      return measure(
        RoleScan(
          paths: [resolved(path)],
          roles: LiverRoles(liver: liver, tumour: labels?.tumour, flr: plan?.flr)))
    case .files(let files): return measureFiles(files)
    }
  }

  private func measureTyped(
    _ typed: Scan.TypedVolumes
  ) -> Result<RoleScan.Measured?, Refusal> {
    guard let tlv = typed.tlv else {
      return .success(nil)
    }
    do throws(LiverVolumesError) {
      let volumes = try LiverVolumes(tlv: tlv, tumour: typed.tumour, flr: typed.flr)
      return .success(RoleScan.Measured(volumes: try net(volumes), notices: []))
    } catch {
      return .failure(
        Refusal(
          place: "scans[\(index)].volumes_ml", message: "\(error) [\(error.code)]",
          isAbsence: false))
    }
  }

  /// One file a role; the FLR may be labels of the liver's file, by the plan.
  private func measureFiles(_ files: Scan.RoleFiles) -> Result<RoleScan.Measured?, Refusal> {
    guard let liver = files.liver else {
      return .failure(
        Refusal(
          place: "scans[\(index)].files", message: "no liver file is named [E-CASE-SOURCE]",
          isAbsence: false))
    }
    var paths = [resolved(liver)]
    func region(_ path: String?) -> LiverRoles.Region? {
      guard let path else { return nil }
      paths.append(resolved(path))
      return LiverRoles.Region(everyLabelOf: paths.count - 1)
    }
    let own = hasOwnLabels ? labels?.liver : nil
    let tumour = region(files.tumour)
    let flr = region(files.flr) ?? plan?.flr.map { LiverRoles.Region(volume: 0, labels: $0) }
    return measure(
      RoleScan(
        paths: paths,
        roles: LiverRoles(
          liver: own.map { LiverRoles.Region(volume: 0, labels: $0) }
            ?? LiverRoles.Region(everyLabelOf: 0), tumour: tumour, flr: flr)))
  }

  private func measure(_ request: RoleScan) -> Result<RoleScan.Measured?, Refusal> {
    switch request.measure() {
    case .failure(let refusal):
      return .failure(
        Refusal(
          place: place(refusal),
          message: (refusal.notice.path.map { "\($0): " } ?? "")
            + "\(refusal.notice.message) [\(refusal.notice.code)]",
          isAbsence: refusal.isAbsence))
    case .success(let measured):
      do throws(LiverVolumesError) {
        return .success(
          RoleScan.Measured(volumes: try net(measured.volumes), notices: measured.notices))
      } catch {
        return .failure(
          Refusal(
            place: "plans[0].flr_minus", message: "\(error) [\(error.code)]", isAbsence: false))
      }
    }
  }

  /// The volumes net of what the plan clears out of the FLR: growth compares net with net.
  private func net(_ volumes: LiverVolumes) throws(LiverVolumesError) -> LiverVolumes {
    let removed = (plan?.flrMinus ?? []).reduce(Millilitres.zero) { $0 + $1.volume }
    guard removed > .zero else { return volumes }
    return try volumes.removingFromRemnant(removed)
  }

  /// Where in the record the reason of a refusal stands.
  private func place(_ refusal: RoleScan.Refusal) -> String {
    let labels = hasOwnLabels ? "scans[\(index)].labels" : "labels"
    switch refusal {
    case .labels(.emptyRole(.flr, _, _)), .labels(.backgroundInRole(.flr, _)),
      .labels(.remnantIsTumour):
      return "plans[0].flr"
    case .labels(.emptyRole(let role, _, _)), .labels(.backgroundInRole(let role, _)):
      return "\(labels).\(role.rawValue)"
    default: return "scans[\(index)]"
    }
  }

  private func resolved(_ path: String) -> String {
    path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
  }
}
