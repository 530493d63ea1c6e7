import Testing

@testable import VolumetryCore

/// The census by blocks, runs and dense pieces against the plain twin, over shapes, widths, kinds
/// of voxels and ways to cut them into events.
@Suite struct BlockCensusTests {
  /// One type of every width; floats are found as patterns, as any other.
  static let types: [Datatype] = [.uint8, .int16, .float32, .uint64]

  private static func code(_ datatype: Datatype, isByteSwapped: Bool = false) -> VoxelCode {
    VoxelCode(datatype: datatype, isByteSwapped: isByteSwapped, scaling: nil)
  }

  /// Counts voxels from `start` on in events of at most `longest` voxels, and says what differs
  /// from the twin.
  private static func check(
    _ volume: PlannedVolume, shape: GridShape, code: VoxelCode, range: Range<Int>? = nil,
    longest: Int, runsFrom shortest: Int = .max, seed: UInt64 = 1,
    location: SourceLocation = #_sourceLocation
  ) throws {
    let range = range ?? 0..<shape.voxelCount
    var random = SeededGenerator(seed)
    var counter = CensusCounter(shape: shape, code: code, startingAt: range.lowerBound)
    try volume.forEachEvent(in: range, longest: longest, runsFrom: shortest, &random) {
      try counter.add($0)
    }
    let twin = PlainCensus(
      volume.patterns[range], shape: shape, code: code, from: range.lowerBound)
    let found = try counter.census()
    #expect(
      found == twin.census(shape), "\(code.datatype) \(shape.sizes) in \(longest)",
      sourceLocation: location)
  }

  /// Rows that are shorter, as long and longer than what is compared at once; slices of one block,
  /// of several, and of a last one that is smaller; grids too small for blocks.
  static let shapes: [(Int, Int, Int)] =
    (1...17).map { ($0, 5, 3) }
    + [31, 32, 33, 63, 64, 65, 66, 127, 128, 129, 130].map { ($0, 7, 2) }
    + [
      (1, 1, 200), (200, 1, 1), (1, 200, 1), (1, 64, 3), (64, 1, 3), (511, 9, 2), (512, 9, 2),
      (513, 70, 1), (512, 130, 1), (4095, 9, 2), (4096, 9, 1), (4097, 17, 1), (40_000, 2, 1),
    ]

  @Test(arguments: types)
  func everyShapeAndKindOfVoxelsIsCountedAsThePlainTwinCounts(_ datatype: Datatype) throws {
    var random = SeededGenerator(UInt64(datatype.width))
    let code = Self.code(datatype)
    for (i, j, k) in Self.shapes {
      let shape = try #require(GridShape(i, j, k))
      for (labels, meanRun) in [(5, 1), (3, 30)] {
        let volume = PlannedVolume(
          shape.voxelCount, code: code, labels: labels, meanRun: meanRun, &random)
        try Self.check(volume, shape: shape, code: code, longest: shape.voxelCount * 2)
        try Self.check(
          volume, shape: shape, code: code, longest: max(3, shape.voxelCount / 3), runsFrom: 2)
      }
    }
  }

  @Test(arguments: types)
  func theCensusOfPartsIsTheCensusOfTheWholeForEveryCut(_ datatype: Datatype) throws {
    var random = SeededGenerator(40 + UInt64(datatype.width))
    let code = Self.code(datatype)
    // Blocks are of one slice: rows of 33 voxels, 2 of them; and too small for blocks.
    for (shape, meanRun) in [(GridShape(33, 2, 3), 4), (GridShape(5, 4, 3), 2)] {
      let shape = try #require(shape)
      let volume = PlannedVolume(
        shape.voxelCount, code: code, labels: 4, meanRun: meanRun, &random)
      let whole = PlainCensus(volume.patterns, shape: shape, code: code).census(shape)
      for cut in 0...shape.voxelCount {
        let parts = try [0..<cut, cut..<shape.voxelCount].map { range in
          var counter = CensusCounter(shape: shape, code: code, startingAt: range.lowerBound)
          try volume.forEachEvent(in: range, longest: .max / 2, runsFrom: .max, &random) {
            try counter.add($0)
          }
          return try counter.census()
        }
        #expect(parts[0] + parts[1] == whole && parts[1] + parts[0] == whole, "cut at \(cut)")
      }
    }
  }

  /// Several blocks a slice, whose rows do not divide: every way to enter and to leave one.
  @Test(arguments: types)
  func spansAndRunsOfAnyLengthCrossBlocksAndSlices(_ datatype: Datatype) throws {
    var random = SeededGenerator(50 + UInt64(datatype.width))
    let code = Self.code(datatype)
    let shape = try #require(GridShape(900, 80, 2))
    let packing = try #require(BlockPacking(shape))
    #expect(packing.rows < 80 && 80 % packing.rows != 0)
    for meanRun in [1, 20, 3000] {
      let volume = PlannedVolume(
        shape.voxelCount, code: code, labels: 7, meanRun: meanRun, &random)
      for (longest, shortest, seed) in [(shape.voxelCount, 5, 1), (5000, 100, 2), (40, 3, 3)] {
        try Self.check(
          volume, shape: shape, code: code, longest: longest, runsFrom: shortest,
          seed: UInt64(seed))
      }
    }
  }

  /// A run is counted as boxes, from any place to any other.
  @Test func runsOfEveryLengthFromEveryPlaceAreTheirVoxels() throws {
    let code = Self.code(.uint8)
    for (i, j, k) in [(3, 3, 4), (1, 4, 5), (5, 1, 4), (4, 4, 1)] {
      let shape = try #require(GridShape(i, j, k))
      for start in 0..<shape.voxelCount {
        for count in 0...(shape.voxelCount - start) {
          var counter = CensusCounter(shape: shape, code: code, startingAt: start)
          try counter.add(.run(pattern: 9, count: count))
          let twin = PlainCensus(
            [UInt64](repeating: 9, count: count), shape: shape, code: code, from: start)
          #expect(try counter.census() == twin.census(shape), "\(count) from \(start)")
        }
      }
    }
  }

  @Test(arguments: [Datatype.int16, .uint32, .int64, .float32, .float64])
  func byteOrderIsNoConcernOfTheVoxels(_ datatype: Datatype) throws {
    var random = SeededGenerator(60 + UInt64(datatype.width))
    let code = Self.code(datatype, isByteSwapped: true)
    let shape = try #require(GridShape(100, 60, 2))
    for meanRun in [1, 15] {
      let volume = PlannedVolume(
        shape.voxelCount, code: code, labels: 200, meanRun: meanRun, &random)
      try Self.check(volume, shape: shape, code: code, longest: 5000)
    }
  }

  /// Labels that share places in the table, and more of them than a dense piece can have.
  @Test(arguments: [Datatype.int16, .float32, .uint64], [256, 257, 1000, 4096])
  func manyLabelsAreAllCounted(_ datatype: Datatype, _ labels: Int) throws {
    var random = SeededGenerator(70 + UInt64(labels))
    let code = Self.code(datatype)
    let shape = try #require(GridShape(256, 128, 1))
    let volume = PlannedVolume(
      shape.voxelCount, code: code, labels: labels, meanRun: 3, &random)
    try Self.check(volume, shape: shape, code: code, longest: shape.voxelCount)
    try Self.check(volume, shape: shape, code: code, longest: 700, runsFrom: 4)
  }

  @Test func zeroWithASignIsTheBackgroundToo() throws {
    let code = Self.code(.float64)
    let shape = try #require(GridShape(64, 64, 1))
    var random = SeededGenerator(80)
    let patterns = (0..<4096).map { _ in
      [0.0, -0.0, 3.0][Int.random(in: 0...2, using: &random)].bitPattern
    }
    try Self.check(
      PlannedVolume(patterns, width: 8), shape: shape, code: code, longest: 4096)
  }

  @Test func whatIsAbsentIsBackgroundAndCounted() throws {
    var code = Self.code(.float32)
    code.nanIsBackground = true
    let shape = try #require(GridShape(64, 64, 2))
    var random = SeededGenerator(81)
    let patterns = (0..<8192).map { _ in
      // NaN in many writings, of which none is kept.
      let isAbsent = Int.random(in: 0...3, using: &random) == 0
      let payload = UInt64(UInt32.random(in: 1...0x3f_ffff, using: &random))
      return isAbsent ? 0x7fc0_0000 | payload : UInt64(Float(patternLabel(&random)).bitPattern)
    }
    let volume = PlannedVolume(patterns, width: 4)
    try Self.check(volume, shape: shape, code: code, longest: 3000, runsFrom: 2)
    var counter = CensusCounter(shape: shape, code: code)
    try volume.bytes.withUnsafeBytes { try counter.add(.voxels($0)) }
    #expect(
      counter.absentVoxels == patterns.count { Float(bitPattern: UInt32($0)).isNaN })
  }

  private func patternLabel(_ random: inout SeededGenerator) -> Int {
    Int.random(in: 0...4, using: &random)
  }
}
