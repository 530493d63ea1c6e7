import Testing

@testable import VolumetryCore

/// Channels as labels, and the set of voxels behind it, against plain twins.
@Suite struct ChannelTests {
  private func file(_ channels: [[UInt8]], shape: [Int]) -> [UInt8] {
    var builder = NIfTIBuilder()
    builder.dim = [4] + shape + [channels.count, 1, 1, 1]
    builder.pixdim = [1, 10, 10, 10, 0, 0, 0, 0]
    return builder.file(Array(channels.joined()))
  }

  private let options = ReadingOptions { $0.volumes = .channelsAsLabels }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8])
  func channelsAreCountedAsAPlainLoopCountsThem(_ seed: UInt64) throws {
    var random = SeededGenerator(seed)
    // Rows of 37 voxels and three channels of 37 × 11 × 9: runs cross words, rows and slices.
    let shape = [37, 11, 9]
    let count = shape.reduce(1, *)
    let channels = (0..<3).map { _ in
      var channel = [UInt8](repeating: 0, count: count)
      for _ in 0..<20 {
        let start = Int.random(in: 0..<count, using: &random)
        let end = min(count, start + Int.random(in: 1...200, using: &random))
        for voxel in start..<end { channel[voxel] = 7 }
      }
      return channel
    }
    let scan = try measure(gzip(file(channels, shape: shape)), name: "a.nii.gz", options: options)
    for (index, channel) in channels.enumerated() {
      let entry = try #require(scan.census[Label(index + 1)])
      #expect(entry.voxels == channel.count { $0 != 0 })
      let members = channel.indices.filter { channel[$0] != 0 }
      #expect(entry.indexSums.k == members.reduce(0) { $0 + $1 / (37 * 11) })
      #expect(entry.bounds.min.x == members.map { Int32($0 % 37) }.min())
    }
    let covers = (0..<count).map { voxel in channels.count { $0[voxel] != 0 } }
    let background = try #require(scan.census[.background])
    #expect(background.voxels == covers.count { $0 == 0 })
    let free = covers.indices.filter { covers[$0] == 0 }
    #expect(background.indexSums.j == free.reduce(0) { $0 + $1 / 37 % 11 })
    let overlap = scan.warnings.first { $0.code == .overlap }
    let expected = covers.count { $0 > 1 }
    #expect(expected > 0)
    #expect(overlap?.figures["voxels"] == .count(expected))
    #expect(overlap?.figures["volume_ml"] == .number(Double(expected)))
  }

  @Test func channelsThatDoNotOverlapSayNothing() throws {
    let scan = try measure(file([[1, 0, 0], [0, 0, 1]], shape: [3, 1, 1]), options: options)
    #expect(!scan.codes.contains("W-OVERLAP"))
    #expect(scan.options.given.map(\.name) == ["channels_as_labels"])
  }

  @Test func aChannelThatIsNoMaskIsRefused() {
    let error = refusal(file([[1, 0, 0], [0, 1, 2]], shape: [3, 1, 1]), options: options)
    #expect(error == .notOneHot(channel: 1, labels: [1, 2]))
    #expect(error?.figures == ["channel": .whole(1), "labels": .wholes([1, 2])])
  }

  @Test func anEmptyChannelHasNoRowAndTheNextKeepsItsNumber() throws {
    let scan = try measure(file([[0, 0, 0], [0, 1, 0]], shape: [3, 1, 1]), options: options)
    #expect(scan.counts == [2: 1])
  }

  @Test func aThresholdMakesMasksOfProbabilities() throws {
    var builder = NIfTIBuilder()
    (builder.dim, builder.datatype) = ([4, 3, 1, 1, 2, 1, 1, 1], 16)
    let bytes = builder.file(builder.payload([0.1, 0.6, 0.9, 0.8, 0.4, 0.1]))
    #expect(refusal(bytes, options: options)?.code == "E-NOT-LABELS")
    let scan = try measure(
      bytes,
      options: ReadingOptions {
        ($0.volumes, $0.content) = (.channelsAsLabels, .threshold(0.5))
      })
    #expect(scan.counts == [1: 2, 2: 1])
  }

  @Test func aVolumeInTheMiddleIsReadAndTheRestIsStillVerified() throws {
    let bytes = file([[1, 1, 1], [0, 2, 2], [3, 0, 0]], shape: [3, 1, 1])
    let middle = ReadingOptions { $0.volumes = .index(1) }
    #expect(try measure(bytes, options: middle).counts == [2: 2])
    #expect(try measure(gzip(bytes), name: "a.nii.gz", options: middle).counts == [2: 2])
    let cut = refusal(Array(bytes.dropLast()), options: middle)
    #expect(cut == .truncated(expectedBytes: 9, foundBytes: 8))
    let inflated = refusal(gzip(Array(bytes.dropLast())), options: middle)
    #expect(inflated == .truncated(expectedBytes: 9, foundBytes: 8))
  }

  /// Volumes lie behind each other by their bytes, not by their voxels.
  @Test(arguments: Datatype.allCases)
  func theVolumeThatIsAskedForIsTheOneWhateverItsType(_ datatype: Datatype) throws {
    for bigEndian in [false, true] {
      var builder = NIfTIBuilder()
      (builder.datatype, builder.bigEndian) = (datatype.code, bigEndian)
      builder.dim = [4, 3, 1, 1, 3, 1, 1, 1]
      let bytes = builder.file(builder.payload([1, 1, 1, 0, 2, 2, 3, 0, 0]))
      let expected: [[Int128: Int]] = [[1: 3], [2: 2], [3: 1]]
      for (index, counts) in expected.enumerated() {
        let scan = try measure(bytes, options: ReadingOptions { $0.volumes = .index(index) })
        #expect(scan.counts == counts)
      }
      let channels = try measure(bytes, options: options)
      #expect(channels.counts == [1: 3, 2: 2, 3: 1])
    }
  }

  @Test func aSetOfVoxelsIsASet() {
    var random = SeededGenerator(5)
    for count in [1, 63, 64, 65, 128, 1000] {
      let (set, common) = (VoxelBitmap(count: count), VoxelBitmap(count: count))
      var twin = [Bool](repeating: false, count: count)
      var both = twin
      for _ in 0..<12 {
        let start = Int.random(in: 0..<count, using: &random)
        let range = start..<Int.random(in: start...count, using: &random)
        common.insert(range, commonWith: set)
        for voxel in range where twin[voxel] { both[voxel] = true }
        set.insert(range)
        for voxel in range { twin[voxel] = true }
      }
      #expect(set.memberCount == twin.count { $0 })
      #expect(common.memberCount == both.count { $0 })
      var walked: [Bool] = []
      set.forEachRun { isMember, length in
        #expect(length > 0)
        walked += [Bool](repeating: isMember, count: length)
      }
      #expect(walked == twin)
    }
  }
}

