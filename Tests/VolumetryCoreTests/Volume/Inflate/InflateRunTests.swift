import Testing

@testable import VolumetryCore

/// Tokens that are alike become one, and voxels that are alike a run: of any pattern, beginning and
/// ending anywhere.
@Suite struct InflateRunTests {
  /// Codes of which that of length 258 takes `lengthBits`, and that of one distance `distanceBits`.
  private func codes(_ lengthBits: Int, _ distance: Int, _ distanceBits: Int) -> DynamicCodes {
    let place = DeflateWriter.distanceBases.lastIndex { $0 <= distance }!
    var symbols = Array(0..<14) + [256]
    symbols.insert(285, at: lengthBits - 1)
    var distances = (0..<30).filter { $0 != place }.prefix(distanceBits == 1 ? 0 : 15)
    distances.insert(place, at: distanceBits - 1)
    return DynamicCodes(
      literals: DynamicCodes.skewed(symbols, of: 286),
      distances: DynamicCodes.skewed(Array(distances), of: 30))
  }

  @Test(arguments: [1, 2, 4, 8, 3, 258, 512, 32_768])
  func identicalTokensAreOne(_ distance: Int) {
    let checks = InflateChecks(seed: UInt64(distance))
    let counts = [1...60, 253...257, 761...764, 1023...1025].joined() + [3000]
    for (round, count) in counts.enumerated() {
      // Both short and both long, in turn; 16 bits and more are not looked for.
      let (lengthBits, distanceBits) = (1 + round % 15, 1 + round / 4 % 15)
      var deflate = DeflateWriter()
      deflate.stored(checks.noise(distance))
      deflate.beginDynamic(codes(lengthBits, distance, distanceBits), isLast: true)
      deflate.matches(count, distance)
      deflate.literal(7)
      deflate.match(258, distance)
      deflate.endBlock()
      let end = checks.same(deflate: deflate, nil, "\(count) of \(lengthBits), \(distanceBits)")
      #expect(end == InflateChecks.whole)
    }
  }

  /// Every number of bits that a token takes, so many times that the bit buffer is filled often.
  @Test func identicalTokensOfEveryLengthInBits() {
    let checks = InflateChecks(seed: 20)
    for lengthBits in 1...15 {
      for distanceBits in [1, 2, 3, 7, 15] {
        for distance in [1, 7, 200] {
          var deflate = DeflateWriter()
          deflate.stored(checks.noise(distance))
          deflate.beginDynamic(codes(lengthBits, distance, distanceBits), isLast: true)
          for count in [30, 29, 61] {
            deflate.matches(count, distance)
            deflate.literal(3)
          }
          deflate.endBlock()
          #expect(checks.same(deflate: deflate) == InflateChecks.whole)
        }
      }
    }
  }

  /// Noise, a unit until `distance` bytes are there, the same over `length` bytes, and matches that
  /// reach into it and before it.
  private func member(
    _ checks: InflateChecks, before: Int, unit: [UInt8], length: Int, distance: Int
  ) -> [UInt8] {
    var deflate = DeflateWriter()
    deflate.beginFixed(isLast: true)
    deflate.literalsAll(checks.noise(before))
    for place in 0..<distance { deflate.literal(unit[place % unit.count]) }
    deflate.copy(length, distance)
    deflate.literalsAll(checks.noise(3))
    for back in [1, 3, 4, 8, 300, 5000, length + distance + before + 3] where back < 32_768 {
      deflate.match(40, min(back, length + distance + before + 3))
    }
    deflate.copy(900, distance)
    deflate.endBlock()
    return checks.file(deflate)
  }

  private func unit(_ width: Int, _ kind: Int, _ checks: InflateChecks) -> [UInt8] {
    switch kind {
    case 0: [UInt8](repeating: 0, count: width)
    case 1: [UInt8](repeating: 0xa5, count: width)
    case 2: [5] + [UInt8](repeating: 0, count: width - 1)
    default: checks.noise(width)
    }
  }

