/// Counts voxels by the slot of their pattern, in blocks of rows.
///
/// In words: a block is some rows of one slice. Find where the runs of its rows begin; for each run
/// look up the slot of its pattern and add the run to the word of that slot; when the next voxel
/// lies in another block, add the words of the slots that were met to their tallies.
///
/// Departures (dense map of 60 labels, 512 × 512 × 400, 4.9 runs a row, AMD Zen 5):
/// 1. The run starts of a whole block are found before any is counted (`Kernels.runStarts`), so
///    that neither loop waits for the branches of the other.
/// 2. A run costs one multiplication and one addition (`BlockPacking`); what is the same for a
///    whole block, j's first row and k, is added once for the block.
/// 3. A stretch of one value, which is most of a label map, is found by one comparison with itself
///    shifted by a voxel, and counted as boxes.
/// 4. A loop stops at a pattern that it does not know, and goes on when its slot has been told: no
///    loop throws, allocates or knows what patterns mean.
///
/// State and its laws: `tallies` and `open` have an entry a slot, 0 being no slot. Every voxel that
/// was counted stands in exactly one of the two. `met[..<metCount]` are the slots whose word in
/// `open` is not 0, each once; they belong to the block of `firstRow` and `k`.
struct BlockCensus {
  /// Nil where blocks do not fit the grid; then only boxes are counted.
  let packing: BlockPacking?
  private(set) var tallies = [SlotTally()]
  /// Runs of labels other than the background, each cut where a row ends.
  var foregroundRuns = 0

  private let shape: GridShape
  let width: Int
  let firstByteSlot: Int
  var open = [OpenTally(foreground: 0)]
  var met: [UInt16] = [0]
  var metCount = 0
  var firstRow = 0
  private var k = 0
  var starts: [UInt16] = []
  /// What a piece of wider voxels is, a byte a voxel.
  var slotBytes: [UInt8] = []
  var denseWords: DenseWords?

  /// - Parameter firstByteSlot: the first of the slots that stand for labels; with 255 more they
  ///   are those that dense pieces may have.
  init(_ shape: GridShape, width: Int, firstByteSlot: Int) {
    (self.shape, self.width, self.firstByteSlot) = (shape, width, firstByteSlot)
    packing = BlockPacking(shape)
  }

  /// Makes a slot; the first is 1.
  mutating func addSlot(isForeground: Bool) -> Int {
    tallies.append(SlotTally())
    open.append(OpenTally(foreground: isForeground ? 1 : 0))
    met.append(0)
    return tallies.count - 1
  }

  /// Voxels of a slot.
  func voxels(of slot: Int) -> Int {
    let inBlock = packing.map { $0.sums(of: open[slot].word).voxels }
    return tallies[slot].voxels + (inBlock ?? .zero)
  }

  /// Counts a box of one slot.
  mutating func add(_ box: VoxelBox, slot: Int) {
    tallies[slot].add(box)
    foregroundRuns += box.rows * Int(open[slot].foreground)
  }

  /// What is known of a slot once every block is closed.
  func total(of slot: Int) -> SlotTotal {
    precondition(metCount == 0, "a block is open")
    let (tally, columns) = (tallies[slot], open[slot])
    return SlotTotal(
      voxels: tally.voxels, sums: tally.sums,
      bounds: tally.bounds(withColumns: columns.lowestColumn, columns.columnsEnd))
  }

  // MARK: Blocks

  /// The longest piece of stored voxels at a place that lies in one block: whole rows, or a part of
  /// one row.
  func piece(_ bytes: UnsafeRawBufferPointer, at place: GridPlace, _ packing: BlockPacking) -> Piece
  {
    let count = bytes.count / width
    let row = place.j % packing.rows
    if place.i > 0 || count < shape.i {
      let length = min(count, shape.i - place.i)
      return Piece(
        voxels: UnsafeRawBufferPointer(rebasing: bytes[..<(length * width)]), rows: 1,
        length: length, row: row, column: place.i)
    }
    let rows = min(count / shape.i, packing.rows - row, shape.j - place.j)
    return Piece(
      voxels: UnsafeRawBufferPointer(rebasing: bytes[..<(rows * shape.i * width)]), rows: rows,
      length: shape.i, row: row, column: 0)
  }

  /// Goes to the block of a place; what was met in another is added to the tallies.
  mutating func enterBlock(of place: GridPlace, _ packing: BlockPacking) {
    let row = place.j - place.j % packing.rows
    guard row != firstRow || place.k != k else { return }
    close()
    (firstRow, k) = (row, place.k)
  }

