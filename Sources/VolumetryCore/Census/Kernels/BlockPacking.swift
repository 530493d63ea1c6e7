/// What one block of rows adds to a slot, in one word, so that a run costs one multiplication and
/// one addition.
///
///     word = voxels | Σ 2i << columnShift | Σ j << rowShift
///
/// with j counted from the first row of the block. A run of n voxels from column s to column e − 1
/// of row j adds n · (1 | (s + e − 1) << columnShift | j << rowShift): Σ i over it is n·(s + e − 1)/2,
/// and the half is taken once, at the end.
///
/// Law: no field runs over into the next, and none out of the word. With rows of L voxels and R
/// rows, all voxels of the block in one slot are the largest sums:
///
///     voxels ≤ R·L,  Σ 2i ≤ R·L·(L − 1),  Σ j ≤ L·R·(R − 1)/2.
///
/// Where R·L ≤ 2¹⁵ they have at most 16, 15 + ⌈log₂ L⌉ and 14 + ⌈log₂ R⌉ bits, and the two
/// logarithms, rounded up, are at most 16 together: 61. A single row of up to 2¹⁶ voxels has
/// 17 + 32 + 0.
struct BlockPacking {
  /// Rows of a block, but for the last one of a slice.
  let rows: Int
  /// Where 2i begins in the word.
  let columnShift: UInt64
  /// Where j begins in the word.
  let rowShift: UInt64

  /// Voxels of a block of more than one row.
  static let mostVoxels = 1 << 15
  /// Blocks of fewer voxels than this are not worth their bookkeeping.
  static let fewestVoxels = 64

  /// Nil for rows that are too long, and for slices that are too small.
  init?(_ shape: GridShape, width: Int) {
    guard shape.i <= Kernels.longestRow, shape.i * shape.j >= Self.fewestVoxels else { return nil }
    let rows = max(1, min(shape.j, Self.mostVoxels / shape.i))
    let columns = Self.bits(rows * shape.i)
    let rowShift = columns + Self.bits(rows * shape.i * (shape.i - 1))
    precondition(rowShift + Self.bits(shape.i * rows * (rows - 1) / 2) <= 64, "the sums fit")
    (self.rows, self.columnShift, self.rowShift) = (rows, columns, rowShift)
  }

  /// Bits that a number up to `most` needs.
  private static func bits(_ most: Int) -> UInt64 {
    UInt64(Int.bitWidth - most.leadingZeroBitCount)
  }

  /// The sums of a word: voxels, of i, and of j counted from the first row of the block.
  @inline(__always)
  func sums(of word: UInt64) -> (voxels: Int, i: Int, j: Int) {
    let voxels = word & (1 << columnShift - 1)
    // A shift by 64 is 0 in Swift: there is no Σ j where a block is one row.
    let twiceColumns = word >> columnShift & (1 << (rowShift - columnShift) - 1)
    return (Int(voxels), Int(twiceColumns >> 1), Int(word >> rowShift))
  }
}

/// What the open block has of one slot, and its bounds in i.
///
/// `word` is 0 where the block has no voxel of the slot. The rows are counted from the first of the
/// block and mean nothing while `word` is 0. The columns are those of every block so far: they
/// change seldom, so that keeping them costs a branch that is rarely taken.
struct OpenTally {
  var word: UInt64 = 0
  var lowestColumn = Int32.max
  var highestColumn = Int32.min
  var firstRow: UInt16 = 0
  var lastRow: UInt16 = 0
  /// 1 where the slot is a label other than the background, else 0.
  let foreground: UInt32
}
