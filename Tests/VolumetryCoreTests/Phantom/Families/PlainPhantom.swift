@testable import VolumetryCore

/// The labels of a phantom found voxel by voxel: every solid is asked, by its equation, whether it
/// holds the voxel's centre. Nothing is known of rows, chords or runs.
enum PlainPhantom {
  /// Every voxel in file order.
  static func labels(_ order: PhantomOrder) throws -> [Int] {
    let phantom = try Phantom(order)
    let painter = try order.family.painter(order, phantom.grid)
    let shape = phantom.grid.shape
    if let scene = painter as? SolidScene { return labels(scene) }
    let label: (Int, Int, Int) -> Int
    switch painter {
    case let cubes as CubePainter: label = { labelOf(cubes, order.labels, $0, $1, $2) }
    case let plates as PlatePainter: label = { labelOf(plates, order, $0, $1, $2) }
    case let slabs as SlabPainter: label = { labelOf(slabs, order.labels, $0, $1, $2) }
    case let noise as NoisePainter:
      label = { noise.label(($2 * shape.j + $1) * shape.i + $0) }
    default: preconditionFailure("a painter without a twin: \(type(of: painter))")
    }
    return (0..<shape.k).flatMap { k in
      (0..<shape.j).flatMap { j in (0..<shape.i).map { i in label(i, j, k) } }
    }
  }

  // MARK: Solids

  private static func labels(_ scene: SolidScene) -> [Int] {
    let (shape, frame) = (scene.frame.shape, scene.frame)
    var labels: [Int] = []
    for k in 0..<shape.k {
      for j in 0..<shape.j {
        let w = frame.first.z + Double(k) * frame.step.z
        let v = frame.first.y + Double(j) * frame.step.y - shift(scene.heave, 0, w)
        let shifts = scene.sways.map { shift($0, v, w) }
        for i in 0..<shape.i {
          let u = frame.first.x + Double(i) * frame.step.x
          let holder = scene.solids.last { holds($0.solid, SIMD3(u - shifts[$0.sway], v, w)) }
          labels.append(holder?.label ?? .zero)
        }
      }
    }
    return labels
  }

  /// A wave is a parabola 1 − (4t − 1)² through its first half, and its mirror image after that.
  private static func shift(_ sway: Sway, _ v: Double, _ w: Double) -> Double {
    sway.waves.map { wave in
      let turns = wave.perV * v + wave.perW * w + wave.phase
      let t = turns - turns.rounded(.down)
      let parabola = t < 0.5 ? 1 - (4 * t - 1) * (4 * t - 1) : (4 * t - 3) * (4 * t - 3) - 1
      return wave.height * parabola
    }.reduce(0, +)
  }

  private static func holds(_ solid: Solid, _ point: SIMD3<Double>) -> Bool {
    guard solid.halves.allSatisfy({ ($0.normal * point).sum() <= $0.offset }) else { return false }
    switch solid.shape {
    case .ellipsoid(let ellipsoid): return ellipsoid.radius(of: point) <= 1
    case .leaning(let leaning):
      let centre = leaning.upright.centre
      let lean = leaning.lean.x * (point.y - centre.y) + leaning.lean.y * (point.z - centre.z)
      return leaning.upright.radius(of: point - SIMD3(lean, 0, 0)) <= 1
    case .column(let column):
      let place = (SIMD2(point.x, point.y) - column.centre) / column.semiAxes
      return (place * place).sum() <= 1 && column.w.contains(point.z)
    case .tube(let tube): return tube.distance(to: point) <= tube.radius
    }
  }

  // MARK: Whole voxels

  private static func labelOf(
    _ cubes: CubePainter, _ labels: Int, _ i: Int, _ j: Int, _ k: Int
  ) -> Int {
    let holder = cubes.corners.firstIndex { corner in
      zip([i, j, k], zip(corner, cubes.edge)).allSatisfy { index, box in
        index >= box.0 && index < box.0 + box.1
      }
    }
    return holder.map { 1 + $0 % labels } ?? .zero
  }

  private static func labelOf(
    _ plates: PlatePainter, _ order: PhantomOrder, _ i: Int, _ j: Int, _ k: Int
  ) -> Int {
    let slices = order.shape.z
    let borders = [slices / 3, 2 * slices / 3]
    let place = k < borders[0] ? i : k < borders[1] ? j : k - borders[1]
    let steps = place - plates.offset
    return steps >= 0 && steps % plates.pitch == 0 ? 1 + steps / plates.pitch % order.labels : 0
  }

  private static func labelOf(
    _ slabs: SlabPainter, _ labels: Int, _ i: Int, _ j: Int, _ k: Int
  ) -> Int {
    let height = 5 * i + 3 * j + 2 * k + slabs.offset
    let layer = height / slabs.period
    return height - layer * slabs.period < slabs.thickness ? 1 + layer % labels : 0
  }
}

extension Tube {
  /// From its middle line, in mm: the nearest point is that of the foot, held between the ends.
  func distance(to point: SIMD3<Double>) -> Double {
    let (axis, way) = (end - start, point - start)
    let foot = min(1, max(0, (axis * way).sum() / (axis * axis).sum()))
    let off = way - axis * foot
    return (off * off).sum().squareRoot()
  }
}
