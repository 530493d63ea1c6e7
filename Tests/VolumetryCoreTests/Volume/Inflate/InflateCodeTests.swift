import Testing

@testable import VolumetryCore

/// Sets of codes: the largest, the smallest, and those that are none.
@Suite struct InflateCodeTests {
  /// Every literal, every length and every distance once; the distances as far as bytes are there.
  private func writeEverything(_ deflate: inout DeflateWriter) {
    deflate.literalsAll((0...255).map { UInt8($0) })
    for length in 3...258 { deflate.match(length, 1 + length % 4) }
    for distance in 1...300 where deflate.hasDistance(distance) { deflate.match(3, distance) }
    for base in DeflateWriter.distanceBases {
      for distance in [base, base + 1, base * 5 / 4, base * 4 / 3, base * 3 / 2 - 1]
      where (1...32_768).contains(distance) && deflate.hasDistance(distance) {
        deflate.match(4, distance)
      }
    }
  }

  @Test(arguments: 9...15)
  func everySymbolOfLongCodes(_ longest: Int) {
    let checks = InflateChecks(seed: UInt64(longest))
    for round in 0..<6 {
      var codes = DynamicCodes(
        literals: DynamicCodes.skewed(
          (0..<286).shuffled(using: &checks.random), of: 286, longest: longest),
        distances: DynamicCodes.skewed(
          (0..<30).shuffled(using: &checks.random), of: 30, longest: round % 2 == 0 ? 15 : 5))
      // Code lengths of seven bits.
      codes.codeLengths = DynamicCodes.skewed(
        (0..<19).shuffled(using: &checks.random), of: 19, longest: 7)
      var deflate = DeflateWriter()
      deflate.stored(checks.noise(40_000))
      deflate.beginDynamic(codes, isLast: true)
      writeEverything(&deflate)
      deflate.endBlock()
      #expect(checks.same(deflate: deflate) == InflateChecks.whole)
    }
  }

  /// As many second tables as a code can have: 12 bits for nearly all, two to a prefix of 11, and
  /// one prefix of the deepest.
  @Test func asManySecondTablesAsThereCanBe() {
    let checks = InflateChecks(seed: 30)
    let lengths: [Int] = pairs(of: 286, index: InflateBuffers.literalBits)
    let distances: [Int] = pairs(of: 30, index: InflateBuffers.distanceBits)
    var codes = DynamicCodes(
      literals: [UInt8](repeating: 0, count: 286), distances: [UInt8](repeating: 0, count: 30))
    for round in 0..<4 {
      for (symbol, length) in zip((0..<286).shuffled(using: &checks.random), lengths) {
        codes.literals[symbol] = UInt8(length)
      }
      for (symbol, length) in zip((0..<30).shuffled(using: &checks.random), distances) {
        codes.distances[symbol] = UInt8(length)
      }
      var deflate = DeflateWriter()
      deflate.stored(checks.noise(33_000))
      deflate.beginDynamic(codes, isLast: round % 2 == 0)
      writeEverything(&deflate)
      deflate.endBlock()
      if round % 2 == 1 { deflate.stored([], isLast: true) }
      #expect(checks.same(deflate: deflate) == InflateChecks.whole)
    }
    #expect(lengths.count { $0 == InflateBuffers.literalBits + 1 } == 2 * 136 + 1)
    #expect(distances.count { $0 == InflateBuffers.distanceBits + 1 } == 2 * 7 + 1)
  }

  /// A complete code of `count` symbols that has as many codes of one bit more than `index` as
  /// possible beside one of 15 bits.
  private func pairs(of count: Int, index: Int) -> [Int] {
    // The deepest prefix holds a code of each length up to 15, and one more of 15.
    let deep = Array((index + 1)...15) + [15]
    for few in stride(from: 1, through: count, by: 1) {
      let wide = (count - deep.count - few) / 2 * 2
      let short = count - deep.count - wide
      guard wide >= 0 else { break }
      // What the short codes must fill, in units of a prefix.
      let room = 1 << index - wide / 2 - 1
      guard let lengths = split(room, short, index) else { continue }
      return lengths + [Int](repeating: index + 1, count: wide) + deep
    }
    preconditionFailure("there is such a code")
  }

  /// Lengths of `count` codes that fill `room` prefixes of `index` bits.
  private func split(_ room: Int, _ count: Int, _ index: Int) -> [Int]? {
    var parts = (0...index).filter { room >> $0 & 1 == 1 }
    guard parts.count <= count else { return nil }
    while parts.count < count {
      guard let largest = parts.indices.max(by: { parts[$0] < parts[$1] }), parts[largest] > 0
      else { return nil }
      parts[largest] -= 1
      parts.append(parts[largest])
    }
    return parts.map { index - $0 }
  }

  @Test func theFixedCodesHaveSymbolsThatNeverOccur() {
    let checks = InflateChecks(seed: 31)
    for symbol in [286, 287] {
      for count in [0, 1, 40] {
        var deflate = DeflateWriter()
        deflate.beginFixed(isLast: true)
        deflate.literalsAll(checks.noise(count))
        deflate.literalSymbol(symbol)
        deflate.put(0, bits: 12)
        #expect(checks.same(deflate: deflate) == .refused("invalid literal/length code"))
      }
    }
    for symbol in [30, 31] {
      for length in [257, 284, 285] {
        var deflate = DeflateWriter()
        deflate.beginFixed(isLast: true)
        deflate.literalsAll(checks.noise(40))
        deflate.literalSymbol(length)
        if length == 284 { deflate.put(9, bits: 5) }
        deflate.distanceSymbol(symbol)
        deflate.put(0, bits: 20)
        #expect(checks.same(deflate: deflate) == .refused("invalid distance code"))
      }
    }
  }

