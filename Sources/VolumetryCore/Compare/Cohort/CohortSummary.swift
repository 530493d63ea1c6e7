/// Everything that is said of several cases together.
public struct CohortSummary: Sendable {
  /// In the order structure, metric, method.
  public let metrics: [MetricSummary]
  /// In the order structure, method.
  public let volumes: [VolumeAgreement]
  /// Empty for one method.
  public let contests: [MethodContest]
  /// What was summarised, and how.
  public let cohort: ComparedCohort
  public let empty: EmptyPolicy
  public let plan: BootstrapPlan

  /// - Parameters:
  ///   - metrics: those to be summarised; what describes and is neither better nor worse is passed
  ///     over.
  ///   - ranked: those by which methods are tested and ranked.
  ///   - empty: what an undefined value counts as.
  public init(
    _ cohort: ComparedCohort, metrics: [ComparisonMetric], ranked: [ComparisonMetric],
    empty: EmptyPolicy, plan: BootstrapPlan = BootstrapPlan()
  ) {
    self.cohort = cohort
    self.empty = empty
    self.plan = plan
    self.metrics = cohort.summaries(metrics, empty: empty, plan: plan)
    volumes = cohort.volumeAgreements
    contests = cohort.contests(ranked, empty: empty, plan: plan)
  }
}
