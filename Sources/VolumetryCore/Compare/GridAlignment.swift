/// How the voxels of a prediction's grid lie on those of a reference: which axis runs along which,
/// which run backwards, and by how many voxels the first ones differ.
///
/// The same anatomy may be stored with its axes in another order or direction, or cropped. Where
/// the voxels of both files lie on each other, this map is exact and no voxel is resampled; where
/// they do not, there is no map.
public struct GridAlignment: Hashable, Sendable {
  /// For the axes i, j and k of the prediction: the axis of the reference that each runs along.
  public let axes: SIMD3<Int>
  /// For the axes of the prediction: 1 where it runs as that axis of the reference, −1 where it
  /// runs backwards.
  public let steps: SIMD3<Int>
  /// Where the first voxel of the prediction lies, as a voxel index of the reference; negative
  /// where it lies before the reference's first voxel.
  public let origin: SIMD3<Int>

  /// Neither turned nor flipped nor moved.
  public static let identity = GridAlignment(
    axes: [0, 1, 2], steps: [1, 1, 1], origin: [0, 0, 0])

  /// The three axes are a permutation.
  init(axes: SIMD3<Int>, steps: SIMD3<Int>, origin: SIMD3<Int>) {
    precondition(Set([axes.x, axes.y, axes.z]) == [0, 1, 2], "each axis once")
    (self.axes, self.steps, self.origin) = (axes, steps, origin)
  }

  /// Nil where the voxels do not lie on each other: the first ones, as seen from the nearest voxel
  /// of the reference, no further apart than 2 µm, no corner further than its distance from the
  /// first times 10⁻⁴ beside that (READER's rule for files of one scan), and at least one common
  /// voxel.
  public init?(of prediction: Grid, on reference: Grid) {
    guard let inverse = Matrix3(reference.affine).inverse else { return nil }
    let turn = inverse * Matrix3(prediction.affine)
    var axes = SIMD3<Int>(repeating: -1)
    var steps = SIMD3<Int>(repeating: 0)
    for axis in 0..<3 {
      let column = turn.column(axis)
      guard let along = (0..<3).max(by: { abs(column[$0]) < abs(column[$1]) }) else { return nil }
      axes[axis] = along
      steps[axis] = column[along] < 0 ? -1 : 1
    }
    guard Set([axes.x, axes.y, axes.z]).count == 3 else { return nil }
    let first = prediction.affine.apply([0, 0, 0])
    let offset = zip(first, reference.affine.rows).map { $0 - $1[3] }
    let place = inverse.apply(offset)
    guard place.allSatisfy({ abs($0) < Double(GridShape.largestAxis) * 2 }) else { return nil }
    let origin = SIMD3(place.map { Int($0.rounded()) })
    self.init(axes: axes, steps: steps, origin: origin)
    guard lies(prediction, on: reference), overlaps(prediction.shape, reference.shape) else {
      return nil
    }
  }

  /// Where a voxel of the prediction lies in the reference.
  func apply(_ voxel: SIMD3<Int>) -> SIMD3<Int> {
    var place = origin
    for axis in 0..<3 { place[axes[axis]] += steps[axis] * voxel[axis] }
    return place
  }

  /// The box of a prediction's voxels in the reference, both corners inclusive.
  func box(of shape: GridShape) -> (lower: SIMD3<Int>, upper: SIMD3<Int>) {
    let far = apply(SIMD3(shape.i - 1, shape.j - 1, shape.k - 1))
    return (pointwiseMin(origin, far), pointwiseMax(origin, far))
  }

  /// Whether nothing has to be done.
  public var isIdentity: Bool { self == .identity }
  /// Whether axes change their order or direction.
  public var isTurned: Bool { axes != Self.identity.axes || steps != Self.identity.steps }

  private func lies(_ prediction: Grid, on reference: Grid) -> Bool {
    let first = prediction.affine.apply([0, 0, 0])
    for corner in prediction.shape.corners {
      let found = prediction.affine.apply(corner)
      let place = apply(SIMD3(corner.map { Int($0) }))
      let expected = reference.affine.apply((0..<3).map { Double(place[$0]) })
      let squares = zip(found, first).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
      let tolerance = Grid.offsetTolerance + Grid.angleTolerance * squares.squareRoot()
      for axis in 0..<3 where abs(found[axis] - expected[axis]) > tolerance { return false }
    }
    return true
  }

  private func overlaps(_ prediction: GridShape, _ reference: GridShape) -> Bool {
    let box = box(of: prediction)
    return (0..<3).allSatisfy { box.upper[$0] >= 0 && box.lower[$0] < reference.sizes[$0] }
  }
}

/// The 3×3 part of an affine.
struct Matrix3 {
  let rows: [[Double]]

  init(_ affine: Affine) { rows = affine.rows.map { Array($0.prefix(3)) } }

  private init(rows: [[Double]]) { self.rows = rows }

  func column(_ index: Int) -> [Double] { rows.map { $0[index] } }

  func apply(_ vector: [Double]) -> [Double] {
    rows.map { row in zip(row, vector).map { $0 * $1 }.reduce(0, +) }
  }

  static func * (a: Self, b: Self) -> Self {
    Self(
      rows: a.rows.map { row in
        (0..<3).map { column in (0..<3).map { row[$0] * b.rows[$0][column] }.reduce(0, +) }
      })
  }

  /// Nil where it is singular.
  var inverse: Matrix3? {
    /// The cofactor of a place: indices taken around the corner need no sign.
    func cofactor(_ row: Int, _ column: Int) -> Double {
      let (r1, r2, c1, c2) = ((row + 1) % 3, (row + 2) % 3, (column + 1) % 3, (column + 2) % 3)
      return rows[r1][c1] * rows[r2][c2] - rows[r1][c2] * rows[r2][c1]
    }
    let determinant = (0..<3).map { rows[0][$0] * cofactor(0, $0) }.reduce(0, +)
    guard determinant != 0, determinant.isFinite else { return nil }
    return Matrix3(
      rows: (0..<3).map { row in (0..<3).map { cofactor($0, row) / determinant } })
  }
}
