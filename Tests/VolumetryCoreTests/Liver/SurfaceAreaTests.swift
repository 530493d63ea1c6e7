import Foundation
import Testing

@testable import VolumetryCore

/// The area of a surface from its voxel faces, against shapes whose area is known.
@Suite struct SurfaceAreaTests {
  private static func grid(_ shape: GridShape, spacing: [Double]) -> Grid {
    Grid(
      shape: shape, affine: Affine(diagonal: spacing),
      voxelVolume: CubicMillimetres(spacing.reduce(1, *)), source: .sform, knowsOrientation: true)
  }

  /// Faces of what `contains` the centre of, in millimetres from the middle of the grid.
  private static func area(
    _ sizes: [Int], spacing: [Double], _ contains: (SIMD3<Double>) -> Bool
  ) throws -> SurfaceArea {
    let shape = try #require(GridShape(sizes[0], sizes[1], sizes[2]))
    var counter = FaceCounter(shape: shape)
    for k in 0..<shape.k {
      for j in 0..<shape.j {
        for i in 0..<shape.i {
          let point = SIMD3(
            (Double(i) - Double(shape.i - 1) / 2) * spacing[0],
            (Double(j) - Double(shape.j - 1) / 2) * spacing[1],
            (Double(k) - Double(shape.k - 1) / 2) * spacing[2])
          counter.add(contains(point) ? 1 : 0, count: 1)
        }
      }
    }
    let pairs = try #require(counter.faces)
    let faces = try #require(pairs.first?.faces)
    return try #require(SurfaceArea(faces, grid: grid(shape, spacing: spacing)))
  }

  @Test(arguments: [[1.0, 1, 1], [0.8, 0.8, 2.5], [1, 2, 4]])
  func aSphereIsRightWithinTwoPercent(_ spacing: [Double]) throws {
    let ball = Ellipsoid(centre: .zero, radius: 40)
    let sizes = spacing.map { Int(90 / $0) }
    let found = try Self.area(sizes, spacing: spacing, ball.contains)
    let truth = 4 * Double.pi * 40 * 40 / 100
    #expect(abs(found.area.value / truth - 1) < 0.02, "\(found.area.value) of \(truth)")
  }

  /// Between exact, along an axis or where two shadows vanish, and 15.5 % too large.
  @Test(arguments: [
    (SIMD3(0.0, 0, 1), 1.0), (SIMD3(1.0, 1, 0), 1.0), (SIMD3(1.0, 1, 1), 2 / 3.0.squareRoot()),
    (SIMD3(2.0, 1, 2), 10.0 / 9),
  ])
  func aTiltedPlaneIsNeverTooSmall(_ direction: SIMD3<Double>, _ factor: Double) throws {
    let length = (direction * direction).sum().squareRoot()
    let normal = direction / length
    let size = 61.0
    let found = try Self.area([61, 61, 61], spacing: [1, 1, 1]) { point in
      (point * normal).sum() < 0.2
    }
    // Area of the plane in the box: shadow along its steepest axis, over that axis's cosine.
    let shadow = Self.shadow(size: Int(size), normal: normal, offset: 0.2)
    let truth = shadow.faces / shadow.cosine / 100
    #expect(abs(found.area.value / truth - factor) < 0.01, "\(found.area.value) of \(truth)")
  }

  /// Columns along the third axis that the plane crosses within the box.
  private static func shadow(
    size: Int, normal: SIMD3<Double>, offset: Double
  ) -> (faces: Double, cosine: Double) {
    let axis = abs(normal.z) > 0 ? 2 : 0
    let (a, b) = axis == 2 ? (0, 1) : (1, 2)
    let half = Double(size - 1) / 2
    var crossed = 0.0
    for u in 0..<size {
      for v in 0..<size {
        let rest = normal[a] * (Double(u) - half) + normal[b] * (Double(v) - half)
        let place = (offset - rest) / normal[axis]
        if abs(place) < half { crossed += 1 }
      }
    }
    return (crossed, abs(normal[axis]))
  }

  /// The stated error of a box along the axes: three shadows of two faces each.
  @Test func aCubeAlongTheAxesIsAThirdTooSmall() throws {
    let found = try Self.area([40, 40, 40], spacing: [1, 1, 1]) { point in
      abs(point.x) < 10 && abs(point.y) < 10 && abs(point.z) < 10
    }
    #expect(abs(found.area.value - 2.0 / 3 * 24) < 1e-9)
    #expect(found.halfVoxel.value == 0.5)
  }

