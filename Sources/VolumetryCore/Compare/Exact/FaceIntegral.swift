/// The integrals of the distance and of its square over a face.
///
/// Along v in closed form (`LineEnvelope`), which leaves a function of u. Where the same rectangles
/// are nearest in the same order along every line looked at, it is smooth: Lobatto's rule of four
/// points is compared with Kronrod's of seven, and if they differ too much, the stretch is halved.
/// Where the order changes between the two ends, it has a kink that no rule may be trusted with: it
/// is halved until the trapezium is good enough for any function that rises and falls no faster
/// than a distance can.
///
/// The margin is the difference of the rules where they were used, an estimate far above the error,
/// and the bound of the trapezia, which is certain.
///
/// Departure from the plain rules: rectangles that are nearest nowhere in a half are left behind
/// when it is entered.
struct FaceIntegral {
  /// ∫ d in mm³, ∫ d² in mm⁴.
  private(set) var sums = SIMD2<Double>(0, 0)
  /// What each may be wrong by.
  private(set) var margins = SIMD2<Double>(0, 0)

  private let size: SIMD2<Double>
  private let tolerance: SIMD2<Double>

  /// - Parameters:
  ///   - pieces: the nearest rectangles of the face.
  ///   - size: of the face, in mm.
  ///   - tolerance: what the integrals may be wrong by, over smooth parts and again at every kink.
  init(
    _ pieces: ArraySlice<FacePiece>, size: SIMD2<Double>, tolerance: SIMD2<Double>,
    stack: inout PieceStack, line: inout LineEnvelope
  ) {
    self.size = size
    self.tolerance = tolerance
    let all = stack.begin(pieces)
    let whole = FacePart(low: SIMD2(0, 0), high: size)
    var ends: [Sample] = []
    for (u, inside) in [(0, Self.inset), (size.x, 1 - Self.inset)] {
      // Lattice planes pass through the ends of a face, and ties with them. What counts is the
      // order just inside.
      let order = sample(inside * size.x, all, stack, &line).order
      let integrals = sample(u, all, stack, &line).integrals
      ends.append(Sample(integrals: integrals, order: order))
    }
    descend(all, whole, (ends[0], ends[1]), &stack, &line, depth: 0)
  }

  /// Halves of halves at most: 2⁻⁴⁰ of a face is below what a Double tells of its area.
  private static let deepest = 40
  /// How far inside a face its end is looked at, as a share of its side.
  private static let inset = 1e-10

  /// What one line across the face tells.
  private struct Sample {
    let integrals: SIMD2<Double>
    let order: UInt64
  }

  private func sample(
    _ u: Double, _ range: Range<Int>, _ stack: borrowing PieceStack, _ line: inout LineEnvelope
  ) -> Sample {
    line.lay(stack.pieces, range, length: size.y) { piece in
      let apart = u - piece.plane.x
      return piece.level + piece.weight.x * apart * apart
    }
    return Sample(integrals: line.integrals, order: line.order)
  }

  private mutating func descend(
    _ above: Range<Int>, _ part: FacePart, _ ends: (Sample, Sample), _ stack: inout PieceStack,
    _ line: inout LineEnvelope, depth: Int
  ) {
    let range = stack.push(above, in: part)
    defer { stack.pop(range) }
    let (low, high) = (part.low.x, part.high.x)
    let (half, centre) = ((high - low) / 2, (low + high) / 2)
    let isSingle = range.count == 1
    var middle: Sample?
    if !isSingle, ends.0.order != ends.1.order {
      if addTrapezium(ends, half, range, part, stack) || depth == Self.deepest { return }
    } else if isSingle, stack.pieces[range.lowerBound].weight.x == 0 {
      sums += 2 * half * ends.0.integrals
      return
    } else {
      let outer = ends.0.integrals + ends.1.integrals
      var (lobatto, kronrod) = (LobattoRule.end.lobatto * outer, LobattoRule.end.kronrod * outer)
      var isSettled = true
      let centreSample = sample(centre, range, stack, &line)
      isSettled = isSingle || centreSample.order == ends.0.order
      kronrod += LobattoRule.centre.kronrod * centreSample.integrals
      for point in LobattoRule.points where isSettled {
        for u in [centre - half * point.place, centre + half * point.place] {
          let sample = sample(u, range, stack, &line)
          isSettled = isSettled && (isSingle || sample.order == ends.0.order)
          lobatto += point.lobatto * sample.integrals
          kronrod += point.kronrod * sample.integrals
        }
      }
      let difference = half * (kronrod - lobatto)
      let margin = SIMD2(abs(difference.x), abs(difference.y))
      let allowed = tolerance * (2 * half / size.x)
      if isSettled && margin.x <= allowed.x && margin.y <= allowed.y || depth == Self.deepest {
        sums += half * kronrod
        margins += margin
        return
      }
      middle = centreSample
    }
    let between = middle ?? sample(centre, range, stack, &line)
    let (first, second) = part.halves(across: 0)
    descend(range, first, (ends.0, between), &stack, &line, depth: depth + 1)
    descend(range, second, (between, ends.1), &stack, &line, depth: depth + 1)
  }

  /// Adds the trapezium over a part, if that is good enough or the part as small as they get.
  ///
  /// A function that changes by at most s a mm, and is a and b at the ends of h mm, differs in its
  /// integral from the trapezium by at most ((s h)² − (b − a)²) / 4 s.
  private mutating func addTrapezium(
    _ ends: (Sample, Sample), _ half: Double, _ range: Range<Int>, _ part: FacePart,
    _ stack: borrowing PieceStack
  ) -> Bool {
    var most = Double.infinity
    for index in range { most = min(most, stack.pieces[index].most(part)) }
    guard most > 0 else { return true }
    // The distance changes by at most 1 a mm, its square by at most twice the distance.
    let steepest = size.y * SIMD2(1, 2 * most.squareRoot())
    let change = ends.1.integrals - ends.0.integrals
    let rise = 2 * half * steepest
    let bound = (rise * rise - change * change) / (4 * steepest)
    guard bound.x <= tolerance.x, bound.y <= tolerance.y else { return false }
    sums += half * (ends.0.integrals + ends.1.integrals)
    margins += bound.replacing(with: 0, where: bound .< 0)
    return true
  }
}

/// Lobatto's rule of 4 points on −1 … 1 and Kronrod's of 7 around it (Gander and Gautschi 2000,
/// doi:10.1023/A:1022318402393). Law: with weights `lobatto` every polynomial up to degree 5 is
/// integrated exactly, with `kronrod` up to degree 9. Both look at the ends, so that no kink near
/// them goes unseen.
enum LobattoRule {
  struct Point {
    let place: Double
    let lobatto: Double
    let kronrod: Double
  }

  static let centre = Point(place: 0, lobatto: 0, kronrod: 672.0 / 1470)
  /// Stands for the points at −1 and 1.
  static let end = Point(place: 1, lobatto: 1.0 / 6, kronrod: 77.0 / 1470)
  /// Each stands for two points, at −`place` and at `place`: √(2/3) and √(1/5).
  static let points = [
    Point(place: (2.0 / 3).squareRoot(), lobatto: 0, kronrod: 432.0 / 1470),
    Point(place: 0.2.squareRoot(), lobatto: 5.0 / 6, kronrod: 625.0 / 1470),
  ]
}
