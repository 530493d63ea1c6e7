import Testing

@testable import VolumetryCore

/// Distances of voxel solids against a twin that compares every pair of faces, and under changes
/// that must not matter.
@Suite struct SolidLawTests {
  /// Two random volumes of one shape with voxels in both.
  private func pair(_ random: inout SeededGenerator, most: Int = 6) -> [SmallVolume] {
    while true {
      let first = SmallVolume(random: &random, most: most, labels: 1)
      var second = first
      for _ in 0..<Int.random(in: 1...30, using: &random) {
        let voxel = Int.random(in: 0..<first.shape.voxelCount, using: &random)
        second.labels[voxel] = Int.random(in: 0...1, using: &random)
      }
      if Bool.random(using: &random) {
        second.labels = first.labels.map { _ in Int.random(in: 0...9, using: &random) / 9 }
      }
      if first.labels.contains(1), second.labels.contains(1) { return [first, second] }
    }
  }

  private func spacing(_ random: inout SeededGenerator) -> SIMD3<Double> {
    SIMD3(
      .random(in: 0.5...2, using: &random), .random(in: 0.5...2, using: &random),
      .random(in: 0.5...5, using: &random))
  }

  @Test func distancesAreThoseOfTheTwin() throws {
    var random = SeededGenerator(71)
    for round in 0..<40 {
      // Small ones, and one that is larger.
      let (volumes, spacing) = (pair(&random, most: round == 0 ? 5 : 3), spacing(&random))
      let twin = SolidTwin(volumes, spacing: spacing, parts: 5)
      let tolerances = (0..<4).map { _ in Double.random(in: 0.1...4, using: &random) }
      let found = try #require(
        SolidComparison(volumes[0], volumes[1], spacing: spacing, tolerances: tolerances).distances)
      for (side, directed) in [found.reference, found.prediction].enumerated() {
        #expect(abs(directed.area - twin.area(side)) < 1e-9 * directed.area)
        let largest = twin.largest(side)
        #expect(directed.largest.value >= largest - 1e-8)
        #expect(directed.largest.value <= largest + twin.radius + 1e-8)
        // The middles' mean is right up to second order in the size of the parts.
        let rough = 0.01 * spacing.max()
        #expect(abs(directed.mean.value - twin.mean(side, power: 1)) < rough)
        let square = directed.meanSquare.value
        #expect(abs(square - twin.mean(side, power: 2)) < 2 * rough * (1 + square.squareRoot()))
        #expect(directed.mean.margin < 1e-6 && directed.meanSquare.margin < 1e-5)
        let (reach, slack) = (twin.radius, 1e-5 * spacing.max())
        for (tolerance, within) in zip(tolerances, directed.within) {
          #expect(within.value >= twin.area(side, within: tolerance - reach) - 1e-6)
          #expect(within.value <= twin.area(side, within: tolerance + reach + slack) + 1e-6)
        }
        let (percentile, target) = (directed.percentile95, 0.95 * directed.area)
        #expect(percentile.margin < 1e-6)
        #expect(
          twin.area(side, within: percentile.value + percentile.margin + reach) >= target - 1e-6)
        #expect(
          twin.area(side, within: percentile.value - percentile.margin - reach - 1e-9)
            < target + 1e-6)
      }
    }
  }

  /// At any point of a face, the least of the pieces found is the distance to all faces.
  @Test func noNearestFaceIsMissed() throws {
    var random = SeededGenerator(72)
    for round in 0..<80 {
      let (volumes, spacing) = (pair(&random, most: round < 4 ? 10 : 5), spacing(&random))
      let masks = try volumes.map { try #require($0.mask([1], bounds: $0.whole)) }
      let faces = VoxelFaces(masks[0], masks[1])
      let all = volumes.map { SolidTwin.faces($0, spacing) }
      #expect(faces.reference.count == all[0].count)
      #expect(faces.prediction.count == all[1].count)
      let shared = Set(all[0]).intersection(all[1]).count
      #expect(faces.reference.count { $0.isShared } == shared)
      #expect(faces.prediction.count { $0.isShared } == shared)
      let tree = FaceTree(faces.prediction, spacing: spacing)
      var search = FaceTree.Search()
      for face in FaceTree.ordered(faces.reference) {
        tree.search(face, &search)
        let axis = Int(face.axis)
        let pieces = search.offsets.map { FacePiece($0, axis: axis, spacing: spacing, number: 0) }
        let (first, second) = FacePiece.axes(of: axis)
        let size = SIMD2(spacing[first], spacing[second])
        for _ in 0..<3 {
          let point = size * SIMD2.random(in: 0...1, using: &random)
          var place = SIMD3<Double>(face.corner) * spacing
          place[first] += point.x
          place[second] += point.y
          let plain = all[1].reduce(Double.infinity) { min($0, $1.distance(place)) }
          let squares = pieces.map { $0.level + $0.terms(point).sum() }
          let found = try #require(squares.min()).squareRoot()
          guard abs(found - plain) < 1e-9 else {
            Issue.record("\(found) mm, but \(plain) mm at \(place)")
            return
          }
        }
      }
    }
  }

  @Test func nothingDependsOnWhereAndHowTheyLie() throws {
    var random = SeededGenerator(73)
    for round in 0..<20 {
      let (volumes, spacing) = (pair(&random, most: round < 3 ? 6 : 3), spacing(&random))
      let tolerances = (0..<2).map { _ in Double.random(in: 0.1...4, using: &random) }
      let plain = try #require(
        SolidComparison(volumes[0], volumes[1], spacing: spacing, tolerances: tolerances).distances)
      let swapped = try #require(
        SolidComparison(volumes[1], volumes[0], spacing: spacing, tolerances: tolerances).distances)
      #expect(swapped.reference == plain.prediction)
      #expect(swapped.prediction == plain.reference)
      #expect(swapped.surfaceDice == plain.surfaceDice)

      let shape = volumes[0].shape
      let shift = SIMD3(70, 3, 1)
      let larger = shift &+ SIMD3(shape.i, shape.j, shape.k + 2)
      let moved = try #require(
        SolidComparison(
          volumes[0].moved(by: shift, in: larger), volumes[1].moved(by: shift, in: larger),
          spacing: spacing, tolerances: tolerances
        ).distances)
      expectSame(moved, plain, times: 1)

      let scale = Double.random(in: 0.1...10, using: &random)
      let scaled = try #require(
        SolidComparison(
          volumes[0], volumes[1], spacing: spacing * scale,
          tolerances: tolerances.map { $0 * scale }
        ).distances)
      expectSame(scaled, plain, times: scale)

      for order in [[1, 0, 2], [2, 1, 0], [1, 2, 0]] {
        let permuted = try #require(
          SolidComparison(
            volumes[0].permuted(order), volumes[1].permuted(order),
            spacing: SIMD3(spacing[order[0]], spacing[order[1]], spacing[order[2]]),
            tolerances: tolerances
          ).distances)
        expectSame(permuted, plain, times: 1)
      }
    }
  }

  private func expectSame(_ found: SolidDistances, _ plain: SolidDistances, times scale: Double) {
    func same(_ a: Enclosed, _ b: Enclosed, _ scale: Double) -> Bool {
      abs(a.value - b.value * scale) <= a.margin + (b.margin + 1e-9) * scale
    }
    #expect(same(found.hausdorff, plain.hausdorff, scale))
    #expect(same(found.percentile95, plain.percentile95, scale))
    #expect(same(found.pooledPercentile95, plain.pooledPercentile95, scale))
    #expect(same(found.meanPooled, plain.meanPooled, scale))
    #expect(same(found.meanOfMeans, plain.meanOfMeans, scale))
    #expect(same(found.rootMeanSquare, plain.rootMeanSquare, scale))
    for (a, b) in zip(found.surfaceDice, plain.surfaceDice) { #expect(same(a, b, 1)) }
    #expect(
      abs(found.reference.area - plain.reference.area * scale * scale) < 1e-9 * scale * scale
        * plain.reference.area)
  }

  /// A coarse answer differs from a fine one by no more than it admits.
  @Test func marginsHold() throws {
    var random = SeededGenerator(74)
    let coarse = SolidComparison.Precision(
      largest: 0.1, percentile: 0.1, mean: 0.1, area: 0.1)
    var widest = 0.0
    for round in 0..<30 {
      let (volumes, spacing) = (pair(&random, most: round < 3 ? 6 : 4), spacing(&random))
      let tolerances = (0..<3).map { _ in Double.random(in: 0.1...4, using: &random) }
      let (fine, rough) = (
        try #require(
          SolidComparison(volumes[0], volumes[1], spacing: spacing, tolerances: tolerances)
            .distances),
        try #require(
          SolidComparison(
            volumes[0], volumes[1], spacing: spacing, tolerances: tolerances, precision: coarse
          ).distances)
      )
      let pairs = [
        (rough.hausdorff, fine.hausdorff), (rough.percentile95, fine.percentile95),
        (rough.pooledPercentile95, fine.pooledPercentile95), (rough.meanPooled, fine.meanPooled),
        (rough.meanOfMeans, fine.meanOfMeans), (rough.rootMeanSquare, fine.rootMeanSquare),
      ]
      for (a, b) in pairs + Array(zip(rough.surfaceDice, fine.surfaceDice)) {
        #expect(abs(a.value - b.value) <= a.margin + b.margin)
        widest = max(widest, a.margin)
      }
      // Every point is at most as far as the largest distance, and one is at least.
      let all = try #require(
        SolidComparison(
          volumes[0], volumes[1], spacing: spacing,
          tolerances: [fine.hausdorff.value + fine.hausdorff.margin]
        ).distances)
      #expect(all.surfaceDice[0].is(1, within: 1e-6))
    }
    #expect(widest > 1e-3, "the coarse answers were no finer than asked")
  }
}
