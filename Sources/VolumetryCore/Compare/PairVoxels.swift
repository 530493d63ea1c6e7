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
  /// - Throws: `boxTooLarge` before any memory is asked for: two voxels at the far ends of a
  ///   volume, which a file of some kilobytes can hold, have a box of gigabytes.
  func masks(
    of members: LabelSet, inOneBox isShared: Bool
  ) throws(SurfaceError) -> (reference: VoxelMask?, prediction: VoxelMask?) {
    var (first, second) = (reference.bounds(of: members), prediction.bounds(of: members))
    if isShared, var box = first, let other = second {
      box.merge(other)
      (first, second) = (box, box)
    }
    for box in [first, second].compactMap(\.self) { _ = try LatticeFrame(box, box, margin: .zero) }
    return (
      first.map { reference.mask(of: members, in: $0) },
      second.map { prediction.mask(of: members, in: $0) }
    )
  }
}
