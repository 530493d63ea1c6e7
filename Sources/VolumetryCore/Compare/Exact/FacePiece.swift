/// The square of the distance from the points (u, v) of one voxel face to one rectangle of the
/// lattice, in mm².
///
/// Law: it is `level` + `weight.x` (u − `plane.x`)² + `weight.y` (v − `plane.y`)², where a weight
/// is 0 (the rectangle lies beside the face along that axis) or 1, and no plane lies inside the
/// face. So it rises or falls with each coordinate alone, and so does the difference of two of
/// them: what is asked over a part of the face is answered at its corners.
struct FacePiece: Hashable, Sendable {
  /// Along the axis that the face is perpendicular to.
  let level: Double
  /// The rectangle's nearer plane along the face's two axes, in mm from its lower corner.
  let plane: SIMD2<Double>
  let weight: SIMD2<Double>
  /// Its place among the rectangles of the face, by which two are told apart.
  let number: Int

  /// - Parameters:
  ///   - offset: how a face perpendicular to `axis` lies to the rectangle.
  ///   - spacing: mm of a step along each axis.
  init(_ offset: LatticeOffset, axis: Int, spacing: SIMD3<Double>, number: Int) {
    self.number = number
    let (first, second) = Self.axes(of: axis)
    let along = Double(offset.steps[axis]) * spacing[axis]
    level = along * along
    let steps = SIMD2(offset.steps[first], offset.steps[second])
    let isBeside = SIMD2<Double>(steps) .== Double(LatticeOffset.beside)
    let planes = SIMD2<Double>(steps) * SIMD2(spacing[first], spacing[second])
    plane = planes.replacing(with: 0, where: isBeside)
    weight = SIMD2(repeating: 1).replacing(with: 0, where: isBeside)
  }

  /// The two axes that a face perpendicular to `axis` spans.
  static func axes(of axis: Int) -> (Int, Int) {
    axis == 0 ? (1, 2) : axis == 1 ? (0, 2) : (0, 1)
  }

  /// The terms of both axes at a point.
  @inline(__always)
  func terms(_ point: SIMD2<Double>) -> SIMD2<Double> {
    let apart = point - plane
    return weight * apart * apart
  }

  /// The square at the nearest point of a part of the face.
  @inline(__always)
  func least(_ part: FacePart) -> Double {
    let (low, high) = (terms(part.low), terms(part.high))
    return level + low.replacing(with: high, where: high .< low).sum()
  }

  /// The square at the furthest point of a part of the face.
  @inline(__always)
  func most(_ part: FacePart) -> Double {
    let (low, high) = (terms(part.low), terms(part.high))
    return level + low.replacing(with: high, where: high .> low).sum()
  }

  /// Whether no point of a part of the face is nearer to `other` than to this rectangle.
  @inline(__always)
  func isNowhereBeyond(_ other: Self, _ part: FacePart) -> Bool {
    let low = other.terms(part.low) - terms(part.low)
    let high = other.terms(part.high) - terms(part.high)
    return other.level - level + low.replacing(with: high, where: high .< low).sum() >= 0
  }
}

/// A rectangle within a face, in mm from the face's lower corner.
struct FacePart: Hashable, Sendable {
  var low: SIMD2<Double>
  var high: SIMD2<Double>

  var area: Double { (high.x - low.x) * (high.y - low.y) }

  /// The two halves across an axis.
  func halves(across axis: Int) -> (FacePart, FacePart) {
    let middle = (low[axis] + high[axis]) / 2
    var (first, second) = (self, self)
    first.high[axis] = middle
    second.low[axis] = middle
    return (first, second)
  }
}

/// Rectangles of which some are nearest to a part of a face, and those that matter in smaller and
/// smaller parts behind them: what a descent into a face works on without asking for memory.
struct PieceStack {
  private(set) var pieces: [FacePiece] = []

  /// Begins with all rectangles of a face.
  mutating func begin(_ all: ArraySlice<FacePiece>) -> Range<Int> {
    pieces.removeAll(keepingCapacity: true)
    pieces.append(contentsOf: all)
    return pieces.indices
  }

  /// Puts on top those of `range` that are nearest somewhere in `part` and, where there is a limit,
  /// come so near. One at least stays where there is no limit.
  mutating func push(
    _ range: Range<Int>, in part: FacePart, within limit: FaceReach.Limit? = nil
  ) -> Range<Int> {
    let start = pieces.count
    for index in range {
      let piece = pieces[index]
      if let limit, piece.least(part) > limit.square(for: piece) { continue }
      if (start..<pieces.count).contains(where: { pieces[$0].isNowhereBeyond(piece, part) }) {
        continue
      }
      var kept = start
      for place in start..<pieces.count where !piece.isNowhereBeyond(pieces[place], part) {
        pieces[kept] = pieces[place]
        kept += 1
      }
      pieces.removeLast(pieces.count - kept)
      pieces.append(piece)
    }
    return start..<pieces.count
  }

  /// Takes off what was put on top.
  mutating func pop(_ range: Range<Int>) { pieces.removeLast(range.count) }
}
