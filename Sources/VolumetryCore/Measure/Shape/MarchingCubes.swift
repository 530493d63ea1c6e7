/// The piece of surface that classic marching cubes lays through the cube around a lattice point.
///
/// The cube's corners are the centres of its eight voxels; the surface cuts its edges in their
/// middle (Lorensen and Cline 1987, doi:10.1145/37402.37422). In words: where more than four
/// corners are members, take those that are not. Members that hang together along edges are one
/// group, and each group is cut off by a patch of its own:
///
/// - one corner by a triangle;
/// - two by a rectangle, parallel to the edge between them;
/// - three by a triangle with the normal (1, 1, 1) and a half of a face;
/// - four of a face by a whole face; one with its three neighbours by a hexagon of normal (1, 1,
///   1);
/// - four in a twisted path by triangles of normal (1, 1, 1) and two that are parallel to one of
///   the path's end edges each.
///
/// So all patches are made of triangles whose normals are, up to signs, one of seven, and the area
/// of every code is a sum of whole eighths of seven areas. That is what this type keeps: sums over
/// a surface are integers, exact in any order. The 256 areas equal the table of surface-distance.
///
/// Two cubes that share a face with two members across its diagonal may disagree on it; the surface
/// then has a hole there, as in every program that uses the classic table.
struct MarchingCubesPatch: Hashable, Sendable {
  /// Eighths of the seven areas of `MarchingCubesAreas`.
  let eighths: SIMD8<UInt32>
  /// 48ths of a voxel on the members' side of the patch.
  let fortyEighths: Int

  init(_ code: NeighbourCode) {
    let isMostlyMember = code.memberCount > 4
    var (eighths, enclosed) = (SIMD8<UInt32>.zero, 0)
    for group in (isMostlyMember ? code.complement : code).groups {
      let patch = Self.patch(around: group)
      eighths &+= patch.eighths
      enclosed += patch.fortyEighths
    }
    self.eighths = eighths
    fortyEighths = isMostlyMember ? 48 - enclosed : enclosed
  }

  /// Where areas stand in `eighths`: the normal (1, 1, 1), the normals with a 0 along one axis, and
  /// those along one axis. The eighth place is free; the tally of distances counts points there.
  static let diagonal = 0
  static func parallel(to axis: Int) -> Int { 1 + axis }
  static func normal(along axis: Int) -> Int { 4 + axis }

  /// The patch of each code.
  static let all = NeighbourCode.all.map { MarchingCubesPatch($0) }

  /// What cuts a group of one to four corners off.
  private static func patch(
    around group: [SIMD3<Int>]
  ) -> (eighths: SIMD8<UInt32>, fortyEighths: Int) {
    var eighths = SIMD8<UInt32>.zero
    // Edges of the cube between members, by axis, and at each member.
    var edges = SIMD3<Int>.zero
    var edgesAt = [Int](repeating: 0, count: group.count)
    for a in group.indices {
      for b in group.indices where NeighbourCode.areAdjacent(group[a], group[b]) {
        let difference = group[a] &- group[b]
        edges &+= difference &* difference
        edgesAt[a] += 1
      }
    }
    // Each edge was met from both ends.
    let lacking = (0..<3).first { edges[$0] == 0 }
    switch (group.count, edgesAt.max()) {
    case (1, _):
      eighths[diagonal] = 1
      return (eighths, 1)
    case (2, _):
      for axis in 0..<3 where edges[axis] > 0 { eighths[parallel(to: axis)] = 4 }
      return (eighths, 6)
    case (3, _):
      eighths[diagonal] = 3
      if let axis = lacking { eighths[normal(along: axis)] = 4 }
      return (eighths, 17)
    case (4, 3?):
      eighths[diagonal] = 6
      return (eighths, 24)
    case (4, _):
      if let axis = lacking {
        eighths[normal(along: axis)] = 8
        return (eighths, 24)
      }
      eighths[diagonal] = 4
      for end in group.indices where edgesAt[end] == 1 {
        for corner in group where NeighbourCode.areAdjacent(group[end], corner) {
          for axis in 0..<3 where group[end][axis] != corner[axis] {
            eighths[parallel(to: axis)] = 2
          }
        }
      }
      return (eighths, 24)
    default:
      preconditionFailure("at most four corners are cut off")
    }
  }
}

/// The seven areas, in mm², of which patches are made at a spacing.
struct MarchingCubesAreas: Hashable, Sendable {
  /// Sizes of the vectors (b c, a c, a b) for spacings a, b and c, whole and with places left out.
  let areas: [Double]

  /// - Parameter spacing: mm between voxels along i, j and k, axes perpendicular.
  init(spacing: SIMD3<Double>) {
    let faces = SIMD3(
      spacing.y * spacing.z, spacing.x * spacing.z, spacing.x * spacing.y)
    func length(_ vector: SIMD3<Double>) -> Double { (vector * vector).sum().squareRoot() }
    var areas = [length(faces)]
    for axis in 0..<3 {
      var flat = faces
      flat[axis] = 0
      areas.append(length(flat))
    }
    areas += (0..<3).map { faces[$0] }
    self.areas = areas
  }

  /// mm² of so many eighths of each area.
  func area(eighths: SIMD8<UInt64>) -> Double {
    areas.indices.reduce(0.0) { $0 + Double(eighths[$1]) * areas[$1] } / 8
  }

  /// mm² of the patch of a code.
  func area(_ code: NeighbourCode) -> Double {
    area(eighths: SIMD8(truncatingIfNeeded: MarchingCubesPatch.all[Int(code.rawValue)].eighths))
  }
}
