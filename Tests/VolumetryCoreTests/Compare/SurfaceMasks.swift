@testable import VolumetryCore

extension SmallVolume {
  /// Blobs and specks of three labels in a volume of given sizes.
  init(_ sizes: [Int], _ random: inout SeededGenerator) {
    self.init(sizes[0], sizes[1], sizes[2])
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      let label = Int.random(in: 0...3, using: &random)
      let ranges = sizes.map { size -> ClosedRange<Int> in
        let ends = (0..<2).map { _ in Int.random(in: 0..<size, using: &random) }.sorted()
        return ends[0]...ends[1]
      }
      for k in ranges[2] {
        for j in ranges[1] { for i in ranges[0] { self[i, j, k] = label } }
      }
    }
    for _ in 0..<Int.random(in: 0...9, using: &random) {
      labels[Int.random(in: 0..<labels.count, using: &random)] = Int.random(
        in: 0...3, using: &random)
    }
  }

  /// The same voxels further along each axis; what leaves the volume is lost.
  func moved(by shift: SIMD3<Int>) -> SmallVolume {
    var result = SmallVolume(shape.i, shape.j, shape.k)
    for k in 0..<shape.k {
      for j in 0..<shape.j {
        for i in 0..<shape.i { result[i, j, k] = label(at: SIMD3(i, j, k) &- shift) }
      }
    }
    return result
  }
}

/// A few boxes of voxels in a large volume, without a walk through it.
struct Blobs {
  /// Ascending along i, then j, then k.
  let members: [SIMD3<Int>]
  let mask: VoxelMask

  /// Boxes by their first and last voxel, inside the volume.
  init(_ boxes: [(first: SIMD3<Int>, last: SIMD3<Int>)], in shape: GridShape) {
    var members: Set<SIMD3<Int>> = []
    var bounds = VoxelBounds.empty
    for (first, last) in boxes {
      bounds.merge(
        VoxelBounds(
          min: SIMD3<Int32>(truncatingIfNeeded: first), max: SIMD3<Int32>(truncatingIfNeeded: last))
      )
      for k in first.z...last.z {
        for j in first.y...last.y { for i in first.x...last.x { members.insert([i, j, k]) } }
      }
    }
    self.members = members.sorted { ($0.z, $0.y, $0.x) < ($1.z, $1.y, $1.x) }
    var mask = VoxelMask(bounds: bounds)
    for member in members {
      let place = member &- SIMD3<Int>(truncatingIfNeeded: bounds.min)
      mask.insert(row: place.y + place.z * mask.size.y, from: place.x, to: place.x + 1)
    }
    self.mask = mask
  }

  /// Cubes of up to five voxels a side anywhere.
  init(_ count: Int, in shape: GridShape, _ random: inout SeededGenerator) {
    let sizes = SIMD3(shape.sizes)
    self.init(
      (0..<count).map { _ in
        let first = SIMD3(shape.sizes.map { Int.random(in: 0..<$0, using: &random) })
        let length = Int.random(in: 0...4, using: &random)
        return (first, pointwiseMin(first &+ length, sizes &- 1))
      }, in: shape)
  }
}
