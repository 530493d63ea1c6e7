import Testing

@testable import VolumetryCore

/// Intervals by resampling: the same draws made a second time in Python, SciPy's long runs, laws.
@Suite struct BootstrapTests {
  private func statistic(_ name: String) -> @Sendable ([Double]) -> Double? {
    switch name {
    case "mean": { $0.mean }
    case "median": { $0.quantile(0.5) }
    default: { $0.variance.squareRoot() }
    }
  }

  private func check(_ bootstrap: Bootstrap, _ sample: Oracle) {
    #expect(bootstrap.estimate.isNear(sample["estimate"].number))
    #expect(bootstrap.percentile.value?.isNear(sample["percentile"].numbers) == true)
    #expect(bootstrap.correctedPercentile.value?.isNear(sample["bca"].numbers) == true)
    #expect(bootstrap.standardError?.isNear(sample["se"].number, 1e-11) == true)
  }

  private func plan(_ sample: Oracle) -> BootstrapPlan {
    BootstrapPlan(
      resamples: Int(sample["resamples"].number), seed: UInt64(sample["seed"].number),
      confidence: sample["confidence"].number)
  }

  @Test func intervalsAreThoseOfTheSecondImplementation() throws {
    let samples = Oracle.samples["bootstrap"].list
    #expect(samples.count == 6)
    for sample in samples {
      let bootstrap = try Bootstrap(
        sample["values"].numbers, plan: plan(sample),
        statistic: statistic(sample["statistic"].text))
      check(bootstrap, sample)
    }
  }

  @Test func rowsOfOneCaseAreDrawnTogether() throws {
    let sample = Oracle.samples["clusters"]
    let values = sample["values"].numbers
    let bootstrap = try Bootstrap(
      rows: values.count, groups: sample["groups"].list.map(\.text), plan: plan(sample)
    ) { rows in rows.map { values[$0] }.mean }
    check(bootstrap, sample)
  }

  @Test func longRunsOfNumPyAndSciPyAreReached() throws {
    let dice = try Oracle.columns("dice.csv")[0]
    let bootstrap = try Bootstrap(dice, statistic: \.mean)
    // Of 10 000 draws the ends are uncertain by about a fiftieth of the standard error.
    let slack = 0.1 * (bootstrap.standardError ?? .nan)
    let percentile = Oracle.stats["bootstrap_percentile_mean_A_200k_numpy_default_rng(1)"].numbers
    let corrected = Oracle.stats["bootstrap_BCa_mean_A_100k"].numbers
    for (interval, ends) in [
      (bootstrap.percentile, percentile), (bootstrap.correctedPercentile, corrected),
    ] {
      #expect(interval.value?.lower.isNear(ends[0], absolute: slack) == true)
      #expect(interval.value?.upper.isNear(ends[1], absolute: slack) == true)
    }
    #expect(BootstrapPlan().resamples == 10_000)
  }

  @Test func orderChangesNothingAndTheSeedDoes() throws {
    var maker = SampleMaker(9)
    let values = maker.values(30)
    let shuffled = maker.order(30).map { values[$0] }
    let plan = BootstrapPlan(resamples: 300, seed: 4)
    let first = try Bootstrap(values, plan: plan, statistic: \.mean)
    #expect(try Bootstrap(shuffled, plan: plan, statistic: \.mean) == first)
    let other = try Bootstrap(
      values, plan: BootstrapPlan(resamples: 300, seed: 5), statistic: \.mean)
    #expect(other.percentile != first.percentile)
  }

  @Test func whatHasNoIntervalSaysWhy() throws {
    let plan = BootstrapPlan(resamples: 200)
    let constant = try Bootstrap([0.1, 0.1, 0.1], plan: plan, statistic: \.mean)
    #expect(constant.estimate == 0.1)
    #expect(constant.percentile.gap == .noScatter)
    #expect(constant.correctedPercentile.gap == .noScatter)
    #expect(constant.standardError == nil)
    #expect(throws: StatisticGap.tooFewCases(found: 1, expected: 2)) {
      try Bootstrap([1], plan: plan, statistic: \.mean)
    }
    #expect(throws: StatisticGap.tooFewCases(found: 1, expected: 2)) {
      try Bootstrap(rows: 2, groups: ["a", "a"], plan: plan) { Double($0.count) }
    }
    #expect(throws: StatisticGap.undefinedStatistic) {
      try Bootstrap([1, 2], plan: plan) { _ in nil }
    }
    #expect(throws: StatisticGap.notFinite(index: 1)) {
      try Bootstrap([1, .nan], plan: plan, statistic: \.mean)
    }
    // Undefined without scatter, as half of the draws of two cases are.
    let gaps = try Bootstrap([1, 2], plan: plan) { $0[0] == $0[1] ? nil : 1 }
    guard case .undefinedResamples(let count)? = gaps.percentile.gap else {
      Issue.record("some resample of two cases draws one of them twice")
      return
    }
    #expect((60...140).contains(count))
  }

  /// The estimate is the smallest there can be: no share of the resamples lies below it.
  @Test func anEstimateAtTheEdgeHasNoCorrection() throws {
    let all = (1...12).map(Double.init)
    let minimum = try Bootstrap(all, plan: BootstrapPlan(resamples: 100)) {
      $0 == all ? -1 : $0.mean
    }
    #expect(minimum.percentile.value != nil)
    #expect(minimum.correctedPercentile.gap == .correctionUndefined)
  }

  /// The median of mostly equal values hardly ever moves.
  @Test func anIntervalWithoutWidthIsNoInterval() throws {
    let values = [Double](repeating: 1, count: 3) + [2, 3]
    let own = try Bootstrap(values, plan: BootstrapPlan(resamples: 300, confidence: 0.2)) {
      $0.quantile(0.5)
    }
    #expect(own.estimate == 1)
    #expect(own.percentile.gap == .collapsedInterval)
  }

  @Test func drawsKeepTheNumberOfCasesAndReachAll() {
    var draws = CaseDraws(cases: 7, seed: 1)
    var sums = [Int](repeating: 0, count: 7)
    for _ in 0..<2000 {
      draws.draw()
      #expect(draws.times.reduce(0, +) == 7)
      for (index, times) in draws.times.enumerated() { sums[index] += times }
    }
    #expect(sums.allSatisfy { (1800...2200).contains($0) })
  }
}
