import Glibc

/// An open file that is read by position into buffers of the caller.
///
/// The file is never mapped: a file cut by another process while it is read gives a short read
/// here, where a mapping would kill the process.
final class InputFile: Sendable {
  let size: Int
  private let descriptor: CInt

  /// - Throws: `.notFound`, `.notReadable`, `.notAFile` or `.empty`.
  init(path: String) throws(VolumeError) {
    // Without O_NONBLOCK a pipe that nobody writes to would hold us before fstat can refuse it.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw errno == ENOENT || errno == ENOTDIR
        ? .notFound : .notReadable(reason: InputFile.reason(errno))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let reason = InputFile.reason(errno)
      close(descriptor)
      throw .notReadable(reason: reason)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw .notAFile
    }
    guard status.st_size > 0 else {
      close(descriptor)
      throw .empty
    }
    self.descriptor = descriptor
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills `buffer` from `offset` as far as the file goes; less than asked means the end.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(VolumeError) -> Int {
    var done = 0
    while done < buffer.count {
      let count = pread(
        descriptor, buffer.baseAddress.map { $0 + done }, buffer.count - done, offset + done)
      if count > 0 {
        done += count
      } else if count == 0 {
        break
      } else if errno != EINTR {
        throw .readFailed(reason: InputFile.reason(errno))
      }
    }
    return done
  }

  /// Whether a regular file of this name can be seen.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func reason(_ code: CInt) -> String { String(cString: strerror(code)) }
}
