import Glibc

@testable import VolumetryCore

/// A way to read a gzip file.
struct DecodingPlan: CustomStringConvertible {
  /// Bytes that are read before the voxels begin.
  var header = 0
  /// Bytes of a voxel; nil reads bytes to the end.
  var width: Int?
  /// How much is asked for at a time, one after the other, over and over: sizes of the buffers
  /// that bytes are read into, or the most bytes of a piece of voxels, which are whole ones.
  var sizes: [Int]
  /// Bytes of voxels after which bytes are read again, as behind the last voxel of a volume.
  var voxelBytes = Int.max

  var description: String {
    let kind = width.map { "voxels of \($0) behind \(header) bytes" } ?? "bytes"
    return "\(kind), \(sizes) at a time\(voxelBytes < .max ? ", bytes after \(voxelBytes)" : "")"
  }

  /// Reads of one byte, of prime sizes, of a header, of what the window holds, and of everything.
  static let reads = [1, 7, 348, 64 * 1024, 1 << 20].map { DecodingPlan(sizes: [$0]) }

  /// The header of a NIfTI file and then everything at once, for voxels of every width.
  static let wholeVoxels = [1, 2, 4, 8].map {
    DecodingPlan(header: 352, width: $0, sizes: [1 << 40])
  }

  /// Every kind of reading; what is asked for at a time is in the hand of `random`.
  static func all(_ random: inout some RandomNumberGenerator, most: Int) -> [DecodingPlan] {
    reads + wholeVoxels
      + [1, 2, 4, 8].flatMap { width in
        let slice = width * Int.random(in: 1...5000, using: &random)
        let header = Int.random(in: 0...min(most, 1000), using: &random)
        let some = (0..<5).map { _ in width * Int.random(in: 1...20000, using: &random) }
        return [
          DecodingPlan(header: header, width: width, sizes: [width]),
          DecodingPlan(header: header, width: width, sizes: [slice]),
          DecodingPlan(
            header: 0, width: width, sizes: some,
            voxelBytes: width * Int.random(in: 0...most / width, using: &random)),
        ]
      }
  }
}

/// One gzip file, decoded in any number of ways and held against what zlib makes of it.
final class InflateTrial {
  let twin: GzipTwin
  /// What was handed on as runs so far.
  private(set) var runs = 0
  private(set) var runBytes = 0
  private let file = MemoryFile()
  private var ignoresChecksums = false
  private var scratch = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)

  init(mostBytes: Int = 1 << 28) { twin = GzipTwin(mostBytes: mostBytes) }

  deinit {
    scratch.deallocate()
    file.close()
  }

  /// The file that is decoded from here on.
  func load(_ bytes: [UInt8], ignoresChecksums: Bool = false) {
    file.replace(with: bytes)
    twin.read(bytes, ignoresChecksums: ignoresChecksums)
    self.ignoresChecksums = ignoresChecksums
    (runs, runBytes) = (0, 0)
  }

  /// What is wrong with reading the file as planned, in words; nil where it is as zlib says.
  func broken(_ plan: DecodingPlan) -> String? {
    guard twin.end != .tooLarge else { return nil }
    var attempt = Decoding(expected: twin.bytes, plan: plan, scratch: scratch)
    let difference: String?
    do throws(VolumeError) {
      let file = try InputFile(path: file.path)
      let decoder = GzipDecoder(file: file, ignoresChecksums: ignoresChecksums)
      try attempt.run(decoder)
      difference = attempt.difference == nil ? try endDifference(decoder) : attempt.difference
    } catch {
      difference = attempt.difference ?? refusalDifference(error, attempt.lost)
    }
    (runs, runBytes) = (runs + attempt.runs, runBytes + attempt.runBytes)
    return difference.map {
      "\(plan): \($0), at \(attempt.place) of \(twin.bytes.count) bytes, zlib \(twin.end)"
    }
  }

  /// Nothing was refused: the same must be so of zlib, and the decoder stays where it is.
  private func endDifference(_ decoder: GzipDecoder) throws(VolumeError) -> String? {
    let end =
      decoder.isCut
      ? GzipTwin.End.cut
      : .whole(trailing: decoder.trailing.bytes, isPadding: decoder.trailing.isPadding)
    guard end == twin.end else { return "ended with \(end)" }
    guard !decoder.isCut || decoder.trailing == (0, true) else {
      return "cut, yet something follows"
    }
    let rest = UnsafeMutableRawBufferPointer(rebasing: scratch[..<8])
    guard try decoder.read(into: rest) == 0, try decoder.next(atMost: 1 << 10) == nil else {
      return "went on behind the end"
    }
    return nil
  }

  private func refusalDifference(_ error: VolumeError, _ lost: Range<Int>) -> String? {
    guard case .refused(let words) = twin.end else { return "refused: \(error.message)" }
    let isChecksum = ["incorrect data check", "incorrect length check"].contains(words)
    guard error.code == (isChecksum ? "E-CRC" : "E-GZIP"), error.message.contains(words) else {
      return "refused with \(error.code), \(error.message)"
    }
    guard lost.contains(twin.bytes.count) else {
      return "refused with \(lost) bytes, zlib after \(twin.bytes.count)"
    }
    return nil
  }
}

