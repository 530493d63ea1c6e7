import Testing

@testable import VolumetryCore

/// What a decoder emits is counted alike as runs and as voxels, whatever the voxels mean.
@Suite struct EventTests {
  private static func volume(_ values: [Double], _ datatype: Datatype) -> PlannedVolume {
    PlannedVolume(
      values.map { datatype == .float32 ? UInt64(Float($0).bitPattern) : UInt64($0) },
      width: datatype.width)
  }

  private static func values(_ count: Int, of values: [Double]) -> [Double] {
    var random = SeededGenerator(3)
    var all: [Double] = []
    while all.count < count {
      let run = min(Int.random(in: 1...90, using: &random), count - all.count)
      all += [Double](repeating: values.randomElement(using: &random)!, count: run)
    }
    return all
  }

  @Test(arguments: [ReadingOptions.Content.threshold(0.5), .probability])
  func numbersAreCountedAlikeAsRunsAndAsVoxels(_ content: ReadingOptions.Content) throws {
    let shape = try #require(GridShape(40, 30, 3))
    var code = VoxelCode(datatype: .float32, isByteSwapped: false, scaling: nil)
    (code.content, code.nanIsBackground) = (content, true)
    let values = Self.values(shape.voxelCount, of: [0, 0.25, 0.5, 1, .nan])
    let volume = Self.volume(values, .float32)
    let inside = values.indices.filter {
      content == .probability ? values[$0] > 0 : values[$0] >= 0.5
    }
    for (longest, shortest) in [(4000, Int.max), (300, .max), (50, 2), (4000, 2)] {
      var random = SeededGenerator(4)
      var counter = CensusCounter(shape: shape, code: code)
      try volume.forEachEvent(
        in: values.indices, longest: longest, runsFrom: shortest, &random
      ) { try counter.add($0) }
      let entry = try #require(try counter.census()[.foreground])
      #expect(entry.voxels == inside.count && counter.absentVoxels == values.count { $0.isNaN })
      #expect(entry.indexSums.i == inside.reduce(0) { $0 + $1 % 40 })
      #expect(entry.indexSums.j == inside.reduce(0) { $0 + $1 / 40 % 30 })
      #expect(entry.indexSums.k == inside.reduce(0) { $0 + $1 / 1200 })
      guard content == .probability else { continue }
      let shares = inside.map { values[$0] }
      let total = shares.reduce(0, +)
      #expect(abs(counter.probability.total.value - total) < 1e-9)
      let j = zip(inside, shares).reduce(0) { $0 + Double($1.0 / 40 % 30) * $1.1 }
      #expect(abs(counter.probability.j.value - j) < 1e-9)
    }
  }

  @Test(arguments: [Datatype.uint8, .float32])
  func channelsAreCoveredAlikeByRunsAndByVoxels(_ datatype: Datatype) throws {
    let shape = try #require(GridShape(100, 60, 2))
    let code = VoxelCode(datatype: datatype, isByteSwapped: false, scaling: nil)
    let channels = (0..<3).map { channel in
      (0..<shape.voxelCount).map { voxel in
        // Bands and a long stretch, which overlap.
        voxel % (97 + channel) < 20 || (5000..<9500).contains(voxel) ? 1.0 : 0
      }
    }
    let covers = (0..<shape.voxelCount).map { voxel in channels.count { $0[voxel] > 0 } }
    for (longest, shortest) in [(shape.voxelCount, Int.max), (700, 30), (33, 2)] {
      var random = SeededGenerator(6)
      var counter = try ChannelCounter(shape: shape, code: code)
      for channel in channels {
        var place = 0
        try Self.volume(channel, datatype).forEachEvent(
          in: 0..<shape.voxelCount, longest: longest, runsFrom: shortest, &random
        ) {
          try counter.add($0, startingAt: place)
          place += $0.count(width: datatype.width)
        }
        try counter.endChannel()
      }
      let (census, overlap) = try counter.census()
      for (index, channel) in channels.enumerated() {
        #expect(census[Label(index + 1)]?.voxels == channel.count { $0 > 0 })
      }
      #expect(census[.background]?.voxels == covers.count { $0 == 0 })
      #expect(overlap == covers.count { $0 > 1 })
    }
  }

  /// Fractions and what is no number are told by how many there are and how far they go, and of the
  /// labels before them.
  @Test func whatIsNoLabelIsCountedToTheVoxel() throws {
    let shape = try #require(GridShape(80, 60, 2))
    let code = VoxelCode(datatype: .float32, isByteSwapped: false, scaling: nil)
    for values in [[0, 1, 0.5, 2.25], [0, 3, .nan, 0.5, .infinity]] {
      let all = Self.values(shape.voxelCount, of: values)
      for (longest, shortest) in [(10_000, Int.max), (10_000, 2), (77, 5)] {
        var random = SeededGenerator(8)
        var counter = CensusCounter(shape: shape, code: code)
        try Self.volume(all, .float32).forEachEvent(
          in: all.indices, longest: longest, runsFrom: shortest, &random
        ) { try counter.add($0) }
        let numberless = all.count { !$0.isFinite }
        let fractions = all.count { $0.isFinite && $0.rounded() != $0 }
        let refused = #expect(throws: VolumeError.self) { try counter.census() }
        #expect(
          refused
            == (numberless > 0
              ? .notANumber(voxels: numberless)
              : .notLabels(voxels: fractions, lowest: 0.5, highest: 2.25)))
      }
    }
  }

  /// One label more than there may be, behind fractions: these tell what the file is, and how many
  /// came before it.
  @Test(arguments: [2, 4, 8])
  func fractionsBeforeTooManyLabelsAreCountedUpToThem(_ width: Int) throws {
    let shape = try #require(GridShape(128, 128, 1))
    let most = CensusCounter.mostLabels
    let datatype: Datatype = width == 2 ? .uint16 : width == 4 ? .float32 : .float64
    let scaling = width == 2 ? VoxelCode.Scaling(slope: 0.5, intercept: 0) : nil
    let code = VoxelCode(datatype: datatype, isByteSwapped: false, scaling: scaling)
    func pattern(_ value: Double) -> UInt64 {
      switch width {
      case 2: UInt64(value * 2)
      case 4: UInt64(Float(value).bitPattern)
      default: value.bitPattern
      }
    }
    // A fraction after each of the first 100 labels, then one label too many, then more fractions.
    var patterns = (0..<100).flatMap { [pattern(Double($0)), pattern(Double($0) + 0.5)] }
    patterns += (100...most).map { pattern(Double($0)) }
    patterns += [UInt64](repeating: pattern(7.5), count: shape.voxelCount - patterns.count)
    let volume = PlannedVolume(patterns, width: width)
    var counter = CensusCounter(shape: shape, code: code)
    let refused = #expect(throws: VolumeError.self) {
      try volume.bytes.withUnsafeBytes { try counter.add(.voxels($0)) }
    }
    #expect(refused == .notLabels(voxels: 100, lowest: 0.5, highest: 99.5))
  }

  @Test func voxelsBeyondTheGridAreOurFault() async {
    await #expect(processExitsWith: .failure) {
      var place = GridPlace(shape: GridShape(3, 3, 3)!, index: 20)
      place.advance(8)
    }
  }
}
