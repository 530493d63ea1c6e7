/// Which rectangles of a surface are nearest to some point of a voxel face, exactly.
///
/// The faces are put in Morton order (lattice corners with their bits interleaved), eight to a
/// leaf, and a binary tree of boxes stands over the leaves. A search keeps the rectangles that are
/// nearest somewhere on the face so far. A box whose every point is, everywhere on the face, at
/// least as far as one of those holds nothing new and is left out; the others are opened, the
/// nearer half first. What is kept in the end are all rectangles that no single other one beats
/// everywhere, and so the distance from every point of the face is the least of theirs.
///
/// Departures from the plain loop over all rectangles: the tree (56 times as fast on 15 000 faces a
/// side), and a start from the rectangles that the face before found, which neighbours mostly share
/// (2.2 times on 160 000).
struct FaceTree {
  /// The faces in Morton order.
  let faces: [VoxelFace]
  let spacing: SIMD4<Double>
  /// Lower and upper lattice corners of each face; whole numbers, which Float holds exactly up to
  /// the largest axis of a grid.
  private let boxes: [Box]
  /// Boxes over the leaves as a heap: those under node n are 2n and 2n + 1.
  private let nodes: [Box]
  private let firstLeaf: Int

  private static let leafSize = 8

  private struct Box {
    var low: SIMD4<Float>
    var high: SIMD4<Float>

    static let none = Box(
      low: SIMD4(repeating: .infinity), high: SIMD4(repeating: -.infinity))

    mutating func merge(_ other: Box) {
      low = low.replacing(with: other.low, where: other.low .< low)
      high = high.replacing(with: other.high, where: other.high .> high)
    }
  }

  /// - Precondition: there is a face.
  init(_ unordered: [VoxelFace], spacing: SIMD3<Double>) {
    precondition(!unordered.isEmpty)
    faces = Self.ordered(unordered)
    self.spacing = SIMD4(spacing, 0)
    boxes = faces.map { face in
      let (low, high) = (face.corner, face.corner &+ face.span)
      return Box(low: SIMD4(SIMD3<Float>(low), 0), high: SIMD4(SIMD3<Float>(high), 0))
    }
    let leaves = (faces.count + Self.leafSize - 1) / Self.leafSize
    var first = 1
    while first < leaves { first *= 2 }
    var nodes = [Box](repeating: .none, count: 2 * first)
    for (index, box) in boxes.enumerated() { nodes[first + index / Self.leafSize].merge(box) }
    for node in stride(from: first - 1, to: 0, by: -1) {
      nodes[node].merge(nodes[2 * node])
      nodes[node].merge(nodes[2 * node + 1])
    }
    self.nodes = nodes
    firstLeaf = first
  }

  /// Faces by their place on a curve that fills space, so that neighbours are neighbours.
  static func ordered(_ faces: [VoxelFace]) -> [VoxelFace] {
    let keys = faces.enumerated().map { index, face in
      (
        key: spread(face.corner.x) | spread(face.corner.y) << 1 | spread(face.corner.z) << 2,
        axis: face.axis, index: Int32(index)
      )
    }
    return keys.sorted { ($0.key, $0.axis) < ($1.key, $1.axis) }.map { faces[Int($0.index)] }
  }

  /// The low 21 bits, each followed by two zeros.
  private static func spread(_ value: Int32) -> UInt64 {
    var bits = UInt64(truncatingIfNeeded: value) & 0x1f_ffff
    bits = (bits | bits << 32) & 0x1f_0000_0000_ffff
    bits = (bits | bits << 16) & 0x1f_0000_ff00_00ff
    bits = (bits | bits << 8) & 0x100f_00f0_0f00_f00f
    bits = (bits | bits << 4) & 0x10c3_0c30_c30c_30c3
    return (bits | bits << 2) & 0x1249_2492_4924_9249
  }

