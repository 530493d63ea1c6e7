import Testing

@testable import VolumetryCore

@Suite struct CensusTests {
  static let types: [Datatype] = Datatype.allCases

  /// Stored bytes of random labels in runs of random lengths.
  private static func volume(
    _ count: Int, _ datatype: Datatype, meanRun: Int, _ random: inout SeededGenerator
  ) -> (patterns: [UInt64], bytes: [UInt8]) {
    var patterns: [UInt64] = []
    while patterns.count < count {
      let value = Double(Int.random(in: 0...4, using: &random))
      let pattern: UInt64 =
        switch datatype {
        case .float32: UInt64(Float(value).bitPattern)
        case .float64: value.bitPattern
        default: UInt64(value)
        }
      let run = Int.random(in: 1...(2 * meanRun), using: &random)
      patterns += [UInt64](repeating: pattern, count: min(run, count - patterns.count))
    }
    let bytes = patterns.flatMap { pattern in
      (0..<datatype.width).map { UInt8(truncatingIfNeeded: pattern >> UInt64(8 * $0)) }
    }
    return (patterns, bytes)
  }

  private static func count(
    _ bytes: some Sequence<UInt8>, shape: GridShape, code: VoxelCode, from start: Int
  ) throws -> LabelCensus {
    var counter = CensusCounter(shape: shape, code: code, startingAt: start)
    let array = Array(bytes)
    try array.withUnsafeBytes { raw in try counter.add(.voxels(raw)) }
    return try counter.census()
  }

  @Test(arguments: types)
  func censusOfPartsIsCensusOfWholeForEveryCut(_ datatype: Datatype) throws {
    var random = SeededGenerator(11)
    let code = VoxelCode(datatype: datatype, isByteSwapped: false, scaling: nil)
    for (meanRun, shape) in [
      (1, GridShape(5, 4, 3)), (7, GridShape(7, 3, 3)), (40, GridShape(11, 3, 2)),
    ] {
      let shape = try #require(shape)
      let (patterns, bytes) = Self.volume(shape.voxelCount, datatype, meanRun: meanRun, &random)
      let whole = try Self.count(bytes, shape: shape, code: code, from: 0)
      #expect(whole == PlainCensus(patterns, shape: shape, code: code).census(shape))
      #expect(whole.voxels == shape.voxelCount)
      for cut in 0...shape.voxelCount {
        let head = try Self.count(
          bytes[..<(cut * datatype.width)], shape: shape, code: code, from: 0)
        let tail = try Self.count(
          bytes[(cut * datatype.width)...], shape: shape, code: code, from: cut)
        #expect(head + tail == whole, "cut at \(cut)")
        #expect(tail + head == whole, "in any order")
      }
    }
  }

  @Test(arguments: types)
  func aRunEventCountsAsItsVoxels(_ datatype: Datatype) throws {
    var random = SeededGenerator(12)
    let shape = try #require(GridShape(9, 5, 4))
    let code = VoxelCode(datatype: datatype, isByteSwapped: false, scaling: nil)
    let (patterns, bytes) = Self.volume(shape.voxelCount, datatype, meanRun: 13, &random)
    var counter = CensusCounter(shape: shape, code: code)
    var start = 0
    while start < patterns.count {
      let end = patterns[start...].firstIndex { $0 != patterns[start] } ?? patterns.count
      try counter.add(.run(pattern: patterns[start], count: end - start))
      start = end
    }
    #expect(try counter.census() == Self.count(bytes, shape: shape, code: code, from: 0))
  }

  @Test(arguments: [1, 2, 4, 8])
  func runsAreFoundAtEveryStartAndLength(_ width: Int) {
    for length in 1...40 {
      for total in length...(length + 20) {
        var bytes = [UInt8](repeating: 0x5a, count: total * width)
        // The voxel behind the run differs in one bit of its last byte only.
        if total > length { bytes[(length + 1) * width - 1] ^= 0x80 }
        let run = bytes.withUnsafeBytes { VoxelRuns.run(in: $0, width: width, from: 0) }
        #expect(run.end == length)
      }
    }
  }

  @Test func boundsTouchTheEdgeOnlyInTheOuterSlices() throws {
    let shape = try #require(GridShape(5, 5, 5))
    for axis in 0..<3 {
      for place in 0..<5 {
        var voxel = SIMD3<Int32>(2, 2, 2)
        voxel[axis] = Int32(place)
        let bounds = VoxelBounds(min: voxel, max: voxel)
        #expect(bounds.touchesEdge(of: shape) == (place == 0 || place == 4))
      }
    }
  }

  @Test func gridsBeyondExactCountingAreNoShapes() {
    #expect(GridShape(1 << 24, 1 << 14, 1) != nil)
    #expect(GridShape((1 << 24) + 1, 1, 1) == nil)
    #expect(GridShape(1 << 24, 1 << 14, 2) == nil)
    #expect(GridShape(0, 1, 1) == nil)
  }
}
