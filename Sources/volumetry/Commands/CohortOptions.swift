import ArgumentParser
import Reporting
import VolumetryCore

/// What is said of several cases together.
struct CohortOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What an undefined value counts as in means and ranks: left out, or the worst there is.",
      valueName: "skip|worst"))
  var empty: EmptyChoice = .skip

  @Flag(help: "Print the summary of the cases alone.")
  var summary = false

  @Option(
    help: ArgumentHelp(
      "Test and rank the methods by this metric, repeatable; unless told dice and hd95_mm.",
      valueName: "metric"))
  var rank: [String] = []

  @Option(help: ArgumentHelp("How often cases are drawn anew.", valueName: "number"))
  var resamples = standardResamples

  @Option(help: ArgumentHelp("Seed of the drawing.", valueName: "number"))
  var seed: UInt64 = standardSeed

  static let standardResamples = 10_000
  static let standardSeed: UInt64 = 1

  func check(_ metrics: [ComparisonMetric]) throws {
    guard (1...1_000_000).contains(resamples) else {
      throw ValidationError("--resamples \(resamples): expected 1 to 1000000")
    }
    let known = metrics.filter { $0.better != .neither }.map(\.id)
    for name in rank where !known.contains(name) {
      throw ValidationError(
        "--rank \(name): no such metric among those computed; known: "
          + known.joined(separator: ", "))
    }
  }

  /// Nil for one pair, unless it is wanted: a cohort has several.
  func summary(
    _ pairs: [ComparisonReport.Pair], methods: [String], _ request: ComparisonRequest,
    always isWanted: Bool
  ) -> CohortSummary? {
    guard pairs.count > 1 || ((summary || isWanted) && !pairs.isEmpty) else { return nil }
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
      ranked: metrics.filter { ranked.contains($0.id) }, empty: empty.policy,
      plan: BootstrapPlan(resamples: resamples, seed: seed))
  }
}

/// What the user wants undefined values to count as.
enum EmptyChoice: String, CaseIterable, ExpressibleByArgument {
  case skip, worst

  var policy: EmptyPolicy { self == .skip ? .skip : .worst }
}
