import Glibc

/// The shape of a structure: what its voxels say beyond their number.
///
/// Three models stand beside each other and are named: the voxels themselves (volume, corners,
/// centres), the marching cubes surface that PyRadiomics measures ("mesh"), and Crofton's count of
/// crossings. Voxels beyond the image are no members, so where the image cuts a structure, the cut
/// is surface. Each value is nil where it is undefined, and `gaps` says why.
public struct StructureShape: Hashable, Sendable {
  /// Voxels × the volume of one: the volume.
  public let voxelVolume: Millilitres
  /// Nil with `sheared` and `tooLarge`.
  public let surface: SurfaceShape?
  /// Longest distances between vertices of the mesh, as PyRadiomics has them; nil with `sheared`
  /// and `tooLarge`.
  public let meshDiameters: StoredDiameters?
  /// Longest distances between corners of the voxels; nil with `sheared` and `tooLarge`.
  public let diameters: BodyDiameters?
  /// Nil with `sheared` and `tooLarge`.
  public let axes: StructureAxes?
  /// Why values are nil; ascending, each once.
  public let gaps: [ShapeGap]

  /// - Parameters:
  ///   - members: the structure's labels.
  ///   - runs: of the volume.
  ///   - grid: of the volume.
  /// - Returns: nil where no voxel carries one of the labels.
  init?(of members: LabelSet, in runs: GroupedRuns, grid: Grid) {
    guard let box = runs.bounds(of: members) else { return nil }
    let voxels = runs.voxels(of: members)
    let volume = Millilitres(CubicMillimetres(Double(voxels) * grid.voxelVolume.value))
    guard ShapeLimits.holds(box) else {
      self.init(undefined: .tooLarge, voxelVolume: volume)
      return
    }
    guard grid.affine.isPerpendicular else {
      self.init(undefined: .sheared, voxelVolume: volume)
      return
    }
    self.init(runs.mask(of: members, in: box), grid: grid)
  }

  /// - Parameter mask: with a member, in a box that `ShapeLimits` holds, on a grid whose axes are
  ///   perpendicular.
  init(_ mask: VoxelMask, grid: Grid) {
    let spacing = SIMD3(grid.spacing.map(\.value))
    let moments = SecondMoments(mask)
    voxelVolume = Millilitres(CubicMillimetres(Double(moments.count) * grid.voxelVolume.value))
    surface = SurfaceShape(
      NeighbourCodeHistogram(mask), spacing: spacing, voxelVolume: grid.voxelVolume)
    let vertices = LongestDistances(
      HalfLatticeEnds(faceCentresOf: mask), spacing: spacing, planesOfCentres: false)
    meshDiameters = StoredDiameters(vertices)
    let corners = LongestDistances(
      HalfLatticeEnds(cornersOf: mask), spacing: spacing, planesOfCentres: true)
    let diameters = BodyDiameters(corners, orientation: grid.orientation)
    self.diameters = diameters
    let axes = StructureAxes(moments, spacing: spacing, grid: grid)
    self.axes = axes
    var gaps: [ShapeGap] = []
    if grid.orientation == nil { gaps.append(.unoriented) }
    if axes.elongation == nil { gaps.append(.onePoint) }
    if axes.hasEqualLengths { gaps.append(.equalAxes) }
    self.gaps = gaps.sorted()
  }

  private init(undefined gap: ShapeGap, voxelVolume: Millilitres) {
    self.voxelVolume = voxelVolume
    (surface, meshDiameters, diameters, axes) = (nil, nil, nil, nil)
    gaps = [gap]
  }
}

/// Why a value of a shape is undefined. The raw value is its word in machine output.
public enum ShapeGap: String, Hashable, Sendable, CaseIterable, Comparable {
  /// The structure's box is beyond any body (`ShapeLimits`).
  case tooLarge = "too-large"
  /// The axes of the grid are not perpendicular (gantry tilt): the tables of the surface and the
  /// distances hold for perpendicular axes.
  case sheared
  /// The file states no orientation: no axis of the body is known.
  case unoriented
  /// All voxel centres are one point, which has no longer and shorter axis.
  case onePoint = "one-point"
  /// Two axes are of one length: neither has a direction of its own.
  case equalAxes = "equal-axes"

