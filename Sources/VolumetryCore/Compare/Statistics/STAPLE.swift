/// The hidden true segmentation of several readers and how good each of them is, by expectation and
/// maximisation (Warfield, Zou and Wells 2004, doi:10.1109/TMI.2004.828354).
///
/// In words: begin with the share of readers that marked a voxel as the probability that it is
/// truly in; from these probabilities take each reader's sensitivity and specificity; from those
/// take the probabilities anew; repeat until no sensitivity and no specificity moves by more than
/// `tolerance`. The prior is the mean share of voxels that the readers marked, the same everywhere,
/// as in ITK.
///
/// The departure: probabilities depend on a voxel's pattern alone, so a round costs as many steps
/// as there are patterns, at most 2^readers, whatever the volume.
///
/// The answer depends on how much background is counted in: compare only numbers of one field of
/// view.
public struct STAPLE: Hashable, Sendable {
  /// Of every reader: the share of the true voxels that is marked, and the share of the others that
  /// is not.
  public let sensitivity: [Double]
  public let specificity: [Double]
  /// The prior probability of a voxel to be truly in.
  public let prior: Double
  /// Rounds after the first estimate.
  public let iterations: Int
  /// The probability of every pattern that occurs, in the order of `VotePatterns.patterns`.
  public let probabilities: [Double]
  /// Sum of the probabilities over all voxels: the expected true volume in voxels.
  public let expectedVoxels: Double
  /// Voxels with a probability of ½ and more.
  public let voxels: Int

  /// What ITK stops at.
  public static let tolerance = 1e-7

  /// The estimate.
  ///
  /// - Parameter mostIterations: rounds after the first before it gives up.
  /// - Throws: `tooFewRaters` below two readers, `nothingMarked`, `oneCategory` where everything is
  ///   marked by everybody, `notConverged`, `contradiction`.
  public init(
    _ votes: VotePatterns, tolerance: Double = Self.tolerance, mostIterations: Int = 10_000
  ) throws(StatisticGap) {
    precondition(tolerance > 0 && mostIterations >= 0, "a limit of the search")
    guard votes.readers > 1 else { throw .tooFewRaters(found: votes.readers, expected: 2) }
    let marks = votes.patterns.reduce(0) { $0 + $1.votes * $1.voxels }
    guard marks > 0 else { throw .nothingMarked }
    guard marks < votes.readers * votes.voxels else { throw .oneCategory }
    let prior = Double(marks) / (Double(votes.readers) * Double(votes.voxels))

    var truth = votes.patterns.map { Double($0.votes) / Double(votes.readers) }
    var quality = try Quality(votes, truth)
    truth = try quality.truth(votes, prior: prior)
    var (iterations, movement) = (0, Double.infinity)
    while movement > tolerance {
      guard iterations < mostIterations else { throw .notConverged(steps: mostIterations) }
      let next = try Quality(votes, truth)
      movement = next.distance(to: quality)
      quality = next
      truth = try quality.truth(votes, prior: prior)
      iterations += 1
    }
    sensitivity = quality.sensitivity
    specificity = quality.specificity
    self.prior = prior
    self.iterations = iterations
    probabilities = truth
    expectedVoxels = zip(votes.patterns, truth).reduce(0) { $0 + Double($1.0.voxels) * $1.1 }
    voxels = zip(votes.patterns, truth).reduce(0) { $1.1 >= 0.5 ? $0 + $1.0.voxels : $0 }
  }
}

/// How good the readers are, if the truth is what is believed.
private struct Quality {
  var sensitivity: [Double]
  var specificity: [Double]

  /// The step of maximisation.
  init(_ votes: VotePatterns, _ truth: [Double]) throws(StatisticGap) {
    var (hits, rejections) = (
      [Double](repeating: 0, count: votes.readers), [Double](repeating: 0, count: votes.readers)
    )
    var (inside, outside) = (0.0, 0.0)
    for (pattern, truth) in zip(votes.patterns, truth) {
      let believed = Double(pattern.voxels) * truth
      let doubted = Double(pattern.voxels) * (1 - truth)
      inside += believed
      outside += doubted
      for reader in hits.indices {
        if pattern.bits >> reader & 1 == 1 {
          hits[reader] += believed
        } else {
          rejections[reader] += doubted
        }
      }
    }
    guard inside > 0, outside > 0 else { throw .contradiction }
    // The same sums in the same order: a share of all is exactly 1, never above.
    sensitivity = hits.map { $0 / inside }
    specificity = rejections.map { $0 / outside }
  }

  /// The step of expectation: the probability of every pattern.
  func truth(_ votes: VotePatterns, prior: Double) throws(StatisticGap) -> [Double] {
    var truth: [Double] = []
    for pattern in votes.patterns {
      var (inside, outside) = (prior, 1 - prior)
      for reader in sensitivity.indices {
        let isMarked = pattern.bits >> reader & 1 == 1
        inside *= isMarked ? sensitivity[reader] : 1 - sensitivity[reader]
        outside *= isMarked ? 1 - specificity[reader] : specificity[reader]
      }
      guard inside + outside > 0 else { throw .contradiction }
      truth.append(inside / (inside + outside))
    }
    return truth
  }

  /// The largest movement of any number.
  func distance(to other: Quality) -> Double {
    let moves = zip(sensitivity + specificity, other.sensitivity + other.specificity)
    return moves.reduce(0) { max($0, abs($1.0 - $1.1)) }
  }
}
