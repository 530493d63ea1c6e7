import Foundation
import Testing

@testable import VolumetryCore

/// Surface distances against all pairs of points, and against laws.
@Suite struct SurfaceAgreementTests {
  /// Bit by bit: the nearest distance is the least √(x² + y² + z²) over all pairs of points.
  @Test func distancesAreThoseOfAllPairs() throws {
    var random = SeededGenerator(81)
    var pairs = 0
    for round in 0..<2000 {
      // One is larger; every eighth has rows of several words.
      var sizes = (0..<3).map { _ in Int.random(in: 1...6, using: &random) }
      if round % 8 == 0 { sizes[round / 8 % 3] += 70 }
      if round == 3 { sizes = [23, 17, 14] }
      let a = SmallVolume(sizes, &random)
      var b = a.moved(by: SIMD3(Int.random(in: 0...2, using: &random), 0, round % 3))
      if round % 4 == 0 { b = Self.filled(like: a, &random) }
      let spacing = Self.spacing(&random)
      guard let first = a.mask([1, 2]), let second = b.mask([1]) else { continue }
      let plain = (PlainSurface(a, [1, 2]), PlainSurface(b, [1]))
      let agreement = try SurfaceAgreement(
        reference: first, prediction: second, spacing: spacing)
      try Self.expect(agreement, plain, spacing, "\(a.shape), spacing \(spacing), round \(round)")
      pairs += 1
    }
    #expect(pairs > 1000)
  }

