import Testing

@testable import VolumetryCore

/// gzip is read to the trailer of every member, or the file is refused.
@Suite struct GzipTests {
  static let builder: NIfTIBuilder = {
    var builder = NIfTIBuilder()
    builder.dim = [3, 40, 36, 20, 1, 1, 1, 1]
    builder.pixdim = [1, 2, 2, 5, 0, 0, 0, 0]
    return builder
  }()

  /// Labels that do not compress to nothing.
  static let file: [UInt8] = {
    var random = SeededGenerator(1)
    return builder.file((0..<28800).map { _ in UInt8.random(in: 0...3, using: &random) })
  }()

  static let counts: [Int128: Int] = {
    var counts: [Int128: Int] = [:]
    for byte in file[352...] where byte != 0 { counts[Int128(byte), default: 0] += 1 }
    return counts
  }()

  @Test(arguments: [Int32(0), 1, 6, 9])
  func everyLevelReadsTheSame(_ level: Int32) throws {
    #expect(try measure(gzip(Self.file, level: level)).counts == Self.counts)
  }

  @Test(arguments: [1, 347, 348, 352, 353, 14_000, 29_151])
  func membersAreJoinedWhereverTheyAreCut(_ cut: Int) throws {
    let bytes = gzip(Array(Self.file[..<cut])) + gzip([]) + gzip(Array(Self.file[cut...]))
    let scan = try measure(bytes, name: "a.nii.gz")
    #expect(scan.counts == Self.counts)
    #expect(scan.codes.isEmpty)
  }

  @Test func everyThirdTruncationIsRefused() {
    let whole = gzip(Self.file)
    let folder = TemporaryFolder()
    var refused = 0
    for length in stride(from: 0, to: whole.count, by: 3) {
      let path = folder.write(Array(whole[..<length]), as: "cut.nii.gz")
      let error = #expect(throws: VolumeError.self, "\(length) bytes") {
        try ScanMeasurement(path: path)
      }
      #expect(["E-EMPTY", "E-TRUNCATED", "E-CRC"].contains(error?.code), "\(length) bytes")
      refused += 1
    }
    #expect(refused > 2000)
  }

  @Test func everyThirdTruncationOfAPlainFileIsRefused() {
    var builder = NIfTIBuilder()
    builder.datatype = 512
    let whole = builder.file(builder.payload(HeaderTests.voxels))
    for length in stride(from: 0, to: whole.count, by: 3) {
      let code = refusal(Array(whole[..<length]))?.code
      #expect(["E-EMPTY", "E-TRUNCATED"].contains(code), "\(length) bytes")
    }
    #expect(refusal(Array(whole.dropLast()))?.code == "E-TRUNCATED", "one byte short")
  }

  @Test func aFlippedBitAnywhereIsRefusedOrHarmless() throws {
    let whole = gzip(Self.file)
    let folder = TemporaryFolder()
    var random = SeededGenerator(2)
    var refused = 0
    for _ in 0..<400 {
      var bytes = whole
      let place = Int.random(in: 0..<bytes.count, using: &random)
      bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      let path = folder.write(bytes, as: "flipped.nii.gz")
      do throws(VolumeError) {
        // Header bits of gzip itself (time, system, flags of text) change no voxel.
        #expect(try ScanMeasurement(path: path).counts == Self.counts, "bit in byte \(place)")
      } catch { refused += 1 }
    }
    #expect(refused > 380)
  }

  @Test func aWrongTrailerIsRefused() {
    let whole = gzip(Self.file)
    for place in 1...8 {
      var bytes = whole
      bytes[bytes.count - place] ^= 0xff
      #expect(refusal(bytes)?.code == "E-CRC")
    }
    var second = gzip(Array(Self.file[..<1000])) + gzip(Array(Self.file[1000...]))
    second[second.count - 5] ^= 1
    #expect(refusal(second)?.code == "E-CRC", "the second member's checksum")
  }

  @Test func paddingIsSilentAndGarbageIsAWarning() throws {
    let whole = gzip(Self.file)
    let padded = try measure(whole + [UInt8](repeating: 0, count: 70_000), name: "a.nii.gz")
    #expect(padded.codes.isEmpty)
    let garbage = try measure(whole + Array("GARBAGE!".utf8), name: "a.nii.gz")
    #expect(garbage.codes == ["W-GZIP-TRAILING"])
    #expect(garbage.counts == Self.counts)
  }

  @Test func moreDataThanDeclaredIsAWarning() throws {
    let slice = [UInt8](repeating: 3, count: 40 * 36)
    #expect(try measure(Self.file + slice).codes == ["W-EXTRA-DATA"])
    #expect(try measure(Self.file + slice.dropLast()).codes.isEmpty)
    #expect(try measure(gzip(Self.file + slice), name: "a.nii.gz").codes == ["W-EXTRA-DATA"])
  }

  @Test func aDeclarationBeyondWhatGzipCanHoldIsRefusedAtOnce() {
    var builder = NIfTIBuilder()
    builder.dim = [3, 30000, 30000, 200, 1, 1, 1, 1]
    let error = refusal(gzip(builder.file([0, 1, 2])))
    #expect(error?.code == "E-TRUNCATED")
  }
}

extension GzipTests {
  /// The header is read in one piece that may reach far behind the voxels of a tiny file.
  @Test(arguments: 0..<200) func aTinyFileWithAnythingBehindItIsReadOrRefused(_ extra: Int) throws {
    let builder = NIfTIBuilder()
    let bytes =
      builder.file(builder.payload(HeaderTests.voxels)) + [UInt8](repeating: 9, count: extra)
    #expect(try measure(bytes).counts == [1: 5, 2: 3])
    #expect(try measure(gzip(bytes), name: "a.nii.gz").counts == [1: 5, 2: 3])
  }
}
