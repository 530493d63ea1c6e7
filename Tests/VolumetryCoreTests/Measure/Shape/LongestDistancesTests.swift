import Testing

@testable import VolumetryCore

/// Longest distances against all pairs of all points.
@Suite struct LongestDistancesTests {
  @Test func pointsAreThoseOfAllPairs() {
    var random = SeededGenerator(811)
    var compared = 0
    for round in 0..<600 {
      let volume = SmallVolume(random: &random, most: round % 40 == 0 ? 70 : 7)
      let spacing = PlainShape.spacing(&random)
      guard let mask = volume.mask([1, 2]), mask.memberCount < 300 else { continue }
      compared += 1
      let plain = PlainShape(volume, [1, 2], spacing)
      let faces = LongestDistances(
        HalfLatticeEnds(faceCentresOf: mask), spacing: spacing, planesOfCentres: false)
      let corners = LongestDistances(
        HalfLatticeEnds(cornersOf: mask), spacing: spacing, planesOfCentres: true)
      for (found, expected) in [
        (faces, plain.longestBetweenFaces), (corners, plain.longestBetweenCorners),
      ] {
        #expect(agree(found.inSpace, expected.0, 1e-12))
        for axis in 0..<3 {
          #expect(agree(found.inPlanes[axis], expected.1[axis], 1e-12), "across \(axis)")
        }
      }
    }
    #expect(compared > 300)
  }

  /// Rows of more than a word, voxels on both sides of a border of words.
  @Test func longRowsAreSeenWhole() throws {
    for (a, b) in [(0, 63), (0, 64), (1, 65), (62, 127), (63, 128), (0, 191)] {
      var volume = SmallVolume(192, 3, 2)
      (volume[a, 0, 0], volume[b, 2, 1]) = (1, 1)
      let mask = try #require(volume.mask([1]))
      let plain = PlainShape(volume, [1], SIMD3(1, 2, 3))
      let found = LongestDistances(
        HalfLatticeEnds(cornersOf: mask), spacing: SIMD3(1, 2, 3), planesOfCentres: true)
      #expect(agree(found.inSpace, plain.longestBetweenCorners.0, 1e-12))
      let across = (SIMD3<Double>(Double(b - a + 1), 6, 6) * SIMD3(1, 1, 1))
      #expect(agree(found.inSpace, (across * across).sum().squareRoot(), 1e-12))
      let faces = LongestDistances(
        HalfLatticeEnds(faceCentresOf: mask), spacing: SIMD3(1, 2, 3), planesOfCentres: false)
      #expect(agree(faces.inSpace, plain.longestBetweenFaces.0, 1e-12))
    }
  }

  /// A body in which many pairs are nearly the longest, against hulls that are not asked.
  @Test func ballsAreAsLongAsTheyAre() {
    for radius in [6.0, 9.5, 14] {
      let mask = PlainShape.ellipsoid(SIMD3(repeating: radius), SIMD3(repeating: 1))
      let found = LongestDistances(
        HalfLatticeEnds(cornersOf: mask), spacing: SIMD3(repeating: 1), planesOfCentres: true)
      #expect(found.inSpace > 2 * radius && found.inSpace < 2 * radius + 1.8)
      #expect(found.inPlanes.min() == found.inPlanes.max())
      #expect(found.inPlanes.max() <= found.inSpace)
    }
  }
}
