/// What a file says of itself, whether or not it can be measured: header, every reading of its
/// geometry, extensions, and what became of reading it to its end.
public struct Inspection: Hashable, Sendable {
  public let header: HeaderImage
  /// Whether the voxels are gzip.
  public let isCompressed: Bool
  /// The headers of the gzip members; of the first alone where `isReadToItsEnd` is false.
  public let gzip: GzipNotes?
  /// Extensions, as far as they could be followed.
  public let extensions: [HeaderExtension]
  /// Transforms that can be read, sform first.
  public let candidates: [GeometryCandidate]
  /// Voxels along three axes; nil where the header does not say.
  public let shape: GridShape?
  /// The grid that the rules of reading accept; nil where the file is refused before its voxels.
  public let grid: Grid?
  /// Why `volumetry measure` gives no number for this file; nil where it does, and where the voxels
  /// were not read and nothing in the header stands against it.
  public let refusal: VolumeError?
  /// Voxels that carry a label other than the background; nil where they were not counted.
  public let labelledVoxels: Int?
  /// Labels that occur, without the background; nil where they were not counted.
  public let labels: [Label]?
  /// What is wrong with the data as they are stored: cut, damaged, too much; nil where nothing is,
  /// and where they were not read.
  public let damage: VolumeError?
  /// Whether the file was read to its last byte.
  public let isReadToItsEnd: Bool
  /// What a careful reader should know of the file.
  public let warnings: [VolumeWarning]
  /// What the user said of the file.
  public let options: ReadingOptions

  /// Inspects the file that `path` names.
  ///
  /// - Parameters:
  ///   - options: what the user says of the file; every labelled voxel counts whole, so neither
  ///     channels nor probabilities can be asked for.
  ///   - headerOnly: whether the voxels stay unread.
  /// - Throws: why its header cannot be read at all.
  public init(
    path: String, options: ReadingOptions = ReadingOptions(), headerOnly: Bool = false
  ) throws(VolumeError) {
    precondition(options.volumes != .channelsAsLabels && options.content != .probability)
    let raw = try RawVolume(path: path)
    let opening = Outcome { () throws(VolumeError) in try raw.openVoxels() }
    header = raw.header
    self.options = options
    candidates = GeometryReading(fields: raw.header.fields).candidates()
    var reading = Reading(path: path, options: options, headerOnly: headerOnly)
    if case .geometry? = reading.refusal, !headerOnly, let first = candidates.first {
      // The count does not depend on the geometry: any that can be read serves to get at it.
      var chosen = options
      chosen.geometry = first.source
      reading.count(Reading(path: path, options: chosen, headerOnly: false))
    }
    grid = reading.grid
    refusal = reading.refusal
    warnings = reading.warnings
    labelledVoxels = reading.census.map { $0.voxels - ($0[.background]?.voxels ?? .zero) }
    labels = reading.census.map { $0.entries.map(\.label).filter { $0 != .background } }
    shape = reading.grid?.shape ?? raw.header.shape
    // What measuring has not read to its end is read here: the data may be whole all the same.
    var walk = opening
    if !headerOnly, walk.error == nil {
      walk = Outcome { () throws(VolumeError) in while try raw.next() != nil {} }
    }
    damage = headerOnly ? nil : walk.error.flatMap { $0.isDamage ? $0 : nil }
    isReadToItsEnd = !headerOnly && walk.error == nil
    extensions = raw.area?.extensions ?? []
    gzip = raw.gzipNotes
    isCompressed = raw.isCompressed
  }

  /// The reading that differences are stated against: the accepted one, or the first that there is
  /// where none is accepted.
  public var reference: GeometryCandidate? {
    guard let grid else { return candidates.first }
    return candidates.first { $0.source == grid.source }
  }

  /// How many per cent larger the volumes would be by a reading than by `reference`.
  public func differencePercent(_ candidate: GeometryCandidate) -> Double? {
    reference.map { (candidate.voxelVolume.value / $0.voxelVolume.value - 1) * 100 }
  }

  /// What the labelled voxels would be in all by a reading; nil where they were not counted.
  public func labelledVolume(_ candidate: GeometryCandidate) -> Millilitres? {
    labelledVoxels.map { Millilitres(candidate.voxelVolume * Double($0)) }
  }
}

/// Whether something could be done.
private struct Outcome {
  let error: VolumeError?

  init(_ body: () throws(VolumeError) -> Void) {
    do throws(VolumeError) {
      try body()
      error = nil
    } catch { self.error = error }
  }
}

/// What measuring a file gave.
private struct Reading {
  private(set) var grid: Grid?
  private(set) var refusal: VolumeError?
  private(set) var census: LabelCensus?
  private(set) var warnings: [VolumeWarning] = []

  init(path: String, options: ReadingOptions, headerOnly: Bool) {
    do throws(VolumeError) {
      let stream = try VoxelStream(path: path, options: options)
      (grid, warnings) = (stream.header.grid, stream.warnings)
      guard !headerOnly else { return }
      var counter = CensusCounter(shape: stream.header.grid.shape, code: stream.header.code)
      while let event = try stream.next() { try counter.add(event) }
      let scan = try ScanMeasurement(stream, counter.part, options: options)
      (census, warnings) = (scan.census, scan.warnings)
    } catch { refusal = error }
  }

  /// Takes over what another reading of the same file, with a transform chosen for it, found.
  mutating func count(_ other: Reading) {
    census = other.census
    warnings = other.warnings.filter { $0.code != .geometryChosen }
  }
}

extension HeaderImage {
  /// Sizes of three dimensions as the header states them.
  fileprivate var shape: GridShape? {
    fields.dim[0] < 3 ? nil : GridShape(fields.dim[1], fields.dim[2], fields.dim[3])
  }
}

extension VolumeError {
  /// Whether the stored data are at fault, not what they mean.
  fileprivate var isDamage: Bool {
    switch self {
    case .truncated, .tooMuchData, .sizeDisagrees, .gzip, .checksum, .readFailed: true
    default: false
    }
  }
}
