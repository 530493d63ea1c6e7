import Reporting
import VolumetryCore

/// What is said of several cases together.
struct CohortPlan {
  var empty = EmptyPolicy.skip
  /// Whether the summary of the cases is printed alone.
  var isAlone = false
  /// Metrics to rank by; empty: the usual ones.
  var rank: [String] = []
  var bootstrap = BootstrapPlan(resamples: standardResamples, seed: standardSeed)

  static let standardResamples = 10_000
  static let standardSeed: UInt64 = 1

  /// Nil for one pair, unless it is wanted: a cohort has several.
  func summary(
    _ pairs: [ComparisonReport.Pair], methods: [String], _ request: ComparisonRequest,
    always isWanted: Bool
  ) -> CohortSummary? {
    guard pairs.count > 1 || ((isAlone || isWanted) && !pairs.isEmpty) else { return nil }
    let rows = pairs.flatMap { pair in
      pair.comparison.structures.map {
        ComparedCase(caseName: pair.caseName, method: pair.method, comparison: $0)
      }
    }
    let metrics = ComparisonMetric.table(request)
    let ranked = rank.isEmpty ? ["dice", "hd95_mm"] : rank
    return CohortSummary(
      ComparedCohort(
        rows,
        pairs: Set(
          pairs.map { ComparedCohort.ComparedPair(caseName: $0.caseName, method: $0.method) }),
        methods: methods), metrics: metrics,
      ranked: metrics.filter { ranked.contains($0.id) }, empty: empty,
      plan: bootstrap)
  }
}
