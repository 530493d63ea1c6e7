import ArgumentParser
import Glibc
import Reporting

/// Why a command ends without a result: lines for standard error and the exit status.
struct CommandFailure: Error {
  let lines: [String]
  let status: ExitStatus

  init(_ lines: [String], _ status: ExitStatus) {
    self.lines = lines
    self.status = status
  }

  /// A refusal of one thing at one place.
  init(_ place: String, _ notice: Notice, _ status: ExitStatus) {
    self.init(["\(place): \(notice.message) [\(notice.code)]"], status)
  }

  /// Says why and gives the code to leave with.
  func report() -> ExitCode {
    for line in lines { say("\(Program.name): \(line)") }
    return status.code
  }
}

/// A small text file, whole.
enum TextFile {
  /// A record is a page; what is longer is no record.
  static let limit = 1 << 20

  /// At most one byte more than `limit`, so that the reader of the text can say that it is too
  /// long.
  static func bytes(_ path: String) throws(CommandFailure) -> [UInt8] {
    var status = stat()
    // A named pipe would hold us until somebody writes; one that a shell opened for us will not.
    let isShells = path.hasPrefix("/dev/") || path.hasPrefix("/proc/")
    if !isShells, stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFIFO {
      throw CommandFailure(
        path, Notice(code: "E-NOT-A-FILE", message: "found a pipe, expected a file"), .noInput)
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while bytes.count <= limit {
      let count = read(descriptor, &piece, piece.count)
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw failure(path, errno)
      }
      bytes += piece[..<count]
    }
    return bytes
  }

  private static func failure(_ path: String, _ code: CInt) -> CommandFailure {
    let notice =
      code == ENOENT
      ? Notice(code: "E-NOT-FOUND", message: "no such file")
      : Notice(code: "E-NOT-READABLE", message: String(cString: strerror(code)))
    return CommandFailure(path, notice, .noInput)
  }
}
