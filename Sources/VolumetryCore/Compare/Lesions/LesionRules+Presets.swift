/// The rules of other programs, so that published tables can be checked.
extension LesionRules {
  /// How panoptica finds components.
  public enum PanopticaBackend: String, Hashable, Sendable, CaseIterable {
    /// Its default for volumes: corners touch.
    case cc3d
    /// `scipy.ndimage.label`: only faces touch.
    case scipy
  }

  /// panoptica 2.1.7: at least the threshold suffices. Its default is `bestFirst` at 0.5 with cc3d,
  /// and which of the two backends ran changes the answer.
  public static func panoptica(
    _ assignment: LesionAssignment = .bestFirst,
    score: LesionScore = .intersectionOverUnion, threshold: Double = 0.5,
    backend: PanopticaBackend = .cc3d
  ) -> LesionRules {
    LesionRules(
      connectivity: backend == .cc3d ? .corners : .faces, score: score, threshold: threshold,
      isThresholdEnough: true, assignment: assignment, numbering: .lastAxisFastest)
  }

  /// `compute_panoptic_quality` of MONAI 1.6 on components whose corners touch. It adds 10⁻⁶ to
  /// denominators and counts in single precision, so it is met to about 10⁻⁶.
  ///
  /// - Parameter threshold: above it, not at it. Below 0.5 all pairs compete before it is looked at.
  public static func monai(threshold: Double = 0.5) -> LesionRules {
    LesionRules(
      connectivity: .corners, score: .intersectionOverUnion, threshold: threshold,
      isThresholdEnough: false, assignment: .greatestTotalBeforeThreshold,
      denominatorOffset: 1e-6)
  }

  /// autoPET: edges touch, any shared voxel is enough. Its false-positive and false-negative volumes
  /// are `falsePositiveVolume` and `falseNegativeVolume`. doi:10.1038/s42256-024-00912-9.
  public static let autoPET = LesionRules(
    connectivity: .edges, score: .sharedVoxels, threshold: 0, isThresholdEnough: false,
    assignment: .every)
}