  /// Holds counts, distances and areas of both directions to those of all pairs of points.
  static func expect(
    _ found: SurfaceAgreement, _ plain: (PlainSurface, PlainSurface), _ spacing: SIMD3<Double>,
    _ words: Comment
  ) throws {
    let expected = [
      PlainSurface.tally(plain.0.corners, to: plain.1.corners.map(\.place), spacing),
      PlainSurface.tally(plain.1.corners, to: plain.0.corners.map(\.place), spacing),
    ]
    for (found, plain) in zip([found.fromReference, found.fromPrediction], expected) {
      try #require(found.distances == plain.keys.sorted(), words)
      #expect(found.counts == found.distances.map { plain[$0]?.count }, words)
      #expect(
        zip(found.distances, found.areas).allSatisfy { agree($1, plain[$0]?.area ?? -1) }, words)
    }
  }

  @Test func stragglersFindTheirNearest() throws {
    var random = SeededGenerator(82)
    for round in 0..<150 {
      // A few blobs far apart in a long volume, so that near rows hold nothing.
      let sizes = [[240, 40, 30], [30, 200, 20], [12, 24, 160], [300, 3, 90]][round % 4]
      let shape = try #require(GridShape(sizes[0], sizes[1], sizes[2]))
      let blobs = (0..<2).map { _ in Blobs(.random(in: 1...4, using: &random), in: shape, &random) }
      let spacing = Self.spacing(&random)
      let agreement = try SurfaceAgreement(
        reference: blobs[0].mask, prediction: blobs[1].mask, spacing: spacing)
      let plain = (
        PlainSurface(blobs[0].members, in: shape), PlainSurface(blobs[1].members, in: shape)
      )
      try Self.expect(agreement, plain, spacing, "round \(round)")
    }
  }

  /// Flat voxels: what lies 67 steps off in a point's own row, out of the sight of the first
  /// search, is nearer than what it sees in the next slice.
  @Test func whatIsOutOfSightMayBeNearer() throws {
    let shape = try #require(GridShape(80, 1, 4))
    let point = Blobs([([0, 0, 0], [0, 0, 0])], in: shape)
    let others = Blobs([([68, 0, 0], [68, 0, 0]), ([62, 0, 2], [62, 0, 2])], in: shape)
    let spacing = SIMD3(0.02, 3, 1)
    let found = try SurfaceAgreement(
      reference: point.mask, prediction: others.mask, spacing: spacing)
    let plain = (PlainSurface(point.members, in: shape), PlainSurface(others.members, in: shape))
    try Self.expect(found, plain, spacing, "67 steps of 0.02 mm")
    #expect(agree(found.fromReference.distances.first, 67 * 0.02))
  }

  /// A whole organ and one voxel, up to 400 voxels from each other along every axis.
  @Test func aTinySideFarAway() throws {
    var random = SeededGenerator(86)
    for axis in 0..<3 {
      var sizes = [9, 9, 9]
      sizes[axis] = 412
      let shape = try #require(GridShape(sizes[0], sizes[1], sizes[2]))
      var (near, far) = (SIMD3(1, 2, 3), SIMD3(4, 5, 6))
      far[axis] = 405
      near[axis] = 1
      let large = Blobs([(near, near &+ 4)], in: shape)
      let tiny = Blobs([(far, far)], in: shape)
      let spacing = Self.spacing(&random)
      for (reference, prediction) in [(large, tiny), (tiny, large), (tiny, tiny)] {
        let agreement = try SurfaceAgreement(
          reference: reference.mask, prediction: prediction.mask, spacing: spacing)
        try Self.expect(
          agreement,
          (
            PlainSurface(reference.members, in: shape), PlainSurface(prediction.members, in: shape)
          ), spacing, "axis \(axis)")
        #expect((agreement.hausdorff == 0) == (reference.members == prediction.members))
      }
    }
  }

  /// The edge of the image is surface: a mask in every face of the volume is closed there.
  @Test func masksInEveryFaceOfTheVolume() throws {
    var random = SeededGenerator(87)
    for sizes in [[1, 1, 1], [2, 1, 1], [4, 3, 5], [64, 2, 2], [65, 2, 3], [63, 3, 2]] {
      let full = SmallVolume(
        sizes[0], sizes[1], sizes[2], labels: Array(repeating: 1, count: sizes.reduce(1, *)))
      var inner = full
      for voxel in inner.labels.indices where voxel > 0 {
        inner.labels[voxel] = Int.random(in: 0...4, using: &random) == 0 ? 0 : 1
      }
      let spacing = Self.spacing(&random)
      let agreement = try Self.agreement(full, inner, spacing)
      let plain = (PlainSurface(full, [1]), PlainSurface(inner, [1]))
      // The corners of a box that are not inside it.
      let all = sizes.reduce(1) { $0 * ($1 + 1) }
      #expect(agreement.fromReference.count == all - sizes.reduce(1) { $0 * ($1 - 1) })
      try Self.expect(agreement, plain, spacing, "\(sizes)")
      let same = try Self.agreement(full, full, spacing)
      #expect(same.hausdorff == 0 && same.fromReference.distances == [0])
      #expect(same.normalizedSurfaceDice(.init(0), .area) == 1)
    }
  }

  @Test func bordersAreMembersWithOutsideNeighbours() throws {
    var random = SeededGenerator(83)
    for round in 0..<300 {
      var sizes = (0..<3).map { _ in Int.random(in: 1...5, using: &random) }
      if round % 5 == 0 { sizes[0] += 60 + round / 5 }
      if round == 1 { sizes = [130, 9, 7] }
      let volume = SmallVolume(sizes, &random)
      guard let mask = volume.mask([1, 2]) else { continue }
      let plain = PlainSurface(volume, [1, 2])
      for neighbourhood in Connectivity.allCases {
        for goesOn in [false, true] {
          let edge = goesOn ? SurfaceModel.ImageEdge.continues(volume.shape) : .isOutside
          let border = mask.border(neighbourhood, edge: edge)
          let expected = plain.border(neighbourhood, goesOn: goesOn)
          #expect(border.memberCount == expected.count, "\(neighbourhood) \(goesOn)")
          #expect(expected.allSatisfy { border.contains($0.x, $0.y, $0.z) })
        }
      }
    }
  }

  @Test func voxelPointsHaveDistancesButNoArea() throws {
    var random = SeededGenerator(84)
    for round in 0..<300 {
      let a = SmallVolume(random: &random, most: round == 7 ? 12 : 5)
      let b = Self.filled(like: a, &random)
      let spacing = Self.spacing(&random)
      guard let first = a.mask([1]), let second = b.mask([1]) else { continue }
      let neighbourhood = Connectivity.allCases[round % 3]
      for model in [SurfaceModel.voxels, .border(neighbourhood, edge: .isOutside)] {
        let points = [a, b].map { volume in
          let plain = PlainSurface(volume, [1])
          return model == .voxels ? plain.members : plain.border(neighbourhood, goesOn: false)
        }
        let found = try SurfaceAgreement(
          reference: first, prediction: second, spacing: spacing, model: model)
        let expected = PlainSurface.distances(from: points[0], to: points[1], spacing).sorted()
        let distances = found.fromReference.distances
        #expect(
          zip(distances, found.fromReference.counts).flatMap { Array(repeating: $0, count: $1) }
            == expected)
        #expect(found.fromReference.area == 0 && found.pooledMean(.area) == nil)
        #expect(found.hausdorffPercentile(95, .area) == nil)
      }
    }
  }

  @Test func axesAndSidesAreAlike() throws {
    var random = SeededGenerator(85)
    for round in 0..<200 {
      let a = SmallVolume(random: &random, most: round < 3 ? 12 : 6)
      let b = Self.filled(like: a, &random)
      let spacing = Self.spacing(&random)
      guard a.mask([1]) != nil, b.mask([1]) != nil else { continue }
      let whole = try Self.agreement(a, b, spacing)
      // The sides exchanged.
      let exchanged = try Self.agreement(b, a, spacing)
      #expect(exchanged.fromReference == whole.fromPrediction)
      #expect(exchanged.pooledMean(.area) == whole.pooledMean(.area))
      // The axes turned round: i, j, k become j, k, i.
      let turned = try Self.agreement(
        Self.turned(a), Self.turned(b), SIMD3(spacing.y, spacing.z, spacing.x))
      #expect(turned.fromReference.count == whole.fromReference.count)
      #expect(agree(turned.fromReference.area, whole.fromReference.area))
      #expect(agree(turned.hausdorff, try #require(whole.hausdorff)))
      #expect(agree(turned.pooledMean(.area), try #require(whole.pooledMean(.area))))
      #expect(agree(turned.rootMeanSquare(.count), try #require(whole.rootMeanSquare(.count))))
      // Twice the spacing: twice the distances, four times the areas, to the last bit.
      let doubled = try Self.agreement(a, b, spacing * 2)
      #expect(doubled.fromReference.distances == whole.fromReference.distances.map { $0 * 2 })
      #expect(doubled.fromReference.areas == whole.fromReference.areas.map { $0 * 4 })
      // Elsewhere in a larger image.
      let moved = try Self.agreement(Self.moved(a), Self.moved(b), spacing)
      #expect(moved == whole)
    }
  }

  @Test func anEmptySideHasAStateAndNoNumbers() throws {
    var volume = SmallVolume(4, 4, 4)
    volume[1, 2, 3] = 1
    let mask = volume.mask([1])
    let spacing = SIMD3(1.0, 1, 1)
    for (reference, prediction, state) in [
      (nil, nil, StructurePresence.neither), (mask, nil, .referenceOnly),
      (nil, mask, .predictionOnly), (mask, mask, .both),
    ] {
      let agreement = try SurfaceAgreement(
        reference: reference, prediction: prediction, spacing: spacing)
      #expect(agreement.state == state)
      #expect((agreement.hausdorff == nil) == (state != .both))
      #expect((agreement.pooledMean(.area) == nil) == (state != .both))
      #expect((agreement.meanOfMeans(.count) == nil) == (state != .both))
      #expect((agreement.hausdorffPooledPercentile(95) == nil) == (state != .both))
      #expect((agreement.hausdorffMeanFloorPercentile(95) == nil) == (state != .both))
      #expect((agreement.normalizedSurfaceDice(.init(1), .area) == nil) == (state != .both))
    }
    // A mask that fills the image has no border where the image's edge is none.
    let full = SmallVolume(3, 3, 3, labels: Array(repeating: 1, count: 27))
    let agreement = try SurfaceAgreement(
      reference: full.mask([1]), prediction: full.mask([1]), spacing: spacing,
      model: .border(.faces, edge: .continues(full.shape)))
    #expect(agreement.state == .neither)
  }

  @Test func boxesBeyondAnyBodyAreRefused() throws {
    let (near, far) = (
      VoxelMask(bounds: VoxelBounds(min: .zero, max: .zero)),
      VoxelMask(bounds: VoxelBounds(min: SIMD3(4000, 4000, 4000), max: SIMD3(4000, 4000, 4000)))
    )
    #expect(throws: SurfaceError.self) {
      _ = try SurfaceAgreement(reference: near, prediction: far, spacing: SIMD3(1, 1, 1))
    }
  }

  // MARK: - Making masks

  /// A spacing between 0.3 and 6 mm, now and then with ratios at which many distances tie.
  static func spacing(_ random: inout SeededGenerator) -> SIMD3<Double> {
    if Int.random(in: 0..<3, using: &random) == 0 {
      return [SIMD3(1.0, 1, 1), SIMD3(0.8, 0.8, 5), SIMD3(5, 0.5, 0.5), SIMD3(0.02, 3, 1)][
        Int.random(in: 0..<4, using: &random)]
    }
    return SIMD3(
      .random(in: 0.3...6, using: &random), .random(in: 0.3...6, using: &random),
      .random(in: 0.3...6, using: &random))
  }

  /// Other blobs in a volume of the same shape, the background sometimes taken for them.
  static func filled(like other: SmallVolume, _ random: inout SeededGenerator) -> SmallVolume {
    var volume = SmallVolume(other.shape.i, other.shape.j, other.shape.k)
    for index in volume.labels.indices {
      volume.labels[index] = other.labels[index] == 3 ? 1 : 0
    }
    for _ in 0..<3 {
      volume.labels[Int.random(in: 0..<volume.labels.count, using: &random)] = 1
    }
    return volume
  }

  static func agreement(
    _ a: SmallVolume, _ b: SmallVolume, _ spacing: SIMD3<Double>
  ) throws -> SurfaceAgreement {
    try SurfaceAgreement(reference: a.mask([1]), prediction: b.mask([1]), spacing: spacing)
  }

  static func turned(_ volume: SmallVolume) -> SmallVolume {
    var result = SmallVolume(volume.shape.j, volume.shape.k, volume.shape.i)
    for k in 0..<volume.shape.k {
      for j in 0..<volume.shape.j {
        for i in 0..<volume.shape.i { result[j, k, i] = volume[i, j, k] }
      }
    }
    return result
  }

  static func moved(_ volume: SmallVolume) -> SmallVolume {
    var result = SmallVolume(volume.shape.i + 70, volume.shape.j + 9, volume.shape.k + 4)
    for k in 0..<volume.shape.k {
      for j in 0..<volume.shape.j {
        for i in 0..<volume.shape.i { result[i + 67, j + 8, k + 3] = volume[i, j, k] }
      }
    }
    return result
  }
}
