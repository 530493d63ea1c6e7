import Testing

@testable import VolumetryCore

/// What inspecting says of files that measure, and above all of those that do not.
@Suite struct InspectionTests {
  static let payload = [UInt8](repeating: 0, count: 12) + [UInt8](repeating: 2, count: 12)

  private func inspect(
    _ bytes: [UInt8], options: ReadingOptions = ReadingOptions(), headerOnly: Bool = false
  ) throws -> Inspection {
    let folder = TemporaryFolder()
    return try Inspection(path: folder.write(bytes), options: options, headerOnly: headerOnly)
  }

  private func diagonal(_ a: Double, _ b: Double, _ c: Double) -> [[Double]] {
    [[a, 0, 0, 0], [0, b, 0, 0], [0, 0, c, 0]]
  }

  @Test func aGoodFileHasItsReadingsAndItsLabelledVolume() throws {
    var builder = NIfTIBuilder()
    builder.rows = diagonal(-20, 30, 40)
    let found = try inspect(gzip(builder.file(Self.payload)))
    #expect(found.grid?.source == .sform && found.refusal == nil && found.damage == nil)
    #expect(found.candidates.map(\.source) == [.sform, .qform, .pixdim])
    #expect(found.candidates.map(\.orientation) == ["LAS", "RAS", nil])
    #expect(found.candidates.map { found.labelledVolume($0)?.value } == [288, 288, 288])
    #expect(found.candidates.map { found.differencePercent($0) } == [0, 0, 0])
    #expect(found.labelledVoxels == 12 && found.labels == [2])
    #expect(found.isReadToItsEnd && found.isCompressed && found.gzip?.members == 1)
    #expect(found.warnings.map(\.code) == [.orientation, .name])
    let shape = try #require(found.shape)
    #expect(found.candidates[1].fieldOfView(of: shape).map(\.value) == [80, 90, 80])
    #expect(found.candidates[0].affine == found.grid?.affine)
  }

  @Test func aConflictIsShownWithWhatEachReadingWouldMeasure() throws {
    var builder = NIfTIBuilder()
    builder.rows = diagonal(10, 10, 10)
    let found = try inspect(builder.file(Self.payload))
    #expect(found.grid == nil && found.refusal?.code == "E-GEOMETRY" && found.damage == nil)
    #expect(found.reference?.source == .sform)
    #expect(found.candidates.map { found.labelledVolume($0)?.value } == [12, 288, 288])
    #expect(found.candidates.map { found.differencePercent($0) } == [0, 2300, 2300])
    for source in GeometrySource.allCases {
      let chosen = ReadingOptions { $0.geometry = source }
      let accepted = try inspect(builder.file(Self.payload), options: chosen)
      #expect(accepted.grid?.source == source && accepted.refusal == nil)
      let scan = try measure(builder.file(Self.payload), options: chosen)
      let candidate = try #require(found.candidates.first { $0.source == source })
      #expect(found.labelledVolume(candidate) == scan.labels.last?.volume)
      #expect(candidate.voxelVolume == scan.grid.voxelVolume)
      #expect(candidate.orientation == scan.grid.orientation)
      #expect(candidate.affine == scan.grid.affine)
    }
  }

  @Test func everyReadingIsThatOfMeasuring() throws {
    var random = SeededGenerator(11)
    for _ in 0..<300 {
      var builder = NIfTIBuilder()
      builder.version = .random(in: 1...2, using: &random)
      builder.sform = .random(in: 0...4, using: &random)
      builder.qform = .random(in: 0...2, using: &random)
      builder.units = .random(in: 0...3, using: &random)
      builder.quaternion = (0..<3).map { _ in .random(in: -0.6...0.6, using: &random) }
      builder.rows = (0..<3).map { _ in (0..<4).map { _ in .random(in: -9...9, using: &random) } }
      if Bool.random(using: &random) { builder.pixdim[2] = 0 }
      let bytes = builder.file(Self.payload)
      let found = try inspect(bytes)
      for source in GeometrySource.allCases {
        let options = ReadingOptions { $0.geometry = source }
        let candidate = found.candidates.first { $0.source == source }
        guard refusal(bytes, options: options) == nil else {
          #expect(candidate == nil, "what cannot be chosen cannot be read")
          continue
        }
        let grid = try measure(bytes, options: options).grid
        #expect(candidate?.voxelVolume == grid.voxelVolume && candidate?.affine == grid.affine)
      }
    }
  }

