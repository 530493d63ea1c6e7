import CZlib

/// What `GzipDecoder` must give, by zlib: the same bytes and the same end, or the same refusal.
///
/// zlib verifies header, checksum and length of the member it is given; it does not join members
/// and does not say what follows the last one. Both are done here, as the reader did before it had
/// a decoder of its own. A class, because zlib remembers the address of its stream, which is used
/// for one file after the other.
final class GzipTwin {
  /// How reading a file ends.
  enum End: Equatable {
    /// Every member is right. So many bytes follow the last one, all of them zero or not.
    case whole(trailing: Int, isPadding: Bool)
    /// The file ends inside a member.
    case cut
    /// The words of zlib.
    case refused(String)
    /// More than `mostBytes` come out; nothing is known.
    case tooLarge
  }

  /// The bytes up to the end, the refusal, or the place where the file is cut.
  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: output, count: count) }
  private(set) var end = End.cut

  private var output = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 16)
  private var capacity = 1 << 16
  private var count = 0
  private let mostBytes: Int
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)

  /// - Parameter mostBytes: what is held of a file at most.
  init(mostBytes: Int = 1 << 28) {
    self.mostBytes = mostBytes
    stream.initialize(to: z_stream())
    // Window bits 15, plus 16: a gzip wrapper is expected and verified.
    let status = inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK)
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  /// - Parameter file: begins as gzip does.
  func read(_ file: [UInt8], ignoresChecksums: Bool = false) {
    precondition(file.starts(with: [0x1f, 0x8b, 8]))
    count = 0
    // zlib does not write to its input, though its type would allow it.
    file.withUnsafeBufferPointer { file in
      var rest = file[...]
      while rest.starts(with: [0x1f, 0x8b, 8]) {
        stream.pointee.next_in = UnsafeMutablePointer(mutating: file.baseAddress! + rest.startIndex)
        stream.pointee.avail_in = UInt32(rest.count)
        guard inflateMember(ignoresChecksums: ignoresChecksums) else { return }
        rest = rest.suffix(Int(stream.pointee.avail_in))
      }
      end = .whole(trailing: rest.count, isPadding: rest.allSatisfy { $0 == 0 })
    }
  }

  /// - Returns: whether a member ended; if not, `end` says why.
  private func inflateMember(ignoresChecksums: Bool) -> Bool {
    inflateReset(stream)
    inflateValidate(stream, ignoresChecksums ? 0 : 1)
    while true {
      if count == capacity { grow() }
      stream.pointee.next_out = output + count
      stream.pointee.avail_out = UInt32(capacity - count)
      let status = inflate(stream, Z_NO_FLUSH)
      count = capacity - Int(stream.pointee.avail_out)
      switch status {
      case Z_STREAM_END: return true
      case Z_OK where stream.pointee.avail_out == 0:
        guard count < mostBytes else {
          end = .tooLarge
          return false
        }
      case Z_OK, Z_BUF_ERROR:
        precondition(stream.pointee.avail_in == 0, "there was room and nothing was done")
        end = .cut
        return false
      default:
        end = .refused(stream.pointee.msg.map { String(cString: $0) } ?? "status \(status)")
        return false
      }
    }
  }

  private func grow() {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: 4 * capacity)
    larger.update(from: output, count: count)
    output.deallocate()
    (output, capacity) = (larger, 4 * capacity)
  }
}

/// Makes gzip members of DEFLATE data: their trailers say what zlib finds in them, so that the
/// checksum hides nothing that is wrong before it.
final class GzipWrapper {
  private let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let output = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)

  init() {
    stream.initialize(to: z_stream())
    // Minus: no wrapper.
    let status = inflateInit2_(stream, -15, ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK)
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    output.deallocate()
  }

  /// The fixed part of a header that states nothing.
  static let plainHeader: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]

  /// CRC-32, of which a header's check is the lower half.
  func checksum(_ bytes: [UInt8]) -> UInt32 {
    UInt32(bytes.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) })
  }

  /// One member; what stands behind the end of its stream stands behind its trailer. Of data that
  /// do not end, or that zlib refuses, the beginning of one.
  func member(_ deflate: [UInt8], header: [UInt8] = plainHeader) -> [UInt8] {
    var file = header
    if let used = append(deflate[...], to: &file) { file += deflate[used...] }
    return file
  }

  /// Appends the DEFLATE stream that `deflate` begins with, and its trailer.
  ///
  /// - Returns: the bytes that the stream takes; nil where it does not end or is refused: then all
  ///   of `deflate` is appended, and no trailer.
  func append(_ deflate: ArraySlice<UInt8>, to file: inout [UInt8]) -> Int? {
    inflateReset(stream)
    var checksum: UInt = 0
    let used = deflate.withUnsafeBufferPointer { deflate -> Int? in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: deflate.baseAddress)
      stream.pointee.avail_in = UInt32(deflate.count)
      while true {
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        let status = inflate(stream, Z_NO_FLUSH)
        let written = output.count - Int(stream.pointee.avail_out)
        checksum = crc32(checksum, output.baseAddress, UInt32(written))
        if status == Z_STREAM_END { return deflate.count - Int(stream.pointee.avail_in) }
        guard status == Z_OK, stream.pointee.avail_out == 0 || stream.pointee.avail_in > 0 else {
          return nil
        }
      }
    }
    guard let used else {
      file += deflate
      return nil
    }
    file += deflate.prefix(used)
    let length = UInt32(truncatingIfNeeded: stream.pointee.total_out)
    for word in [UInt32(checksum), length] {
      withUnsafeBytes(of: word.littleEndian) { file += $0 }
    }
    return used
  }
}
