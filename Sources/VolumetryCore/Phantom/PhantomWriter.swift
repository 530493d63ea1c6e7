import Glibc

extension TwoStagePhantom {
  /// Writes one stage as a NIfTI-1 label map of unsigned bytes: all of it under `path`, or nothing.
  ///
  /// The slices stream into a file beside `path`, which takes its name when it is complete; what
  /// `path` held before is then replaced. The same phantom gives the same bytes every time.
  ///
  /// - Parameter gzipLevel: 1 to 9; nil writes plain bytes. The name is not looked at.
  /// - Throws: `PhantomError.output` with the path and the `errno` of the step that failed, after
  ///   removing what was written. A directory, device or pipe under `path` is never replaced.
  public func write(
    _ stage: Stage, to path: String, gzipLevel: Int? = 6
  ) throws(PhantomError) {
    if let gzipLevel, !(1...9).contains(gzipLevel) { throw .gzipLevel(found: gzipLevel) }
    try refuseWhatIsNoFile(path)
    let partial = "\(path).partial-\(getpid())"
    do throws(PhantomError) {
      try stream(stage, to: partial, gzipLevel, named: path)
      guard rename(partial, path) == 0 else {
        throw .output(.rename, path: path, errorNumber: errno)
      }
    } catch {
      unlink(partial)
      throw error
    }
  }

  private func stream(
    _ stage: Stage, to partial: String, _ level: Int?, named path: String
  ) throws(PhantomError) {
    guard let output = LibNIfTI.OutputStream(path: partial, level: level) else {
      throw .output(.create, path: path, errorNumber: errno)
    }
    let header = LibNIfTI.makeHeader(grid: grid, datatype: LibNIfTI.unsignedByte) + noExtensions
    guard header.withUnsafeBytes(output.write) else {
      throw .output(.write, path: path, errorNumber: errno)
    }
    let painter = PhantomPainter(specification.scan, geometry(stage))
    var slice = [UInt8](repeating: 0, count: painter.shape.i * painter.shape.j)
    for k in 0..<painter.shape.k {
      slice.withUnsafeMutableBufferPointer { painter.paint(slice: k, into: $0) }
      guard slice.withUnsafeBytes(output.write) else {
        throw .output(.write, path: path, errorNumber: errno)
      }
    }
    guard output.close() else { throw .output(.write, path: path, errorNumber: errno) }
  }

  /// Renaming a file over a device would remove the device.
  private func refuseWhatIsNoFile(_ path: String) throws(PhantomError) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw .output(.create, path: path, errorNumber: EISDIR)
    default: throw .output(.create, path: path, errorNumber: ENOTSUP)
    }
  }

  /// The four bytes after a NIfTI-1 header that say that no extension follows.
  private var noExtensions: [UInt8] { [0, 0, 0, 0] }
}

extension LibNIfTI {
  /// `DT_UINT8` of the NIfTI-1 standard.
  fileprivate static let unsignedByte = 2
}
