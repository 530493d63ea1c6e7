/// The runs of a label volume by label, so that one structure is walked without the others.
///
/// In words: count the runs of each label, lay them out label by label in the order in which they
/// stand, and keep the box of each label. A hundred structures are then masked in one pass over the
/// runs instead of a hundred.
struct GroupedRuns: Sendable {
  let shape: GridShape
  let labels: [Label]
  /// The runs of label n are `runs[starts[n]..<starts[n + 1]]`.
  private let starts: [Int]
  private let runs: [LabelRuns.Run]
  private let bounds: [VoxelBounds]

  init(_ volume: LabelRuns) {
    shape = volume.shape
    labels = volume.labels
    var starts = [Int](repeating: 0, count: volume.labels.count + 1)
    for run in volume.runs { starts[Int(run.number) + 1] += 1 }
    for number in volume.labels.indices { starts[number + 1] += starts[number] }
    var next = starts
    var bounds = [VoxelBounds](repeating: .empty, count: volume.labels.count)
    var rows = RowPlaces(volume.shape)
    runs = [LabelRuns.Run](unsafeUninitializedCapacity: volume.runs.count) { buffer, count in
      for run in volume.runs {
        let number = Int(run.number)
        buffer.initializeElement(at: next[number], to: run)
        next[number] += 1
        let (j, k) = rows.place(of: run.row)
        bounds[number].merge(
          VoxelBounds(min: SIMD3(run.start, j, k), max: SIMD3(run.end - 1, j, k)))
      }
      count = volume.runs.count
    }
    self.starts = starts
    self.bounds = bounds
  }

  /// The smallest box around the labels of a set; nil where none occurs.
  func bounds(of members: LabelSet) -> VoxelBounds? {
    var all: VoxelBounds?
    for number in numbers(of: members) {
      guard var merged = all else {
        all = bounds[number]
        continue
      }
      merged.merge(bounds[number])
      all = merged
    }
    return all
  }

  /// The voxels of a set's labels, in a box that holds them all.
  func mask(of members: LabelSet, in box: VoxelBounds) -> VoxelMask {
    var mask = VoxelMask(bounds: box)
    for number in numbers(of: members) {
      var rows = RowPlaces(shape)
      for run in runs[starts[number]..<starts[number + 1]] {
        let (j, k) = rows.place(of: run.row)
        mask.insert(
          row: Int(j - box.min.y) + Int(k - box.min.z) * mask.size.y,
          from: Int(run.start - box.min.x), to: Int(run.end - box.min.x))
      }
    }
    return mask
  }

  private func numbers(of members: LabelSet) -> [Int] {
    labels.indices.filter { members.contains(labels[$0]) }
  }
}

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