  // MARK: Sets that are no complete code

  private func end(
    _ checks: InflateChecks, _ codes: DynamicCodes, _ bits: Int = 0, count: Int = 32
  ) -> GzipTwin.End {
    var deflate = DeflateWriter()
    deflate.literalsInBlock([1, 2, 3])
    deflate.beginDynamic(codes, isLast: true)
    deflate.put(bits, bits: count)
    deflate.put(0, bits: 32)
    return checks.same(deflate: deflate, nil, "\(codes)")
  }

  /// One code of one bit, none at all, and what stands where the other would be.
  @Test func aSingleDistanceCodeMayBeIncomplete() {
    let checks = InflateChecks(seed: 32)
    let literals = DynamicCodes.skewed([0, 285, 256, 257], of: 286)
    for place in [0, 1, 2, 29] {
      var distances = [UInt8](repeating: 0, count: 30)
      distances[place] = 1
      let codes = DynamicCodes(literals: literals, distances: distances)
      // A length of 258, then the bit of the distance that is none.
      #expect(end(checks, codes, 0b1_01) == .refused("invalid distance code"))
      distances[place] = 2
      let longer = DynamicCodes(literals: literals, distances: distances)
      #expect(end(checks, longer) == .refused("invalid distances set"))
    }
    let none = DynamicCodes(literals: literals, distances: [0])
    #expect(end(checks, none, 0b1_01) == .refused("invalid distance code"))
    #expect(end(checks, none, 0b0_01) == .refused("invalid distance code"))
    // Literals and the end need no distances.
    #expect(end(checks, none, 0b011_0_0) != .refused("invalid distance code"))
    let single = DynamicCodes(literals: DynamicCodes.skewed([256], of: 257), distances: [0])
    #expect(end(checks, single, 1) == .refused("invalid literal/length code"))
    #expect(end(checks, single, 0) != .refused("invalid literal/length code"))
  }

  /// Every set of up to four distance codes of up to four bits: zlib decides which are codes.
  @Test func everySmallSetOfDistances() {
    let checks = InflateChecks(seed: 33)
    let literals = DynamicCodes.skewed([0, 285, 256, 257], of: 286)
    var ends: [String: Int] = [:]
    for number in 0..<625 {
      let distances = [number % 5, number / 5 % 5, number / 25 % 5, number / 125]
      let codes = DynamicCodes(literals: literals, distances: distances.map { UInt8($0) })
      ends["\(end(checks, codes, 0b1_01))", default: 0] += 1
    }
    #expect(ends["\(GzipTwin.End.refused("invalid distances set"))", default: 0] > 300)
    #expect(ends.count >= 3)
  }

  @Test func everySmallSetOfLiteralsAndLengths() {
    let checks = InflateChecks(seed: 34)
    var ends: [String: Int] = [:]
    for number in 0..<625 {
      var literals = [UInt8](repeating: 0, count: 258)
      for (place, symbol) in [0, 255, 256, 257].enumerated() {
        literals[symbol] =
          [number, number / 5, number / 25, number / 125].map { UInt8($0 % 5) }[place]
      }
      let codes = DynamicCodes(literals: literals, distances: [1, 1])
      ends["\(end(checks, codes, number & 0xff))", default: 0] += 1
    }
    let words = ["invalid literal/lengths set", "invalid code -- missing end-of-block"]
    for word in words { #expect(ends["\(GzipTwin.End.refused(word))", default: 0] > 50) }
  }

  /// Sets of codes for code lengths, of which the first symbols have few bits.
  @Test func everySmallSetOfCodeLengths() {
    let checks = InflateChecks(seed: 35)
    var ends: [String: Int] = [:]
    for number in 0..<625 {
      var codes = DynamicCodes(literals: [UInt8](repeating: 1, count: 257), distances: [1])
      codes.codeLengths = [UInt8](repeating: 0, count: 19)
      let lengths = [number, number / 5, number / 25, number / 125].map { UInt8($0 % 5) }
      for (symbol, length) in zip([0, 1, 17, 18], lengths) { codes.codeLengths[symbol] = length }
      codes.sequence = []
      ends["\(end(checks, codes, number * 0x2a65, count: 24))", default: 0] += 1
    }
    #expect(ends["\(GzipTwin.End.refused("invalid code lengths set"))", default: 0] > 300)
    #expect(ends.count >= 3)
  }

  /// Where no code length has a code, every bit is a length of 0, and so no block can end.
  @Test func noCodeForAnyCodeLength() {
    let checks = InflateChecks(seed: 36)
    var codes = DynamicCodes(literals: [UInt8](repeating: 1, count: 257), distances: [1])
    (codes.codeLengths, codes.sequence) = ([UInt8](repeating: 0, count: 19), [])
    for bits in [0, 0xffff_ffff, 0x5a5a_5a5a] {
      var deflate = DeflateWriter()
      deflate.beginDynamic(codes, isLast: true)
      for _ in 0..<12 { deflate.put(bits, bits: 32) }
      let file = checks.file(deflate)
      #expect(checks.same(file) == .refused("invalid code -- missing end-of-block"))
      // 258 bits stand behind 74 of the header.
      for length in 10...file.count {
        let isCut = (length - 10) * 8 < 74 + 258
        #expect((checks.same(Array(file[..<length])) == .cut) == isCut, "\(length)")
      }
    }
  }
}
