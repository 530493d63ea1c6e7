/// Lesions of a pair by the rules of other programs.
struct PeerLesions: Sendable {
  enum Rule: Hashable, Sendable {
    /// BraTS 2023.
    case grown(GrownLesionScore.Rules)
    /// autoPET: any shared voxel.
    case touching
    /// LiTS, a lesion being detected above half of what either covers.
    case merged
  }

  /// Nil where no metric names such a rule.
  private(set) var grown: GrownLesionScore?
  /// Nil where no metric names such a rule.
  private(set) var touching: LesionComparison?
  /// Nil where no metric names such a rule.
  private(set) var merged: MergedLesionDetection?
  /// mm³ of a voxel.
  let voxelVolume: CubicMillimetres

  /// Nil where no metric counts lesions.
  init?(
    _ pair: SegmentationPair, of members: LabelSet, for metrics: [PeerMetric]
  ) throws(SurfaceError) {
    let rules = Set(metrics.compactMap(\.lesionRule))
    guard !rules.isEmpty else { return nil }
    voxelVolume = pair.voxelVolume
    for rule in rules {
      switch rule {
      case .grown(let rules):
        grown = try Self.grown(pair, of: members, rules)
      case .touching: touching = pair.lesions(of: members, rules: .autoPET)
      case .merged: merged = pair.mergedLesions(of: members, above: Self.detectedAbove)
      }
    }
  }

  /// The overlap above which LiTS calls a lesion detected.
  static let detectedAbove = 0.5

  private static func grown(
    _ pair: SegmentationPair, of members: LabelSet, _ rules: GrownLesionScore.Rules
  ) throws(SurfaceError) -> GrownLesionScore {
    let spacing = SIMD3(pair.spacing.map(\.value))
    var refusal: SurfaceError?
    let score = pair.grownLesions(of: members, rules: rules) { reference, prediction in
      do throws(SurfaceError) {
        return try SurfelDistances(
          reference: reference, prediction: prediction, spacing: spacing, axes: .ijk
        ).robustHausdorff(95)
      } catch {
        refusal = error
        return .infinity
      }
    }
    if let refusal { throw refusal }
    return score
  }
}
