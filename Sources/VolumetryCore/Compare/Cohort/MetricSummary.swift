/// One metric of one structure over the cases of one method.
public struct MetricSummary: Sendable {
  public let method: String
  public let structure: ComparedStructure
  public let metric: ComparisonMetric
  /// Cases with a value, those that count as the worst among them.
  public var count: Int { values.count }
  /// Cases without a value, which the statistics leave out.
  public let undefined: Int
  /// Cases whose value is undefined and counts as the worst.
  public let worst: Int
  /// The values, in the order of the cases' names.
  public let values: [(caseName: String, value: Double)]
  /// Nil where no case has a value.
  public let summary: SampleSummary?
  /// Student's interval of the mean; the gap says why there is none.
  public let meanInterval: Statistic<ConfidenceInterval>
  /// Intervals of the mean with cases drawn anew.
  public let bootstrap: Statistic<Bootstrap>

  init(
    _ cohort: ComparedCohort, _ metric: ComparisonMetric, of structure: ComparedStructure,
    by method: String, empty: EmptyPolicy, plan: BootstrapPlan
  ) {
    self.method = method
    self.structure = structure
    self.metric = metric
    let found = cohort.comparisons(of: structure, by: method)
    let counted = found.map { ($0.caseName, metric.counted($0.comparison, empty: empty)) }
    let values = counted.compactMap { pair in pair.1.map { (caseName: pair.0, value: $0) } }
    self.values = values
    undefined = counted.count - values.count
    worst = values.count - found.count { metric.value($0.comparison) != nil }
    let numbers = values.map(\.value)
    let summary = Result { () throws(StatisticGap) in try SampleSummary(numbers) }
    self.summary = summary.value
    meanInterval = summary.flatMap { $0.meanInterval() }
    bootstrap = Result { () throws(StatisticGap) in
      try Bootstrap(numbers, plan: plan) { $0.mean }
    }
  }
}

extension ComparedCohort {
  /// A summary of every metric that can be better or worse, for every structure and method, in the
  /// order structure, metric, method.
  public func summaries(
    _ metrics: [ComparisonMetric], empty: EmptyPolicy, plan: BootstrapPlan = BootstrapPlan()
  ) -> [MetricSummary] {
    structures.flatMap { structure in
      metrics.filter { $0.better != .neither }.flatMap { metric in
        methods.map { method in
          MetricSummary(self, metric, of: structure, by: method, empty: empty, plan: plan)
        }
      }
    }
  }
}
