import CZlib

/// One gzip member, written byte by byte from RFC 1951 and 1952, so that the same bytes come out
/// with every version of zlib; every field wrong on demand.
struct GzipMember {
  /// How the data are put into DEFLATE blocks.
  enum Body {
    /// Stored blocks of at most so many bytes.
    case stored(Int)
    /// One block of the fixed Huffman code: literals and runs of one byte.
    case fixed
  }

  var body = Body.fixed
  var isText = false
  var hasHeaderChecksum = false
  var headerChecksumError: UInt16 = 0
  var extra: [UInt8]?
  var name: String?
  var comment: String?
  var reservedFlags: UInt8 = 0
  /// Added to the length that the trailer states.
  var lengthError: UInt32 = 0
  /// Flips bits of the checksum that the trailer states.
  var checksumError: UInt32 = 0

  func bytes(_ data: [UInt8]) -> [UInt8] {
    var out = header()
    switch body {
    case .stored(let size): out += Self.stored(data, size: size)
    case .fixed: out += Self.fixed(data)
    }
    var trailer = Writer(bigEndian: false)
    trailer.put(Self.checksum(data) ^ checksumError)
    trailer.put(UInt32(data.count) &+ lengthError)
    return out + trailer.bytes
  }

  private func header() -> [UInt8] {
    var out = Writer(bigEndian: false)
    let flags: UInt8 =
      (isText ? 1 : 0) | (hasHeaderChecksum ? 2 : 0) | (extra == nil ? 0 : 4)
      | (name == nil ? 0 : 8) | (comment == nil ? 0 : 16) | reservedFlags
    // Time 0, no level, unknown system.
    out.raw([0x1f, 0x8b, 8, flags, 0, 0, 0, 0, 0, 255])
    if let extra {
      out.put(UInt16(extra.count))
      out.raw(extra)
    }
    for text in [name, comment] {
      if let text { out.raw(Array(text.utf8) + [0]) }
    }
    if hasHeaderChecksum {
      out.put(UInt16(truncatingIfNeeded: Self.checksum(out.bytes)) ^ headerChecksumError)
    }
    return out.bytes
  }

  private static func stored(_ data: [UInt8], size: Int) -> [UInt8] {
    var out = Writer(bigEndian: false)
    var start = 0
    repeat {
      let end = min(start + size, data.count)
      out.raw([end == data.count ? 1 : 0])
      out.put(UInt16(end - start))
      out.put(~UInt16(end - start))
      out.raw(Array(data[start..<end]))
      start = end
    } while start < data.count
    return out.bytes
  }

  private static func fixed(_ data: [UInt8]) -> [UInt8] {
    var out = BitWriter()
    out.put(0b011, bits: 3)
    var index = 0
    while index < data.count {
      out.literal(Int(data[index]))
      index += 1
      var run = data[index...].prefix { $0 == data[index - 1] }.count
      index += run
      while run >= 258 {
        out.run(code: 285)
        run -= 258
      }
      // Codes 257 to 264 are the lengths 3 to 10, without extra bits.
      while run >= 3 {
        let length = min(run, 10)
        out.run(code: 254 + length)
        run -= length
      }
      for _ in 0..<run { out.literal(Int(data[index - 1])) }
    }
    out.literal(256)
    return out.bytes
  }

  static func checksum(_ data: [UInt8]) -> UInt32 {
    UInt32(data.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) })
  }
}

/// Bits in the order of DEFLATE: from the lowest of each byte; Huffman codes from their highest.
private struct BitWriter {
  private(set) var bytes: [UInt8] = []
  private var used = 8

  mutating func put(_ value: Int, bits: Int) {
    for bit in 0..<bits {
      if used == 8 {
        bytes.append(0)
        used = 0
      }
      bytes[bytes.count - 1] |= UInt8((value >> bit) & 1) << UInt8(used)
      used += 1
    }
  }

  /// A symbol of the fixed code of literals and lengths (RFC 1951, 3.2.6).
  mutating func literal(_ symbol: Int) {
    switch symbol {
    case 0...143: code(0b0011_0000 + symbol, bits: 8)
    case 144...255: code(0b1_1001_0000 + symbol - 144, bits: 9)
    case 256...279: code(symbol - 256, bits: 7)
    default: code(0b1100_0000 + symbol - 280, bits: 8)
    }
  }

  /// The last byte again, as often as the length code says: distance code 0 is a distance of 1.
  mutating func run(code: Int) {
    literal(code)
    self.code(0, bits: 5)
  }

  private mutating func code(_ value: Int, bits: Int) {
    for bit in (0..<bits).reversed() { put(value >> bit & 1, bits: 1) }
  }
}
