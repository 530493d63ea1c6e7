import Testing

@testable import VolumetryCore

/// Rankings against a brute force in Python that draws the same cases, and their laws.
@Suite struct RankingTests {
  private static let schemes: [(name: String, scheme: RankingScheme)] = [
    ("mean", .aggregateThenRank(.mean)), ("median", .aggregateThenRank(.median)),
    ("rank_mean", .rankThenAggregate(.mean)), ("rank_median", .rankThenAggregate(.median)),
    ("test_holm", .testThenRank()), ("test_none", .testThenRank(correction: .none)),
  ]

  private func table(_ oracle: Oracle) throws -> MethodTable {
    try MethodTable(
      oracle["rows"].list.map { $0.list.map(\.optional) },
      direction: oracle["lower"].truth ? .lowerIsBetter : .higherIsBetter)
  }

  @Test func ranksAndTheirStabilityAreThoseOfBruteForce() throws {
    let tables = Oracle.samples["rankings"].list
    #expect(tables.count == 5)
    #expect(
      tables.contains { !$0["rows"].list.allSatisfy { $0.list.allSatisfy { $0.optional != nil } } })
    for oracle in tables {
      let table = try table(oracle)
      for (name, scheme) in Self.schemes {
        #expect(Ranking(table, by: scheme).ranks == oracle["ranks"][name].integers, "\(name)")
        let own = try RankingStability(
          table, by: scheme, plan: BootstrapPlan(resamples: 120, seed: 3))
        #expect(own.frequencies == oracle["frequencies"][name].list.map(\.integers), "\(name)")
        let tau = oracle["tau"][name]
        #expect(own.undefinedAgreements == 120 - Int(tau["count"].number))
        if let mean = tau["mean"].optional {
          #expect(own.agreement.value?.mean.isNear(mean, absolute: 1e-12) == true)
        } else {
          #expect(own.agreement.gap == .undefinedResamples(120))
        }
      }
    }
  }

  @Test func theDiceTable() throws {
    let columns = try Oracle.columns("dice.csv")
    let rows = columns[0].indices.map { row in columns.map { Optional($0[row]) } }
    let table = try MethodTable(rows, direction: .higherIsBetter)
    let oracle = Oracle.stats["ranking"]
    let means = Ranking(table, by: .aggregateThenRank(.mean))
    #expect(means.ranks == oracle["aggregate_mean_then_rank"].integers)
    #expect(zip(means.scores, oracle["mean"].numbers).allSatisfy { $0!.isNear($1) })
    let medians = Ranking(table, by: .aggregateThenRank(.median))
    #expect(medians.ranks == oracle["aggregate_median_then_rank"].integers)
    #expect(zip(medians.scores, oracle["median"].numbers).allSatisfy { $0!.isNear($1) })
    let ranked = Ranking(table, by: .rankThenAggregate(.mean))
    #expect(ranked.ranks == oracle["rank_then_mean"].integers)
    let meanRanks = oracle["mean_rank_per_case_min_ties"].numbers
    #expect(zip(ranked.scores, meanRanks).allSatisfy { $0!.isNear($1) })

    let tested = Ranking(table, by: .testThenRank())
    let tests = Oracle.stats["test_then_rank"]
    #expect(tested.scores == ["A", "B", "C"].map { tests["n_significant"][$0].number })
    #expect(tested.ranks == [1, 2, 3])
    let names = tested.comparisons.map {
      "\("ABC".map(String.init)[$0.method])>\("ABC".map(String.init)[$0.other])"
    }
    #expect(names == tests["pairs"].list.map(\.text))
    #expect(
      zip(tested.comparisons, tests["p_one_sided_exact"].numbers).allSatisfy { $0.p.isNear($1) })
    #expect(
      zip(tested.comparisons, tests["p_holm"].numbers).allSatisfy { $0.correctedP.isNear($1) })
  }

  @Test func aMissingValueNeverHelps() throws {
    let rows: [[Double?]] = [[0.9, 0.8, 0.1], [0.9, 0.8, nil], [0.9, nil, 0.1]]
    let table = try MethodTable(rows, direction: .higherIsBetter)
    let means = Ranking(table, by: .aggregateThenRank(.mean))
    #expect(means.ranks == [1, 2, 2])
    #expect(means.scores[1] == nil)
    let ranks = Ranking(table, by: .rankThenAggregate(.mean))
    // Case 3 gives 1, 3, 2; case 2 gives 1, 2, 3.
    #expect(ranks.ranks == [1, 2, 3])
    let nothing = try MethodTable([[nil, nil], [nil, nil]], direction: .lowerIsBetter)
    for (_, scheme) in Self.schemes { #expect(Ranking(nothing, by: scheme).ranks == [1, 1]) }
    var maker = SampleMaker(31)
    for _ in 0..<30 {
      var rows = (0..<6).map { _ in maker.values(3).map(Optional.some) }
      for (name, scheme) in Self.schemes {
        let before = Ranking(try MethodTable(rows, direction: .lowerIsBetter), by: scheme)
        let kept = rows[2][1]
        rows[2][1] = nil
        let after = Ranking(try MethodTable(rows, direction: .lowerIsBetter), by: scheme)
        rows[2][1] = kept
        #expect(after.ranks[1] >= before.ranks[1], "\(name)")
      }
    }
  }

  @Test func orderOfCasesAndNamesChangeNothing() throws {
    var maker = SampleMaker(32)
    let rows = (0..<25).map { _ in maker.values(4).map { Optional(($0 * 20).rounded()) } }
    let table = try MethodTable(rows, direction: .lowerIsBetter)
    let order = maker.order(25)
    #expect(try MethodTable(order.map { rows[$0] }, direction: .lowerIsBetter) == table)
    let turned = try MethodTable(
      rows.map { $0.map { -$0! } }, direction: .higherIsBetter)
    let reversed = try MethodTable(rows.map { $0.reversed() }, direction: .lowerIsBetter)
    for (name, scheme) in Self.schemes {
      let own = Ranking(table, by: scheme)
      #expect(Ranking(turned, by: scheme).ranks == own.ranks, "\(name)")
      #expect(Ranking(reversed, by: scheme).ranks == own.ranks.reversed(), "\(name)")
      #expect(own.agreement(with: own) == (Set(own.ranks).count > 1 ? 1 : nil))
      let stability = try RankingStability(
        table, by: scheme, plan: BootstrapPlan(resamples: 50))
      #expect(stability.frequencies.allSatisfy { $0.reduce(0, +) == 50 })
    }
  }

  @Test func oppositeRankingsDisagreeAndTiedOnesCannotTell() throws {
    func ranking(_ row: [Double?]) throws -> Ranking {
      Ranking(try MethodTable([row], direction: .higherIsBetter), by: .aggregateThenRank(.mean))
    }
    #expect(try ranking([3, 2, 1]).agreement(with: ranking([1, 2, 3])) == -1)
    #expect(try ranking([3, 2, 1]).agreement(with: ranking([1, 1, 1])) == nil)
    #expect(try ranking([3, 3, 1]).ranks == [1, 1, 3])
    // One pair agrees and one is tied here: 2/√(2·3).
    let tau = try ranking([3, 3, 1]).agreement(with: ranking([3, 2, 1]))
    #expect(tau?.isNear(2 / 6.0.squareRoot()) == true)
  }

  @Test func tablesThatCannotBeRankedSayWhy() throws {
    #expect(throws: StatisticGap.tooFewCases(found: 0, expected: 1)) {
      try MethodTable([], direction: .higherIsBetter)
    }
    #expect(throws: StatisticGap.tooFewRaters(found: 1, expected: 2)) {
      try MethodTable([[1]], direction: .higherIsBetter)
    }
    #expect(throws: StatisticGap.notFinite(index: 1)) {
      try MethodTable([[1, 2], [.infinity, 1]], direction: .higherIsBetter)
    }
    let one = try MethodTable([[1, 2]], direction: .higherIsBetter)
    #expect(throws: StatisticGap.tooFewCases(found: 1, expected: 2)) {
      try RankingStability(one, by: .aggregateThenRank(.mean))
    }
  }
}
