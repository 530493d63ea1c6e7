/// What a decoder emits: a span of stored voxels, or one stored voxel many times.
///
/// Runs are the currency of everything that walks voxels. A decoder that knows of a run says so;
/// one that does not emits bytes, and the consumer finds the runs.
enum VoxelEvent {
  /// Whole voxels as they are stored, valid until the next event is asked for.
  case voxels(UnsafeRawBufferPointer)
  /// The same stored voxel, `count` times; the pattern is its bytes as a little-endian number.
  case run(pattern: UInt64, count: Int)

  /// How many voxels of `width` bytes the event is.
  func count(width: Int) -> Int {
    switch self {
    case .voxels(let bytes): bytes.count / width
    case .run(_, let count): count
    }
  }
}

/// The voxels of one file, in order, through one small reused buffer.
///
/// Asking for events until nil reads the file to its last byte: the declared data must be there,
/// every gzip member is verified to its trailer, and what follows is judged.
final class VoxelStream {
  let header: Header
  /// What stands between the header and the voxels.
  let extensions: [HeaderExtension]
  /// Complete once `next` has returned nil.
  private(set) var warnings: [VolumeWarning]
  /// How many volumes have been delivered to their last voxel.
  private(set) var volumesDone = 0

  private let source: ByteSource
  /// The file of the header, where it is another; it has been read to its end.
  private let headerFile: ByteSource?
  private let buffer: UnsafeMutableRawBufferPointer
  private let ignoresChecksums: Bool
  /// Where the first voxel to be delivered lies in the data.
  private let voxelOffset: Int
  /// Bytes of the volumes to be delivered that are still to come.
  private var remaining: Int
  /// Bytes of the file's voxels that are still to come behind those.
  private var remainingBehind: Int

  /// Fits the second-level cache together with the window of a decoder; measured sizes from 128 KiB
  /// to 1 MiB differ by less than the noise of the machine.
  static let bufferSize = 256 * 1024
  /// More bytes than this, or than a slice, behind the declared data of a file are worth a warning
  /// (READER row 42).
  static let mostExtraBytes = 1 << 20
  /// Where a gzip stream goes on for longer than this and than the declared data, its header is
  /// wrong.
  static let mostDrainedBytes = 64 << 20

  /// - Parameter options: what the user says of the file.
  init(path: String, options: ReadingOptions = ReadingOptions()) throws(VolumeError) {
    let paths = try VolumePaths(path)
    buffer = .allocate(byteCount: Self.bufferSize, alignment: 64)
    let opened: OpenedVolume
    do throws(VolumeError) {
      opened = try OpenedVolume(paths, options: options, buffer: buffer)
      if case .index(let index) = options.volumes {
        try opened.skip(index * opened.header.volumeBytes, buffer: buffer)
      }
    } catch {
      buffer.deallocate()
      throw error
    }
    source = opened.source
    do throws(VolumeError) {
      try source.beginVoxels(width: opened.header.code.datatype.width)
    } catch {
      buffer.deallocate()
      throw error
    }
    headerFile = opened.headerFile
    header = opened.header
    extensions = opened.area.extensions
    ignoresChecksums = options.ignoresChecksums
    switch options.volumes {
    case .index(let index):
      voxelOffset = header.dataOffset + index * header.volumeBytes
      remaining = header.volumeBytes
      remainingBehind = header.volumeBytes * (header.volumeCount - 1 - index)
    case .single, .channelsAsLabels:
      (voxelOffset, remaining, remainingBehind) = (header.dataOffset, header.payloadBytes, 0)
    }
    warnings = header.warnings + opened.area.warnings
    if paths.passedOver != nil {
      warnings.append(
        VolumeWarning(
          .mate,
          "the other half of the pair lies there twice, plain and gzipped; the one stored like the "
            + "file that was named was read"))
    }
    if let says = paths.nameSaysGzip, says != source.isCompressed {
      warnings.append(
        VolumeWarning(
          .name,
          source.isCompressed
            ? "the content is gzip though the name does not say so"
            : "the content is not gzip though the name says so"))
    }
  }

  deinit { buffer.deallocate() }

