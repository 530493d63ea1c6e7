import Foundation
import Testing

@testable import VolumetryCore

/// Numbers that a header marks as unused can spell a name: they are found, a copy does not have
/// them, and no reading of the file was ever by them.
@Suite struct HeaderImageSparesTests {
  /// One header of the many that codes, version and byte order make.
  struct Kind: Sendable, CustomTestStringConvertible {
    let (version, bigEndian, codes): (Int, Bool, [Int])

    var testDescription: String { "NIfTI-\(version), big-endian \(bigEndian), codes \(codes)" }

    /// Codes of sform, qform and intent.
    static let all = [1, 2].flatMap { version in
      [false, true].flatMap { bigEndian in
        (0..<8).map { bits in
          Kind(version, bigEndian, [bits & 1, bits >> 1 & 1, (bits >> 2 & 1) * 1002])
        }
      }
    }

    init(_ version: Int, _ bigEndian: Bool, _ codes: [Int]) {
      (self.version, self.bigEndian, self.codes) = (version, bigEndian, codes)
    }

    /// Where sform, quaternion with offset, intent parameters, dim[4...] and pixdim[4...] stand.
    var places: [(name: String, range: Range<Int>, isUnused: Bool)] {
      let one = version == 1
      return [
        ("dim[4] to dim[7]", one ? 48..<56 : 48..<80, true),
        ("intent_p1 to intent_p3", one ? 56..<68 : 80..<104, codes[2] == 0),
        ("pixdim[4] to pixdim[7]", one ? 92..<108 : 136..<168, true),
        ("quatern_b to qoffset_z", one ? 256..<280 : 352..<400, codes[1] == 0),
        ("srow_x to srow_z", one ? 280..<328 : 400..<496, codes[0] == 0),
      ]
    }

    /// With a word in every unused place.
    func builder(telling: Bool) -> NIfTIBuilder {
      var builder = NIfTIBuilder()
      (builder.version, builder.bigEndian) = (version, bigEndian)
      (builder.sform, builder.qform, builder.intent) = (codes[0], codes[1], codes[2])
      for (name, range, isUnused) in places where isUnused {
        let word = Array("SMITHJOHN".utf8)
        let size: [UInt8] = version == 1 ? [0, 1] : [0, 0, 0, 0, 0, 0, 0, 1]
        let blank = name.hasPrefix("dim") ? (bigEndian ? size : size.reversed()) : [0]
        let content = telling ? word : blank
        builder.patches.append(
          (range.lowerBound, range.indices.map { content[($0 - range.lowerBound) % content.count] })
        )
      }
      return builder
    }
  }

  private func image(_ builder: NIfTIBuilder) throws -> HeaderImage {
    try builder.header().withUnsafeBytes { (bytes) throws(VolumeError) in try HeaderImage(bytes) }
  }

  private static let payload: [UInt8] = (0..<24).map { $0 % 3 }

  @Test(arguments: Kind.all)
  func whatTheHeaderMarksAsUnusedIsFoundAndBlanked(_ kind: Kind) throws {
    let found = try image(kind.builder(telling: true))
    let expected = kind.places.filter(\.isUnused)
    #expect(found.texts.words == expected.map { "unused-field \($0.name) \($0.range.count)" })
    #expect(found.texts.allSatisfy { $0.text?.hasPrefix("SMITHJ") == true })
    let clean = kind.builder(telling: false)
    #expect(found.withoutTexts == clean.header(), "and nothing else is touched")
    #expect(try image(clean).texts.isEmpty)
  }

  @Test(arguments: Kind.all)
  func noReadingChanges(_ kind: Kind) throws {
    let folder = TemporaryFolder()
    let input = folder.write(kind.builder(telling: true).file(Self.payload))
    let output = folder.path + "/copy.nii"
    _ = try CleanCopy(of: input, to: output)
    #expect(try FreeTextSurvey(path: output).findings.isEmpty)
    for geometry in [nil] + GeometrySource.allCases.map(Optional.some) {
      let options = ReadingOptions { $0.geometry = geometry }
      let (before, after) = (reading(input, options), reading(output, options))
      #expect(before.scan?.labels == after.scan?.labels)
      #expect(before.scan?.grid == after.scan?.grid)
      #expect(before.scan?.warnings == after.scan?.warnings)
      #expect(before.error == after.error)
      #expect((before.scan == nil) == (before.error != nil))
    }
    let (before, after) = (try Inspection(path: input), try Inspection(path: output))
    #expect(before.candidates == after.candidates && !before.candidates.isEmpty)
  }

  private func reading(
    _ path: String, _ options: ReadingOptions
  ) -> (scan: ScanMeasurement?, error: VolumeError?) {
    do throws(VolumeError) { return (try ScanMeasurement(path: path, options: options), nil) } catch
    { return (nil, error) }
  }

  @Test(arguments: [1, 2], [false, true])
  func lengthsOfTheFirstAxesAreNeverUnused(_ version: Int, _ bigEndian: Bool) throws {
    var builder = NIfTIBuilder()
    (builder.version, builder.bigEndian) = (version, bigEndian)
    (builder.dim, builder.pixdim) = ([2, 4, 6, 9, 1, 0, 1, 1], [1, 2, 3, 5, 7, 0, 0, 0])
    let folder = TemporaryFolder()
    let input = folder.write(builder.file(Self.payload))
    let output = folder.path + "/copy.nii"
    let copy = try CleanCopy(of: input, to: output)
    #expect(copy.removed.map(\.field) == ["dim[3] to dim[7]", "pixdim[4] to pixdim[7]"])
    let options = ReadingOptions { $0.allowsTwoDimensions = true }
    let (before, after) = (reading(input, options), reading(output, options))
    #expect(before.scan != nil && before.scan?.grid == after.scan?.grid)
    #expect(before.scan?.labels == after.scan?.labels)
  }

  @Test func habitsSayNothingAndUsedDimensionsStay() throws {
    var builder = NIfTIBuilder()
    builder.dim = [3, 4, 3, 2, 0, 1, 0, 1]
    builder.pixdim = [1, 20, 30, 40, 1, 0, 1, 1]
    #expect(try image(builder).texts.isEmpty)
    builder.pixdim[7] = .nan
    #expect(try image(builder).texts.words == ["unused-field pixdim[4] to pixdim[7] 16"])
    (builder.dim, builder.pixdim) = ([7, 4, 3, 2, 2, 2, 2, 2], [1, 20, 30, 40, 2, 2, 2, 2])
    #expect(try image(builder).texts.isEmpty)
    builder.dim = [6, 4, 3, 2, 2, 2, 2, 9]
    #expect(
      try image(builder).texts.words == ["unused-field dim[7] 2", "unused-field pixdim[7] 4"])
    builder.dim[0] = 8
    #expect(try image(builder).texts.isEmpty, "nobody can say which are used")
  }

  @Test func aNumberThatMaySpellANameIsToldFromOneThatIsRead() throws {
    var builder = Kind(1, false, [0, 1, 0]).builder(telling: true)
    builder.patches.append((32, [9, 9, 9, 9]))
    let shown = Dictionary(
      uniqueKeysWithValues: try image(builder).numbers.map { ($0.name, $0.shown) })
    #expect(shown["extents"] == 0 && shown["session_error"] == 1 && shown["glmax"] == 1)
    #expect(shown["dim"] == 4 && shown["pixdim"] == 4 && shown["intent_p2"] == 0)
    #expect(shown["srow_x"] == 0 && shown["srow_z"] == 0 && shown["quatern_b"] == 1)
  }
}
