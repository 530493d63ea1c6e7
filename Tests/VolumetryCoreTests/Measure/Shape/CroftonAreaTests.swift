import Foundation
import Testing

@testable import VolumetryCore

/// Areas by Crofton's formula against bodies whose area is known, and its weights against a plain
/// count over the sphere.
@Suite struct CroftonAreaTests {
  static func area(_ mask: VoxelMask, _ spacing: SIMD3<Double>) -> Double {
    NeighbourCodeHistogram(mask).croftonArea(spacing: spacing)
  }

  @Test func ballsOfEqualSpacingAreNearTheTruth() {
    for (radius, share) in [(6.0, 0.02), (9, 0.02), (12, 0.02), (20, 0.01), (30, 0.01)] {
      for centre in [SIMD3<Double>.zero, SIMD3(0.3, 0.1, -0.4)] {
        let mask = PlainShape.ellipsoid(
          SIMD3(repeating: radius), SIMD3(repeating: 1), centre: centre)
        let truth = 4 * Double.pi * radius * radius
        let crofton = Self.area(mask, SIMD3(repeating: 1))
        #expect(abs(crofton / truth - 1) < share, "radius \(radius): \(crofton / truth)")
        let mesh = NeighbourCodeHistogram(mask).surfaceArea(spacing: SIMD3(repeating: 1))
        #expect(mesh / truth > 1.05, "marching cubes stays too large")
      }
    }
  }

  /// A spheroid's area in closed form; spacings of scans.
  @Test(arguments: [SIMD3(1.0, 1, 1), SIMD3(0.8, 0.8, 1), SIMD3(0.75, 0.75, 1.5)])
  func spheroidsAreNearTheTruth(_ spacing: SIMD3<Double>) {
    for (a, c) in [(15.0, 25.0), (20, 12), (18, 18)] {
      let mask = PlainShape.ellipsoid(SIMD3(a, a, c), spacing)
      let crofton = Self.area(mask, spacing)
      #expect(abs(crofton / Self.spheroid(a, c) - 1) < 0.035, "\(a), \(c) at \(spacing)")
    }
  }

  /// The area of a body of rotation with semi-axes a, a and c.
  static func spheroid(_ a: Double, _ c: Double) -> Double {
    if a == c { return 4 * .pi * a * a }
    let e = (1 - min(a, c) * min(a, c) / (max(a, c) * max(a, c))).squareRoot()
    return c > a
      ? 2 * .pi * a * a * (1 + c / (a * e) * asin(e))
      : 2 * .pi * a * a * (1 + (1 - e * e) / e * atanh(e))
  }

  @Test func pairsAreThoseOfTheVoxels() throws {
    var random = SeededGenerator(97)
    for _ in 0..<100 {
      let volume = SmallVolume(random: &random, most: 9)
      guard let mask = volume.mask([1]) else { continue }
      let members = PlainSurface(volume, [1]).members
      let found = NeighbourCodeHistogram(mask).differingPairs
      for (direction, pairs) in zip(CroftonWeights.directions, found) {
        let plain = members.reduce(0) { sum, member in
          sum + [direction, .zero &- direction].count { volume.label(at: member &+ $0) != 1 }
        }
        #expect(pairs == plain, "\(direction)")
      }
    }
  }

  @Test func directionsAreHalfOfTheNeighbours() {
    let directions = CroftonWeights.directions
    #expect(directions.count == 13)
    let everyWay = Set(directions + directions.map { .zero &- $0 })
    #expect(everyWay.count == 26 && !everyWay.contains(.zero))
  }

  @Test func sharesAreThoseOfTheSphere() {
    var random = SeededGenerator(5)
    for spacing in [SIMD3(1.0, 1, 1), SIMD3(0.8, 0.8, 5), SIMD3(0.5, 1, 2)] {
      let shares = CroftonWeights(spacing: spacing).shares
      #expect(abs(shares.reduce(0, +) - 1) < 1e-12)
      let units = CroftonWeights.directions.map { direction in
        let vector = SIMD3<Double>(direction) * spacing
        return vector / (vector * vector).sum().squareRoot()
      }
      var nearest = [Int](repeating: 0, count: 13)
      let trials = 60_000
      for _ in 0..<trials {
        // Uniform on the sphere: the height is uniform, and so is the angle.
        let height = Double.random(in: -1...1, using: &random)
        let angle = Double.random(in: 0..<(2 * .pi), using: &random)
        let flat = (1 - height * height).squareRoot()
        let point = SIMD3(flat * cos(angle), flat * sin(angle), height)
        let closest = units.indices.max {
          abs((units[$0] * point).sum()) < abs((units[$1] * point).sum())
        }
        nearest[closest!] += 1
      }
      for (share, count) in zip(shares, nearest) {
        #expect(abs(share - Double(count) / Double(trials)) < 0.008)
      }
    }
  }

  /// The weights that are known in closed tables for equal spacings: axes, faces, diagonals.
  @Test func equalSpacingsHaveTheKnownShares() {
    let shares = CroftonWeights(spacing: SIMD3(repeating: 2.5)).shares
    for (direction, share) in zip(CroftonWeights.directions, shares) {
      let known = [0.04577789120476 * 2, 0.03698062787608 * 2, 0.03519563978232 * 2]
      let steps = (direction &* direction).wrappedSum()
      #expect(abs(share - known[steps - 1]) < 1e-9, "\(direction)")
    }
  }
}
