/// The compressed bytes of a file, a buffer of them at a time.
///
/// State and its laws: the bytes from the reader's `next` to `end` are the file's, in order; `end`
/// stands at `offset` of the file. `isLast` says that the file has none behind `end`; then, and
/// only then, `slack` zeros follow. The `kept` bytes before `next` are the file's too, as far as it
/// has them, so that a bit buffer can be given back.
final class CompressedInput {
  private let file: InputFile
  private let buffer: UnsafeMutableRawBufferPointer
  private var offset = 0
  private(set) var end: UnsafeRawPointer
  private(set) var isLast = false

  /// Compressed bytes held at a time; reads of 16 KiB to 1 MiB from the page cache differ by a
  /// fifth, and the whole must stay in the second-level cache beside the window.
  static let size = 64 * 1024
  /// Zeros behind the last byte of the file: more than a block's header takes (17 + 19 · 3 + 316 ·
  /// 14 bits are 563 bytes), which is read without a look at the end.
  static let slack = 1024
  private static let kept = 8
  /// What `buffer` of the initialiser must hold.
  static let bufferSize = kept + size + slack

  /// - Parameter buffer: of `bufferSize`; the caller's, who keeps it as long as this lives.
  init(file: InputFile, buffer: UnsafeMutableRawBufferPointer) {
    precondition(buffer.count == Self.bufferSize)
    self.file = file
    self.buffer = buffer
    end = UnsafeRawPointer(buffer.baseAddress.unsafelyUnwrapped) + Self.kept
  }

  /// Where reading begins; nothing is held there yet.
  var start: UnsafeRawPointer {
    UnsafeRawPointer(buffer.baseAddress.unsafelyUnwrapped) + Self.kept
  }

  /// Offset in the file of a place in the buffer.
  func fileOffset(of place: UnsafeRawPointer) -> Int { offset - (end - place) }

  /// Makes sure that at least `wanted` bytes lie behind the reader's `next`, or all that the file
  /// has.
  func provide(_ wanted: Int, to reader: inout BitReader) throws(VolumeError) {
    precondition(wanted <= Self.slack)
    guard end - reader.next < wanted, !isLast else { return }
    let rest = max(0, end - reader.next)
    let front = buffer.baseAddress.unsafelyUnwrapped
    front.copyMemory(from: reader.next - Self.kept, byteCount: Self.kept + rest)
    reader.rebase(to: front + Self.kept)
    let room = UnsafeMutableRawBufferPointer(
      start: front + Self.kept + rest, count: Self.size - rest)
    let count = try file.read(at: offset, into: room)
    offset += count
    end = UnsafeRawPointer(front) + Self.kept + rest + count
    guard count < room.count else { return }
    isLast = true
    (front + Self.kept + rest + count).initializeMemory(
      as: UInt8.self, repeating: 0, count: Self.slack)
  }
}
