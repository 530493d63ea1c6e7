import Testing

@testable import VolumetryCore

/// Single voxels just within and just beyond what the first search looks at. The nearest lies a
/// known length away; a rival on another axis lies a little farther or a little nearer.
@Suite struct SearchLimitTests {
  /// From one voxel to the nearest of two others, in mm.
  private func distance(
    to others: [SIMD3<Int>], _ spacing: SIMD3<Double>
  ) throws -> Double? {
    let sizes = others.reduce(SIMD3(1, 1, 1)) { pointwiseMax($0, $1 &+ 1) }
    let shape = try #require(GridShape(sizes.x, sizes.y, sizes.z))
    let found = try SurfaceAgreement(
      reference: Blobs([(.zero, .zero)], in: shape).mask,
      prediction: Blobs(others.map { ($0, $0) }, in: shape).mask, spacing: spacing, model: .voxels)
    #expect(found.fromReference.count == 1 && found.fromPrediction.count == others.count)
    return found.fromReference.largest
  }

  /// Straight along an axis, however many steps: the rival is one step along the next axis.
  @Test(arguments: 0..<3)
  func noNumberOfStepsHidesTheNearest(_ axis: Int) throws {
    for steps in 1...70 {
      for other in 0..<3 where other != axis {
        for apart in [0.5, -0.5] {
          var spacing = SIMD3(repeating: 500.0)
          spacing[axis] = 1
          spacing[other] = Double(steps) + apart
          var (nearest, rival) = (SIMD3<Int>.zero, SIMD3<Int>.zero)
          nearest[axis] = steps
          rival[other] = 1
          #expect(
            try distance(to: [nearest, rival], spacing) == Double(steps) + min(apart, 0),
            "\(steps) steps along \(axis), rival along \(other)")
        }
      }
    }
  }

  /// Across rows and slices: whichever rows are looked at, a rival in the point's own row is taken
  /// only where it is nearer.
  @Test func noRowHidesTheNearest() throws {
    for dk in 0...15 {
      for dj in 0...15 where dj + dk > 0 {
        let length = Double(dj * dj + dk * dk).squareRoot()
        for apart in [0.01, -0.01] {
          let found = try distance(to: [[0, dj, dk], [1, 0, 0]], [length + apart, 1, 1])
          #expect(agree(found, length + min(apart, 0)), "\(dj) rows and \(dk) slices")
        }
      }
    }
  }
}
