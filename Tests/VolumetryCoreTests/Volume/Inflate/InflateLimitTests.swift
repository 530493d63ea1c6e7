import CZlib
import Testing

@testable import VolumetryCore

/// Sizes beyond 32 bits, and many decoders at a time.
@Suite struct InflateLimitTests {
  /// A member of so many zeros: by matches that take two bits, which are zeros too.
  private func zeros(_ total: Int, lengthError: UInt32 = 0) -> [UInt8] {
    let codes = DynamicCodes(
      literals: DynamicCodes.skewed([285, 0, 256], of: 286), distances: [1])
    var deflate = DeflateWriter()
    deflate.beginDynamic(codes, isLast: true)
    // Where the block's header ends in an odd bit, an even number of bits never ends a byte: a
    // block of 19 bits before it helps.
    let isOdd = deflate.phase % 2 == 1
    deflate = DeflateWriter()
    if isOdd { deflate.literalsInBlock([200]) }
    deflate.beginDynamic(codes, isLast: true)
    deflate.literal(0)
    var matches = (total - 1) / 258 - (8 - deflate.phase) % 8 / 2
    deflate.raw(repeatElement(0, count: matches / 4))
    matches %= 4
    deflate.matches(matches, 1)
    deflate.literalsAll(repeatElement(0, count: (total - 1) % 258))
    deflate.endBlock()
    var file = GzipWrapper.plainHeader + deflate.finished()
    let before: [UInt8] = isOdd ? [200] : []
    let checksum = before.withUnsafeBufferPointer { crc32(0, $0.baseAddress, UInt32($0.count)) }
    let sum = UInt32(crc32_combine(checksum, checksumOfZeros(total), total))
    let length = UInt32(truncatingIfNeeded: total + before.count) &+ lengthError
    for word in [sum, length] { withUnsafeBytes(of: word.littleEndian) { file += $0 } }
    return file
  }

  /// By zlib: twice as many, for every bit of the number.
  private func checksumOfZeros(_ count: Int) -> UInt {
    var (sum, power, length) = (UInt(0), crc32(0, [0], 1), 1)
    while length <= count {
      if count & length != 0 { sum = crc32_combine(sum, power, length) }
      power = crc32_combine(power, power, length)
      length *= 2
    }
    return sum
  }

  /// The bytes of a file, of which all but the first are 0.
  private func count(_ bytes: [UInt8]) throws(VolumeError) -> Int {
    let file = MemoryFile()
    defer { file.close() }
    file.replace(with: bytes)
    let decoder = GzipDecoder(file: try InputFile(path: file.path))
    decoder.beginVoxels(width: 1)
    var count = 0
    while let piece = try decoder.next(atMost: 1 << 40) {
      switch piece {
      case .bytes(let bytes):
        #expect(bytes.dropFirst(count == 0 ? 1 : 0).allSatisfy { $0 == 0 })
        count += bytes.count
      case .run(let unit, let bytes):
        #expect(unit == 0)
        count += bytes
      }
    }
    #expect(!decoder.isCut && decoder.trailing == (0, true))
    return count
  }

  @Test func theLengthOfAMemberCountsModulo4GiB() throws {
    for total in [3000, 1 << 32, 5 << 30 + 7] {
      // There may be a byte before the zeros.
      #expect((total...(total + 1)).contains(try count(zeros(total))))
    }
    let refusal = #expect(throws: VolumeError.self) {
      try count(zeros(1 << 32, lengthError: 1))
    }
    #expect(refusal?.message.contains("incorrect length check") == true)
  }

  /// Decoders take their memory from one pool; each must have its own.
  @Test func manyDecodersAtATime() async {
    let broken = await withTaskGroup(of: String?.self) { group in
      for worker in 0..<8 {
        group.addTask { Self.decodeInStep(seed: UInt64(worker)) }
      }
      return await group.reduce(into: [String]()) { all, one in if let one { all.append(one) } }
    }
    #expect(broken == [])
  }

  /// Several decoders are alive and read in turn; what is different, nil where nothing is.
  private static func decodeInStep(seed: UInt64) -> String? {
    let checks = InflateChecks(seed: seed)
    for round in 0..<3 {
      var streams: [(decoder: GzipDecoder, file: MemoryFile, expected: [UInt8], place: Int)] = []
      defer { for stream in streams { stream.file.close() } }
      for number in 0..<4 {
        var content = [UInt8](repeating: UInt8(number), count: 80_000 * (number % 2))
        content += checks.noise(200 * round + 10) + content
        let file = MemoryFile()
        file.replace(with: gzip(content))
        do throws(VolumeError) {
          let decoder = GzipDecoder(file: try InputFile(path: file.path))
          streams.append((decoder, file, content, 0))
        } catch { return "\(error)" }
      }
      var buffer = [UInt8](repeating: 0, count: 5000)
      var done = 0
      while done < streams.count {
        done = 0
        for index in streams.indices {
          let decoder = streams[index].decoder
          do {
            let count = try buffer.withUnsafeMutableBytes { try decoder.read(into: $0) }
            let end = streams[index].place + count
            let expected = streams[index].expected
            guard end <= expected.count,
              buffer.prefix(count).elementsEqual(expected[streams[index].place..<end])
            else { return "other bytes before \(end)" }
            streams[index].place = end
            if count < buffer.count { done += 1 }
            if count < buffer.count, end < expected.count { return "ended at \(end)" }
          } catch { return "\(error)" }
        }
      }
    }
    return nil
  }
}
