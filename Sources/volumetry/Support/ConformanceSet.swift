import Records
import Reporting
import VolumetryCore

/// A `truth.json`, or a `NAME.truth.json` as a phantom has it, read.
struct ConformanceSet: Sendable {
  let folder: String
  /// Where its truth stands.
  let truthPath: String
  let files: [KnownFile]

  private static let truthName = "truth.json"

  /// The sets of a folder: its own, and those of the folders in it, by name.
  static func sets(in folder: String) throws(CommandFailure) -> [ConformanceSet] {
    let trimmed = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    var truths: [(folder: String, path: String)] = []
    let names = try Folder.names(in: trimmed)
    for name in names where isTruth(name) { truths.append((trimmed, "\(trimmed)/\(name)")) }
    for inner in names.map({ "\(trimmed)/\($0)" }) where Folder.exists(inner) {
      for name in try Folder.names(in: inner) where isTruth(name) {
        truths.append((inner, "\(inner)/\(name)"))
      }
    }
    guard !truths.isEmpty else {
      throw CommandFailure(
        "\(trimmed)/\(truthName)",
        Notice(
          code: "E-NOT-FOUND",
          message: "no such file, nor in a folder beside it; expected the truth of a set of files"),
        .noInput)
    }
    var sets: [ConformanceSet] = []
    for truth in truths {
      sets.append(try ConformanceSet(folder: truth.folder, truthPath: truth.path))
    }
    return sets
  }

  private init(folder: String, truthPath path: String) throws(CommandFailure) {
    let bytes = try TextFile.bytes(path)
    do throws(RecordError) {
      files = try TruthFile(bytes: bytes).files
    } catch {
      throw CommandFailure(error.faults.map { "\(path): \($0)" }, .dataError)
    }
    self.folder = folder
    truthPath = path
  }

  private static func isTruth(_ name: String) -> Bool {
    name == truthName || name.hasSuffix(".\(truthName)")
  }
}
