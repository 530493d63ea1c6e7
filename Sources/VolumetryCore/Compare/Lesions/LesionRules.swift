/// What makes a predicted lesion and one of the reference the same lesion. Every choice changes the
/// answer, so all are written out.
public struct LesionRules: Hashable, Sendable {
  /// Which voxels belong to one lesion.
  public var connectivity: Connectivity
  /// How two lesions are compared.
  public var score: LesionScore
  /// The score from which, or above which, two lesions may be the same.
  public var threshold: Double
  /// Whether a score that equals the threshold suffices.
  public var isThresholdEnough: Bool
  /// Which of the pairs that may be the same are.
  public var assignment: LesionAssignment
  /// Reference lesions of at most this volume are neither found nor missed. They take part in no
  /// match, and an unmatched predicted lesion that shares a voxel with one is not false. 0: none.
  public var ignoredReference: CubicMillimetres
  /// Predicted lesions of at most this volume are left out before anything is compared. 0: none.
  public var droppedPrediction: CubicMillimetres
  /// In what order lesions are counted; decides only between pairs of one score.
  public var numbering: LesionNumbering
  /// Added to the denominators of recognition and segmentation quality, so that nothing is
  /// undefined. 0 leaves undefined what is.
  public var denominatorOffset: Double

  /// IoU above one half with corners touching: no lesion can have two partners, so every assignment
  /// gives the same pairs (Kirillov et al. 2019, doi:10.1109/CVPR.2019.00963).
  public init(
    connectivity: Connectivity = .corners, score: LesionScore = .intersectionOverUnion,
    threshold: Double = 0.5, isThresholdEnough: Bool = false,
    assignment: LesionAssignment = .greatestTotal,
    ignoredReference: CubicMillimetres = .zero, droppedPrediction: CubicMillimetres = .zero,
    numbering: LesionNumbering = .firstAxisFastest, denominatorOffset: Double = 0
  ) {
    precondition(threshold.isFinite && threshold >= 0)
    precondition(ignoredReference.value >= 0 && droppedPrediction.value >= 0)
    precondition(denominatorOffset >= 0)
    self.connectivity = connectivity
    self.score = score
    self.threshold = threshold
    self.isThresholdEnough = isThresholdEnough
    self.assignment = assignment
    self.ignoredReference = ignoredReference
    self.droppedPrediction = droppedPrediction
    self.numbering = numbering
    self.denominatorOffset = denominatorOffset
  }

  func passes(_ score: Double) -> Bool {
    isThresholdEnough ? score >= threshold : score > threshold
  }
}

/// How two lesions that share a voxel are compared.
public enum LesionScore: String, Hashable, Sendable, CaseIterable {
  /// Shared voxels by those of either, 0 to 1.
  case intersectionOverUnion = "iou"
  /// Twice the shared voxels by the sum of both, 0 to 1.
  case dice
  /// Shared voxels. Above 0 is any overlap.
  case sharedVoxels = "shared-voxels"

  func callAsFunction(shared: Int, reference: Int, prediction: Int) -> Double {
    switch self {
    case .intersectionOverUnion: Double(shared) / Double(reference + prediction - shared)
    case .dice: Double(2 * shared) / Double(reference + prediction)
    case .sharedVoxels: Double(shared)
    }
  }
}

/// Which of the pairs of lesions that may be the same are.
public enum LesionAssignment: String, Hashable, Sendable, CaseIterable {
  /// From the best score down, a pair is taken where neither lesion is; of equal scores first the
  /// lower number of the predicted lesion, then of the reference's. One to one.
  case bestFirst = "best-first"
  /// The same, but a reference lesion may be taken again. Its predicted lesions count as one.
  case bestFirstManyToOne = "best-first-many-to-one"
  /// From the best score down; a reference lesion that is taken takes a further predicted lesion,
  /// whatever its own score, where the score of all together rises by it.
  case bestFirstMerging = "best-first-merging"
  /// One to one, with the greatest sum of scores, and of equal sums the most pairs: each pair weighs
  /// a millionth more than its score.
  case greatestTotal = "greatest-total"
  /// The same over all pairs that share a voxel; only then those below the threshold are let go.
  case greatestTotalBeforeThreshold = "greatest-total-before-threshold"
  /// Every pair. A predicted lesion may find several of the reference, and be found by several.
  case every
}

/// In what order lesions are counted: by their first voxel as it is met along the axes.
public enum LesionNumbering: String, Hashable, Sendable, CaseIterable {
  /// i, then j, then k: the order of the file.
  case firstAxisFastest = "first-axis-fastest"
  /// k, then j, then i: the order of an array in C with the indices i, j, k.
  case lastAxisFastest = "last-axis-fastest"
}
