import Glibc

/// The area of a surface by how often straight lines meet it.
///
/// Crofton: the area is twice the mean, over all directions, of how many points of the surface lie
/// over each mm² of a plane across the direction. Of directions there are the 13 that join a voxel
/// to its 26 neighbours. Along direction v the lattice's lines pass through a plane across it once
/// every V / |v| mm² (V the volume of a voxel), and meet the surface wherever a voxel and its
/// neighbour differ; so the area is 2 V Σ w(v) T(v) / |v|, where T counts pairs that differ. The
/// weight w of a direction is the share of the sphere that lies nearer to it, or to its opposite,
/// than to any other: the directions of unequal spacings are not spread evenly.
///
/// Nearly without bias where marching cubes is 8 % too large for any curved surface. A flat surface
/// along the axes is met by too few of the directions: it is read up to 6 % wrong at equal
/// spacings.
///
/// Sources: Ohser and Mücklich, Statistical Analysis of Microstructures in Materials Science, 2000;
/// Legland, Kiêu and Devaux 2007, doi:10.5566/ias.v26.p83-92; Lehmann and Legland 2012, HAL
/// hal-02811118.
struct CroftonWeights: Hashable, Sendable {
  /// mm² that a pair which differs stands for, by the directions of `Self.directions`.
  let areas: [Double]
  /// The shares of the sphere: they sum to 1.
  let shares: [Double]

  /// From a voxel to half of its neighbours, one of each two opposites.
  static let directions: [SIMD3<Int>] = {
    let steps = (-1...1).flatMap { i in
      (-1...1).flatMap { j in (-1...1).map { k in SIMD3(i, j, k) } }
    }
    return Array(steps.drop { $0 != .zero }.dropFirst())
  }()

  /// - Parameter spacing: mm between voxels along i, j and k, axes perpendicular.
  init(spacing: SIMD3<Double>) {
    let vectors = Self.directions.map { SIMD3<Double>($0) * spacing }
    let lengths = vectors.map { ($0 * $0).sum().squareRoot() }
    let units = zip(vectors, lengths).map { $0 / $1 }
    let everyWay = units + units.map { -$0 }
    shares = units.map { unit in
      2 * SphereCell(around: unit, among: everyWay).solidAngle / (4 * .pi)
    }
    let voxel = spacing.x * spacing.y * spacing.z
    areas = zip(shares, lengths).map { 2 * voxel * $0 / $1 }
  }
}

extension NeighbourCodeHistogram {
  /// Pairs of neighbours of which one is a member, by the directions of `CroftonWeights`.
  var differingPairs: [Int] {
    CroftonWeights.directions.map { direction in
      let low = pointwiseMin(direction, .zero)
      let shift = direction &- low
      // The pair's places in the cube of eight voxels that hold it; a cube may hold several.
      var seen = 0
      for code in NeighbourCode.all where counts[Int(code.rawValue)] > 0 {
        let pairs = NeighbourCode.corners.count { corner in
          let from = corner &- low
          let to = corner &+ shift
          return from.max() <= 1 && to.max() <= 1
            && code.contains(from) != code.contains(to)
        }
        seen += pairs * counts[Int(code.rawValue)]
      }
      // A pair along an axis lies in four cubes, one across a face in two.
      let cubes = 1 << (0..<3).count { direction[$0] == 0 }
      return seen / cubes
    }
  }

  /// mm² of the surface by Crofton's formula; `spacing` in mm, axes perpendicular.
  func croftonArea(spacing: SIMD3<Double>) -> Double {
    zip(differingPairs, CroftonWeights(spacing: spacing).areas).reduce(0) {
      $0 + Double($1.0) * $1.1
    }
  }
}

/// The part of the unit sphere that is nearer to one direction than to any other of a set.
///
/// The set must hold the three axes and their opposites: then no part of the cell is further than
/// 55° from its direction.
struct SphereCell: Hashable, Sendable {
  /// Directions of the corners, in order around the cell, not of unit length.
  private var corners: [SIMD3<Double>]
  private let centre: SIMD3<Double>

  /// - Parameters:
  ///   - centre: of unit length, as are all of the set.
  ///   - directions: the set; the centre itself may be among them.
  init(around centre: SIMD3<Double>, among directions: [SIMD3<Double>]) {
    self.centre = centre
    // The plane that touches the sphere at the centre: great circles are straight lines in it.
    let size = SIMD3(abs(centre.x), abs(centre.y), abs(centre.z))
    let axis = size.x <= size.y && size.x <= size.z ? 0 : size.y <= size.z ? 1 : 2
    var other = SIMD3<Double>.zero
    other[axis] = 1
    let u = Self.unit(Self.cross(centre, other))
    let v = Self.cross(centre, u)
    // tan 55° is below 2.
    corners = [(2.0, 2.0), (-2, 2), (-2, -2), (2, -2)].map { centre + $0.0 * u + $0.1 * v }
    for direction in directions where (direction * centre).sum() < 1 - 1e-12 {
      cut(by: centre - direction)
    }
  }

  /// Keeps what lies on the side to which a vector points (Sutherland and Hodgman 1974,
  /// doi:10.1145/360767.360802).
  private mutating func cut(by normal: SIMD3<Double>) {
    var kept: [SIMD3<Double>] = []
    for index in corners.indices {
      let (a, b) = (corners[index], corners[(index + 1) % corners.count])
      let (sideA, sideB) = ((a * normal).sum(), (b * normal).sum())
      if sideA >= 0 { kept.append(a) }
      if (sideA >= 0) != (sideB >= 0) { kept.append(a + (b - a) * (sideA / (sideA - sideB))) }
    }
    corners = kept
  }

  /// Steradians: the sum over the triangles between the centre and two corners (Van Oosterom and
  /// Strackee 1983, doi:10.1109/TBME.1983.325207).
  var solidAngle: Double {
    corners.indices.reduce(0.0) { sum, index in
      let (a, b) = (Self.unit(corners[index]), Self.unit(corners[(index + 1) % corners.count]))
      let volume = abs((centre * Self.cross(a, b)).sum())
      let below = 1 + (centre * a).sum() + (a * b).sum() + (b * centre).sum()
      return sum + 2 * atan2(volume, below)
    }
  }

  private static func cross(_ a: SIMD3<Double>, _ b: SIMD3<Double>) -> SIMD3<Double> {
    SIMD3(a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x)
  }

  private static func unit(_ vector: SIMD3<Double>) -> SIMD3<Double> {
    vector / (vector * vector).sum().squareRoot()
  }
}
