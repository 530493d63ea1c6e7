import Glibc

/// Memory between two pages that nobody may touch: a byte too far ends the process.
final class GuardedMemory {
  /// The memory; both its ends are ends of pages.
  let bytes: UnsafeMutableRawBufferPointer
  private let whole: UnsafeMutableRawPointer
  private static let page = 4096

  init(pages: Int) {
    let count = (pages + 2) * Self.page
    whole = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    precondition(whole != MAP_FAILED)
    precondition(mprotect(whole, Self.page, PROT_NONE) == 0)
    precondition(mprotect(whole + count - Self.page, Self.page, PROT_NONE) == 0)
    bytes = UnsafeMutableRawBufferPointer(start: whole + Self.page, count: pages * Self.page)
  }

  deinit { munmap(whole, bytes.count + 2 * Self.page) }

  /// A copy of `data` that begins where the memory begins.
  func first(_ data: [UInt8]) -> UnsafeRawBufferPointer {
    bytes.copyBytes(from: data)
    return UnsafeRawBufferPointer(rebasing: bytes[..<data.count])
  }

  /// A copy of `data` that ends where the memory ends.
  func last(_ data: [UInt8]) -> UnsafeRawBufferPointer {
    let place = UnsafeMutableRawBufferPointer(rebasing: bytes[(bytes.count - data.count)...])
    place.copyBytes(from: data)
    return UnsafeRawBufferPointer(place)
  }
}