  @Test(arguments: [1, 2, 4, 8])
  func aRunBeginsAndEndsAnywhere(_ width: Int) {
    let checks = InflateChecks(seed: UInt64(100 + width))
    var runs = 0
    let lengths = [4096, 32 * 1024, 64 * 1024, 192 * 1024, 256 * 1024].flatMap { border in
      [-257, -2, -1, 0, 1, 2, 7, 258, 300].map { border + $0 }
    }
    for (round, length) in lengths.enumerated() {
      for phase in 0...width {
        let unit = unit(width, (round + phase) % 4, checks)
        let distance = width * [1, 1, 2, 3, 64][(round + phase) % 5]
        let file = member(
          checks, before: phase, unit: unit, length: length, distance: distance)
        // Voxels that begin where the unit does, and others.
        let aligned = DecodingPlan(header: phase, width: width, sizes: [1 << 40])
        #expect(
          checks.same(file, [aligned] + checks.somePlans(), "\(length) from \(phase)")
            == InflateChecks.whole)
        runs += checks.trial.runs
      }
    }
    // Of five borders three are long enough, one of them by its last two lengths.
    #expect(runs >= 19 * (width + 1))
  }

  /// Any number of bytes stand before the run, so that it begins everywhere in the window.
  @Test func aRunBeginsAnywhereInTheWindow() {
    let checks = InflateChecks(seed: 30)
    let chunk = InflateBuffers.chunk
    for before in [1, 1000, chunk - 300, chunk - 258, chunk - 9, chunk - 1, chunk, chunk + 1] {
      for (width, length) in [(1, 70_000), (8, 70_000), (4, 400_000), (2, 5000)] {
        var deflate = DeflateWriter()
        for start in stride(from: 0, to: before, by: 60_000) {
          deflate.stored(checks.noise(min(60_000, before - start)))
        }
        deflate.beginFixed(isLast: true)
        deflate.literalsAll(checks.noise(width))
        deflate.copy(length, width)
        deflate.literalsAll(checks.noise(5))
        deflate.copy(length, width)
        deflate.endBlock()
        let aligned = DecodingPlan(header: before % width, width: width, sizes: [1 << 40])
        let end = checks.same(
          checks.file(deflate), [aligned] + checks.somePlans(), "\(before)")
        #expect(end == InflateChecks.whole)
        #expect(length < 100_000 || checks.trial.runs > 0)
      }
    }
  }

  /// Where the window holds nothing but the run, shorter ones are taken out of it too.
  @Test func aRunGoesOnInPiecesOfOtherTokens() {
    let checks = InflateChecks(seed: 40)
    for width in [1, 2, 4, 8] {
      for pieces in 1...6 {
        var deflate = DeflateWriter()
        deflate.beginFixed(isLast: true)
        deflate.literalsAll(checks.noise(2 * width))
        deflate.copy(100_000, width)
        for piece in 0..<(4 * pieces) {
          deflate.match(3 + 5 * piece % 255, width * (1 + piece % 3))
          deflate.copy(258 * (12 + piece), width * (1 + piece % 2))
        }
        deflate.literal(9)
        deflate.copy(30_000, 1)
        deflate.copy(5000, 32_768)
        deflate.copy(40_000, 1)
        deflate.endBlock()
        #expect(checks.same(deflate: deflate) == InflateChecks.whole)
      }
    }
  }

  /// A row copied over and over is a run where all its voxels are alike, and none where the last,
  /// the first or one between differs.
  @Test(arguments: [64, 512, 1000, 4096])
  func aRowOfVoxelsIsARunWhereAllAreAlike(_ row: Int) {
    let checks = InflateChecks(seed: UInt64(row))
    for width in [1, 2, 4, 8] {
      for (round, odd) in [nil, 0, 1, row - 1, row / 2, row - width, width - 1].enumerated() {
        var voxels = [UInt8](repeating: 3, count: row)
        for place in 0..<row where round % 2 == 1 { voxels[place] = UInt8(place % width) }
        if let odd { voxels[odd] ^= 0x11 }
        var deflate = DeflateWriter()
        deflate.stored(voxels)
        deflate.beginDynamic(codes(1 + round, row, 1), isLast: true)
        deflate.matches(500, row)
        deflate.endBlock()
        let aligned = DecodingPlan(width: width, sizes: [1 << 40])
        let end = checks.same(
          checks.file(deflate), [aligned] + checks.somePlans())
        #expect(end == InflateChecks.whole)
        if odd == nil, row % width == 0 { #expect(checks.trial.runs > 0) }
      }
    }
  }
}
