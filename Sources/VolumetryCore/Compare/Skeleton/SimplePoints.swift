/// Remembers which neighbourhoods are simple: smooth surfaces repeat a few of them.
///
/// Each entry holds the neighbours that it last judged, and in the place of the voxel in the middle
/// the answer. A voxel without neighbours is not simple, so 0 is an entry that holds nothing.
struct SimplePoints: ~Copyable {
  private let entries: UnsafeMutablePointer<UInt32>

  /// 2¹⁵ entries are 128 KiB, within a second-level cache.
  private static let indexBits: UInt32 = 15

  init() {
    entries = .allocate(capacity: 1 << Self.indexBits)
    entries.initialize(repeating: 0, count: 1 << Self.indexBits)
  }

  deinit { entries.deallocate() }

  /// `isSimple` of a neighbourhood.
  @inline(__always)
  func isSimple(_ around: VoxelNeighbourhood) -> Bool {
    let neighbours = around.neighbours
    guard neighbours != 0 else { return false }
    // Fibonacci hashing: 2³² over the golden ratio spreads the bits, the highest are the index.
    let index = Int((neighbours &* 0x9e37_79b9) >> (32 - Self.indexBits))
    let entry = entries[index]
    if entry & ~VoxelNeighbourhood.center == neighbours {
      return entry & VoxelNeighbourhood.center != 0
    }
    let isSimple = around.isSimple
    entries[index] = isSimple ? neighbours | VoxelNeighbourhood.center : neighbours
    return isSimple
  }
}
