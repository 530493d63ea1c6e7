import Foundation
import Testing

@testable import VolumetryCore

/// What the tests of the reader's rows share: a scan of known truth and ways to write it wrong.
///
/// The truth: 4 × 3 × 2 voxels of 20 × 30 × 40 mm (24 mL), label 1 in five (120 mL), label 2 in
/// three (72 mL).
enum ReaderRow {
  static let voxels = HeaderTests.voxels

  static func builder(_ change: (inout NIfTIBuilder) -> Void = { _ in }) -> NIfTIBuilder {
    var builder = NIfTIBuilder()
    change(&builder)
    return builder
  }

  /// The file of a builder with the known voxels.
  static func file(_ change: (inout NIfTIBuilder) -> Void = { _ in }) -> [UInt8] {
    let builder = builder(change)
    return builder.file(builder.payload(voxels))
  }

  static func diagonal(_ a: Double, _ b: Double, _ c: Double) -> [[Double]] {
    [[a, 0, 0, 0], [0, b, 0, 0], [0, 0, c, 0]]
  }

  /// One extension as the standard writes it, or with another size than it has.
  static func ext(code: Int, _ content: [UInt8], esize: Int? = nil) -> [UInt8] {
    let length = (8 + content.count + 15) / 16 * 16
    var writer = Writer(bigEndian: false)
    writer.put(UInt32(bitPattern: Int32(esize ?? length)))
    writer.put(UInt32(bitPattern: Int32(code)))
    writer.raw(content)
    writer.zeros(length - 8 - content.count)
    return writer.bytes
  }

  /// The known file with these extensions before its voxels.
  static func file(extensions: [[UInt8]]) -> [UInt8] {
    file {
      $0.extensionBytes = [1, 0, 0, 0] + extensions.flatMap { $0 }
      $0.offset = Double(348 + $0.extensionBytes.count)
    }
  }

  /// Expects the known counts and millilitres.
  static func expectTruth(
    _ scan: ScanMeasurement, warnings: [String] = [],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    #expect(scan.counts == [1: 5, 2: 3], sourceLocation: sourceLocation)
    let (one, two) = (try #require(scan.volume(1)), try #require(scan.volume(2)))
    #expect(abs(one - 120) < 1e-5 && abs(two - 72) < 1e-5, sourceLocation: sourceLocation)
    #expect(scan.codes == warnings, sourceLocation: sourceLocation)
  }
}

/// READER.md has 55 rows; each is a test that names its number.
@Suite struct ReaderRowsTests {
  @Test func everyRowIsATest() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    var rows: Set<Int> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      let text = try String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8)
      for match in text.matches(of: /@Test\(\s*"row ([0-9]+):/) {
        let row = try #require(Int(match.1))
        #expect(rows.insert(row).inserted, "row \(row) is tested twice")
      }
    }
    #expect(rows == Set(1...55))
  }
}
