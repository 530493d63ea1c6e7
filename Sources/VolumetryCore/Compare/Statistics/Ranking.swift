/// One ordered pair of methods, tested.
public struct MethodComparison: Hashable, Sendable {
  /// The column of the method that is asked to be the better one, and of the other.
  public let method: Int
  public let other: Int
  /// One-sided p of Wilcoxon's test; 1 where the two never differ.
  public let p: Double
  /// Corrected as the scheme says.
  public let correctedP: Double
}

/// Methods in the order of how good they are.
public struct Ranking: Hashable, Sendable {
  public let scheme: RankingScheme
  /// Of every method, 1 the best; equal methods share the smaller rank, as in a race.
  public let ranks: [Int]
  /// What was ranked: a mean or median of the metric, in its unit, of the ranks, or how many others
  /// a method beats; nil where a missing value leaves none.
  public let scores: [Double?]
  /// Every ordered pair, where the scheme tests them.
  public let comparisons: [MethodComparison]

  /// The ranking of all cases.
  public init(_ table: MethodTable, by scheme: RankingScheme) {
    self = Ranker(table, scheme).ranking(times: [Int](repeating: 1, count: table.cases))
  }

  init(
    scheme: RankingScheme, goodness: [Double], scores: [Double?],
    comparisons: [MethodComparison] = []
  ) {
    self.scheme = scheme
    self.scores = scores
    self.comparisons = comparisons
    ranks = MethodTable.ranks(goodness)
  }

  /// Kendall's tau-b between the ranks here and there (1945, doi:10.1093/biomet/33.3.239): 1 where
  /// they agree, −1 where one is the other turned over; nil where one ranking ties all methods.
  public func agreement(with other: Ranking) -> Double? {
    precondition(ranks.count == other.ranks.count, "the same methods")
    var (same, here, there) = (0, 0, 0)
    for i in ranks.indices {
      for j in ranks.indices.dropFirst(i + 1) {
        let a = (ranks[i] - ranks[j]).signum()
        let b = (other.ranks[i] - other.ranks[j]).signum()
        same += a * b
        here += a * a
        there += b * b
      }
    }
    guard here > 0, there > 0 else { return nil }
    return Double(same) / (Double(here) * Double(there)).squareRoot()
  }
}

/// How much a ranking depends on the cases that happened to be in the set: cases drawn anew with
/// replacement, methods ranked anew.
public struct RankingStability: Hashable, Sendable {
  /// Of the cases as they are.
  public let ranking: Ranking
  /// How often a method got a rank: `frequencies[method][rank − 1]`, adding up to `resamples`.
  public let frequencies: [[Int]]
  public let resamples: Int
  /// Kendall's tau-b between `ranking` and those of the resamples, where it is defined; a gap where
  /// it never is.
  public let agreement: Statistic<SampleSummary>
  /// Resamples whose tau-b is undefined, because they or `ranking` tie all methods.
  public let undefinedAgreements: Int

  /// - Parameter plan: its confidence plays no part. Cost: resamples × cases × methods, for tests
  ///   × methods once more.
  /// - Throws: `tooFewCases` for one case.
  public init(
    _ table: MethodTable, by scheme: RankingScheme, plan: BootstrapPlan = BootstrapPlan()
  ) throws(StatisticGap) {
    guard table.cases > 1 else { throw .tooFewCases(found: table.cases, expected: 2) }
    let ranker = Ranker(table, scheme)
    let ranking = ranker.ranking(times: [Int](repeating: 1, count: table.cases))
    var frequencies = [[Int]](
      repeating: [Int](repeating: 0, count: table.methods), count: table.methods)
    var agreements: [Double] = []
    var draws = CaseDraws(cases: table.cases, seed: plan.seed)
    for _ in 0..<plan.resamples {
      draws.draw()
      let drawn = ranker.ranking(times: draws.times)
      for (method, rank) in drawn.ranks.enumerated() { frequencies[method][rank - 1] += 1 }
      if let agreement = ranking.agreement(with: drawn) { agreements.append(agreement) }
    }
    self.ranking = ranking
    self.frequencies = frequencies
    resamples = plan.resamples
    undefinedAgreements = plan.resamples - agreements.count
    agreement =
      agreements.isEmpty
      ? .failure(.undefinedResamples(plan.resamples))
      : Result { () throws(StatisticGap) in try SampleSummary(agreements) }
  }
}
