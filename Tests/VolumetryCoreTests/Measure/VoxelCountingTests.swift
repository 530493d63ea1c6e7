import Testing

@testable import VolumetryCore

/// On how many cores a volume is counted changes nothing but the time.
@Suite struct VoxelCountingTests {
  private static let always = VoxelCounting.Worth(plainBytes: 0, compressedBytes: 0)

  private static func count(
    _ bytes: [UInt8], cores: Int, options: ReadingOptions = ReadingOptions()
  ) throws(VolumeError) -> (census: LabelCensus, absent: Int, warnings: [VolumeWarning]) {
    let folder = TemporaryFolder()
    let stream = try VoxelStream(path: folder.write(bytes), options: options)
    let part = try VoxelCounting.count(stream, cores: cores, worth: always)
    return (try part.census(), part.absentVoxels, stream.warnings)
  }

  private static func builder(_ shape: [Int], datatype: Int = 2) -> NIfTIBuilder {
    var builder = NIfTIBuilder()
    builder.dim = [3] + shape + [1, 1, 1, 1]
    builder.datatype = datatype
    return builder
  }

  /// Labels in runs of random lengths.
  private static func labels(_ count: Int, seed: UInt64) -> [Double] {
    var random = SeededGenerator(seed)
    var values: [Double] = []
    while values.count < count {
      let value = Double(Int.random(in: 0..<5, using: &random))
      let length = Int.random(in: 1...40, using: &random)
      values += [Double](repeating: value, count: min(length, count - values.count))
    }
    return values
  }

  @Test(arguments: [2, 4, 16, 64], [1, 2, 3, 7, 64])
  func theCensusIsTheSameOnAnyNumberOfCores(datatype: Int, cores: Int) throws {
    let builder = Self.builder([13, 11, 9], datatype: datatype)
    let file = builder.file(builder.payload(Self.labels(13 * 11 * 9, seed: 1)))
    for bytes in [file, gzip(file), gzip(file, level: 0)] {
      let one = try Self.count(bytes, cores: 1)
      let several = try Self.count(bytes, cores: cores)
      #expect(one.census == several.census)
      #expect(one.warnings == several.warnings)
    }
  }

  /// More than one buffer a part, and what follows the voxels is judged as ever.
  @Test func largePartsAndExtraBytesAreRead() throws {
    let builder = Self.builder([512, 300, 5])
    let payload = builder.payload(Self.labels(512 * 300 * 5, seed: 2))
    let file = builder.file(payload) + [UInt8](repeating: 7, count: 2 << 20)
    for bytes in [file, gzip(file)] {
      let one = try Self.count(bytes, cores: 1)
      let two = try Self.count(bytes, cores: 2)
      #expect(one.census == two.census)
      #expect(one.warnings == two.warnings)
      #expect(two.warnings.contains { $0.code == .extraData })
    }
  }

  @Test func oneVolumeOfSeveralIsTheOneAskedFor() throws {
    var builder = NIfTIBuilder()
    builder.dim = [4, 4, 3, 2, 3, 1, 1, 1]
    let file = builder.file(
      builder.payload((0..<72).map { $0 < 24 ? 1 : $0 < 48 ? Double($0 % 3) : 4 }))
    for bytes in [file, gzip(file)] {
      let options = ReadingOptions { $0.volumes = .index(1) }
      let one = try Self.count(bytes, cores: 1, options: options)
      let two = try Self.count(bytes, cores: 2, options: options)
      #expect(one.census == two.census && two.census.voxels == 24)
    }
  }

