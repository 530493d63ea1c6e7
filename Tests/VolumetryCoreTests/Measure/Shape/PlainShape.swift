@testable import VolumetryCore

/// The plain twin of shapes: every voxel, every pair of points.
struct PlainShape {
  /// Centres of faces between members and others, in half voxels.
  let faceCentres: [SIMD3<Int>]
  /// Corners of members, in half voxels.
  let corners: [SIMD3<Int>]
  let members: [SIMD3<Int>]
  private let spacing: SIMD3<Double>

  init(_ volume: SmallVolume, _ labels: Set<Int>, _ spacing: SIMD3<Double>) {
    self.spacing = spacing
    members = PlainSurface(volume, labels).members
    var (faces, corners) = (Set<SIMD3<Int>>(), Set<SIMD3<Int>>())
    for member in members {
      for axis in 0..<3 {
        for side in [-1, 1] {
          var step = SIMD3<Int>.zero
          step[axis] = side
          if !labels.contains(volume.label(at: member &+ step)) {
            faces.insert(member &* 2 &+ 1 &+ step)
          }
        }
      }
      for corner in NeighbourCode.corners { corners.insert((member &+ corner) &* 2) }
    }
    faceCentres = Array(faces)
    self.corners = Array(corners)
  }

  private func distance(_ a: SIMD3<Int>, _ b: SIMD3<Int>) -> Double {
    let difference = SIMD3<Double>(a &- b) * spacing / 2
    return (difference * difference).sum().squareRoot()
  }

  /// The longest of all distances; with an axis, between points of one place along it.
  static func longest(
    _ points: [SIMD3<Int>], _ distance: (SIMD3<Int>, SIMD3<Int>) -> Double, across axis: Int? = nil
  ) -> Double {
    var best = 0.0
    for a in points {
      for b in points where axis.map({ a[$0] == b[$0] }) ?? true {
        best = max(best, distance(a, b))
      }
    }
    return best
  }

  var longestBetweenFaces: (Double, SIMD3<Double>) {
    let planes = (0..<3).map { Self.longest(faceCentres, distance, across: $0) }
    return (Self.longest(faceCentres, distance), SIMD3(planes))
  }

  /// Within a plane: between corners of members of one slice, as seen along the axis.
  var longestBetweenCorners: (Double, SIMD3<Double>) {
    let planes = (0..<3).map { axis -> Double in
      var best = 0.0
      for slice in Set(members.map { $0[axis] }) {
        var seen = Set<SIMD3<Int>>()
        for member in members where member[axis] == slice {
          for corner in NeighbourCode.corners {
            var place = (member &+ corner) &* 2
            place[axis] = 0
            seen.insert(place)
          }
        }
        best = max(best, Self.longest(Array(seen), distance))
      }
      return best
    }
    return (Self.longest(corners, distance), SIMD3(planes))
  }

  /// A grid with this spacing, its axes along R, A and S.
  static func grid(
    _ shape: GridShape, _ spacing: SIMD3<Double>, knowsOrientation: Bool = true
  ) -> Grid {
    grid(
      shape, [[spacing.x, 0, 0, 0], [0, spacing.y, 0, 0], [0, 0, spacing.z, 0]],
      knowsOrientation: knowsOrientation)
  }

  /// A grid with this affine.
  static func grid(_ shape: GridShape, _ rows: [[Double]], knowsOrientation: Bool = true) -> Grid {
    let affine = Affine(rows: rows)
    return Grid(
      shape: shape, affine: affine, voxelVolume: CubicMillimetres(abs(affine.determinant)),
      source: .sform, knowsOrientation: knowsOrientation)
  }

  /// A ball of semi-axes in mm: voxels whose centre lies in it, around a point.
  static func ellipsoid(
    _ axes: SIMD3<Double>, _ spacing: SIMD3<Double>, centre: SIMD3<Double> = .zero
  ) -> VoxelMask {
    let half = SIMD3<Int>((axes / spacing).rounded(.up)) &+ 2
    var volume = SmallVolume(2 * half.x + 1, 2 * half.y + 1, 2 * half.z + 1)
    for k in 0..<volume.shape.k {
      for j in 0..<volume.shape.j {
        for i in 0..<volume.shape.i {
          let place = (SIMD3<Double>(SIMD3(i, j, k) &- half) * spacing - centre) / axes
          if (place * place).sum() <= 1 { volume[i, j, k] = 1 }
        }
      }
    }
    return volume.mask([1])!
  }

  static func spacing(_ random: inout SeededGenerator) -> SIMD3<Double> {
    SIMD3(
      .random(in: 0.3...3, using: &random), .random(in: 0.3...3, using: &random),
      .random(in: 0.3...6, using: &random))
  }
}
