import Testing

@_spi(Stages) @testable import VolumetryCore

/// What `Benchmarks/` times is what a measurement does.
@Suite struct StagesTests {
  private let bytes: [UInt8]

  init() {
    var builder = NIfTIBuilder()
    builder.dim = [3, 7, 5, 3, 1, 1, 1, 1]
    bytes = builder.file((0..<105).map { UInt8($0 / 10 % 4) })
  }

  @Test func checksumIsThatOfTheStandard() {
    // The check value of CRC-32: the digits 1 to 9.
    let digits = Array("123456789".utf8)
    #expect(digits.withUnsafeBytes { Stages.checksum(of: $0) } == 0xcbf4_3926)
  }

  @Test(arguments: ["a.nii", "a.nii.gz"])
  func everyVoxelIsDecodedOnce(name: String) throws {
    let folder = TemporaryFolder()
    let file = name.hasSuffix(".gz") ? gzip(bytes) : bytes
    let found = try Stages.decode(path: folder.write(file, as: name))
    #expect(found.asBytes + found.asRuns == 105)
  }

  @Test func censusInPiecesIsThatOfTheMeasurement() throws {
    let scan = try measure(bytes)
    var census = Stages.Census(shape: scan.grid.shape, datatype: .uint8)
    for piece in [352..<400, 400..<401, 401..<457] {
      try bytes[piece].withUnsafeBytes { try census.add($0) }
    }
    #expect(try census.result() == scan.census)
  }
}
