import Testing

@testable import VolumetryCore

/// Paired tests against SciPy and statsmodels, the exact distribution by brute force, and laws.
@Suite struct PairedTestsTests {
  private func isNear(_ own: TailProbabilities?, _ p: [Double]) -> Bool {
    guard let own else { return false }
    return own.twoSided.isNear(p[0], 1e-11) && own.greater.isNear(p[1], 1e-11)
      && own.less.isNear(p[2], 1e-11)
  }

  @Test func signedRanksAndStudentAreThoseOfSciPy() throws {
    let samples = Oracle.samples["paired"].list
    #expect(samples.count == 8)
    for oracle in samples {
      let differences = oracle["differences"].numbers
      let sample = try PairedSample(differences.map { _ in 0 }, differences)
      let own = try WilcoxonSignedRank(sample)
      #expect(own.zeros == Int(oracle["zeros"].number))
      #expect(own.count + own.zeros == differences.count)
      #expect(own.hasTies == oracle["ties"].truth)
      #expect(own.positiveRankSum == oracle["positive"].number)
      #expect(own.negativeRankSum == oracle["negative"].number)
      #expect(isNear(own.normal, oracle["normal"].numbers))
      #expect(isNear(own.normalCorrected, oracle["corrected"].numbers))
      if oracle.has("exact") {
        #expect(isNear(own.exact, oracle["exact"].numbers))
        #expect(own.p == own.exact)
      } else {
        #expect(own.exact == nil)
        #expect(own.p == own.normalCorrected)
      }
      guard oracle.has("t") else { continue }
      let student = try PairedStudent(sample)
      #expect(student.t.isNear(oracle["t"].numbers[0], 1e-11))
      #expect(isNear(student.p, Array(oracle["t"].numbers.dropFirst())))
      #expect(student.effectSize.isNear(oracle["dz"].number, 1e-11))
      #expect(student.interval.isNear(oracle["interval"].numbers))
    }
    #expect(samples.contains { $0.has("exact") && $0["differences"].list.count == 50 })
    #expect(samples.contains { $0["ties"].truth && $0["zeros"].number > 0 })
  }

  @Test(arguments: [("A_vs_B", 1, 0), ("A_vs_C", 2, 0), ("B_vs_C", 2, 1)])
  func theDiceTable(_ name: String, _ first: Int, _ second: Int) throws {
    let columns = try Oracle.columns("dice.csv")
    let oracle = Oracle.stats["paired_tests_dice"][name]
    let sample = try PairedSample(columns[first], columns[second])
    let own = try WilcoxonSignedRank(sample)
    #expect(own.statistic == oracle["wilcoxon_two_sided_exact"]["stat"].number)
    #expect(own.exact?.twoSided == oracle["wilcoxon_two_sided_exact"]["p"].number)
    #expect(own.exact?.greater == oracle["wilcoxon_greater_exact"]["p"].number)
    #expect(own.normal.twoSided.isNear(oracle["wilcoxon_approx_no_correction"]["p"].number))
    #expect(own.normalCorrected.twoSided.isNear(oracle["wilcoxon_approx_correction"]["p"].number))
    let student = try PairedStudent(sample)
    #expect(student.t.isNear(oracle["ttest_rel"]["t"].number))
    #expect(student.p.twoSided.isNear(oracle["ttest_rel"]["p"].number, 1e-11))
    #expect(student.effectSize.isNear(oracle["cohen_dz"].number))
    #expect(student.meanDifference.isNear(oracle["mean_diff"].number))
  }

  /// All ways to give up to 10 ranks a sign, one by one.
  @Test func exactTailsAreTheShareOfAllSigns() throws {
    var maker = SampleMaker(21)
    for count in 1...10 {
      let differences = maker.values(count, in: -1...1.3)
      let own = try WilcoxonSignedRank(differences: differences)
      var (greater, less) = (0, 0)
      for signs in 0..<(1 << count) {
        let sum = (0..<count).reduce(0) { $0 + (signs >> $1 & 1) * ($1 + 1) }
        if Double(sum) >= own.positiveRankSum { greater += 1 }
        if Double(sum) <= own.positiveRankSum { less += 1 }
      }
      let all = Double(1 << count)
      #expect(own.exact?.greater == Double(greater) / all)
      #expect(own.exact?.less == Double(less) / all)
    }
  }

