import Testing

@testable import VolumetryCore

/// Methods against each other: who wins, who is missing, and what is not tested.
@Suite struct MethodContestTests {
  /// A liver of 100 voxels of which so many are missed.
  private func missing(_ voxels: Int) -> StructureComparison {
    HandMade.comparison(100 - voxels, missed: voxels)
  }

  /// "good" misses 1 to 8 voxels, "bad" at least 10 more, "worse" at least 20 more.
  private func cohort(_ methods: [String] = ["worse", "good", "bad"]) -> ComparedCohort {
    let steps = ["good": 0, "bad": 1, "worse": 2]
    return HandMade.cohort(
      methods,
      (1...8).map { number in
        (
          "case \(number)",
          methods.map { method in missing(number + steps[method, default: 0] * (10 + number)) }
        )
      })
  }

  private func contest(
    _ cohort: ComparedCohort, _ metric: ComparisonMetric, empty: EmptyPolicy = .worst
  ) throws -> MethodContest {
    try #require(
      MethodContest(
        cohort, metric, of: HandMade.liver, empty: empty, plan: HandMade.plan))
  }

  @Test func theBetterMethodRanksFirstWhateverTheDirection() throws {
    for metric in [HandMade.dice, HandMade.distance, HandMade.difference] {
      let found = try contest(cohort(), metric)
      #expect(found.cases == 8 && found.methods == ["worse", "good", "bad"])
      #expect(found.rankings.count == MethodContest.schemes.count)
      for ranking in found.rankings {
        #expect(try #require(ranking.value).ranking.ranks == [3, 1, 2], "\(metric.id)")
      }
      #expect(found.duels.map(\.first) == ["worse", "worse", "good"])
      #expect(found.duels.map(\.second) == ["good", "bad", "bad"])
      #expect(found.duels.allSatisfy { $0.cases == 8 })
      #expect(try #require(found.friedman.value).p < 0.001)
      #expect(found.friedman.value?.count == 8)
    }
  }

  @Test func duelsAreOfTheSecondLessTheFirst() throws {
    let found = try contest(cohort(["good", "bad"]), HandMade.distance)
    let duel = try #require(found.duels.first)
    #expect(found.duels.count == 1)
    #expect(duel.student.value?.meanDifference == 14.5)
    // Eight differences of one sign: 2 of 256 orders of signs are as extreme.
    #expect(agree(duel.wilcoxon.value?.p.twoSided, 2.0 / 256))
    #expect(duel.correctedP == duel.wilcoxon.value?.p.twoSided, "one test needs no correction")
    #expect(found.friedman.gap == .tooFewRaters(found: 2, expected: 3))
    // Three tests of one p each: the smallest is taken three times.
    let three = try contest(cohort(), HandMade.distance)
    for duel in three.duels { #expect(agree(duel.correctedP, 3 * 2.0 / 256)) }
  }

  @Test func leavingOutRightlyDoesNotRankBehindAddingWrongly() throws {
    let rows = (1...6).map { number in
      ("case \(number)", [HandMade.comparison(0, added: number), HandMade.comparison(0)])
    }
    let cohort = HandMade.cohort(["adds", "leaves out"], rows)
    for metric in [HandMade.dice, HandMade.difference, HandMade.distance] {
      let found = try contest(cohort, metric)
      for ranking in found.rankings {
        #expect(try #require(ranking.value).ranking.ranks == [2, 1], "\(metric.id)")
      }
    }
  }

  @Test func whatWasRefusedRanksLast() throws {
    // The same numbers, but one pair of the best method was refused.
    var rows = (1...6).map { number in
      ("case \(number)", [missing(number), missing(number + 1)] as [StructureComparison?])
    }
    rows[2].1[0] = nil
    let found = try contest(HandMade.cohort(["refused once", "whole"], rows), HandMade.dice)
    #expect(found.cases == 6 && found.duels[0].cases == 5)
    // By the mean: a missing value leaves none.
    #expect(try #require(found.rankings[0].value).ranking.ranks == [2, 1])
    #expect(try #require(found.rankings[0].value).ranking.scores[0] == nil)
  }

  @Test func theNearerToNoughtIsTheBetterOnEitherSide() throws {
    let rows = (1...5).map { number in
      (
        "case \(number)",
        [
          HandMade.comparison(50, added: number + 9), HandMade.comparison(50, missed: number),
        ] as [StructureComparison?]
      )
    }
    let found = try contest(HandMade.cohort(["over", "under"], rows), HandMade.difference)
    #expect(try #require(found.rankings[0].value).ranking.ranks == [2, 1])
    #expect(try #require(found.rankings[0].value).ranking.scores == [12, 3])
  }

  @Test func whatCannotBeContestedIsNot() {
    let alone = cohort(["good"])
    #expect(alone.contests([HandMade.dice], empty: .worst, plan: HandMade.plan).isEmpty)
    let describing = HandMade.metric("volume_reference_ml")
    let contests = cohort().contests(
      [describing, HandMade.dice, HandMade.distance], empty: .worst, plan: HandMade.plan)
    #expect(contests.map(\.metric.id) == ["dice", "distance_mm"])
    let summary = CohortSummary(
      cohort(), metrics: [HandMade.dice, describing], ranked: [HandMade.dice], empty: .worst,
      plan: HandMade.plan)
    #expect(summary.metrics.map(\.method) == ["worse", "good", "bad"])
    #expect(summary.volumes.count == 3 && summary.contests.count == 1)
    #expect(summary.empty == .worst && summary.plan == HandMade.plan)
  }
}