  @Test func noReadingAtAllIsSaid() throws {
    var builder = NIfTIBuilder()
    (builder.sform, builder.qform, builder.pixdim[2]) = (0, 0, 0)
    let found = try inspect(builder.file(Self.payload))
    #expect(found.candidates.isEmpty && found.reference == nil && found.labelledVoxels == nil)
    #expect(found.refusal?.code == "E-GEOMETRY" && found.isReadToItsEnd)
  }

  @Test func theHeaderAloneLeavesTheVoxelsUnread() throws {
    var builder = NIfTIBuilder()
    builder.dim = [3, 40, 30, 2, 1, 1, 1, 1]
    var bytes = gzip(builder.file([UInt8](repeating: 3, count: 2400)))
    bytes[bytes.count - 6] ^= 1
    let header = try inspect(bytes, headerOnly: true)
    #expect(header.grid != nil && header.refusal == nil && header.damage == nil)
    #expect(!header.isReadToItsEnd && header.labelledVoxels == nil)
    let whole = try inspect(bytes)
    #expect(whole.refusal?.code == "E-CRC" && whole.damage?.code == "E-CRC")
    #expect(whole.grid != nil && !whole.isReadToItsEnd && whole.labelledVoxels == nil)
    let trusting = try inspect(bytes, options: ReadingOptions { $0.ignoresChecksums = true })
    #expect(trusting.labelledVoxels == 2400 && trusting.damage?.code == "E-CRC")
  }

  @Test func whatIsNoLabelMapIsReadToItsEndAllTheSame() throws {
    var colours = NIfTIBuilder()
    (colours.datatype, colours.bitpix) = (128, 24)
    let rgb = try inspect(colours.file([UInt8](repeating: 1, count: 72)))
    #expect(rgb.refusal?.code == "E-DATATYPE" && rgb.damage == nil && rgb.isReadToItsEnd)
    #expect(rgb.candidates.count == 3 && rgb.labelledVoxels == nil)
    let cut = try inspect(colours.file([UInt8](repeating: 1, count: 71)))
    #expect(cut.refusal?.code == "E-DATATYPE" && cut.damage?.code == "E-TRUNCATED")
    var several = NIfTIBuilder()
    several.dim = [4, 4, 3, 2, 2, 1, 1, 1]
    let four = try inspect(several.file(Self.payload + Self.payload))
    #expect(four.refusal?.code == "E-4D" && four.isReadToItsEnd && four.shape?.k == 2)
    let second = ReadingOptions { $0.volumes = .index(1) }
    #expect(
      try inspect(several.file(Self.payload + Self.payload), options: second).labelledVoxels == 12)
    var image = NIfTIBuilder()
    image.datatype = 16
    let fractions = try inspect(image.file(image.payload([Double](repeating: 0.5, count: 24))))
    #expect(fractions.refusal?.code == "E-NOT-LABELS" && fractions.isReadToItsEnd)
    #expect(fractions.grid != nil && fractions.labels == nil)
  }

  @Test func extensionsAndTextsAreThereWhateverBecomesOfTheFile() throws {
    var builder = NIfTIBuilder.telling(version: 2, bigEndian: true, datatype: 1)
    let item = HeaderExtension(code: 6, content: Array("note".utf8))
    builder.extensionBytes = [1, 0, 0, 0] + builder.stored(item)
    builder.offset = Double(540 + builder.extensionBytes.count)
    let found = try inspect(builder.file(Self.payload))
    #expect(found.refusal?.code == "E-DATATYPE" && !found.isReadToItsEnd)
    #expect(found.extensions == [item])
    #expect(found.header.texts.count == 4)
  }

  @Test func onlyAnUnreadableHeaderThrows() {
    for bytes in [[], Array("NRRD0004".utf8), [UInt8](repeating: 0, count: 400)] as [[UInt8]] {
      #expect(throws: VolumeError.self) { try inspect(bytes) }
    }
    var builder = NIfTIBuilder()
    builder.magic = [0, 0, 0, 0]
    let found = try? inspect(builder.file(Self.payload))
    #expect(found?.refusal == .analyze && found?.header.format == .analyze)
    #expect(found?.candidates.map(\.source) == [.pixdim])
  }
}
