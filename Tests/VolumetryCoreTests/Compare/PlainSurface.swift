@testable import VolumetryCore

/// The plain twin of surfaces and their distances: every voxel, every pair of points.
struct PlainSurface {
  /// Corners with members and others around them.
  let corners: [(place: SIMD3<Int>, code: Int)]
  private let volume: SmallVolume
  private let labels: Set<Int>

  init(_ volume: SmallVolume, _ labels: Set<Int>) {
    (self.volume, self.labels) = (volume, labels)
    let weights = [[[128, 64], [32, 16]], [[8, 4], [2, 1]]]
    var corners: [(place: SIMD3<Int>, code: Int)] = []
    for k in 0...volume.shape.k {
      for j in 0...volume.shape.j {
        for i in 0...volume.shape.i {
          var code = 0
          for a in 0..<2 {
            for b in 0..<2 {
              for c in 0..<2
              where labels.contains(volume.label(at: SIMD3(i - 1 + a, j - 1 + b, k - 1 + c))) {
                code += weights[a][b][c]
              }
            }
          }
          if code != 0, code != 255 { corners.append((SIMD3(i, j, k), code)) }
        }
      }
    }
    self.corners = corners
  }

  /// Members with a neighbour that is none; beyond the image all are members or none.
  func border(_ neighbourhood: Neighbourhood, goesOn: Bool) -> [SIMD3<Int>] {
    let most = [Neighbourhood.six: 1, .eighteen: 2, .twentySix: 3][neighbourhood]!
    return members.filter { place in
      for dk in -1...1 {
        for dj in -1...1 {
          for di in -1...1 where abs(di) + abs(dj) + abs(dk) <= most {
            let other = place &+ SIMD3(di, dj, dk)
            let isInside =
              other.min() >= 0 && other.x < volume.shape.i && other.y < volume.shape.j
              && other.z < volume.shape.k
            if !(isInside ? labels.contains(volume.label(at: other)) : goesOn) { return true }
          }
        }
      }
      return false
    }
  }

  var members: [SIMD3<Int>] {
    volume.labels.indices.filter { labels.contains(volume.labels[$0]) }.map { index in
      let (row, i) = index.quotientAndRemainder(dividingBy: volume.shape.i)
      return SIMD3(i, row % volume.shape.j, row / volume.shape.j)
    }
  }

  /// The distance of each point to its nearest of the others, by trying all.
  static func distances(
    from points: [SIMD3<Int>], to others: [SIMD3<Int>], _ spacing: SIMD3<Double>
  ) -> [Double] {
    points.map { point in
      var best = Double.infinity
      for other in others {
        let (i, j, k) = (
          Double(abs(point.x - other.x)) * spacing.x, Double(abs(point.y - other.y)) * spacing.y,
          Double(abs(point.z - other.z)) * spacing.z
        )
        best = min(best, i * i + j * j + k * k)
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
