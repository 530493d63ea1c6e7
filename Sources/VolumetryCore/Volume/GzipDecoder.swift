import CZlib

/// Inflates a gzip file of any number of members, and believes none of it before its trailer.
///
/// zlib checks CRC-32 and length of the member it is given; it does not join members and does not
/// say what follows the last one. Both are done here. A class, because zlib remembers the address
/// of its stream.
final class GzipDecoder {
  /// Bytes that follow the last member, and whether one of them is not zero.
  private(set) var trailing = (bytes: 0, isPadding: true)
  /// Whether the file ended inside a member: what was read is not all that was written.
  private(set) var isCut = false
  /// What the headers of the members begun so far hold; nil where nobody asked.
  private(set) var notes: GzipNotes?

  private let file: InputFile
  private let ignoresChecksums: Bool
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  private var offset = 0
  private var state = State.betweenMembers(first: true)

  private enum State {
    case betweenMembers(first: Bool)
    case inMember, finished
  }

  /// Compressed bytes held at a time.
  private static let inputSize = 64 * 1024
  /// Window bits 15, plus 16: a gzip wrapper is expected and verified.
  private static let gzipWindowBits: CInt = 15 + 16

  /// - Parameter notesHeaders: whether the header of every member is kept in `notes`.
  init(file: InputFile, ignoresChecksums: Bool = false, notesHeaders: Bool = false) {
    self.file = file
    notes = notesHeaders ? GzipNotes() : nil
    self.ignoresChecksums = ignoresChecksums
    input = .allocate(byteCount: Self.inputSize, alignment: 16)
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let status = inflateInit2_(
      stream, Self.gzipWindowBits, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib refuses only for lack of memory or a wrong version")
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
    input.deallocate()
  }

  /// Whether a file that begins with these bytes is gzip (RFC 1952, 2.3.1: ID1, ID2, CM 8).
  static func recognises(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 3 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8
  }

  /// Fills `buffer` as far as the stream goes; less than asked means that every member has been
  /// read to its trailer and found right, or, with `isCut`, that the file ended too early.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(VolumeError) -> Int {
    var done = 0
    while done < buffer.count {
      switch state {
      case .finished: return done
      case .betweenMembers(let first): try beginMember(first: first)
      case .inMember:
        done += try inflateInto(UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
      }
    }
    return done
  }

  private func inflateInto(_ buffer: UnsafeMutableRawBufferPointer) throws(VolumeError) -> Int {
    if stream.pointee.avail_in == 0, try refill() == 0 {
      isCut = true
      state = .finished
      return 0
    }
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    let room = min(buffer.count, Int(UInt32.max))
    stream.pointee.avail_out = UInt32(room)
    let status = inflate(stream, Z_NO_FLUSH)
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: state = .betweenMembers(first: false)
    default: throw failure(status)
    }
    return room - Int(stream.pointee.avail_out)
  }

  /// Looks at what stands where a member would begin: a member, the end, or trailing bytes.
  private func beginMember(first: Bool) throws(VolumeError) {
    let head = try available(3)
    if Self.recognises(head) {
      if notes != nil {
        let start = offset - Int(stream.pointee.avail_in)
        notes?.add(try GzipHeader(file, at: start))
      }
      inflateReset(stream)
      if ignoresChecksums { inflateValidate(stream, 0) }
      state = .inMember
      return
    }
    precondition(!first, "the caller recognised the first member")
    while stream.pointee.avail_in > 0 {
      let rest = UnsafeRawBufferPointer(
        start: stream.pointee.next_in, count: Int(stream.pointee.avail_in))
      trailing.bytes += rest.count
      if trailing.isPadding { trailing.isPadding = rest.allSatisfy { $0 == 0 } }
      stream.pointee.avail_in = 0
      _ = try refill()
    }
    state = .finished
  }

  /// At least `count` bytes of input in one piece where the file has them.
  private func available(_ count: Int) throws(VolumeError) -> UnsafeRawBufferPointer {
    if stream.pointee.avail_in < count {
      let rest = Int(stream.pointee.avail_in)
      if rest > 0, let next = stream.pointee.next_in {
        input.copyMemory(from: UnsafeRawBufferPointer(start: next, count: rest))
      }
      let more = try file.read(
        at: offset, into: UnsafeMutableRawBufferPointer(rebasing: input[rest...]))
      offset += more
      point(at: rest + more)
    }
    return UnsafeRawBufferPointer(
      start: stream.pointee.next_in, count: Int(stream.pointee.avail_in))
  }

  private func refill() throws(VolumeError) -> Int {
    let count = try file.read(at: offset, into: input)
    offset += count
    point(at: count)
    return count
  }

  private func point(at count: Int) {
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
  }

  private func failure(_ status: CInt) -> VolumeError {
    let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib status \(status)"
    let position = "\(reason), before byte \(offset - Int(stream.pointee.avail_in)) of the file"
    return reason == "incorrect data check" || reason == "incorrect length check"
      ? .checksum(reason: position) : .gzip(reason: position)
  }
}
