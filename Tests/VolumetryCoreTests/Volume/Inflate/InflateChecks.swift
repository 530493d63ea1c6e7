import CZlib
import Testing

@testable import VolumetryCore

/// The one place where these tests hold the decoder against zlib.
final class InflateChecks {
  let trial = InflateTrial()
  let wrapper = GzipWrapper()
  var random: SeededGenerator

  init(seed: UInt64 = 1) { random = SeededGenerator(seed) }

  /// What zlib says of a file, after ours was found to say the same in every way of `plans`.
  @discardableResult
  func same(
    _ file: [UInt8], _ plans: [DecodingPlan]? = nil, ignoresChecksums: Bool = false,
    _ note: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) -> GzipTwin.End {
    trial.load(file, ignoresChecksums: ignoresChecksums)
    for plan in plans ?? somePlans() {
      guard let difference = trial.broken(plan) else { continue }
      Issue.record("\(note()) \(difference)", sourceLocation: sourceLocation)
      break
    }
    return trial.twin.end
  }

  /// The same of DEFLATE data, in a member whose trailer is right.
  @discardableResult
  func same(
    deflate: DeflateWriter, _ plans: [DecodingPlan]? = nil, _ note: @autoclosure () -> String = "",
    sourceLocation: SourceLocation = #_sourceLocation
  ) -> GzipTwin.End {
    same(file(deflate), plans, note(), sourceLocation: sourceLocation)
  }

  /// DEFLATE data in a member whose trailer is right.
  func file(_ deflate: DeflateWriter) -> [UInt8] { wrapper.member(deflate.finished()) }

  /// A read of odd pieces and two of voxels; over many files every kind comes up.
  func somePlans() -> [DecodingPlan] {
    let count = trial.twin.bytes.count
    var plans = [DecodingPlan(sizes: [.random(in: 1...max(1, count), using: &random), 7])]
    for _ in 0..<2 {
      let width = 1 << Int.random(in: 0...3, using: &random)
      let most = width * .random(in: 1...max(1, count / width), using: &random)
      let isPart = Int.random(in: 0..<4, using: &random) == 0
      plans.append(
        DecodingPlan(
          header: .random(in: 0...min(count, 40), using: &random), width: width,
          sizes: Bool.random(using: &random) ? [1 << 40] : [most, width],
          voxelBytes: isPart ? most : .max))
    }
    return plans
  }

  /// Bytes that do not compress.
  func noise(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  static let whole = GzipTwin.End.whole(trailing: 0, isPadding: true)
}

/// One gzip member by zlib, with every setting that its encoder has.
func gzip(
  _ bytes: [UInt8], level: Int32 = 6, strategy: Int32, memLevel: Int32 = 8, windowBits: Int32 = 15
) -> [UInt8] {
  var stream = z_stream()
  deflateInit2_(
    &stream, level, Z_DEFLATED, windowBits + 16, memLevel, strategy, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  defer { deflateEnd(&stream) }
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))) + 64)
  let written = bytes.withUnsafeBufferPointer { source in
    output.withUnsafeMutableBufferPointer { target in
      stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
      stream.avail_in = UInt32(source.count)
      stream.next_out = target.baseAddress
      stream.avail_out = UInt32(target.count)
      let status = deflate(&stream, Z_FINISH)
      precondition(status == Z_STREAM_END)
      return target.count - Int(stream.avail_out)
    }
  }
  return Array(output[..<written])
}
