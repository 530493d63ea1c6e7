/// Several label volumes on one grid, measured together: one file a role.
public struct AlignedScans: Hashable, Sendable {
  /// Counts of the label combinations, a label a file in the order given.
  public let joint: JointCensus
  /// Each file's own measurement, in the order given.
  public let scans: [ScanMeasurement]

  /// Faces between the combinations; nil where they were not asked for, and where the labels are
  /// too many and too ragged to have a surface.
  public let faces: FaceCensus?

  /// The grid that all files share, as the first states it.
  public var grid: Grid { scans[0].grid }

  /// Reads the files in step, each once and to its last byte.
  ///
  /// - Parameters:
  ///   - paths: at least one.
  ///   - options: what the user says of every file; each must then be one volume of labels.
  public init(
    paths: [String], options: ReadingOptions = ReadingOptions()
  ) throws(AlignedScansError) {
    try self.init(paths, options, prepare: { _ in })
  }

  /// The same with the faces between the combinations, for whoever needs surfaces.
  public init(
    withFacesOf paths: [String], options: ReadingOptions = ReadingOptions()
  ) throws(AlignedScansError) {
    try self.init(paths, options, prepare: { $0.countFaces() })
  }

  private init(
    _ paths: [String], _ options: ReadingOptions, prepare: (inout JointCounter) -> Void
  ) throws(AlignedScansError) {
    precondition(!paths.isEmpty)
    precondition(options.volumes != .channelsAsLabels && options.content != .probability)
    // diag(pixdim) states neither place nor direction: any two files of one shape would be aligned.
    guard paths.count == 1 || options.geometry != .pixdim else { throw .noPlace(index: 1) }
    var streams: [VoxelStream] = []
    for (index, path) in paths.enumerated() {
      do throws(VolumeError) {
        streams.append(try VoxelStream(path: path, options: options))
      } catch {
        throw .unreadable(index: index, error)
      }
      let (first, grid) = (streams[0].header.grid, streams[index].header.grid)
      guard grid.isAligned(with: first) else {
        throw .notAligned(index: index, found: grid, expected: first)
      }
    }
    var counter = JointCounter(streams)
    prepare(&counter)
    do throws(VolumetryFileError) {
      let (joint, each) = try counter.count()
      self.joint = joint
      faces = counter.faceCensus
      scans = try streams.indices.map { index throws(VolumetryFileError) in
        do throws(VolumeError) {
          return try ScanMeasurement(streams[index], each[index].part, options: options)
        } catch { throw VolumetryFileError(index: index, error: error) }
      }
    } catch {
      throw .unreadable(index: error.index, error.error)
    }
  }
}

/// Why files could not be measured together. The index is that of the file in the order given.
public enum AlignedScansError: Error, Hashable, Sendable {
  case unreadable(index: Int, VolumeError)
  case notAligned(index: Int, found: Grid, expected: Grid)
  /// The geometry that the user chose does not say where the voxels lie.
  case noPlace(index: Int)

  /// Stable, machine-readable name.
  public var code: String {
    switch self {
    case .unreadable(_, let error): error.code
    case .notAligned, .noPlace: "E-GRID"
    }
  }

  /// The numbers of `message`, for machines.
  public var figures: Figures {
    switch self {
    case .unreadable(_, let error): error.figures
    case .notAligned(_, let found, let expected): found.difference(from: expected).figures
    case .noPlace: [:]
    }
  }

  /// Which file, in the order given.
  public var index: Int {
    switch self {
    case .unreadable(let index, _), .notAligned(let index, _, _), .noPlace(let index): index
    }
  }

  /// One line: what was found and what was expected.
  public var message: String {
    switch self {
    case .unreadable(_, let error): error.message
    case .notAligned(_, let found, let expected):
      "the grid is another than the first file's: found \(Self.words(found)); expected "
        + "\(Self.words(expected)) (\(found.difference(from: expected)))"
    case .noPlace:
      "pixdim says neither where voxels lie nor how they are turned: several files cannot be laid "
        + "on each other by it; expected sform or qform"
    }
  }

  private static func words(_ grid: Grid) -> String {
    let origin = grid.affine.rows.map { $0[3] }
    return "\(grid.shape.sizes) voxels of \(grid.spacing.map(\.value)) mm at \(origin)"
  }
}
