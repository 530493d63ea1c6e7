import Testing

@testable import VolumetryCore

/// Which cases count where, and what an undefined value counts as.
@Suite struct ComparedCohortTests {
  @Test func structuresAndCasesHaveAnOrderOfTheirOwn() {
    let set = ComparedStructure(name: "all", members: LabelSet([Label(1), Label(2)]))
    let other = ComparedStructure(name: "a", members: LabelSet([Label(1)]))
    let rows = [set, HandMade.tumour, other, HandMade.liver].flatMap { structure in
      ["b", "a"].map { name in
        ComparedCase(
          caseName: name, method: "m", comparison: HandMade.comparison(1, of: structure))
      }
    }
    let cohort = ComparedCohort(rows, pairs: [], methods: ["m"])
    #expect(cohort.structures == [HandMade.liver, HandMade.tumour, set, other])
    #expect(cohort.cases == ["a", "b"])
    let turned = ComparedCohort(rows.reversed(), pairs: [], methods: ["m"])
    #expect(turned.cases == cohort.cases)
    #expect(turned.structures == [HandMade.liver, HandMade.tumour, other, set])
  }

  @Test func aStructureThatNeitherVolumeHoldsIsNoCase() {
    let cohort = HandMade.cohort(
      ["m"],
      [
        ("a", [HandMade.comparison(8, added: 2)]), ("b", [HandMade.comparison(0)]),
        ("c", [HandMade.comparison(0, missed: 5)]), ("d", [HandMade.comparison(0, added: 5)]),
      ])
    #expect(cohort.comparisons(of: HandMade.liver, by: "m").map(\.caseName) == ["a", "c", "d"])
    #expect(cohort.comparisons(of: HandMade.tumour, by: "m").isEmpty)
    #expect(cohort.comparisons(of: HandMade.liver, by: "another").isEmpty)
    for (empty, expected) in [(EmptyPolicy.skip, nil), (.worst, 100.0)] {
      let found = cohort.values(HandMade.distance, of: HandMade.liver, by: "m", empty: empty)
      #expect(found.map(\.value) == [2, expected, expected])
    }
  }

  @Test func aMethodThatRightlyLeftAStructureOutHasTheBestValue() {
    // Neither volume of "right" holds it; "wrong" added it; the pair of "refused" is not there.
    let cohort = HandMade.cohort(
      ["wrong", "right", "refused"],
      [
        ("a", [HandMade.comparison(0, added: 3), HandMade.comparison(0), nil]),
        ("b", [HandMade.comparison(0), HandMade.comparison(0), HandMade.comparison(0)]),
      ])
    for empty in EmptyPolicy.allCases {
      let dice = cohort.table(HandMade.dice, of: HandMade.liver, empty: empty)
      #expect(dice.map(\.caseName) == ["a"], "in b there is nothing to find and nothing was")
      #expect(dice.map(\.values) == [[0, 1, nil]])
      let difference = cohort.table(HandMade.difference, of: HandMade.liver, empty: empty)
      #expect(difference.map(\.values) == [[3, 0, nil]])
    }
    let worst = cohort.table(HandMade.distance, of: HandMade.liver, empty: .worst)
    #expect(worst.map(\.values) == [[100, 0, nil]])
    let skip = cohort.table(HandMade.distance, of: HandMade.liver, empty: .skip)
    #expect(skip.map(\.values) == [[nil, 0, nil]])
  }

  @Test func summariesCountWhatIsUndefined() throws {
    let cohort = HandMade.cohort(
      ["m"],
      [
        ("a", [HandMade.comparison(8, added: 2)]), ("b", [HandMade.comparison(9, missed: 4)]),
        ("c", [HandMade.comparison(0, missed: 5)]), ("d", [HandMade.comparison(0)]),
      ])
    let described = HandMade.metric("true_positive_voxels")
    let metrics = [HandMade.distance, described, HandMade.precision]
    let skipped = cohort.summaries(metrics, empty: .skip, plan: HandMade.plan)
    #expect(skipped.map(\.metric.id) == ["distance_mm", "precision"], "what describes is left out")
    #expect(skipped[0].values.map(\.value) == [2, 4])
    #expect(skipped[0].values.map(\.caseName) == ["a", "b"])
    #expect(skipped[0].count == 2 && skipped[0].undefined == 1 && skipped[0].worst == 0)
    #expect(skipped[0].summary?.mean == 3)
    #expect(try #require(skipped[0].meanInterval.value).lower < 3)
    #expect(try #require(skipped[0].bootstrap.value).estimate == 3)
    #expect(skipped[1].summary?.mean == (0.8 + 1) / 2)
    let counted = cohort.summaries(metrics, empty: .worst, plan: HandMade.plan)
    #expect(counted[0].values.map(\.value) == [2, 4, 100])
    #expect(counted[0].count == 3 && counted[0].undefined == 0 && counted[0].worst == 1)
    #expect(counted[1].values.map(\.value) == [0.8, 1, 0])
    // Without any value there is no number, and the gap says why.
    let none = HandMade.cohort(["m"], [("a", [HandMade.comparison(0, missed: 1)])])
      .summaries([HandMade.distance], empty: .skip, plan: HandMade.plan)[0]
    #expect(none.count == 0 && none.undefined == 1 && none.summary == nil)
    #expect(none.meanInterval.gap == .tooFewCases(found: 0, expected: 1))
    #expect(none.bootstrap.value == nil)
  }

  @Test func volumesAgreeByPredictionLessReference() throws {
    // Predictions of 12, 23 and 34 mL for 10, 20 and 30; a miss is no measurement.
    let cohort = HandMade.cohort(
      ["m", "n"],
      [
        ("a", [HandMade.comparison(10, added: 2), HandMade.comparison(8, missed: 2)]),
        ("b", [HandMade.comparison(20, added: 3), HandMade.comparison(17, missed: 3)]),
        ("c", [HandMade.comparison(30, added: 4), HandMade.comparison(26, missed: 4)]),
        ("d", [HandMade.comparison(0, missed: 7), HandMade.comparison(0, added: 7)]),
      ])
    let found = cohort.volumeAgreements
    #expect(found.map(\.method) == ["m", "n"])
    #expect(found[0].volumes.map(\.reference.value) == [10, 20, 30])
    #expect(found[0].volumes.map(\.prediction.value) == [12, 23, 34])
    for (agreement, bias) in zip(found, [3.0, -3]) {
      #expect(agreement.missed == 1 && agreement.volumes.map(\.caseName) == ["a", "b", "c"])
      let plain = try #require(agreement.blandAltman.value)
      #expect(plain.count == 3 && agree(plain.bias, bias) && agree(plain.sd, 1))
      let percent = try #require(agreement.percentBlandAltman.value)
      #expect(percent.bias * bias > 0 && abs(percent.bias) > 10)
      #expect(try #require(agreement.concordance.value?.populationCCC.value) < 1)
      #expect(agreement.intraclass.value != nil)
    }
    let ratio = try #require(found[0].ratio.value)
    #expect(ratio.meanRatio > 1, "the prediction by the reference")
    let single = HandMade.cohort(["m"], [("a", [HandMade.comparison(1)])]).volumeAgreements[0]
    #expect(single.blandAltman.gap == .tooFewCases(found: 1, expected: 2))
    #expect(single.missed == 0)
  }
}
