import CZlib
import Testing

@testable import VolumetryCore

/// Small streams, cut after every byte and with every bit turned.
@Suite struct InflateDamageTests {
  /// Streams with every type of block, small enough to be damaged everywhere.
  static let streams: [[UInt8]] = {
    let checks = InflateChecks(seed: 1)
    var random = SeededGenerator(2)
    let mask =
      [UInt8](repeating: 0, count: 3000) + [1, 1, 1, 2, 2] + [UInt8](repeating: 0, count: 900)
    let words = (0..<150).map { _ in UInt8.random(in: 0...5, using: &random) }
    let voxels = (0..<600).flatMap { [UInt8($0 / 200), 0] as [UInt8] }
    var mixed = DeflateWriter()
    mixed.stored(words.prefix(5))
    mixed.beginFixed()
    mixed.match(40, 5)
    mixed.endBlock()
    mixed.beginDynamic(
      DynamicCodes(
        literals: DynamicCodes.skewed([285, 0, 256, 257], of: 286), distances: [0, 0, 0, 1]))
    mixed.matches(9, 4)
    mixed.endBlock()
    mixed.stored([], isLast: true)
    var run = DeflateWriter()
    run.beginDynamic(
      DynamicCodes(literals: DynamicCodes.skewed([285, 7, 256], of: 286), distances: [1]),
      isLast: true)
    run.literal(7)
    run.matches(300, 1)
    run.endBlock()
    return [
      gzip(mask, level: 6), gzip(mask, level: 1), gzip(words, level: 9), gzip(voxels, level: 6),
      gzip(words, strategy: Z_HUFFMAN_ONLY), gzip(words, strategy: Z_FIXED),
      gzip(mask, strategy: Z_RLE), gzip(words, level: 0), checks.file(mixed),
      checks.file(run), gzip([], level: 6),
      gzip(Array(words.prefix(9))) + gzip(Array(words.prefix(3))),
    ]
  }()

