import Foundation
import Testing

@testable import VolumetryCore

/// What an attack on the reader found, and must not find again.
@Suite struct AttackTests {
  private let folder = TemporaryFolder()

  /// A gzipped header with a flipped bit beside plain voxels.
  @Test func ignoredChecksumsOfAHeaderFileAreSaid() throws {
    let builder = ReaderRow.builder { ($0.magic, $0.offset) = (Array("ni1\0".utf8), 0) }
    var header = gzip(builder.header(), level: 0)
    header[header.count - 5] ^= 1
    let path = folder.write(header, as: "a.hdr.gz")
    _ = folder.write(builder.payload(ReaderRow.voxels), as: "a.img")
    let refused = #expect(throws: VolumeError.self) { try ScanMeasurement(path: path) }
    #expect(refused?.code == "E-CRC")
    let options = ReadingOptions { $0.ignoresChecksums = true }
    try ReaderRow.expectTruth(
      try ScanMeasurement(path: path, options: options), warnings: ["W-CRC-IGNORED"])
    let trailing = folder.write(gzip(builder.header()) + [1, 2, 3], as: "b.hdr.gz")
    _ = folder.write(builder.payload(ReaderRow.voxels), as: "b.img")
    #expect(try ScanMeasurement(path: trailing).codes == ["W-GZIP-TRAILING"])
  }

  @Test func filesAreNotLaidOnEachOtherByPixdim() throws {
    let one = folder.write(ReaderRow.file(), as: "a.nii")
    let flipped = folder.write(
      ReaderRow.file { $0.rows = ReaderRow.diagonal(-20, 30, 40) }, as: "b.nii")
    let options = ReadingOptions { $0.geometry = .pixdim }
    let error = #expect(throws: AlignedScansError.self) {
      try AlignedScans(paths: [one, flipped], options: options)
    }
    #expect(error == .noPlace(index: 1) && error?.code == "E-GRID")
    #expect(try AlignedScans(paths: [one], options: options).scans.count == 1)
  }

  @Test(arguments: [(30.0, true), (44, true), (46, false), (60, false), (89, false)])
  func aTiltBeyondWhatGantriesDoIsAnotherTransform(_ degrees: Double, _ isRead: Bool) {
    let angle = degrees * .pi / 180
    let rows: [[Double]] = [
      [20, 0, 0, 0], [0, 30, 40 * sin(angle), 0], [0, 0, 40 * cos(angle), 0],
    ]
    let error = refusal(ReaderRow.file { $0.rows = rows })
    #expect(error?.code == (isRead ? nil : "E-GEOMETRY"))
  }

  @Test func aSliceIsAsThickAsTheTransformThatWasUsedSays() throws {
    let bytes = ReaderRow.file {
      ($0.dim, $0.qform) = ([2, 6, 4, 1, 1, 1, 1, 1], 0)
      ($0.rows, $0.pixdim[3]) = (ReaderRow.diagonal(20, 30, 2), 5)
    }
    let scan = try measure(bytes, options: ReadingOptions { $0.allowsTwoDimensions = true })
    let warning = try #require(scan.warnings.first { $0.code == .twoDimensions })
    #expect(warning.figures == ["thickness_mm": .number(2)])
    #expect(scan.volume(1) == 6, "5 voxels of 20 × 30 × 2 mm")
  }

  @Test func ofTwoMatesTheOneStoredLikeTheFileIsReadAndItIsSaid() throws {
    let builder = ReaderRow.builder { ($0.magic, $0.offset) = (Array("ni1\0".utf8), 0) }
    let plain = folder.write(builder.header(), as: "c.hdr")
    let packed = folder.write(gzip(builder.header()), as: "d.hdr.gz")
    let others = builder.payload(ReaderRow.voxels.map { $0 * 3 })
    for stem in ["c", "d"] {
      _ = folder.write(builder.payload(ReaderRow.voxels), as: "\(stem).img")
      _ = folder.write(gzip(others), as: "\(stem).img.gz")
    }
    try ReaderRow.expectTruth(try ScanMeasurement(path: plain), warnings: ["W-MATE"])
    let scan = try ScanMeasurement(path: packed)
    #expect(scan.counts == [3: 5, 6: 3] && scan.codes == ["W-MATE"])
  }

  @Test func aPairInCapitalsIsAPair() throws {
    let builder = ReaderRow.builder { ($0.magic, $0.offset) = (Array("ni1\0".utf8), 0) }
    let path = folder.write(builder.header(), as: "D.HDR")
    _ = folder.write(builder.payload(ReaderRow.voxels), as: "D.IMG")
    #expect(try ScanMeasurement(path: path).counts == [1: 5, 2: 3])
  }

  @Test func rolesOfNoiseAreRefusedBeforeTheyFillTheMemory() {
    var random = SeededGenerator(3)
    var builder = NIfTIBuilder()
    (builder.dim, builder.datatype) = ([3, 400, 400, 2, 1, 1, 1, 1], 512)
    let paths = ["a.nii", "b.nii"].map { name in
      let values = (0..<160_000).flatMap { _ -> [Double] in
        let value = Double(Int.random(in: 0..<4000, using: &random))
        return [value, value]
      }
      return folder.write(builder.file(builder.payload(values)), as: name)
    }
    let error = #expect(throws: AlignedScansError.self) { try AlignedScans(paths: paths) }
    #expect(error?.code == "E-TOO-MANY-LABELS")
  }

  /// Fractions of every width, byte order and scaling, counted as a plain loop counts them.
  @Test(arguments: [2, 256, 4, 512, 8, 768, 1024, 1280], [false, true])
  func scaledNumbersAreThoseOfAPlainLoop(_ datatype: Int, _ bigEndian: Bool) throws {
    var builder = NIfTIBuilder()
    (builder.version, builder.datatype, builder.bigEndian) = (2, datatype, bigEndian)
    (builder.dim, builder.slope) = ([3, 60, 1, 1, 1, 1, 1, 1], 1 / 100)
    builder.pixdim = [1, 10, 10, 10, 0, 0, 0, 0]
    let values = (0..<60).map { Double($0 * 7 % 101) }
    let bytes = builder.file(builder.payload(values))
    let fractions = values.filter { $0 != 0 && $0 != 100 }
    #expect(
      refusal(bytes)
        == .notLabels(
          voxels: fractions.count, lowest: fractions.reduce(1e9, min) / 100,
          highest: fractions.reduce(0, max) / 100))
    let soft = try measure(bytes, options: ReadingOptions { $0.content = .probability })
    #expect(abs(try #require(soft.volume(1)) - values.reduce(0, +) / 100) < 1e-9)
    let half = try measure(bytes, options: ReadingOptions { $0.content = .threshold(0.5) })
    #expect(half.counts == [1: values.count { $0 / 100 >= 0.5 }])
  }
}
