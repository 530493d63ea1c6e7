/// A file from its first byte to its last without the meaning of its voxels: any data type, any
/// number of dimensions, also what cannot be measured.
///
/// In order: `init` reads the header, `openVoxels` what stands before the voxels, `next` gives the
/// stored voxels piece by piece and in the end verifies every gzip trailer and looks at what
/// follows. What was learnt before a step that throws stays readable.
final class RawVolume {
  let header: HeaderImage
  let paths: VolumePaths
  /// Extensions; nil until `openVoxels` has read them.
  private(set) var area: ExtensionArea?
  /// Bytes before the voxels that are not zero and belong to no extension. Where the area is longer
  /// than what is kept of it and ends in no whole chain, all behind what is kept are counted.
  private(set) var strayBytes = 0
  /// Bytes behind the declared voxels, and whether all of them are zero; known at the end.
  private(set) var extra = (bytes: 0, isPadding: true)
  /// Bytes of the declared voxels; nil until `openVoxels` has computed them.
  private(set) var payloadBytes: Int?

  private let buffer: UnsafeMutableRawBufferPointer
  private let first: ByteSource
  private var head: [UInt8]
  private var source: ByteSource
  private var dataOffset = 0
  private var remaining = 0
  private var hasFinished = false

  private static let bufferSize = 256 * 1024

  /// - Throws: why there is no header to be read.
  init(path: String) throws(VolumeError) {
    paths = try VolumePaths(path)
    first = try ByteSource(path: paths.header, notesHeaders: true)
    source = first
    buffer = .allocate(byteCount: Self.bufferSize, alignment: 64)
    let start = UnsafeMutableRawBufferPointer(rebasing: buffer[..<LibNIfTI.longestHeader])
    do throws(VolumeError) {
      let count = try first.read(into: start)
      head = Array(start[..<count])
      header = try HeaderImage(UnsafeRawBufferPointer(rebasing: start[..<count]))
    } catch {
      buffer.deallocate()
      throw error
    }
  }

  deinit { buffer.deallocate() }

  /// Whether the voxels are gzip.
  var isCompressed: Bool { source.isCompressed }

  /// The headers of the gzip members begun so far, of both files of a pair; nil where there are
  /// none.
  var gzipNotes: GzipNotes? {
    guard first !== source, let other = source.gzipNotes else { return first.gzipNotes }
    var notes = first.gzipNotes ?? GzipNotes()
    notes.add(other)
    return notes
  }

  /// Bytes behind the gzip data that are not all zero; 0 where there are none.
  var gzipTrailingBytes: Int {
    let sources = first === source ? [first] : [first, source]
    return sources.map(\.trailing).reduce(0) { $0 + ($1.isPadding ? 0 : $1.bytes) }
  }

  // MARK: Before the voxels

  /// Reads up to the first voxel.
  func openVoxels() throws(VolumeError) {
    precondition(area == nil, "a file is opened once")
    var warnings: [VolumeWarning] = []
    dataOffset = try Header.offset(header.fields, paths.storage, &warnings)
    if paths.storage == .oneFile {
      try readArea(dataOffset - header.bytes.count)
      payloadBytes = try declaredBytes(in: source)
    } else {
      try readArea(nil)
      try first.checkEnd(ignoresChecksums: false)
      source = try ByteSource(path: paths.data, notesHeaders: true)
      payloadBytes = try declaredBytes(in: source)
      // What a data file holds before its voxels is no extension.
      strayBytes += try skip(dataOffset)
    }
    remaining = payloadBytes ?? remaining
  }

  /// The size of the voxels, which the file is long enough to hold.
  private func declaredBytes(in source: ByteSource) throws(VolumeError) -> Int {
    let bytes = try header.declaredVoxelBytes()
    let (needed, overflow) = dataOffset.addingReportingOverflow(bytes)
    guard !overflow, needed <= source.mostBytes else {
      throw .truncated(
        expectedBytes: bytes,
        foundBytes: max(0, source.mostBytes - min(source.mostBytes, dataOffset)))
    }
    return bytes
  }

