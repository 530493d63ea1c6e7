/// A convex solid that a row meets in one chord, and whose volume is known in closed form.
///
/// Frames: u runs along a row of voxels, v across the rows of a slice, w across the slices, in mm.
/// The surface belongs to the solid.
struct Solid: Hashable, Sendable {
  let shape: Shape
  /// What the solid keeps of its shape: the points that lie in all of them.
  let halves: [HalfSpace]
  /// Of the shape cut by `halves`; whoever cuts a shape knows it.
  let volume: CubicMillimetres

  /// What is cut.
  enum Shape: Hashable, Sendable {
    case ellipsoid(Ellipsoid)
    case column(EllipticColumn)
    case tube(Tube)
    case leaning(LeaningEllipsoid)
  }

  /// An ellipsoid, whole or cut; 4/3 π a b c where it is whole.
  init(_ ellipsoid: Ellipsoid) {
    self.init(.ellipsoid(ellipsoid), volume: ellipsoid.volume)
  }

  init(_ column: EllipticColumn) { self.init(.column(column), volume: column.volume) }

  init(_ tube: Tube) { self.init(.tube(tube), volume: tube.volume) }

  init(_ leaning: LeaningEllipsoid) {
    self.init(.leaning(leaning), volume: leaning.upright.volume)
  }

  init(_ shape: Shape, halves: [HalfSpace] = [], volume: CubicMillimetres) {
    self.shape = shape
    self.halves = halves
    self.volume = volume
  }

  /// The part of a row that the solid holds; nil where the row misses it.
  func chord(_ v: Double, _ w: Double) -> ClosedRange<Double>? {
    guard let whole = shape.chord(v, w) else { return nil }
    var (low, high) = (whole.lowerBound, whole.upperBound)
    for half in halves {
      let rest = half.offset - half.normal.y * v - half.normal.z * w
      if half.normal.x > 0 {
        high = min(high, rest / half.normal.x)
      } else if half.normal.x < 0 {
        low = max(low, rest / half.normal.x)
      } else if rest < 0 {
        return nil
      }
    }
    return low <= high ? low...high : nil
  }

  /// Rows outside these v, and slices outside these w, miss the shape.
  var extent: (v: ClosedRange<Double>, w: ClosedRange<Double>) { shape.extent }
}

extension Solid.Shape {
  fileprivate func chord(_ v: Double, _ w: Double) -> ClosedRange<Double>? {
    switch self {
    case .ellipsoid(let ellipsoid):
      guard let half = ellipsoid.halfChord(y: v, z: w) else { return nil }
      return (ellipsoid.centre.x - half)...(ellipsoid.centre.x + half)
    case .column(let column): return column.chord(v, w)
    case .tube(let tube): return tube.chord(v, w)
    case .leaning(let leaning): return leaning.chord(v, w)
    }
  }

  fileprivate var extent: (v: ClosedRange<Double>, w: ClosedRange<Double>) {
    switch self {
    case .leaning(let leaning): return Self.ellipsoid(leaning.upright).extent
    case .ellipsoid(let ellipsoid):
      let (low, high) = (
        ellipsoid.centre - ellipsoid.semiAxes, ellipsoid.centre + ellipsoid.semiAxes
      )
      return (low.y...high.y, low.z...high.z)
    case .column(let column):
      return (
        (column.centre.y - column.semiAxes.y)...(column.centre.y + column.semiAxes.y), column.w
      )
    case .tube(let tube):
      let (low, high) = (pointwiseMin(tube.start, tube.end), pointwiseMax(tube.start, tube.end))
      return (
        (low.y - tube.radius)...(high.y + tube.radius),
        (low.z - tube.radius)...(high.z + tube.radius)
      )
    }
  }
}

/// An upright cylinder with elliptic slices: ((u−u₀)/a)² + ((v−v₀)/b)² ≤ 1 and w in a range.
///
/// Worked number: semi-axes 10 and 20 mm, 100 mm high, hold 62.832 mL (π a b h).
struct EllipticColumn: Hashable, Sendable {
  /// u₀ and v₀.
  let centre: SIMD2<Double>
  /// a and b, positive.
  let semiAxes: SIMD2<Double>
  let w: ClosedRange<Double>

  var volume: CubicMillimetres {
    CubicMillimetres(.pi * semiAxes.x * semiAxes.y * (w.upperBound - w.lowerBound))
  }

  func chord(_ v: Double, _ w: Double) -> ClosedRange<Double>? {
    let t = (v - centre.y) / semiAxes.y
    let rest = 1 - t * t
    guard rest >= 0, self.w.contains(w) else { return nil }
    let half = semiAxes.x * rest.squareRoot()
    return (centre.x - half)...(centre.x + half)
  }
}

/// An ellipsoid whose rows are moved in proportion to their distance from its centre: again an
/// ellipsoid, whose axes are those of no frame, and of the same volume.
struct LeaningEllipsoid: Hashable, Sendable {
  let upright: Ellipsoid
  /// mm along u for each mm along v and w.
  let lean: SIMD2<Double>

  init(_ upright: Ellipsoid, lean: SIMD2<Double>) {
    self.upright = upright
    self.lean = lean
  }

  func chord(_ v: Double, _ w: Double) -> ClosedRange<Double>? {
    guard let half = upright.halfChord(y: v, z: w) else { return nil }
    let middle =
      upright.centre.x + lean.x * (v - upright.centre.y) + lean.y * (w - upright.centre.z)
    return (middle - half)...(middle + half)
  }
}
