internal import CRivals
import Glibc

/// Memory that the rivals use over and over.
final class RivalBuffers {
  /// What a library inflates at a time: fits the second-level cache.
  let piece: UnsafeMutableRawBufferPointer
  /// All inflated bytes of a file.
  let whole: UnsafeMutableRawBufferPointer
  let isal: UnsafeMutablePointer<inflate_state>
  private var file = UnsafeMutableRawBufferPointer(start: nil, count: 0)

  /// - Parameter bytes: of the largest file when inflated.
  init(inflated bytes: Int) {
    piece = .allocate(byteCount: 256 << 10, alignment: 64)
    whole = .allocate(byteCount: bytes, alignment: 64)
    isal = .allocate(capacity: 1)
  }

  deinit {
    piece.deallocate()
    whole.deallocate()
    isal.deallocate()
    file.deallocate()
  }

  /// A whole file.
  func read(_ path: String) -> UnsafeMutableRawBufferPointer {
    let descriptor = open(path, O_RDONLY)
    precondition(descriptor >= 0, "\(path) is there")
    defer { close(descriptor) }
    var status = stat()
    precondition(fstat(descriptor, &status) == 0)
    let size = Int(status.st_size)
    if file.count < size {
      file.deallocate()
      file = .allocate(byteCount: size, alignment: 64)
    }
    var done = 0
    while done < size {
      let count = pread(descriptor, file.baseAddress.map { $0 + done }, size - done, done)
      precondition(count > 0, "\(path) can be read")
      done += count
    }
    return UnsafeMutableRawBufferPointer(rebasing: file[..<size])
  }
}
