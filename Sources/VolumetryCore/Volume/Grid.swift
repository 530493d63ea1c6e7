/// The voxel grid of a scan: how many voxels there are and where they lie in the patient.
///
/// Holding a `Grid` is a promise: every size is at least 1, the product of the sizes fits an `Int`
/// with room for first moments, and the voxel volume is finite and positive. No later code asks.
public struct Grid: Hashable, Sendable {
  /// Voxels along i (fastest in the file), j and k.
  public let shape: GridShape
  /// Voxel index to RAS+ millimetres; diag(pixdim) without origin when the file states no
  /// transform.
  public let affine: Affine
  /// Volume of one voxel: |det| of the accepted transform, in double, after conversion to mm.
  public let voxelVolume: CubicMillimetres
  /// Which header field the volume and the affine come from.
  public let source: GeometrySource
  /// Three letters, the direction in which each voxel axis runs (R/L, A/P, S/I), as nibabel's
  /// `aff2axcodes` gives them; nil where the file states no transform.
  public let orientation: String?

  /// `orientation` is derived from the affine where the source has one.
  public init(
    shape: GridShape, affine: Affine, voxelVolume: CubicMillimetres, source: GeometrySource,
    knowsOrientation: Bool
  ) {
    precondition(voxelVolume.value.isFinite && voxelVolume.value > 0)
    self.shape = shape
    self.affine = affine
    self.voxelVolume = voxelVolume
    self.source = source
    self.orientation = knowsOrientation ? affine.axisCodes : nil
  }

  /// Distance between neighbouring voxel centres along i, j and k: the column norms of the affine.
  public var spacing: [Millimetres] { affine.columnNorms.map { Millimetres($0) } }

  /// Whether voxels of the two grids lie on each other: same shape, the first voxels no further
  /// apart than 2 µm (texts of affines are rounded to 1 µm), and no other corner further than its
  /// distance from the first times 10⁻⁴ beside that (READER row 55).
  public func isAligned(with other: Grid) -> Bool {
    guard shape == other.shape else { return false }
    let first = affine.apply([0, 0, 0])
    for corner in shape.corners {
      let (a, b) = (affine.apply(corner), other.affine.apply(corner))
      let squares = zip(a, first).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
      let tolerance = Self.offsetTolerance + Self.angleTolerance * squares.squareRoot()
      for axis in 0..<3 where abs(a[axis] - b[axis]) > tolerance { return false }
    }
    return true
  }

  /// How far the grid lies from another: first voxels, axes and spacings (READER row 55).
  func difference(from other: Grid) -> GridDifference { GridDifference(self, other) }

  /// mm.
  static let offsetTolerance = 2e-3
  /// Radians.
  static let angleTolerance = 1e-4
}

/// Which header field the geometry was taken from.
public enum GeometrySource: String, Sendable, Hashable, CaseIterable { case sform, qform, pixdim }

/// Voxels along each axis, i fastest. All at least 1.
public struct GridShape: Hashable, Sendable {
  public let i: Int
  public let j: Int
  public let k: Int

  /// Sizes above these are refused: with them a voxel count times a voxel index still fits an
  /// `Int`.
  public static let largestAxis = 1 << 24
  public static let mostVoxels = 1 << 38
  /// Volumes of one grid in a file; with them a count of bytes still fits an `Int`.
  static let mostVolumes = 1 << 20

  /// Nil where a size is below 1 or the grid is beyond what can be counted exactly.
  public init?(_ i: Int, _ j: Int, _ k: Int) {
    for size in [i, j, k] where !(1...Self.largestAxis).contains(size) { return nil }
    guard i * j <= Self.mostVoxels / k else { return nil }
    (self.i, self.j, self.k) = (i, j, k)
  }

  /// Voxels of the whole grid.
  public var voxelCount: Int { i * j * k }
  /// i, j, k.
  public var sizes: [Int] { [i, j, k] }

  /// Voxel indices of the eight outermost voxels.
  var corners: [[Double]] {
    [0, i - 1].flatMap { x in
      [0, j - 1].flatMap { y in [0, k - 1].map { z in [Double(x), Double(y), Double(z)] } }
    }
  }
}

/// A 3×4 matrix from voxel index (i, j, k, 1) to RAS+ millimetres.
public struct Affine: Hashable, Sendable {
  /// Rows x, y, z of four numbers each.
  public let rows: [[Double]]

  /// Three rows of four numbers.
  public init(rows: [[Double]]) {
    precondition(rows.count == 3 && rows.allSatisfy { $0.count == 4 })
    // Adding 0 turns −0 into 0, which prints and compares as a reader expects.
    self.rows = rows.map { $0.map { $0 + 0 } }
  }

  /// Voxel axes along x, y and z, the first voxel at the origin.
  public init(diagonal: [Double]) {
    self.init(rows: (0..<3).map { r in (0..<4).map { $0 == r ? diagonal[r] : 0 } })
  }

  /// Determinant of the 3×3 part: signed volume of one voxel in mm³.
  public var determinant: Double {
    let (x, y, z) = (rows[0], rows[1], rows[2])
    let minor0: Double = y[1] * z[2] - y[2] * z[1]
    let minor1: Double = y[0] * z[2] - y[2] * z[0]
    let minor2: Double = y[0] * z[1] - y[1] * z[0]
    return x[0] * minor0 - x[1] * minor1 + x[2] * minor2
  }

  /// Length of each column of the 3×3 part, in mm.
  public var columnNorms: [Double] {
    (0..<3).map { column in
      let squares: Double = rows.reduce(0) { $0 + $1[column] * $1[column] }
      return squares.squareRoot()
    }
  }

  /// Where a voxel index lies, in RAS+ mm.
  public func apply(_ voxel: [Double]) -> [Double] {
    rows.map { $0[0] * voxel[0] + $0[1] * voxel[1] + $0[2] * voxel[2] + $0[3] }
  }

  /// All four rows, as JSON prints them.
  public var homogeneousRows: [[Double]] { rows + [[0, 0, 0, 1]] }
}
