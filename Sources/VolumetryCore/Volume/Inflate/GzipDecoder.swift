/// Inflates a gzip file (RFC 1952) of any number of members, and believes none of it before its
/// trailer.
///
/// In words: a member is a header, a DEFLATE stream, and a trailer with checksum and length; behind
/// it stands another member, the end of the file, or bytes that are no gzip (where zlib's gzread
/// takes two bytes for a member, this takes three). Of a member it refuses exactly what zlib
/// refuses. What was decoded stays in the window over the end of a member, so that a
/// voxel may lie in two of them.
final class GzipDecoder {
  /// Bytes that follow the last member, and whether one of them is not zero.
  private(set) var trailing = (bytes: 0, isPadding: true)
  /// Whether the file ended inside a member: what was read is not all that was written.
  private(set) var isCut = false
  /// What the headers of the members begun so far hold; nil where nobody asked.
  private(set) var notes: GzipNotes?

  private let file: InputFile
  private let ignoresChecksums: Bool
  private let buffers: InflateBuffers
  private let input: CompressedInput
  private let stream: RunInflater
  private var state = State.betweenMembers(first: true)

  private enum State {
    case betweenMembers(first: Bool)
    case inMember, atTrailer, finished
  }

  /// - Parameter notesHeaders: whether the header of every member is kept in `notes`.
  init(file: InputFile, ignoresChecksums: Bool = false, notesHeaders: Bool = false) {
    self.file = file
    self.ignoresChecksums = ignoresChecksums
    notes = notesHeaders ? GzipNotes() : nil
    buffers = InflateBuffers.take()
    input = CompressedInput(file: file, buffer: buffers.input)
    stream = RunInflater(input: input, buffers: buffers)
  }

  deinit { buffers.giveBack() }

  /// Whether a file that begins with these bytes is gzip (RFC 1952, 2.3.1: ID1, ID2, CM 8).
  static func recognises(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count >= 3 && bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8
  }

  /// Fills `buffer` as far as the stream goes; less than asked means that every member has been
  /// read to its trailer and found right, or, with `isCut`, that the file ended too early.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(VolumeError) -> Int {
    var done = 0
    while true {
      done += stream.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[done...]))
      guard done < buffer.count, try advance() else { return done }
    }
  }

  /// From here on, pieces are cut where voxels of so many bytes begin.
  func beginVoxels(width: Int) { stream.unit = width }

  /// The next voxels, at most so many bytes of them, which are whole ones; nil where the data end
  /// before one more is complete.
  func next(atMost bytes: Int) throws(VolumeError) -> InflatedPiece? {
    while true {
      if let piece = stream.takePiece(atMost: bytes) { return piece }
      guard try advance() else { return nil }
    }
  }

  /// Goes one step on; false where all has been decoded. What a step decodes is handed on before
  /// the next one: the trailer of a member is judged after its data.
  private func advance() throws(VolumeError) -> Bool {
    switch state {
    case .finished: return false
    case .betweenMembers(let first): try beginMember(first: first)
    case .inMember:
      if try !stream.advance() { state = .atTrailer }
    case .atTrailer: try endMember()
    }
    return true
  }

  // MARK: Between the members

  /// RFC 1952, 2.3.1: CRC32 and ISIZE.
  private func endMember() throws(VolumeError) {
    stream.reader.alignToByte()
    try input.provide(8, to: &stream.reader)
    let place = stream.reader.next
    let there = stream.isCut ? 0 : input.end - place
    // A checksum that is there is judged even where the length is cut.
    if there >= 4 {
      stream.reader.move(to: place + 4)
      guard ignoresChecksums || Self.word(at: place) == stream.checksum.value else {
        throw .checksum(reason: "incorrect data check, \(position)")
      }
    }
    guard there >= 8 else {
      isCut = true
      state = .finished
      return
    }
    stream.reader.move(to: place + 8)
    state = .betweenMembers(first: false)
    let length = UInt32(truncatingIfNeeded: stream.length)
    guard ignoresChecksums || Self.word(at: place + 4) == length else {
      throw .checksum(reason: "incorrect length check, \(position)")
    }
  }

  private static func word(at place: UnsafeRawPointer) -> UInt32 {
    UInt32(littleEndian: place.loadUnaligned(as: UInt32.self))
  }

  private var position: String {
    "before byte \(input.fileOffset(of: stream.reader.next)) of the file"
  }

  /// Looks at what stands where a member would begin: a member, the end, or trailing bytes.
  private func beginMember(first: Bool) throws(VolumeError) {
    try input.provide(3, to: &stream.reader)
    let head = UnsafeRawBufferPointer(
      start: stream.reader.next, count: max(0, input.end - stream.reader.next))
    guard Self.recognises(head) else {
      // The caller recognised the first member: the file has changed since.
      if first { throw .gzip(reason: "no gzip header any more, \(position)") }
      try countTrailing()
      state = .finished
      return
    }
    if notes != nil {
      notes?.add(try GzipHeader(file, at: input.fileOffset(of: stream.reader.next)))
    }
    state = .inMember
    guard try skipHeader() else {
      isCut = true
      state = .finished
      return
    }
    stream.restart()
  }

  private func countTrailing() throws(VolumeError) {
    while true {
      let rest = UnsafeRawBufferPointer(
        start: stream.reader.next, count: max(0, input.end - stream.reader.next))
      trailing.bytes += rest.count
      if trailing.isPadding { trailing.isPadding = rest.allSatisfy { $0 == 0 } }
      stream.reader.move(to: stream.reader.next + rest.count)
      guard !input.isLast else { return }
      try input.provide(1, to: &stream.reader)
    }
  }

  private enum Flag {
    static let headerCheck: UInt8 = 2
    static let extra: UInt8 = 4
    static let name: UInt8 = 8
    static let comment: UInt8 = 16
    static let reserved: UInt8 = 0xe0
  }

  /// RFC 1952, 2.3: moves behind the header of a member; false where the file ends before.
  private func skipHeader() throws(VolumeError) -> Bool {
    var check = CRC32()
    func next() throws(VolumeError) -> UInt8? {
      try input.provide(1, to: &stream.reader)
      guard stream.reader.next < input.end else { return nil }
      let byte = UnsafeRawBufferPointer(start: stream.reader.next, count: 1)
      check.append(byte)
      defer { stream.reader.move(to: stream.reader.next + 1) }
      return byte[0]
    }
    // ID1, ID2 and CM have been recognised.
    for _ in 0..<3 { _ = try next() }
    guard let flags = try next() else { return false }
    guard flags & Flag.reserved == 0 else {
      throw .gzip(reason: "unknown header flags set, \(position)")
    }
    // MTIME, XFL, OS.
    for _ in 0..<6 { guard try next() != nil else { return false } }
    if flags & Flag.extra != 0 {
      guard let low = try next(), let high = try next() else { return false }
      for _ in 0..<(Int(low) | Int(high) << 8) { guard try next() != nil else { return false } }
    }
    for field in [Flag.name, Flag.comment] where flags & field != 0 {
      while true {
        guard let byte = try next() else { return false }
        if byte == 0 { break }
      }
    }
    guard flags & Flag.headerCheck != 0 else { return true }
    let expected = UInt16(truncatingIfNeeded: check.value)
    guard let low = try next(), let high = try next() else { return false }
    guard ignoresChecksums || UInt16(low) | UInt16(high) << 8 == expected else {
      throw .gzip(reason: "header crc mismatch, \(position)")
    }
    return true
  }
}
