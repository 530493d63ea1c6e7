import Testing

@testable import VolumetryCore

/// Masks of structures from runs that are kept by label.
@Suite struct PairVoxelsTests {
  @Test func masksAreThoseOfTheRuns() throws {
    var random = SeededGenerator(92)
    for round in 0..<300 {
      let volume = SmallVolume(random: &random, most: round % 20 == 0 ? 70 : 6)
      let grouped = GroupedRuns(volume.runs)
      #expect(grouped.labels == volume.runs.labels)
      for labels: Set<Int> in [[1], [2], [1, 3], [1, 2, 3], [7], [0, 2]] {
        let members = LabelSet(labels.map { Label($0) })
        // The background has no runs, so it is in no mask.
        let plain = volume.mask(labels.subtracting([0]))
        #expect(grouped.bounds(of: members) == plain?.bounds)
        guard let plain else { continue }
        #expect(grouped.mask(of: members, in: plain.bounds) == plain)
        #expect(grouped.mask(of: members, in: volume.whole) == plain.cropped(to: volume.whole))
      }
    }
  }

  @Test func sidesLieInBoxesOfTheirOwnOrInOne() throws {
    let shape = try #require(GridShape(9, 8, 7))
    var (a, b) = (SmallVolume(9, 8, 7), SmallVolume(9, 8, 7))
    a[1, 2, 3] = 1
    b[7, 2, 5] = 1
    b[4, 4, 4] = 2
    let voxels = PairVoxels(try CommonFrame(a, b))
    let first = VoxelBounds(min: [1, 2, 3], max: [1, 2, 3])
    let second = VoxelBounds(min: [7, 2, 5], max: [7, 2, 5])
    let both = VoxelBounds(min: [1, 2, 3], max: [7, 2, 5])
    let one = LabelSet([Label(1)])
    let own = try voxels.masks(of: one, inOneBox: false)
    #expect(own.reference?.bounds == first && own.prediction?.bounds == second)
    let shared = try voxels.masks(of: one, inOneBox: true)
    #expect(shared.reference == own.reference?.cropped(to: both))
    #expect(shared.prediction == own.prediction?.cropped(to: both))
    // A side without the structure has no mask and adds nothing to the box.
    for isShared in [false, true] {
      let alone = try voxels.masks(of: LabelSet([Label(2)]), inOneBox: isShared)
      #expect(alone.reference == nil)
      #expect(alone.prediction?.bounds == VoxelBounds(min: [4, 4, 4], max: [4, 4, 4]))
      let none = try voxels.masks(of: LabelSet([Label(3)]), inOneBox: isShared)
      #expect(none.reference == nil && none.prediction == nil)
    }
    #expect(try CommonFrame(a, b).shape == shape)
  }

  /// Two voxels at the far ends of a volume have a box that no memory holds.
  private func ends(_ shape: GridShape, _ places: [SIMD3<Int>]) -> LabelRuns {
    LabelRuns(
      shape: shape, labels: [Label(1)],
      runs: places.map { place in
        LabelRuns.Run(
          row: Int32(place.y + place.z * shape.j), start: Int32(place.x), end: Int32(place.x + 1),
          number: 0)
      })
  }

