import Testing

@testable import VolumetryCore

/// The words that sum up a block: no field runs over, whatever the grid.
@Suite struct BlockPackingTests {
  /// A block of one label is the largest sum of each field.
  private func fullBlock(_ shape: GridShape) -> (found: (Int, Int, Int), expected: (Int, Int, Int))?
  {
    guard let packing = BlockPacking(shape) else { return nil }
    var word = 0
    for row in 0..<packing.rows {
      word &+= shape.i &* (1 | (shape.i - 1) << BlockPacking.columnShift | row << packing.rowShift)
    }
    let sums = packing.sums(of: word)
    return (
      (sums.voxels, sums.i, sums.j),
      (
        packing.rows * shape.i, packing.rows * shape.i * (shape.i - 1) / 2,
        shape.i * packing.rows * (packing.rows - 1) / 2
      )
    )
  }

  @Test func noFieldRunsOverForAnyLengthOfARow() throws {
    let lengths = Array(1...2100) + stride(from: 2101, through: 1 << 16, by: 97) + [65_535, 65_536]
    for length in lengths {
      for rows in [1, 7, 1 << 14] {
        guard let block = fullBlock(try #require(GridShape(length, rows, 1))) else {
          #expect(length * rows < BlockPacking.fewestVoxels)
          continue
        }
        #expect(block.found == block.expected, "rows of \(length), \(rows) of them")
      }
    }
  }

  @Test func rowsThatAreTooLongAndSlicesThatAreTooSmallHaveNoBlocks() throws {
    #expect(BlockPacking(try #require(GridShape(65_537, 10, 1))) == nil)
    #expect(BlockPacking(try #require(GridShape(65_536, 10, 1)))?.rows == 1)
    #expect(BlockPacking(try #require(GridShape(7, 9, 100))) == nil)
    #expect(BlockPacking(try #require(GridShape(8, 8, 100)))?.rows == 8)
  }

  /// The largest grids there are, in one run, which would overflow first: sums against 128 bits.
  @Test(arguments: [
    [24, 14, 0], [14, 24, 0], [0, 14, 24], [24, 0, 14], [13, 13, 12], [9, 15, 14],
  ])
  func theLargestGridIsCountedExactly(_ powers: [Int]) throws {
    let shape = try #require(GridShape(1 << powers[0], 1 << powers[1], 1 << powers[2]))
    #expect(shape.voxelCount == GridShape.mostVoxels)
    let code = VoxelCode(datatype: .uint8, isByteSwapped: false, scaling: nil)
    // Whole, and without the first and last voxel, so that every kind of box occurs.
    for start in [0, 1] {
      let count = shape.voxelCount - 2 * start
      var counter = CensusCounter(shape: shape, code: code, startingAt: start)
      try counter.add(.run(pattern: 1, count: count))
      let entry = try #require(try counter.census()[1])
      #expect(entry.voxels == count)
      // What is left out has index 0, and the last of every axis.
      func sum(_ size: Int) -> Int128 {
        Int128(shape.voxelCount) * Int128(size - 1) / 2 - (start == 0 ? 0 : Int128(size - 1))
      }
      #expect(Int128(entry.indexSums.i) == sum(shape.i))
      #expect(Int128(entry.indexSums.j) == sum(shape.j))
      #expect(Int128(entry.indexSums.k) == sum(shape.k))
      #expect(entry.bounds.max == SIMD3(Int32(shape.i), Int32(shape.j), Int32(shape.k)) &- 1)
    }
  }

  /// The last blocks of the largest grids, voxel by voxel: sums with the largest indices.
  @Test func theLastRowsOfALargeGridAreCountedExactly() throws {
    let shape = try #require(GridShape(1 << 10, 1 << 14, 1 << 14))
    let code = VoxelCode(datatype: .uint8, isByteSwapped: false, scaling: nil)
    var random = SeededGenerator(90)
    for meanRun in [1, 9] {
      let volume = PlannedVolume(
        40_000, code: code, labels: 5, meanRun: meanRun, &random)
      let start = shape.voxelCount - 40_000
      var counter = CensusCounter(shape: shape, code: code, startingAt: start)
      try volume.bytes.withUnsafeBytes { try counter.add(.voxels($0)) }
      let twin = PlainCensus(volume.patterns, shape: shape, code: code, from: start)
      #expect(try counter.census() == twin.census(shape))
    }
  }
}
