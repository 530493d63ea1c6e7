/// What a decoder emits: a span of stored voxels, or one stored voxel many times.
///
/// Runs are the currency of everything that walks voxels. A decoder that knows of a run says so;
/// one that does not emits bytes, and the consumer finds the runs.
enum VoxelEvent {
  /// Whole voxels as they are stored, valid until the next event is asked for.
  case voxels(UnsafeRawBufferPointer)
  /// The same stored voxel, `count` times; the pattern is its bytes as a little-endian number.
  case run(pattern: UInt64, count: Int)
}

/// The voxels of one file, in order, through one small reused buffer.
///
/// Asking for events until nil reads the file to its last byte: the declared data must be there,
/// every gzip member is verified to its trailer, and what follows is judged.
final class VoxelStream {
  let header: Header
  /// Complete once `next` has returned nil.
  private(set) var warnings: [VolumeWarning]

  private let source: ByteSource
  private let buffer: UnsafeMutableRawBufferPointer
  private var remaining: Int

  /// Fits the second-level cache together with the window of a decoder; measured sizes from 128 KiB
  /// to 1 MiB differ by less than the noise of the machine.
  static let bufferSize = 256 * 1024
  /// More bytes than this, or than a slice, behind the declared data of a file are worth a warning
  /// (READER row 42).
  static let mostExtraBytes = 1 << 20
  /// Where a gzip stream goes on for longer than this and than the declared data, its header is
  /// wrong.
  static let mostDrainedBytes = 64 << 20

  /// - Parameter geometry: the transform that the user says is right, nil for the rules.
  init(path: String, geometry: GeometrySource? = nil) throws(VolumeError) {
    let paths = try VolumePaths(path)
    buffer = .allocate(byteCount: Self.bufferSize, alignment: 64)
    var opened: (source: ByteSource, header: Header)
    do throws(VolumeError) {
      opened = try Self.open(paths, geometry: geometry, buffer: buffer)
    } catch {
      buffer.deallocate()
      throw error
    }
    source = opened.source
    header = opened.header
    remaining = header.payloadBytes
    warnings = header.warnings
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

  /// The next voxels, or nil when all were delivered and the file was found right to its end.
  func next() throws(VolumeError) -> VoxelEvent? {
    guard remaining > 0 else {
      try finish()
      return nil
    }
    let wanted = min(remaining, buffer.count)
    let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted])
    let count = try source.read(into: piece)
    guard count == wanted else {
      throw .truncated(
        expectedBytes: header.payloadBytes, foundBytes: header.payloadBytes - remaining + count)
    }
    remaining -= count
    return .voxels(UnsafeRawBufferPointer(piece))
  }

  // MARK: Opening

  private static func open(
    _ paths: VolumePaths, geometry: GeometrySource?, buffer: UnsafeMutableRawBufferPointer
  ) throws(VolumeError) -> (ByteSource, Header) {
    let first = try ByteSource(path: paths.header)
    let head = UnsafeMutableRawBufferPointer(rebasing: buffer[..<LibNIfTI.longestHeader])
    let count = try first.read(into: head)
    let header = try Header(
      bytes: UnsafeRawBufferPointer(rebasing: head[..<count]), storage: paths.storage,
      geometry: geometry)
    if paths.storage == .pair { try finishHeader(first, buffer: buffer) }
    let source = paths.storage == .oneFile ? first : try ByteSource(path: paths.data)
    let (needed, overflow) = header.dataOffset.addingReportingOverflow(header.payloadBytes)
    guard !overflow, needed <= source.mostBytes else {
      throw .truncated(
        expectedBytes: header.payloadBytes,
        foundBytes: max(0, source.mostBytes - min(source.mostBytes, header.dataOffset)))
    }
    try skip(
      header.dataOffset - (paths.storage == .oneFile ? count : 0), of: source, header: header,
      alreadyRead: paths.storage == .oneFile ? count : 0, buffer: buffer)
    return (source, header)
  }

  /// Reads the header file of a pair to its end: its checksum counts like that of the data.
  private static func finishHeader(
    _ source: ByteSource, buffer: UnsafeMutableRawBufferPointer
  ) throws(VolumeError) {
    var extra = 0
    while true {
      let count = try source.read(into: buffer)
      extra += count
      if count < buffer.count { break }
      if extra > mostDrainedBytes {
        throw .tooMuchData(expectedBytes: mostDrainedBytes, foundAtLeastBytes: extra)
      }
    }
    if source.isCut { throw .checksum(reason: "the header file's trailer is missing") }
  }

  /// Moves from the header to the first voxel: over extensions, or back where a short file was read
  /// beyond it (a header buffer of 540 bytes reaches past byte 352).
  private static func skip(
    _ bytes: Int, of source: ByteSource, header: Header, alreadyRead: Int,
    buffer: UnsafeMutableRawBufferPointer
  ) throws(VolumeError) {
    if bytes < 0 {
      source.unread(UnsafeRawBufferPointer(rebasing: buffer[header.dataOffset..<alreadyRead]))
      return
    }
    var left = bytes
    while left > 0 {
      let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(left, buffer.count)])
      let count = try source.read(into: piece)
      guard count > 0 else {
        throw .truncated(expectedBytes: header.payloadBytes, foundBytes: 0)
      }
      left -= count
    }
  }

  // MARK: The end of the file

  private var hasFinished = false

  private func finish() throws(VolumeError) {
    guard !hasFinished else { return }
    hasFinished = true
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
    if source.isCut { throw .checksum(reason: "the trailer with checksum and length is missing") }
    if extra > 0, warnings.contains(where: { $0.code == .bitpix }) {
      throw .sizeDisagrees(
        expectedBytes: header.payloadBytes, foundBytes: header.payloadBytes + extra)
    }
    let slice = header.grid.shape.i * header.grid.shape.j * header.code.datatype.width
    if extra > Self.mostExtraBytes || extra >= slice {
      warnings.append(
        VolumeWarning(
          .extraData, "\(extra) bytes follow the declared data; are the dimensions right?"))
    }
    if !source.trailing.isPadding {
      warnings.append(
        VolumeWarning(
          .gzipTrailing,
          "\(source.trailing.bytes) bytes that are not gzip follow the gzip data; they were ignored"
        ))
    }
  }
}
