import Testing

@testable import VolumetryCore

/// Laws of lesions, and small rows of voxels whose answer is plain.
@Suite struct LesionComparisonTests {
  /// One row of voxels: `#` is labelled.
  static func row(_ text: String) -> SmallVolume {
    SmallVolume(text.count, 1, 1, labels: text.map { $0 == "#" ? 1 : 0 })
  }

  static func compare(
    _ reference: SmallVolume, _ prediction: SmallVolume, _ rules: LesionRules,
    spacing: [Double] = [1, 1, 1]
  ) throws -> LesionComparison {
    let pair = LesionPair(
      try CommonFrame(reference, prediction), of: LabelSet([Label(1)]),
      connectivity: rules.connectivity)
    return LesionComparison(
      pair, rules: rules, place: LesionPlace(reference.shape, spacing: spacing))
  }

  static func compare(
    _ reference: String, _ prediction: String, _ rules: LesionRules = LesionRules(),
    spacing: [Double] = [1, 1, 1]
  ) throws -> LesionComparison {
    try compare(row(reference), row(prediction), rules, spacing: spacing)
  }

  static func randomPair(_ random: inout SeededGenerator) -> (SmallVolume, SmallVolume) {
    var a = SmallVolume(
      .random(in: 2...9, using: &random), .random(in: 2...9, using: &random),
      .random(in: 1...6, using: &random))
    var b = a
    let share = Double.random(in: 0.1...0.4, using: &random)
    for voxel in a.labels.indices {
      a.labels[voxel] = Double.random(in: 0..<1, using: &random) < share ? 1 : 0
      b.labels[voxel] =
        Double.random(in: 0..<1, using: &random) < 0.8
        ? a.labels[voxel] : Double.random(in: 0..<1, using: &random) < share ? 1 : 0
    }
    return (a, b)
  }

