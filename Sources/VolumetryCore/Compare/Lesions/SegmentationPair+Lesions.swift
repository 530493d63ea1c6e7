/// Lesions of one structure; each label set is taken together.
extension SegmentationPair {
  /// Lesions found, missed and invented.
  public func lesions(of labels: LabelSet, rules: LesionRules = LesionRules()) -> LesionComparison {
    LesionComparison(
      LesionPair(frame, of: labels, connectivity: rules.connectivity), rules: rules,
      place: LesionPlace(grid: reference.grid, origin: frame.origin))
  }

  /// Lesions as the LiTS challenge counts them.
  ///
  /// - Parameter threshold: 0 is any overlap; the challenge states 0.5 too.
  public func mergedLesions(of labels: LabelSet, above threshold: Double) -> MergedLesionDetection {
    MergedLesionDetection(
      LesionPair(frame, of: labels, connectivity: .faces), above: threshold)
  }

  /// Lesion-wise Dice as the BraTS challenges count it, without distances.
  public func grownLesions(
    of labels: LabelSet, rules: GrownLesionScore.Rules
  ) -> GrownLesionScore {
    GrownLesionScore(
      GrownLesionPair(frame, of: labels, rules: rules), rules: rules, voxelVolume: voxelVolume)
  }

  /// The same with the HD95 of every lesion.
  ///
  /// - Parameter hd95: mm between the lesions of the reference that are given as bits, first, and
  ///   predicted ones, over a box that holds both; neither is empty.
  func grownLesions(
    of labels: LabelSet, rules: GrownLesionScore.Rules,
    hd95: @escaping (_ reference: VoxelMask, _ prediction: VoxelMask) -> Double
  ) -> GrownLesionScore {
    let pair = GrownLesionPair(frame, of: labels, rules: rules)
    return GrownLesionScore(pair, rules: rules, voxelVolume: voxelVolume) { reference, prediction in
      let (first, second) = pair.joined.masks(reference, prediction)
      return hd95(first, second)
    }
  }
}

extension LesionPair {
  /// Some lesions of either side, a bit a voxel, in one box that holds them all.
  func masks(_ reference: [Int], _ prediction: [Int]) -> (VoxelMask, VoxelMask) {
    precondition(!reference.isEmpty && !prediction.isEmpty)
    var bounds = VoxelBounds.empty
    for number in reference { bounds.merge(self.reference.components[number].bounds) }
    for number in prediction { bounds.merge(self.prediction.components[number].bounds) }
    guard let first = self.reference.mask(of: reference, bounds: bounds),
      let second = self.prediction.mask(of: prediction, bounds: bounds)
    else { preconditionFailure("lesions have voxels") }
    return (first, second)
  }
}