  @Test func repeatingCasesIsCountingThemOften() throws {
    var maker = SampleMaker(22)
    for _ in 0..<20 {
      let differences = maker.values(12, in: -4...5).map { $0.rounded() }
      let times = maker.values(12, in: 0...3).map { Int($0) }
      let repeated = zip(differences, times).flatMap { [Double](repeating: $0, count: $1) }
      let plain = try WilcoxonSignedRank(differences: repeated)
      #expect(try SortedDifferences(differences).test(times: times) == plain)
    }
  }

  @Test func swappingTheTwoSwapsTheTails() throws {
    var maker = SampleMaker(23)
    let (first, second) = (maker.values(18), maker.values(18, in: 0.1...1.1))
    let sample = try PairedSample(first, second)
    let swapped = try PairedSample(second, first)
    let (own, other) = (try WilcoxonSignedRank(sample), try WilcoxonSignedRank(swapped))
    #expect(own.p.greater == other.p.less && own.p.twoSided == other.p.twoSided)
    let (student, turned) = (try PairedStudent(sample), try PairedStudent(swapped))
    #expect(student.p.greater.isNear(turned.p.less) && student.t.isNear(-turned.t))
    let order = maker.order(18)
    let shuffled = try PairedSample(order.map { first[$0] }, order.map { second[$0] })
    #expect(try WilcoxonSignedRank(shuffled) == own)
    #expect(try PairedStudent(shuffled) == student)
  }

  @Test func testsThatCannotBeMadeSayWhy() throws {
    let same = try PairedSample([1, 2], [1, 2])
    #expect(throws: StatisticGap.noDifference) { try WilcoxonSignedRank(same) }
    #expect(throws: StatisticGap.noScatter) { try PairedStudent(same) }
    let one = try PairedSample([1], [2])
    #expect(throws: StatisticGap.tooFewCases(found: 1, expected: 2)) { try PairedStudent(one) }
    #expect(throws: StatisticGap.tooFewRaters(found: 2, expected: 3)) { try Friedman([[1, 2]]) }
    #expect(throws: StatisticGap.noScatter) { try Friedman([[1, 1, 1], [2, 2, 2]]) }
    #expect(throws: StatisticGap.tooFewCases(found: 0, expected: 1)) { try Friedman([]) }
    #expect(throws: StatisticGap.notFinite(index: 0)) { try Friedman([[1, .nan, 2]]) }
  }

  @Test func friedmanIsThatOfSciPy() throws {
    for table in Oracle.samples["friedman"].list {
      let own = try Friedman(table["rows"].rows)
      #expect(own.chiSquared.isNear(table["chi"].number, 1e-11))
      #expect(own.p.isNear(table["p"].number, 1e-11))
    }
    let columns = try Oracle.columns("dice.csv")
    let own = try Friedman(columns[0].indices.map { row in columns.map { $0[row] } })
    #expect(own.chiSquared.isNear(Oracle.stats["friedman"]["chi2"].number))
    #expect(own.p.isNear(Oracle.stats["friedman"]["p"].number))
    #expect(own.degreesOfFreedom == 2)
  }

  @Test func holmIsThatOfStatsmodelsAndRises() {
    for oracle in Oracle.samples["holm"].list {
      let (p, adjusted) = (oracle["p"].numbers, oracle["adjusted"].numbers)
      #expect(zip(MultipleTesting.holm(p), adjusted).allSatisfy { $0.isNear($1) })
    }
    var maker = SampleMaker(24)
    for count in [1, 2, 9, 40] {
      let p = maker.values(count, in: 0...0.1)
      let adjusted = MultipleTesting.holm(p)
      let order = p.indices.sorted { p[$0] < p[$1] }
      for (lower, higher) in zip(order, order.dropFirst()) {
        #expect(adjusted[lower] <= adjusted[higher])
      }
      #expect(zip(p, adjusted).allSatisfy { $0 <= $1 && $1 <= 1 })
      #expect(adjusted[order[0]] == min(1, p[order[0]] * Double(count)))
      let shuffled = maker.order(count)
      #expect(MultipleTesting.holm(shuffled.map { p[$0] }) == shuffled.map { adjusted[$0] })
    }
    #expect(MultipleTesting.holm([]) == [])
  }
}
