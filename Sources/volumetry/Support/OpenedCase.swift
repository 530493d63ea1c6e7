import Readiness
import Records
import Reporting
import VolumetryCore

/// A case with every scan measured for every plan, in one pass over each file.
struct OpenedCase {
  let file: CaseFile
  /// For the first plan, which decides.
  let scans: [MeasuredScan]
  /// For each plan in the order of the record, the first among them.
  let plans: [PlannedScans]
  let choice: BodyEstimate.Choice
  /// What reading the record and the scans said.
  let warnings: [Notice]

  /// Every file that the scans were read from.
  let scanPaths: [String]

  var record: Case { file.case }

  /// Reads the record, then its scans in parallel. Paths in it are relative to its folder.
  ///
  /// One scan that cannot be read refuses the case: an answer that rests on fewer scans than the
  /// record names would be another answer. What another plan than the first is refused for is told
  /// with it.
  init(path: String) throws(CommandFailure) { try self.init(Self.read(path), path: path) }

  /// The scans of a record that was read from `path`, in parallel; refuses like `init(path:)`.
  init(_ file: CaseFile, path: String) throws(CommandFailure) {
    self.file = file
    choice = try Self.choice(file, path)
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let requests = file.case.scans.indices.map { index in
      ScanRequest(file.case, index: index, folder: folder)
    }
    scanPaths = requests.flatMap(\.paths)
    var scans: [MeasuredScan] = []
    var warnings = file.warnings.map {
      Notice(code: $0.code, message: $0.message, path: $0.path.isEmpty ? nil : $0.path)
    }
    var failures: [(lines: [String], isAbsence: Bool)] = []
    var others = file.case.plans.dropFirst().map { PlannedScans(plan: $0) }
    var thickness: [Millimetres] = []
    inParallel(requests) {
      $0.measure()
    } inOrder: { index, outcome in
      switch outcome {
      case .success(let measured):
        let scan = file.case.scans[index]
        scans.append(measured.scan(index, scan, measured.first))
        for (plan, outcome) in measured.others.enumerated() {
          switch outcome {
          case .success(let volumes):
            others[plan].scans.append(measured.scan(index, scan, volumes))
          case .failure(let refusal):
            others[plan].scans.append(MeasuredScan(index: index, scan: scan, volumes: nil))
            others[plan].refusals.append(
              PlannedScans.Refusal(
                index: index, code: refusal.error.code, message: refusal.error.description))
          }
        }
        warnings += measured.notices + (measured.first.volumes?.warnings ?? []).map(\.notice)
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
    plans = file.case.plans.prefix(1).map { PlannedScans(plan: $0, scans: scans) } + others
    if let warning = Self.sliceWarning(thickness) { warnings.append(warning) }
    var seen: Set<Notice> = []
    self.warnings = warnings.filter { seen.insert($0).inserted }
  }

  /// Doubts about standard deviations, for commands that have no other notes.
  var uncertaintyNotices: [Notice] {
    UncertaintyNotes.warnings(record, scans).map { Notice(code: $0.code, message: $0.message) }
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
