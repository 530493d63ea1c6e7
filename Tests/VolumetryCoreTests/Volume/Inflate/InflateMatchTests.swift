import Testing

@testable import VolumetryCore

/// Matches of every length and distance, and how far they may reach.
@Suite struct InflateMatchTests {
  @Test func everyLengthFromEveryDistanceUpTo600() {
    let checks = InflateChecks()
    for first in stride(from: 1, through: 600, by: 60) {
      var deflate = DeflateWriter()
      deflate.stored(checks.noise(600))
      deflate.beginFixed(isLast: true)
      for distance in first..<(first + 60) {
        for length in 3...258 {
          deflate.literalsAll(checks.noise(2))
          deflate.match(length, distance)
        }
      }
      deflate.endBlock()
      let plans = [DecodingPlan(sizes: [1 << 20]), checks.somePlans()[1]]
      #expect(checks.same(deflate: deflate, plans) == InflateChecks.whole, "from \(first)")
    }
  }

  /// Everything before is noise, so that no other source gives the same bytes.
  @Test func everyDistanceWithShortAndLongMatches() {
    let checks = InflateChecks(seed: 2)
    var deflate = DeflateWriter()
    for distance in [1...70, 250...262, 508...516].joined() {
      for length in [3, 8, 9, 31, 32, 33, 64, 127, 128, 129, 160, 257, 258] {
        deflate.stored(checks.noise(max(distance, 40)))
        deflate.beginFixed()
        deflate.match(length, distance)
        deflate.endBlock()
      }
    }
    deflate.stored([], isLast: true)
    #expect(checks.same(deflate: deflate) == InflateChecks.whole)
  }

  /// Symbol 284 with all extra bits set is 258 too.
  @Test func theOtherWayToWrite258() {
    let checks = InflateChecks(seed: 3)
    for count in 1...40 {
      var deflate = DeflateWriter()
      deflate.beginFixed(isLast: true)
      deflate.literalsAll([1, 2, 3])
      for turn in 0..<count {
        deflate.literalSymbol(284)
        deflate.put(31, bits: 5)
        deflate.distanceSymbol(turn % 5 == 4 ? 2 : 0)
      }
      deflate.endBlock()
      #expect(checks.same(deflate: deflate) == InflateChecks.whole)
    }
  }

  // MARK: How far

  /// How bytes come before the match that reaches for them.
  enum Before: CaseIterable { case stored, literals, matches, merged, blocks }

  private func write(_ count: Int, as before: Before, _ checks: InflateChecks) -> DeflateWriter {
    var deflate = DeflateWriter()
    switch before {
    case .stored:
      for start in stride(from: 0, to: count, by: 65_535) {
        deflate.stored(checks.noise(min(65_535, count - start)))
      }
      deflate.beginFixed(isLast: true)
    case .blocks:
      for place in 0..<count {
        deflate.beginFixed()
        deflate.literal(UInt8(truncatingIfNeeded: place))
        deflate.endBlock()
      }
      deflate.beginFixed(isLast: true)
    case .literals:
      deflate.beginFixed(isLast: true)
      deflate.literalsAll(checks.noise(count))
    case .matches, .merged:
      deflate.beginFixed(isLast: true)
      deflate.literalsAll(checks.noise(min(count, 4)))
      guard count > 6 else {
        deflate.literalsAll(checks.noise(max(0, count - 4)))
        break
      }
      if before == .merged {
        deflate.copy(count - 4, 1)
      } else {
        var left = count - 4
        while left > 0 {
          let length = left < 8 ? left : min(left - 3, 3 + left % 7)
          deflate.match(length, 1 + left % 4)
          left -= length
        }
      }
    }
    return deflate
  }

  @Test(arguments: Before.allCases)
  func aDistanceReachesTheFirstByteAndNoFurther(_ before: Before) {
    let checks = InflateChecks(seed: 4)
    let many = [1...40, 255...259, 1022...1026, 4095...4097, 32_767...32_767]
    for place in (before == .blocks ? [1...9, 30...31] : many).joined() {
      var deflate = write(place, as: before, checks)
      deflate.match(3, place)
      deflate.endBlock()
      #expect(checks.same(deflate: deflate) == InflateChecks.whole, "\(place)")
      deflate = write(place, as: before, checks)
      deflate.match(3, place + 1)
      deflate.endBlock()
      #expect(checks.same(deflate: deflate) == .refused("invalid distance too far back"))
      // The first of many identical tokens decides.
      deflate = write(place, as: before, checks)
      deflate.matches(5, place + 1)
      #expect(checks.same(deflate: deflate) == .refused("invalid distance too far back"))
    }
  }

  @Test func nothingIsBeforeTheFirstByte() {
    let checks = InflateChecks(seed: 5)
    for distance in [1, 2, 3, 31, 32, 33, 258, 32_767, 32_768] {
      for isMerged in [false, true] {
        var deflate = DeflateWriter()
        deflate.beginFixed(isLast: true)
        deflate.matches(isMerged ? 300 : 1, distance)
        deflate.endBlock()
        #expect(checks.same(deflate: deflate) == .refused("invalid distance too far back"))
      }
    }
  }

  @Test func theFurthestDistanceIsThatOfTheWindow() {
    let checks = InflateChecks(seed: 6)
    for place in [32_767, 32_768, 32_769, 40_000] {
      for before in [Before.stored, .literals, .merged] {
        var deflate = write(place, as: before, checks)
        for length in [258, 3, 100] { deflate.match(length, 32_768) }
        deflate.matches(200, 32_768)
        deflate.match(200, 32_767)
        deflate.endBlock()
        let end = checks.same(deflate: deflate)
        #expect((end == InflateChecks.whole) == (place >= 32_768))
      }
    }
  }

  @Test func aMemberReachesNothingOfTheOneBefore() {
    let checks = InflateChecks(seed: 7)
    for count in [0, 1, 5, 1023] {
      for first in [3, 40_000, 300_000] {
        var before = DeflateWriter()
        before.beginFixed(isLast: true)
        before.literalsAll(checks.noise(3))
        before.copy(first, 1)
        before.endBlock()
        for isTooFar in [false, true] where count > 0 || isTooFar {
          var deflate = write(count, as: .literals, checks)
          deflate.match(3, isTooFar ? count + 1 : count)
          deflate.endBlock()
          let file =
            checks.file(before) + checks.file(deflate)
          let end = checks.same(file)
          #expect((end == .refused("invalid distance too far back")) == isTooFar)
        }
      }
    }
  }
}
