/// The integrals of the distance and of its square over a face.
///
/// Along v in closed form (`LineEnvelope`); along u by the Kronrod rule of seven points, and where
/// it differs too much from the Gauss rule of three that is part of it, by halves. Both integrands
/// are smooth in u but for a few places, which the halving closes in on. The difference of the two
/// rules is summed up as the margin: an estimate, in practice far above the error.
///
/// Departure from the plain rule: rectangles that are nearest nowhere in a half are left behind
/// when it is entered.
struct FaceIntegral {
  /// ∫ d in mm³, ∫ d² in mm⁴.
  var sums = SIMD2<Double>(0, 0)
  /// What each may be wrong by.
  var margins = SIMD2<Double>(0, 0)

  /// - Parameters:
  ///   - pieces: the nearest rectangles of the face.
  ///   - size: of the face, in mm.
  ///   - tolerance: what the integrals may be wrong by.
  init(
    _ pieces: ArraySlice<FacePiece>, size: SIMD2<Double>, tolerance: SIMD2<Double>,
    stack: inout PieceStack, line: inout LineEnvelope
  ) {
    let all = stack.begin(pieces)
    descend(
      all, FacePart(low: SIMD2(0, 0), high: size), tolerance / size.x, &stack, &line, depth: 0)
  }

  /// Halves of halves at most: 2⁻⁴⁰ of a face is below what a Double tells of its area.
  private static let deepest = 40

  private mutating func descend(
    _ above: Range<Int>, _ part: FacePart, _ tolerance: SIMD2<Double>, _ stack: inout PieceStack,
    _ line: inout LineEnvelope, depth: Int
  ) {
    let range = stack.push(above, in: part)
    defer { stack.pop(range) }
    let (half, centre) = ((part.high.x - part.low.x) / 2, (part.low.x + part.high.x) / 2)
    let length = part.high.y
    func integrals(_ u: Double) -> SIMD2<Double> {
      line.lay(stack.pieces, range, length: length) { piece in
        let apart = u - piece.plane.x
        return piece.level + piece.weight.x * apart * apart
      }
      return line.integrals
    }
    let middle = integrals(centre)
    if range.count == 1, stack.pieces[range.lowerBound].weight.x == 0 {
      sums += 2 * half * middle
      return
    }
    var kronrod = KronrodRule.centre.kronrod * middle
    var gauss = KronrodRule.centre.gauss * middle
    for point in KronrodRule.points {
      let pair = integrals(centre - half * point.place) + integrals(centre + half * point.place)
      kronrod += point.kronrod * pair
      gauss += point.gauss * pair
    }
    let difference = half * (kronrod - gauss)
    let margin = SIMD2(abs(difference.x), abs(difference.y))
    let allowed = tolerance * (2 * half)
    if margin.x <= allowed.x && margin.y <= allowed.y || depth == Self.deepest {
      sums += half * kronrod
      margins += margin
      return
    }
    let (first, second) = part.halves(across: 0)
    descend(range, first, tolerance, &stack, &line, depth: depth + 1)
    descend(range, second, tolerance, &stack, &line, depth: depth + 1)
  }
}

/// Kronrod's rule of 7 points on −1 … 1 and Gauss' rule of 3 within it (Laurie 1997,
/// doi:10.1090/S0025-5718-97-00861-2; QUADPACK's tables). Law: with weights `kronrod` every polynomial up
/// to degree 11 is integrated exactly, with `gauss` up to degree 5.
enum KronrodRule {
  struct Point {
    let place: Double
    let kronrod: Double
    let gauss: Double
  }

  static let centre = Point(place: 0, kronrod: 0.450916538658474142345, gauss: 8.0 / 9)
  /// Each stands for two points, at `place` and at −`place`.
  static let points = [
    Point(place: 0.434243749346802558002, kronrod: 0.401397414775962222905, gauss: 0),
    Point(place: 0.774596669241483377036, kronrod: 0.268488089868333440729, gauss: 5.0 / 9),
    Point(place: 0.960491268708020283424, kronrod: 0.104656226026467265194, gauss: 0),
  ]
}
