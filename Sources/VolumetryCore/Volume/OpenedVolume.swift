/// A file opened up to its first voxel: the header is checked, what stands before the voxels is
/// kept.
struct OpenedVolume {
  /// Stands at the first voxel.
  let source: ByteSource
  let header: Header
  /// Extensions, as far as they could be followed.
  let area: ExtensionArea
  /// The file of the header, where it is another than that of the voxels.
  let headerFile: ByteSource?

  /// Where a header file goes on for longer than this, it is something else.
  static let mostHeaderBytes = 64 << 20

  init(
    _ paths: VolumePaths, options: ReadingOptions, buffer: UnsafeMutableRawBufferPointer
  ) throws(VolumeError) {
    let first = try ByteSource(path: paths.header, ignoresChecksums: options.ignoresChecksums)
    let head = UnsafeMutableRawBufferPointer(rebasing: buffer[..<LibNIfTI.longestHeader])
    let count = try first.read(into: head)
    let bytes = UnsafeRawBufferPointer(rebasing: head[..<count])
    header = try Header(bytes: bytes, storage: paths.storage, options: options)
    if paths.storage == .oneFile {
      source = first
      headerFile = nil
      try Self.check(header, fits: source)
      area = try Self.area(header, head: bytes, source: source, buffer: buffer)
    } else {
      area = try Self.areaOfHeaderFile(header, head: bytes, source: first, buffer: buffer)
      try first.checkEnd(ignoresChecksums: options.ignoresChecksums)
      headerFile = first
      source = try ByteSource(path: paths.data, ignoresChecksums: options.ignoresChecksums)
      try Self.check(header, fits: source)
      try skip(header.dataOffset, buffer: buffer)
    }
  }

  /// Moves the source on.
  func skip(_ bytes: Int, buffer: UnsafeMutableRawBufferPointer) throws(VolumeError) {
    _ = try Self.read(bytes, of: source, header, buffer: buffer, keeping: 0)
  }

  /// Refuses sizes that the file cannot hold, before anything is read or allocated for them.
  private static func check(_ header: Header, fits source: ByteSource) throws(VolumeError) {
    let (needed, overflow) = header.dataOffset.addingReportingOverflow(header.payloadBytes)
    guard overflow || needed > source.mostBytes else { return }
    guard !source.isCompressed else {
      throw .cannotHold(
        expectedBytes: header.payloadBytes, mostBytes: source.mostBytes, fileBytes: source.fileSize)
    }
    throw .truncated(
      expectedBytes: header.payloadBytes,
      foundBytes: max(0, source.fileSize - min(source.fileSize, header.dataOffset)))
  }

  /// What stands between the header and the voxels of one file. `head` has been read and may reach
  /// behind the first voxel: what does is given back.
  private static func area(
    _ header: Header, head: UnsafeRawBufferPointer, source: ByteSource,
    buffer: UnsafeMutableRawBufferPointer
  ) throws(VolumeError) -> ExtensionArea {
    let isSwapped = header.code.isByteSwapped
    let size = header.dataOffset - header.size
    guard header.dataOffset > head.count else {
      let bytes = Array(head[header.size..<header.dataOffset])
      source.unread(UnsafeRawBufferPointer(rebasing: head[header.dataOffset...]))
      return ExtensionArea(bytes, size: size, isByteSwapped: isSwapped)
    }
    let known = Array(head[header.size...])
    let rest = try read(
      header.dataOffset - head.count, of: source, header, buffer: buffer,
      keeping: ExtensionArea.mostBytes - known.count)
    return ExtensionArea(known + rest, size: size, isByteSwapped: isSwapped)
  }

  /// What stands behind the header of a pair, to the end of its file: its checksum counts like that
  /// of the data.
  private static func areaOfHeaderFile(
    _ header: Header, head: UnsafeRawBufferPointer, source: ByteSource,
    buffer: UnsafeMutableRawBufferPointer
  ) throws(VolumeError) -> ExtensionArea {
    var bytes = Array(head[min(header.size, head.count)...])
    var size = bytes.count
    while true {
      let count = try source.read(into: buffer)
      bytes += buffer[..<min(count, max(0, ExtensionArea.mostBytes - bytes.count))]
      size += count
      if count < buffer.count { break }
      if size > mostHeaderBytes {
        throw .tooMuchData(expectedBytes: mostHeaderBytes, foundAtLeastBytes: size)
      }
    }
    return ExtensionArea(bytes, size: size, isByteSwapped: header.code.isByteSwapped)
  }

  /// Reads so many bytes and gives the first of them.
  private static func read(
    _ count: Int, of source: ByteSource, _ header: Header, buffer: UnsafeMutableRawBufferPointer,
    keeping most: Int
  ) throws(VolumeError) -> [UInt8] {
    var kept: [UInt8] = []
    var left = count
    while left > 0 {
      let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(left, buffer.count)])
      let count = try source.read(into: piece)
      guard count > 0 else {
        throw .truncated(expectedBytes: header.payloadBytes, foundBytes: 0)
      }
      kept += piece[..<min(count, max(0, most - kept.count))]
      left -= count
    }
    return kept
  }
}
