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

  /// Every file that the scans were read from.
  let scanPaths: [String]

  var record: Case { file.case }

  /// Reads the record, then its scans in parallel. Paths in it are relative to its folder.
  ///
  /// One scan that cannot be read refuses the case: an answer that rests on fewer scans than the
  /// record names would be another answer.
  init(path: String) throws { try self.init(Self.read(path), path: path) }

  /// The scans of a record that was read from `path`, in parallel; refuses like `init(path:)`.
  init(_ file: CaseFile, path: String) throws {
    self.file = file
    choice = try Self.choice(file, path)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let requests = file.case.scans.indices.map { index in
      Request(file.case, index: index, folder: folder)
    }
    scanPaths = requests.flatMap(\.paths)
    var scans: [MeasuredScan] = []
    var warnings = file.warnings.map {
      Notice(code: $0.code, message: $0.message, path: $0.path.isEmpty ? nil : $0.path)
    }
    var failures: [(lines: [String], isAbsence: Bool)] = []
    var thickness: [Millimetres] = []
    inParallel(requests) {
      $0.measure()
    } inOrder: { index, outcome in
      switch outcome {
      case .success(let measured):
        scans.append(
          MeasuredScan(
            index: index, scan: file.case.scans[index], volumes: measured.volumes,
            flr: measured.flr))
        warnings += measured.notices + (measured.volumes?.warnings ?? []).map(\.notice)
        if let slice = measured.thickestAxis { thickness.append(slice) }
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
    if let warning = Self.sliceWarning(thickness) { warnings.append(warning) }
    var seen: Set<Notice> = []
    self.warnings = warnings.filter { seen.insert($0).inserted }
  }

  /// Thick slices lose FLR-sized volumes: 5 mm read 4.6 % less of a left lateral segment than
  /// 0.6 mm (Hori 2011, PMC3226887), which looks like growth, or hides it.
  private static func sliceWarning(_ thickness: [Millimetres]) -> Notice? {
    guard let thin = thickness.min(), let thick = thickness.max(),
      thick.value > thin.value * sliceRatio
    else { return nil }
    return Notice(
      code: "W-SLICE",
      message: "slices of \(thin.value) and \(thick.value) mm are compared; thick slices read "
        + "small volumes up to 5 % too small")
  }

  /// Scans whose thickest axes differ by more than this are worth a word.
  private static let sliceRatio = 1.1

  static func read(_ path: String) throws(CommandFailure) -> CaseFile {
    let bytes = try TextFile.bytes(path)
    do throws(RecordError) { return try CaseFile(bytes: bytes) } catch {
      throw CommandFailure(error.faults.map { "\(path): \($0)" }, .dataError)
    }
  }

  static func choice(
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
  /// Where relative paths begin: empty, or up to and including the last slash of the case's path.
  let folder: String
  private let isDatedAfterStageOne: Bool

  init(_ record: Case, index: Int, folder: String) {
    self.index = index
    self.folder = folder
    scan = record.scans[index]
    hasOwnLabels = record.scans[index].labels != nil
    labels = record.scans[index].labels ?? record.labels
    plan = record.plans.first
    let day = record.scans[index].date.flatMap(record.daysAfterStageOne)
    isDatedAfterStageOne = day.map { $0 > 0 } ?? false
  }

  /// A refusal with its place in the record.
  struct Refusal: Error, Sendable {
    let place: String
    let message: String
    let isAbsence: Bool
  }

  /// The files that the scan names.
  var paths: [String] {
    switch scan.source {
    case .segmentation(let path): [resolved(path)]
    case .files(let files): [files.liver, files.tumour, files.flr].compactMap { $0.map(resolved) }
    case .volumes, nil: []
    }
  }

  /// What a scan of a record gives: volumes, an FLR alone, or nothing.
  struct Outcome: Sendable {
    var volumes: LiverVolumes?
    var flr: Millilitres?
    var notices: [Notice] = []
    var thickestAxis: Millimetres?
  }

  func measure() -> Result<Outcome, Refusal> {
    switch scan.source {
    case nil: return .success(Outcome())
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
  ) -> Result<Outcome, Refusal> {
    guard let tlv = typed.tlv else {
      // A remnant without its liver still grows and still relates to the body.
      guard let flr = typed.flr, removed > .zero else { return .success(Outcome(flr: typed.flr)) }
      guard removed < flr else {
        let error = LiverVolumesError.removalFillsRemnant(removal: removed, flr: flr)
        return .failure(
          Refusal(
            place: "plans[0].flr_minus", message: "\(error) [\(error.code)]", isAbsence: false))
      }
      return .success(Outcome(flr: flr - removed))
    }
    do throws(LiverVolumesError) {
      let volumes = try LiverVolumes(tlv: tlv, tumour: typed.tumour, flr: typed.flr)
      return .success(Outcome(volumes: try net(volumes)))
    } catch {
      return .failure(
        Refusal(
          place: "scans[\(index)].volumes_ml", message: "\(error) [\(error.code)]",
          isAbsence: false))
    }
  }

  /// One file a role; without a file of its own, the FLR is labels of the liver's file by the plan,
  /// the tumour by the labels that the scan itself states.
  private func measureFiles(_ files: Scan.RoleFiles) -> Result<Outcome, Refusal> {
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
    let own = hasOwnLabels ? labels : nil
    let tumour =
      region(files.tumour) ?? own?.tumour.map { LiverRoles.Region(volume: 0, labels: $0) }
    let flr = region(files.flr) ?? plan?.flr.map { LiverRoles.Region(volume: 0, labels: $0) }
    var stated: [LiverRole: LabelSet] = [:]
    stated[.liver] = labels?.liver
    stated[.tumour] = labels?.tumour
    stated[.flr] = plan?.flr
    return measure(
      RoleScan(
        paths: paths,
        roles: LiverRoles(
          liver: own?.liver.map { LiverRoles.Region(volume: 0, labels: $0) }
            ?? LiverRoles.Region(everyLabelOf: 0), tumour: tumour, flr: flr), stated: stated))
  }

  private func measure(_ request: RoleScan) -> Result<Outcome, Refusal> {
    var request = request
    request.given = labels?.preset.flatMap { preset in
      BundledLabelTables.table(id: preset.id).map {
        NamedLabelTable(
          file: $0, source: .preset(id: preset.id, format: $0.format.rawValue))
      }
    }
    switch request.measure(options: options) {
    case .failure(let refusal):
      return .failure(
        Refusal(
          place: place(refusal),
          message: "scans[\(index)], \(refusal.notice.path ?? request.paths[0]): "
            + "\(refusal.notice.message) [\(refusal.notice.code)]",
          isAbsence: refusal.isAbsence))
    case .success(let measured):
      do throws(LiverVolumesError) {
        return .success(
          Outcome(
            volumes: try net(measured.volumes),
            notices: measured.notices, thickestAxis: measured.thickestAxis))
      } catch {
        return .failure(
          Refusal(
            place: "plans[0].flr_minus", message: "\(error) [\(error.code)]", isAbsence: false))
      }
    }
  }

  /// What the plan clears out of the FLR that this scan still shows: what went at stage 1 is not on
  /// the scans after it.
  private var removed: Millilitres {
    let isAfter = scan.timepoint.map { $0 != .beforeStageOne } ?? isDatedAfterStageOne
    return (plan?.flrMinus ?? []).filter { !(isAfter && $0.done == .one) }
      .reduce(Millilitres.zero) { $0 + $1.volume }
  }

  /// The volumes net of what the plan clears out of the FLR: growth compares net with net.
  private func net(_ volumes: LiverVolumes) throws(LiverVolumesError) -> LiverVolumes {
    guard removed > .zero, volumes.flr != nil else { return volumes }
    return try volumes.removingFromRemnant(removed)
  }

  /// Where in the record the reason of a refusal stands.
  private func place(_ refusal: RoleScan.Refusal) -> String {
    let labels = hasOwnLabels ? "scans[\(index)].labels" : "labels"
    switch refusal {
    case .labels(.emptyRole(.flr, _, _), _), .labels(.backgroundInRole(.flr, _), _),
      .labels(.remnantIsTumour, _):
      return "plans[0].flr"
    case .labels(.emptyRole(let role, _, _), _), .labels(.backgroundInRole(let role, _), _):
      return "\(labels).\(role.rawValue)"
    default: return "scans[\(index)]"
    }
  }

  /// What the record says of the scan's files.
  private var options: ReadingOptions {
    var options = ReadingOptions()
    options.geometry = scan.reading.geometry.flatMap { GeometrySource(rawValue: $0.rawValue) }
    if let volume = scan.reading.volume { options.volumes = .index(volume) }
    return options
  }

  private func resolved(_ path: String) -> String {
    path.hasPrefix("/") ? path : folder + path
  }
}