  @Test func aBoxBeyondAnyBodyIsRefusedBeforeItIsMade() throws {
    let shape = try #require(GridShape(100, 46_000, 46_000))
    let last = SIMD3(shape.sizes) &- 1
    let (first, middle) = (SIMD3<Int>.zero, SIMD3(5, 5, 5))
    let cases = [
      // A side's own box, of 34 GB; then a plane of single voxels, which takes as many words.
      (ends(shape, [first, last]), ends(shape, [middle]), false),
      (ends(shape, [middle]), ends(shape, [first, last]), false),
      (ends(shape, [first, SIMD3(0, last.y, last.z)]), ends(shape, [middle]), false),
      // Two small boxes, and one that holds both.
      (ends(shape, [first]), ends(shape, [last]), true),
    ]
    for (reference, prediction, isShared) in cases {
      let voxels = PairVoxels(
        try CommonFrame(reference: reference, prediction: prediction, alignment: .identity))
      let error = #expect(throws: SurfaceError.self) {
        _ = try voxels.masks(of: LabelSet([Label(1)]), inOneBox: isShared)
      }
      guard case .boxTooLarge(let found, let limit) = error else { continue }
      #expect(found > limit && limit == LatticeFrame.mostPoints)
    }
    let apart = PairVoxels(
      try CommonFrame(
        reference: ends(shape, [first]), prediction: ends(shape, [last]), alignment: .identity))
    let own = try apart.masks(of: LabelSet([Label(1)]), inOneBox: false)
    #expect(own.reference?.memberCount == 1 && own.prediction?.memberCount == 1)
  }

  /// The same from files: a bar and a plate that share one voxel, some kilobytes each once packed.
  /// Label 2 lies in the shared voxel, label 1 at the ends.
  private func barAndPlate() throws -> SegmentationPair {
    var (bar, plate) = (SmallVolume(30_000, 1, 1), SmallVolume(1, 500, 500))
    bar.labels[bar.labels.count - 1] = 1
    plate.labels[plate.labels.count - 1] = 1
    bar.labels[0] = 2
    plate.labels[0] = 2
    return try SmallPair().read(bar, plate)
  }

  private let far = ComparedStructure(Label(1))
  private let near = ComparedStructure(Label(2))

  @Test(arguments: [false, true])
  func suchABoxCostsItsStructureTheSurfaceAlone(isExact: Bool) throws {
    let pair = try barAndPlate()
    var request = ComparisonRequest()
    request.isExact = isExact
    request.families = Set(MetricFamily.allCases)
    let all = pair.comparison(of: [near, far], request)
    let (whole, lacking) = (all.structures[0], all.structures[1])
    #expect(whole.oversized == nil && lacking.state == .both)
    let box = try #require(lacking.oversized)
    #expect(box.latticePoints >= 30_000 * 500 * 500 && box.limit == LatticeFrame.mostPoints)
    // Either side's own box is small: centrelines need no other, and a box for both only here.
    #expect(box.families == (isExact ? [.surface, .centreline] : [.surface]))
    #expect((lacking.centrelines == nil) == isExact)
    #expect(
      lacking.overlap
        == Overlap(
          truePositives: 0, falsePositives: 1, falseNegatives: 1,
          trueNegatives: 30_000 + 250_000 - 3))
    #expect(lacking.referenceVolume == Millilitres(0.001) && lacking.lesions != nil)
    for metric in ComparisonMetric.table(request) where metric.id != "boundary_iou_1mm" {
      #expect(metric.family != .surface || metric.value(whole) != nil, "\(metric.id)")
      let value = metric.value(lacking)
      #expect(!box.families.contains(metric.family) || value == nil, "\(metric.id)")
      if metric.family == .overlap, metric.id != "volume_difference_pct" {
        #expect((value == nil) == (metric.value(whole) == nil), "\(metric.id)")
      }
    }
    let warnings = all.warnings.filter { $0.code == .tooLarge }
    #expect(warnings.count == 1 && warnings[0].message.contains("label 1 holds"))
    #expect(warnings[0].figures["limit"] == .count(LatticeFrame.mostPoints))
    #expect(warnings[0].figures["lattice_points"] == .count(box.latticePoints))
    // What needs no box is not touched by asking for more.
    request.families = [.overlap, .lesions]
    let counted = pair.comparison(of: [far], request)
    #expect(counted.structures[0].oversized == nil && counted.structures[0].lesions != nil)
    #expect(!counted.warnings.contains { $0.code == .tooLarge })
  }

  @Test func aPeerOfSuchABoxSaysThatItWasNotComputed() throws {
    let pair = try barAndPlate()
    var request = ComparisonRequest()
    request.families = Set(MetricFamily.allCases)
    for (name, counted, lacking) in [
      ("pymia", ["dice", "kappa"], ["hd", "hd95", "nsd@1.0"]),
      ("brats23-met", ["Legacy_Dice", "Num_FN"], ["Legacy_HD95"]),
    ] {
      request.compat = PeerPreset(id: name)
      let compared = pair.comparison(of: [near, far], request)
      for structure in compared.structures {
        let isLacking = structure.structure == far
        let readings = try #require(structure.peer)
        for metric in counted { #expect(readings.value(metric)?.finite != nil, "\(metric)") }
        for metric in lacking {
          #expect((readings.value(metric) == .tooLarge) == isLacking, "\(metric)")
        }
        #expect(structure.oversized?.families == (isLacking ? [.surface] : nil))
      }
      #expect(compared.warnings.count { $0.code == .tooLarge } == 1)
    }
    #expect(PeerValue.tooLarge.finite == nil && PeerValue.tooLarge.words == "NOT COMPUTED")
  }
}
