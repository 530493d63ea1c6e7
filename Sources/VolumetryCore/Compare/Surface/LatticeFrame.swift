/// The box of lattice points in which two surfaces are laid side by side, with empty margins around
/// it, so that a search may look beside the box without asking where it ends.
///
/// Law: bit b of word w of a row is the point with i = origin.x + 64 (w − 1) + b. Word 0 and the
/// last word of a row are margin, and so are `margin.x` rows and `margin.y` slices on either side.
struct LatticeFrame: Hashable, Sendable {
  /// The first lattice point of the box: the corner before its first voxel, or that voxel.
  let origin: SIMD3<Int>
  /// Lattice points along i, j and k: one more than voxels.
  let size: SIMD3<Int>
  /// Empty rows and slices on either side.
  let margin: SIMD2<Int>
  let wordsPerRow: Int

  /// Lattice points that a box holds at most: 256 MiB a surface, a body of 1024 × 1024 × 2048.
  /// Ours.
  static let mostPoints = 1 << 31

  /// The box around two masks. Refuses what would take more memory than any body does.
  init(
    _ a: VoxelBounds, _ b: VoxelBounds, margin: SIMD2<Int>
  ) throws(SurfaceError) {
    let (first, last) = (pointwiseMin(a.min, b.min), pointwiseMax(a.max, b.max))
    origin = SIMD3(truncatingIfNeeded: first)
    size = SIMD3(truncatingIfNeeded: last) &- origin &+ 2
    self.margin = margin
    wordsPerRow = (size.x + 63) / 64 + 2
    guard wordCount <= Self.mostPoints / 64 else {
      throw .boxTooLarge(found: wordCount * 64, limit: Self.mostPoints)
    }
  }

  var rowsPerSlice: Int { size.y + 2 * margin.x }
  var slices: Int { size.z + 2 * margin.y }
  var wordCount: Int { wordsPerRow * rowsPerSlice * slices }
  var wordsPerSlice: Int { wordsPerRow * rowsPerSlice }

  /// Word 0 of the row of a point (j, k), counted from the origin.
  func start(ofRow j: Int, _ k: Int) -> Int {
    ((k + margin.y) * rowsPerSlice + j + margin.x) * wordsPerRow
  }
}

/// Why surfaces cannot be compared.
enum SurfaceError: Error, Hashable, Sendable {
  /// The box around both masks, in lattice points with its margins.
  case boxTooLarge(found: Int, limit: Int)
}