  /// In the order of the list.
  public static func < (a: Self, b: Self) -> Bool { a.rank < b.rank }

  private var rank: Int { Self.allCases.firstIndex(of: self) ?? Self.allCases.count }
}

/// Volume and area of the surface of a structure.
public struct SurfaceShape: Hashable, Sendable {
  /// What the marching cubes surface encloses: less than the voxels, whose edges it cuts off. The
  /// MeshVolume of PyRadiomics where no voxels touch only across a diagonal. Where some do, its
  /// table depends on the order in which voxels are stored and leaves holes, and its volume then
  /// depends on where the image begins; ours does on neither.
  public let meshVolume: Millilitres
  /// The area of the marching cubes surface, PyRadiomics' SurfaceArea where no voxels touch only
  /// across a diagonal: about 8 % too large for a curved surface.
  public let meshArea: SquareMillimetres
  /// The area by Crofton's formula over 13 directions: near the truth for a curved surface.
  public let croftonArea: SquareMillimetres
  /// Mesh area by mesh volume, 1/mm: PyRadiomics' SurfaceVolumeRatio.
  public let areaPerVolume: Double
  /// The area of a ball of the mesh's volume by the mesh's area, (36 π V²)^⅓ / A: PyRadiomics'
  /// Sphericity. 1 for a ball, about 0.92 for a ball of voxels.
  public let sphericity: Double

  init(
    _ histogram: NeighbourCodeHistogram, spacing: SIMD3<Double>, voxelVolume: CubicMillimetres
  ) {
    let volume = Double(histogram.enclosedFortyEighths) / 48 * voxelVolume.value
    let area = histogram.surfaceArea(spacing: spacing)
    precondition(volume > 0 && area > 0, "a mask with a member")
    meshVolume = Millilitres(CubicMillimetres(volume))
    meshArea = SquareMillimetres(area)
    croftonArea = SquareMillimetres(histogram.croftonArea(spacing: spacing))
    areaPerVolume = area / volume
    sphericity = cbrt(36 * .pi * volume * volume) / area
  }
}

/// Longest distances by the axes in which the file stores the voxels.
public struct StoredDiameters: Hashable, Sendable {
  /// PyRadiomics' Maximum3DDiameter.
  public let inSpace: Millimetres
  /// Within a plane of one k: PyRadiomics' Maximum2DDiameterSlice.
  public let inPlaneIJ: Millimetres
  /// Within a plane of one j: PyRadiomics' Maximum2DDiameterColumn.
  public let inPlaneIK: Millimetres
  /// Within a plane of one i: PyRadiomics' Maximum2DDiameterRow.
  public let inPlaneJK: Millimetres

  init(_ distances: LongestDistances) {
    inSpace = Millimetres(distances.inSpace)
    inPlaneIJ = Millimetres(distances.inPlanes[2])
    inPlaneIK = Millimetres(distances.inPlanes[1])
    inPlaneJK = Millimetres(distances.inPlanes[0])
  }
}

/// Longest distances from corner to corner of the voxels, in space and within single slices, named
/// by the body.
///
/// A slice is axial where of the axes of the file the one across it runs most nearly along the
/// body, and so on: on an oblique scan it is the nearest that the file has.
public struct BodyDiameters: Hashable, Sendable {
  /// Between any two corners.
  public let inSpace: Millimetres
  /// Within one slice across the body's long axis; nil where the orientation is unknown.
  public let axial: Millimetres?
  /// Within one slice across the axis from back to front; nil where the orientation is unknown.
  public let coronal: Millimetres?
  /// Within one slice across the axis from side to side; nil where the orientation is unknown.
  public let sagittal: Millimetres?

  /// - Parameter orientation: three letters, see `Grid.orientation`.
  init(_ distances: LongestDistances, orientation: String?) {
    func across(_ letters: Set<Character>) -> Millimetres? {
      orientation?.enumerated().first { letters.contains($0.element) }.map {
        Millimetres(distances.inPlanes[$0.offset])
      }
    }
    inSpace = Millimetres(distances.inSpace)
    axial = across(["S", "I"])
    coronal = across(["A", "P"])
    sagittal = across(["R", "L"])
  }
}