  /// Adds what the open block holds to the tallies.
  mutating func close() {
    guard metCount > 0, let packing else { return }
    for slot in met[..<metCount] {
      let block = open[Int(slot)]
      let sums = packing.sums(of: block.word)
      tallies[Int(slot)].add(
        voxels: sums.voxels, sums: (sums.i, sums.j + sums.voxels * firstRow),
        rows: (firstRow + Int(block.firstRow))...(firstRow + Int(block.lastRow)), k: k)
      open[Int(slot)].word = 0
    }
    metCount = 0
  }

  /// Begins to count a piece: finds where its runs begin, which `countRuns` then takes. Returns nil
  /// where the piece was counted voxel by voxel, because the runs of its first rows are short.
  mutating func begin(
    _ piece: Piece, table: SlotTable, _ packing: BlockPacking
  ) -> RunPlace? {
    let sample = max(1, piece.rows / 8)
    let count = findStarts(of: piece, rows: 0..<sample, from: 0)
    let isDense =
      piece.rows * piece.length >= Self.fewestDenseVoxels
      && count * shortestRuns > sample * piece.length
    if isDense, countDensely(piece, table: table, packing) { return nil }
    return findRuns(of: piece, behind: sample, count)
  }

  /// Finds where the runs of a piece begin.
  ///
  /// - Parameters:
  ///   - rows: whose runs were found before.
  ///   - count: how many they are.
  mutating func findRuns(of piece: Piece, behind rows: Int = 0, _ count: Int = 0) -> RunPlace {
    let end = count + findStarts(of: piece, rows: rows..<piece.rows, from: count)
    // Only a part of one row does not begin in column 0.
    if piece.column > 0 {
      for run in 0..<end { starts[run] &+= UInt16(truncatingIfNeeded: piece.column) }
    }
    // The end of the last run: the beginning of a row that does not follow.
    starts[end] = UInt16(truncatingIfNeeded: piece.column)
    return RunPlace(end: end)
  }

  private mutating func findStarts(of piece: Piece, rows: Range<Int>, from count: Int) -> Int {
    guard !rows.isEmpty else { return 0 }
    if starts.isEmpty, let packing {
      // As many as any piece can have. Most of it is never written, and so takes no memory.
      let most = packing.rows * shape.i + Kernels.spareStarts
      starts = [UInt16](unsafeUninitializedCapacity: most) { $1 = most }
    }
    let rowBytes = piece.length * width
    let voxels = piece.voxels[(rows.lowerBound * rowBytes)..<(rows.upperBound * rowBytes)]
    return starts.withUnsafeMutableBufferPointer {
      Kernels.runStarts(
        of: UnsafeRawBufferPointer(rebasing: voxels), width: width, rowLength: piece.length,
        into: UnsafeMutableBufferPointer(rebasing: $0[count...]))
    }
  }

  /// Counts the runs from `runs` on. Returns a pattern that `table` does not know, at which it
  /// stopped, or nil at the end.
  mutating func countRuns(
    of piece: Piece, from runs: inout RunPlace, table: SlotTable, _ packing: BlockPacking
  ) -> UInt64? {
    open.withUnsafeMutableBufferPointer { open in
      met.withUnsafeMutableBufferPointer { met in
        starts.withUnsafeBufferPointer { starts in
          var loop = RunLoop(
            piece: piece, packing: packing, starts: starts.baseAddress!, end: runs.end,
            open: open.baseAddress!, met: met.baseAddress!, run: runs.run, row: runs.row,
            metCount: metCount)
          let unknown = table.run(&loop, width: width)
          (runs.run, runs.row, metCount) = (loop.run, loop.row, loop.metCount)
          foregroundRuns += loop.foregroundRuns
          return unknown
        }
      }
    }
  }
}

/// Stored voxels that lie in one block: whole rows, or a part of one row.
struct Piece {
  let voxels: UnsafeRawBufferPointer
  let rows: Int
  /// Voxels of each of the rows.
  let length: Int
  /// The first row, counted from the first one of the block.
  let row: Int
  /// The first column.
  let column: Int
}

/// Where a loop over the runs of a piece has come to.
struct RunPlace {
  /// How many runs are done, and in which row of the piece the next one lies.
  var run = 0
  var row = 0
  let end: Int
}

/// Counts of one slot.
struct SlotTotal: Hashable {
  let voxels: Int
  let sums: IndexSums
  let bounds: VoxelBounds
}
