import Glibc

/// Finds the runs of equal voxels in stored bytes.
///
/// In words: from the first voxel on, look for the next one that differs; what lies between is a
/// run. Voxels are compared eight bytes at a time with a word that repeats the run's pattern; the
/// first differing bit of the two words, divided by the bits of a voxel, is where the run ends. A
/// run that reaches the end of the bytes may go on in the next ones: runs are not maximal, and no
/// consumer needs them to be.
enum VoxelRuns {
  /// Calls `body` with every run of `bytes`, in order: the pattern and how often it stands there.
  @inline(__always)
  static func forEach<Failure: Error>(
    in bytes: UnsafeRawBufferPointer, width: Int, _ body: (UInt64, Int) throws(Failure) -> Void
  ) throws(Failure) {
    switch width {
    case 1: try forEach(UInt8.self, in: bytes, body)
    case 2: try forEach(UInt16.self, in: bytes, body)
    case 4: try forEach(UInt32.self, in: bytes, body)
    default: try forEach(UInt64.self, in: bytes, body)
    }
  }

  /// The run that begins at voxel `start`: its pattern and its end, exclusive.
  @inline(__always)
  static func run(
    in bytes: UnsafeRawBufferPointer, width: Int, from start: Int
  ) -> (pattern: UInt64, end: Int) {
    switch width {
    case 1: run(UInt8.self, in: bytes, from: start)
    case 2: run(UInt16.self, in: bytes, from: start)
    case 4: run(UInt32.self, in: bytes, from: start)
    default: run(UInt64.self, in: bytes, from: start)
    }
  }

  /// The pattern that every voxel of `bytes` is; nil where they differ, or are none.
  static func only(in bytes: UnsafeRawBufferPointer, width: Int) -> UInt64? {
    guard let first = bytes.baseAddress, bytes.count >= width else { return nil }
    guard memcmp(first, first + width, bytes.count - width) == 0 else { return nil }
    return pattern(in: bytes, width: width, at: 0)
  }

  /// The pattern of one voxel.
  static func pattern(in bytes: UnsafeRawBufferPointer, width: Int, at voxel: Int) -> UInt64 {
    let one = bytes[(voxel * width)..<((voxel + 1) * width)]
    return run(in: UnsafeRawBufferPointer(rebasing: one), width: width, from: 0).pattern
  }

  @inline(__always)
  private static func forEach<Voxel: FixedWidthInteger & UnsignedInteger, Failure: Error>(
    _: Voxel.Type, in bytes: UnsafeRawBufferPointer,
    _ body: (UInt64, Int) throws(Failure) -> Void
  ) throws(Failure) {
    let count = bytes.count / MemoryLayout<Voxel>.size
    var start = 0
    while start < count {
      let (pattern, end) = run(Voxel.self, in: bytes, from: start)
      try body(pattern, end - start)
      start = end
    }
  }

  @inline(__always)
  private static func run<Voxel: FixedWidthInteger & UnsignedInteger>(
    _: Voxel.Type, in bytes: UnsafeRawBufferPointer, from start: Int
  ) -> (pattern: UInt64, end: Int) {
    let width = MemoryLayout<Voxel>.size
    let count = bytes.count / width
    let voxel = Voxel(
      littleEndian: bytes.loadUnaligned(fromByteOffset: start * width, as: Voxel.self))
    let pattern = UInt64(voxel)
    // 0x…0101 in lanes of one voxel, times the voxel: eight bytes of it.
    let lanes = pattern &* (UInt64.max / UInt64(Voxel.max))
    var end = start + 1
    while (end * width) + 8 <= bytes.count {
      let word = UInt64(
        littleEndian: bytes.loadUnaligned(fromByteOffset: end * width, as: UInt64.self))
      let difference = word ^ lanes
      guard difference == 0 else {
        return (pattern, end + difference.trailingZeroBitCount / (8 * width))
      }
      end += 8 / width
    }
    while end < count,
      Voxel(littleEndian: bytes.loadUnaligned(fromByteOffset: end * width, as: Voxel.self)) == voxel
    {
      end += 1
    }
    return (pattern, end)
  }
}
