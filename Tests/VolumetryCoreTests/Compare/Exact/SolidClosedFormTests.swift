import Foundation
import Testing

@testable import VolumetryCore

/// Voxel solids whose distances can be written down.
@Suite struct SolidClosedFormTests {
  @Test func shiftedCubes() throws {
    let range = 10..<30
    let found = try #require(
      SolidComparison(
        SmallVolume(40, 40, 40) { p in (0..<3).allSatisfy { range.contains(p[$0]) } },
        SmallVolume(40, 40, 40) { p in
          range.contains(p.x - 3) && range.contains(p.y) && range.contains(p.z)
        }, tolerances: [1, 2]
      ).distances)
    // Of 2400 mm²: the two ends 0 and 3 mm, and on four sides 3 × 20 mm rising from 0 to 3 mm, or
    // to the nearer of the two edges; the other end lies up to 3 mm inside.
    #expect(found.reference.area == 2400)
    #expect(found.prediction.area == 2400)
    #expect(found.hausdorff.is(3, within: 1e-8))
    #expect(found.percentile95.is(3, within: 1e-6))
    #expect(found.meanPooled.is(1.015, within: 1e-8))
    #expect(found.meanOfMeans.is(1.015, within: 1e-8))
    #expect(found.rootMeanSquare.is(1.6635804759614126, within: 1e-8))
    #expect(found.surfaceDice[0].is(0.6316666666666667, within: 1e-8))
    #expect(found.surfaceDice[1].is(0.6933333333333334, within: 1e-8))
  }

  @Test func thinPlates() throws {
    func plate(_ slice: Int) -> SmallVolume {
      SmallVolume(36, 36, 8) { (3..<33).contains($0.x) && (3..<33).contains($0.y) && $0.z == slice }
    }
    let found = try #require(
      SolidComparison(plate(3), plate(4), spacing: SIMD3(1, 1, 2.5), tolerances: [1, 2.5])
        .distances)
    #expect(found.hausdorff.is(2.5, within: 1e-8))
    #expect(found.percentile95.is(2.5, within: 1e-6))
    #expect(found.meanPooled.is(1.25, within: 1e-8))
    #expect(found.rootMeanSquare.is(1.7251638983558855, within: 1e-8))
    #expect(found.surfaceDice[0].is(17.0 / 35, within: 1e-8))
    #expect(found.surfaceDice[1].is(1, within: 1e-8))
  }

  @Test func singleVoxels() throws {
    let found = try #require(
      SolidComparison(
        SmallVolume(12, 12, 12) { $0 == SIMD3(2, 3, 4) },
        SmallVolume(12, 12, 12) { $0 == SIMD3(5, 7, 4) }, tolerances: [1, 5]
      ).distances)
    #expect(found.hausdorff.is(5, within: 1e-8))
    // From x = 0 and 1: 9 and 4 + 37/3; y: 16 and 9 + 19/3; z, twice: 56/3; in all 338/3 of 6 mm².
    #expect(found.reference.meanSquare.is(338.0 / 18, within: 1e-8))
    #expect(found.rootMeanSquare.is((338.0 / 18).squareRoot(), within: 1e-8))
    #expect(found.surfaceDice[0].is(0, within: 1e-12))
    #expect(found.surfaceDice[1].is(1, within: 1e-8))
  }

  @Test func aVoxelInACube() throws {
    let found = try #require(
      SolidComparison(
        SmallVolume(5, 5, 5) { p in (0..<3).allSatisfy { (1..<4).contains(p[$0]) } },
        SmallVolume(5, 5, 5) { $0 == SIMD3(2, 2, 2) }, tolerances: [0.5, 1]
      ).distances)
    // A side of the cube: the middle is 1 from the voxel; at the edges √(1 + x²), and at the
    // corners √(1 + x² + y²), over the unit square.
    let edge = (2.0.squareRoot() + asinh(1)) / 2
    let corner =
      3.0.squareRoot() / 3 + 4 * asinh(1 / 2.0.squareRoot()) / 3 - atan(1 / 3.0.squareRoot()) / 3
    #expect(found.hausdorff.is(3.0.squareRoot(), within: 1e-8))
    #expect(found.prediction.largest.is(1, within: 1e-8))
    #expect(found.reference.mean.is((1 + 4 * edge + 4 * corner) / 9, within: 1e-6))
    #expect(found.reference.meanSquare.is(13.0 / 9, within: 1e-8))
    #expect(found.prediction.mean.is(1, within: 1e-8))
    #expect(found.meanPooled.is((6 * (1 + 4 * edge + 4 * corner) + 6) / 60, within: 1e-6))
    #expect(found.surfaceDice[0].is(0, within: 1e-12))
    #expect(found.surfaceDice[1].is(0.2, within: 1e-8))
  }

  @Test func slabsAtTheEdgeOfTheImage() throws {
    let (short, long) = (
      SmallVolume(20, 20, 20) { $0.x < 10 }, SmallVolume(20, 20, 20) { $0.x < 13 }
    )
    let found = try #require(SolidComparison(short, long, tolerances: [1, 2]).distances)
    #expect(found.reference.area == 1600)
    #expect(found.prediction.area == 1840)
    #expect(found.hausdorff.is(3, within: 1e-8))
    #expect(found.percentile95.is(3, within: 1e-6))
    #expect(found.meanPooled.is(0.708139534883721, within: 1e-8))
    #expect(found.meanOfMeans.is(0.6976630434782609, within: 1e-8))
    #expect(found.rootMeanSquare.is(1.3895373163353233, within: 1e-8))
    #expect(found.surfaceDice[0].is(0.7430232558139535, within: 1e-8))
    #expect(found.surfaceDice[1].is(0.786046511627907, within: 1e-8))
    let inner = try #require(
      SolidComparison(short, long, tolerances: [1, 3], edge: .isNoSurface(of: short.shape))
        .distances)
    #expect(inner.reference.area == 400)
    #expect(inner.prediction.area == 400)
    for value in [inner.hausdorff, inner.meanPooled, inner.meanOfMeans, inner.rootMeanSquare] {
      #expect(value.is(3, within: 1e-8))
    }
    #expect(inner.surfaceDice[0].is(0, within: 0))
    #expect(inner.surfaceDice[1].is(1, within: 1e-11))
  }

  @Test func spheresOfFlatVoxels() throws {
    func sphere(_ radius: Double, _ shape: SIMD3<Int>, _ spacing: SIMD3<Double>) -> SmallVolume {
      SmallVolume(shape.x, shape.y, shape.z) { place in
        let apart = (SIMD3<Double>(place) + 0.5 - SIMD3<Double>(shape) / 2) * spacing
        return (apart * apart).sum() <= radius * radius
      }
    }
    let (shape, spacing) = (SIMD3(44, 44, 10), SIMD3(0.8, 0.8, 5))
    let found = try #require(
      SolidComparison(
        sphere(15, shape, spacing), sphere(12, shape, spacing), spacing: spacing, tolerances: [3]
      ).distances)
    // One slice more or less: what a sphere is 3 mm larger by, no such lattice resolves.
    #expect(found.hausdorff.is(5, within: 1e-8))
    #expect(found.percentile95.is(5, within: 1e-6))
    #expect(found.meanPooled.value > 2 && found.meanPooled.value < 2.6)
  }

  @Test func equalMasksAreNowhereApart() throws {
    let mask = SmallVolume(4, 4, 4) { $0.x > 0 && $0.y < $0.z }
    let found = try #require(
      SolidComparison(mask, mask, spacing: SIMD3(0.7, 0.8, 3), tolerances: [0]).distances)
    for value in [
      found.hausdorff, found.percentile95, found.pooledPercentile95, found.meanPooled,
      found.meanOfMeans, found.rootMeanSquare,
    ] {
      #expect(value == Enclosed(value: 0, margin: 0))
    }
    #expect(found.surfaceDice[0].is(1, within: 1e-12))
    #expect(found.reference.sharedArea == found.reference.area)
  }

  @Test func emptySidesHaveNoNumbers() {
    let (none, some) = (SmallVolume(3, 3, 3), SmallVolume(3, 3, 3) { $0.x == 1 })
    let full = SmallVolume(3, 3, 3) { _ in true }
    #expect(SolidComparison(none, none) == .bothEmpty)
    #expect(SolidComparison(none, some) == .referenceEmpty)
    #expect(SolidComparison(some, none) == .predictionEmpty)
    #expect(SolidComparison(full, some, edge: .isNoSurface(of: full.shape)) == .noSurface)
    #expect(SolidComparison(some, full, edge: .isNoSurface(of: full.shape)) == .noSurface)
    #expect(SolidComparison(full, some).distances != nil)
  }

  /// A tolerance and a voxel side that is stored in 32 bits are one length.
  @Test func tiesWithTheToleranceAreWithin() throws {
    func slab(_ place: Int) -> SmallVolume { SmallVolume(30, 30, 4) { $0.z <= place } }
    let side = Double(Float(0.8))
    #expect(side > 0.8)
    let found = try #require(
      SolidComparison(slab(1), slab(2), spacing: SIMD3(1, 1, side), tolerances: [0.8, 0.79])
        .distances)
    // All but the hair by which the side is longer, on the strip along the edge.
    #expect(found.surfaceDice[0].value > 1 - 1e-7)
    #expect(found.surfaceDice[1].value < 0.6)
  }
}

extension Enclosed {
  /// Whether a true number lies in the margin, and the margin is no wider than it should be.
  func `is`(_ truth: Double, within most: Double) -> Bool {
    // The truth is rounded too.
    abs(value - truth) <= margin + 1e-14 * abs(truth) && margin <= most
  }
}
