import CZlib
import Glibc
import VolumetryCore

/// Streams that zlib wrote, damaged or not, each decoded in one way and held against zlib.
///
/// Nothing is learnt from one for the next, which makes them five times as many in the same time as
/// those of `InflateAttempt`. A seed gives the same rounds for ever; a broken law names the round.
struct InflateRounds {
  private var random: SeededGenerator
  private let streams: [[UInt8]]
  private let trial = InflateTrial(mostBytes: 1 << 23)
  private let wrapper = GzipWrapper()
  /// How the files ended, by zlib.
  private var ends: [String: Int] = [:]

  private static let streamCount = 1500

  init(seed: UInt64) {
    var random = SeededGenerator(seed)
    streams = (0..<Self.streamCount).map { Self.stream($0, &random) }
    self.random = random
  }

  mutating func run(_ rounds: Int) {
    for round in 0..<rounds {
      let file = nextFile()
      trial.load(file, ignoresChecksums: Int.random(in: 0..<16, using: &random) == 0)
      let plan = nextPlan()
      if let difference = trial.broken(plan) {
        let bytes = file.prefix(300).map { String($0, radix: 16) }.joined(separator: " ")
        fatalError("broken law in round \(round): \(difference); \(file.count) bytes: \(bytes)")
      }
      let end =
        switch trial.twin.end {
        case .whole: "whole"
        case .cut: "cut"
        case .refused: "refused"
        case .tooLarge: "too large"
        }
      ends[end, default: 0] += 1
    }
    let counts = ends.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    print("Done \(rounds) rounds: \(counts.joined(separator: ", "))")
  }

  // MARK: Streams

  /// Runs and noise of voxels of every width, by every level and strategy of zlib, with every
  /// amount of memory and every window; some with a flush in between.
  private static func stream(_ number: Int, _ random: inout SeededGenerator) -> [UInt8] {
    func any(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    let size = number % 50 == 0 ? any(70_000...470_000) : any(0...900)
    let longest = [1, 40, 300, 300, size + 200][any(0...4)]
    let (width, values) = ([1, 1, 2, 4, 8][any(0...4)], any(0...4) == 0 ? 255 : 4)
    var bytes: [UInt8] = []
    while bytes.count < size {
      var voxel = [UInt8](repeating: 0, count: width)
      voxel[0] = UInt8(any(0...values))
      if any(0...3) == 0 { voxel[width - 1] = UInt8(any(0...255)) }
      for _ in 0..<any(1...max(1, longest)) { bytes += voxel }
    }
    return deflated(
      Array(bytes.prefix(size)), level: any(0...9), strategy: any(0...4), memory: any(1...9),
      windowBits: any(9...15), flushedAt: any(0...2) == 0 ? any(0...size) : size)
  }

  private static func deflated(
    _ bytes: [UInt8], level: Int, strategy: Int, memory: Int, windowBits: Int, flushedAt: Int
  ) -> [UInt8] {
    var stream = z_stream()
    // Minus: no wrapper.
    deflateInit2_(
      &stream, CInt(level), Z_DEFLATED, -CInt(windowBits), CInt(memory), CInt(strategy),
      ZLIB_VERSION, CInt(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var (input, output) = (
      bytes, [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 4096)
    )
    let count = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBufferPointer { output in
        (stream.next_in, stream.next_out) = (input.baseAddress, output.baseAddress)
        (stream.avail_in, stream.avail_out) = (UInt32(flushedAt), UInt32(output.count))
        if flushedAt < input.count {
          deflate(&stream, flushedAt % 2 == 0 ? Z_FULL_FLUSH : Z_SYNC_FLUSH)
          stream.avail_in = UInt32(input.count - flushedAt)
        }
        precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
        return output.count - Int(stream.avail_out)
      }
    }
    return Array(output[..<count])
  }

  // MARK: Rounds

  private mutating func any(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func anyStream() -> [UInt8] { streams[any(0...(streams.count - 1))] }

  /// A member, whose trailer is that of what zlib finds in it; sometimes two.
  private mutating func nextFile() -> [UInt8] {
    var file = wrapper.member(damaged(shortStream()))
    if any(0...15) == 0 { file += wrapper.member(damaged(shortStream())) }
    if any(0...15) == 0 { file[any(3...(file.count - 1))] ^= 1 << UInt8(any(0...7)) }
    return file
  }

  /// Long ones are few: they take as long as a hundred of the others.
  private mutating func shortStream() -> [UInt8] {
    let stream = anyStream()
    return stream.count > 3000 && any(0...7) > 0 ? anyStream() : stream
  }

  private mutating func damaged(_ stream: [UInt8]) -> [UInt8] {
    var stream = stream
    guard !stream.isEmpty else { return stream }
    let place = any(0...(stream.count - 1))
    switch any(0...9) {
    case 0, 1, 2: break
    case 3: stream.removeLast(stream.count - place)
    case 4: stream.removeSubrange(place..<min(stream.count, place + any(1...4)))
    case 5: stream.insert(UInt8(any(0...255)), at: place)
    case 6: stream = Array(stream.prefix(any(0...600))) + anyStream().prefix(600)
    default:
      for _ in 0...any(0...3) {
        let place = any(0...(any(0...1) == 0 ? min(stream.count, 80) : stream.count) - 1)
        stream[place] ^= 1 << UInt8(any(0...7))
      }
    }
    return stream
  }

  private mutating func nextPlan() -> DecodingPlan {
    // No more than some hundred pieces.
    let least = 1 + trial.twin.bytes.count / 256
    guard any(0...3) > 0 else { return DecodingPlan(sizes: [max(least, any(1...70_000))]) }
    let width = [1, 2, 4, 8][any(0...3)]
    return DecodingPlan(
      header: any(0...20), width: width,
      sizes: [any(0...2) == 0 ? width * max(least, any(1...5000)) : 1 << 40],
      voxelBytes: any(0...3) == 0 ? width * any(0...2000) : .max)
  }
}
