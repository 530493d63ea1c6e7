import Glibc
import Records
import Reporting
import VolumetryCore

/// A folder with a `truth.json`, read.
struct ConformanceSet: Sendable {
  let folder: String
  let files: [KnownFile]

  private static let truthName = "truth.json"

  /// Where its truth stands.
  var truthPath: String { "\(folder)/\(Self.truthName)" }

  /// The sets of a folder: its own, and those of the folders in it, by name.
  static func sets(in folder: String) throws(CommandFailure) -> [ConformanceSet] {
    let trimmed = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    let inner = try folders(in: trimmed).map { "\(trimmed)/\($0)" }
    let holders = ([trimmed] + inner).filter(holdsTruth)
    guard !holders.isEmpty else {
      throw CommandFailure(
        "\(trimmed)/\(truthName)",
        Notice(
          code: "E-NOT-FOUND",
          message: "no such file, nor in a folder beside it; expected the truth of a set of files"),
        .noInput)
    }
    var sets: [ConformanceSet] = []
    for holder in holders { sets.append(try ConformanceSet(folder: holder)) }
    return sets
  }

  private init(folder: String) throws(CommandFailure) {
    let path = "\(folder)/\(Self.truthName)"
    let bytes = try TextFile.bytes(path)
    do throws(RecordError) {
      files = try TruthFile(bytes: bytes).files
    } catch {
      throw CommandFailure(error.faults.map { "\(path): \($0)" }, .dataError)
    }
    self.folder = folder
  }

  private static func holdsTruth(_ folder: String) -> Bool {
    access("\(folder)/\(truthName)", F_OK) == 0
  }

  /// What lies in a folder, sorted; its files are among it and hold no truth.
  private static func folders(in path: String) throws(CommandFailure) -> [String] {
    guard let stream = opendir(path) else {
      let notice =
        errno == ENOENT
        ? Notice(code: "E-NOT-FOUND", message: "no such folder")
        : Notice(code: "E-NOT-READABLE", message: String(cString: strerror(errno)))
      throw CommandFailure(path, notice, .noInput)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }
}
