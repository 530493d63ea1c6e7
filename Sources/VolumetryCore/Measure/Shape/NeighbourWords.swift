/// The neighbour codes of 64 lattice points at a time.
///
/// In words: a lattice point (i, j, k) is the corner that the voxels (i − 1 … i, j − 1 … j,
/// k − 1 … k) share, so a mask of n voxels a row has n + 1 points a row. Four rows of voxels meet
/// at a row of points. Of each take the word of the voxels at i and the same moved by one, those at
/// i − 1. A point is on the surface where one of the eight words has a bit and not all of them do.
struct NeighbourWords {
  /// Voxels at i of the rows (j − 1, k − 1), (j − 1, k), (j, k − 1), (j, k).
  let upper: (UInt64, UInt64, UInt64, UInt64)
  /// Voxels at i − 1 of the same rows.
  let lower: (UInt64, UInt64, UInt64, UInt64)

  /// Points with members and others around them.
  @inline(__always) var surface: UInt64 {
    let some = (upper.0 | upper.1 | upper.2 | upper.3) | (lower.0 | lower.1 | lower.2 | lower.3)
    let every = (upper.0 & upper.1 & upper.2 & upper.3) & (lower.0 & lower.1 & lower.2 & lower.3)
    return some & ~every
  }

  /// Points whose eight voxels are all members.
  @inline(__always) var inner: UInt64 {
    (upper.0 & upper.1 & upper.2 & upper.3) & (lower.0 & lower.1 & lower.2 & lower.3)
  }

  /// The code of one of the 64 points.
  @inline(__always) func code(at bit: UInt64) -> UInt8 {
    let high =
      (lower.0 >> bit & 1) << 7 | (lower.1 >> bit & 1) << 6 | (lower.2 >> bit & 1) << 5
      | (lower.3 >> bit & 1) << 4
    let low =
      (upper.0 >> bit & 1) << 3 | (upper.1 >> bit & 1) << 2 | (upper.2 >> bit & 1) << 1
      | (upper.3 >> bit & 1)
    return UInt8(truncatingIfNeeded: high | low)
  }

  /// Calls `body` with every word of lattice points of a mask that holds or touches a member, in
  /// the order of the points. `row` is that of the point (j, k) counted from the box's first
  /// corner, rows of one slice being one more than the box has; `word` the place in it.
  @inline(__always)
  static func forEach(
    of mask: VoxelMask, _ body: (_ row: Int, _ word: Int, _ words: NeighbourWords) -> Void
  ) {
    let (rows, slices, wordsPerRow) = (mask.size.y, mask.size.z, mask.wordsPerRow)
    // One word more where the last point of a row begins one.
    let wordsOfPoints = (mask.size.x + 64) / 64
    // A row outside the box, and room for the word before and behind each row.
    let stride = wordsPerRow + 2
    var pads = [UInt64](repeating: 0, count: 4 * stride)
    mask.words.withUnsafeBufferPointer { source in
      pads.withUnsafeMutableBufferPointer { pad in
        for slice in 0...slices {
          for row in 0...rows {
            for corner in 0..<4 {
              let (j, k) = (row - 1 + corner >> 1, slice - 1 + corner & 1)
              let isInside = j >= 0 && j < rows && k >= 0 && k < slices
              let start = (k * rows + j) * wordsPerRow
              for word in 0..<wordsPerRow {
                pad[corner * stride + 1 + word] = isInside ? source[start + word] : 0
              }
            }
            for word in 0..<wordsOfPoints {
              let words = NeighbourWords(pad.baseAddress.unsafelyUnwrapped + word, stride: stride)
              guard words.surface | words.inner != 0 else { continue }
              body(slice * (rows + 1) + row, word, words)
            }
          }
        }
      }
    }
  }

  /// Words 0 and 1 of four rows that lie `stride` words apart.
  @inline(__always)
  private init(_ rows: UnsafeMutablePointer<UInt64>, stride: Int) {
    let (a, b, c, d) = (rows, rows + stride, rows + 2 * stride, rows + 3 * stride)
    upper = (a[1], b[1], c[1], d[1])
    lower = (
      a[1] << 1 | a[0] >> 63, b[1] << 1 | b[0] >> 63, c[1] << 1 | c[0] >> 63,
      d[1] << 1 | d[0] >> 63
    )
  }
}
