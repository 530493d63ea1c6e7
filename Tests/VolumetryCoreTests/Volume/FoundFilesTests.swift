import Foundation
import Testing

@testable import VolumetryCore

/// What fuzzing has found stays found: every file that was once measured wrong is refused.
@Suite struct FoundFilesTests {
  private struct Row: Decodable {
    let path: String
    let truth: [String: Int]?
    let note: String
  }

  private static let folder = testData.deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("phantoms/conformance/found")

  @Test func everyFindingIsRefused() throws {
    let rows = try JSONDecoder().decode(
      [String: Row].self,
      from: Data(contentsOf: Self.folder.appendingPathComponent("truth.json")))
    #expect(rows.count >= 3)
    for (name, row) in rows {
      #expect(row.truth == nil && !row.note.isEmpty, "\(name): a finding has no truth but a note")
      let path = Self.folder.appendingPathComponent(row.path).path
      #expect(FileManager.default.fileExists(atPath: path))
      #expect(throws: VolumeError.self, "\(name): \(row.note)") { try ScanMeasurement(path: path) }
    }
    let files = try FileManager.default.contentsOfDirectory(
      atPath: Self.folder.appendingPathComponent("files").path)
    #expect(Set(files.map { "files/\($0)" }) == Set(rows.values.map(\.path)), "each has a row")
  }
}
