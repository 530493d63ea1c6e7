/// Exact integer counts of what a label volume, or a part of it, holds: voxels, bounds and first
/// moments of every label, background included.
///
/// Law: the census of a volume is the sum of the censuses of its parts, in any order. Nothing here
/// knows spacing; a census is multiplied once, at the end, by whoever knows the grid.
public struct LabelCensus: Hashable, Sendable {
  public let shape: GridShape
  /// Ascending by label, none without a voxel.
  public let entries: [Entry]

  /// What is known of one label.
  public struct Entry: Hashable, Sendable {
    public let label: Label
    public internal(set) var voxels: Int
    /// Inclusive voxel indices.
    public internal(set) var bounds: VoxelBounds
    /// Sums of the voxel indices i, j and k.
    public internal(set) var indexSums: IndexSums
  }

  init(shape: GridShape, entries: some Sequence<Entry>) {
    self.shape = shape
    var merged: [Label: Entry] = [:]
    for entry in entries { merged[entry.label, default: entry.empty].merge(entry) }
    self.entries = merged.values.sorted { $0.label < $1.label }
  }

  /// The census of both parts. They must be parts of one grid that share no voxel.
  public static func + (a: Self, b: Self) -> Self {
    precondition(a.shape == b.shape, "parts of one volume have one shape")
    return Self(shape: a.shape, entries: a.entries + b.entries)
  }

  /// What is known of a label; nil where no voxel carries it.
  public subscript(label: Label) -> Entry? { entries.first { $0.label == label } }

  /// Voxels counted, background included; for a whole volume, its voxel count.
  public var voxels: Int { entries.reduce(0) { $0 + $1.voxels } }

  /// The labels that occur, background included, as a joint census of one volume.
  public var histogram: JointCensus {
    JointCensus(entries.map { JointCensus.Combination(labels: [$0.label], voxels: $0.voxels) })
  }
}

/// The smallest box of voxels that holds a label; both corners belong to it.
public struct VoxelBounds: Hashable, Sendable {
  public internal(set) var min: SIMD3<Int32>
  public internal(set) var max: SIMD3<Int32>

  /// Whether a voxel lies in the first or last slice along some axis of the grid.
  public func touchesEdge(of shape: GridShape) -> Bool {
    let last = SIMD3(Int32(shape.i - 1), Int32(shape.j - 1), Int32(shape.k - 1))
    return (0..<3).contains { min[$0] == 0 || max[$0] == last[$0] }
  }
}

/// Sums of voxel indices; divided by the voxels they are the centroid in voxel space.
public struct IndexSums: Hashable, Sendable {
  public internal(set) var i: Int
  public internal(set) var j: Int
  public internal(set) var k: Int
}

extension LabelCensus.Entry {
  /// The same voxels under another label.
  func renamed(to label: Label) -> Self {
    Self(label: label, voxels: voxels, bounds: bounds, indexSums: indexSums)
  }

  fileprivate var empty: Self {
    Self(label: label, voxels: 0, bounds: .empty, indexSums: IndexSums(i: 0, j: 0, k: 0))
  }

  fileprivate mutating func merge(_ other: Self) {
    voxels += other.voxels
    bounds.merge(other.bounds)
    indexSums.i += other.indexSums.i
    indexSums.j += other.indexSums.j
    indexSums.k += other.indexSums.k
  }
}

extension VoxelBounds {
  /// The bounds of no voxel: the neutral element of `merge`.
  static let empty = VoxelBounds(
    min: SIMD3(repeating: .max), max: SIMD3(repeating: .min))

  mutating func merge(_ other: VoxelBounds) {
    min = pointwiseMin(min, other.min)
    max = pointwiseMax(max, other.max)
  }
}
