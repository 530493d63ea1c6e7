/// The words of a piece of bytes (`BlockPacking`), voxel by voxel: the kernel for labels that
/// change so often that runs do not pay.
///
/// In words: for every voxel add 1, 2i and j to the word of its byte.
///
/// Departures (noise of 2 to 256 labels, 64 rows of 512 bytes in the first-level cache, AMD Zen 5,
/// ns a voxel):
/// 1. A voxel costs one addition and no branch: bounds are looked for afterwards (`DenseBounds`).
/// 2. Neighbours go to tables of their own, so that equal ones do not wait for each other's sum:
///    0.37 with 8 tables, 0.29 with 16.
/// 3. The tables lie a cache line further apart than 256 words: words of one byte, whole pages
///    apart, would be taken for each other by the processor (0.45 for 2 labels, against 0.29).
struct DenseWords {
  private var words = [Int](repeating: 0, count: tables * stride)

  private static let tables = 16
  private static let stride = 256 + 8

  /// The word of every byte of the piece last counted.
  subscript(byte: Int) -> Int { words[byte] }

  /// - Parameter bytes: those of `piece`, a byte a voxel.
  mutating func count(_ bytes: UnsafePointer<UInt8>, of piece: Piece, _ packing: BlockPacking) {
    words.withUnsafeMutableBufferPointer { words in
      words.update(repeating: 0)
      let first = words.baseAddress!
      for row in 0..<piece.rows {
        let one =
          1 | (2 * piece.column) << BlockPacking.columnShift
          | (piece.row + row) << packing.rowShift
        Self.countRow(bytes + row * piece.length, length: piece.length, one: one, first)
      }
      for table in 1..<Self.tables {
        for byte in 0..<256 { first[byte] &+= first[table * Self.stride + byte] }
      }
    }
  }

  /// - Parameter one: what the first voxel of the row adds.
  private static func countRow(
    _ bytes: UnsafePointer<UInt8>, length: Int, one: Int, _ words: UnsafeMutablePointer<Int>
  ) {
    let step = 2 << BlockPacking.columnShift
    var (one, i) = (one, 0)
    while i &+ tables <= length {
      let next = UnsafeRawPointer(bytes + i)
      for half in 0..<2 {
        let eight = UInt64(
          littleEndian: next.loadUnaligned(fromByteOffset: 8 &* half, as: UInt64.self))
        for lane in 0..<8 {
          let byte = Int(truncatingIfNeeded: eight &>> UInt64(8 &* lane) & 255)
          let table = 8 &* half &+ lane
          words[table &* stride &+ byte] &+= one &+ table &* step
        }
      }
      one &+= tables &* step
      i &+= tables
    }
    while i < length {
      words[Int(bytes[i])] &+= one
      one &+= step
      i &+= 1
    }
  }
}
