/// Which of the eight voxels around a lattice point, the corner that they share, are members.
///
/// Bit order: the voxel (i − 1 + a, j − 1 + b, k − 1 + c) of the lattice point (i, j, k), each of
/// a, b and c 0 or 1, is the bit 128 >> (4a + 2b + c). It is that of the package surface-distance
/// (DeepMind), so tables can be laid side by side.
struct NeighbourCode: Hashable, Sendable {
  let rawValue: UInt8

  static let count = 256
  static let all = (UInt8.min...UInt8.max).map { NeighbourCode(rawValue: $0) }

  /// No voxel is a member, or all are: no surface passes.
  var isUniform: Bool { rawValue == 0 || rawValue == .max }

  var memberCount: Int { rawValue.nonzeroBitCount }

  /// Members and others exchanged.
  var complement: Self { NeighbourCode(rawValue: ~rawValue) }

  /// Whether the voxel at this corner of the cube is a member; each coordinate is 0 or 1.
  func contains(_ corner: SIMD3<Int>) -> Bool {
    rawValue >> UInt8(7 - (4 * corner.x + 2 * corner.y + corner.z)) & 1 == 1
  }

  /// The corners of the cube, in the order of the bits, highest first.
  static let corners = (0..<8).map { SIMD3($0 >> 2 & 1, $0 >> 1 & 1, $0 & 1) }

  /// The members, in groups that hang together along the edges of the cube.
  var groups: [[SIMD3<Int>]] {
    var left = Self.corners.filter(contains)
    var groups: [[SIMD3<Int>]] = []
    while let first = left.popLast() {
      var group = [first]
      var next = 0
      while next < group.count {
        let corner = group[next]
        group += left.filter { Self.areAdjacent($0, corner) }
        left.removeAll { Self.areAdjacent($0, corner) }
        next += 1
      }
      groups.append(group)
    }
    return groups
  }

  /// Whether an edge of the cube joins two corners.
  static func areAdjacent(_ a: SIMD3<Int>, _ b: SIMD3<Int>) -> Bool {
    let difference = a &- b
    return (difference &* difference).wrappedSum() == 1
  }
}