  /// Half a voxel across the surface: of a plane across the slices, half a slice.
  @Test func halfAVoxelIsThatOfTheAxisAcross() throws {
    let across = try Self.area([20, 20, 20], spacing: [1, 1, 5]) { $0.z < 0.2 }
    #expect(across.halfVoxel.value == 2.5)
    #expect(abs(across.area.value - 4) < 1e-12)
    #expect(abs(across.shell.value - 4 * 0.25) < 1e-12)
    let along = try Self.area([20, 20, 20], spacing: [1, 1, 5]) { $0.x < 0.2 }
    #expect(along.halfVoxel.value == 0.5)
  }

  /// Card 8.5: 400 mL, half a voxel of 0.5 mm: 3.2817 %.
  @Test func theShellOfASphereIsThatOfTheCard() throws {
    let radius = pow(3 * 400_000 / (4 * Double.pi), 1.0 / 3)
    #expect(abs(radius - 45.708) < 1e-3)
    let area = SquareCentimetres.of(squareMillimetres: 4 * Double.pi * radius * radius)
    let shell = area.shell(Millimetres(0.5))
    let variation = try #require(CoefficientOfVariation(sd: shell, of: Millilitres(400)))
    #expect(abs(variation.percent - 3.2817) < 1e-4)
    let counted = try Self.area([100, 100, 100], spacing: [1, 1, 1]) {
      ($0 * $0).sum() <= radius * radius
    }
    #expect(abs(counted.shell.value / shell.value - 1) < 0.02)
  }

  /// Card 8.3: 80 cm² × 3 mm = 24 mL.
  @Test func aPlaneShiftIsAreaTimesShift() {
    #expect(SquareCentimetres(80).shell(Millimetres(3)).value == 24)
  }

  @Test func obliqueAxesHaveNoArea() throws {
    let shape = try #require(GridShape(4, 4, 4))
    let sheared = Grid(
      shape: shape, affine: Affine(rows: [[1, 0, 0.2, 0], [0, 1, 0, 0], [0, 0, 1, 0]]),
      voxelVolume: CubicMillimetres(1), source: .sform, knowsOrientation: true)
    #expect(SurfaceArea(FaceCounts(i: 3, j: 3, k: 3), grid: sheared) == nil)
    let turned = Grid(
      shape: shape, affine: Affine(rows: [[0.6, -0.8, 0, 0], [0.8, 0.6, 0, 0], [0, 0, 1, 0]]),
      voxelVolume: CubicMillimetres(1), source: .sform, knowsOrientation: true)
    #expect(SurfaceArea(FaceCounts(i: 3, j: 0, k: 0), grid: turned)?.area.value == 0.03)
  }

  /// FLR 2, liver 1, tumour 9: the tumour beside the FLR is plane, what lies outside is not.
  @Test func thePlaneIsWhereTheRemnantMeetsTheRestOfTheLiver() throws {
    let census = FaceCensus([
      FaceCensus.Contact([2], [1], faces: FaceCounts(i: 100, j: 0, k: 0)),
      FaceCensus.Contact([2], [9], faces: FaceCounts(i: 10, j: 0, k: 0)),
      FaceCensus.Contact([2], [0], faces: FaceCounts(i: 1000, j: 0, k: 0)),
      FaceCensus.Contact([2], [7], faces: FaceCounts(i: 4, j: 0, k: 0)),
      FaceCensus.Contact([1], [0], faces: FaceCounts(i: 7000, j: 0, k: 0)),
    ])
    var roles = LiverRoles(
      liver: LabelSet([1, 2]), tumour: LabelSet([9]), flr: LabelSet([2]))
    let shape = try #require(GridShape(4, 4, 4))
    let grid = Self.grid(shape, spacing: [1, 1, 1])
    let surface = try #require(RemnantSurface(census, roles: roles, grid: grid))
    #expect(abs(surface.whole.area.value - 11.14) < 1e-12)
    #expect(abs(surface.plane.area.value - 1.1) < 1e-12)
    roles.special = [.cyst: LabelSet([7])]
    let withCyst = try #require(RemnantSurface(census, roles: roles, grid: grid))
    #expect(abs(withCyst.plane.area.value - 1.14) < 1e-12)
    #expect(
      RemnantSurface(census, roles: LiverRoles(liver: LabelSet([1, 2])), grid: grid) == nil)
  }
}
