extension LabelRuns {
  /// The voxels of some labels and all that touch them, so many times over, within the volume; they
  /// have the label 1.
  ///
  /// In words: a step copies every run into its own row and into the rows that touch it, longer by
  /// a voxel on both sides where the connectivity reaches that far; sort the copies; join those that
  /// overlap or touch. Time grows with the runs and the steps.
  ///
  /// - Parameters:
  ///   - steps: 0 leaves the voxels as they are.
  ///   - connectivity: which voxels touch. `edges` three times over is what scipy's
  ///     `binary_dilation` does with `generate_binary_structure(3, 2)` and three iterations.
  func grown(
    by steps: Int, connectivity: Connectivity, where isMember: (Int32) -> Bool = { _ in true }
  ) -> LabelRuns {
    precondition(steps >= 0)
    let members = labels.indices.map { isMember(Int32($0)) }
    var stretches = Self.joined(
      runs.lazy.filter { members[Int($0.number)] }.map {
        Run(row: $0.row, start: $0.start, end: $0.end, number: 0)
      })
    for _ in 0..<steps { stretches = grownOnce(stretches, connectivity) }
    return LabelRuns(shape: shape, labels: [Label(1)], runs: stretches)
  }

  private func grownOnce(_ stretches: [Run], _ connectivity: Connectivity) -> [Run] {
    let earlier = connectivity.earlierRows
    // What touches from before also touches from behind.
    let rows = [(j: 0, k: 0, reach: 1)] + earlier + earlier.map { (-$0.j, -$0.k, $0.reach) }
    var copies: [Run] = []
    copies.reserveCapacity(stretches.count * rows.count)
    var places = RowPlaces(shape)
    for run in stretches {
      let (j, k) = places.place(of: run.row)
      for row in rows {
        let (j, k) = (Int(j + row.j), Int(k + row.k))
        guard j >= 0, j < shape.j, k >= 0, k < shape.k else { continue }
        copies.append(
          Run(
            row: Int32(j + k * shape.j), start: max(run.start - row.reach, 0),
            end: min(run.end + row.reach, Int32(shape.i)), number: 0))
      }
    }
    copies.sort { ($0.row, $0.start) < ($1.row, $1.start) }
    return Self.joined(copies)
  }

  /// Runs in order, those that overlap or touch as one.
  private static func joined(_ runs: some Sequence<Run>) -> [Run] {
    var joined: [Run] = []
    for run in runs {
      if let last = joined.last, last.row == run.row, last.end >= run.start {
        joined[joined.count - 1] = Run(
          row: run.row, start: last.start, end: max(last.end, run.end), number: 0)
      } else {
        joined.append(run)
      }
    }
    return joined
  }
}
