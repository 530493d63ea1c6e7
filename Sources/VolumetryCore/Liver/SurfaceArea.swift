/// The area of a surface of voxel faces.
///
/// Counted faces are the staircase around a structure, up to half as much again as its surface.
/// What they do tell exactly are its shadows: along each axis, faces × face area is the projected
/// area P, every layer counted. From three shadows (Cauchy and Crofton; every direction alike) the
/// area is 2/3 · (P₁ + P₂ + P₃): right on average over all directions, for a sphere within 2 %. No
/// surface with these shadows is smaller than √(P₁² + P₂² + P₃²), which a flat one is exactly, so
/// the larger of the two is taken: a plane is then read right along an axis and up to 15.5 % too
/// large obliquely; a box along the axes up to 33 % too small.
public struct SurfaceArea: Hashable, Sendable {
  /// Estimated area.
  public let area: SquareCentimetres
  /// Half the distance of voxels across the surface: the mean over its faces, along their axes.
  /// 0 mm where there is no face.
  public let halfVoxel: Millimetres

  /// Nil where the axes of the grid are not perpendicular: then three shadows tell no area.
  public init?(_ faces: FaceCounts, grid: Grid) {
    guard Self.isPerpendicular(grid) else { return nil }
    let spacing = grid.spacing.map(\.value)
    let counts = [faces.i, faces.j, faces.k].map(Double.init)
    let shadows = zip(counts, spacing).map { $0 * grid.voxelVolume.value / $1 }
    let sum = shadows.reduce(0, +)
    let flat = shadows.reduce(0) { $0 + $1 * $1 }.squareRoot()
    area = SquareCentimetres.of(squareMillimetres: max(Self.croftonShare * sum, flat))
    let weighted = zip(shadows, spacing).reduce(0) { $0 + $1.0 * $1.1 / 2 }
    halfVoxel = Millimetres(sum > 0 ? weighted / sum : 0)
  }

  /// What half a voxel, outwards or inwards, adds or takes: dV = S · δ (card 8.5).
  public var shell: Millilitres { area.shell(halfVoxel) }

  /// Of three shadows: a line in a random direction meets the surface twice as often as its shadow
  /// says, and three axes stand for all directions: 4 · ⅓ · ½.
  private static let croftonShare = 2.0 / 3

  /// Axes that turn from the perpendicular by less than this, as a cosine. A tilted gantry is more.
  private static let mostCosine = 0.01

  private static func isPerpendicular(_ grid: Grid) -> Bool {
    let norms = grid.affine.columnNorms
    return [(0, 1), (0, 2), (1, 2)].allSatisfy { a, b in
      let product = grid.affine.rows.reduce(0.0) { $0 + $1[a] * $1[b] }
      return abs(product) <= mostCosine * norms[a] * norms[b]
    }
  }
}

/// The surface of the future liver remnant on one scan, and the part of it that is the resection
/// plane.
///
/// Faces at the edge of the field of view are not counted: a remnant that is cut has a smaller
/// surface than it should.
public struct RemnantSurface: Hashable, Sendable {
  /// Between the remnant, net of what does not function, and everything else.
  public let whole: SurfaceArea
  /// Between the remnant and the liver or tumour that is not remnant.
  public let plane: SurfaceArea

  /// Nil where no remnant is planned and where the axes are not perpendicular.
  public init?(_ census: FaceCensus, roles: LiverRoles, grid: Grid) {
    guard let flr = roles.flr else { return nil }
    func isRemnant(_ labels: [Label]) -> Bool {
      flr.contains(labels) && !(roles.tumour?.contains(labels) ?? false)
        && !roles.isNonFunctional(labels)
    }
    let faces = census.faces(between: isRemnant, and: { !isRemnant($0) })
    let planeFaces = census.faces(between: isRemnant) { labels in
      !flr.contains(labels)
        && (roles.liver.contains(labels) || (roles.tumour?.contains(labels) ?? false)
          || roles.isNonFunctional(labels))
    }
    guard let whole = SurfaceArea(faces, grid: grid),
      let plane = SurfaceArea(planeFaces, grid: grid)
    else { return nil }
    (self.whole, self.plane) = (whole, plane)
  }
}
