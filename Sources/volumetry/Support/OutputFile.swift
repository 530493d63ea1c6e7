import Glibc
import Reporting

/// Why the output could not be written.
enum OutputError: Error, Hashable {
  /// The name given for the output is a directory.
  case isDirectory(path: String)
  /// The output, or the temporary file beside it, cannot be created. `code` is `errno`.
  case cannotCreate(path: String, code: Int32)
  /// Writing, flushing to the disk or renaming failed. `code` is `errno`.
  case writeFailed(path: String, code: Int32)
  /// Whoever read our standard output has seen enough (`volumetry … | head`). Not a failure.
  case readerClosed

  /// The status to leave with.
  var exitStatus: ExitStatus {
    switch self {
    case .isDirectory, .cannotCreate: .cannotCreate
    case .writeFailed: .ioError
    case .readerClosed: .ok
    }
  }

  /// One line for standard error; nil where there is nothing to say.
  var message: String? {
    switch self {
    case .isDirectory(let path):
      "\(path): cannot create output: expected a file name, found a directory"
    case .cannotCreate(let path, let code): "\(path): cannot create output: \(reason(code))"
    case .writeFailed(let path, let code): "\(path): cannot write output: \(reason(code))"
    case .readerClosed: nil
    }
  }

  private func reason(_ code: Int32) -> String { String(cString: strerror(code)) }
}

/// Where a command's data go: standard output, or a file that is written whole or not at all.
///
/// Text is gathered in a buffer of 64 KiB. A file is written under a temporary name in its own
/// directory, flushed to the disk and renamed by `finish()`; a file that was there before is
/// replaced as a whole, keeping its permissions, and stays as it was if anything fails. A symbolic
/// link is followed: its target is replaced. A device or pipe (`/dev/null`) is written directly,
/// since there is nothing to replace. An output that is released without `finish()` leaves nothing
/// behind; so a command throws and never calls `exit` while one is open.
///
/// After an error nothing more may be written. Not for use by several tasks at once.
final class OutputFile: TextSink {
  private static let capacity = 64 << 10

  /// How messages call the output.
  private let path: String
  private var descriptor: Int32
  /// The temporary file and the name it will get; nil where bytes go straight out.
  private let replacement: (temporary: String, final: String)?
  private var buffer: [UInt8] = []
  private var isOpen = true

  /// Standard output. A reader that goes away ends the writing by `readerClosed`, not by a signal.
  static func standardOutput() -> OutputFile {
    ignoreSignals()
    return OutputFile(path: "standard output", descriptor: STDOUT_FILENO, replacement: nil)
  }

  /// The file `path`, or standard output where it is nil.
  static func open(_ path: String?) throws(OutputError) -> OutputFile {
    guard let path else { return standardOutput() }
    ignoreSignals()
    var status = stat()
    let exists = stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT == S_IFDIR { throw .isDirectory(path: path) }
    if exists, status.st_mode & S_IFMT != S_IFREG { return try device(path) }
    let final = exists ? resolved(path) : path
    let mode = exists ? status.st_mode & 0o777 : nil
    return try replacing(final, named: path, mode: mode)
  }

  /// A reader that goes away and a limit of file size end the writing by an error, not the process.
  static func ignoreSignals() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  /// True where both names lead to one existing file: then the output would destroy an input.
  static func isSameFile(_ one: String, _ other: String) -> Bool {
    var (a, b) = (stat(), stat())
    guard stat(one, &a) == 0, stat(other, &b) == 0 else { return false }
    return a.st_dev == b.st_dev && a.st_ino == b.st_ino
  }

  /// Where a file of this name is or would be, links followed, so that two names can be compared.
  static func place(_ path: String) -> String {
    if Folder.isThere(path) { return resolved(path) }
    let name = path.split(separator: "/", omittingEmptySubsequences: false).last.map(String.init)
    let folder = path.contains("/") ? String(path.dropLast(name?.count ?? path.count)) : "."
    return resolved(folder) + "/" + (name ?? "")
  }

  private init(
    path: String, descriptor: Int32, replacement: (temporary: String, final: String)?
  ) {
    self.path = path
    self.descriptor = descriptor
    self.replacement = replacement
    buffer.reserveCapacity(Self.capacity)
  }

  deinit { abandon() }

  /// Appends `text`.
  func write(_ text: String) throws(OutputError) {
    precondition(isOpen, "nothing is written after the end or after an error")
    buffer.append(contentsOf: text.utf8)
    if buffer.count >= Self.capacity { try flush() }
  }

  /// Writes what is still gathered and puts the file in its place. Nothing may be written after.
  func finish() throws(OutputError) {
    precondition(isOpen, "an output is finished once")
    try flush()
    guard let replacement else {
      isOpen = false
      guard descriptor == STDOUT_FILENO || close(descriptor) == 0 else {
        throw .writeFailed(path: path, code: errno)
      }
      return
    }
    guard fsync(descriptor) == 0 else { throw failure(errno) }
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0 else { throw failure(errno) }
    guard rename(replacement.temporary, replacement.final) == 0 else { throw failure(errno) }
    isOpen = false
  }

  // MARK: - Opening

  private static func device(_ path: String) throws(OutputError) -> OutputFile {
    let descriptor = Glibc.open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .cannotCreate(path: path, code: errno) }
    return OutputFile(path: path, descriptor: descriptor, replacement: nil)
  }

  private static func replacing(
    _ final: String, named path: String, mode: mode_t?
  ) throws(OutputError) -> OutputFile {
    let name = final.split(separator: "/").last.map(String.init)
    guard let name, !final.hasSuffix("/") else { throw .cannotCreate(path: path, code: ENOENT) }
    let directory = final.dropLast(name.count)
    // Cut at 200 bytes, so that a long name and the suffix stay within the 255 of file systems.
    let stem = String(decoding: name.utf8.prefix(200), as: UTF8.self)
    let temporary = "\(directory).\(stem).volumetry-\(getpid())"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    let descriptor = Glibc.open(temporary, flags, 0o666)
    guard descriptor >= 0 else { throw .cannotCreate(path: path, code: errno) }
    if let mode, fchmod(descriptor, mode) != 0 {
      let code = errno
      close(descriptor)
      unlink(temporary)
      throw .cannotCreate(path: path, code: code)
    }
    return OutputFile(path: path, descriptor: descriptor, replacement: (temporary, final))
  }

  private static func resolved(_ path: String) -> String {
    guard let pointer = realpath(path, nil) else { return path }
    defer { free(pointer) }
    return String(cString: pointer)
  }

  // MARK: - Writing

  private func flush() throws(OutputError) {
    var offset = 0
    while offset < buffer.count {
      let written = buffer.withUnsafeBytes { bytes in
        let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
        return Glibc.write(descriptor, rest.baseAddress, rest.count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw failure(written < 0 ? errno : EIO) }
      offset += written
    }
    buffer.removeAll(keepingCapacity: true)
  }

  private func failure(_ code: Int32) -> OutputError {
    abandon()
    return code == EPIPE ? .readerClosed : .writeFailed(path: path, code: code)
  }

  /// Drops what was written; a file that was there before stays.
  private func abandon() {
    guard isOpen else { return }
    isOpen = false
    if descriptor >= 0, descriptor != STDOUT_FILENO { close(descriptor) }
    if let replacement { unlink(replacement.temporary) }
  }
}
