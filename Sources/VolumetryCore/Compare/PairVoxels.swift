/// Both volumes of a pair, ready for masks of their structures.
struct PairVoxels: Sendable {
  private let reference: GroupedRuns
  private let prediction: GroupedRuns

  init(_ frame: CommonFrame) {
    reference = GroupedRuns(frame.reference)
    prediction = GroupedRuns(frame.prediction)
  }

  /// The voxels of a structure; nil where a side has none.
  ///
  /// - Parameter isShared: both sides in one box that holds them both, else each in its own.
  func masks(
    of members: LabelSet, inOneBox isShared: Bool
  ) -> (reference: VoxelMask?, prediction: VoxelMask?) {
    let own = [reference, prediction].map { $0.bounds(of: members) }
    var box = VoxelBounds.empty
    for bounds in own { if let bounds { box.merge(bounds) } }
    func mask(_ runs: GroupedRuns, _ bounds: VoxelBounds?) -> VoxelMask? {
      bounds.map { runs.mask(of: members, in: isShared ? box : $0) }
    }
    return (mask(reference, own[0]), mask(prediction, own[1]))
  }
}
