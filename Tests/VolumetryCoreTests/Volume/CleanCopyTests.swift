import Foundation
import Testing

@testable import VolumetryCore

/// A clean copy has the same voxels, measures the same, and holds nothing that could be found.
@Suite struct CleanCopyTests {
  private static let values: [Double] = (0..<24).map { Double($0 % 3) }

  /// Everything removable in one file.
  private static func telling(_ version: Int, _ bigEndian: Bool, _ datatype: Int) -> [UInt8] {
    var builder = NIfTIBuilder.telling(version: version, bigEndian: bigEndian, datatype: datatype)
    (builder.slope, builder.intercept) = (1, 0)
    let item = HeaderExtension(code: 2, content: Array("PN DOE".utf8))
    builder.extensionBytes = [1, 0, 0, 0] + builder.stored(item) + [5]
    builder.offset = Double(builder.header().count + builder.extensionBytes.count + 7)
    return builder.file(builder.payload(values)) + [8]
  }

  private func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
  }

  @Test(arguments: [1, 2], [false, true])
  func everyKindOfLabelMapKeepsItsNumbers(_ version: Int, _ bigEndian: Bool) throws {
    for datatype in [2, 256, 4, 512, 8, 768, 16, 64, 1024, 1280] {
      let original = Self.telling(version, bigEndian, datatype)
      for (isGzip, output) in [(false, "o.nii"), (true, "o.nii"), (true, "o.nii.gz")] {
        let folder = TemporaryFolder()
        let input = folder.write(
          isGzip ? gzip(original, name: Array("DOE".utf8), time: 3) + [1] : original)
        let path = folder.path + "/" + output
        let copy = try CleanCopy(of: input, to: path)
        #expect(try FreeTextSurvey(path: path).findings.isEmpty)
        #expect(try FreeTextSurvey(path: path).failure == nil)
        let (before, after) = (try ScanMeasurement(path: input), try ScanMeasurement(path: path))
        #expect(after.labels == before.labels && after.grid == before.grid)
        #expect(after.datatype == before.datatype && after.version == version)
        #expect(copy.removed.contains { $0.field == "descrip" })
        #expect(copy.removed.contains { $0.kind == .extraData })
        #expect(copy.removed.contains { $0.field == "FNAME" } == isGzip)
        #expect(copy.voxelBytes == 24 * after.datatype.width)
        #expect(
          after.extensions.isEmpty
            && after.codes
              == before.codes.filter {
                !["W-NAME", "W-GZIP-TRAILING", "W-EXTENSION"].contains($0)
              }
        )
      }
    }
  }

  @Test(arguments: [1, 2], [false, true])
  func everyNumberOfTheHeaderStays(_ version: Int, _ bigEndian: Bool) throws {
    let folder = TemporaryFolder()
    var builder = NIfTIBuilder.telling(version: version, bigEndian: bigEndian)
    builder.quaternion = [0.1, 0.2, 0.3]
    (builder.units, builder.intent, builder.slope, builder.intercept) = (10, 1002, 2, 1)
    let input = folder.write(builder.file([UInt8](0..<24)))
    let output = folder.path + "/o.nii"
    _ = try CleanCopy(of: input, to: output)
    var expected = builder
    expected.patches = []
    #expect(try bytes(output) == expected.file([UInt8](0..<24)))
  }

  @Test func whatCannotBeMeasuredIsCopiedBitForBit() throws {
    for (type, width) in [(128, 3), (2304, 4), (32, 8), (1792, 16), (16, 4), (1536, 16)] {
      var builder = NIfTIBuilder.telling(version: 1, bigEndian: true, datatype: type)
      (builder.bitpix, builder.dim) = (8 * width, [5, 4, 3, 2, 2, 3, 1, 1])
      var random = SeededGenerator(UInt64(type))
      let payload = (0..<(144 * width)).map { _ in UInt8.random(in: 0...255, using: &random) }
      let folder = TemporaryFolder()
      let input = folder.write(gzip(builder.file(payload)), as: "a.nii.gz")
      _ = try CleanCopy(of: input, to: folder.path + "/o.nii")
      let copy = try bytes(folder.path + "/o.nii")
      #expect(Array(copy[352...]) == payload)
      #expect(try FreeTextSurvey(path: folder.path + "/o.nii").findings.isEmpty)
    }
  }

  @Test(arguments: [1, 2], ["", ".gz"])
  func aPairBecomesOneFile(_ version: Int, _ ending: String) throws {
    var builder = NIfTIBuilder.telling(version: version, bigEndian: true, datatype: 4)
    builder.magic = version == 1 ? Array("ni1\0".utf8) : Array("ni2\0\r\n".utf8) + [0x1a, 0x0a]
    builder.offset = 32
    let folder = TemporaryFolder()
    let data = [UInt8](repeating: 3, count: 32) + builder.payload(Self.values) + [9, 9]
    let header = builder.header() + [0, 0, 0, 0]
    let input = folder.write(ending.isEmpty ? header : gzip(header), as: "a.hdr" + ending)
    _ = folder.write(ending.isEmpty ? data : gzip(data), as: "a.img" + ending)
    let output = folder.path + "/o.nii.gz"
    _ = try CleanCopy(of: input, to: output)
    #expect(try FreeTextSurvey(path: output).findings.isEmpty)
    let (before, after) = (try ScanMeasurement(path: input), try ScanMeasurement(path: output))
    #expect(after.labels == before.labels && after.grid == before.grid && after.codes.isEmpty)
  }

  @Test func aLabelTableCanBeWrittenAnew() throws {
    let folder = TemporaryFolder()
    for (version, bigEndian) in [(1, true), (2, false)] {
      let input = folder.write(Self.telling(version, bigEndian, 2))
      let table = HeaderExtension(code: 0, content: Array("<CaretExtension/>".utf8))
      let output = folder.path + "/o.nii"
      var seen: [HeaderExtension] = []
      let copy = try CleanCopy(of: input, to: output) { found in
        seen = found
        return [table, table]
      }
      #expect(seen.map(\.code) == [2] && copy.written == [table, table])
      let scan = try ScanMeasurement(path: output)
      #expect(scan.extensions == [table, table])
      #expect(scan.labels == (try ScanMeasurement(path: input)).labels)
      #expect(
        try FreeTextSurvey(path: output).findings.words
          == [String](repeating: "extension unregistered, Caret XML 24", count: 2))
    }
  }

  private func failure(_ input: String, _ output: String) -> CleanCopyError? {
    do throws(CleanCopyError) {
      _ = try CleanCopy(of: input, to: output)
      return nil
    } catch { return error }
  }

  @Test func damageLeavesNoCopyAndTheFileThatWasThere() throws {
    let folder = TemporaryFolder()
    let whole = gzip(Self.telling(1, false, 2))
    let output = folder.write([1, 2, 3], as: "o.nii")
    for length in stride(from: 1, to: whole.count, by: 3) {
      let input = folder.write(Array(whole[..<length]), as: "cut.nii.gz")
      guard case .input? = failure(input, output) else {
        Issue.record("\(length) bytes were copied")
        continue
      }
    }
    var wrong = whole
    wrong[wrong.count - 6] ^= 0x40
    #expect(
      failure(folder.write(wrong, as: "crc.nii.gz"), output).map { "\($0)" }?
        .contains("checksum") == true)
    #expect(try bytes(output) == [1, 2, 3])
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["crc.nii.gz", "cut.nii.gz", "o.nii"])
  }

  @Test func outputsThatCannotBeAreRefused() throws {
    let folder = TemporaryFolder()
    let input = folder.write(Self.telling(1, false, 2))
    for name in ["o", "o.gz", "o.img", "o.nii.bz2", "nii"] {
      #expect(failure(input, folder.path + "/" + name) == .outputName)
    }
    #expect(failure(input, input) == .outputIsInput)
    let link = folder.path + "/link.nii"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: input)
    #expect(failure(input, link) == .outputIsInput)
    #expect(failure(input, folder.path + "/no/o.nii") == .create(errorNumber: ENOENT))
    try FileManager.default.createDirectory(
      atPath: folder.path + "/d.nii", withIntermediateDirectories: false)
    #expect(failure(input, folder.path + "/d.nii") == .create(errorNumber: EISDIR))
    #expect(failure(folder.path + "/none.nii", folder.path + "/o.nii") == .input(.notFound))
    #expect(try bytes(input) == Self.telling(1, false, 2))
  }

  @Test func aCopyKeepsThePermissionsOfWhatItReplacesAndFollowsALink() throws {
    let folder = TemporaryFolder()
    let input = folder.write(Self.telling(1, false, 2))
    let output = folder.write([1], as: "o.nii")
    let link = folder.path + "/link.nii"
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: output)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: output)
    #expect(failure(input, link) == nil)
    let attributes = try FileManager.default.attributesOfItem(atPath: output)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(attributes[.type] as? FileAttributeType == .typeRegular)
    #expect(try ScanMeasurement(path: output).labels.count == 3)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == output)
  }

  @Test func nobodyCanSayWhereVoxelsOfTwoWidthsEnd() throws {
    var builder = NIfTIBuilder()
    builder.bitpix = 16
    let folder = TemporaryFolder()
    let output = folder.path + "/o.nii"
    let right = folder.write(builder.file([UInt8](repeating: 1, count: 24)))
    #expect(failure(right, output) == nil)
    let doubled = folder.write(builder.file([UInt8](repeating: 1, count: 48)))
    #expect(
      failure(doubled, output) == .input(.sizeDisagrees(expectedBytes: 24, foundBytes: 48)))
  }

  /// What is behind the voxels puts their number in doubt; a copy without it would not.
  @Test func aSurplusThatMeasureWarnsOfIsRefused() throws {
    let folder = TemporaryFolder()
    let output = folder.path + "/o.nii"
    let whole = NIfTIBuilder().file([UInt8](repeating: 1, count: 24))
    for content: UInt8 in [0, 7] {
      for count in [12, 13, 24, 2 << 20] {
        let bytes = whole + [UInt8](repeating: content, count: count)
        for (name, file) in [("a.nii", bytes), ("a.nii.gz", gzip(bytes))] {
          #expect(try measure(file, name: name).codes.contains("W-EXTRA-DATA"))
          #expect(
            failure(folder.write(file, as: name), output)
              == .input(.tooMuchData(expectedBytes: 24, foundAtLeastBytes: 24 + count)))
        }
      }
    }
    #expect(!FileManager.default.fileExists(atPath: output))
    let padded = folder.write(whole + [UInt8](repeating: 0, count: 11))
    let copy = try CleanCopy(of: padded, to: output)
    #expect(copy.removed.isEmpty && copy.paddingBytes == 11)
    #expect(try bytes(output) == whole)
    let telling = try CleanCopy(of: folder.write(whole + [0, 7]), to: output)
    #expect(telling.removed.words == ["extra-data behind the voxels 2"])
    #expect(telling.paddingBytes == 0)
  }

  @Test func theLongestExtensionIsReadBackWhole() throws {
    let folder = TemporaryFolder()
    let input = folder.write(NIfTIBuilder().file([UInt8](repeating: 1, count: 24)))
    let output = folder.path + "/o.nii"
    let most = CleanCopy.mostExtensionBytes / 16 * 16 - 8
    for (size, isWhole) in [(most, true), (most + 16, false)] {
      let content = [UInt8](repeating: 0x41, count: size)
      _ = try CleanCopy(of: input, to: output) { _ in [HeaderExtension(code: 6, content: content)] }
      let found = try ScanMeasurement(path: output).extensions
      #expect(found.map(\.size) == [size] && found.map(\.isWhole) == [isWhole])
      #expect((size <= CleanCopy.mostExtensionBytes) == isWhole)
    }
  }

  @Test func analyzeIsRefused() throws {
    var builder = NIfTIBuilder()
    builder.magic = [0, 0, 0, 0]
    let folder = TemporaryFolder()
    let input = folder.write(builder.file([UInt8](repeating: 1, count: 24)))
    guard case .input(.notNIfTI)? = failure(input, folder.path + "/o.nii") else {
      Issue.record("ANALYZE was copied")
      return
    }
  }
}
