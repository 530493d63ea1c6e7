/// The largest distance of a face's points from the other surface, by branch and bound.
///
/// Strips of the face along v are halved. On a strip, every rectangle at its furthest u bounds the
/// distance from above, and the strip's middle line from below; both are known in closed form
/// (`LineEnvelope`). A strip that cannot exceed what was found elsewhere by more than the tolerance
/// is done with.
struct FacePeak {
  /// The largest distance found, in mm: a point has it. No point's is larger by more than the
  /// tolerance.
  private(set) var distance = 0.0
  private let tolerance: Double

  init(tolerance: Double) { self.tolerance = tolerance }

  /// Whether a distance is larger than what is known by more than the tolerance.
  func isExceeded(by square: Double) -> Bool {
    square > (distance + tolerance) * (distance + tolerance)
  }

  /// Looks at a face of the given size in mm.
  mutating func look(
    _ pieces: ArraySlice<FacePiece>, size: SIMD2<Double>, stack: inout PieceStack,
    line: inout LineEnvelope
  ) {
    let all = stack.begin(pieces)
    for u in [0, size.x] { find(u, all, size.y, stack, &line) }
    descend(all, FacePart(low: SIMD2(0, 0), high: size), &stack, &line)
  }

  private mutating func descend(
    _ above: Range<Int>, _ part: FacePart, _ stack: inout PieceStack, _ line: inout LineEnvelope
  ) {
    let range = stack.push(above, in: part)
    defer { stack.pop(range) }
    line.lay(stack.pieces, range, length: part.high.y) { piece in
      let (low, high) = (part.low.x - piece.plane.x, part.high.x - piece.plane.x)
      return piece.level + piece.weight.x * max(low * low, high * high)
    }
    guard isExceeded(by: line.most) else { return }
    let middle = (part.low.x + part.high.x) / 2
    // Below what a Double tells apart nothing is left to find.
    guard middle > part.low.x, middle < part.high.x else { return }
    find(middle, range, part.high.y, stack, &line)
    let (first, second) = part.halves(across: 0)
    descend(range, first, &stack, &line)
    descend(range, second, &stack, &line)
  }

  /// Takes in the largest distance on the line at u.
  private mutating func find(
    _ u: Double, _ range: Range<Int>, _ length: Double, _ stack: PieceStack,
    _ line: inout LineEnvelope
  ) {
    line.lay(stack.pieces, range, length: length) { piece in
      let apart = u - piece.plane.x
      return piece.level + piece.weight.x * apart * apart
    }
    distance = max(distance, line.most.squareRoot())
  }
}
