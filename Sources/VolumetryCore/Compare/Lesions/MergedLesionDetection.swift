/// Lesions that were detected, as the LiTS challenge counts them, slips included.
///
/// In words: of faces that touch are lesions made. Lesions of the reference become one where one
/// predicted lesion is, for each of them, the one with the most shared voxels. Each predicted lesion
/// goes to the reference lesion, so joined, with which it shares the most; all that go to one become
/// one. What remains is detected where shared voxels by those of either exceed a threshold.
///
/// Three slips of the script are kept, because published numbers have them:
/// 1. The voxels of either are counted with the predicted lesions that went to the reference lesion
///    whose number is that of the *predicted* lesion. So the answer depends on the order in which
///    lesions are numbered: as in an array in C.
/// 2. A joined reference lesion counts once where it is detected and is taken off as often as it has
///    parts where it is not. So `detected` can be below 0.
/// 3. Predicted lesions that are not detected are let go, which changes what is counted for later
///    ones by slip 1.
///
/// Bilic et al. 2023, doi:10.1016/j.media.2022.102680;
/// github.com/PatrickChrist/lits-challenge-scoring. The script holds numbers of lesions in 8 bits;
/// above 255 of them it goes wrong in another way, which is not kept.
public struct MergedLesionDetection: Hashable, Sendable {
  /// Reference lesions said to be detected; below 0 by slip 2.
  public let detected: Int
  /// Lesions of the reference, none joined.
  public let referenceLesions: Int
  /// Predicted lesions, none joined.
  public let predictedLesions: Int
  /// The shared part of either above which a lesion is detected.
  public let threshold: Double

  /// Predicted lesions − detected.
  public var falsePositives: Int { predictedLesions - detected }
  /// Reference lesions − detected.
  public var falseNegatives: Int { referenceLesions - detected }
  /// Detected by predicted; nil without a predicted lesion.
  public var precision: Double? {
    predictedLesions == 0 ? nil : Double(detected) / Double(predictedLesions)
  }
  /// Detected by those of the reference; nil without one.
  public var recall: Double? {
    referenceLesions == 0 ? nil : Double(detected) / Double(referenceLesions)
  }

  /// - Parameter pair: components by faces.
  init(_ pair: LesionPair, above threshold: Double) {
    precondition(pair.reference.connectivity == .faces && pair.prediction.connectivity == .faces)
    self.threshold = threshold
    referenceLesions = pair.reference.components.count
    predictedLesions = pair.prediction.components.count
    var merging = LesionMerging(pair)
    detected = merging.detected(above: threshold)
  }
}

/// The joined lesions; numbers are ranks in the order of an array in C.
private struct LesionMerging {
  /// Voxels of each lesion.
  private let sizes: (reference: [Int], prediction: [Int])
  /// Reference lesions of each joined one, by the lowest of them.
  private var parts: [Int: [Int]] = [:]
  /// Predicted lesions that went to each joined one, ascending, by the number of the joined one.
  private var went: [Int: [Int]] = [:]
  /// Voxels that a predicted lesion shares with a joined one.
  private var shared: [SIMD2<Int>: Int] = [:]

  init(_ pair: LesionPair) {
    let ranks = (
      reference: pair.reference.ranks(.lastAxisFastest),
      prediction: pair.prediction.ranks(.lastAxisFastest)
    )
    sizes = (
      Self.inOrder(pair.reference.sizes, ranks.reference),
      Self.inOrder(pair.prediction.sizes, ranks.prediction)
    )
    let pairs = pair.overlaps.pairs.map {
      LesionOverlaps.Pair(
        reference: ranks.reference[$0.reference], prediction: ranks.prediction[$0.prediction],
        voxels: $0.voxels)
    }
    // A reference lesion belongs to the predicted one with which it shares the most, of equal ones
    // to the first.
    let owners = Self.best(pairs, of: \.reference, among: \.prediction)
    var lowest: [Int: Int] = [:]
    for reference in sizes.reference.indices {
      guard let owner = owners[reference] else { continue }
      let joined = lowest[owner, default: reference]
      lowest[owner] = joined
      parts[joined, default: []].append(reference)
    }
    var joinedOf: [Int: Int] = [:]
    for (joined, members) in parts { for member in members { joinedOf[member] = joined } }
    for pair in pairs {
      guard let joined = joinedOf[pair.reference] else { continue }
      shared[SIMD2(pair.prediction, joined), default: 0] += pair.voxels
    }
    let toJoined = shared.map {
      LesionOverlaps.Pair(reference: $0.key.y, prediction: $0.key.x, voxels: $0.value)
    }
    let targets = Self.best(toJoined, of: \.prediction, among: \.reference)
    for prediction in sizes.prediction.indices {
      guard let joined = targets[prediction] else { continue }
      went[joined, default: []].append(prediction)
    }
  }

  /// Predicted lesions are looked at by the first of those that became one.
  mutating func detected(above threshold: Double) -> Int {
    var detected = went.count
    let order = went.sorted { $0.value[0] < $1.value[0] }
    for (joined, predictions) in order {
      guard let members = parts[joined] else { preconditionFailure("a joined lesion has parts") }
      let hit = predictions.reduce(0) { $0 + sharedVoxels($1, joined) }
      // Slip 1: a predicted lesion's number, read as that of a reference lesion.
      let taken = went[predictions[0], default: []]
      let size = members.reduce(0) { $0 + sizes.reference[$1] }
      let union =
        size
        + taken.reduce(0) { $0 + sizes.prediction[$1] - sharedVoxels($1, joined) }
      if Double(hit) / Double(union) <= threshold {
        went[joined] = nil
        detected -= members.count
      }
    }
    return detected
  }

  private func sharedVoxels(_ prediction: Int, _ joined: Int) -> Int {
    shared[SIMD2(prediction, joined), default: 0]
  }

  private static func inOrder(_ values: [Int], _ ranks: [Int]) -> [Int] {
    var ordered = values
    for (number, rank) in ranks.enumerated() { ordered[rank] = values[number] }
    return ordered
  }

  /// For each lesion of one side the one of the other with which it shares the most voxels; of equal
  /// ones the lower number.
  private static func best(
    _ pairs: [LesionOverlaps.Pair], of one: (LesionOverlaps.Pair) -> Int,
    among other: (LesionOverlaps.Pair) -> Int
  ) -> [Int: Int] {
    var best: [Int: (number: Int, voxels: Int)] = [:]
    for pair in pairs {
      let found = (number: other(pair), voxels: pair.voxels)
      if let known = best[one(pair)],
        (known.voxels, -known.number) >= (found.voxels, -found.number)
      {
        continue
      }
      best[one(pair)] = found
    }
    return best.mapValues(\.number)
  }
}
