/// The first and the last point of every line along one axis, of a set of points of a box.
///
/// Of points on a line only the two ends can be the farthest from anything, so whatever asks for
/// longest distances or for a convex hull needs no other. Places are those of `HalfLattice`.
struct LineEnds {
  /// Lines of a plane along k.
  let linesPerPlane: Int
  /// Planes along k.
  let planes: Int
  /// By plane, then by line; `none` where the line has no point.
  private(set) var first: [Int32]
  private(set) var last: [Int32]

  static let none = Int32.min

  init(linesPerPlane: Int, planes: Int) {
    (self.linesPerPlane, self.planes) = (linesPerPlane, planes)
    first = [Int32](repeating: Self.none, count: linesPerPlane * planes)
    last = first
  }

  /// Takes points between two places of a line.
  @inline(__always)
  mutating func add(line: Int, plane: Int, from low: Int, to high: Int) {
    let index = plane * linesPerPlane + line
    let (low, high) = (Int32(truncatingIfNeeded: low), Int32(truncatingIfNeeded: high))
    if first[index] == Self.none || low < first[index] { first[index] = low }
    if high > last[index] { last[index] = high }
  }
}

/// Points of a mask on the lattice of half voxels, as the ends of their lines along i and along j.
///
/// Law: the half lattice counts in half voxels from the first corner of the mask's box. Voxel
/// centres have three odd places, corners three even ones; a face's centre has one even place, an
/// edge's middle one odd. Each kind is laid out as a plane of bits, one slice after the other.
struct HalfLatticeEnds {
  /// Lines along i, by j and k.
  private(set) var alongI: LineEnds
  /// Lines along j, by i and k.
  private(set) var alongJ: LineEnds
  /// Places along i, j and k.
  let size: SIMD3<Int>

  private init(_ mask: VoxelMask) {
    size = mask.size &* 2 &+ 1
    alongI = LineEnds(linesPerPlane: size.y, planes: size.z)
    alongJ = LineEnds(linesPerPlane: size.x, planes: size.z)
  }

  /// The centres of the faces between members and others: the vertices of the marching cubes
  /// surface.
  init(faceCentresOf mask: VoxelMask) {
    self.init(mask)
    for k in 0...mask.size.z {
      let (behind, slice) = (MaskSlice(mask, k - 1), MaskSlice(mask, k))
      add(slice.combined(with: behind, ^), x: 1, y: 1, z: 2 * k, [.i, .j])
      guard k < mask.size.z else { continue }
      add(slice.widenedAlongI(^), x: 0, y: 1, z: 2 * k + 1, [.i, .j])
      add(slice.widenedAlongJ(^), x: 1, y: 0, z: 2 * k + 1, [.i, .j])
    }
  }

  /// The corners of the members, and the middles of the edges between them. Of the middles those
  /// along an axis have odd places on it: they are the corners as one slice of voxels has them.
  init(cornersOf mask: VoxelMask) {
    self.init(mask)
    for k in 0...mask.size.z {
      let (behind, slice) = (MaskSlice(mask, k - 1), MaskSlice(mask, k))
      let both = slice.combined(with: behind, |)
      let along = both.widenedAlongJ(|)
      add(along.widenedAlongI(|), x: 0, y: 0, z: 2 * k, [.i, .j])
      add(along, x: 1, y: 0, z: 2 * k, [.j])
      add(both.widenedAlongI(|), x: 0, y: 1, z: 2 * k, [.i])
      guard k < mask.size.z else { continue }
      add(slice.widenedAlongI(|).widenedAlongJ(|), x: 0, y: 0, z: 2 * k + 1, [.i])
    }
  }

  private enum Line { case i, j }

  /// Takes the points of a plane; x and y are the half places of its first bit.
  private mutating func add(_ plane: MaskSlice, x: Int, y: Int, z: Int, _ lines: [Line]) {
    let words = plane.wordsPerRow
    plane.words.withUnsafeBufferPointer { bits in
      if lines.contains(.i) {
        for row in 0..<plane.rows {
          let bits = bits[(row * words)..<((row + 1) * words)]
          guard let low = bits.firstIndex(where: { $0 != 0 }),
            let high = bits.lastIndex(where: { $0 != 0 })
          else { continue }
          let first = (low - row * words) * 64 + bits[low].trailingZeroBitCount
          let last = (high - row * words) * 64 + 63 - bits[high].leadingZeroBitCount
          alongI.add(line: y + 2 * row, plane: z, from: x + 2 * first, to: x + 2 * last)
        }
      }
      guard lines.contains(.j) else { return }
      for word in 0..<words {
        // From the first row on, then from the last, each bit where it is met first.
        for order in [Array(0..<plane.rows), (0..<plane.rows).reversed()] {
          var seen: UInt64 = 0
          for row in order {
            var new = bits[row * words + word] & ~seen
            guard new != 0 else { continue }
            seen |= new
            while new != 0 {
              let line = x + 2 * (64 * word + new.trailingZeroBitCount)
              alongJ.add(line: line, plane: z, from: y + 2 * row, to: y + 2 * row)
              new &= new &- 1
            }
          }
        }
      }
    }
  }
}

/// A plane of bits: a slice of a mask, or points made of it.
struct MaskSlice {
  let rows: Int
  let wordsPerRow: Int
  /// Places of a row; bits behind them are 0.
  let width: Int
  let words: [UInt64]

  private init(rows: Int, width: Int, words: [UInt64]) {
    (self.rows, self.width, self.words) = (rows, width, words)
    wordsPerRow = (width + 63) / 64
  }

  /// A slice of a mask's box; beside the box no bit is set.
  init(_ mask: VoxelMask, _ k: Int) {
    let count = mask.wordsPerRow * mask.size.y
    let isInside = k >= 0 && k < mask.size.z
    self.init(
      rows: mask.size.y, width: mask.size.x,
      words: isInside
        ? Array(mask.words[(k * count)..<((k + 1) * count)])
        : [UInt64](repeating: 0, count: count))
  }

  /// Bit by bit with a plane of the same size.
  func combined(with other: Self, _ operation: (UInt64, UInt64) -> UInt64) -> Self {
    Self(rows: rows, width: width, words: zip(words, other.words).map(operation))
  }

  /// Each place with the one before it; a row is one place longer.
  func widenedAlongI(_ operation: (UInt64, UInt64) -> UInt64) -> Self {
    var result: [UInt64] = []
    let wide = width / 64 + 1
    result.reserveCapacity(rows * wide)
    for row in 0..<rows {
      var before: UInt64 = 0
      for word in 0..<wide {
        let bits = word < wordsPerRow ? words[row * wordsPerRow + word] : 0
        result.append(operation(bits, bits << 1 | before))
        before = bits >> 63
      }
    }
    return Self(rows: rows, width: width + 1, words: result)
  }

  /// Each row with the one before it; there is one row more.
  func widenedAlongJ(_ operation: (UInt64, UInt64) -> UInt64) -> Self {
    let none = [UInt64](repeating: 0, count: wordsPerRow)
    return Self(
      rows: rows + 1, width: width, words: zip(words + none, none + words).map(operation))
  }
}
