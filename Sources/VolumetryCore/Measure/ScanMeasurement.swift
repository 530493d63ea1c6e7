/// One label volume, measured: what the file is, and every label's counts and volume.
public struct ScanMeasurement: Hashable, Sendable {
  /// NIfTI version, 1 or 2.
  public let version: Int
  public let datatype: Datatype
  public let grid: Grid
  public let census: LabelCensus
  /// Ascending by label, background included.
  public let labels: [LabelMeasurement]
  /// What stands between the header and the voxels, uninterpreted; names may be among it.
  public let extensions: [HeaderExtension]
  /// What the user said of the file.
  public let options: ReadingOptions
  public let warnings: [VolumeWarning]

  /// Reads and measures the file that `path` names.
  ///
  /// The file is read once, to its last byte. Memory does not depend on its size, but for two bits
  /// a voxel where channels are read as labels.
  /// - Parameters:
  ///   - options: what the user says of the file.
  ///   - cores: threads that may work on it, at least 1; the answer does not depend on them.
  public init(
    path: String, options: ReadingOptions = ReadingOptions(), cores: Int = 1
  ) throws(VolumeError) {
    precondition(cores > 0)
    let stream = try VoxelStream(path: path, options: options)
    guard options.volumes != .channelsAsLabels else {
      try self.init(channelsOf: stream, options: options)
      return
    }
    let part = try VoxelCounting.count(stream, cores: cores)
    try self.init(stream, part, options: options)
  }

  /// What all voxels of a stream came to.
  init(
    _ stream: VoxelStream, _ whole: CensusPart, options: ReadingOptions
  ) throws(VolumeError) {
    let census = try whole.census()
    let soft = options.content == .probability ? whole.probability : nil
    self.init(
      stream, census, options: options, soft: soft,
      warnings: Self.warnings(options, absent: whole.absentVoxels))
  }

  /// - Precondition: a probability map has no channels; whoever asks for both is refused before.
  private init(channelsOf stream: VoxelStream, options: ReadingOptions) throws(VolumeError) {
    precondition(options.content != .probability, "partial volumes are those of one volume")
    let header = stream.header
    var counter = try ChannelCounter(shape: header.grid.shape, code: header.code)
    var (channel, place) = (0, 0)
    while let event = try stream.next() {
      try counter.add(event, startingAt: place)
      place += event.count(width: header.code.datatype.width)
      guard stream.volumesDone > channel else { continue }
      try counter.endChannel()
      (channel, place) = (stream.volumesDone, 0)
    }
    let (census, overlap) = try counter.census()
    var warnings = Self.warnings(options, absent: counter.absentVoxels)
    if overlap > 0 {
      let volume = Millilitres(header.grid.voxelVolume * Double(overlap)).value
      warnings.append(
        VolumeWarning(
          .overlap, "\(overlap) voxels lie in more than one channel and count for each",
          ["voxels": .count(overlap), "volume_ml": .number(volume)]))
    }
    self.init(stream, census, options: options, soft: nil, warnings: warnings)
  }

  private init(
    _ stream: VoxelStream, _ census: LabelCensus, options: ReadingOptions,
    soft: ProbabilityTally?, warnings: [VolumeWarning]
  ) {
    let header = stream.header
    version = header.version
    datatype = header.code.datatype
    grid = header.grid
    self.census = census
    labels = census.entries.map { entry in
      LabelMeasurement(
        entry, grid: header.grid, soft: entry.label == .foreground ? soft : nil)
    }
    extensions = stream.extensions
    self.options = options
    self.warnings = stream.warnings + warnings + Self.warnings(census)
  }

  /// What the user's choices did to the numbers.
  private static func warnings(_ options: ReadingOptions, absent: Int) -> [VolumeWarning] {
    var warnings: [VolumeWarning] = []
    if absent > 0 {
      warnings.append(
        VolumeWarning(
          .nan, "\(absent) voxels are NaN and were counted as background",
          ["voxels": .count(absent)]))
    }
    switch options.content {
    case .labels: break
    case .threshold(let threshold):
      warnings.append(
        VolumeWarning(
          .threshold, "voxels of at least \(threshold) are label 1, the others background",
          ["threshold": .number(threshold)]))
    case .probability:
      warnings.append(
        VolumeWarning(
          .soft,
          "the volume is the sum of the voxels' shares (partial volume); voxels are those "
            + "with a share above 0"))
    }
    return warnings
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
        VolumeWarning(
          .negativeLabel, "negative labels are rows of their own: \(list)",
          ["labels": .wholes(negative.prefix(5).map(\.value))]))
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
  /// What the shares of the voxels sum to, in voxels; nil where every voxel counts whole.
  public let probabilitySum: Double?

  /// - Parameter soft: the shares of the voxels, where each counts by its own.
  init(_ entry: LabelCensus.Entry, grid: Grid, soft: ProbabilityTally? = nil) {
    label = entry.label
    voxels = entry.voxels
    let weight = soft?.total.value ?? Double(entry.voxels)
    volume = Millilitres(CubicMillimetres(weight * grid.voxelVolume.value))
    bounds = entry.bounds
    touchesEdge = entry.bounds.touchesEdge(of: grid.shape)
    probabilitySum = soft?.total.value
    let sums = entry.indexSums
    let moments =
      soft.map { [$0.i.value, $0.j.value, $0.k.value] }
      ?? [Double(sums.i), Double(sums.j), Double(sums.k)]
    centroid =
      grid.orientation == nil
      ? nil : grid.affine.apply(moments.map { $0 / weight }).map { Millimetres($0) }
  }
}
