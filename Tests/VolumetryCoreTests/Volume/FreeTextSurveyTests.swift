import Testing

@testable import VolumetryCore

/// Every place of a file that can hold a name is found, and nothing else is.
@Suite struct FreeTextSurveyTests {
  static let payload = [UInt8](repeating: 1, count: 24)

  private func survey(_ bytes: [UInt8], name: String = "a.nii") throws -> FreeTextSurvey {
    let folder = TemporaryFolder()
    return try FreeTextSurvey(path: folder.write(bytes, as: name))
  }

  @Test(arguments: [(1, false), (1, true), (2, false), (2, true)])
  func everyPlaceIsFoundInFileOrder(_ version: Int, _ bigEndian: Bool) throws {
    var builder = NIfTIBuilder.telling(version: version, bigEndian: bigEndian)
    let dicom = HeaderExtension(code: 2, content: Array("PN DOE".utf8))
    let caret = HeaderExtension(code: 30, content: Array("<?xml?>\n<CaretExtension>".utf8))
    builder.extensionBytes =
      [1, 0, 0, 0] + builder.stored(dicom) + builder.stored(caret) + [0, 5, 0, 6]
    let size = builder.header().count + builder.extensionBytes.count
    builder.offset = Double(size + 8)
    let bytes = builder.file(Self.payload) + [0, 0, 8]
    let found = try survey(
      gzip(bytes, name: Array("DOE.nii".utf8), time: 9) + [1, 2, 3, 4], name: "a.nii.gz")
    #expect(found.failure == nil)
    let texts = version == 1 ? NIfTIBuilder.texts1 : NIfTIBuilder.texts2
    #expect(
      found.findings.filter { $0.kind != .textField && $0.kind != .unusedField }.words == [
        "gzip-header FNAME 7", "gzip-header MTIME 4", "extension DICOM 8",
        "extension Caret, Caret XML 24", "stray-bytes between header and voxels 2",
        "extra-data behind the voxels 3", "gzip-trailing behind the gzip data 4",
      ])
    #expect(found.findings.filter { $0.kind == .textField }.map(\.field) == texts.map(\.0))
  }

  @Test func aCleanFileHasNone() throws {
    for version in [1, 2] {
      var builder = NIfTIBuilder()
      (builder.version, builder.offset) = (version, 1024)
      let bytes = builder.file(Self.payload) + [0, 0, 0]
      for file in [bytes, gzip(bytes), gzip(bytes) + [0, 0]] {
        let found = try survey(file)
        #expect(found.findings.isEmpty && found.failure == nil, "zeros are padding")
      }
    }
  }

  @Test(arguments: [0, 8, 24, 1 << 30, -16])
  func aBrokenChainIsBytesThatBelongToNobody(_ size: Int) throws {
    var builder = NIfTIBuilder()
    var out = Writer(bigEndian: false)
    out.put(UInt32(truncatingIfNeeded: size))
    out.put(UInt32(4))
    builder.extensionBytes = [1, 0, 0, 0] + out.bytes + Array("DOE".utf8) + [0, 0, 0, 0, 0]
    builder.offset = 368
    let found = try survey(builder.file(Self.payload)).findings
    let nonZero = out.bytes.count { $0 != 0 } + 3
    #expect(found.words == ["stray-bytes between header and voxels \(nonZero)"])
  }

  @Test func anExtensionLongerThanWhatIsKeptIsNoStrayByte() throws {
    var builder = NIfTIBuilder()
    let large = HeaderExtension(
      code: 6, content: [UInt8](repeating: 0x41, count: ExtensionArea.mostBytes + 1000))
    builder.extensionBytes = [1, 0, 0, 0] + builder.stored(large)
    builder.offset = Double(348 + builder.extensionBytes.count)
    let found = try survey(builder.header() + builder.extensionBytes + Self.payload)
    #expect(found.findings.words == ["extension comment \(large.size)"])
    #expect(found.findings.first?.content?.count == ExtensionArea.mostBytes - 12)
  }

  @Test func anyDataTypeAndAnyNumberOfVolumesIsLookedThrough() throws {
    for (type, width) in [(128, 3), (2304, 4), (32, 8), (1792, 16), (16, 4)] {
      var builder = NIfTIBuilder()
      (builder.datatype, builder.bitpix) = (type, 8 * width)
      builder.dim = [4, 4, 3, 2, 3, 1, 1, 1]
      let payload = [UInt8](repeating: 0xff, count: 72 * width)
      #expect(try survey(builder.file(payload)).findings.isEmpty)
      #expect(
        try survey(builder.file(payload) + [1]).findings.words == ["extra-data behind the voxels 1"]
      )
      guard case .truncated? = try survey(builder.file(payload.dropLast())).failure else {
        Issue.record("a cut file was looked through to its end")
        continue
      }
    }
  }

  @Test func whatWasFoundBeforeTheDamageIsSaid() throws {
    var builder = NIfTIBuilder.telling(version: 1, bigEndian: false)
    builder.datatype = 1
    let unknown = try survey(builder.file(Self.payload))
    #expect(unknown.failure?.code == "E-DATATYPE" && !unknown.findings.isEmpty)
    (builder.datatype, builder.dim) = (2, [3, 40, 30, 2, 1, 1, 1, 1])
    let payload = [UInt8](repeating: 1, count: 2400)
    var bytes = gzip(builder.file(payload), name: Array("DOE".utf8))
    bytes[bytes.count - 5] ^= 1
    let damaged = try survey(bytes)
    #expect(damaged.failure?.code == "E-CRC")
    #expect(damaged.findings.contains { $0.field == "FNAME" })
    #expect(throws: VolumeError.self) { try survey(Array("no header".utf8)) }
    builder.offset = .nan
    #expect(try survey(builder.file(Self.payload)).failure?.code == "E-OFFSET")
  }

  @Test func bothFilesOfAPairAreLookedThrough() throws {
    var builder = NIfTIBuilder()
    (builder.magic, builder.offset) = (Array("ni1\0".utf8), 16)
    let item = HeaderExtension(code: 4, content: Array("<AFNI>".utf8))
    builder.extensionBytes = [1, 0, 0, 0] + builder.stored(item) + [3]
    let folder = TemporaryFolder()
    let header = builder.header() + builder.extensionBytes
    let path = folder.write(gzip(header, name: [0x41]), as: "a.hdr.gz")
    _ = folder.write(
      gzip([0, 0, 0x44] + [UInt8](repeating: 0, count: 13) + Self.payload + [1], name: [0x42]),
      as: "a.img.gz")
    let found = try FreeTextSurvey(path: path)
    #expect(found.failure == nil)
    #expect(
      found.findings.words == [
        "gzip-header FNAME 2", "extension AFNI, XML 8", "stray-bytes between header and voxels 2",
        "extra-data behind the voxels 1",
      ])
  }

  @Test func everyFlippedByteOfAHeaderIsSurvived() throws {
    let builder = NIfTIBuilder.telling(version: 1, bigEndian: false)
    let bytes = builder.file(Self.payload)
    let folder = TemporaryFolder()
    var generator = SeededGenerator(7)
    var looked = 0
    for _ in 0..<1500 {
      var wrong = bytes
      for _ in 0..<3 { wrong[Int.random(in: 0..<352, using: &generator)] = .random(in: 0...255) }
      let path = folder.write(wrong, as: "wrong.nii")
      do throws(VolumeError) {
        _ = try FreeTextSurvey(path: path)
        _ = try Inspection(path: path)
        looked += 1
      } catch {
        #expect(["E-NOT-NIFTI", "E-TRUNCATED"].contains(error.code))
      }
    }
    #expect(looked > 1000)
  }
}
