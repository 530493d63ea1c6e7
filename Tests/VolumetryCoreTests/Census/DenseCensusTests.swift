import Testing

@testable import VolumetryCore

/// Dense pieces: counted voxel by voxel they give what their runs give.
@Suite struct DenseCensusTests {
  /// The blocks of a volume, its dense pieces by runs or voxel by voxel.
  private func count(
    _ volume: PlannedVolume, shape: GridShape, code: VoxelCode, spans: [Int], isDense: Bool
  ) throws -> (totals: [SlotTotal], foregroundRuns: Int, densePieces: Int) {
    var blocks = BlockCensus(shape, width: volume.width, firstByteSlot: 1)
    var table = SlotTable(width: volume.width)
    for pattern in Set(volume.patterns).sorted() where table.slot(of: pattern) == 0 {
      let isForeground = code.meaning(of: pattern) != .label(.background)
      table.insert(pattern, slot: blocks.addSlot(isForeground: isForeground), isKept: true)
    }
    let packing = try #require(blocks.packing)
    var place = GridPlace(shape: shape, index: 0)
    var densePieces = 0
    volume.bytes.withUnsafeBytes { bytes in
      var rest = bytes[...]
      for span in spans {
        var part = UnsafeRawBufferPointer(rebasing: rest.prefix(span * volume.width))
        rest = rest.dropFirst(part.count)
        while !part.isEmpty {
          let piece = blocks.piece(part, at: place, packing)
          part = UnsafeRawBufferPointer(rebasing: part[piece.voxels.count...])
          blocks.enterBlock(of: place, packing)
          if isDense, blocks.countDensely(piece, table: table, packing) {
            densePieces += 1
          } else {
            var runs = blocks.findRuns(of: piece)
            let unknown = blocks.countRuns(of: piece, from: &runs, table: table, packing)
            #expect(unknown == nil)
          }
          place.advance(piece.rows * piece.length)
        }
      }
      #expect(rest.isEmpty)
    }
    blocks.close()
    let slots = 1..<(Set(volume.patterns).count + 1)
    return (slots.map { blocks.total(of: $0) }, blocks.foregroundRuns, densePieces)
  }

  @Test(arguments: [Datatype.uint8, .int16, .float32, .int64], [1, 3, 50])
  func bothWaysGiveTheSame(_ datatype: Datatype, _ meanRun: Int) throws {
    var random = SeededGenerator(UInt64(100 + meanRun + datatype.width))
    let code = VoxelCode(datatype: datatype, isByteSwapped: false, scaling: nil)
    for (i, j, k, labels) in [
      (512, 70, 2, 5), (100, 90, 2, 2), (37, 33, 3, 40), (16, 16, 2, 3), (9, 50, 2, 256),
      (5000, 3, 1, 30), (8, 300, 2, 40), (5, 300, 2, 3), (2, 1000, 2, 9), (1, 1000, 2, 9),
    ] {
      let shape = try #require(GridShape(i, j, k))
      let volume = PlannedVolume(
        shape.voxelCount, code: code, labels: labels, meanRun: meanRun, &random)
      // At once; and in parts that begin and end within rows and blocks.
      for spans in [[shape.voxelCount], [i / 2, i * 3 + 1, 7, shape.voxelCount]] {
        let byRuns = try count(volume, shape: shape, code: code, spans: spans, isDense: false)
        let byVoxels = try count(volume, shape: shape, code: code, spans: spans, isDense: true)
        #expect(byVoxels.densePieces > 0)
        #expect(byRuns.totals == byVoxels.totals, "\(shape.sizes)")
        // Bytes are of no image: their runs are not asked for.
        if datatype.width > 1, spans.count == 1 {
          let twin = PlainCensus(volume.patterns, shape: shape, code: code)
          #expect(byRuns.foregroundRuns == twin.foregroundRuns)
          #expect(byVoxels.foregroundRuns == twin.foregroundRuns)
        }
      }
    }
  }

  /// Regions of noise in a frame: bounds that no block alone tells, in every direction.
  @Test(arguments: [Datatype.uint8, .int16])
  func boundsOfNoiseWithinAFrameAreExact(_ datatype: Datatype) throws {
    var random = SeededGenerator(110)
    let code = VoxelCode(datatype: datatype, isByteSwapped: false, scaling: nil)
    let shape = try #require(GridShape(128, 300, 2))
    let patterns = (0..<shape.voxelCount).map { index -> UInt64 in
      let (i, j) = (index % 128, index / 128 % 300)
      // Each label has its own region; 9 occurs once in each slice, in a row of its own.
      if i == 127, j == 270 { return 9 }
      guard (20..<110).contains(i), (17..<260).contains(j) else { return 0 }
      return UInt64(Int.random(in: 0...(i < 60 ? 3 : 5), using: &random))
    }
    let volume = PlannedVolume(patterns, width: datatype.width)
    var counter = CensusCounter(shape: shape, code: code)
    try volume.bytes.withUnsafeBytes { try counter.add(.voxels($0)) }
    let twin = PlainCensus(patterns, shape: shape, code: code)
    #expect(try counter.census() == twin.census(shape))
    let dense = try count(
      volume, shape: shape, code: code, spans: [shape.voxelCount], isDense: true)
    let byRuns = try count(
      volume, shape: shape, code: code, spans: [shape.voxelCount], isDense: false)
    #expect(dense.totals == byRuns.totals && dense.densePieces > 0)
  }

  @Test func aPieceWithAPatternThatIsNotKnownIsLeftAlone() throws {
    let shape = try #require(GridShape(64, 64, 1))
    for width in [1, 2, 4, 8] {
      var blocks = BlockCensus(shape, width: width, firstByteSlot: 1)
      var table = SlotTable(width: width)
      table.insert(0, slot: blocks.addSlot(isForeground: false), isKept: true)
      var patterns = [UInt64](repeating: 0, count: 4096)
      patterns[4095] = 1
      let volume = PlannedVolume(patterns, width: width)
      let packing = try #require(blocks.packing)
      volume.bytes.withUnsafeBytes { bytes in
        let piece = blocks.piece(bytes, at: GridPlace(shape: shape, index: 0), packing)
        let isCounted = blocks.countDensely(piece, table: table, packing)
        #expect(!isCounted)
      }
      #expect(blocks.voxels(of: 1) == 0 && blocks.foregroundRuns == 0)
    }
  }

  /// Nothing is read before or behind the row, however short it is.
  @Test func runsOfARowAreCountedWithinIt() {
    let memory = GuardedMemory(pages: 1)
    var random = SeededGenerator(7)
    for length in 1...40 {
      for _ in 0..<20 {
        let row = (0..<length).map { _ in UInt8.random(in: 4...6, using: &random) }
        let background = UInt64(row[0]) &* 0x0101_0101_0101_0101
        let starts = row.indices.filter { $0 == 0 || row[$0] != row[$0 - 1] }
        for bytes in [memory.first(row), memory.last(row)] {
          let first = bytes.baseAddress!
          #expect(BlockCensus.runs(in: first, length: length, outside: []) == starts.count)
          #expect(
            BlockCensus.runs(in: first, length: length, outside: [background])
              == starts.count { row[$0] != row[0] })
        }
      }
    }
  }
}
