/// One face of a voxel: a rectangle between two neighbours along an axis.
///
/// Its lower corner is the lattice point (`corner.x`, `corner.y`, `corner.z`) of the box it came
/// from; it spans one step along the two axes that are not `axis`.
struct VoxelFace: Hashable, Sendable {
  let corner: SIMD3<Int32>
  /// The axis it is perpendicular to: 0, 1 or 2.
  let axis: UInt8
  /// Whether the other solid has the same face, from whichever side.
  let isShared: Bool

  /// Lattice steps that it spans along each axis: 1, or 0 along its own.
  var span: SIMD3<Int32> {
    var span = SIMD3<Int32>(repeating: 1)
    span[Int(axis)] = 0
    return span
  }
}

/// What lies beyond the edge of the image.
enum ImageEdge: Hashable, Sendable {
  /// Background: where a structure meets the edge of the image, it has a surface.
  case isSurface
  /// Unknown: a face in the edge of a grid of this shape is cut tissue, not surface.
  case isNoSurface(of: GridShape)
}

/// The faces of two voxel solids, those of each behind one another.
///
/// For each axis in turn, the words of neighbouring voxels are compared bit by bit: a face stands
/// where exactly one of the two is a member.
///
/// Law: a face of one solid is shared if and only if it is a face of the other. Faces stand in one
/// order, which only the masks decide.
struct VoxelFaces {
  private(set) var reference: [VoxelFace] = []
  private(set) var prediction: [VoxelFace] = []

  private let edge: ImageEdge
  private let origin: SIMD3<Int>

  /// - Precondition: both masks are of one box.
  init(_ reference: VoxelMask, _ prediction: VoxelMask, edge: ImageEdge = .isSurface) {
    precondition(reference.bounds == prediction.bounds, "two masks that are compared have one box")
    self.edge = edge
    let least = reference.bounds.min
    origin = SIMD3(Int(least.x), Int(least.y), Int(least.z))
    alongRows(reference, prediction)
    acrossRows(reference, prediction, axis: 1)
    acrossRows(reference, prediction, axis: 2)
  }

  /// Faces between neighbours of a row.
  private mutating func alongRows(_ first: VoxelMask, _ second: VoxelMask) {
    let words = first.wordsPerRow
    for row in 0..<(first.size.y * first.size.z) {
      let (j, k) = (row % first.size.y, row / first.size.y)
      var carries = SIMD2<UInt64>(0, 0)
      // One word more than a row has: the last voxel of a full word ends in it.
      for word in 0...words {
        let place = row * words + word
        let bits =
          word < words
          ? SIMD2(first.words[place], second.words[place]) : SIMD2<UInt64>(0, 0)
        let changes = bits ^ (bits &<< 1 | carries)
        carries = bits &>> 63
        add(changes, at: SIMD3(64 * word, j, k), axis: 0)
      }
    }
  }

  /// Faces between a row and the one before it along j or k.
  private mutating func acrossRows(_ first: VoxelMask, _ second: VoxelMask, axis: Int) {
    let (words, size) = (first.wordsPerRow, first.size)
    let step = axis == 1 ? 1 : size.y
    for k in 0..<(axis == 2 ? size.z + 1 : size.z) {
      for j in 0..<(axis == 1 ? size.y + 1 : size.y) {
        let row = j + k * size.y
        let (isFirst, isLast) = axis == 1 ? (j == 0, j == size.y) : (k == 0, k == size.z)
        for word in 0..<words {
          let (here, before) = (row * words + word, (row - step) * words + word)
          let none = SIMD2<UInt64>(0, 0)
          let bits = isLast ? none : SIMD2(first.words[here], second.words[here])
          let earlier = isFirst ? none : SIMD2(first.words[before], second.words[before])
          add(bits ^ earlier, at: SIMD3(64 * word, j, k), axis: axis)
        }
      }
    }
  }

  /// Adds the faces that the bits of a word stand for; bit 0 is at `place`.
  private mutating func add(_ changes: SIMD2<UInt64>, at place: SIMD3<Int>, axis: Int) {
    var left = changes.x | changes.y
    guard left != 0 else { return }
    while left != 0 {
      let bit = left.trailingZeroBitCount
      left &= left - 1
      let corner = SIMD3(place.x + bit, place.y, place.z)
      guard isSurface(corner, axis) else { continue }
      let (isFirst, isSecond) = (
        changes.x >> UInt64(bit) & 1 == 1, changes.y >> UInt64(bit) & 1 == 1
      )
      let face = VoxelFace(
        corner: SIMD3<Int32>(truncatingIfNeeded: corner), axis: UInt8(axis),
        isShared: isFirst && isSecond)
      if isFirst { reference.append(face) }
      if isSecond { prediction.append(face) }
    }
  }

  private func isSurface(_ corner: SIMD3<Int>, _ axis: Int) -> Bool {
    guard case .isNoSurface(let shape) = edge else { return true }
    let plane = corner[axis] + origin[axis]
    return plane != 0 && plane != shape.sizes[axis]
  }
}
