/// Decides which lesions are the same: pairs of numbers from overlaps and rules.
struct LesionMatching {
  /// A lesion of the reference with the predicted lesions that found it.
  struct Match: Hashable, Sendable {
    let reference: Int
    /// Ascending, at least one.
    var prediction: [Int]
  }

  /// A pair that may be a match.
  private struct Candidate {
    let reference: Int
    let prediction: Int
    let shared: Int
    let score: Double
  }

  /// Ascending by reference.
  let matches: [Match]

  /// - Parameters:
  ///   - pairs: only those that take part.
  ///   - sizes: voxels of every lesion.
  ///   - ranks: where each lesion stands in the order that the rules ask for.
  init(
    _ pairs: [LesionOverlaps.Pair], rules: LesionRules,
    sizes: (reference: [Int], prediction: [Int]), ranks: (reference: [Int], prediction: [Int])
  ) {
    var candidates = pairs.map { pair in
      Candidate(
        reference: pair.reference, prediction: pair.prediction, shared: pair.voxels,
        score: rules.score(
          shared: pair.voxels, reference: sizes.reference[pair.reference],
          prediction: sizes.prediction[pair.prediction]))
    }
    candidates.sort { a, b in
      if a.score != b.score { return a.score > b.score }
      return (ranks.prediction[a.prediction], ranks.reference[a.reference])
        < (ranks.prediction[b.prediction], ranks.reference[b.reference])
    }
    let chosen =
      switch rules.assignment {
      case .bestFirst: Self.bestFirst(candidates.filter { rules.passes($0.score) }, once: true)
      case .bestFirstManyToOne:
        Self.bestFirst(candidates.filter { rules.passes($0.score) }, once: false)
      case .bestFirstMerging: Self.merging(candidates, rules, sizes)
      case .greatestTotal:
        Self.greatestTotal(candidates.filter { rules.passes($0.score) }, sizes)
      case .greatestTotalBeforeThreshold:
        Self.greatestTotal(candidates, sizes).filter { rules.passes($0.score) }
      case .every: candidates.filter { rules.passes($0.score) }
      }
    var matches: [Match] = []
    for candidate in chosen.sorted(by: {
      ($0.reference, $0.prediction) < ($1.reference, $1.prediction)
    }) {
      if let last = matches.last, last.reference == candidate.reference {
        matches[matches.count - 1].prediction.append(candidate.prediction)
      } else {
        matches.append(Match(reference: candidate.reference, prediction: [candidate.prediction]))
      }
    }
    self.matches = matches
  }

  /// - Parameter once: whether a reference lesion is taken once at most.
  private static func bestFirst(_ candidates: [Candidate], once: Bool) -> [Candidate] {
    var (references, predictions): (Set<Int>, Set<Int>) = ([], [])
    return candidates.filter { candidate in
      guard !predictions.contains(candidate.prediction),
        !(once && references.contains(candidate.reference))
      else { return false }
      references.insert(candidate.reference)
      predictions.insert(candidate.prediction)
      return true
    }
  }

  private static func merging(
    _ candidates: [Candidate], _ rules: LesionRules, _ sizes: (reference: [Int], prediction: [Int])
  ) -> [Candidate] {
    var predictions: Set<Int> = []
    /// Of each reference lesion that is taken: voxels shared, voxels of its predicted lesions.
    var taken: [Int: (shared: Int, prediction: Int, score: Double)] = [:]
    return candidates.filter { candidate in
      guard !predictions.contains(candidate.prediction) else { return false }
      var (shared, prediction) = (candidate.shared, sizes.prediction[candidate.prediction])
      var score = candidate.score
      if let before = taken[candidate.reference] {
        shared += before.shared
        prediction += before.prediction
        score = rules.score(
          shared: shared, reference: sizes.reference[candidate.reference], prediction: prediction)
        guard score > before.score else { return false }
      } else if !rules.passes(score) {
        return false
      }
      predictions.insert(candidate.prediction)
      taken[candidate.reference] = (shared, prediction, score)
      return true
    }
  }

  /// What a pair weighs beside its score, so that of equal sums the one of more pairs wins; ours
  /// and panoptica's.
  private static let weightOfPair = 1e-6

  private static func greatestTotal(
    _ candidates: [Candidate], _ sizes: (reference: [Int], prediction: [Int])
  ) -> [Candidate] {
    let assignment = OptimalAssignment(
      rows: sizes.reference.count, columns: sizes.prediction.count,
      edges: candidates.map {
        OptimalAssignment.Edge(
          row: $0.reference, column: $0.prediction, weight: $0.score + weightOfPair)
      })
    return candidates.filter { assignment.columns[$0.reference] == $0.prediction }
  }
}
