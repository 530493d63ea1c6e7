import Testing

@testable import VolumetryCore

/// Stored blocks, empty blocks, and blocks in every place of a byte.
@Suite struct InflateBlockTests {
  /// A block that ends in a certain bit of a byte: literals of nine bits move it.
  private func shift(_ deflate: inout DeflateWriter, _ phase: Int) {
    deflate.beginFixed()
    for _ in 0..<8 where deflate.phase != phase { deflate.literal(200) }
    while (deflate.phase + 7) % 8 != phase { deflate.literal(200) }
    deflate.endBlock()
  }

  @Test(arguments: 0..<8)
  func aStoredBlockBeginsInAnyBit(_ phase: Int) {
    let checks = InflateChecks(seed: UInt64(phase))
    for size in [0, 1, 2, 7, 8, 9, 255, 256, 32_768, 65_534, 65_535] {
      for isLast in [false, true] {
        var deflate = DeflateWriter()
        shift(&deflate, phase)
        #expect(deflate.phase == phase)
        deflate.stored(checks.noise(size), isLast: isLast)
        if !isLast {
          shift(&deflate, phase)
          deflate.stored([], isLast: false)
          deflate.beginFixed(isLast: true)
          deflate.match(258, 1)
          deflate.endBlock()
        }
        #expect(checks.same(deflate: deflate, nil, "\(size)") == InflateChecks.whole)
      }
    }
  }

  @Test func aStoredLengthAndItsComplementMustAgree() {
    let checks = InflateChecks(seed: 9)
    for size in [0, 1, 300] {
      for bit in 0..<16 {
        var deflate = DeflateWriter()
        deflate.stored(checks.noise(3))
        deflate.stored(checks.noise(size), isLast: true, complementError: 1 << bit)
        #expect(checks.same(deflate: deflate) == .refused("invalid stored block lengths"))
      }
    }
  }

  @Test func aStoredBlockThatIsShorterThanItSaysIsCut() {
    let checks = InflateChecks(seed: 10)
    for (size, length) in [(0, 1), (5, 6), (300, 65_535), (65_534, 65_535)] {
      var deflate = DeflateWriter()
      deflate.literalsInBlock([1, 2, 3])
      deflate.stored(checks.noise(size), isLast: true, length: length)
      #expect(checks.same(deflate: deflate) == .cut)
    }
  }

  @Test func aThirdTypeOfBlockIsNone() {
    let checks = InflateChecks(seed: 11)
    for count in [0, 1, 5] {
      for isLast in [false, true] {
        var deflate = DeflateWriter()
        deflate.literalsInBlock(checks.noise(count))
        deflate.begin(type: 3, isLast: isLast)
        deflate.put(0, bits: 16)
        #expect(checks.same(deflate: deflate) == .refused("invalid block type"))
      }
    }
  }

  /// Blocks that hold nothing, of every kind, in every order, by the thousand.
  @Test func emptyBlocksSayNothing() {
    let checks = InflateChecks(seed: 12)
    let codes = DynamicCodes(
      literals: DynamicCodes.skewed([256], of: 257), distances: [0])
    for round in 0..<40 {
      var deflate = DeflateWriter()
      deflate.literalsInBlock(checks.noise(round % 3))
      for _ in 0..<(round == 0 ? 2000 : round) {
        switch Int.random(in: 0..<3, using: &checks.random) {
        case 0: deflate.stored([])
        case 1:
          deflate.beginFixed()
          deflate.endBlock()
        default:
          deflate.beginDynamic(codes)
          deflate.endBlock()
        }
      }
      deflate.stored(checks.noise(round % 2), isLast: true)
      #expect(checks.same(deflate: deflate) == InflateChecks.whole)
    }
  }

  /// The window slides while a stored block is copied; matches reach over its ends.
  @Test func storedBlocksFillTheWindowAndSlideIt() {
    let checks = InflateChecks(seed: 13)
    for width in [1, 2, 4, 8] {
      for odd in 0..<width {
        var deflate = DeflateWriter()
        for block in 0..<5 {
          deflate.stored(checks.noise(InflateBuffers.chunk / 3 - 9 + odd))
          deflate.beginFixed(isLast: block == 4)
          for distance in [1, 31, 40, 4096, 32_767, 32_768] { deflate.match(258, distance) }
          deflate.endBlock()
        }
        let plan = DecodingPlan(header: odd, width: width, sizes: [1 << 40])
        let file = checks.file(deflate)
        #expect(checks.same(file, [plan] + checks.somePlans()) == InflateChecks.whole)
      }
    }
  }

  /// The window is full in the middle of literals, of matches and of a token that is many.
  @Test func theWindowSlidesInAnyToken() {
    let checks = InflateChecks(seed: 14)
    for before in (InflateBuffers.chunk - 24)...(InflateBuffers.chunk + 2) {
      var deflate = DeflateWriter()
      for start in stride(from: 0, to: before, by: 65_535) {
        deflate.stored(checks.noise(min(65_535, before - start)))
      }
      deflate.beginFixed(isLast: true)
      switch before % 3 {
      case 0: deflate.literalsAll(checks.noise(30))
      case 1: for distance in 20..<60 { deflate.match(3 + distance % 9, distance) }
      default: deflate.copy(9000, 700)
      }
      deflate.literal(1)
      deflate.match(258, 32_768)
      deflate.endBlock()
      #expect(checks.same(deflate: deflate) == InflateChecks.whole, "\(before)")
    }
  }
}

extension DeflateWriter {
  /// A fixed block of literals.
  mutating func literalsInBlock(_ bytes: [UInt8], isLast: Bool = false) {
    beginFixed(isLast: isLast)
    literalsAll(bytes)
    endBlock()
  }
}