/// Partial volumes: sums of shares.
@Suite struct ProbabilityTests {
  @Test(arguments: [16, 64])
  func sharesAreSummedWithTheirMoments(_ datatype: Int) throws {
    var builder = NIfTIBuilder()
    (builder.dim, builder.datatype) = ([3, 5, 4, 3, 1, 1, 1, 1], datatype)
    var random = SeededGenerator(9)
    let values = (0..<60).map { _ in
      Bool.random(using: &random) ? 0 : Double(Int.random(in: 0...16, using: &random)) / 16
    }
    let scan = try measure(
      builder.file(builder.payload(values)), options: ReadingOptions { $0.content = .probability })
    let total = values.reduce(0, +)
    let label = try #require(scan.labels.last)
    #expect(label.probabilitySum == total)
    #expect(abs(label.volume.value - total * 24) < 1e-9)
    #expect(label.voxels == values.count { $0 > 0 })
    let i = values.enumerated().reduce(0) { $0 + $1.element * Double($1.offset % 5) } / total
    #expect(abs(try #require(label.centroid)[0].value - i * 20) < 1e-9)
    #expect(scan.labels.first?.probabilitySum == nil, "the background is no structure")
  }

  @Test func storedBytesWithASlopeAreShares() throws {
    var builder = NIfTIBuilder()
    (builder.dim, builder.slope, builder.version) = ([3, 3, 1, 1, 1, 1, 1, 1], 1 / 255, 2)
    let scan = try measure(
      builder.file([0, 51, 255]), options: ReadingOptions { $0.content = .probability })
    #expect(abs(try #require(scan.volume(1)) - 1.2 * 24) < 1e-9)
  }

  @Test func manySmallSharesLoseNothing() {
    var sum = CompensatedSum()
    sum.add(1e16)
    for _ in 0..<1000 { sum.add(0.1) }
    sum.add(-1e16)
    #expect(abs(sum.value - 100) < 1e-9)
  }

  @Test func aMapWithoutAnyShareIsEmpty() throws {
    var builder = NIfTIBuilder()
    builder.datatype = 16
    let bytes = builder.file(builder.payload([Double](repeating: 0, count: 24)))
    let scan = try measure(bytes, options: ReadingOptions { $0.content = .probability })
    #expect(scan.counts.isEmpty && scan.codes.contains("W-EMPTY"))
  }
}
