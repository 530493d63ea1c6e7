import Glibc

/// How far two grids are from each other, in what a person can look for: the place of the first
/// voxel, the direction of the axes, the spacing, the shape.
struct GridDifference: Hashable, Sendable {
  /// Distance of the first voxels' centres.
  let origin: Millimetres
  /// Largest difference of the spacings along i, j and k.
  let spacing: Millimetres
  /// Largest angle between axes of the same name, in degrees.
  let angle: Double
  let hasSameShape: Bool

  init(_ a: Grid, _ b: Grid) {
    func norm(_ v: [Double]) -> Double { v.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    func column(_ affine: Affine, _ axis: Int) -> [Double] { affine.rows.map { $0[axis] } }
    origin = Millimetres(norm((0..<3).map { a.affine.rows[$0][3] - b.affine.rows[$0][3] }))
    let (x, y) = (a.affine.columnNorms, b.affine.columnNorms)
    spacing = Millimetres(zip(x, y).map { abs($0 - $1) }.reduce(0, max))
    angle = (0..<3).map { axis -> Double in
      let (u, v) = (column(a.affine, axis), column(b.affine, axis))
      let cosine = zip(u, v).map { $0 * $1 }.reduce(0, +) / (norm(u) * norm(v))
      return acos(min(1, max(-1, cosine))) * 180 / .pi
    }.reduce(0, max)
    hasSameShape = a.shape == b.shape
  }

  var figures: Figures {
    [
      "origin_mm": .number(origin.value), "spacing_mm": .number(spacing.value),
      "angle_deg": .number(angle),
    ]
  }
}

extension GridDifference: CustomStringConvertible {
  /// Rounded for people.
  var description: String {
    func short(_ value: Double) -> String { "\((value * 1e4).rounded() / 1e4)" }
    return "first voxels \(short(origin.value)) mm apart, axes turned by \(short(angle)) degrees, "
      + "spacing other by \(short(spacing.value)) mm" + (hasSameShape ? "" : ", another shape")
  }
}
