import Testing

@testable import VolumetryCore

/// Which cases a reader is shown first, and what pictures are drawn from.
@Suite struct WorstCasesTests {
  private func cohort(_ differing: [Int]) -> ComparedCohort {
    HandMade.cohort(
      ["m"],
      differing.enumerated().map { number, voxels in
        ("case \(number)", [HandMade.comparison(100, added: voxels)])
      })
  }

  @Test func theWorstStandFirstAndWhatIsMissedBeforeAll() {
    let cohort = HandMade.cohort(
      ["m"],
      [
        ("good", [HandMade.comparison(90, added: 2)]),
        ("missed", [HandMade.comparison(0, missed: 5)]),
        ("poor", [HandMade.comparison(90, missed: 40)]),
        ("fair", [HandMade.comparison(90, added: 7)]),
        ("also fair", [HandMade.comparison(90, missed: 7)]),
      ])
    let byDistance = cohort.worstFirst(HandMade.distance)
    #expect(byDistance.map(\.caseName) == ["missed", "poor", "also fair", "fair", "good"])
    #expect(byDistance.map(\.value) == [nil, 40, 7, 7, 2])
    #expect(byDistance[0].state == .referenceOnly && byDistance[1].state == .both)
    // Higher is better: a Dice of 0 is the worst; nearer to 0 is better: either sign counts.
    #expect(cohort.worstFirst(HandMade.dice).first?.value == 0)
    #expect(cohort.worstFirst(HandMade.dice).last?.caseName == "good")
    #expect(cohort.worstFirst(HandMade.difference).first?.value == -40)
    #expect(cohort.worstFirst(HandMade.metric("volume_reference_ml")).isEmpty)
  }

  /// Quartiles of 20 and 40: Tukey's fences stand at -10 and 70.
  @Test func whiskersEndAtTheLastValueWithinTheFences() {
    for (last, expected) in [(69, 10.0...69), (70, 10...70), (71, 10...40)] {
      let summary = cohort([40, 10, last, 20, 30]).summaries(
        [HandMade.distance], empty: .skip, plan: HandMade.plan)[0]
      #expect(summary.whiskers == expected)
    }
  }

  @Test func aPointIsTheMeanOfBothAndPredictionLessReference() {
    let points = HandMade.cohort(
      ["m"],
      [("a", [HandMade.comparison(10, added: 2)]), ("b", [HandMade.comparison(17, missed: 3)])]
    ).volumeAgreements[0].points
    #expect(points.map(\.caseName) == ["a", "b"])
    #expect(points.map(\.mean) == [11, 18.5] && points.map(\.difference) == [2, -3])
  }
}
