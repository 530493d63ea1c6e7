import Glibc

/// The area of a face within some distance of the other surface, enclosed.
///
/// A part of the face is within the distance where some rectangle is. So: leave out the rectangles
/// that do not come so near; if one is that near everywhere, or none is left, the part is done; if
/// one is left, the answer is a disc cut by a rectangle, in closed form; otherwise halve the part
/// across the axis along which the distances change most. What is still undecided when parts are
/// small is the margin, which holds for certain.
///
/// Only where the distance is the same all over a part of the face does it matter by more than a
/// line whether that one distance counts: that is where ties between distance and tolerance are,
/// and where rounding in a file's voxel sides would decide. So such parts count as within up to a
/// slack, and the others without: a slack there would add area that is not within.
struct FaceReach {
  /// Area that is within the distance for certain.
  private(set) var area = 0.0
  /// Area of which it is not known.
  private(set) var undecided = 0.0

  /// - Parameters:
  ///   - pieces: the nearest rectangles of the face.
  ///   - size: of the face, in mm.
  ///   - limit: the distance.
  ///   - finest: parts of this area, in mm², are not halved again.
  init(
    _ pieces: ArraySlice<FacePiece>, size: SIMD2<Double>, limit: Limit, finest: Double,
    stack: inout PieceStack
  ) {
    let all = stack.begin(pieces)
    descend(all, FacePart(low: SIMD2(0, 0), high: size), limit, finest, &stack)
  }

  /// A distance that areas are asked for.
  struct Limit: Hashable, Sendable {
    /// The square of the distance, in mm².
    let square: Double
    /// The square of the distance with the slack, for a distance that is the same everywhere.
    let flat: Double

    /// - Parameters: a distance and a slack in mm, both at least 0.
    init(_ distance: Double, slack: Double = 0) {
      precondition(distance >= 0 && slack >= 0, "distances are at least 0")
      square = distance * distance
      flat = (distance + slack) * (distance + slack)
    }

    /// What holds for the distance to one rectangle.
    @inline(__always)
    func square(for piece: FacePiece) -> Double {
      piece.weight == SIMD2(0, 0) ? flat : square
    }
  }

  private mutating func descend(
    _ above: Range<Int>, _ part: FacePart, _ limit: Limit, _ finest: Double,
    _ stack: inout PieceStack
  ) {
    let range = stack.push(above, in: part, within: limit)
    defer { stack.pop(range) }
    var changes = SIMD2<Double>(0, 0)
    for index in range {
      let piece = stack.pieces[index]
      if piece.most(part) <= limit.square(for: piece) {
        area += part.area
        return
      }
      let change = piece.terms(part.high) - piece.terms(part.low)
      let size = SIMD2(abs(change.x), abs(change.y))
      changes.replace(with: size, where: size .> changes)
    }
    if range.count == 1 {
      area += Self.area(of: stack.pieces[range.lowerBound], part, limit.square)
    } else if range.isEmpty {
      return
    } else if part.area <= finest {
      undecided += part.area
    } else {
      let (first, second) = part.halves(across: changes.x >= changes.y ? 0 : 1)
      descend(range, first, limit, finest, &stack)
      descend(range, second, limit, finest, &stack)
    }
  }

  /// The area of a part in which one rectangle is within the distance, without slack.
  static func area(of piece: FacePiece, _ part: FacePart, _ square: Double) -> Double {
    let rest = square - piece.level
    guard rest >= 0 else { return 0 }
    let radius = rest.squareRoot()
    let (x, y) = (span(piece, part, axis: 0), span(piece, part, axis: 1))
    func reach(_ span: (low: Double, high: Double)) -> Double {
      max(0, min(span.high, radius) - span.low)
    }
    switch (piece.weight.x != 0, piece.weight.y != 0) {
    case (false, false): return part.area
    case (true, false): return reach(x) * (part.high.y - part.low.y)
    case (false, true): return reach(y) * (part.high.x - part.low.x)
    case (true, true): return disc(x, y, radius)
    }
  }

  /// How far the ends of a part are from the rectangle's plane, the nearer end first.
  private static func span(
    _ piece: FacePiece, _ part: FacePart, axis: Int
  ) -> (low: Double, high: Double) {
    let plane = piece.plane[axis]
    return plane <= part.low[axis]
      ? (part.low[axis] - plane, part.high[axis] - plane)
      : (plane - part.high[axis], plane - part.low[axis])
  }

  /// The area of a rectangle within `radius` of the origin, which lies at or before its lower
  /// corner: the integral over x of how far the circle rises above the rectangle's lower edge, no
  /// higher than its upper edge.
  private static func disc(
    _ x: (low: Double, high: Double), _ y: (low: Double, high: Double), _ radius: Double
  ) -> Double {
    let square = radius * radius
    guard x.low * x.low + y.low * y.low < square else { return 0 }
    // Left of `full` the circle is above the rectangle, right of `none` below it.
    let full = min(x.high, max(x.low, max(0, square - y.high * y.high).squareRoot()))
    let none = min(x.high, max(full, max(0, square - y.low * y.low).squareRoot()))
    func height(_ x: Double) -> Double { max(0, square - x * x).squareRoot() }
    let sector =
      none * height(none) - full * height(full)
      + square * (asin(min(1, none / radius)) - asin(min(1, full / radius)))
    return (full - x.low) * (y.high - y.low) + max(0, sector / 2 - y.low * (none - full))
  }
}
