/// What stands before the compressed data of one gzip member (RFC 1952, 2.3).
///
/// Lengths are exact, whatever the file says; of a text only the beginning is kept.
struct GzipHeader: Hashable, Sendable {
  /// Seconds since 1970; 0 is "not stated".
  private(set) var modificationTime: UInt32 = 0
  /// The optional fields that hold something, in file order.
  private(set) var texts: [FreeText] = []

  /// Bytes of a text that are kept.
  static let mostKept = 4096

  private enum Flag {
    static let extra: UInt8 = 4
    static let name: UInt8 = 8
    static let comment: UInt8 = 16
  }

  /// Reads the header that begins at `offset`; what the file has no bytes for is absent.
  init(_ file: InputFile, at offset: Int) throws(VolumeError) {
    var bytes = Cursor(file: file, offset: offset)
    // ID1, ID2 and CM have been recognised.
    for _ in 0..<3 { _ = try bytes.next() }
    guard let flags = try bytes.next() else { return }
    for place in 0..<4 {
      guard let byte = try bytes.next() else { return }
      modificationTime |= UInt32(byte) << (8 * UInt32(place))
    }
    // XFL and OS.
    for _ in 0..<2 { _ = try bytes.next() }
    if flags & Flag.extra != 0 {
      guard let low = try bytes.next(), let high = try bytes.next() else { return }
      var left = Int(low) | Int(high) << 8
      try add("FEXTRA", &bytes) { _ in
        left -= 1
        return left < 0
      }
    }
    if flags & Flag.name != 0 { try add("FNAME", &bytes) { $0 == 0 } }
    if flags & Flag.comment != 0 { try add("FCOMMENT", &bytes) { $0 == 0 } }
  }

  /// Reads a text up to the byte that `ends` it, which is dropped where it is the text's NUL.
  private mutating func add(
    _ field: String, _ bytes: inout Cursor, until ends: (UInt8) -> Bool
  ) throws(VolumeError) {
    var (length, kept): (Int, [UInt8]) = (0, [])
    while let byte = try bytes.next() {
      guard !ends(byte) else {
        if field == "FEXTRA" { bytes.stepBack() }
        break
      }
      length += 1
      if kept.count < Self.mostKept { kept.append(byte) }
    }
    guard length > 0 else { return }
    texts.append(FreeText(kind: .gzipHeader, field: field, bytes: length, content: kept))
  }

  /// One byte after the other, through a small buffer.
  private struct Cursor {
    let file: InputFile
    /// Where the buffer ends in the file.
    var offset: Int
    var buffer: [UInt8] = []
    var position = 0

    static let size = 1024

    init(file: InputFile, offset: Int) {
      self.file = file
      self.offset = offset
    }

    mutating func next() throws(VolumeError) -> UInt8? {
      if position == buffer.count {
        // The last byte is kept, so that one step back is always possible.
        let last = Array(buffer.suffix(1))
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.size, alignment: 1)
        defer { piece.deallocate() }
        let count = try file.read(at: offset, into: piece)
        guard count > 0 else { return nil }
        buffer = last + piece[..<count]
        position = last.count
        offset += count
      }
      defer { position += 1 }
      return buffer[position]
    }

    mutating func stepBack() { position -= 1 }
  }
}

/// What the headers of all gzip members of a file hold.
public struct GzipNotes: Hashable, Sendable {
  /// Members begun.
  public private(set) var members = 0
  /// Members whose header states a time.
  public private(set) var timedMembers = 0
  /// The first time stated, in seconds since 1970.
  public private(set) var firstTime: UInt32?
  private var held: [FreeText] = []

  init() {}

  /// One entry a field, its bytes summed over all members, its content the first member's that has
  /// one; a stated time counts its four bytes.
  public var texts: [FreeText] {
    guard let firstTime else { return held }
    return held + [
      FreeText(
        kind: .gzipHeader, field: "MTIME", bytes: 4 * timedMembers,
        content: Array("\(firstTime) s since 1970".utf8))
    ]
  }

  mutating func add(_ header: GzipHeader) {
    members += 1
    if header.modificationTime != 0 {
      timedMembers += 1
      if firstTime == nil { firstTime = header.modificationTime }
    }
    for text in header.texts { add(text) }
  }

  /// The notes of two files together.
  mutating func add(_ other: GzipNotes) {
    members += other.members
    timedMembers += other.timedMembers
    if firstTime == nil { firstTime = other.firstTime }
    for text in other.held { add(text) }
  }

  private mutating func add(_ text: FreeText) {
    guard let index = held.firstIndex(where: { $0.field == text.field }) else {
      held.append(text)
      return
    }
    let known = held[index]
    held[index] = FreeText(
      kind: .gzipHeader, field: known.field,
      bytes: [known.bytes, text.bytes].reduce(0) { sum, bytes in bytes.map { sum + $0 } ?? sum },
      content: known.content)
  }
}