  /// The rectangles found for a face, and what the next search starts from.
  struct Search {
    fileprivate var found: [Int] = []
    fileprivate var squares: [CornerSquares] = []
    fileprivate var seeds: [Int] = [0]
    fileprivate var pending: [(node: Int, reach: CornerSquares)] = []
    /// How the points of the face lie to each rectangle found.
    private(set) var offsets: [LatticeOffset] = []

    fileprivate mutating func finish(_ offsets: [LatticeOffset]) {
      self.offsets = offsets
      swap(&seeds, &found)
    }
  }

  /// Finds the rectangles that are nearest to some point of `face`, which is of another surface of
  /// the same box.
  func search(_ face: VoxelFace, _ search: inout Search) {
    let low = SIMD4(SIMD3<Float>(face.corner), 0)
    let high = SIMD4(SIMD3<Float>(face.corner &+ face.span), 0)
    search.found.removeAll(keepingCapacity: true)
    search.squares.removeAll(keepingCapacity: true)
    for seed in search.seeds { consider(seed, low, high, &search) }
    search.pending.removeAll(keepingCapacity: true)
    search.pending.append((1, squares(nodes[1], low, high)))
    while let (node, reach) = search.pending.popLast() {
      if search.squares.contains(where: { $0.isNowhereBeyond(reach) }) { continue }
      if node >= firstLeaf {
        let start = (node - firstLeaf) * Self.leafSize
        for index in start..<min(start + Self.leafSize, faces.count) {
          consider(index, low, high, &search)
        }
      } else {
        let first = (2 * node, squares(nodes[2 * node], low, high))
        let second = (2 * node + 1, squares(nodes[2 * node + 1], low, high))
        let isFirstNearer = first.1.middle <= second.1.middle
        search.pending.append(isFirstNearer ? second : first)
        search.pending.append(isFirstNearer ? first : second)
      }
    }
    search.finish(search.found.map { offset(of: $0, low, high, face.span) })
  }

  /// Takes a rectangle in, unless one that is there is nowhere beyond it, and lets go what is
  /// nowhere nearer than it.
  private func consider(
    _ index: Int, _ low: SIMD4<Float>, _ high: SIMD4<Float>, _ search: inout Search
  ) {
    let squares = squares(boxes[index], low, high)
    if search.squares.contains(where: { $0.isNowhereBeyond(squares) }) { return }
    var kept = 0
    for place in search.found.indices where !squares.isNowhereBeyond(search.squares[place]) {
      search.found[kept] = search.found[place]
      search.squares[kept] = search.squares[place]
      kept += 1
    }
    search.found.removeLast(search.found.count - kept)
    search.squares.removeLast(search.squares.count - kept)
    search.found.append(index)
    search.squares.append(squares)
  }

  /// Steps between a point and a box along each axis.
  @inline(__always)
  private func steps(_ box: Box, _ point: SIMD4<Float>) -> SIMD4<Float> {
    let (after, before) = (point - box.high, box.low - point)
    let outside = after.replacing(with: before, where: before .> after)
    return outside.replacing(with: 0, where: outside .< 0)
  }

  @inline(__always)
  private func squares(
    _ box: Box, _ low: SIMD4<Float>, _ high: SIMD4<Float>
  ) -> CornerSquares {
    let first = SIMD4<Double>(steps(box, low)) * spacing
    let second = SIMD4<Double>(steps(box, high)) * spacing
    return CornerSquares(low: first * first, high: second * second)
  }

  private func offset(
    of index: Int, _ low: SIMD4<Float>, _ high: SIMD4<Float>, _ span: SIMD3<Int32>
  ) -> LatticeOffset {
    let (box, first) = (boxes[index], SIMD4<Int32>(steps(boxes[index], low)))
    let second = SIMD4<Int32>(steps(box, high))
    return LatticeOffset(
      low: SIMD3(first.x, first.y, first.z), high: SIMD3(second.x, second.y, second.z),
      span: span)
  }
}
