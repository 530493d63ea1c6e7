public import VolumetryCore

/// What a contender found. All contenders of a case must find the same.
public enum Answer: Hashable, Sendable {
  case checksum(UInt32)
  /// How many bytes were decoded; each contender has verified their CRC-32.
  case bytes(Int)
  case census([Label: Tally])
  /// Voxels of each pair of labels.
  case joint([[Label]: Int])
  /// The limit of a stage computes nothing.
  case none
}

/// Voxels, bounds and index sums of one label.
public struct Tally: Hashable, Sendable {
  var voxels = 0
  var lowest = SIMD3(repeating: Int32.max)
  var highest = SIMD3(repeating: Int32.min)
  var sums = SIMD3(repeating: 0)
}

extension Answer {
  init(_ census: LabelCensus) {
    self = .census(
      Dictionary(
        uniqueKeysWithValues: census.entries.map { entry in
          let sums = entry.indexSums
          return (
            entry.label,
            Tally(
              voxels: entry.voxels, lowest: entry.bounds.min, highest: entry.bounds.max,
              sums: SIMD3(sums.i, sums.j, sums.k))
          )
        }))
  }

  init(_ joint: JointCensus) {
    self = .joint(
      Dictionary(uniqueKeysWithValues: joint.combinations.map { ($0.labels, $0.voxels) }))
  }
}
