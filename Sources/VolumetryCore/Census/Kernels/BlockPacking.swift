/// What one block of rows adds to a slot, in one word, so that a run costs one multiplication and
/// one addition.
///
///     word = voxels | Σ 2i << columnShift | Σ j << rowShift
///
/// with j counted from the first row of the block. A run of n voxels from column s to column e − 1
/// of row j adds n · (1 | (s + e − 1) << columnShift | j << rowShift): Σ i over it is n·(s + e −
/// 1)/2, and the half is taken once, at the end.
///
/// Law: no field runs over into the next, and none out of the word. With rows of L voxels and R
/// rows, all voxels of the block in one slot are the largest sums:
///
///     voxels ≤ R·L,  Σ 2i ≤ R·L·(L − 1),  Σ j ≤ L·R·(R − 1)/2.
///
/// The first has 17 bits. Where R·L ≤ 2¹⁵ the others have at most 15 + ⌈log₂ L⌉ and 14 + ⌈log₂ R⌉,
/// and the two logarithms, rounded up, are at most 16 together: 62 bits in all. A single row of up
/// to 2¹⁶ voxels has 17 + 32 + 0.
struct BlockPacking {
  /// Rows of a block, but for the last one of a slice.
  let rows: Int
  /// Where 2i begins in the word.
  static let columnShift = 17
  /// Where j begins in the word.
  let rowShift: Int

  /// Voxels of a block of more than one row.
  static let mostVoxels = 1 << 15
  /// Blocks of fewer voxels than this are not worth their bookkeeping.
  static let fewestVoxels = 64

  /// Nil for rows that are too long, and for slices that are too small.
  init?(_ shape: GridShape) {
    guard shape.i <= Kernels.longestRow, shape.i * shape.j >= Self.fewestVoxels else { return nil }
    let rows = max(1, min(shape.j, Self.mostVoxels / shape.i))
    let rowShift = Self.columnShift + Self.bits(rows * shape.i * (shape.i - 1))
    precondition(Self.bits(rows * shape.i) <= Self.columnShift, "the voxels fit")
    precondition(rowShift + Self.bits(shape.i * rows * (rows - 1) / 2) <= 64, "the sums fit")
    (self.rows, self.rowShift) = (rows, rowShift)
  }

  /// Bits that a number up to `most` needs.
  private static func bits(_ most: Int) -> Int {
    Int.bitWidth - most.leadingZeroBitCount
  }

  /// The sums of a word: voxels, of i, and of j counted from the first row of the block.
  @inline(__always)
  func sums(of word: Int) -> (voxels: Int, i: Int, j: Int) {
    let word = UInt64(bitPattern: Int64(word))
    let voxels = word & (1 << Self.columnShift - 1)
    // A shift by 64 is 0 in Swift: there is no Σ j where a block is one row.
    let twiceColumns = word >> Self.columnShift & (1 << (rowShift - Self.columnShift) - 1)
    return (Int(voxels), Int(twiceColumns >> 1), Int(word >> rowShift))
  }
}

/// What the open block has of one slot, and its bounds in i.
///
/// `word` is 0 where the block has no voxel of the slot. The rows are counted from the first of the
/// block and mean nothing while `word` is 0. The columns are those of every block so far: they
/// change seldom, so that keeping them costs a branch that is rarely taken.
struct OpenTally {
  var word = 0
  var lowestColumn = Int32.max
  /// Behind the highest.
  var columnsEnd = Int32.min
  var firstRow: UInt16 = 0
  var lastRow: UInt16 = 0
  /// 1 where the slot is a label other than the background, else 0.
  let foreground: UInt32

  /// Takes in the columns start … end − 1.
  mutating func widen(from start: Int, to end: Int) {
    lowestColumn = min(lowestColumn, Int32(truncatingIfNeeded: start))
    columnsEnd = max(columnsEnd, Int32(truncatingIfNeeded: end))
  }
}
