/// Several methods against each other, by one metric of one structure.
public struct MethodContest: Sendable {
  /// Two methods over the cases that both have a value for.
  public struct Duel: Sendable {
    public let first: String
    public let second: String
    public let cases: Int
    /// Of the differences second − first.
    public let wilcoxon: Statistic<WilcoxonSignedRank>
    /// Of the differences second − first.
    public let student: Statistic<PairedStudent>
    /// Two-sided p of Wilcoxon's test, Holm's correction over the pairs of this contest; nil where
    /// the test is undefined.
    public fileprivate(set) var correctedP: Double?
  }

  /// What was compared.
  public let structure: ComparedStructure
  /// By what it was.
  public let metric: ComparisonMetric
  /// In the order of the cohort.
  public let methods: [String]
  /// Cases that at least one method has a comparison for.
  public let cases: Int
  /// Every pair of methods once.
  public let duels: [Duel]
  /// Of all methods at once, over the cases that all have a value for; from three methods on.
  public let friedman: Statistic<Friedman>
  /// By mean, by median, by ranks within cases and by tests, each with its stability.
  public let rankings: [Statistic<RankingStability>]

  /// The schemes of `rankings`, in their order.
  public static let schemes: [RankingScheme] = [
    .aggregateThenRank(.mean), .aggregateThenRank(.median), .rankThenAggregate(.mean),
    .testThenRank(),
  ]

  /// Nil where the metric does not say which value is better or there is no case.
  init?(
    _ cohort: ComparedCohort, _ metric: ComparisonMetric, of structure: ComparedStructure,
    empty: EmptyPolicy, plan: BootstrapPlan
  ) {
    let table = cohort.table(metric, of: structure, empty: empty)
    guard metric.better != .neither, !table.isEmpty, cohort.methods.count > 1 else { return nil }
    self.structure = structure
    self.metric = metric
    methods = cohort.methods
    cases = table.count
    var rows = table.map(\.values)
    // The nearer to 0 is the better: the size is what is ranked.
    if metric.better == .zero { rows = rows.map { $0.map { $0.map(abs) } } }
    duels = Self.duels(rows, cohort.methods)
    let whole = rows.map { $0.compactMap(\.self) }.filter { $0.count == cohort.methods.count }
    friedman =
      cohort.methods.count < Self.fewestForFriedman
      ? .failure(.tooFewRaters(found: cohort.methods.count, expected: Self.fewestForFriedman))
      : Result { () throws(StatisticGap) in try Friedman(whole) }
    let direction: MethodTable.Direction =
      metric.better == .higher ? .higherIsBetter : .lowerIsBetter
    rankings = Self.schemes.map { scheme in
      Result { () throws(StatisticGap) in
        try RankingStability(
          try MethodTable(rows, direction: direction), by: scheme, plan: plan)
      }
    }
  }

  private static let fewestForFriedman = 3

  private static func duels(_ rows: [[Double?]], _ methods: [String]) -> [Duel] {
    var duels: [Duel] = []
    for first in methods.indices {
      for second in methods.indices.dropFirst(first + 1) {
        let pairs = rows.compactMap { row in
          row[first].flatMap { one in row[second].map { (one, $0) } }
        }
        let sample = Result { () throws(StatisticGap) in
          try PairedSample(pairs.map(\.0), pairs.map(\.1))
        }
        let wilcoxon: Statistic<WilcoxonSignedRank>
        let student: Statistic<PairedStudent>
        switch sample {
        case .failure(let gap): (wilcoxon, student) = (.failure(gap), .failure(gap))
        case .success(let sample):
          wilcoxon = Result { () throws(StatisticGap) in try WilcoxonSignedRank(sample) }
          student = Result { () throws(StatisticGap) in try PairedStudent(sample) }
        }
        duels.append(
          Duel(
            first: methods[first], second: methods[second], cases: pairs.count,
            wilcoxon: wilcoxon, student: student))
      }
    }
    let tested = duels.indices.filter { duels[$0].wilcoxon.value != nil }
    let p = tested.compactMap { duels[$0].wilcoxon.value?.p.twoSided }
    for (index, corrected) in zip(tested, MultipleTesting.holm(p)) {
      duels[index].correctedP = corrected
    }
    return duels
  }
}

extension ComparedCohort {
  /// A contest for every structure and every metric that can be better or worse.
  public func contests(
    _ metrics: [ComparisonMetric], empty: EmptyPolicy, plan: BootstrapPlan = BootstrapPlan()
  ) -> [MethodContest] {
    structures.flatMap { structure in
      metrics.compactMap {
        MethodContest(self, $0, of: structure, empty: empty, plan: plan)
      }
    }
  }
}
