import CZlib

/// A small right file, and what its header says, by the offsets of the standard's tables.
enum Plain {
  /// 5 × 4 × 4 voxels of one byte, four labels.
  static let voxels: [UInt8] = (0..<80).map { UInt8($0 * $0 / 7 % 4) }

  static func header(isTwo: Bool, isBig: Bool, offset: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: isTwo ? 540 : 348)
    func put(_ value: UInt64, _ at: Int, _ width: Int) {
      for index in 0..<width {
        let place = at + (isBig ? width - 1 - index : index)
        bytes[place] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
      }
    }
    func real(_ value: Double, _ at: Int) {
      put(isTwo ? value.bitPattern : UInt64(Float(value).bitPattern), at, isTwo ? 8 : 4)
    }
    for (index, size) in [3, 5, 4, 4, 1, 1, 1, 1].enumerated() {
      put(UInt64(size), (isTwo ? 16 : 40) + index * (isTwo ? 8 : 2), isTwo ? 8 : 2)
    }
    put(2, isTwo ? 12 : 70, 2)
    put(8, isTwo ? 14 : 72, 2)
    for (index, size) in [1, 20.0, 30, 40].enumerated() {
      real(size, (isTwo ? 104 : 76) + index * (isTwo ? 8 : 4))
      if index > 0 {
        real(size, (isTwo ? 400 : 280) + (index - 1) * 5 * (isTwo ? 8 : 4))
      }
    }
    if isTwo { put(UInt64(offset), 168, 8) } else { real(Double(offset), 108) }
    real(1, isTwo ? 176 : 112)
    put(2, isTwo ? 500 : 123, isTwo ? 4 : 1)
    put(1, isTwo ? 348 : 254, isTwo ? 4 : 2)
    sign(&bytes, isTwo: isTwo, isBig: isBig, isPair: false)
    return bytes
  }

  /// Writes the size of the header and the magic.
  static func sign(_ bytes: inout [UInt8], isTwo: Bool, isBig: Bool, isPair: Bool) {
    let size: [UInt8] = isTwo ? [0x1c, 2, 0, 0] : [0x5c, 1, 0, 0]
    bytes.replaceSubrange(0..<4, with: isBig ? size.reversed() : size)
    let magic = Array((isPair ? "ni" : "n+").utf8)
    if isTwo {
      bytes.replaceSubrange(4..<12, with: magic + [0x32, 0, 13, 10, 26, 10])
    } else {
      bytes.replaceSubrange(344..<348, with: magic + [0x31, 0])
    }
  }

  /// Where the voxels end that a header declares; nil where that is not near.
  static func declaredBytes(_ bytes: [UInt8], isTwo: Bool, isBig: Bool) -> Int? {
    func number(_ at: Int, _ width: Int) -> UInt64 {
      (0..<width).reduce(0) { value, index in
        value << 8 | UInt64(bytes[at + (isBig ? index : width - 1 - index)])
      }
    }
    let bits = number(isTwo ? 168 : 108, isTwo ? 8 : 4)
    let offset =
      isTwo ? Double(bits) : Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    let widths: [UInt64: Double] = [
      2: 1, 256: 1, 4: 2, 512: 2, 8: 4, 16: 4, 768: 4, 64: 8, 1024: 8, 1280: 8,
    ]
    guard let width = widths[number(isTwo ? 12 : 70, 2)] else { return nil }
    let sizes = (1...3).map {
      Double(number((isTwo ? 16 : 40) + $0 * (isTwo ? 8 : 2), isTwo ? 8 : 2))
    }
    let end = max(offset, isTwo ? 544 : 352) + sizes.reduce(width, *)
    return end.isFinite && end <= 0x1p16 ? Int(end) : nil
  }
}

/// zlib's writing side.
enum Deflate {
  /// One gzip member.
  static func gzip(_ bytes: [UInt8], level: CInt) -> [UInt8] {
    var stream = z_stream()
    deflateInit2_(
      &stream, level, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      CInt(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var input = bytes
    var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
    let written = input.withUnsafeMutableBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        stream.next_in = source.baseAddress
        stream.avail_in = UInt32(source.count)
        stream.next_out = target.baseAddress
        stream.avail_out = UInt32(target.count)
        let status = deflate(&stream, Z_FINISH)
        precondition(status == Z_STREAM_END, "the buffer is as large as zlib asks for")
        return target.count - Int(stream.avail_out)
      }
    }
    return Array(output[..<written])
  }
}
