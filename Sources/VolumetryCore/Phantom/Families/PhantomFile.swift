import Glibc

/// A phantom's file while it is written: all of it under its name in the end, or nothing.
///
/// The bytes stream into a file beside it, which takes the name when it is complete. They are cut
/// into gzip members of equal size, which may begin in the middle of a voxel or of the header.
final class PhantomFile {
  /// A NIfTI-1 header and the four bytes that say that no extension follows.
  static let headerBytes = 352
  static let noExtensions: [UInt8] = [0, 0, 0, 0]

  private let path: String
  private let partial: String
  private let packing: PhantomOrder.Packing
  private var output: LibNIfTI.OutputStream?
  /// Bytes of the whole and of what is written.
  private let byteCount: Int
  private var written = 0
  /// Members begun.
  private var member = 0

  /// Writes a file.
  ///
  /// - Parameters:
  ///   - path: a file of this name is replaced; a directory, device or pipe is refused.
  ///   - byteCount: how many bytes `body` writes.
  static func write(
    to path: String, _ packing: PhantomOrder.Packing, byteCount: Int,
    _ body: (PhantomFile) throws(PhantomError) -> Void
  ) throws(PhantomError) {
    try refuseWhatIsNoFile(path)
    let file = PhantomFile(path, packing, byteCount)
    do throws(PhantomError) {
      try file.beginMember()
      try body(file)
      precondition(file.written == byteCount, "as many bytes as were announced")
      try file.endMember()
      guard rename(file.partial, path) == 0 else {
        throw .output(.rename, path: path, errorNumber: errno)
      }
    } catch {
      unlink(file.partial)
      throw error
    }
  }

  private init(_ path: String, _ packing: PhantomOrder.Packing, _ byteCount: Int) {
    self.path = path
    partial = "\(path).partial-\(getpid())"
    self.packing = packing
    self.byteCount = byteCount
  }

  /// Appends bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(PhantomError) {
    var rest = bytes
    while !rest.isEmpty {
      if written == end(ofMember: member) {
        try endMember()
        try beginMember()
      }
      let piece = min(rest.count, end(ofMember: member) - written)
      guard let output, output.write(UnsafeRawBufferPointer(rebasing: rest[..<piece])) else {
        throw .output(.write, path: path, errorNumber: errno)
      }
      written += piece
      rest = UnsafeRawBufferPointer(rebasing: rest[piece...])
    }
  }

  /// Appends bytes.
  func write(_ bytes: [UInt8]) throws(PhantomError) {
    // `withUnsafeBytes` passes on no error of a stated type.
    try bytes.withUnsafeBytes { bytes in
      Result { () throws(PhantomError) in try write(bytes) }
    }.get()
  }

  // MARK: Members

  private var members: Int {
    switch packing {
    case .plain: 1
    case .gzip(let gzip): gzip.members
    }
  }

  /// Member n of m, counted from 1, ends after ⌊bytes · n / m⌋ bytes.
  private func end(ofMember n: Int) -> Int {
    // At most 2³⁸ voxels of 8 bytes, and 100 000 members: below 2⁵⁸.
    byteCount * n / members
  }

  private func beginMember() throws(PhantomError) {
    member += 1
    output = LibNIfTI.OutputStream(path: partial, packing: packing, appends: member > 1)
    guard output != nil else { throw .output(.create, path: path, errorNumber: errno) }
  }

  private func endMember() throws(PhantomError) {
    guard let output, output.close() else {
      throw .output(.write, path: path, errorNumber: errno)
    }
  }

  /// Renaming a file over a device would remove the device.
  private static func refuseWhatIsNoFile(_ path: String) throws(PhantomError) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR: throw .output(.create, path: path, errorNumber: EISDIR)
    default: throw .output(.create, path: path, errorNumber: ENOTSUP)
    }
  }
}

/// Voxels on their way into a file: some hundred kilobytes, whatever a run or a row holds.
struct VoxelBuffer: ~Copyable {
  private static let capacity = 256 << 10
  private let encoder: VoxelEncoder
  private let bytes: UnsafeMutableRawBufferPointer
  private var used = 0

  init(_ encoder: VoxelEncoder) {
    self.encoder = encoder
    bytes = .allocate(byteCount: Self.capacity, alignment: 16)
  }

  deinit { bytes.deallocate() }

  /// Appends voxels of one label.
  mutating func add(_ label: Int, _ count: Int, to file: PhantomFile) throws(PhantomError) {
    var rest = count * encoder.width
    while rest > 0 {
      let piece = min(rest, Self.capacity - used)
      encoder.fill(
        UnsafeMutableRawBufferPointer(rebasing: bytes[used..<(used + piece)]), with: label)
      used += piece
      rest -= piece
      if used == Self.capacity { try flush(to: file) }
    }
  }

  mutating func flush(to file: PhantomFile) throws(PhantomError) {
    try file.write(UnsafeRawBufferPointer(rebasing: bytes[..<used]))
    used = 0
  }
}

extension LibNIfTI.OutputStream {
  fileprivate convenience init?(path: String, packing: PhantomOrder.Packing, appends: Bool) {
    switch packing {
    case .plain: self.init(path: path, level: nil)
    case .gzip(let gzip):
      self.init(
        path: path, level: gzip.level, strategy: gzip.strategy.gzopenName, appends: appends)
    }
  }
}

extension PhantomOrder.Strategy {
  /// The letter of `gzopen` (zlib.h).
  fileprivate var gzopenName: String {
    switch self {
    case .standard: ""
    case .filtered: "f"
    case .huffmanOnly: "h"
    case .runLength: "R"
    case .fixed: "F"
    }
  }
}
