/// A label volume whose truth is known, of any size: painted and written as a stream.
///
/// Holding a `Phantom` is a promise: the order can be painted and stored. The same order gives the
/// same bytes on every machine, as long as zlib is the same.
public struct Phantom: Sendable {
  public let order: PhantomOrder
  /// The grid that the file states: axes LPS, in sform and qform.
  public let grid: Grid
  private let painter: any RowPainter
  private let encoder: VoxelEncoder

  /// - Throws: `PhantomError.specification` with the field at fault, what it must be and what it
  ///   is.
  public init(_ order: PhantomOrder) throws(PhantomError) {
    grid = try order.checkedGrid()
    encoder = try VoxelEncoder(order)
    painter = try order.family.painter(order, grid)
    self.order = order
  }

  /// The share of the voxels that carry a label, by formula.
  public var expectedDensity: Double {
    painter.formulas.reduce(0) { $0 + $1.expectation } / Double(grid.shape.voxelCount)
  }

  /// What the labels truly are; paints without writing.
  public func truth() -> FamilyTruth {
    var tally = RunTally(labels: order.labels)
    forEachRun { label, count in tally.add(label, count) }
    return FamilyTruth(tally, painter.formulas, voxel: grid.voxelVolume)
  }

  /// Writes the file, whole or not at all, and says what its labels truly are.
  ///
  /// Memory does not depend on the size of the phantom. What `path` held before is replaced.
  ///
  /// - Parameter path: any name; the packing is the order's, not the name's.
  /// - Throws: `PhantomError.output`, after removing what was written. A directory, device or pipe
  ///   under `path` is never replaced.
  @discardableResult
  public func write(to path: String) throws(PhantomError) -> FamilyTruth {
    var tally = RunTally(labels: order.labels)
    let header = LibNIfTI.makeHeader(
      grid: grid, datatype: order.datatype.code, scaling: order.scaling.stored,
      isBigEndian: order.byteOrder == .big)
    let bytes = PhantomFile.headerBytes + grid.shape.voxelCount * encoder.width
    try PhantomFile.write(to: path, order.packing, byteCount: bytes) { file throws(PhantomError) in
      try file.write(header)
      try file.write(PhantomFile.noExtensions)
      var voxels = VoxelBuffer(encoder)
      try forEachRun { label, count throws(PhantomError) in
        tally.add(label, count)
        try voxels.add(label, count, to: file)
      }
      try voxels.flush(to: file)
    }
    return FamilyTruth(tally, painter.formulas, voxel: grid.voxelVolume)
  }

  /// Every voxel of the phantom in file order, as runs that end with their row at the latest.
  func forEachRun<Failure: Error>(
    _ body: (_ label: Int, _ count: Int) throws(Failure) -> Void
  ) throws(Failure) {
    var painter = painter
    var row = RunRow()
    for k in 0..<grid.shape.k {
      for j in 0..<grid.shape.j {
        painter.paint(row: j, slice: k, into: &row)
        var start = 0
        for (end, label) in zip(row.ends, row.labels) {
          try body(label, end - start)
          start = end
        }
      }
    }
  }
}

/// Voxels of each label, and how often a run of it begins or ends inside a row.
struct RunTally: Hashable, Sendable {
  private(set) var voxels: [Int]
  private(set) var runs: [Int]

  /// - Parameter labels: how many there are beside the background.
  init(labels: Int) {
    voxels = Array(repeating: 0, count: labels + 1)
    runs = voxels
  }

  mutating func add(_ label: Int, _ count: Int) {
    voxels[label] += count
    runs[label] += 1
  }
}