  @Test(arguments: streams.indices)
  func everyCutIsSeenWhereZlibSeesIt(_ index: Int) {
    let checks = InflateChecks(seed: UInt64(index))
    let file = Self.streams[index]
    #expect(checks.same(file, DecodingPlan.reads + DecodingPlan.wholeVoxels) == InflateChecks.whole)
    for length in 3..<file.count {
      let cut = Array(file[..<length])
      let end = checks.same(cut, nil, "\(length)")
      // The last file is a whole one where its second member is not recognised.
      if index < Self.streams.count - 1 { #expect(end == .cut) }
      checks.same(cut, [DecodingPlan(sizes: [1])], ignoresChecksums: true, "\(length)")
    }
  }

  /// Those of level 6, of fixed codes, of all blocks and of a run, and two members.
  @Test(arguments: [0, 5, 8, 9, 11])
  func everyTurnedBitIsSeenAsZlibSeesIt(_ index: Int) {
    let checks = InflateChecks(seed: UInt64(100 + index))
    let file = Self.streams[index]
    var refused = 0
    for bit in 24..<(8 * file.count) {
      var damaged = file
      damaged[bit / 8] ^= 1 << UInt8(bit % 8)
      let plan = checks.somePlans()[bit % 3]
      if checks.same(damaged, [plan], "bit \(bit)") != InflateChecks.whole { refused += 1 }
      if bit % 4 == 0 {
        checks.same(damaged, [plan], ignoresChecksums: true, "bit \(bit), unverified")
      }
    }
    // Not refused: time and system in a header of ten bytes; a distance where all bytes are alike.
    #expect(refused > 4 * (file.count - 10))
  }

  /// Cut and damaged at once: what is wrong before the cut is told, what would be behind is not.
  @Test func aDamagedStreamThatIsCutToo() {
    let checks = InflateChecks(seed: 200)
    for (index, file) in Self.streams.enumerated() where file.count < 120 {
      for bit in stride(from: 80, to: 8 * file.count, by: 3) {
        var damaged = file
        damaged[bit / 8] ^= 1 << UInt8(bit % 8)
        let length = min(file.count, bit / 8 + 1 + bit % 5)
        checks.same(Array(damaged[..<length]), nil, "\(index), bit \(bit), \(length) bytes")
      }
    }
  }

  /// The end of the file cuts a match whose distance is too far, with bytes before that have not
  /// been handed on.
  @Test func aDistanceTooFarBeforeACut() {
    let checks = InflateChecks(seed: 201)
    for count in 0...300 {
      var deflate = DeflateWriter()
      deflate.beginFixed(isLast: true)
      deflate.literalsAll(checks.noise(count))
      deflate.match(5, count + 1)
      deflate.literalsAll(checks.noise(count % 4))
      #expect(checks.same(deflate: deflate) == .refused("invalid distance too far back"))
    }
  }

  /// Ways to be wrong, each up to the last bit that says so; bytes were decoded before.
  private static func wrongBlocks() -> [(inout DeflateWriter) -> Void] {
    func dynamic(
      _ bits: [Int] = [], _ change: @escaping (inout DynamicCodes) -> Void = { _ in }
    ) -> (inout DeflateWriter) -> Void {
      var codes = DynamicCodes(
        literals: DynamicCodes.skewed([0, 285, 256], of: 286), distances: [1])
      change(&codes)
      return { deflate in
        deflate.beginDynamic(codes)
        for bit in bits { deflate.put(bit, bits: 1) }
      }
    }
    func fixed(
      _ symbol: Int, _ extra: Int = 0, _ distance: Int? = nil
    ) -> (inout DeflateWriter) -> Void {
      { deflate in
        deflate.beginFixed()
        deflate.literalSymbol(symbol)
        deflate.put(0, bits: extra)
        if let distance { deflate.distanceSymbol(distance) }
        if distance == 4 { deflate.put(1, bits: 1) }
      }
    }
    return [
      { $0.begin(type: 3) }, { $0.stored([], complementError: 0x8000) },
      // No symbol of the fixed codes, and a distance of 6 where 3 bytes are there.
      fixed(286), fixed(287), fixed(285, 0, 30), fixed(284, 5, 31), fixed(257, 0, 4),
      dynamic { ($0.literalCount, $0.sequence) = (287, []) },
      dynamic { ($0.distanceCount, $0.sequence) = (31, []) },
      dynamic { ($0.codeLengths[0], $0.sequence) = (1, []) },
      dynamic { $0.sequence = [(16, 3)] },
      dynamic { $0.sequence = [(18, 127), (18, 127), (18, 127)] },
      dynamic { $0.literals[256] = 0 }, dynamic { $0.literals[7] = 1 },
      dynamic { $0.distances = [2] },
      // Behind a length the bit that is no distance; the only bit that is no length.
      dynamic([1, 1, 1]),
      dynamic([1]) { $0.literals = DynamicCodes.skewed([256], of: 257) },
    ]
  }

  /// What is wrong is told as soon as its last bit is there, and not before.
  @Test func aFaultAtTheEndOfTheFile() {
    let checks = InflateChecks(seed: 202)
    for (index, write) in Self.wrongBlocks().enumerated() {
      // Moved through all bits of a byte by literals of nine.
      for moved in 0..<8 {
        var deflate = DeflateWriter()
        deflate.literalsInBlock([200, 1, 2] + [UInt8](repeating: 200, count: moved))
        write(&deflate)
        let file = checks.file(deflate)
        let end = checks.same(file, nil, "\(index)")
        // Far enough for a distance of 6 where literals moved it.
        let isFarEnough = index == 6 && moved > 2
        #expect(isFarEnough || "\(end)".hasPrefix("refused"), "\(index): \(end)")
        for length in 10..<file.count {
          checks.same(Array(file[..<length]), nil, "\(index), \(length) bytes")
        }
        checks.same(file + [0], nil, "\(index)")
        checks.same(file + [0xff], nil, "\(index)")
      }
    }
  }
}
