import Foundation
import Testing

@testable import VolumetryCore

/// Every conformance set under `phantoms/conformance`, file by file; and the project's own set is
/// what its builder makes.
@Suite struct ConformanceSetTests {
  /// A `truth.json`, read here by another reader than the command's.
  struct Entry: Decodable, Hashable {
    let path: String
    let truth: [String: Double]?
    let options: [String: KnownOption]?
    let note: String?
    let row: String?

    /// The file as the core checks it; a label or an option that is none ends the test.
    func file(named name: String) throws -> KnownFile {
      let options = try #require(ReadingOptions(self.options ?? [:]), "options that the sets use")
      let volumes = try truth?.map { label, volume in
        (Label(try #require(Int128(label))), CubicMillimetres(volume))
      }
      return KnownFile(
        name: name, path: path,
        truth: volumes.map { .volumes(Dictionary(uniqueKeysWithValues: $0)) } ?? .mustBeRefused,
        options: options, note: note)
    }
  }

  static let folder = testData.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("phantoms/conformance")

  /// The folders that hold a truth.json.
  static let sets = try! FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    .filter { FileManager.default.fileExists(atPath: "\(folder.path)/\($0)/truth.json") }

  static func entries(_ set: String) throws -> [String: Entry] {
    let file = folder.appendingPathComponent("\(set)/truth.json")
    return try JSONDecoder().decode([String: Entry].self, from: Data(contentsOf: file))
  }

  @Test func bothSetsAreThere() throws {
    #expect(Set(Self.sets).isSuperset(of: ["own", "quirks"]))
    #expect(try Self.entries("quirks").count == 102)
    #expect(OwnCase.all.count > 120)
  }

  @Test(arguments: sets)
  func everyFileIsRightOrRefusedAsItsTruthSays(_ set: String) throws {
    let entries = try Self.entries(set)
    #expect(!entries.isEmpty)
    for (name, entry) in entries.sorted(by: { $0.key < $1.key }) {
      let file = try entry.file(named: name)
      let check = try TruthCheck(file, in: Self.folder.appendingPathComponent(set).path)
      let expected: TruthCheck.Judgement = entry.truth == nil ? .refused : .right
      #expect(check.judgement == expected, "\(set)/\(name): \(check.found)")
    }
  }

  /// With `VOLUMETRY_WRITE_CONFORMANCE=1` it writes the set instead of comparing.
  @Test func theOwnSetIsWhatItsBuilderMakes() throws {
    let own = Self.folder.appendingPathComponent("own")
    let files = OwnCase.allFiles
    if ProcessInfo.processInfo.environment["VOLUMETRY_WRITE_CONFORMANCE"] == "1" {
      try FileManager.default.createDirectory(at: own, withIntermediateDirectories: true)
      for name in try FileManager.default.contentsOfDirectory(atPath: own.path) {
        try FileManager.default.removeItem(at: own.appendingPathComponent(name))
      }
      for (name, bytes) in files {
        try Data(bytes).write(to: own.appendingPathComponent(name))
      }
      try OwnCase.truthText().write(to: own.appendingPathComponent("truth.json"))
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: own.path)
    #expect(Set(names) == Set(files.keys).union(["truth.json"]))
    for (name, bytes) in files {
      let found = try Data(contentsOf: own.appendingPathComponent(name))
      #expect(found == Data(bytes), "\(name) is not what the builder makes")
    }
    let built = try JSONDecoder().decode([String: Entry].self, from: OwnCase.truthText())
    #expect(built.count == OwnCase.all.count)
    #expect(try Self.entries("own") == built)
  }

  @Test func everyNamedFileOfEverySetIsThereAndNoneIsForgotten() throws {
    for set in Self.sets {
      let base = Self.folder.appendingPathComponent(set).path
      let named = try Self.entries(set).values.map(\.path)
      #expect(Set(named).count == named.count, "no file of \(set) is named twice")
      let halves = Set(named.flatMap { ScanFiles.all(of: "\(base)/\($0)") })
      for path in try FileManager.default.subpathsOfDirectory(atPath: base) {
        var isFolder: ObjCBool = false
        let whole = "\(base)/\(path)"
        _ = FileManager.default.fileExists(atPath: whole, isDirectory: &isFolder)
        guard !isFolder.boolValue, path != "truth.json" else { continue }
        #expect(halves.contains(whole), "\(set)/\(path) has no truth")
      }
    }
  }
}
