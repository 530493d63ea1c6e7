/// The liver of one stage in the liver frame: which segment or tumour every point belongs to, and
/// the exact volume of each.
///
/// A point belongs to the first of: a tumour (9), segment 1, the sector it lies in. Sectors are cut
/// by planes x = const, half-open towards the right, and the lateral, anterior and posterior ones
/// by z = 0 into an upper half (z ≥ 0: 2, 8, 7) and a lower one (3, 5, 6).
package struct StageGeometry: Sendable {
  /// The whole ellipsoids of which the liver is the part left, or right, of the umbilical plane.
  package let left: Ellipsoid
  package let right: Ellipsoid
  package let caudate: Ellipsoid
  package let tumours: [(segment: Int, ball: Ellipsoid)]
  /// From left to right: the lateral, medial, anterior and posterior sector.
  package let sectors: [Sector]

  /// A slab of the liver between two planes x = const.
  package struct Sector: Sendable {
    /// Below its upper bound: a point on a plane belongs to the sector right of it.
    package let range: Range<Double>
    /// The labels of the halves z ≥ 0 and z < 0; equal where the sector is one segment.
    package let upper: Int
    package let lower: Int

    /// Whether the plane z = 0 parts two segments here.
    package var isHalved: Bool { upper != lower }
  }

  /// Label of every tumour voxel.
  package static let tumourLabel = 9

  /// - Parameters:
  ///   - leftFactor: stretch along x of what lies left of the umbilical plane; 1 before stage 1.
  ///   - rightFactor: the same for what lies right of it.
  package init(
    _ specification: TwoStagePhantom.Specification, leftFactor: Double, rightFactor: Double
  ) {
    let liver = specification.liver
    let stretch = SIMD3(rightFactor, 1, 1)
    // The right body's cross-section on the umbilical plane is its largest one times this.
    let relativeDistance = liver.rightCentre.value / liver.rightSemiAxes.x
    let section = (1 - relativeDistance * relativeDistance).squareRoot()
    left = Ellipsoid(
      centre: .zero,
      semiAxes: SIMD3(
        liver.leftSemiAxis.value * leftFactor, liver.rightSemiAxes.y * section,
        liver.rightSemiAxes.z * section))
    right = Ellipsoid(
      centre: SIMD3(liver.rightCentre.value, 0, 0) * stretch,
      semiAxes: liver.rightSemiAxes * stretch)
    caudate = Ellipsoid(
      centre: specification.caudate.centre * stretch,
      semiAxes: specification.caudate.semiAxes * stretch)
    tumours = specification.tumours.map {
      ($0.segment, Ellipsoid(centre: $0.centre * stretch, radius: $0.radius.value))
    }
    let planes = [0, liver.cantliePlane.value, liver.rightHepaticVeinPlane.value].map {
      $0 * rightFactor
    }
    let (leftEnd, rightEnd) = (-left.semiAxes.x, right.centre.x + right.semiAxes.x)
    sectors = [
      Sector(range: leftEnd..<planes[0], upper: 2, lower: 3),
      Sector(range: planes[0]..<planes[1], upper: 4, lower: 4),
      Sector(range: planes[1]..<planes[2], upper: 8, lower: 5),
      Sector(range: planes[2]..<rightEnd.nextUp, upper: 7, lower: 6),
    ]
  }

  /// The ellipsoid that bounds a sector.
  func body(of sector: Sector) -> Ellipsoid { sector.range.upperBound <= 0 ? left : right }
}

// MARK: - Membership

extension StageGeometry {
  /// The label at a point of the liver frame; 0 outside the liver.
  package func label(at point: SIMD3<Double>) -> Int {
    if tumours.contains(where: { $0.ball.contains(point) }) { return Self.tumourLabel }
    if caudate.contains(point) { return 1 }
    guard let sector = sectors.first(where: { $0.range.contains(point.x) }),
      body(of: sector).contains(point)
    else { return 0 }
    return point.z >= 0 ? sector.upper : sector.lower
  }
}

// MARK: - Truth

extension StageGeometry {
  /// The exact volume of a label from 1 to 9, in closed form.
  ///
  /// A sector is a slab of its ellipsoid (`Ellipsoid.volume(betweenX:)`); the plane z = 0 goes
  /// through the ellipsoid's centre and is its plane of symmetry, so it halves each slab exactly.
  /// Segment 1 and the tumours lie wholly inside one segment and are subtracted from it.
  package func volume(of label: Int) -> CubicMillimetres {
    switch label {
    case 1: return caudate.volume
    case Self.tumourLabel: return tumours.reduce(.zero) { $0 + $1.ball.volume }
    default:
      let sector = sector(of: label)
      let slab = body(of: sector).volume(
        betweenX: sector.range.lowerBound...sector.range.upperBound)
      let whole = sector.isHalved ? slab * 0.5 : slab
      return carvedOut(of: label).reduce(whole) { $0 - $1.volume }
    }
  }

  /// The solids that lie wholly inside a segment but do not belong to it.
  private func carvedOut(of segment: Int) -> [Ellipsoid] {
    tumours.filter { $0.segment == segment }.map(\.ball) + (segment == 4 ? [caudate] : [])
  }

  private func sector(of segment: Int) -> Sector {
    guard let sector = sectors.first(where: { $0.upper == segment || $0.lower == segment }) else {
      preconditionFailure("segments are 1 to 8, found \(segment)")
    }
    return sector
  }
}

// MARK: - What the closed forms assume

extension StageGeometry {
  /// True only where the solid lies wholly inside the segment of the right body, touching no plane.
  func segment(_ segment: Int, holds solid: Ellipsoid) -> Bool {
    let sector = sector(of: segment)
    let (low, high) = (solid.centre - solid.semiAxes, solid.centre + solid.semiAxes)
    guard right.holds(solid), low.x > sector.range.lowerBound, high.x < sector.range.upperBound
    else { return false }
    guard sector.isHalved else { return true }
    return segment == sector.upper ? low.z > 0 : high.z < 0
  }

  /// The box around the liver, in the liver frame.
  var bounds: (low: SIMD3<Double>, high: SIMD3<Double>) {
    let section = right.semiAxes
    return (
      SIMD3(-left.semiAxes.x, -section.y, -section.z),
      SIMD3(right.centre.x + section.x, section.y, section.z)
    )
  }
}
