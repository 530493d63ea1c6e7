/// One label volume, measured: what the file is, and every label's counts and volume.
public struct ScanMeasurement: Hashable, Sendable {
  /// NIfTI version, 1 or 2.
  public let version: Int
  public let datatype: Datatype
  public let grid: Grid
  public let census: LabelCensus
  /// Ascending by label, background included.
  public let labels: [LabelMeasurement]
  public let warnings: [VolumeWarning]

  /// Reads and measures the file that `path` names.
  ///
  /// The file is read once, to its last byte; memory does not depend on its size.
  /// - Parameter geometry: the transform that the user says is right, nil for the rules of reading.
  public init(path: String, geometry: GeometrySource? = nil) throws(VolumeError) {
    let stream = try VoxelStream(path: path, geometry: geometry)
    let header = stream.header
    var counter = CensusCounter(shape: header.grid.shape, code: header.code)
    while let event = try stream.next() { try counter.add(event) }
    self.init(header: header, census: try counter.census(), warnings: stream.warnings)
  }

  init(header: Header, census: LabelCensus, warnings: [VolumeWarning]) {
    version = header.version
    datatype = header.code.datatype
    grid = header.grid
    self.census = census
    labels = census.entries.map { LabelMeasurement($0, grid: header.grid) }
    self.warnings = warnings + Self.warnings(census)
  }

  private static func warnings(_ census: LabelCensus) -> [VolumeWarning] {
    var warnings: [VolumeWarning] = []
    let labels = census.entries.map(\.label)
    if labels == [.background] {
      warnings.append(VolumeWarning(.empty, "no voxel carries a label"))
    }
    if !labels.contains(.background) {
      warnings.append(VolumeWarning(.noBackground, "no voxel is 0: is this a label map?"))
    }
    let negative = labels.filter { $0 < .background }
    if !negative.isEmpty {
      let list = negative.prefix(5).map(\.description).joined(separator: ", ")
      warnings.append(
        VolumeWarning(.negativeLabel, "negative labels are rows of their own: \(list)"))
    }
    return warnings
  }
}

/// One label of a scan in counts, millilitres and millimetres.
public struct LabelMeasurement: Hashable, Sendable {
  public let label: Label
  public let voxels: Int
  /// Voxels × the volume of one: one multiplication.
  public let volume: Millilitres
  /// Inclusive voxel indices.
  public let bounds: VoxelBounds
  /// Mean position of the voxel centres in RAS+ mm; nil where the orientation is unknown.
  public let centroid: [Millimetres]?
  /// Whether a voxel lies in the first or last slice along some axis: the structure may be cut, and
  /// its volume is then a lower bound.
  public let touchesEdge: Bool

  init(_ entry: LabelCensus.Entry, grid: Grid) {
    label = entry.label
    voxels = entry.voxels
    volume = Millilitres(CubicMillimetres(Double(entry.voxels) * grid.voxelVolume.value))
    bounds = entry.bounds
    touchesEdge = entry.bounds.touchesEdge(of: grid.shape)
    let count = Double(entry.voxels)
    let sums = entry.indexSums
    centroid =
      grid.orientation == nil
      ? nil
      : grid.affine.apply([Double(sums.i) / count, Double(sums.j) / count, Double(sums.k) / count])
        .map { Millimetres($0) }
  }
}
