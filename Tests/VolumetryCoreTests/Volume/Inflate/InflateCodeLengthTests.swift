import Testing

@testable import VolumetryCore

/// The sequence of code lengths (RFC 1951, 3.2.7): how many there are, and the codes that repeat.
@Suite struct InflateCodeLengthTests {
  /// A block of the literals 0 and 1, in whose header `change` may write anything.
  private func end(
    _ checks: InflateChecks, _ change: (inout DynamicCodes) -> Void,
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> GzipTwin.End {
    var codes = DynamicCodes(
      literals: DynamicCodes.skewed([0, 1, 256], of: 257), distances: [1, 1])
    change(&codes)
    var deflate = DeflateWriter()
    deflate.literalsInBlock([7])
    deflate.beginDynamic(codes, isLast: true)
    // 0, then bits that are 1, 256, or neither.
    deflate.put(0b1_1_0_1_0, bits: 5)
    deflate.put(0, bits: 64 - 8)
    return checks.same(deflate: deflate, sourceLocation: sourceLocation)
  }

  private let tooMany = GzipTwin.End.refused("too many length or distance symbols")
  private let badRepeat = GzipTwin.End.refused("invalid bit length repeat")

  @Test func thereAre286LiteralsAndLengthsAnd30Distances() {
    let checks = InflateChecks(seed: 1)
    for literals in 257...288 {
      for distances in [1, 2, 29, 30, 31, 32] {
        let end = end(checks) { codes in
          codes.literals += [UInt8](repeating: 0, count: literals - 257)
          codes.distances += [UInt8](repeating: 0, count: max(0, distances - 2))
          (codes.literalCount, codes.distanceCount) = (literals, distances)
          if distances == 1 { codes.distances = [1] }
        }
        #expect((end == tooMany) == (literals > 286 || distances > 30), "\(literals), \(distances)")
        #expect(end == tooMany || end != .refused("invalid distances set"))
      }
    }
  }

  /// The header may state as few as four code lengths' lengths: those of 16, 17, 18 and 0.
  @Test func asFewCodeLengthsAsAreNeeded() {
    let checks = InflateChecks(seed: 2)
    for shown in 4...19 {
      let symbols = DynamicCodes.order.prefix(shown)
      let end = end(checks) { codes in
        codes.codeLengths = DynamicCodes.skewed(Array(symbols), of: 19, longest: 7)
        codes.codeLengthCount = shown
        guard shown >= 18 else {
          // Zeros only: no block can end.
          codes.sequence = [(18, 127), (18, 110)]
          return
        }
        // 1, 2 and 0 have codes.
      }
      let expected = GzipTwin.End.refused("invalid code -- missing end-of-block")
      #expect((end == expected) == (shown < 18), "\(shown)")
    }
  }

  @Test func nothingIsRepeatedBeforeTheFirstLength() {
    let checks = InflateChecks(seed: 3)
    for extra in 0...3 {
      #expect(end(checks) { $0.sequence = [(16, extra)] } == badRepeat)
      #expect(end(checks) { $0.sequence = [(17, 0), (16, extra)] } != badRepeat)
    }
  }

  /// Each repeating code ends exactly with the sequence, one before, or one behind.
  @Test func aRepeatEndsWithTheSequence() {
    let checks = InflateChecks(seed: 4)
    for (symbol, least, most) in [(16, 3, 6), (17, 3, 10), (18, 11, 138)] {
      for count in least...most {
        for behind in -1...1 {
          // 257 + 2 lengths: 1, 2, zeros, the end of block, and then the repeat.
          let end = end(checks) { codes in
            let total = 257 + 30
            codes.literals = DynamicCodes.skewed([0, 1, 256], of: 257)
            (codes.literalCount, codes.distanceCount) = (257, 30)
            let before = total - count + behind
            var lengths = [UInt8](repeating: 0, count: before)
            lengths[0...1] = [1, 2]
            if before > 256 { lengths[256] = 2 }
            codes.sequence = DynamicCodes.plain(lengths) + [(symbol, count - least)]
            if behind == -1 { codes.sequence?.append((0, 0)) }
          }
          #expect((end == badRepeat) == (behind == 1), "\(symbol) of \(count), \(behind)")
        }
      }
    }
  }

  /// The sequence is one: a repeat may begin among the literals and end among the distances.
  @Test func aRepeatGoesOnFromOneAlphabetToTheOther() {
    let checks = InflateChecks(seed: 5)
    for inside in 1...3 {
      for count in 3...(inside + 3) {
        // Four codes of two bits in each alphabet; the last literals' stand before the distances'.
        var codes = DynamicCodes(
          literals: [UInt8](repeating: 0, count: 257), distances: [2, 2, 2, 2])
        for symbol in 0..<4 { codes.literals[symbol < 4 - inside ? symbol : 253 + symbol] = 2 }
        let all = DynamicCodes.plain(codes.literals + codes.distances)
        let start = 257 - inside + 1
        codes.sequence = all[..<start] + [(16, count - 3)] + all[(start + count)...]
        var deflate = DeflateWriter()
        deflate.beginDynamic(codes, isLast: true)
        deflate.literal(0)
        deflate.endBlock()
        #expect(checks.same(deflate: deflate) == InflateChecks.whole, "\(inside), \(count)")
      }
    }
  }

  @Test func aBlockMustBeAbleToEnd() {
    let checks = InflateChecks(seed: 6)
    let end = end(checks) { $0.literals = DynamicCodes.skewed([0, 1, 2], of: 257) }
    #expect(end == .refused("invalid code -- missing end-of-block"))
  }

  /// What is wrong first is what is said, where several things are.
  @Test func theFirstFaultIsTold() {
    let checks = InflateChecks(seed: 7)
    let wrongDistances: [UInt8] = [1, 1, 1]
    #expect(end(checks) { $0.distances = wrongDistances } == .refused("invalid distances set"))
    #expect(
      end(checks) {
        $0.distances = wrongDistances
        $0.literals[5] = 1
      } == .refused("invalid literal/lengths set"))
    #expect(
      end(checks) {
        $0.distances = wrongDistances
        $0.literals[5] = 1
        $0.literals[256] = 0
      } == .refused("invalid code -- missing end-of-block"))
    #expect(
      end(checks) {
        $0.codeLengths[3] = 1
        $0.literals[256] = 0
        $0.sequence = [(16, 0)]
      } == .refused("invalid code lengths set"))
  }

  /// Sequences of code lengths with repeats of all kinds, most of them no code at all.
  @Test func randomSequences() {
    let checks = InflateChecks(seed: 8)
    var ends: [String: Int] = [:]
    for _ in 0..<400 {
      let end = end(checks) { codes in
        var left = 257 + 2
        var sequence: [(symbol: Int, extra: Int)] = []
        while left > 0 {
          let symbol = [0, 8, 9, 16, 17, 18].randomElement(using: &checks.random)!
          let bits = symbol < 16 ? 0 : symbol == 16 ? 2 : symbol == 17 ? 3 : 7
          let extra = Int.random(in: 0..<(1 << bits), using: &checks.random)
          sequence.append((symbol, extra))
          left -= symbol < 16 ? 1 : symbol == 18 ? 11 + extra : 3 + extra
        }
        codes.sequence = sequence
      }
      ends["\(end)", default: 0] += 1
    }
    #expect(ends.count >= 3)
  }
}
