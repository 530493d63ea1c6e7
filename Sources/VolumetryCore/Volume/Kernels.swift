import CKernels

/// The loops that are written in C because Swift cannot reach the instructions they live on.
///
/// The door to `CKernels`: nothing else imports it. Which variant runs is decided in C, once, from
/// what the processor has; all give the same answers.
enum Kernels {
  /// Continues a CRC-32 (RFC 1952, section 8) over `bytes`; of nothing it is 0.
  static func crc32(_ crc: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
    volumetry_crc32(crc, bytes.baseAddress, bytes.count)
  }

  /// The product of two polynomials modulo that of CRC-32; `CRC32` says how they are written.
  static func crc32Product(_ first: UInt32, _ second: UInt32) -> UInt32 {
    volumetry_crc32_product(first, second)
  }

  /// The longest row that `runStarts` takes: positions are 16 bits.
  static let longestRow = 1 << 16
  /// Positions that `runStarts` may write behind the last one it counts.
  static let spareStarts = 64

  /// Writes where the runs of each row begin, as indices into the row: 0, then every voxel that
  /// differs from its left neighbour.
  ///
  /// - Parameters:
  ///   - voxels: whole rows, one behind the other.
  ///   - width: bytes of a voxel: 1, 2, 4 or 8.
  ///   - rowLength: voxels of a row, 1 to `longestRow`.
  ///   - positions: room for a position a voxel and `spareStarts` more.
  /// - Returns: how many positions were written, at least one a row.
  static func runStarts(
    of voxels: UnsafeRawBufferPointer, width: Int, rowLength: Int,
    into positions: UnsafeMutableBufferPointer<UInt16>
  ) -> Int {
    check(voxels, width, rowLength, positions)
    let rows = voxels.count / (width * rowLength)
    return volumetry_run_starts(
      voxels.baseAddress, width, rowLength, rows, positions.baseAddress)
  }

  /// The variants of `runStarts` that this processor has: "portable", and the fastest last, which
  /// is the one that is taken.
  static var runStartsVariants: [String] {
    (0..<volumetry_run_starts_variants()).map { String(cString: volumetry_run_starts_name($0)) }
  }

  /// `runStarts` by one of its variants.
  static func runStarts(
    of voxels: UnsafeRawBufferPointer, width: Int, rowLength: Int,
    into positions: UnsafeMutableBufferPointer<UInt16>, variant: Int
  ) -> Int {
    check(voxels, width, rowLength, positions)
    precondition((0..<volumetry_run_starts_variants()).contains(variant))
    let rows = voxels.count / (width * rowLength)
    return volumetry_run_starts_by(
      variant, voxels.baseAddress, width, rowLength, rows, positions.baseAddress)
  }

  private static func check(
    _ voxels: UnsafeRawBufferPointer, _ width: Int, _ rowLength: Int,
    _ positions: UnsafeMutableBufferPointer<UInt16>
  ) {
    precondition((1...longestRow).contains(rowLength) && [1, 2, 4, 8].contains(width))
    precondition(voxels.count % (width * rowLength) == 0)
    precondition(positions.count >= voxels.count / width + spareStarts)
  }
}
