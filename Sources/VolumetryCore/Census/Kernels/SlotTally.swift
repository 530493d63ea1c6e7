/// What is known of one slot: the voxels of one pattern of stored bits, or of all those that are no
/// label for the same reason.
///
/// Nothing here overflows. Over the largest grid, N = 2³⁸ voxels, the sum of i is N·(n − 1)/2 with
/// n ≤ 2²⁴ voxels a row, so twice any sum over some of its voxels is less than 2⁶²; j and k alike.
struct SlotTally {
  private(set) var voxels = 0
  private(set) var sums = IndexSums(i: 0, j: 0, k: 0)
  private(set) var bounds = VoxelBounds.empty

  /// Adds a box: the sum of first … last, `count` times over the other axes.
  mutating func add(_ box: VoxelBox) {
    let count = box.count
    voxels += count
    sums.i += count * (box.i.lowerBound + box.i.upperBound - 1) / 2
    sums.j += count * (box.j.lowerBound + box.j.upperBound - 1) / 2
    sums.k += count * (box.k.lowerBound + box.k.upperBound - 1) / 2
    let first = SIMD3(
      Int32(box.i.lowerBound), Int32(box.j.lowerBound), Int32(box.k.lowerBound))
    let behind = SIMD3(
      Int32(box.i.upperBound), Int32(box.j.upperBound), Int32(box.k.upperBound))
    bounds.merge(VoxelBounds(min: first, max: behind &- 1))
  }

  /// Adds voxels of one slice whose sums are known.
  ///
  /// - Parameters:
  ///   - sums: of i and j.
  ///   - rows: the first and the last row that hold one.
  mutating func add(voxels count: Int, sums: (i: Int, j: Int), rows: ClosedRange<Int>, k: Int) {
    voxels += count
    self.sums.i += sums.i
    self.sums.j += sums.j
    self.sums.k += count * k
    bounds.min.y = min(bounds.min.y, Int32(rows.lowerBound))
    bounds.max.y = max(bounds.max.y, Int32(rows.upperBound))
    bounds.min.z = min(bounds.min.z, Int32(k))
    bounds.max.z = max(bounds.max.z, Int32(k))
  }

  /// The bounds with those of i, which a block keeps for itself.
  func bounds(withColumns lowest: Int32, _ end: Int32) -> VoxelBounds {
    var all = bounds
    all.min.x = min(all.min.x, lowest)
    all.max.x = max(all.max.x, end == .min ? end : end - 1)
    return all
  }
}
