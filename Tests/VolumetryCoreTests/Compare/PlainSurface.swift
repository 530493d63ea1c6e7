@testable import VolumetryCore

/// The plain twin of surfaces and their distances: every member, every pair of points.
struct PlainSurface {
  /// Corners with members and others around them, i fastest.
  let corners: [(place: SIMD3<Int>, code: Int)]
  /// The voxels of the mask, i fastest.
  let members: [SIMD3<Int>]
  private let shape: GridShape
  private let isMember: (SIMD3<Int>) -> Bool

  init(_ volume: SmallVolume, _ labels: Set<Int>) {
    let members = volume.labels.indices.filter { labels.contains(volume.labels[$0]) }
    let place = { (index: Int) in
      let (row, i) = index.quotientAndRemainder(dividingBy: volume.shape.i)
      return SIMD3(i, row % volume.shape.j, row / volume.shape.j)
    }
    self.init(members.map(place), in: volume.shape) { labels.contains(volume.label(at: $0)) }
  }

  /// Voxels of an image, each once, ascending along i, then j, then k.
  init(_ members: [SIMD3<Int>], in shape: GridShape) {
    let set = Set(members)
    self.init(members, in: shape, isMember: set.contains)
  }

  private init(
    _ members: [SIMD3<Int>], in shape: GridShape, isMember: @escaping (SIMD3<Int>) -> Bool
  ) {
    (self.members, self.shape, self.isMember) = (members, shape, isMember)
    // A voxel is one of the eight around each of its own corners.
    var codes: [Int: Int] = [:]
    let weights = [128, 64, 32, 16, 8, 4, 2, 1]
    for member in members {
      for (number, weight) in weights.enumerated() {
        let (i, j, k) = (number / 4, number / 2 % 2, number % 2)
        let row = (member.z + 1 - k) * (shape.j + 1) + member.y + 1 - j
        codes[row * (shape.i + 1) + member.x + 1 - i, default: 0] += weight
      }
    }
    corners = codes.keys.sorted().compactMap { index in
      guard let code = codes[index], code != 255 else { return nil }
      let (row, i) = index.quotientAndRemainder(dividingBy: shape.i + 1)
      return (SIMD3(i, row % (shape.j + 1), row / (shape.j + 1)), code)
    }
  }

  /// Members with a neighbour that is none; beyond the image all are members or none.
  func border(_ neighbourhood: Connectivity, goesOn: Bool) -> [SIMD3<Int>] {
    let most = [Connectivity.faces: 1, .edges: 2, .corners: 3][neighbourhood]!
    return members.filter { place in
      for dk in -1...1 {
        for dj in -1...1 {
          for di in -1...1 where abs(di) + abs(dj) + abs(dk) <= most {
            let other = place &+ SIMD3(di, dj, dk)
            let isInside =
              other.min() >= 0 && other.x < shape.i && other.y < shape.j && other.z < shape.k
            if !(isInside ? isMember(other) : goesOn) { return true }
          }
        }
      }
      return false
    }
  }

  /// The distance of each point to its nearest of the others, by trying all.
  static func distances(
    from points: [SIMD3<Int>], to others: [SIMD3<Int>], _ spacing: SIMD3<Double>
  ) -> [Double] {
    let (i, j, k) = (
      others.map { Double($0.x) }, others.map { Double($0.y) }, others.map { Double($0.z) }
    )
    return points.map { point in
      let place = SIMD3<Double>(point)
      var best = Double.infinity
      for other in others.indices {
        let (x, y, z) = (
          (place.x - i[other]) * spacing.x, (place.y - j[other]) * spacing.y,
          (place.z - k[other]) * spacing.z
        )
        best = min(best, x * x + y * y + z * z)
      }
      return best.squareRoot()
    }
  }

  /// Points and area by distance.
  static func tally(
    _ points: [(place: SIMD3<Int>, code: Int)], to others: [SIMD3<Int>], _ spacing: SIMD3<Double>
  ) -> [Double: (count: Int, area: Double)] {
    let areas = MarchingCubesAreas(spacing: spacing)
    let all = distances(from: points.map(\.place), to: others, spacing)
    var tally: [Double: (count: Int, area: Double)] = [:]
    for (point, distance) in zip(points, all) {
      let area = areas.area(NeighbourCode(rawValue: UInt8(point.code)))
      let before = tally[distance] ?? (0, 0.0)
      tally[distance] = (before.count + 1, before.area + area)
    }
    return tally
  }
}
