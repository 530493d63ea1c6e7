import Testing

@testable import VolumetryCore

/// A `.hdr/.img` pair is one scan by either name, plain or gzipped, and never another stem.
@Suite struct PairTests {
  let folder = TemporaryFolder()
  let builder: NIfTIBuilder = {
    var builder = NIfTIBuilder()
    builder.magic = Array("ni1\0".utf8)
    builder.offset = 0
    return builder
  }()

  @Test(arguments: [false, true], [false, true])
  func eitherHalfNamesThePair(headerIsGzip: Bool, dataIsGzip: Bool) throws {
    let header = builder.header()
    let voxels = builder.payload(HeaderTests.voxels)
    let names = ["p.hdr" + (headerIsGzip ? ".gz" : ""), "p.img" + (dataIsGzip ? ".gz" : "")]
    let paths = [
      folder.write(headerIsGzip ? gzip(header) : header, as: names[0]),
      folder.write(dataIsGzip ? gzip(voxels) : voxels, as: names[1]),
    ]
    for path in paths {
      let scan = try ScanMeasurement(path: path)
      #expect(scan.counts == [1: 5, 2: 3])
    }
  }

  @Test func aMissingHalfIsRefusedByName() {
    let path = folder.write(builder.header(), as: "q.hdr")
    _ = folder.write(builder.payload(HeaderTests.voxels), as: "other.img")
    let error = #expect(throws: VolumeError.self) { try ScanMeasurement(path: path) }
    #expect(error?.code == "E-MATE-MISSING")
    #expect(error?.message.contains("q.img") == true)
    #expect(error?.isAbsence == true)
  }

  @Test func aShortDataFileIsRefused() {
    let path = folder.write(builder.header(), as: "r.hdr")
    _ = folder.write([1, 2, 3], as: "r.img")
    let error = #expect(throws: VolumeError.self) { try ScanMeasurement(path: path) }
    #expect(error == .truncated(expectedBytes: 24, foundBytes: 3))
  }

  @Test func absentFilesAndFoldersAreAbsences() {
    for path in [folder.path + "/none.nii", folder.path + "/none.hdr", folder.path] {
      let error = #expect(throws: VolumeError.self) { try ScanMeasurement(path: path) }
      #expect(error?.isAbsence == true)
    }
    // libnifti would open x.nii.gz when asked for x.nii.
    _ = folder.write(NIfTIBuilder().file([UInt8](repeating: 0, count: 24)), as: "x.nii.gz")
    let error = #expect(throws: VolumeError.self) {
      try ScanMeasurement(path: folder.path + "/x.nii")
    }
    #expect(error == .notFound)
  }

  @Test func theHeaderFilesChecksumCounts() throws {
    let voxels = builder.payload(HeaderTests.voxels)
    _ = folder.write(voxels, as: "s.img")
    var header = gzip(builder.header() + [UInt8](repeating: 7, count: 3000))
    let path = folder.write(header, as: "s.hdr.gz")
    #expect(try ScanMeasurement(path: path).counts == [1: 5, 2: 3])
    header[header.count - 6] ^= 1
    _ = folder.write(header, as: "s.hdr.gz")
    #expect(throws: VolumeError.self) { try ScanMeasurement(path: path) }
    _ = folder.write(Array(header.dropLast(8)), as: "s.hdr.gz")
    let cut = #expect(throws: VolumeError.self) { try ScanMeasurement(path: path) }
    #expect(cut?.code == "E-CRC")
  }

  @Test func thePairsNamesAreKnownAndNoWarningIsFalse() throws {
    let header = folder.write(gzip(builder.header()), as: "t.hdr.gz")
    let data = folder.write(builder.payload(HeaderTests.voxels), as: "t.img")
    #expect(Set(ScanFiles.all(of: data)) == [header, data])
    #expect(ScanFiles.all(of: header).count == 2)
    #expect(try ScanMeasurement(path: header).codes.isEmpty)
  }
}
