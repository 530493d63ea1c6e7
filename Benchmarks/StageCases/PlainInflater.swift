/// The plain twin of a decoder: the whole file in memory, a bit at a time, a byte at a time, as
/// RFC 1951 says it. For gzip files that are known to be good; what is not traps.
struct PlainInflater {
  private let input: [UInt8]
  private var position = 0
  private var bits: UInt32 = 0
  private var bitCount: UInt32 = 0
  private(set) var output: [UInt8]

  /// The bytes of every member of a gzip file.
  static func inflate(_ file: [UInt8], expecting count: Int) -> [UInt8] {
    var inflater = PlainInflater(input: file, expecting: count)
    while inflater.position < file.count { inflater.member() }
    return inflater.output
  }

  private init(input: [UInt8], expecting count: Int) {
    self.input = input
    output = []
    output.reserveCapacity(count)
  }

  private mutating func byte() -> UInt8 {
    defer { position += 1 }
    return input[position]
  }

  private mutating func number(bytes: Int) -> UInt32 {
    (0..<bytes).reduce(0) { $0 | UInt32(byte()) << UInt32(8 * $1) }
  }

  /// RFC 1952, 2.3.
  private mutating func member() {
    let start = output.count
    precondition(byte() == 0x1f && byte() == 0x8b && byte() == 8, "a gzip member")
    let flags = byte()
    position += 6
    if flags & 4 != 0 { position += Int(number(bytes: 2)) }
    for flag: UInt8 in [8, 16] where flags & flag != 0 { while byte() != 0 {} }
    if flags & 2 != 0 { position += 2 }
    while !block() {}
    (bits, bitCount) = (0, 0)
    let found = output[start...].withUnsafeBytes(PlainChecksum.crc32)
    precondition(number(bytes: 4) == found, "CRC-32 of the member")
    precondition(number(bytes: 4) == UInt32(truncatingIfNeeded: output.count - start), "ISIZE")
  }

  private mutating func take(_ count: UInt32) -> Int {
    while bitCount < count {
      bits |= UInt32(byte()) << bitCount
      bitCount += 8
    }
    defer {
      bits >>= count
      bitCount -= count
    }
    return Int(bits & ((1 << count) - 1))
  }

  /// RFC 1951, 3.2.3. Returns whether it was the last one.
  private mutating func block() -> Bool {
    let isLast = take(1) == 1
    switch take(2) {
    case 0:
      (bits, bitCount) = (0, 0)
      let count = Int(number(bytes: 2))
      position += 2
      output += input[position..<(position + count)]
      position += count
    case 1:
      let lengths: [Int] =
        Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112)
        + Array(repeating: 7, count: 24) + Array(repeating: 8, count: 8)
      tokens(PlainCode(lengths), PlainCode(Array(repeating: 5, count: 30)))
    case 2: dynamicTokens()
    default: preconditionFailure("a block of a known type")
    }
    return isLast
  }

  /// RFC 1951, 3.2.7.
  private mutating func dynamicTokens() {
    let literals = take(5) + 257
    let distances = take(5) + 1
    let count = take(4) + 4
    let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
    var codeLengths = [Int](repeating: 0, count: 19)
    for index in 0..<count { codeLengths[order[index]] = take(3) }
    let code = PlainCode(codeLengths)
    var lengths: [Int] = []
    while lengths.count < literals + distances {
      switch symbol(code) {
      case 16: lengths += Array(repeating: lengths[lengths.count - 1], count: 3 + take(2))
      case 17: lengths += Array(repeating: 0, count: 3 + take(3))
      case 18: lengths += Array(repeating: 0, count: 11 + take(7))
      case let length: lengths.append(length)
      }
    }
    tokens(PlainCode(Array(lengths[..<literals])), PlainCode(Array(lengths[literals...])))
  }

  private static let lengthBases = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  private static let lengthBits: [UInt32] = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  private static let distanceBases = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]
  private static let distanceBits: [UInt32] = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13,
    13,
  ]

  /// RFC 1951, 3.2.5.
  private mutating func tokens(_ literals: PlainCode, _ distances: PlainCode) {
    while true {
      let found = symbol(literals)
      if found < 256 {
        output.append(UInt8(found))
        continue
      }
      if found == 256 { return }
      let length = Self.lengthBases[found - 257] + take(Self.lengthBits[found - 257])
      let back = symbol(distances)
      let distance = Self.distanceBases[back] + take(Self.distanceBits[back])
      for _ in 0..<length { output.append(output[output.count - distance]) }
    }
  }

  /// The next symbol, by the canonical order of codes of one length (RFC 1951, 3.2.2).
  private mutating func symbol(_ code: PlainCode) -> Int {
    var (value, first, index) = (0, 0, 0)
    for length in 1...15 {
      value |= take(1)
      let count = code.counts[length]
      if value - first < count { return code.symbols[index + value - first] }
      index += count
      first = (first + count) << 1
      value <<= 1
    }
    preconditionFailure("a code that is in the table")
  }
}

/// A prefix code: how many symbols have each length, and the symbols in the order of their codes.
private struct PlainCode {
  let counts: [Int]
  let symbols: [Int]

  init(_ lengths: [Int]) {
    counts = [0] + (1...15).map { length in lengths.count { $0 == length } }
    symbols = lengths.indices.filter { lengths[$0] > 0 }.sorted {
      (lengths[$0], $0) < (lengths[$1], $1)
    }
  }
}
