/// A part of an ellipsoid, convex.
struct ConvexRegion {
  let body: Ellipsoid
  let halves: [HalfSpace]

  /// True only where the solid lies wholly inside.
  func holds(_ other: Ellipsoid) -> Bool {
    body.holds(other)
      && halves.allSatisfy { half in
        let scaled = half.normal * other.semiAxes
        let reach = (scaled * scaled).sum().squareRoot()
        return (half.normal * other.centre).sum() + reach < half.offset
      }
  }

  /// True only where the tube lies wholly inside: what is convex holds it with its two ends.
  func holds(_ tube: Tube) -> Bool {
    holds(Ellipsoid(centre: tube.start, radius: tube.radius))
      && holds(Ellipsoid(centre: tube.end, radius: tube.radius))
  }
}

extension Ellipsoid {
  /// The upper half (w grows) by a plane of symmetry of everything that planes with this normal cut
  /// off: it halves every such part exactly.
  ///
  /// Dividing by the semi-axes makes a ball of the ellipsoid and n' of the normal. Mirroring the
  /// ball on a plane through its centre keeps the planes across n' if the mirror's normal stands
  /// upright on n': it is `lean` times the direction across n' and w, and once that of w.
  ///
  /// - Parameters:
  ///   - normal: without a part along w.
  ///   - lean: 0 for a level plane.
  func upperHalf(besides normal: SIMD3<Double>, leaning lean: Double) -> HalfSpace {
    precondition(normal.z == 0, "the plane stands upright")
    let scaled = normal * semiAxes
    let length = (scaled * scaled).sum().squareRoot()
    let mirror = SIMD3(lean * scaled.y / length, -lean * scaled.x / length, 1) / semiAxes
    return HalfSpace(normal: -mirror, offset: -(mirror * centre).sum())
  }
}

extension HalfSpace {
  /// The points on the other side of the plane, and on it.
  var other: HalfSpace { HalfSpace(normal: -normal, offset: -offset) }
}

extension Tube {
  /// True only where the two have no point in common: the ellipsoid lies in the tube around its
  /// longest axis.
  func isApart(from ellipsoid: Ellipsoid, gap: Double) -> Bool {
    let axes = ellipsoid.semiAxes
    let longest = axes.max()
    let along = SIMD3(
      axes.x == longest ? 1.0 : 0, axes.x < longest && axes.y == longest ? 1 : 0,
      axes.x < longest && axes.y < longest ? 1 : 0)
    // A tube of the second semi-axis around the whole longest axis holds the ellipsoid.
    let second = axes.sum() - longest - axes.min()
    let hull = Tube(
      start: ellipsoid.centre - along * longest, end: ellipsoid.centre + along * longest,
      radius: second)
    return isApart(from: hull, gap: gap)
  }
}

extension Ellipsoid {
  /// The parts between parallel planes, from below.
  ///
  /// - Parameter positions: ascending; where the planes lie between −1 and 1, the places at which
  ///   they would only touch the solid.
  func pieces(across normal: SIMD3<Double>, at positions: [Double]) -> [Solid] {
    let scaled = normal * semiAxes
    let reach = (scaled * scaled).sum().squareRoot()
    let planes = positions.map {
      HalfSpace(normal: normal, offset: (normal * centre).sum() + $0 * reach)
    }
    let below = [.zero] + planes.map { volume(within: $0) } + [volume]
    return (0...planes.count).map { n in
      let halves = (n < planes.count ? [planes[n]] : []) + (n > 0 ? [planes[n - 1].other] : [])
      return Solid(.ellipsoid(self), halves: halves, volume: below[n + 1] - below[n])
    }
  }
}
