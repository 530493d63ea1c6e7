/// Writes a DEFLATE stream bit by bit (RFC 1951): any block, any code, right or wrong.
///
/// It says what it is told to say, so that a test decides about every bit; it finds no matches and
/// does not know what the tokens stand for.
struct DeflateWriter {
  private(set) var bytes: [UInt8] = []
  /// Bits that make no whole byte yet.
  private var rest: UInt64 = 0
  private var restCount = 0
  private var literals = PrefixCode.fixedLiterals
  private var distances = PrefixCode.fixedDistances

  /// Bits of the last byte that are used: 0 to 7.
  var phase: Int { restCount }

  /// All bytes; the last is filled up with zeros.
  func finished() -> [UInt8] {
    restCount == 0 ? bytes : bytes + [UInt8(truncatingIfNeeded: rest)]
  }

  // MARK: Bits

  /// A number, its lowest bit first.
  mutating func put(_ value: Int, bits: Int) {
    rest |= UInt64(value) << UInt64(restCount)
    restCount += bits
    while restCount >= 8 {
      bytes.append(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
      restCount -= 8
    }
  }

  mutating func align() {
    if restCount > 0 { put(0, bits: 8 - restCount) }
  }

  /// Bytes as they are, from the next whole byte on.
  mutating func raw(_ more: some Sequence<UInt8>) {
    align()
    bytes += more
  }

  // MARK: Blocks

  /// BFINAL and BTYPE (3.2.3).
  mutating func begin(type: Int, isLast: Bool = false) {
    put(type << 1 | (isLast ? 1 : 0), bits: 3)
  }

  /// 3.2.4; LEN and its complement can be wrong.
  mutating func stored(
    _ data: some Collection<UInt8>, isLast: Bool = false, length: Int? = nil,
    complementError: Int = 0
  ) {
    begin(type: 0, isLast: isLast)
    align()
    let length = length ?? data.count
    put(length, bits: 16)
    put(~length & 0xffff ^ complementError, bits: 16)
    raw(data)
  }

  mutating func beginFixed(isLast: Bool = false) {
    begin(type: 1, isLast: isLast)
    (literals, distances) = (.fixedLiterals, .fixedDistances)
  }

  mutating func beginDynamic(_ codes: DynamicCodes, isLast: Bool = false) {
    begin(type: 2, isLast: isLast)
    put((codes.literalCount ?? codes.literals.count) - 257, bits: 5)
    put((codes.distanceCount ?? codes.distances.count) - 1, bits: 5)
    let shown = codes.codeLengthCount ?? 19
    put(shown - 4, bits: 4)
    for symbol in DynamicCodes.order.prefix(shown) {
      put(Int(codes.codeLengths[symbol]), bits: 3)
    }
    let code = PrefixCode(codes.codeLengths)
    for (symbol, extra) in codes.sequence ?? DynamicCodes.plain(codes.literals + codes.distances) {
      put(code, symbol)
      if symbol > 15 { put(extra, bits: symbol == 16 ? 2 : symbol == 17 ? 3 : 7) }
    }
    (literals, distances) = (PrefixCode(codes.literals), PrefixCode(codes.distances))
  }

  // MARK: Tokens of a block

  mutating func put(_ code: PrefixCode, _ symbol: Int) {
    precondition(code.lengths[symbol] > 0, "symbol \(symbol) has no code")
    put(code.bits[symbol], bits: Int(code.lengths[symbol]))
  }

  mutating func literal(_ byte: UInt8) { put(literals, Int(byte)) }

  mutating func literalsAll(_ data: some Sequence<UInt8>) { for byte in data { literal(byte) } }

  mutating func endBlock() { put(literals, 256) }

  /// A symbol of the block's alphabet of literals and lengths, without what should follow it.
  mutating func literalSymbol(_ symbol: Int) { put(literals, symbol) }
  mutating func distanceSymbol(_ symbol: Int) { put(distances, symbol) }

  /// Whether the block has a code for this distance.
  func hasDistance(_ distance: Int) -> Bool {
    let place = Self.distanceBases.lastIndex { $0 <= distance }!
    return place < distances.lengths.count && distances.lengths[place] > 0
  }

  /// The last bytes again, from `distance` back, by one token of 3 to 258 bytes.
  mutating func match(_ length: Int, _ distance: Int) {
    // 258 has a symbol of its own; so has 257 + 28 with all extra bits set, which nobody writes.
    let symbol = Self.lengthBases.lastIndex { $0 <= length }!
    put(literals, 257 + symbol)
    put(length - Self.lengthBases[symbol], bits: symbol < 8 || symbol == 28 ? 0 : symbol / 4 - 1)
    let place = Self.distanceBases.lastIndex { $0 <= distance }!
    put(distances, place)
    put(distance - Self.distanceBases[place], bits: max(0, place / 2 - 1))
  }

  /// A match of 258 bytes so many times.
  mutating func matches(_ count: Int, _ distance: Int) {
    for _ in 0..<count { match(258, distance) }
  }

  /// Any number of bytes from `distance` back, in matches of 258; the last ones are shorter, and a
  /// rest of 1 or 2 bytes is avoided.
  mutating func copy(_ count: Int, _ distance: Int) {
    precondition(count == 0 || count >= 3)
    var left = count
    while left > 0 {
      let length = left > 260 ? 258 : left > 258 ? 255 : left
      match(length, distance)
      left -= length
    }
  }

  /// 3.2.5, computed: four (lengths) or two (distances) symbols for each number of extra bits.
  static let lengthBases: [Int] =
    (0..<28).map { $0 < 8 ? 3 + $0 : 3 + (4 + $0 % 4) << ($0 / 4 - 1) } + [258]
  static let distanceBases: [Int] = (0..<30).map {
    $0 < 4 ? 1 + $0 : 1 + (2 + $0 % 2) << ($0 / 2 - 1)
  }
}

/// What stands before the tokens of a dynamic block (3.2.7).
struct DynamicCodes {
  /// Lengths of the codes of literals and lengths, and of distances.
  var literals: [UInt8]
  var distances: [UInt8]
  /// Lengths of the codes of code lengths; by default all 19 symbols have one.
  var codeLengths = [UInt8](repeating: 4, count: 13) + [UInt8](repeating: 5, count: 6)
  /// What the header states, where it is not what follows.
  var literalCount: Int?
  var distanceCount: Int?
  var codeLengthCount: Int?
  /// The code lengths as symbols with their extra bits; by default each length for itself.
  var sequence: [(symbol: Int, extra: Int)]?