  /// Whether the data are gzip.
  var isCompressed: Bool { source.isCompressed }
  /// Bytes of the file that holds the voxels.
  var fileSize: Int { source.fileSize }

  /// The voxels of a single volume that lie in the file as they are; nil for gzip and for channels.
  /// Who reads them there calls `skipVoxels` and then `next`, which judges the end of the file.
  var plainVoxels: PlainVoxels? {
    guard remaining == header.volumeBytes, volumesDone == 0, let file = source.plainFile else {
      return nil
    }
    return PlainVoxels(
      file: file, offset: voxelOffset, width: header.code.datatype.width,
      voxelCount: header.grid.shape.voxelCount)
  }

  /// Moves behind the voxels, which were read from `plainVoxels`.
  func skipVoxels() {
    precondition(plainVoxels != nil)
    source.skip(remaining)
    (remaining, volumesDone) = (0, 1)
  }

  /// The next voxels, or nil when all were delivered and the file was found right to its end.
  func next() throws(VolumeError) -> VoxelEvent? {
    guard remaining > 0 else {
      try finish()
      return nil
    }
    // No event holds voxels of two volumes.
    let ahead = remaining % header.volumeBytes
    let most = ahead == 0 ? header.volumeBytes : ahead
    let width = header.code.datatype.width
    guard let event = try source.next(atMost: most, width: width, buffer: buffer) else {
      throw truncated(at: try source.read(into: buffer))
    }
    remaining -= event.count(width: width) * width
    if remaining % header.volumeBytes == 0 { volumesDone += 1 }
    return event
  }

  /// The data ended, so many bytes behind the last whole voxel.
  private func truncated(at extra: Int) -> VolumeError {
    .truncated(
      expectedBytes: header.payloadBytes,
      foundBytes: header.payloadBytes - remaining - remainingBehind + extra)
  }

  /// Exactly so many bytes of the declared data.
  private func fill(_ wanted: Int) throws(VolumeError) -> UnsafeMutableRawBufferPointer {
    let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
    let count = try source.read(into: piece)
    guard count == wanted else { throw truncated(at: count) }
    return piece
  }

  // MARK: The end of the file

  private var hasFinished = false

  private func finish() throws(VolumeError) {
    guard !hasFinished else { return }
    hasFinished = true
    while remainingBehind > 0 {
      remainingBehind -= try fill(min(remainingBehind, buffer.count)).count
    }
    var extra = 0
    while true {
      let count = try source.read(into: buffer)
      extra += count
      if count < buffer.count { break }
      if !source.isCompressed {
        extra = max(extra, source.fileSize - header.dataOffset - header.payloadBytes)
        break
      }
      if extra > max(Self.mostDrainedBytes, header.payloadBytes) {
        throw .tooMuchData(
          expectedBytes: header.payloadBytes, foundAtLeastBytes: header.payloadBytes + extra)
      }
    }
    try source.checkEnd(ignoresChecksums: ignoresChecksums)
    let files = [headerFile, source].compactMap { $0 }
    if ignoresChecksums, files.contains(where: \.isCompressed) {
      warnings.append(
        VolumeWarning(
          .checksumIgnored,
          "the checksums of the gzip data were not verified: damage goes unnoticed"))
    }
    if extra > 0, warnings.contains(where: { $0.code == .bitpix }) {
      throw .sizeDisagrees(
        expectedBytes: header.payloadBytes, foundBytes: header.payloadBytes + extra)
    }
    let slice = header.grid.shape.i * header.grid.shape.j * header.code.datatype.width
    if extra > Self.mostExtraBytes || extra >= slice {
      warnings.append(
        VolumeWarning(
          .extraData, "\(extra) bytes follow the declared data; are the dimensions right?",
          [
            "extra_bytes": .count(extra), "expected_bytes": .count(header.payloadBytes),
            "difference_pct": .number(Double(extra) / Double(header.payloadBytes) * 100),
          ]))
    }
    for file in files where !file.trailing.isPadding {
      warnings.append(
        VolumeWarning(
          .gzipTrailing,
          "\(file.trailing.bytes) bytes that are no gzip follow the gzip data; they were ignored",
          ["trailing_bytes": .count(file.trailing.bytes)]))
    }
  }
}
