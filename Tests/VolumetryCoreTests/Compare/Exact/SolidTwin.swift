@testable import VolumetryCore

/// Two label volumes of one shape as voxel solids, by plain loops over every pair of faces.
struct SolidTwin {
  /// A rectangle in mm: two opposite corners, equal along one axis.
  struct Rectangle: Hashable {
    let low: SIMD3<Double>
    let high: SIMD3<Double>

    func distance(_ point: SIMD3<Double>) -> Double {
      var square = 0.0
      for axis in 0..<3 {
        let apart = max(low[axis] - point[axis], point[axis] - high[axis], 0)
        square += apart * apart
      }
      return square.squareRoot()
    }

    /// The middles of n × n equal parts.
    func points(_ n: Int) -> [SIMD3<Double>] {
      let flat = (0..<3).filter { low[$0] < high[$0] }
      return (0..<n).flatMap { a in
        (0..<n).map { b in
          var point = low
          for (axis, part) in zip(flat, [a, b]) {
            point[axis] += (high[axis] - low[axis]) * (Double(part) + 0.5) / Double(n)
          }
          return point
        }
      }
    }

    var area: Double {
      let size = high - low
      return size.x * size.y + size.y * size.z + size.x * size.z
    }
  }

  /// The faces of the two solids.
  let faces: [[Rectangle]]
  /// Distances to the other solid at the middles of equal parts of every face, with their areas.
  let samples: [[(distance: Double, area: Double)]]
  /// No point of a part is further from its middle than this.
  let radius: Double

  init(_ volumes: [SmallVolume], spacing: SIMD3<Double>, parts: Int) {
    let faces = volumes.map { Self.faces($0, spacing) }
    self.faces = faces
    radius = (spacing * spacing).sum().squareRoot() / Double(2 * parts)
    samples = [(0, 1), (1, 0)].map { own, other in
      faces[own].flatMap { face in
        face.points(parts).map { point in
          var nearest = Double.infinity
          for rectangle in faces[other] { nearest = min(nearest, rectangle.distance(point)) }
          return (nearest, face.area / Double(parts * parts))
        }
      }
    }
  }

  static func faces(_ volume: SmallVolume, _ spacing: SIMD3<Double>) -> [Rectangle] {
    var faces: [Rectangle] = []
    for k in 0...volume.shape.k {
      for j in 0...volume.shape.j {
        for i in 0...volume.shape.i {
          let place = SIMD3(i, j, k)
          for axis in 0..<3 {
            var before = place
            before[axis] -= 1
            guard (volume.label(at: place) == 1) != (volume.label(at: before) == 1) else {
              continue
            }
            var end = place &+ 1
            end[axis] = place[axis]
            faces.append(
              Rectangle(low: SIMD3<Double>(place) * spacing, high: SIMD3<Double>(end) * spacing))
          }
        }
      }
    }
    return faces
  }

  func area(_ side: Int) -> Double { samples[side].reduce(0) { $0 + $1.area } }

  func mean(_ side: Int, power: Int) -> Double {
    samples[side].reduce(0) {
      $0 + (power == 1 ? $1.distance : $1.distance * $1.distance) * $1.area
    }
      / area(side)
  }

  func largest(_ side: Int) -> Double { samples[side].reduce(0) { max($0, $1.distance) } }

  /// The area whose part's middle is within a distance.
  func area(_ side: Int, within distance: Double) -> Double {
    samples[side].reduce(0) { $0 + ($1.distance <= distance ? $1.area : 0) }
  }
}

extension SolidComparison {
  /// Label 1 of two volumes of one shape.
  init(
    _ reference: SmallVolume, _ prediction: SmallVolume,
    spacing: SIMD3<Double> = SIMD3(1, 1, 1), tolerances: [Double] = [],
    edge: ImageEdge = .isSurface, precision: Precision = Precision()
  ) {
    let whole = reference.whole
    let masks = [reference, prediction].map { $0.mask([1], bounds: whole) }
    guard let first = masks[0], let second = masks[1] else { preconditionFailure("boxes") }
    self.init(
      reference: first, prediction: second, spacing: spacing, tolerances: tolerances, edge: edge,
      precision: precision)
  }

  /// The distances; a failed test where there are none.
  var distances: SolidDistances? {
    guard case .measured(let distances) = self else { return nil }
    return distances
  }
}

extension SmallVolume {
  /// The box of all its voxels.
  var whole: VoxelBounds {
    var bounds = VoxelBounds.empty
    bounds.merge(
      VoxelBounds(
        min: SIMD3(0, 0, 0),
        max: SIMD3(Int32(shape.i - 1), Int32(shape.j - 1), Int32(shape.k - 1))))
    return bounds
  }

  /// A volume of a shape with label 1 where `isInside`.
  init(_ i: Int, _ j: Int, _ k: Int, where isInside: (SIMD3<Int>) -> Bool) {
    self.init(i, j, k)
    for z in 0..<k {
      for y in 0..<j { for x in 0..<i where isInside(SIMD3(x, y, z)) { self[x, y, z] = 1 } }
    }
  }

  /// Its voxels in a larger volume, moved.
  func moved(by shift: SIMD3<Int>, in shape: SIMD3<Int>) -> SmallVolume {
    SmallVolume(shape.x, shape.y, shape.z) { label(at: $0 &- shift) == 1 }
  }

  /// Its axes in another order: axis a of the result is axis `order[a]` of this.
  func permuted(_ order: [Int]) -> SmallVolume {
    let sizes = shape.sizes
    return SmallVolume(sizes[order[0]], sizes[order[1]], sizes[order[2]]) { place in
      var own = SIMD3<Int>(0, 0, 0)
      for axis in 0..<3 { own[order[axis]] = place[axis] }
      return label(at: own) == 1
    }
  }
}
