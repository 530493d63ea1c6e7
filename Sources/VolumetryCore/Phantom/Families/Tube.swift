/// The points no further than a radius from a line between two ends: a tube with round caps.
///
/// Worked number: 40 mm long, radius 3 mm, holds 1.244 mL (π r² L + 4/3 π r³).
struct Tube: Hashable, Sendable {
  let start: SIMD3<Double>
  /// Another point than `start`.
  let end: SIMD3<Double>
  /// mm, positive.
  let radius: Double

  var length: Double { Self.length(end - start) }

  var volume: CubicMillimetres {
    CubicMillimetres(.pi * radius * radius * (length + 4.0 / 3.0 * radius))
  }

  /// The tube is convex: a row meets it from the first to the last point in which it meets the two
  /// balls at its ends or the cylinder between them.
  func chord(_ v: Double, _ w: Double) -> ClosedRange<Double>? {
    let parts = [
      ball(at: start, v, w), ball(at: end, v, w), cylinder(v, w),
    ].compactMap { $0 }
    guard let first = parts.first else { return nil }
    return parts.reduce(first) {
      min($0.lowerBound, $1.lowerBound)...max($0.upperBound, $1.upperBound)
    }
  }

  private func ball(
    at centre: SIMD3<Double>, _ v: Double, _ w: Double
  ) -> ClosedRange<Double>? {
    let (y, z) = (v - centre.y, w - centre.z)
    let rest = radius * radius - y * y - z * z
    guard rest >= 0 else { return nil }
    let half = rest.squareRoot()
    return (centre.x - half)...(centre.x + half)
  }

  /// With x = u − u₀ and the unit axis d, a point lies t + d_u x along the axis and the square of
  /// its distance from it is (1 − d_u²) x² − 2 d_u t x + |m|² − t², where m = (v − v₀, w − w₀) and
  /// t = m · (d_v, d_w).
  private func cylinder(_ v: Double, _ w: Double) -> ClosedRange<Double>? {
    let length = self.length
    let axis = (end - start) / length
    let (y, z) = (v - start.y, w - start.z)
    let t = y * axis.y + z * axis.z
    let across = axis.y * axis.y + axis.z * axis.z
    let distance = y * y + z * z - t * t - radius * radius
    var (low, high) = (-Double.infinity, Double.infinity)
    if across > 1e-12 {
      let middle = axis.x * t / across
      let rest = middle * middle - distance / across
      guard rest >= 0 else { return nil }
      (low, high) = (middle - rest.squareRoot(), middle + rest.squareRoot())
    } else if distance > 0 {
      return nil
    }
    if axis.x != 0 {
      let (a, b) = (-t / axis.x, (length - t) / axis.x)
      (low, high) = (max(low, min(a, b)), min(high, max(a, b)))
    } else if t < 0 || t > length {
      return nil
    }
    return low <= high ? (start.x + low)...(start.x + high) : nil
  }

  /// Whether the two have no point in common and lie further than `gap` mm apart.
  func isApart(from other: Tube, gap: Double) -> Bool {
    Self.distance(self, other) > radius + other.radius + gap
  }

  /// The shortest way between the two lines, in mm.
  ///
  /// The square of the distance of the points at s and t (0 to 1) is a convex quadratic form: its
  /// minimum over the square lies inside where the free minimum does, else on one of four edges.
  static func distance(_ one: Tube, _ other: Tube) -> Double {
    let (p, q) = (one.end - one.start, other.end - other.start)
    let r = one.start - other.start
    let (a, b, c) = (dot(p, p), dot(p, q), dot(q, q))
    let (d, e) = (dot(p, r), dot(q, r))
    func clamped(_ value: Double) -> Double { min(1, max(0, value)) }
    var candidates = [
      (0, clamped(e / c)), (1, clamped((e + b) / c)),
      (clamped(-d / a), 0), (clamped((b - d) / a), 1),
    ]
    let determinant = a * c - b * b
    if determinant > 1e-12 * a * c {
      let (s, t) = ((b * e - c * d) / determinant, (a * e - b * d) / determinant)
      if (0...1).contains(s), (0...1).contains(t) { candidates.append((s, t)) }
    }
    return candidates.reduce(Double.infinity) { nearest, at in
      min(nearest, length(r + p * at.0 - q * at.1))
    }
  }

  private static func dot(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> Double { (a * b).sum() }

  private static func length(_ a: SIMD3<Double>) -> Double { dot(a, a).squareRoot() }
}
