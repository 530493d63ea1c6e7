/// Exact counts of the label combinations that occur over aligned volumes.
///
/// Volumes a, b, … on one grid give, at every voxel, one tuple of labels. Each tuple that occurs is
/// counted once; every union, intersection and difference of label sets is then arithmetic on this
/// small table instead of a pass over voxels. With one volume it is its histogram.
public struct JointCensus: Hashable, Sendable {
  /// One tuple of labels, a label a volume, and the voxels that carry it.
  public struct Combination: Hashable, Sendable {
    public let labels: [Label]
    public let voxels: Int

    public init(labels: [Label], voxels: Int) {
      self.labels = labels
      self.voxels = voxels
    }
  }

  /// Sorted by labels, none with 0 voxels, background included.
  public let combinations: [Combination]

  /// Combinations without a voxel are dropped; the rest is sorted.
  public init(_ combinations: some Sequence<Combination>) {
    self.combinations = combinations.filter { $0.voxels > 0 }.sorted {
      $0.labels.lexicographicallyPrecedes($1.labels)
    }
  }

  /// Voxels whose labels satisfy `predicate`.
  public func voxels(where predicate: ([Label]) -> Bool) -> Int {
    combinations.reduce(0) { predicate($1.labels) ? $0 + $1.voxels : $0 }
  }

  /// The labels that occur in one of the volumes, ascending.
  public func labels(inVolume index: Int) -> [Label] {
    Set(combinations.map { $0.labels[index] }).sorted()
  }
}
