/// The bytes of a file as its writer meant them, in order: gzip is undone where the content, not
/// the name, says so.
final class ByteSource {
  /// Whether the content is gzip.
  let isCompressed: Bool
  /// Size of the file on disk.
  let fileSize: Int
  private let reader: Reader
  /// Bytes given back by `unread`, delivered before anything else: a part of `held`.
  private var pending = 0..<0
  private let held: UnsafeMutableRawBufferPointer

  private enum Reader {
    case plain(PlainReader)
    case gzip(GzipDecoder)
  }

  private final class PlainReader {
    let file: InputFile
    var offset = 0
    init(file: InputFile) { self.file = file }
  }

  /// - Parameters:
  ///   - ignoresChecksums: whether the trailers of gzip members go unverified.
  ///   - notesHeaders: whether the headers of gzip members are kept in `gzipNotes`.
  init(
    path: String, ignoresChecksums: Bool = false, notesHeaders: Bool = false
  ) throws(VolumeError) {
    let file = try InputFile(path: path)
    var head: (UInt8, UInt8, UInt8) = (0, 0, 0)
    var found: Result<Int, VolumeError> = .success(0)
    let isGzip = withUnsafeMutableBytes(of: &head) { bytes in
      do throws(VolumeError) {
        let count = try file.read(at: 0, into: bytes)
        found = .success(count)
        return GzipDecoder.recognises(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
      } catch {
        found = .failure(error)
        return false
      }
    }
    _ = try found.get()
    isCompressed = isGzip
    fileSize = file.size
    reader =
      isGzip
      ? .gzip(
        GzipDecoder(file: file, ignoresChecksums: ignoresChecksums, notesHeaders: notesHeaders))
      : .plain(PlainReader(file: file))
    held = .allocate(byteCount: Self.mostHeld, alignment: 16)
  }

  deinit { held.deallocate() }

  /// More than the longest header and one voxel.
  private static let mostHeld = 1024

  /// Fills `buffer` as far as the data go; less than asked means their end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(VolumeError) -> Int {
    guard !buffer.isEmpty else { return 0 }
    guard pending.isEmpty else {
      let count = min(pending.count, buffer.count)
      buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: held[pending.prefix(count)]))
      pending.removeFirst(count)
      return try count + read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
    }
    switch reader {
    case .gzip(let decoder): return try decoder.read(into: buffer)
    case .plain(let plain):
      let count = try plain.file.read(at: plain.offset, into: buffer)
      plain.offset += count
      return count
    }
  }

  /// Gives back the last bytes that were read; they are read again next.
  func unread(_ bytes: UnsafeRawBufferPointer) {
    precondition(pending.isEmpty, "bytes are given back once")
    held.copyMemory(from: bytes)
    pending = 0..<bytes.count
  }

  // MARK: Voxels

  /// The file, where its bytes are the data.
  var plainFile: InputFile? {
    if case .plain(let plain) = reader { return plain.file }
    return nil
  }

  /// Goes on so many bytes further without reading them, in a plain file.
  func skip(_ bytes: Int) {
    guard case .plain(let plain) = reader else { preconditionFailure("gzip has to be read") }
    let held = min(pending.count, bytes)
    pending.removeFirst(held)
    plain.offset += bytes - held
  }

  /// From here on the data are voxels of so many bytes each.
  func beginVoxels(width: Int) throws(VolumeError) {
    let missing = (width - pending.count % width) % width
    // Bytes given back that end inside a voxel are completed: a decoder cuts at whole ones.
    if missing > 0 {
      let rest = UnsafeMutableRawBufferPointer(
        rebasing: held[pending.upperBound...].prefix(missing))
      let known = pending
      pending = 0..<0
      pending = known.lowerBound..<(known.upperBound + (try read(into: rest)))
    }
    if case .gzip(let decoder) = reader { decoder.beginVoxels(width: width) }
  }

  /// The next voxels, at most so many bytes of them, which are whole ones; nil where the data end
  /// before one more is complete. `buffer` is used where the source has none of its own.
  func next(
    atMost bytes: Int, width: Int, buffer: UnsafeMutableRawBufferPointer
  ) throws(VolumeError) -> VoxelEvent? {
    let whole = min(pending.count, bytes) / width * width
    if whole > 0 {
      defer { pending.removeFirst(whole) }
      return .voxels(UnsafeRawBufferPointer(rebasing: held[pending.prefix(whole)]))
    }
    guard pending.isEmpty else { return nil }
    switch reader {
    case .gzip(let decoder):
      return switch try decoder.next(atMost: bytes) {
      case .bytes(let bytes): .voxels(bytes)
      case .run(let unit, let bytes):
        .run(pattern: unit & (.max >> UInt64(64 - 8 * width)), count: bytes / width)
      case nil: nil
      }
    case .plain:
      let piece = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(bytes, buffer.count)])
      let count = try read(into: piece) / width * width
      guard count > 0 else { return nil }
      return .voxels(UnsafeRawBufferPointer(rebasing: piece[..<count]))
    }
  }

  /// A number of bytes that the data cannot exceed, whatever a header declares.
  ///
  /// A DEFLATE stream grows at most 1032 times: a match of 258 bytes costs at least two bits.
  var mostBytes: Int {
    guard isCompressed else { return fileSize }
    let (product, overflow) = fileSize.multipliedReportingOverflow(by: 1032)
    return overflow ? .max : product
  }

  /// Refuses a gzip file that ended inside a member, once everything has been read.
  func checkEnd(ignoresChecksums: Bool) throws(VolumeError) {
    guard case .gzip(let decoder) = reader, decoder.isCut, !ignoresChecksums else { return }
    throw .checksum(reason: "the trailer with checksum and length is missing")
  }

  /// What the headers of the gzip members read so far hold; nil for plain files, and where nobody
  /// asked.
  var gzipNotes: GzipNotes? {
    if case .gzip(let decoder) = reader { return decoder.notes }
    return nil
  }

  /// Bytes behind the last gzip member, once everything has been read.
  var trailing: (bytes: Int, isPadding: Bool) {
    if case .gzip(let decoder) = reader { return decoder.trailing }
    return (0, true)
  }
}