/// The ellipsoid whose voxel centres would be spread as those of the structure are.
public struct StructureAxes: Hashable, Sendable {
  /// 4 √λ of the eigenvalues λ of the covariance of the voxel centres, descending: PyRadiomics'
  /// MajorAxisLength, MinorAxisLength and LeastAxisLength. The axes of a filled ellipse; those of a
  /// filled ellipsoid are √5/2 times as long.
  public let lengths: [Millimetres]
  /// The second length by the first, PyRadiomics' Elongation; nil with `onePoint`.
  public let elongation: Double?
  /// The third length by the first, PyRadiomics' Flatness; nil with `onePoint`.
  public let flatness: Double?
  /// Unit vectors in RAS+ along the axes, the largest component positive; nil where the orientation
  /// is unknown, and for an axis as long as another.
  public let directions: [[Double]?]

  /// - Parameter spacing: mm between voxels along i, j and k, axes perpendicular.
  init(_ moments: SecondMoments, spacing: SIMD3<Double>, grid: Grid) {
    let axes = PrincipalAxes(moments.covariance(spacing: spacing))
    let lengths = axes.variances.map { 4 * $0.squareRoot() }
    self.lengths = lengths.map { Millimetres($0) }
    let hasExtent = lengths[0] > 0
    elongation = hasExtent ? lengths[1] / lengths[0] : nil
    flatness = hasExtent ? lengths[2] / lengths[0] : nil
    directions = axes.directions.indices.map { index in
      guard grid.orientation != nil, !Self.isShared(index, lengths) else { return nil }
      return Self.inBody(axes.directions[index], grid.affine)
    }
  }

  /// Whether an axis is as long as another.
  var hasEqualLengths: Bool {
    let lengths = lengths.map(\.value)
    return lengths.indices.contains { Self.isShared($0, lengths) }
  }

  private static func isShared(_ index: Int, _ lengths: [Double]) -> Bool {
    lengths.indices.contains {
      $0 != index && abs(lengths[$0] - lengths[index]) <= leastGap * lengths[0]
    }
  }

  /// Lengths nearer than this share of the first are one: far above rounding, far below what a
  /// voxel more or less does.
  private static let leastGap = 1e-6

  /// A direction along the axes of the grid as one of RAS+.
  private static func inBody(_ direction: SIMD3<Double>, _ affine: Affine) -> [Double] {
    let norms = affine.columnNorms
    let vector = affine.rows.map { row in
      (0..<3).reduce(0.0) { $0 + row[$1] / norms[$1] * direction[$1] }
    }
    let length = vector.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let largest = vector.max { abs($0) < abs($1) }
    let sign = largest.map { $0 < 0 ? -1.0 : 1 } ?? 1
    // Adding 0 turns −0 into 0.
    return vector.map { sign * $0 / length + 0 }
  }
}

/// The largest structures whose shape is measured. Ours: a body of 1024 × 1024 × 2048 voxels fits.
enum ShapeLimits {
  /// Corners of voxels in a structure's box; a bit each, several times over.
  static let mostPoints = 1 << 32
  /// Corners of voxels in a face of it, across any axis; some 70 bytes each.
  static let mostPointsOfFace = 1 << 22
  /// Voxels along an axis; see `SecondMoments`.
  static let mostVoxelsOfSide = 1 << 20

  static func holds(_ box: VoxelBounds) -> Bool {
    let size = SIMD3<Int>(truncatingIfNeeded: box.max &- box.min) &+ 2
    guard size.max() <= mostVoxelsOfSide else { return false }
    let faces = [size.x * size.y, size.x * size.z, size.y * size.z]
    return faces.allSatisfy { $0 <= mostPointsOfFace } && faces[0] <= mostPoints / size.z
  }
}

extension Affine {
  /// Whether the voxel axes are perpendicular to each other, but for the rounding of headers: a
  /// cosine of 10⁻³ changes no length by more than 0.05 %. A tilted gantry is far beyond it.
  var isPerpendicular: Bool {
    let norms = columnNorms
    return [(0, 1), (0, 2), (1, 2)].allSatisfy { a, b in
      let product = rows.reduce(0.0) { $0 + $1[a] * $1[b] }
      return abs(product) <= 1e-3 * norms[a] * norms[b]
    }
  }
}
