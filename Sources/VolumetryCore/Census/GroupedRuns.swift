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

  /// How many voxels carry a label of a set.
  func voxels(of members: LabelSet) -> Int {
    numbers(of: members).reduce(0) { sum, number in
      runs[starts[number]..<starts[number + 1]].reduce(sum) { $0 + $1.count }
    }
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