/// Reading once, and comparing as it goes.
private struct Decoding {
  let expected: UnsafeRawBufferPointer
  let plan: DecodingPlan
  let scratch: UnsafeMutableRawBufferPointer
  /// Bytes compared so far.
  var place = 0
  /// The bytes that there may be where the next call refuses.
  var lost = 0..<0
  var difference: String?
  var runs = 0
  var runBytes = 0

  mutating func run(_ decoder: GzipDecoder) throws(VolumeError) {
    guard let width = plan.width else {
      return try readAll(decoder)
    }
    guard try read(decoder, plan.header), difference == nil else { return }
    decoder.beginVoxels(width: width)
    let start = place
    var (round, left) = (0, plan.voxelBytes)
    while left > 0 {
      let most = min(plan.sizes[round % plan.sizes.count], left)
      round += 1
      lost = place..<place + width
      guard let piece = try decoder.next(atMost: most) else { break }
      compare(piece, most: most, width: width)
      guard difference == nil else { return }
      left = plan.voxelBytes - (place - start)
    }
    guard left > 0 else { return try readAll(decoder) }
    guard expected.count - place < width else {
      difference = "ended before a whole voxel"
      return
    }
    if try read(decoder, 8) { difference = "more than a voxel behind the last one" }
  }

  private mutating func readAll(_ decoder: GzipDecoder) throws(VolumeError) {
    var round = 0
    while try read(decoder, min(plan.sizes[round % plan.sizes.count], scratch.count)) {
      round += 1
      guard difference == nil else { return }
    }
    if difference == nil, place != expected.count { difference = "ended" }
  }

  /// - Returns: whether all of it was there.
  private mutating func read(_ decoder: GzipDecoder, _ size: Int) throws(VolumeError) -> Bool {
    lost = place..<place + max(1, size)
    let buffer = UnsafeMutableRawBufferPointer(rebasing: scratch[..<size])
    let count = try decoder.read(into: buffer)
    guard count <= size, count <= expected.count - place else {
      difference = "\(count) bytes of \(size)"
      return false
    }
    if count > 0, memcmp(scratch.baseAddress!, expected.baseAddress! + place, count) != 0 {
      difference = "other bytes in \(count)"
    }
    place += count
    return count == size
  }

  private mutating func compare(_ piece: InflatedPiece, most: Int, width: Int) {
    let count =
      switch piece {
      case .bytes(let bytes): bytes.count
      case .run(_, let bytes): bytes
      }
    guard count > 0, count % width == 0, count <= most, count <= expected.count - place else {
      difference = "a piece of \(count) bytes where at most \(most) were asked for"
      return
    }
    let there = expected.baseAddress! + place
    switch piece {
    case .bytes(let bytes):
      if memcmp(bytes.baseAddress!, there, count) != 0 { difference = "other bytes in \(count)" }
    case .run(let unit, _):
      (runs, runBytes) = (runs + 1, runBytes + count)
      let isUnit = withUnsafeBytes(of: unit.littleEndian) {
        memcmp($0.baseAddress!, there, width) == 0
      }
      if !isUnit || memcmp(there, there + width, count - width) != 0 {
        difference = "a run of \(unit), \(count) bytes, where there is none"
      }
    }
    place += count
  }
}
