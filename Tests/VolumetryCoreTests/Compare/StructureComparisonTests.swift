import Testing

@testable import VolumetryCore

/// Structures of two files compared, from what a person asks for to every kind of number.
@Suite struct StructureComparisonTests {
  /// 1 differs by a voxel, 2 is missing in the prediction, 3 was invented, 4 is alike; 5 is in
  /// none.
  private static func volumes() -> (SmallVolume, SmallVolume) {
    var (a, b) = (SmallVolume(12, 10, 8), SmallVolume(12, 10, 8))
    for k in 2...4 {
      for j in 2...4 {
        for i in 2...4 {
          a[i, j, k] = 1
          b[i + 1, j, k] = 1
        }
      }
    }
    a[8, 8, 6] = 2
    b[9, 1, 6] = 3
    for i in 0...3 {
      a[i, 9, 7] = 4
      b[i, 9, 7] = 4
    }
    return (a, b)
  }

  private func pair() throws -> SegmentationPair {
    let (a, b) = Self.volumes()
    return try SmallPair(spacing: [1, 2, 3]).read(a, b)
  }

  @Test func structuresOccurOnceAscending() throws {
    let pair = try pair()
    #expect(pair.occurringStructures == [1, 2, 3, 4].map { ComparedStructure(Label($0)) })
    #expect(pair.occurringStructures.map(\.label) == [1, 2, 3, 4].map { Label($0) })
    let set = ComparedStructure(name: "both", members: LabelSet([Label(2), Label(3)]))
    #expect(set.label == nil && set.words == "both (\(set.members))")
    #expect(ComparedStructure(Label(7)).words == "label 7")
    // A set of one label is still a set.
    #expect(ComparedStructure(name: "one", members: LabelSet([Label(1)])).label == nil)
    #expect(
      ComparedStructure(name: "one", members: LabelSet([Label(1)])) != ComparedStructure(Label(1)))
  }

  @Test func voxelsOfAStructureAreCountedAsOne() throws {
    let pair = try pair()
    let all = 12 * 10 * 8
    func overlap(_ labels: Int...) -> [Int] {
      let found = pair.overlap(
        of: ComparedStructure(name: "set", members: LabelSet(labels.map { Label($0) })))
      #expect(found.voxels == all)
      return [found.truePositives, found.falsePositives, found.falseNegatives]
    }
    #expect(overlap(1) == [18, 9, 9])
    #expect(overlap(2) == [0, 0, 1])
    #expect(overlap(3) == [0, 1, 0])
    #expect(overlap(2, 3) == [0, 1, 1])
    #expect(overlap(1, 4) == [22, 9, 9])
    #expect(overlap(5) == [0, 0, 0])
    let confusion = pair.confusion(of: pair.occurringStructures)
    #expect(confusion.voxels == all)
    for (index, structure) in pair.occurringStructures.enumerated() {
      #expect(confusion.overlap(ofClass: index + 1) == pair.overlap(of: structure))
    }
  }

  @Test func presenceSaysWhichSideIsEmpty() {
    func presence(_ both: Int, _ added: Int, _ missed: Int) -> StructurePresence {
      StructurePresence(
        Overlap(
          truePositives: both, falsePositives: added, falseNegatives: missed, trueNegatives: 1))
    }
    #expect(presence(1, 0, 0) == .both && presence(0, 1, 1) == .both)
    #expect(presence(0, 0, 0) == .neither && presence(0, 0, 0).rawValue == "both_empty")
    #expect(presence(0, 2, 0) == .predictionOnly)
    #expect(presence(0, 2, 0).rawValue == "reference_empty")
    #expect(presence(0, 0, 2) == .referenceOnly)
    #expect(presence(0, 0, 2).rawValue == "prediction_empty")
    #expect(StructurePresence.both.rawValue == "ok")
  }

  @Test func everythingThatWasAskedForIsThere() throws {
    let pair = try pair()
    var request = ComparisonRequest()
    request.families = Set(MetricFamily.allCases)
    request.tolerances = [Millimetres(1), Millimetres(2)]
    let structures = [5, 1, 2, 3].map { ComparedStructure(Label($0)) }
    for isExact in [false, true] {
      request.isExact = isExact
      let found = pair.comparison(of: structures, request)
      #expect(found.structures.map(\.structure) == structures, "in the order of the question")
      #expect(
        found.structures.map(\.state) == [.neither, .both, .referenceOnly, .predictionOnly])
      for each in found.structures {
        #expect((each.surface == nil) == isExact)
        #expect((each.solid != nil) == (isExact && each.state == .both))
        #expect(each.boundaries.count == 2)
        #expect(each.lesions != nil && each.lesionSizes.count == 4 && each.centrelines != nil)
        #expect(each.overlap == pair.overlap(of: each.structure))
      }
      let one = found.structures[1]
      #expect(one.referenceVolume.value == 27 * 6.0 / 1000)
      #expect(one.predictionVolume == one.referenceVolume)
      // A millimetre apart along the axis on which voxels are closest.
      let hausdorff = isExact ? one.solid?.distances?.hausdorff.value : one.surface?.hausdorff
      #expect(agree(hausdorff, 1, 1e-6))
      // From the first voxel's centre to the last: 11 × 1, 9 × 2 and 7 × 3 mm.
      #expect(one.frameDiagonal.value == 886.0.squareRoot())
      let warned = Dictionary(grouping: found.warnings, by: \.code)
      #expect(Set(warned.keys) == [.emptyMask, .belowSpacing])
      #expect(warned[.emptyMask]?.first?.message.hasSuffix("label 2; label 3") == true)
      #expect(warned[.belowSpacing]?.first?.message.hasSuffix("of: label 1") == true)
    }
  }

  @Test func onlyWhatWasAskedForIsThere() throws {
    let pair = try pair()
    var request = ComparisonRequest()
    request.families = [.overlap]
    let found = pair.comparison(of: [ComparedStructure(Label(1))], request).structures[0]
    #expect(found.surface == nil && found.solid == nil && found.boundaries.isEmpty)
    #expect(found.lesions == nil && found.lesionSizes.isEmpty && found.centrelines == nil)
    #expect(found.overlap.dice == 2.0 / 3)
    request.families = [.overlap, .centreline]
    let lines = pair.comparison(of: [ComparedStructure(Label(1))], request).structures[0]
    #expect(lines.centrelines == pair.centrelines(of: LabelSet([Label(1)])))
    #expect(lines.surface == nil && lines.lesions == nil)
  }

  @Test func theEdgeOfAFieldOfViewIsEachFilesOwn() throws {
    let (a, b) = Self.volumes()
    let found = try pair().comparison(of: [1, 4].map { ComparedStructure(Label($0)) })
    #expect(found.structures.map(\.referenceTouchesEdge) == [false, true])
    #expect(found.structures.map(\.predictionTouchesEdge) == [false, true])
    #expect(found.warnings.first { $0.code == .edge }?.message.hasSuffix("label 4") == true)
    // The prediction cropped so that label 1 meets its first slice: only its own edge is met.
    var cropped = SmallVolume(9, 10, 8)
    for k in 0..<8 { for j in 0..<10 { for i in 0..<9 { cropped[i, j, k] = b[i + 3, j, k] } } }
    var files = SmallPair(spacing: [1, 2, 3])
    files.origins[1] = [3, 0, 0]
    let one = try files.read(a, cropped).comparison(of: [ComparedStructure(Label(1))])
    #expect(!one.structures[0].referenceTouchesEdge && one.structures[0].predictionTouchesEdge)
    #expect(one.structures[0].overlap.truePositives == 18)
    #expect(one.warnings.contains { $0.code == .fieldOfView })
  }

  @Test func coresChangeNothing() throws {
    let pair = try pair()
    var request = ComparisonRequest()
    request.families = Set(MetricFamily.allCases)
    let structures = [4, 3, 2, 1].map { ComparedStructure(Label($0)) }
    let metrics = ComparisonMetric.table(request)
    let (one, many) = (
      pair.comparison(of: structures, request),
      pair.comparison(of: structures, request, cores: 4)
    )
    #expect(many.structures.map(\.structure) == structures)
    for (a, b) in zip(one.structures, many.structures) {
      for metric in metrics { #expect(metric.value(a) == metric.value(b), "\(metric.id)") }
    }
    #expect(one.confusion == many.confusion && one.warnings == many.warnings)
  }
}
