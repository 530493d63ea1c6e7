extension SegmentationPair {
  /// Compares the centrelines of one structure.
  ///
  /// - Parameters:
  ///   - structure: the labels that make the structure; the background is in none.
  ///   - convention: how centrelines are made.
  ///   - cores: threads at most, this one included; the answer does not depend on them.
  public func centrelines(
    of structure: LabelSet, convention: SkeletonConvention = .topologyPreserving, cores: Int = 1
  ) -> CentrelineAgreement {
    func mask(_ runs: LabelRuns) -> VoxelMask? {
      let isMember = runs.labels.map { structure.contains($0) }
      let bounds = runs.bounds { isMember[Int($0)] }
      return bounds.map { VoxelMask(runs, bounds: $0) { isMember[Int($0)] } }
    }
    return CentrelineAgreement(
      reference: mask(frame.reference), prediction: mask(frame.prediction), in: frame.shape,
      convention: convention, cores: cores)
  }
}