  @Test func absentVoxelsAndFractionsAddUpOverTheParts() throws {
    let builder = Self.builder([10, 10, 10], datatype: 16)
    var values = Self.labels(1000, seed: 3)
    for place in stride(from: 0, to: 1000, by: 9) { values[place] = .nan }
    let file = builder.file(builder.payload(values))
    let options = ReadingOptions { $0.nanIsBackground = true }
    #expect(try Self.count(file, cores: 3, options: options).absent == 112)

    for place in stride(from: 0, to: 1000, by: 10) { values[place] = 0.25 + Double(place) }
    for place in stride(from: 0, to: 1000, by: 9) where place % 10 > 0 { values[place] = 0 }
    let fractions = builder.file(builder.payload(values))
    for (bytes, cores) in [(fractions, 1), (fractions, 4), (gzip(fractions), 4)] {
      #expect(throws: VolumeError.notLabels(voxels: 100, lowest: 0.25, highest: 990.25)) {
        _ = try Self.count(bytes, cores: cores)
      }
    }
  }

  /// Whatever is wrong is refused for the same reason as on one core.
  @Test func refusalsDoNotDependOnCores() throws {
    let builder = Self.builder([64, 64, 64], datatype: 64)
    var values = [Double](repeating: 0, count: 1 << 18)
    values[200_000] = 1e30
    values[250_000] = -1e30
    let beyond = builder.file(builder.payload(values))
    let many = builder.file(builder.payload((0..<(1 << 18)).map { Double($0 / 60) }))
    let whole = gzip(builder.file(builder.payload(Self.labels(1 << 18, seed: 4))))
    var damaged = whole
    damaged[damaged.count - 6] ^= 1
    let cut = Array(whole[..<(whole.count / 2)])
    for bytes in [beyond, gzip(beyond), many, gzip(many), damaged, cut] {
      let one = #expect(throws: VolumeError.self) { _ = try Self.count(bytes, cores: 1) }
      let two = #expect(throws: VolumeError.self) { _ = try Self.count(bytes, cores: 2) }
      #expect(one == two)
    }
  }

  /// Floats near a whole number are that label, in however many writings.
  @Test func writingsOfALabelAreNotLabels() throws {
    let builder = Self.builder([64, 64, 64], datatype: 16)
    var random = SeededGenerator(6)
    let few = (0..<(1 << 18)).map { _ in 1 + 1e-6 * Double(Int.random(in: 0..<600, using: &random))
    }
    let many = (0..<(1 << 18)).map { 1 + 1e-7 * Double($0 / 40) }
    for values in [few, many] {
      let file = builder.file(builder.payload(values))
      for (bytes, cores) in [(file, 1), (file, 2), (gzip(file), 1), (gzip(file), 2)] {
        let census = try Self.count(bytes, cores: cores).census
        #expect(census.entries.map(\.label) == [1] && census.voxels == 1 << 18)
      }
      let folder = TemporaryFolder()
      let streams = [
        try VoxelStream(path: folder.write(file)), try VoxelStream(path: folder.write(file)),
      ]
      var joint = JointCounter(streams)
      #expect(
        try joint.count().joint
          == JointCensus([JointCensus.Combination(labels: [1, 1], voxels: 1 << 18)]))
    }
  }

  /// Labels, fractions and NaN in whichever half: what is refused is what one core meets first.
  @Test func severalReasonsToRefuseAreWeighedAsOnOneCore() throws {
    let builder = Self.builder([64, 64, 64], datatype: 16)
    let half = 1 << 17
    let none = [Double](repeating: 0, count: half)
    let labels = (0..<half).map { Double($0 / 40) }
    let others = labels.map { $0 + 4000 }
    let tooMany = (0..<half).map { Double($0 / 20) }
    var (fraction, absent, last) = (none, labels, others)
    fraction[7] = 0.5
    absent[3] = .nan
    last[half - 1] = 0.25
    for (first, second) in [
      (fraction, tooMany), (tooMany, fraction), (absent, others), (labels, last), (absent, last),
      (others, absent), (labels, others), (fraction, absent),
    ] {
      let file = builder.file(builder.payload(first + second))
      let one = #expect(throws: VolumeError.self) { _ = try Self.count(file, cores: 1) }
      for (bytes, cores) in [(file, 2), (file, 5), (gzip(file), 2)] {
        let several = #expect(throws: VolumeError.self) { _ = try Self.count(bytes, cores: cores) }
        #expect(one == several)
      }
    }
  }

  /// Whether many values are an image is told from runs, however the voxels were handed over.
  @Test(arguments: [4, 16])
  func runsAreNotCutWhereAFileIs(_ datatype: Int) throws {
    let builder = Self.builder([1024, 64, 9], datatype: datatype)
    func label(_ voxel: Int) -> Double { Double(1 + voxel * 7 % 300) }
    let voxels = 0..<(1024 * 64 * 9)
    // Runs of two exactly, and some of one.
    let pairs = voxels.map { label($0 / 2) }
    let shorter = voxels.map { label($0 % 1024 < 8 ? $0 : $0 / 2) }
    for (values, isMeasured) in [(pairs, true), (shorter, false)] {
      let file = builder.file(builder.payload(values))
      let members = stride(from: 0, to: file.count, by: 10_007).flatMap {
        gzip(Array(file[$0..<min(file.count, $0 + 10_007)]))
      }
      var refusals: Set<VolumeError> = []
      for (bytes, cores) in [(file, 1), (file, 3), (gzip(file), 1), (gzip(file), 2), (members, 1)] {
        do throws(VolumeError) {
          let census = try Self.count(bytes, cores: cores).census
          #expect(isMeasured && census.entries.count == 300)
        } catch {
          refusals.insert(error)
        }
      }
      #expect(refusals.count == (isMeasured ? 0 : 1))
    }
  }

  /// A refusal of voxels comes before what is wrong behind them, also where the decoder is ahead.
  @Test func whatComesFirstIsSaid() throws {
    let builder = Self.builder([64, 64, 64], datatype: 64)
    var random = SeededGenerator(5)
    var values = (0..<(1 << 18)).map { _ in Double(Int.random(in: 0..<9, using: &random)) }
    values[3] = 1e30
    var bytes = gzip(builder.file(builder.payload(values)))
    bytes[bytes.count - 6] ^= 1
    #expect(throws: VolumeError.labelBeyondRange(found: 1e30)) {
      _ = try Self.count(bytes, cores: 2)
    }
  }

  @Test func partsCoverTheVolumeOnce() throws {
    let folder = TemporaryFolder()
    let input = try InputFile(path: folder.write([1]))
    for count in [0, 1, 2, 3, 10, 1_000_003] {
      let voxels = PlainVoxels(file: input, offset: 0, width: 1, voxelCount: count)
      for (parts, row) in (1...9).flatMap({ parts in [1, count / 3].map { (parts, $0) } })
      where row > 0 && count % row == 0 {
        let ranges = voxels.parts(parts, rowLength: row)
        #expect(ranges.count == parts && ranges[0].lowerBound == 0)
        #expect(zip(ranges, ranges.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
        #expect(ranges[parts - 1].upperBound == count)
        #expect(ranges.allSatisfy { $0.lowerBound % row == 0 })
      }
    }
  }
}
