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
  var resamples = CohortPlan.standardResamples

  @Option(help: ArgumentHelp("Seed of the drawing.", valueName: "number"))
  var seed: UInt64 = CohortPlan.standardSeed

  /// Nothing is said of several cases.
  var isPlain: Bool {
    empty == .skip && !summary && rank.isEmpty && resamples == CohortPlan.standardResamples
      && seed == CohortPlan.standardSeed
  }

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

  var plan: CohortPlan {
    CohortPlan(
      empty: empty.policy, isAlone: summary, rank: rank,
      bootstrap: BootstrapPlan(resamples: resamples, seed: seed))
  }
}

/// What the user wants undefined values to count as.
enum EmptyChoice: String, CaseIterable, ExpressibleByArgument {
  case skip, worst

  var policy: EmptyPolicy { self == .skip ? .skip : .worst }
}
