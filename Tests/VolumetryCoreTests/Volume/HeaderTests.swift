import Foundation
import Testing

@testable import VolumetryCore

/// Every version, byte order and type reads to the same counts; every illegal field is refused.
@Suite struct HeaderTests {
  /// 4 × 3 × 2 voxels: label 1 in five, label 2 in three.
  static let voxels: [Double] = [
    0, 1, 1, 0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 1, 1, 0, 0, 0, 2, 2, 0, 0, 0, 0,
  ]

  @Test(arguments: [1, 2], [false, true])
  func everyTypeCountsTheSameInEveryVersionAndByteOrder(version: Int, bigEndian: Bool) throws {
    for datatype in Datatype.allCases {
      var builder = NIfTIBuilder()
      (builder.version, builder.bigEndian, builder.datatype) = (version, bigEndian, datatype.code)
      let scan = try measure(builder.file(builder.payload(Self.voxels)))
      #expect(scan.counts == [1: 5, 2: 3], "\(datatype)")
      #expect(scan.version == version)
      #expect(scan.datatype == datatype)
      #expect(scan.volume(1) == 120.0)
      #expect(scan.grid.orientation == "RAS")
      #expect(scan.codes.isEmpty)
    }
  }

  @Test(arguments: [false, true])
  func extremeLabelsAreExact(bigEndian: Bool) throws {
    var builder = NIfTIBuilder()
    builder.bigEndian = bigEndian
    builder.dim = [3, 2, 1, 1, 1, 1, 1, 1]
    var writer = Writer(bigEndian: bigEndian)
    builder.datatype = 1280
    writer.put(UInt64.max)
    writer.put(UInt64.max - 1)
    #expect(
      try measure(builder.file(writer.bytes)).counts
        == [Int128(UInt64.max): 1, Int128(UInt64.max) - 1: 1])
    writer = Writer(bigEndian: bigEndian)
    builder.datatype = 1024
    writer.put(UInt64(bitPattern: Int64.min))
    writer.put(UInt64(bitPattern: -1))
    let scan = try measure(builder.file(writer.bytes))
    #expect(scan.counts == [Int128(Int64.min): 1, -1: 1])
    #expect(scan.codes.contains("W-NEGATIVE-LABEL"))
    #expect(scan.codes.contains("W-NOBACKGROUND"))
  }

  struct Refusal: CustomStringConvertible, Sendable {
    let name: String
    let code: String
    let make: @Sendable (inout NIfTIBuilder) -> Void
    var description: String { name }
  }

  static let refusals: [Refusal] = [
    Refusal(name: "dim[0] = 0", code: "E-DIMENSIONS") { $0.dim[0] = 0 },
    Refusal(name: "dim[0] = 8", code: "E-DIMENSIONS") { $0.dim[0] = 8 },
    Refusal(name: "dim[2] = 0", code: "E-DIMENSIONS") { $0.dim[2] = 0 },
    Refusal(name: "dim[2] < 0", code: "E-DIMENSIONS") { $0.dim[2] = -3 },
    Refusal(name: "dim[4] < 0", code: "E-DIMENSIONS") { ($0.dim[0], $0.dim[4]) = (4, -1) },
    Refusal(name: "two volumes", code: "E-4D") { ($0.dim[0], $0.dim[4]) = (4, 2) },
    Refusal(name: "five dimensions", code: "E-4D") { ($0.dim[0], $0.dim[5]) = (5, 3) },
    Refusal(name: "an area", code: "E-2D") { $0.dim[0] = 2 },
    Refusal(name: "a line", code: "E-2D") { $0.dim[0] = 1 },
    Refusal(name: "27e12 voxels", code: "E-TOO-LARGE") {
      $0.dim = [3, 30000, 30000, 30000, 1, 1, 1, 1]
    },
    Refusal(name: "more voxels than bytes", code: "E-TRUNCATED") { $0.dim[1] = 30000 },
    Refusal(name: "RGB24", code: "E-DATATYPE") { $0.datatype = 128 },
    Refusal(name: "complex64", code: "E-DATATYPE") { $0.datatype = 32 },
    Refusal(name: "binary", code: "E-DATATYPE") { $0.datatype = 1 },
    Refusal(name: "datatype 0", code: "E-DATATYPE") { $0.datatype = 0 },
    Refusal(name: "vox_offset NaN", code: "E-OFFSET") { $0.offset = .nan },
    Refusal(name: "vox_offset < 0", code: "E-OFFSET") { $0.offset = -16 },
    Refusal(name: "vox_offset 348", code: "E-OFFSET") { $0.offset = 348 },
    Refusal(name: "vox_offset 352.5", code: "E-OFFSET") { $0.offset = 352.5 },
    Refusal(name: "vox_offset 1e9", code: "E-OFFSET") { $0.offset = 1e9 },
    Refusal(name: "vox_offset 6e7", code: "E-TRUNCATED") { $0.offset = 6e7 },
    Refusal(name: "intercept Inf", code: "E-SCALING") { $0.intercept = .infinity },
    Refusal(name: "intercept NaN", code: "E-SCALING") { $0.intercept = .nan },
    Refusal(name: "CIFTI", code: "E-CIFTI") { $0.intent = 3001 },
    Refusal(name: "header size 1234", code: "E-NOT-NIFTI") { $0.sizeOfHeader = 1234 },
    Refusal(name: "magic xxx", code: "E-NOT-NIFTI") { $0.magic = Array("xxx\0".utf8) },
    Refusal(name: "no magic", code: "E-ANALYZE") { $0.magic = [0, 0, 0, 0] },
  ]

  @Test(arguments: refusals)
  func anIllegalFieldIsRefusedForTheTrueReason(_ refusal: Refusal) {
    var builder = NIfTIBuilder()
    refusal.make(&builder)
    let bytes = builder.file([UInt8](repeating: 1, count: 24))
    #expect(VolumetryCoreTests.refusal(bytes)?.code == refusal.code)
    #expect(VolumetryCoreTests.refusal(gzip(bytes), name: "a.nii.gz")?.code == refusal.code)
  }

  /// The last four bytes of the magic of version 2 tell whether line ends were changed.
  @Test(
    arguments: [
      [13, 10, 26, 13], [10, 26, 10, 0], [13, 10, 58, 10], [0, 0, 0, 1], [0, 0, 0, 0],
      [13, 10, 26, 10],
    ] as [[UInt8]])
  func aChangedLineEndInTheMagicIsRefused(_ end: [UInt8]) {
    var builder = NIfTIBuilder()
    builder.version = 2
    builder.magic = Array("n+2\0".utf8) + end
    let isRight = end == [13, 10, 26, 10] || end == [0, 0, 0, 0]
    let code = refusal(builder.file(builder.payload(Self.voxels)))?.code
    #expect(code == (isRight ? nil : "E-NOT-NIFTI"))
  }

  @Test func legalOdditiesAreReadWithAWarning() throws {
    var builder = NIfTIBuilder()
    let payload = builder.payload(Self.voxels)
    (builder.dim[0], builder.dim[4]) = (4, 0)
    #expect(try measure(builder.file(payload)).codes == ["W-DIM-ZERO"])
    builder = NIfTIBuilder()
    builder.dim = [3, 4, 3, 2, 77, 0, -3, 9]
    #expect(try measure(builder.file(payload)).codes.isEmpty, "junk beyond dim[0]")
    builder = NIfTIBuilder()
    builder.bitpix = 16
    #expect(try measure(builder.file(payload)).codes == ["W-BITPIX"])
    builder = NIfTIBuilder()
    builder.offset = 0
    #expect(try measure(builder.file(payload)).codes == ["W-OFFSET"])
    builder = NIfTIBuilder()
    builder.magic = Array("ni1\0".utf8)
    builder.offset = 0
    let scan = try measure(builder.file(payload))
    #expect(scan.codes == ["W-OFFSET"])
    #expect(scan.counts == [1: 5, 2: 3])
    #expect(try measure(NIfTIBuilder().file(payload), name: "a.nii.gz").codes == ["W-NAME"])
    #expect(try measure(gzip(NIfTIBuilder().file(payload)), name: "a.nii").codes == ["W-NAME"])
  }

  @Test func voxelsStandWhereTheOffsetSays() throws {
    var builder = NIfTIBuilder()
    for offset in [352.0, 353, 368, 540, 541, 1000, 300_000] {
      builder.offset = offset
      let bytes = builder.file(builder.payload(Self.voxels))
      #expect(try measure(bytes).counts == [1: 5, 2: 3], "\(offset)")
      #expect(try measure(gzip(bytes)).counts == [1: 5, 2: 3], "\(offset)")
    }
  }

  @Test func bitpixThatTheFileSidesWithIsRefused() {
    var builder = NIfTIBuilder()
    builder.bitpix = 16
    let refused = refusal(builder.file([UInt8](repeating: 1, count: 48)))
    #expect(refused == .sizeDisagrees(expectedBytes: 24, foundBytes: 48))
  }

  /// The limit ends a reader that would wait for ever; it counts the wait for the other tests too.
  @Test(.timeLimit(.minutes(20))) func aPipeIsRefusedWithoutWaiting() {
    let folder = TemporaryFolder()
    let path = folder.path + "/pipe"
    #expect(mkfifo(path, 0o600) == 0)
    let error = #expect(throws: VolumeError.self) { try ScanMeasurement(path: path) }
    #expect(error == .notAFile)
  }
}
