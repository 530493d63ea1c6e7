@testable import VolumetryCore

/// Components by flood fill, voxel by voxel: the twin of what walks runs.
struct PlainComponents {
  /// The component of every voxel, i fastest; −1 outside.
  private(set) var numbers: [Int]
  private(set) var count = 0

  /// - Parameter kind: voxels of one kind above 0 belong together where they touch.
  init(_ volume: SmallVolume, _ connectivity: Connectivity, kind: (Int) -> Int) {
    let shape = volume.shape
    numbers = [Int](repeating: -1, count: shape.voxelCount)
    let neighbours = Self.neighbours(connectivity)
    for k in 0..<shape.k {
      for j in 0..<shape.j {
        for i in 0..<shape.i {
          let own = kind(volume[i, j, k])
          guard own > 0, numbers[i + shape.i * (j + shape.j * k)] < 0 else { continue }
          var open = [SIMD3(i, j, k)]
          numbers[i + shape.i * (j + shape.j * k)] = count
          while let place = open.popLast() {
            for step in neighbours {
              let next = place &+ step
              guard kind(volume.label(at: next)) == own else { continue }
              let index = next.x + shape.i * (next.y + shape.j * next.z)
              guard numbers[index] < 0 else { continue }
              numbers[index] = count
              open.append(next)
            }
          }
          count += 1
        }
      }
    }
  }

  /// Steps to the voxels that touch one.
  static func neighbours(_ connectivity: Connectivity) -> [SIMD3<Int>] {
    var steps: [SIMD3<Int>] = []
    for z in -1...1 {
      for y in -1...1 {
        for x in -1...1 {
          let distance = abs(x) + abs(y) + abs(z)
          if distance > 0, distance <= [6: 1, 18: 2, 26: 3][connectivity.rawValue, default: 0] {
            steps.append(SIMD3(x, y, z))
          }
        }
      }
    }
    return steps
  }
}

extension ComponentLabelling {
  /// The component of every voxel, i fastest; −1 outside.
  var plainNumbers: [Int] {
    var numbers = [Int](repeating: -1, count: shape.voxelCount)
    for run in runs {
      for i in run.start..<run.end { numbers[Int(run.row) * shape.i + Int(i)] = Int(run.component) }
    }
    return numbers
  }
}

extension SmallVolume {
  /// The volume with its axes in another order and some of them reversed.
  func turned(axes: [Int], reversed: [Bool]) -> SmallVolume {
    let sizes = axes.map { shape.sizes[$0] }
    var turned = SmallVolume(sizes[0], sizes[1], sizes[2])
    for k in 0..<shape.k {
      for j in 0..<shape.j {
        for i in 0..<shape.i {
          let place = [i, j, k]
          let to = axes.enumerated().map { axis, from in
            reversed[axis] ? sizes[axis] - 1 - place[from] : place[from]
          }
          turned[to[0], to[1], to[2]] = self[i, j, k]
        }
      }
    }
    return turned
  }
}
