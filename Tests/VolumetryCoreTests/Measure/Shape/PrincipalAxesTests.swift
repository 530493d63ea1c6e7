import Foundation
import Testing

@testable import VolumetryCore

/// Moments and axes against plain sums and against what eigenvectors must satisfy.
@Suite struct PrincipalAxesTests {
  @Test func momentsAreThoseOfTheVoxels() {
    var random = SeededGenerator(33)
    for round in 0..<300 {
      let volume = SmallVolume(random: &random, most: round % 10 == 0 ? 150 : 12)
      guard let mask = volume.mask([1, 3]) else { continue }
      let moments = SecondMoments(mask)
      let places = PlainSurface(volume, [1, 3]).members.map {
        $0 &- SIMD3<Int>(truncatingIfNeeded: mask.bounds.min)
      }
      #expect(moments.count == places.count)
      for axis in 0..<3 {
        #expect(moments.sums[axis] == Int128(places.reduce(0) { $0 + $1[axis] }))
      }
      for (index, axes) in [(0, 0), (1, 1), (2, 2), (0, 1), (0, 2), (1, 2)].enumerated() {
        let sum = places.reduce(0) { $0 + $1[axes.0] * $1[axes.1] }
        #expect(moments.products[index] == Int128(sum), "\(axes)")
      }
      Self.compare(moments, places)
    }
  }

  /// The covariance by two passes over the voxels.
  private static func compare(_ moments: SecondMoments, _ places: [SIMD3<Int>]) {
    let spacing = SIMD3(0.7, 1.3, 4.0)
    let points = places.map { SIMD3<Double>($0) * spacing }
    let mean = points.reduce(SIMD3<Double>.zero, +) / Double(points.count)
    let covariance = moments.covariance(spacing: spacing)
    for a in 0..<3 {
      for b in 0..<3 {
        let plain = points.reduce(0.0) { $0 + ($1[a] - mean[a]) * ($1[b] - mean[b]) }
        #expect(abs(covariance[a][b] - plain / Double(points.count)) < 1e-7)
      }
    }
  }

  @Test func axesAreEigenvectors() {
    var random = SeededGenerator(8)
    for _ in 0..<500 {
      let rows = (0..<3).map { _ in
        SIMD3(
          Double.random(in: -5...5, using: &random), .random(in: -5...5, using: &random),
          .random(in: -5...5, using: &random))
      }
      let matrix = (0..<3).map { a in
        SIMD3((rows[a] * rows[0]).sum(), (rows[a] * rows[1]).sum(), (rows[a] * rows[2]).sum())
      }
      let axes = PrincipalAxes(matrix)
      #expect(axes.variances == axes.variances.sorted(by: >))
      for (variance, direction) in zip(axes.variances, axes.directions) {
        #expect(abs((direction * direction).sum() - 1) < 1e-12)
        for a in 0..<3 {
          #expect(abs((matrix[a] * direction).sum() - variance * direction[a]) < 1e-11)
        }
      }
    }
  }

  /// Sums beyond 64 bits: a voxel at each end of the longest side that is allowed.
  @Test func longSidesAreExact() {
    let last = Int32(1 << 20) - 1
    var mask = VoxelMask(bounds: VoxelBounds(min: .zero, max: SIMD3(last, 0, 0)))
    mask.insert(row: 0, from: 0, to: 1 << 20)
    let n = 1048576.0
    let covariance = SecondMoments(mask).covariance(spacing: SIMD3(repeating: 1))
    #expect(agree(covariance[0][0], (n * n - 1) / 12, 1e-15))
    #expect(covariance[1] == .zero && covariance[2] == .zero)
  }
}
