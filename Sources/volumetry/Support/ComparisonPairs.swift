import ArgumentParser
import Records
import Reporting
import VolumetryCore

/// Two files to compare, what the case is called and what made the prediction.
struct FilePair: Hashable, Sendable {
  let caseName: String
  let method: String
  let reference: String
  let prediction: String

  /// Whether both lead to one file, or to the halves of one pair.
  var isOneScan: Bool {
    ScanFiles.all(of: reference).contains { half in
      ScanFiles.all(of: prediction).contains { OutputFile.isSameFile(half, $0) }
    }
  }
}

/// Which files belong together, and which have no partner.
///
/// A file without a partner is a failure and is told: a case that silently drops out makes every
/// mean better.
struct ComparisonPairs {
  /// By case in the order of the reference's names, within a case by method.
  private(set) var pairs: [FilePair] = []
  /// In the order in which they were given.
  private(set) var methods: [String] = []
  private(set) var failures: [Notice] = []
  /// What a careful reader should know of the folders.
  private(set) var notes: [String] = []

  /// Two files, or a reference and several predictions of it.
  init(reference: String, predictions: [String], names: [String]) {
    methods = Self.methods(predictions, names)
    let caseName = Self.lastName(ScanFiles.stem(of: reference) ?? reference)
    pairs = zip(predictions, methods).map {
      FilePair(caseName: caseName, method: $1, reference: reference, prediction: $0)
    }
  }

  /// A folder of references and folders of predictions, paired by the case in their names.
  init(
    references: String, predictions: [String], names: [String], patterns: NamePatterns
  ) throws(CommandFailure) {
    methods = Self.methods(predictions, names)
    let reference = try cases(in: references, patterns.reference)
    var found: [[String: String]] = []
    for folder in predictions { found.append(try cases(in: folder, patterns.prediction)) }
    for name in reference.keys.sorted() {
      guard let path = reference[name] else { continue }
      for (method, cases) in zip(methods.indices, found) {
        if let prediction = cases[name] {
          pairs.append(
            FilePair(
              caseName: name, method: methods[method], reference: path, prediction: prediction))
        } else {
          failures.append(Self.unpaired(path, "no prediction of case \(name)", predictions[method]))
        }
      }
    }
    for cases in found {
      for name in cases.keys.sorted() where reference[name] == nil {
        guard let path = cases[name] else { continue }
        failures.append(Self.unpaired(path, "no reference of case \(name)", references))
      }
    }
    if pairs.isEmpty {
      failures.append(
        Notice(
          code: "E-UNPAIRED",
          message:
            "no case has files in both folders; names must be equal but for their ending, or "
            + "say how they are built with --reference-pattern and --prediction-pattern",
          path: references))
    }
  }

  /// The rows of a table; relative paths begin at its folder.
  ///
  /// A case that the table does not name is called by the last name of its reference where no other
  /// reference has it, else by the reference's path.
  ///
  /// - Throws: where one case has several references, or one method twice.
  init(table: PairsTable, path: String) throws(CommandFailure) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    func resolved(_ path: String) -> String { path.hasPrefix("/") ? path : folder + path }
    var owners: [String: Set<String>] = [:]
    for row in table.rows {
      owners[Self.shortName(row.reference), default: []].insert(row.reference)
    }
    var seen: [String: PairsTable.Row] = [:]
    var taken: Set<[String]> = []
    var faults: [String] = []
    for row in table.rows {
      let method = row.method ?? "prediction"
      let short = Self.shortName(row.reference)
      let caseName = row.caseName ?? (owners[short]?.count == 1 ? short : row.reference)
      if let first = seen[caseName], first.reference != row.reference {
        faults.append(
          "\(path): line \(row.line): case \(caseName) has another reference on line "
            + "\(first.line) [E-PAIRS]")
      } else if taken.contains([caseName, method]) {
        faults.append(
          "\(path): line \(row.line): case \(caseName) has two predictions by \(method); name the "
            + "methods in a column [E-PAIRS]")
      }
      seen[caseName] = seen[caseName] ?? row
      taken.insert([caseName, method])
      if !methods.contains(method) { methods.append(method) }
      pairs.append(
        FilePair(
          caseName: caseName, method: method, reference: resolved(row.reference),
          prediction: resolved(row.prediction)))
    }
    guard faults.isEmpty else { throw CommandFailure(faults, .dataError) }
  }

  private static func shortName(_ path: String) -> String {
    lastName(ScanFiles.stem(of: path) ?? path)
  }

  private static func unpaired(_ path: String, _ message: String, _ folder: String) -> Notice {
    Notice(code: "E-UNPAIRED", message: "\(message) in \(folder)", path: path)
  }

  /// The scans of a folder by their case; a case that two files claim is a failure and left out.
  private mutating func cases(
    in folder: String, _ pattern: NamePattern?
  ) throws(CommandFailure) -> [String: String] {
    let trimmed = folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
    var claims: [String: [String]] = [:]
    var unmatched = 0
    let files = try Folder.files(under: trimmed)
    let headers = Set(files.filter { ScanFiles.isHeader($0) }.compactMap(ScanFiles.stem))
    for file in files {
      guard let stem = ScanFiles.stem(of: file) else { continue }
      // The halves of a pair are one scan.
      if ScanFiles.isImage(file), headers.contains(stem) { continue }
      guard let name = pattern.map({ $0.caseName(of: file) }) ?? stem else {
        unmatched += 1
        continue
      }
      claims[name, default: []].append("\(trimmed)/\(file)")
    }
    if unmatched > 0, let pattern {
      notes.append("\(trimmed): \(unmatched) scans are not named as \(pattern.text); passed over")
    }
    for (name, files) in claims.sorted(by: { $0.key < $1.key }) where files.count > 1 {
      failures.append(
        Notice(
          code: "E-UNPAIRED",
          message: "\(files.count) files are case \(name): \(files.joined(separator: ", "))",
          path: files[0]))
    }
    return claims.compactMapValues { $0.count == 1 ? $0[0] : nil }
  }

  /// What the predictions are called: as given, else by the last name of their path where these
  /// differ, else by the path.
  static func methods(_ predictions: [String], _ names: [String]) -> [String] {
    guard names.isEmpty else { return names }
    let short = predictions.map { lastName(ScanFiles.stem(of: $0) ?? $0) }
    return Set(short).count == short.count ? short : predictions
  }

  private static func lastName(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

/// How cases are named in two folders; nil: by the whole name without its ending.
struct NamePatterns {
  let reference: NamePattern?
  let prediction: NamePattern?
}
