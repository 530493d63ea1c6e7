/// The solids of `segments104`: ellipsoids of many sizes strewn through a trunk, a label each.
///
/// Sizes and places are drawn; then all are scaled together, so that the labels take exactly their
/// share of the field of view.
enum ScatteredSegments {
  static let labels = 104
  /// Of the field of view.
  static let density = 0.05
  static let extent = SIMD3(400.0, 400.0, 600.0)
  /// The trunk that holds all centres.
  private static let trunk = Ellipsoid(
    centre: SIMD3(0, 0, 0), semiAxes: SIMD3(150, 110, 270))
  /// Solids stand further apart than this in mm: each sways by at most half of it.
  private static let gap = 6.4

  static func scene(shape: GridShape, seed: UInt64) -> SolidScene {
    var numbers = SeededNumbers(seed: seed, stream: 3)
    var sizes = (0..<labels).map { _ in randomSize(&numbers) }
    let total = sizes.reduce(0) { $0 + Ellipsoid(centre: .zero, semiAxes: $1).volume.value }
    // The cube root by Newton's method; the start is near, and the steps are the same everywhere.
    let scale = cubeRoot(density * extent.x * extent.y * extent.z / total)
    sizes = sizes.map { $0 * scale }
    // The large ones are placed first, while there is room.
    let order = sizes.indices.sorted { (sizes[$0].max(), $0) > (sizes[$1].max(), $1) }
    var placed: [(label: Int, solid: Ellipsoid)] = []
    for index in order {
      placed.append(
        (index + 1, place(sizes[index], apartFrom: placed.map(\.solid), &numbers)))
    }
    let sways = placed.map { _ in
      Sway.random([(2, 40), (0.8, 9), (0.4, 4)], &numbers)
    }
    return SolidScene(
      placed.enumerated().map { index, one in
        SolidScene.Placed(
          solid: Solid(one.solid), label: one.label, parent: nil, sway: index)
      }, sways: sways, heave: .random(alongW: [(3, 120), (0.7, 13)], &numbers),
      frame: ScanFrame(shape: shape, extent: extent), labels: labels)
  }

  /// Semi-axes from 1 to 5 before scaling, small ones more often.
  private static func randomSize(_ numbers: inout SeededNumbers) -> SIMD3<Double> {
    let middle = 1 + 3 * numbers.unit() * numbers.unit()
    return SIMD3(
      middle * numbers.between(0.7, 1.3), middle * numbers.between(0.7, 1.3),
      middle * numbers.between(0.7, 1.3))
  }

  private static func place(
    _ semiAxes: SIMD3<Double>, apartFrom others: [Ellipsoid], _ numbers: inout SeededNumbers
  ) -> Ellipsoid {
    let room = SIMD3(repeating: gap)
    while true {
      let point = SIMD3(numbers.signed(), numbers.signed(), numbers.signed())
      let solid = Ellipsoid(centre: trunk.semiAxes * point, semiAxes: semiAxes)
      let grown = Ellipsoid(centre: solid.centre, semiAxes: semiAxes + room)
      if trunk.radius(of: solid.centre) <= 1, others.allSatisfy({ grown.isApart(from: $0) }) {
        return solid
      }
    }
  }
}

/// ∛x for a positive x, with +, × and ÷ alone.
func cubeRoot(_ x: Double) -> Double {
  precondition(x > 0 && x.isFinite)
  // x = m 2^(3e) with 1 ≤ m < 8; Newton from 1.5 doubles the right digits with each step.
  let thirds = Int((Double(x.exponent) / 3).rounded(.down))
  let scale = Double(sign: .plus, exponent: thirds, significand: 1)
  let m = x / (scale * scale * scale)
  var root = 1.5
  for _ in 0..<8 { root -= (root - m / (root * root)) / 3 }
  return root * scale
}
