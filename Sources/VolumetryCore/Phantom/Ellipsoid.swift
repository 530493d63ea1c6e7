/// A solid whose volume is known exactly, also after a plane has cut it.
///
/// The points with ((x−x₀)/a)² + ((y−y₀)/b)² + ((z−z₀)/c)² ≤ 1. A ball is an ellipsoid of three
/// equal semi-axes. Coordinates are millimetres in any one frame; the surface belongs to the solid.
///
/// Worked number: semi-axes 80, 65 and 62 mm hold 1350.466 mL (4/3 π a b c).
package struct Ellipsoid: Hashable, Sendable {
  package let centre: SIMD3<Double>
  /// Along x, y and z, in mm; finite and positive, which the specification's check has proven.
  package let semiAxes: SIMD3<Double>

  package init(centre: SIMD3<Double>, semiAxes: SIMD3<Double>) {
    precondition(semiAxes.min() > 0, "a solid has an inside")
    self.centre = centre
    self.semiAxes = semiAxes
  }

  /// A ball of the given radius in mm.
  package init(centre: SIMD3<Double>, radius: Double) {
    self.init(centre: centre, semiAxes: SIMD3(repeating: radius))
  }

  /// 4/3 π a b c.
  package var volume: CubicMillimetres {
    CubicMillimetres(4.0 / 3.0 * .pi * semiAxes.x * semiAxes.y * semiAxes.z)
  }

  /// Half the length of the chord along x at height `y`, `z`; nil where that line misses the solid.
  package func halfChord(y: Double, z: Double) -> Double? {
    let (v, w) = ((y - centre.y) / semiAxes.y, (z - centre.z) / semiAxes.z)
    let rest = 1 - v * v - w * w
    return rest < 0 ? nil : semiAxes.x * rest.squareRoot()
  }

  /// Whether the solid holds the point. Defined by the chord, so that painting a row by its chord
  /// and asking for every voxel give the same answer to the last bit.
  package func contains(_ point: SIMD3<Double>) -> Bool {
    guard let half = halfChord(y: point.y, z: point.z) else { return false }
    return abs(point.x - centre.x) <= half
  }

  /// How far out a point lies: 0 at the centre, 1 on the surface. A norm of `point − centre`.
  package func radius(of point: SIMD3<Double>) -> Double {
    let scaled = (point - centre) / semiAxes
    return (scaled * scaled).sum().squareRoot()
  }
}

// MARK: - Cut by planes

/// The points with `normal` · p ≤ `offset`.
package struct HalfSpace: Hashable, Sendable {
  /// Not zero; need not have length 1.
  package let normal: SIMD3<Double>
  package let offset: Double

  package init(normal: SIMD3<Double>, offset: Double) {
    precondition((normal * normal).sum() > 0, "a plane has a normal")
    self.normal = normal
    self.offset = offset
  }

  /// The points with x ≤ `x`.
  package init(x: Double) { self.init(normal: SIMD3(1, 0, 0), offset: x) }
}

extension Ellipsoid {
  /// What a half-space leaves of the solid, in closed form.
  ///
  /// Dividing by the semi-axes turns the ellipsoid into the unit ball and the plane into one at the
  /// signed distance h = (d − n·p₀) / |(a n₁, b n₂, c n₃)| from its centre. The ball keeps
  /// π (2/3 + h − h³/3) = π (1 + h)² (2 − h) / 3: exactly nothing at h ≤ −1, everything at h ≥ 1.
  package func volume(within half: HalfSpace) -> CubicMillimetres {
    let scaledNormal = half.normal * semiAxes
    let distance =
      (half.offset - (half.normal * centre).sum())
      / (scaledNormal * scaledNormal).sum()
      .squareRoot()
    let h = min(1, max(-1, distance))
    let ofUnitBall = Double.pi * (1 + h) * (1 + h) * (2 - h) / 3
    return CubicMillimetres(semiAxes.x * semiAxes.y * semiAxes.z * ofUnitBall)
  }

  /// The part with `range.lowerBound` ≤ x ≤ `range.upperBound`.
  package func volume(betweenX range: ClosedRange<Double>) -> CubicMillimetres {
    volume(within: HalfSpace(x: range.upperBound)) - volume(within: HalfSpace(x: range.lowerBound))
  }
}

// MARK: - Inside one another

extension Ellipsoid {
  /// True only where `other` lies wholly inside this solid, without touching its surface.
  ///
  /// `radius(of:)` is a norm, so no point of `other` lies further out than its centre does plus the
  /// largest ratio of the semi-axes. Sufficient, not necessary: a solid that fits narrowly is
  /// refused, one that does not fit never passes.
  package func holds(_ other: Ellipsoid) -> Bool {
    radius(of: other.centre) + (other.semiAxes / semiAxes).max() < 1
  }

  /// True only where the two have no point in common, by the same norm read the other way round.
  package func isApart(from other: Ellipsoid) -> Bool {
    radius(of: other.centre) - (other.semiAxes / semiAxes).max() > 1
  }
}
