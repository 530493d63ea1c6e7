import CZlib
import Testing

@testable import VolumetryCore

/// The plain twin: one bit after the other, as RFC 1952 section 8 has it.
func plainCRC32(_ bytes: some Sequence<UInt8>, continuing crc: UInt32 = 0) -> UInt32 {
  var register = ~crc
  for byte in bytes {
    register ^= UInt32(byte)
    for _ in 0..<8 { register = (register >> 1) ^ (register & 1 == 0 ? 0 : 0xedb8_8320) }
  }
  return ~register
}

@Suite struct CRC32Tests {
  private func checksum(_ append: (inout CRC32) -> Void) -> UInt32 {
    var sum = CRC32()
    append(&sum)
    return sum.value
  }

  /// `count` bytes that repeat the lowest `period` bytes of `unit`.
  private func bytes(_ unit: UInt64, period: Int, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: unit >> UInt64(8 * ($0 % period))) }
  }

  /// n units as zlib would know them: the checksums of 2ᵏ units joined by `crc32_combine`, whose
  /// lengths are bytes in 63 bits.
  private func joined(unit: [UInt8], times: Int) -> UInt32 {
    var (sum, power, length) = (UInt32(0), plainCRC32(unit), unit.count)
    var remaining = times
    while remaining > 0 {
      if remaining & 1 != 0 {
        sum = UInt32(truncatingIfNeeded: crc32_combine(UInt(sum), UInt(power), length))
      }
      remaining >>= 1
      guard remaining > 0 else { break }
      power = UInt32(truncatingIfNeeded: crc32_combine(UInt(power), UInt(power), length))
      length *= 2
    }
    return sum
  }

  @Test func workedNumbers() {
    #expect(CRC32().value == 0)
    #expect(checksum { $0.append(zeros: 1) } == 0xd202_ef8d)
    #expect(checksum { $0.append(zeros: 1000 << 20) } == 0x64e9_d068)
    // The check value of every catalogue of checksums.
    #expect(
      checksum { sum in Array("123456789".utf8).withUnsafeBytes { sum.append($0) } } == 0xcbf4_3926)
  }

  @Test(arguments: 1...8)
  func aRunIsTheSpanOfItsBytes(_ period: Int) {
    var random = SeededGenerator(UInt64(period))
    let units = [0, .max, 1, 0x80, 0x0100_0000_0000_0000] + (0..<4).map { _ in random.next() }
    for unit in units {
      var sum = CRC32()
      var all: [UInt8] = []
      for count in Array(0...70) + [255, 256, 257, 4095, 65_535, 65_536, 70_001] {
        // Behind other bytes and in front of others: the run must leave the right register.
        let run = bytes(unit, period: period, count: count)
        #expect(
          checksum { $0.append(run: unit, period: period, byteCount: count) } == plainCRC32(run))
        sum.append(run: unit, period: period, byteCount: count)
        [UInt8(truncatingIfNeeded: count)].withUnsafeBytes { sum.append($0) }
        all += run + [UInt8(truncatingIfNeeded: count)]
      }
      #expect(sum.value == plainCRC32(all))
    }
  }

  @Test(arguments: 1...8)
  func aRunOfAnyLengthIsWhatZlibJoins(_ period: Int) {
    var random = SeededGenerator(100 + UInt64(period))
    let counts = [
      0, 1, 2, 255, 256, 65_535, 65_536, 1 << 24, 1 << 32 - 2, 1 << 32 - 1, 1 << 32,
      1 << 32 + 1, 3 * (1 << 32 - 1), 1 << 59, 1 << 60 / period,
    ]
    for times in counts
      + (0..<40).map({ _ in Int.random(in: 0...(1 << 60 / period), using: &random) })
    {
      for unit in [0, random.next()] {
        #expect(
          checksum { $0.append(run: unit, period: period, byteCount: times * period) }
            == joined(unit: bytes(unit, period: period, count: period), times: times))
      }
    }
  }

  @Test(arguments: [1, 2, 7, 8, 9, 31, 258, 512, 4096, 32_768])
  func unitsOfAnyLengthRepeat(_ length: Int) {
    var random = SeededGenerator(UInt64(length))
    let unit = (0..<length).map { _ in UInt8.random(in: 0...255, using: &random) }
    for count in [0, 1, length - 1, length, length + 1, 3 * length + length / 2, 70_000] {
      let run = (0..<count).map { unit[$0 % length] }
      #expect(
        checksum { sum in unit.withUnsafeBytes { sum.append(run: $0, byteCount: count) } }
          == plainCRC32(run))
    }
  }

  @Test func zerosAreARunOfZeros() {
    for count in [0, 1, 2, 255, 256, 257, 65_536, 1 << 40 + 17, 1 << 60] {
      var (zeros, run) = (CRC32(), CRC32())
      for append in 0..<2 {
        zeros.append(zeros: count + append)
        run.append(run: 0, period: 4, byteCount: count + append)
        #expect(zeros == run)
      }
    }
  }

  @Test func whatStandsAboveTheUnitIsIgnored() {
    #expect(
      checksum { $0.append(run: 0xdead_beef_0000_0007, period: 3, byteCount: 1000) }
        == checksum { $0.append(run: 7, period: 3, byteCount: 1000) })
  }

  /// The ground of the closed form: x has the order 2³² − 1, so every non-zero remainder is one of
  /// its powers and can be divided by.
  @Test func thePolynomialIsPrimitive() {
    let (one, x) = (UInt32(1) << 31, UInt32(1) << 30)
    func power(_ exponent: Int) -> UInt32 {
      var (result, square, remaining) = (one, x, exponent)
      while remaining > 0 {
        if remaining & 1 != 0 { result = Kernels.crc32Product(result, square) }
        square = Kernels.crc32Product(square, square)
        remaining >>= 1
      }
      return result
    }
    let order = 1 << 32 - 1
    let primes = [3, 5, 17, 257, 65_537]
    #expect(primes.reduce(1, *) == order)
    #expect(power(order) == one)
    for prime in primes { #expect(power(order / prime) != one) }
  }
}