  @Test func overlapsAreThoseOfTheVoxels() throws {
    var random = SeededGenerator(92)
    for _ in 0..<500 {
      let (a, b) = Self.randomPair(&random)
      let pair = LesionPair(
        try CommonFrame(a, b), of: LabelSet([Label(1)]),
        connectivity: try #require(Connectivity.allCases.randomElement(using: &random)))
      var plain: [SIMD2<Int>: Int] = [:]
      for (one, other) in zip(pair.reference.plainNumbers, pair.prediction.plainNumbers)
      where one >= 0 && other >= 0 {
        plain[SIMD2(one, other), default: 0] += 1
      }
      let expected = plain.map {
        LesionOverlaps.Pair(reference: $0.key.x, prediction: $0.key.y, voxels: $0.value)
      }.sorted { ($0.reference, $0.prediction) < ($1.reference, $1.prediction) }
      #expect(pair.overlaps.pairs == expected)
    }
  }

  @Test func aboveOneHalfNoAssignmentMatters() throws {
    var random = SeededGenerator(93)
    var matches = 0
    for _ in 0..<300 {
      let (a, b) = Self.randomPair(&random)
      let all = try LesionAssignment.allCases.filter { $0 != .bestFirstMerging }.map {
        try Self.compare(a, b, LesionRules(connectivity: .faces, assignment: $0))
      }
      for other in all { #expect(other.matches == all[0].matches) }
      matches += all[0].matches.count
    }
    #expect(matches > 500)
  }

  @Test func swappingTheSidesSwapsWhatIsMissedAndInvented() throws {
    var random = SeededGenerator(94)
    for _ in 0..<300 {
      let (a, b) = Self.randomPair(&random)
      let rules = LesionRules(
        connectivity: .faces, threshold: 0.2, assignment: .greatestTotal)
      let (one, other) = (try Self.compare(a, b, rules), try Self.compare(b, a, rules))
      let sums = [one, other].map { $0.matches.reduce(0) { $0 + $1.intersectionOverUnion } }
      #expect(abs(sums[0] - sums[1]) < 1e-9)
      #expect(one.falsePositiveVolume == other.falseNegativeVolume)
      #expect(one.falseNegativeVolume == other.falsePositiveVolume)
      let half = LesionRules(connectivity: .edges)
      let (first, second) = (try Self.compare(a, b, half), try Self.compare(b, a, half))
      #expect(first.falsePositives == second.falseNegatives)
      #expect(first.precision == second.recall)
      for value in [\LesionComparison.meanDice, \.panopticQuality] {
        guard let one = first[keyPath: value], let other = second[keyPath: value] else {
          #expect(first[keyPath: value] == second[keyPath: value])
          continue
        }
        #expect(abs(one - other) < 1e-12)
      }
    }
  }

  @Test func everyLesionIsCountedOnce() throws {
    var random = SeededGenerator(95)
    for _ in 0..<300 {
      let (a, b) = Self.randomPair(&random)
      for assignment in LesionAssignment.allCases {
        let found = try Self.compare(
          a, b,
          LesionRules(
            connectivity: .faces, threshold: 0.1, isThresholdEnough: true, assignment: assignment,
            ignoredReference: CubicMillimetres(1), droppedPrediction: CubicMillimetres(2)))
        let counted = found.reference.count { $0.counts }
        #expect(found.truePositives + found.falseNegatives.count == counted)
        let predicted = found.prediction.count { $0.counts }
        let matched = Set(found.matches.flatMap(\.prediction))
        #expect(matched.count + found.falsePositives.count == predicted)
        #expect(found.reference.allSatisfy { $0.counts == ($0.voxels > 1) })
        #expect(found.prediction.allSatisfy { !$0.counts || $0.voxels > 2 })
        if assignment != .every {
          #expect(found.matches.map(\.prediction.count).reduce(0, +) == matched.count)
        }
        for bins in [[Millilitres(0.003)], [Millilitres(0.002), Millilitres(0.004)]] {
          let bins = found.recall(bySize: bins)
          #expect(bins.map(\.lesions).reduce(0, +) == counted)
          #expect(bins.map(\.found).reduce(0, +) == found.truePositives)
        }
      }
    }
  }

  @Test func aThresholdIsMetOrExceeded() throws {
    let (reference, prediction) = ("####..", "..##..")
    for score in [LesionScore.intersectionOverUnion, .dice, .sharedVoxels] {
      let value = [
        LesionScore.intersectionOverUnion: 0.5, .dice: 2.0 / 3, .sharedVoxels: 2,
      ][score]
      var rules = LesionRules(score: score, threshold: try #require(value))
      #expect(try Self.compare(reference, prediction, rules).truePositives == 0)
      rules.isThresholdEnough = true
      #expect(try Self.compare(reference, prediction, rules).truePositives == 1)
    }
  }

  @Test func assignmentsDifferAsTheySay() throws {
    // Reference: lesions 0 and 1; prediction: 0 on both, 1 on the second only.
    let (reference, prediction) = ("#####.######..", "..######.###..")
    func pairs(_ assignment: LesionAssignment, _ threshold: Double) throws -> [[Int]] {
      let rules = LesionRules(threshold: threshold, assignment: assignment)
      return try Self.compare(reference, prediction, rules).matches.map {
        [$0.reference] + $0.prediction
      }
    }
    // IoU: 0-0 3/8, 1-0 2/10, 1-1 3/6.
    #expect(try pairs(.bestFirst, 0.1) == [[0, 0], [1, 1]])
    #expect(try pairs(.bestFirst, 0.4) == [[1, 1]])
    #expect(try pairs(.every, 0.1) == [[0, 0], [1, 0, 1]])
    // One predicted lesion in two parts: 0-0 4/9, 0-1 3/9, together 7/9.
    func parts(_ assignment: LesionAssignment, _ threshold: Double) throws -> LesionComparison {
      try Self.compare(
        "#########", "####..###", LesionRules(threshold: threshold, assignment: assignment))
    }
    #expect(try parts(.bestFirst, 0.3).falsePositives == [1])
    #expect(try parts(.bestFirstManyToOne, 0.3).matches[0].prediction == [0, 1])
    #expect(try parts(.bestFirstManyToOne, 0.4).matches[0].prediction == [0])
    let merged = try parts(.bestFirstMerging, 0.4)
    #expect(merged.matches[0].prediction == [0, 1] && merged.falsePositives.isEmpty)
    #expect(merged.segmentationQuality == 7.0 / 9 && merged.precision == 1)
  }

  @Test func theGreatestSumBeatsTheBestPair() throws {
    // Shared voxels: 0-0 3, 0-1 4, 1-1 3. Best first takes 4 and nothing else.
    let (reference, prediction) = ("########.###", "###.########")
    func total(_ assignment: LesionAssignment) throws -> [Int] {
      try Self.compare(
        reference, prediction,
        LesionRules(score: .sharedVoxels, threshold: 0, assignment: assignment)
      ).matches.map(\.sharedVoxels)
    }
    #expect(try total(.bestFirst) == [4])
    #expect(try total(.greatestTotal) == [3, 3])
    // With a threshold of 3, exclusive: looked at before, 4 is alone; after, both were chosen.
    func above(_ assignment: LesionAssignment) throws -> Int {
      try Self.compare(
        reference, prediction,
        LesionRules(score: .sharedVoxels, threshold: 3, assignment: assignment)
      ).truePositives
    }
    #expect(try above(.greatestTotal) == 1)
    #expect(try above(.greatestTotalBeforeThreshold) == 0)
  }

  @Test func whatIsIgnoredIsNeitherMissedNorFalse() throws {
    // Reference: 1, 3 voxels; prediction on the first, and one of 1 voxel on nothing.
    let (reference, prediction) = ("#...###...", "##......#.")
    let plain = try Self.compare(reference, prediction)
    #expect(plain.falseNegatives == [0, 1] && plain.falsePositives == [0, 1])
    var rules = LesionRules(ignoredReference: CubicMillimetres(2))
    // Voxels of 2 mm³: the first has exactly 2.
    let ignoring = try Self.compare(reference, prediction, rules, spacing: [2, 1, 1])
    #expect(ignoring.falseNegatives == [1] && ignoring.falsePositives == [1])
    #expect(ignoring.falsePositiveVolume.value == 0.002)
    rules.droppedPrediction = CubicMillimetres(2)
    let dropping = try Self.compare(reference, prediction, rules, spacing: [2, 1, 1])
    #expect(dropping.falsePositives.isEmpty && dropping.state == .referenceOnly)
    #expect(dropping.precision == nil && dropping.recall == 0)
    #expect(dropping.falsePositiveVolume.value == 0 && dropping.falseNegativeVolume.value == 0.006)
  }

  @Test func emptySidesHaveAStateAndNoInventedNumber() throws {
    let both = try Self.compare("....", "....")
    #expect(both.state == .neither && both.recall == nil && both.precision == nil)
    #expect(both.recognitionQuality == nil && both.panopticQuality == nil && both.meanDice == nil)
    let missed = try Self.compare(".##.", "....")
    #expect(missed.state == .referenceOnly && missed.recall == 0 && missed.precision == nil)
    #expect(missed.recognitionQuality == 0 && missed.panopticQuality == 0)
    #expect(missed.segmentationQuality == nil && missed.meanFoundVoxels == nil)
    let invented = try Self.compare("....", ".##.")
    #expect(invented.state == .predictionOnly && invented.recall == nil && invented.precision == 0)
    #expect(invented.recognitionQuality == 0 && invented.falsePositiveVolume.value == 0.002)
    let every = try Self.compare("....", ".##.", .autoPET)
    #expect(every.recognitionQuality == 0 && every.panopticQuality == nil)
    #expect(try Self.compare("....", "....", .autoPET).recognitionQuality == nil)
    let right = try Self.compare(".##.", ".##.")
    #expect(right.state == .both && right.recognitionQuality == 1 && right.panopticQuality == 1)
    #expect(right.intersectionOverUnionDeviation == 0)
    #expect(try Self.compare("....", "....", .monai()).panopticQuality == 0, "MONAI's word")
    #expect(both.recall(bySize: [Millilitres(1)]).map(\.recall) == [nil, nil])
  }

  @Test func everyPairCountsEachSideByItself() throws {
    // One reference lesion, three predicted on it and one beside it.
    let found = try Self.compare("#######...", "#.#.##..#.", .autoPET)
    #expect(found.truePositives == 1 && found.rightPredictions == 3)
    #expect(found.precision == 0.75 && found.recall == 1)
    #expect(abs(try #require(found.recognitionQuality) - 1.5 / 1.75) < 1e-15)
  }

  @Test func numberingDecidesBetweenEqualScores() throws {
    // A reference lesion of two voxels that two single voxels share alike.
    var reference = SmallVolume(3, 3, 3)
    for place in [(0, 0, 1), (1, 0, 0)] { reference[place.0, place.1, place.2] = 1 }
    let prediction = reference
    var rules = LesionRules(
      connectivity: .corners, threshold: 0.5, isThresholdEnough: true, assignment: .bestFirst)
    let labelled = try CommonFrame(reference, prediction)
    let pair = LesionPair(
      ComponentLabelling(of: labelled.reference, connectivity: .corners),
      ComponentLabelling(of: labelled.prediction, connectivity: .faces))
    let place = LesionPlace(reference.shape, spacing: [1, 1, 1])
    #expect(LesionComparison(pair, rules: rules, place: place).matches.map(\.prediction) == [[0]])
    rules.numbering = .lastAxisFastest
    #expect(LesionComparison(pair, rules: rules, place: place).matches.map(\.prediction) == [[1]])
  }

  @Test func rowsSayWhereALesionLies() throws {
    let volume = Self.row("..###.#")
    let shape = volume.shape
    let pair = LesionPair(
      try CommonFrame(volume, volume), of: LabelSet([Label(1)]), connectivity: .faces)
    let grid = LesionPlace(shape, spacing: [2, 3, 5]).grid
    let found = LesionComparison(
      pair, rules: LesionRules(), place: LesionPlace(grid: grid, origin: SIMD3(3, 0, 0)))
    #expect(found.reference[0].voxels == 3 && found.reference[0].volume.value == 0.09)
    #expect(found.reference[0].bounds.min == SIMD3(-1, 0, 0))
    #expect(found.reference[0].bounds.max == SIMD3(1, 0, 0))
    #expect(found.reference[0].centroid == [Millimetres(0), Millimetres(0), Millimetres(0)])
    #expect(found.reference[1].centroid?[0] == Millimetres(6))
    #expect(found.reference[1].sharedVoxels == 1)
  }

  @Test func binsTakeTheirLowerBound() throws {
    let found = try Self.compare("#.##.###.####", "..##.......##", LesionRules(threshold: 0.4))
    let bins = found.recall(bySize: [Millilitres(0.002), Millilitres(0.004)])
    #expect(bins.map(\.lesions) == [1, 2, 1] && bins.map(\.found) == [0, 1, 1])
    #expect(bins.map(\.recall) == [0, 0.5, 1])
    #expect(bins[1].lower.value == 0.002 && bins[1].upper?.value == 0.004 && bins[2].upper == nil)
  }

  @Test func aJoinedLesionThatIsNotDetectedIsTakenOffAsOftenAsItHasParts() throws {
    let pair = LesionPair(
      try CommonFrame(Self.row("#.......#.."), Self.row("#########..")),
      of: LabelSet([Label(1)]), connectivity: .faces)
    let any = MergedLesionDetection(pair, above: 0)
    #expect(any.detected == 1 && any.falseNegatives == 1 && any.falsePositives == 0)
    let half = MergedLesionDetection(pair, above: 0.5)
    #expect(half.detected == -1 && half.falseNegatives == 3 && half.falsePositives == 2)
    #expect(half.recall == -0.5 && half.precision == -1)
  }

  @Test func grownLesionsThatTouchAreOneAndFalseOnesCountAsTheWorst() throws {
    // Grown by one, the first two touch; the third stays alone.
    let reference = Self.row("##..##.......##")
    let prediction = Self.row("##......#......")
    let rules = GrownLesionScore.Rules(growth: 1, ignoredReference: CubicMillimetres(2))
    let pair = GrownLesionPair(
      try CommonFrame(reference, prediction), of: LabelSet([Label(1)]), rules: rules)
    let score = GrownLesionScore(pair, rules: rules, voxelVolume: CubicMillimetres(1)) {
      #expect($0 == [0] && $1 == [0])
      return 7
    }
    #expect(score.rows.map(\.volume.value) == [4], "2 mm³ are left out")
    #expect(score.truePositives == 1 && score.falseNegatives == 0)
    #expect(score.falsePositives == [1])
    #expect(score.dice == (4.0 / 6) / 2)
    #expect(score.hd95 == Millimetres((7 + 374) / 2))
    let endless = GrownLesionScore(pair, rules: rules, voxelVolume: CubicMillimetres(1)) { _, _ in
      .infinity
    }
    #expect(endless.hd95 == Millimetres(374))
    let missed = GrownLesionScore(pair, rules: rules, voxelVolume: CubicMillimetres(2))
    #expect(missed.falseNegatives == 1 && missed.rows[1].dice == 0 && missed.hd95 == nil)
    let nothing = try CommonFrame(Self.row("..."), Self.row("..."))
    let empty = GrownLesionScore(
      GrownLesionPair(nothing, of: LabelSet([Label(1)]), rules: .glioma), rules: .glioma,
      voxelVolume: CubicMillimetres(1))
    #expect(empty.dice == nil && empty.hd95 == nil)
  }
}
