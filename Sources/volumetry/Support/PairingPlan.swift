import ArgumentParser
import Records
import Reporting

/// What is said of which files belong together.
struct PairingPlan {
  /// A table of pairs.
  var table: String?
  /// What predictions are called.
  var names: [String] = []
  var patterns = NamePatterns(reference: nil, prediction: nil)

  /// - Precondition: `validate` of the command passed.
  func pairs(reference: String?, predictions: [String]) throws -> ComparisonPairs {
    guard let reference else {
      guard let path = table else { preconditionFailure("a table is named where no file is") }
      let bytes = try TextFile.bytes(path)
      let rows: PairsTable
      do throws(RecordError) {
        rows = try PairsTable(bytes: bytes)
      } catch {
        throw CommandFailure(error.faults.map { "\(path): \($0)" }, .dataError)
      }
      return try ComparisonPairs(table: rows, path: path)
    }
    try Self.refuseOneTwice(predictions)
    let areFolders = ([reference] + predictions).map(Folder.exists)
    if areFolders.allSatisfy({ $0 }) {
      return try ComparisonPairs(
        references: reference, predictions: predictions, names: names,
        patterns: patterns)
    }
    if let absent = ([reference] + predictions).first(where: { !Folder.isThere($0) }),
      areFolders.contains(true)
    {
      throw CommandFailure(
        absent, Notice(code: "E-NOT-FOUND", message: "no such folder"), .noInput)
    }
    guard !areFolders.contains(true) else {
      throw ValidationError("name files, or folders, not both")
    }
    guard patterns.reference == nil, patterns.prediction == nil else {
      throw ValidationError("--reference-pattern and --prediction-pattern go with folders")
    }
    return ComparisonPairs(reference: reference, predictions: predictions, names: names)
  }

  /// Refuses one file or folder under two names: it would count as two methods, or two readers.
  static func refuseOneTwice(_ paths: [String]) throws {
    for (index, path) in paths.enumerated() {
      if let other = paths[..<index].first(where: { OutputFile.isSameFile($0, path) }) {
        throw ValidationError("\(other) and \(path) are one")
      }
    }
  }
}
