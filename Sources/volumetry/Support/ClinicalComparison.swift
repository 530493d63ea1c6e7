import Readiness
import Records
import Reporting
import VolumetryCore

/// Cases evaluated with each of several sets of labels.
struct ClinicalComparison {
  /// Case files.
  let cases: [String]
  /// A folder of label files; nil: the files that the case names.
  let reference: String?
  let predictions: [(method: String, folder: String)]
  let book: RuleBook
  let policy: RuleBook.Policy
  private(set) var agreements: [ClinicalAgreement] = []
  private(set) var failures: [Notice] = []
  /// Failures that are the absence of a file.
  private(set) var absences = 0
  /// Every label file that was read.
  private(set) var inputs: [String] = []
  /// The case that a label file was taken for.
  private var owners: [String: String] = [:]

  init(
    cases: [String], reference: String?, predictions: [(method: String, folder: String)],
    book: RuleBook
  ) {
    self.cases = cases
    self.reference = reference
    self.predictions = predictions
    self.book = book
    policy = book.policies[0]
  }

  /// Evaluates every case; one that is refused is a failure, the others go on.
  mutating func run() {
    for path in cases {
      do throws(CommandFailure) {
        try evaluate(path)
      } catch { fail(path, error) }
    }
  }

  private mutating func evaluate(_ path: String) throws(CommandFailure) {
    let file = try OpenedCase.read(path)
    let reference: CaseReading
    if let folder = self.reference {
      reference = try reading(file, path, labelsIn: folder)
    } else {
      reference = try reading(file, path)
    }
    for prediction in predictions {
      do throws(CommandFailure) {
        agreements.append(
          ClinicalAgreement(
            caseName: file.case.id ?? path, method: prediction.method, reference: reference,
            prediction: try reading(file, path, labelsIn: prediction.folder)))
      } catch { fail(path, error) }
    }
  }

  private mutating func reading(
    _ file: CaseFile, _ path: String, labelsIn folder: String
  ) throws(CommandFailure) -> CaseReading {
    let home = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    var taken: [String: String] = [:]
    let moved = try file.takingLabels { written throws(CommandFailure) in
      let found = try Self.found(written, in: folder, case: path)
      func refuse(_ words: String) -> CommandFailure {
        CommandFailure(path, Notice(code: "E-UNPAIRED", message: words), .dataError)
      }
      if let other = taken[found], other != written {
        throw refuse("\(found) would be the labels of \(other) and of \(written)")
      }
      if let other = owners[found], other != path {
        throw refuse("\(found) would be the labels of \(other) too; give each case its own folder")
      }
      let own = written.hasPrefix("/") ? written : home + written
      if folder != reference, OutputFile.isSameFile(own, found) {
        throw refuse("\(found) is the case's own file, not a prediction")
      }
      taken[found] = written
      return found
    }
    for found in taken.keys { owners[found] = path }
    return try reading(moved, path)
  }

  private mutating func reading(
    _ file: CaseFile, _ path: String
  ) throws(CommandFailure) -> CaseReading {
    let opened = try OpenedCase(file, path: path)
    inputs += opened.scanPaths
    let kinetics = Kinetics(
      opened.record, scans: opened.scans, choice: opened.choice,
      decision: opened.record.decision?.date)
    let question = Assessment.Question(
      record: opened.record, scans: opened.scans, pointEstimates: false, choices: [:])
    return CaseReading(
      kinetics, scans: opened.scans, Assessment(question, by: book, policy: policy))
  }

  /// The file of a folder for a path of the record: under the same path where that stays within the
  /// folder, else by its last name.
  private static func found(
    _ written: String, in folder: String, case path: String
  ) throws(CommandFailure) -> String {
    let root = folder.hasPrefix("/") ? folder : "\(Folder.working)/\(folder)"
    let name = written.split(separator: "/").last.map(String.init) ?? written
    let stays = !written.hasPrefix("/") && !written.split(separator: "/").contains("..")
    let candidates = (stays ? [written, name] : [name]).map { "\(root)/\($0)" }
    guard let found = candidates.first(where: Folder.holds) else {
      throw CommandFailure(
        path,
        Notice(
          code: "E-UNPAIRED", message: "no \(name) in \(folder), expected the labels of a scan"),
        .dataError)
    }
    return found
  }

  private mutating func fail(_ path: String, _ failure: CommandFailure) {
    if failure.status == .noInput { absences += 1 }
    for line in failure.lines { say("\(Program.name): \(line)") }
    failures.append(
      Notice(code: "E-CASE-REFUSED", message: failure.lines.joined(separator: "; "), path: path))
  }
}