  /// - Parameter size: how long the area is; nil for the header file of a pair, all of it.
  private func readArea(_ size: Int?) throws(VolumeError) {
    let start = header.bytes.count
    let end = size.map { min(head.count, start + $0) } ?? head.count
    var kept = Array(head[start..<end])
    if end < head.count { head[end...].withUnsafeBytes { first.unread($0) } }
    var (length, beyond) = (kept.count, 0)
    while size.map({ length < $0 }) ?? true {
      let wanted = size.map { min($0 - length, buffer.count) } ?? buffer.count
      let count = try first.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
      let room = min(count, ExtensionArea.mostBytes - kept.count)
      kept += buffer[..<room]
      beyond += Self.nonZero(UnsafeRawBufferPointer(rebasing: buffer[room..<count]))
      length += count
      if count < wanted {
        guard size == nil else { throw .truncated(expectedBytes: dataOffset, foundBytes: length) }
        break
      }
      if size == nil, length > OpenedVolume.mostHeaderBytes {
        throw .tooMuchData(
          expectedBytes: OpenedVolume.mostHeaderBytes, foundAtLeastBytes: length)
      }
    }
    let isSwapped = header.isBigEndian == (1.littleEndian == 1)
    let area = ExtensionArea(kept, size: length, isByteSwapped: isSwapped)
    self.area = area
    let owned = area.ownedBytes
    strayBytes = kept.prefix(4).dropFirst().count { $0 != 0 }
    strayBytes += kept.dropFirst(owned).count { $0 != 0 } + (owned >= length ? 0 : beyond)
  }

  /// Moves on and says how many of the bytes were not zero.
  private func skip(_ count: Int) throws(VolumeError) -> Int {
    var (left, found) = (count, 0)
    while left > 0 {
      let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(left, buffer.count)])
      let count = try source.read(into: piece)
      guard count > 0 else {
        throw .truncated(expectedBytes: dataOffset, foundBytes: dataOffset - left)
      }
      found += Self.nonZero(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      left -= count
    }
    return found
  }

  static func nonZero(_ bytes: UnsafeRawBufferPointer) -> Int {
    var count = 0
    for byte in bytes where byte != 0 { count += 1 }
    return count
  }

  // MARK: The voxels and what follows

  /// The next stored voxels, or nil when all were given and the file was found right to its end.
  func next() throws(VolumeError) -> UnsafeRawBufferPointer? {
    guard let payloadBytes else { preconditionFailure("voxels are read after openVoxels") }
    guard remaining > 0 else {
      try finish(payloadBytes)
      return nil
    }
    let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(remaining, buffer.count)])
    let count = try source.read(into: piece)
    guard count == piece.count else {
      throw .truncated(expectedBytes: payloadBytes, foundBytes: payloadBytes - remaining + count)
    }
    remaining -= count
    return UnsafeRawBufferPointer(piece)
  }

  private func finish(_ payloadBytes: Int) throws(VolumeError) {
    guard !hasFinished else { return }
    hasFinished = true
    while true {
      let count = try source.read(into: buffer)
      extra.bytes += count
      if Self.nonZero(UnsafeRawBufferPointer(rebasing: buffer[..<count])) > 0 {
        extra.isPadding = false
      }
      if count < buffer.count { break }
      if source.isCompressed, extra.bytes > max(VoxelStream.mostDrainedBytes, payloadBytes) {
        throw .tooMuchData(
          expectedBytes: payloadBytes, foundAtLeastBytes: payloadBytes + extra.bytes)
      }
    }
    try source.checkEnd(ignoresChecksums: false)
  }
}

extension ExtensionArea {
  /// Bytes from the beginning of the area that the flag and the extensions take.
  var ownedBytes: Int { extensions.reduce(4) { $0 + $1.size + 8 } }
}

extension HeaderImage {
  /// Bytes of the voxels that the header declares, of all volumes and of any data type.
  func declaredVoxelBytes() throws(VolumeError) -> Int {
    let dim = fields.dim
    guard (1...7).contains(dim[0]) else {
      throw .dimensions(found: dim, expected: "1 to 7 dimensions in dim[0]")
    }
    guard let width = Datatype.storedWidth(ofCode: fields.datatype) else {
      throw .datatype(code: fields.datatype, name: Datatype.name(ofCode: fields.datatype))
    }
    var bytes = width
    for axis in 1...dim[0] {
      guard dim[axis] >= (axis > 3 ? 0 : 1) else {
        throw .dimensions(found: dim, expected: "sizes of at least 1")
      }
      let (product, overflow) = bytes.multipliedReportingOverflow(by: max(1, dim[axis]))
      guard !overflow, product < 1 << 60 else { throw .tooLarge(found: Array(dim[1...dim[0]])) }
      bytes = product
    }
    return bytes
  }
}

extension Datatype {
  /// Bytes a voxel of any type of the standard that has whole bytes; nil for the others.
  static func storedWidth(ofCode code: Int) -> Int? {
    allCases.first { $0.code == code }?.width
      ?? [32: 8, 128: 3, 1536: 16, 1792: 16, 2048: 32, 2304: 4][code]
  }

  /// The name of a NIfTI type code, also of types that no label map uses.
  public static func name(ofCode code: Int) -> String {
    do throws(VolumeError) {
      return try Datatype(code: code).rawValue
    } catch {
      guard case .datatype(_, let name) = error else { return "unknown" }
      return name
    }
  }
}