  init(literals: [UInt8], distances: [UInt8]) {
    (self.literals, self.distances) = (literals, distances)
  }

  static let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

  static func plain(_ lengths: [UInt8]) -> [(symbol: Int, extra: Int)] {
    lengths.map { (Int($0), 0) }
  }

  /// A complete code of some symbols out of `count`: those that come first have the shortest codes,
  /// of 1, 2, 3 and so on bits up to `longest`, the others share what is left.
  static func skewed(_ symbols: [Int], of count: Int, longest: Int = 15) -> [UInt8] {
    var lengths = [UInt8](repeating: 0, count: count)
    for (symbol, length) in zip(symbols, complete(symbols.count, longest: longest)) {
      lengths[symbol] = UInt8(length)
    }
    return lengths
  }

  /// Lengths of a complete code of `count` symbols, ascending: the shorter the earlier, as far as
  /// `longest` leaves room for all.
  private static func complete(_ count: Int, longest: Int) -> [Int] {
    precondition(count <= 1 << longest)
    guard count > 1 else { return [1] }
    var (lengths, room): ([Int], Int) = ([], 1 << longest)
    while lengths.count < count {
      let others = count - lengths.count - 1
      // The shortest that leaves a leaf at the deepest level for every other symbol, and fills all.
      let bits = (1...longest).first { room - 1 << (longest - $0) >= others }!
      let last = others == 0 ? (0...longest).first { 1 << (longest - $0) == room }! : bits
      lengths.append(last)
      room -= 1 << (longest - last)
    }
    return lengths
  }
}

/// A prefix code by the lengths of its codes (3.2.2), complete or not.
struct PrefixCode {
  let lengths: [UInt8]
  /// As they are written: from the most significant bit on.
  let bits: [Int]

  init(_ lengths: [UInt8]) {
    var (next, counts) = ([Int](repeating: 0, count: 17), [Int](repeating: 0, count: 16))
    for length in lengths where length > 0 { counts[Int(length)] += 1 }
    for length in 1...15 { next[length + 1] = (next[length] + counts[length]) << 1 }
    // A code of too many symbols has no room for all; what stands there never matters.
    self.lengths = lengths
    bits = lengths.map { length in
      guard length > 0 else { return 0 }
      defer { next[Int(length)] += 1 }
      let code = next[Int(length)]
      return (0..<Int(length)).reduce(0) { $0 << 1 | (code >> $1) & 1 }
    }
  }

  static let fixedLiterals = PrefixCode(
    (0..<288).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 })
  static let fixedDistances = PrefixCode([UInt8](repeating: 5, count: 32))
}
