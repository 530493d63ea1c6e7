/// How far the points of one voxel face are from one rectangle (or box) of the lattice.
///
/// Because both keep to the lattice, one formula holds over the whole face: the square of the
/// distance is a sum over the axes, and along each axis the rectangle either lies beside the whole
/// face (the term is 0) or wholly before or behind it (the term is the square of the distance to
/// its nearer plane). So it rises or falls with each coordinate alone, and so does the difference
/// of two such squares: what is true at the ends of an axis is true between them.
struct LatticeOffset: Hashable, Sendable {
  /// Steps along each axis from the face's lower corner to the rectangle's nearer plane: at most 0
  /// before, at least the face's span behind; `beside` where the rectangle lies beside the face.
  let steps: SIMD3<Int32>

  static let beside = Int32.min

  init(steps: SIMD3<Int32>) { self.steps = steps }

  /// - Parameters:
  ///   - low: steps between the face's lower corner and the rectangle along each axis.
  ///   - high: the same from the upper corner.
  init(low: SIMD3<Int32>, high: SIMD3<Int32>, span: SIMD3<Int32>) {
    var steps = SIMD3<Int32>(repeating: Self.beside)
    for axis in 0..<3 {
      if span[axis] == 0 {
        steps[axis] = low[axis]
      } else if low[axis] != high[axis] {
        steps[axis] = low[axis] < high[axis] ? 0 &- low[axis] : low[axis]
      }
    }
    self.steps = steps
  }
}

/// The squares of the distances at a face's lower and upper corner, axis by axis.
struct CornerSquares {
  let low: SIMD4<Double>
  let high: SIMD4<Double>

  /// Whether no point of the face is nearer to `other` than to this one.
  func isNowhereBeyond(_ other: Self) -> Bool {
    let (a, b) = (other.low - low, other.high - high)
    let least = a.replacing(with: b, where: b .< a)
    return least.x + least.y + least.z >= 0
  }

  /// Halfway between the squares at two opposite corners, doubled: to tell the nearer of two.
  var middle: Double { low.x + low.y + low.z + high.x + high.y + high.z }
}
