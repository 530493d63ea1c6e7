import CZlib
import Foundation
import Testing

@testable import VolumetryCore

/// Streams that zlib makes of real files and phantoms, with every setting that it has, and streams
/// of no meaning.
@Suite struct InflateStreamTests {
  /// Every file of the test data and of the phantoms, up to a size.
  private static func files(upTo most: Int) -> [URL] {
    let phantoms = testData.deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("phantoms")
    return [testData, phantoms].flatMap { folder -> [URL] in
      let all = FileManager.default.enumerator(
        at: folder, includingPropertiesForKeys: [.isRegularFileKey, .fileSizeKey])
      return (all?.allObjects as? [URL] ?? []).filter { file in
        let values = try? file.resourceValues(forKeys: [.isRegularFileKey, .fileSizeKey])
        return values?.isRegularFile == true && values?.fileSize.map { $0 <= most } == true
      }
    }.sorted { $0.path < $1.path }
  }

  private static func isGzip(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1f, 0x8b, 8]) }

  /// Files that are gzip as they are, others compressed; inflated once more by the twin.
  @Test func everyRealFileAndEveryPhantom() throws {
    let checks = InflateChecks(seed: 1)
    var read = 0
    for url in Self.files(upTo: 1 << 17) {
      let bytes = try Array(Data(contentsOf: url))
      let file = Self.isGzip(bytes) ? bytes : gzip(bytes)
      checks.same(file, Array(checks.somePlans().suffix(1)), url.lastPathComponent)
      read += 1
    }
    #expect(read > 200)
  }

  /// Small contents of many kinds.
  private static let contents: [(name: String, bytes: [UInt8])] = {
    var random = SeededGenerator(9)
    let noise = (0..<9000).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    let labels = noise.map { $0 < 3 ? $0 : 0 }
    let rows = (0..<80).flatMap { row in (0..<128).map { UInt8($0 > row && $0 < 90 ? 5 : 0) } }
    let wide = rows.flatMap { [0, 0, $0, 0x40] as [UInt8] }
    let mask =
      [UInt8](repeating: 0, count: 75_000) + labels.prefix(400)
      + [UInt8](repeating: 0, count: 70_000)
    return [
      ("noise", noise), ("labels", labels), ("rows", rows), ("floats", wide), ("mask", mask),
      ("nothing", []), ("one", [7]),
    ]
  }()

  static let settings: [(level: Int32, strategy: Int32)] = (0...9).flatMap { level in
    [Z_DEFAULT_STRATEGY, Z_FILTERED, Z_HUFFMAN_ONLY, Z_RLE, Z_FIXED].map { (level, $0) }
  }

  @Test(arguments: contents.indices)
  func everyLevelAndStrategy(_ index: Int) {
    let checks = InflateChecks(seed: UInt64(20 + index))
    let (name, bytes) = Self.contents[index]
    for (level, strategy) in Self.settings {
      let file = gzip(bytes, level: level, strategy: strategy)
      let end = checks.same(file, nil, "\(name), level \(level), strategy \(strategy)")
      #expect(end == InflateChecks.whole && checks.trial.twin.bytes.elementsEqual(bytes))
    }
  }

  /// The least and the most memory, which decides how long a block is, and every window.
  @Test(arguments: contents.indices)
  func everyWindowAndMemory(_ index: Int) {
    let checks = InflateChecks(seed: UInt64(40 + index))
    let (name, bytes) = Self.contents[index]
    for windowBits in Int32(9)...15 {
      for memLevel in [Int32(1), 9] {
        for level in [Int32(1), 6] {
          let file = gzip(
            bytes, level: level, strategy: Z_DEFAULT_STRATEGY, memLevel: memLevel,
            windowBits: windowBits)
          let end = checks.same(file, nil, "\(name), window \(windowBits), memory \(memLevel)")
          #expect(end == InflateChecks.whole)
        }
      }
    }
  }

  @Test func everyKindOfReading() {
    let checks = InflateChecks(seed: 60)
    for (_, bytes) in Self.contents {
      for level in [Int32(1), 6] {
        let plans = DecodingPlan.all(&checks.random, most: bytes.count)
        // One byte or voxel at a time takes long.
        let some = bytes.count > 50_000 ? plans.filter { $0.sizes[0] > 8 } : plans
        #expect(checks.same(gzip(bytes, level: level), some) == InflateChecks.whole)
      }
    }
  }

  /// Blocks of all kinds with tokens of all kinds, in any order.
  @Test(arguments: 0..<4)
  func tokensOfNoMeaning(_ part: Int) {
    let checks = InflateChecks(seed: UInt64(70 + part))
    var runs = 0
    for round in 0..<40 {
      var deflate = DeflateWriter()
      var count = 0
      for _ in 0..<Int.random(in: 1...5, using: &checks.random) {
        writeBlock(&deflate, checks, &count)
      }
      deflate.stored([], isLast: true)
      let end = checks.same(deflate: deflate, nil, "\(part), \(round)")
      #expect(end == InflateChecks.whole)
      runs += checks.trial.runs
    }
    #expect(runs > 0)
  }

  /// - Parameter count: bytes decoded so far.
  private func writeBlock(
    _ deflate: inout DeflateWriter, _ checks: InflateChecks, _ count: inout Int
  ) {
    func pick(_ range: ClosedRange<Int>) -> Int { .random(in: range, using: &checks.random) }
    if pick(0...5) == 0 {
      let size = [0, 1, 700, 40_000][pick(0...3)]
      deflate.stored(checks.noise(size))
      count += size
      return
    }
    if pick(0...1) == 0 {
      deflate.beginFixed()
    } else {
      deflate.beginDynamic(
        DynamicCodes(
          literals: DynamicCodes.skewed(
            [285] + (0..<285).shuffled(using: &checks.random), of: 286, longest: pick(9...15)),
          distances: DynamicCodes.skewed(
            (0..<30).shuffled(using: &checks.random), of: 30, longest: pick(5...15))))
    }
    for _ in 0..<pick(0...40) {
      switch count == 0 ? 0 : pick(0...4) {
      case 0:
        let size = pick(1...20)
        deflate.literalsAll(checks.noise(size))
        count += size
      case 1, 2:
        let length = pick(3...258)
        deflate.match(length, pick(1...min(count, [4, 40, 300, 32_768][pick(0...3)])))
        count += length
      case 3:
        let length = [pick(3...600), pick(3...30_000)][pick(0...1)]
        deflate.copy(length, min(count, [1, 2, 4, 8, 512][pick(0...4)]))
        count += length
      default:
        let length = [pick(3...9000), pick(64_000...140_000)][pick(0...1)]
        deflate.literalsAll(repeatElement(UInt8(pick(0...1)), count: pick(8...16)))
        deflate.copy(length, [1, 2, 4, 8][pick(0...3)])
        count += length + 8
      }
    }
    deflate.endBlock()
  }
}
