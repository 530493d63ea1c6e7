internal import CRivals
import VolumetryCore

/// Libraries that inflate a gzip file and verify its checksums.
///
/// Each hands the inflated bytes on as it prefers to have them: zlib and ISA-L in pieces that stay
/// in the cache, libdeflate, which knows nothing but whole buffers, all at once. Buffers are kept
/// from one run to the next, which spares libdeflate its page faults.
enum Rival: String, CaseIterable {
  case zlib, libdeflate, isal

  /// Reads `path` and calls `body` with all its inflated bytes, in order.
  func inflate(
    _ path: String, _ buffers: RivalBuffers, _ body: (UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    let file = buffers.read(path)
    switch self {
    case .zlib: try Self.zlib(file, buffers, body)
    case .libdeflate: try Self.libdeflate(file, buffers, body)
    case .isal: try Self.isal(file, buffers, body)
    }
  }

  private static func zlib(
    _ file: UnsafeMutableRawBufferPointer, _ buffers: RivalBuffers,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window; 16 asks for a gzip wrapper and its verification.
    let status = inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK)
    defer {
      inflateEnd(stream)
      stream.deallocate()
    }
    stream.pointee.next_in = file.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(file.count)
    let piece = buffers.piece
    while true {
      stream.pointee.next_out = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(piece.count)
      var status = Z_OK
      while stream.pointee.avail_out > 0 {
        status = CRivals.inflate(stream, Z_NO_FLUSH)
        guard status == Z_STREAM_END, stream.pointee.avail_in > 0 else { break }
        inflateReset(stream)
      }
      precondition(status == Z_OK || status == Z_STREAM_END, "zlib refuses: \(status)")
      let count = piece.count - Int(stream.pointee.avail_out)
      try body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      if status == Z_STREAM_END && stream.pointee.avail_in == 0 { return }
    }
  }

  private static func libdeflate(
    _ file: UnsafeMutableRawBufferPointer, _ buffers: RivalBuffers,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    guard let decompressor = libdeflate_alloc_decompressor() else {
      preconditionFailure("no memory for a decompressor")
    }
    defer { libdeflate_free_decompressor(decompressor) }
    var (read, written) = (0, 0)
    while read < file.count {
      var (used, count) = (0, 0)
      let status = libdeflate_gzip_decompress_ex(
        decompressor, file.baseAddress.map { $0 + read }, file.count - read,
        buffers.whole.baseAddress.map { $0 + written }, buffers.whole.count - written, &used, &count
      )
      precondition(status == LIBDEFLATE_SUCCESS, "libdeflate refuses: \(status)")
      read += used
      written += count
    }
    try body(UnsafeRawBufferPointer(rebasing: buffers.whole[..<written]))
  }

  private static func isal(
    _ file: UnsafeMutableRawBufferPointer, _ buffers: RivalBuffers,
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) rethrows {
    let state = buffers.isal
    isal_inflate_init(state)
    state.pointee.crc_flag = UInt32(ISAL_GZIP)
    state.pointee.next_in = file.baseAddress?.assumingMemoryBound(to: UInt8.self)
    state.pointee.avail_in = UInt32(file.count)
    let piece = buffers.piece
    while true {
      state.pointee.next_out = piece.baseAddress?.assumingMemoryBound(to: UInt8.self)
      state.pointee.avail_out = UInt32(piece.count)
      var isEnd = false
      while state.pointee.avail_out > 0 {
        let status = isal_inflate(state)
        precondition(status == 0, "ISA-L refuses: \(status)")
        isEnd = state.pointee.block_state == ISAL_BLOCK_FINISH
        guard isEnd, state.pointee.avail_in > 0 else { break }
        isal_inflate_reset(state)
        state.pointee.crc_flag = UInt32(ISAL_GZIP)
      }
      let count = piece.count - Int(state.pointee.avail_out)
      try body(UnsafeRawBufferPointer(rebasing: piece[..<count]))
      if isEnd && state.pointee.avail_in == 0 { return }
    }
  }

  /// CRC-32, where the library has one.
  func checksum(of bytes: UnsafeRawBufferPointer) -> UInt32 {
    let start = bytes.bindMemory(to: UInt8.self).baseAddress
    return switch self {
    case .zlib: UInt32(crc32_z(0, start, bytes.count))
    case .libdeflate: libdeflate_crc32(0, start, bytes.count)
    case .isal: crc32_gzip_refl(0, start, UInt64(bytes.count))
    }
  }
}
