import Glibc

/// The distances from all points of one voxel solid's surface to the surface of another.
///
/// Faces that lie alike to the rectangles nearest to them have the same distances point for point.
/// So each way to lie is kept once, with the number of its faces, and whatever is asked of the
/// surface is asked of the few ways and multiplied. Faces that both solids have are at distance 0
/// and only counted.
///
/// Invariant: the ways stand in the order in which the surface's curve through space meets them,
/// so sums do not depend on the run.
struct FaceField {
  /// A way to lie to the nearest rectangles.
  struct Way {
    /// The axis the face is perpendicular to.
    let axis: Int
    /// Faces that lie so.
    var count: Int
    /// Where the nearest rectangles stand in `pieces`.
    let range: Range<Int>
    /// The square of the distance, in mm², is nowhere smaller and nowhere larger. Both may not be
    /// reached.
    let least: Double
    let most: Double
  }

  let spacing: SIMD3<Double>
  private(set) var ways: [Way] = []
  private(set) var pieces: [FacePiece] = []
  /// Faces by the axis they are perpendicular to.
  private(set) var counts = SIMD3<Int>(0, 0, 0)
  /// Of these, those that the other solid has too.
  private(set) var sharedCounts = SIMD3<Int>(0, 0, 0)

  /// - Parameter faces: of one solid, in the order of `FaceTree.ordered`.
  init(_ faces: [VoxelFace], to tree: FaceTree, spacing: SIMD3<Double>) {
    self.spacing = spacing
    var search = FaceTree.Search()
    var known: [Key: Int] = [:]
    for face in faces {
      let axis = Int(face.axis)
      counts[axis] += 1
      guard !face.isShared else {
        sharedCounts[axis] += 1
        continue
      }
      tree.search(face, &search)
      let key = Key(axis: axis, offsets: search.offsets)
      if let way = known[key] {
        ways[way].count += 1
      } else {
        known[key] = ways.count
        add(key)
      }
    }
  }

  private struct Key: Hashable {
    let axis: Int
    let offsets: [LatticeOffset]
  }

  private mutating func add(_ key: Key) {
    let start = pieces.count
    pieces += key.offsets.enumerated().map { number, offset in
      FacePiece(offset, axis: key.axis, spacing: spacing, number: number)
    }
    let part = FacePart(low: SIMD2(0, 0), high: size(axis: key.axis))
    var (least, most) = (Double.infinity, Double.infinity)
    for piece in pieces[start...] {
      least = min(least, piece.least(part))
      most = min(most, piece.most(part))
    }
    ways.append(
      Way(axis: key.axis, count: 1, range: start..<pieces.count, least: least, most: most))
  }

  /// The two sides of a face perpendicular to an axis, in mm.
  func size(axis: Int) -> SIMD2<Double> {
    let (first, second) = FacePiece.axes(of: axis)
    return SIMD2(spacing[first], spacing[second])
  }

  /// The area of some faces, by the axis they are perpendicular to, in mm².
  private func area(_ counts: SIMD3<Int>) -> Double {
    let faces = SIMD3(spacing.y * spacing.z, spacing.x * spacing.z, spacing.x * spacing.y)
    return (faces * SIMD3<Double>(counts)).sum()
  }

  /// The area of the surface, in mm².
  var area: Double { area(counts) }
  /// The area of the faces that the other solid has too, in mm².
  var sharedArea: Double { area(sharedCounts) }

  private func area(of way: Way) -> Double {
    let size = size(axis: way.axis)
    return size.x * size.y
  }

  /// The largest distance: no point's is larger by more than the tolerance, and one has it.
  func peak(tolerance: Double) -> Enclosed {
    var peak = FacePeak(tolerance: tolerance)
    var (stack, line) = (PieceStack(), LineEnvelope())
    for way in ways.sorted(by: { $0.most > $1.most }) {
      guard peak.isExceeded(by: way.most) else { break }
      peak.look(pieces[way.range], size: size(axis: way.axis), stack: &stack, line: &line)
    }
    let isZero = ways.isEmpty
    return Enclosed(value: peak.distance, margin: isZero ? 0 : tolerance)
  }

  /// The integrals of the distance (mm³) and of its square (mm⁴) over the surface.
  ///
  /// - Parameter tolerance: mm that the mean over any face may be wrong by.
  func integrals(tolerance: Double) -> (first: Enclosed, second: Enclosed) {
    var (sums, margins) = (SIMD2<Double>(0, 0), SIMD2<Double>(0, 0))
    var (stack, line) = (PieceStack(), LineEnvelope())
    for way in ways {
      let scale = SIMD2(1, 2 * way.most.squareRoot())
      let face = FaceIntegral(
        pieces[way.range], size: size(axis: way.axis),
        tolerance: tolerance * area(of: way) * scale, stack: &stack, line: &line)
      sums += Double(way.count) * face.sums
      margins += Double(way.count) * face.margins
    }
    // What rounding adds: the terms are positive, so it stays in proportion to their sum.
    margins += Self.rounding * sums
    return (Enclosed(value: sums.x, margin: margins.x), Enclosed(value: sums.y, margin: margins.y))
  }

  /// The area within a distance (inclusive), in mm².
  ///
  /// - Parameter finest: a part of a face stays undecided when it is this share of it.
  func area(within limit: FaceReach.Limit, finest: Double) -> Enclosed {
    var (area, undecided) = (sharedArea, 0.0)
    var stack = PieceStack()
    for way in ways where way.least <= limit.flat {
      let (single, count) = (self.area(of: way), Double(way.count))
      if way.most <= limit.square {
        area += count * single
      } else {
        let reach = FaceReach(
          pieces[way.range], size: size(axis: way.axis), limit: limit, finest: finest * single,
          stack: &stack)
        area += count * reach.area
        undecided += count * reach.undecided
      }
    }
    return Enclosed(
      value: area + undecided / 2, margin: undecided / 2 + Self.rounding * area)
  }

  /// Rounding of a sum of positive terms, relative: some units in the last place, ours.
  static let rounding = 1e-12

  /// A field with only the ways whose distances are unclear at some distance between two, and the
  /// area that is within the smaller one anyhow.
  func narrowed(from low: Double, to high: Double) -> (field: FaceField, certain: Double) {
    var field = self
    var certain = sharedArea
    field.ways = []
    for way in ways where way.least <= high * high {
      if way.most <= low * low {
        certain += Double(way.count) * area(of: way)
      } else {
        field.ways.append(way)
      }
    }
    field.counts = SIMD3(0, 0, 0)
    field.sharedCounts = SIMD3(0, 0, 0)
    return (field, certain)
  }
}
