import Glibc

/// A file without a disk, used again for every content.
struct MemoryFile {
  private let descriptor: CInt
  /// A name that the reader can open.
  let path: String

  init() {
    descriptor = createMemoryFile("input", 0)
    precondition(descriptor >= 0, "the kernel has files in memory")
    path = "/proc/self/fd/\(descriptor)"
  }

  func replace(with bytes: [UInt8]) {
    let written = ftruncate(descriptor, 0) == 0 ? pwrite(descriptor, bytes, bytes.count, 0) : -1
    precondition(written == bytes.count, "a small file fits memory")
  }

  /// Gives the memory back; nothing may be read or written afterwards.
  func close() { _ = Glibc.close(descriptor) }
}

/// `memfd_create`, which the module of the C library leaves out.
@_silgen_name("memfd_create")
private func createMemoryFile(_ name: UnsafePointer<CChar>, _ flags: CUnsignedInt) -> CInt
