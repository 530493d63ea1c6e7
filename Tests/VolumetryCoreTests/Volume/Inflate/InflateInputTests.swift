import Testing

@testable import VolumetryCore

/// The compressed bytes come a buffer at a time: its end may lie anywhere.
@Suite struct InflateInputTests {
  /// A member of all kinds of blocks, with a header of all fields.
  private static let member: [UInt8] = {
    let checks = InflateChecks(seed: 1)
    var deflate = DeflateWriter()
    deflate.literalsInBlock(checks.noise(12))
    deflate.stored(checks.noise(20))
    deflate.beginDynamic(
      DynamicCodes(
        literals: DynamicCodes.skewed([285, 0, 256, 1, 2, 270], of: 286),
        distances: DynamicCodes.skewed([0, 3, 9, 4], of: 30)))
    deflate.literal(1)
    deflate.matches(90, 1)
    deflate.literal(2)
    deflate.matches(60, 4)
    deflate.match(23, 25)
    deflate.endBlock()
    deflate.stored([])
    deflate.stored(checks.noise(3), isLast: true)
    var header = GzipWrapper.plainHeader
    header[3] = 2 | 4 | 8
    header += [3, 0, 1, 2, 3] + Array("name".utf8) + [0]
    let sum = checks.wrapper.checksum(header)
    return checks.wrapper.member(
      deflate.finished(), header: header + [UInt8(sum & 0xff), UInt8(sum >> 8 & 0xff)])
  }()

  /// A stored member before it, so long that the buffer ends at each byte of the other.
  @Test func theBufferEndsAtAnyByteOfAMember() {
    let checks = InflateChecks(seed: 2)
    let noise = checks.noise(CompressedInput.size)
    for place in -22...(Self.member.count + 30) {
      // Header, stored header and trailer take 10, 5 and 8 bytes.
      let padding = CompressedInput.size - place - 23
      var deflate = DeflateWriter()
      deflate.stored(noise.prefix(padding), isLast: true)
      let file = checks.file(deflate) + Self.member + Self.member
      #expect(checks.same(file, [checks.somePlans()[1]], "\(place)") == InflateChecks.whole)
    }
  }

  /// The same of a file that ends there: exactly a buffer, one byte less, one more.
  @Test func theFileEndsAboutTheEndOfTheBuffer() {
    let checks = InflateChecks(seed: 3)
    let noise = checks.noise(CompressedInput.size)
    for missing in 0...40 {
      var deflate = DeflateWriter()
      deflate.stored(noise.prefix(CompressedInput.size - Self.member.count - 23 + 20), isLast: true)
      let file = checks.file(deflate) + Self.member
      let end = checks.same(Array(file.dropLast(missing)), [checks.somePlans()[1]])
      #expect(end == (missing == 0 ? InflateChecks.whole : .cut))
    }
    for size in (CompressedInput.size - 3)...(CompressedInput.size + 3) {
      for tail in [[], [0x1f], [0x1f, 0x8b], [0]] as [[UInt8]] {
        var deflate = DeflateWriter()
        deflate.stored(noise.prefix(size - 23), isLast: true)
        let end = checks.same(checks.file(deflate) + tail)
        #expect(end == .whole(trailing: tail.count, isPadding: !tail.contains(0x1f)))
      }
    }
  }

  /// A block's header is read without a look at the end of the input: the longest there is lies at
  /// the end of the buffer, and at that of the file.
  @Test func theLongestHeaderOfABlock() {
    let checks = InflateChecks(seed: 4)
    let block = Self.longestHeader()
    let noise = checks.noise(CompressedInput.size)
    for place in stride(from: 0, to: 330, by: 3) {
      var deflate = DeflateWriter()
      let padding = CompressedInput.size - place - 15
      deflate.stored(noise.prefix(padding))
      deflate.raw(block)
      #expect(checks.same(deflate: deflate, [checks.somePlans()[1]]) == InflateChecks.whole)
    }
    let file = checks.wrapper.member(block)
    for length in stride(from: 12, to: file.count, by: 5) {
      #expect(checks.same(Array(file[..<length]), [checks.somePlans()[0]]) == .cut)
    }
  }

  /// 286 and 30 code lengths, each in seven bits, and all 19 lengths of their codes, before a block
  /// that ends at once. A code that repeats takes more bits, but less for each length.
  private static func longestHeader() -> [UInt8] {
    func lengths(_ short: Int, _ count: Int, _ bits: UInt8) -> [UInt8] {
      [UInt8](repeating: bits, count: short) + [UInt8](repeating: bits + 1, count: count - short)
    }
    // Both codes are complete: 226 / 2⁸ + 60 / 2⁹ and 2 / 2⁴ + 28 / 2⁵ are 1.
    var codes = DynamicCodes(literals: lengths(226, 286, 8), distances: lengths(2, 30, 4))
    codes.codeLengths = DynamicCodes.skewed([0, 1, 2, 3, 6, 4, 5, 8, 9], of: 19, longest: 7)
    var deflate = DeflateWriter()
    deflate.beginDynamic(codes, isLast: true)
    precondition(8 * deflate.bytes.count + deflate.phase == 17 + 19 * 3 + 316 * 7)
    deflate.endBlock()
    return deflate.finished()
  }

  /// Trailing zeros and other bytes go through the buffer too.
  @Test func aLongFileWithNothingInIt() {
    let checks = InflateChecks(seed: 5)
    for count in [65_516, 65_536, 131_072, 200_000] {
      let zeros = [UInt8](repeating: 0, count: count)
      let plans = [DecodingPlan(sizes: [10])]
      #expect(
        checks.same(gzip([1]) + zeros, plans) == .whole(trailing: count, isPadding: true))
      #expect(
        checks.same(gzip([1]) + zeros + [1], plans) == .whole(trailing: count + 1, isPadding: false)
      )
    }
  }
}
