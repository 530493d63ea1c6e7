import Testing

@testable import VolumetryCore

/// Masks as sets, word by word, against the same voxel by voxel.
@Suite struct VoxelMaskSetsTests {
  @Test func wholeWordsDoWhatVoxelsDo() {
    var random = SeededGenerator(90)
    for round in 0..<300 {
      let size = SIMD3(
        [1, 5, 63, 64, 65, 130][round % 6], Int.random(in: 1...5, using: &random),
        Int.random(in: 1...4, using: &random))
      let (a, b) = (Self.mask(size, &random), Self.mask(size, &random))
      let fills = Bool.random(using: &random)
      let dj = Int.random(in: -6...6, using: &random)
      let dk = Int.random(in: -5...5, using: &random)
      let (others, both) = (a.complement, a.intersected(with: b))
      var (wide, sum) = (a, a)
      wide.widen(fillingEdges: fills)
      sum.add(b, dj: dj, dk: dk, fillingEdges: fills)
      func isMember(_ mask: VoxelMask, _ place: SIMD3<Int>) -> Bool {
        let isInside = (0..<3).allSatisfy { place[$0] >= 0 && place[$0] < size[$0] }
        return isInside ? mask.contains(place.x, place.y, place.z) : fills
      }
      var counts = (others: 0, both: 0, wide: 0, sum: 0)
      for k in 0..<size.z {
        for j in 0..<size.y {
          for i in 0..<size.x {
            let (isInA, isInB) = (a.contains(i, j, k), b.contains(i, j, k))
            #expect(others.contains(i, j, k) == !isInA)
            #expect(both.contains(i, j, k) == (isInA && isInB))
            let isWide = (-1...1).contains { isMember(a, SIMD3(i + $0, j, k)) }
            #expect(wide.contains(i, j, k) == isWide, "\(size), \(i), round \(round)")
            let isAdded = isInA || isMember(b, SIMD3(i, j + dj, k + dk))
            #expect(sum.contains(i, j, k) == isAdded, "\(size), step \(dj), \(dk)")
            counts.others += isInA ? 0 : 1
            counts.both += isInA && isInB ? 1 : 0
            counts.wide += isWide ? 1 : 0
            counts.sum += isAdded ? 1 : 0
          }
        }
      }
      // No bit behind the end of a row: all members are voxels of the box.
      #expect(others.memberCount == counts.others)
      #expect(both.memberCount == counts.both)
      #expect(wide.memberCount == counts.wide)
      #expect(sum.memberCount == counts.sum)
    }
  }

  /// Each voxel by chance; the first row holds one at least.
  private static func mask(_ size: SIMD3<Int>, _ random: inout SeededGenerator) -> VoxelMask {
    var mask = VoxelMask(
      bounds: VoxelBounds(min: .zero, max: SIMD3(truncatingIfNeeded: size &- 1)))
    for row in 0..<(size.y * size.z) {
      for i in 0..<size.x where row == 0 && i == 0 || Int.random(in: 0..<3, using: &random) == 0 {
        mask.insert(row: row, from: i, to: i + 1)
      }
    }
    return mask
  }
}
