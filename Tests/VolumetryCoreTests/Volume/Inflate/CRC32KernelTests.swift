import CKernels
import CZlib
import Glibc
import Testing

@testable import VolumetryCore

/// Every variant of the C kernel that this machine has, against the plain twin and zlib.
@Suite struct CRC32KernelTests {
  struct Variant: CustomTestStringConvertible {
    let index: Int
    let name: String
    var testDescription: String { name }

    func crc32(_ crc: UInt32, _ bytes: some Collection<UInt8>) -> UInt32 {
      let sum = bytes.withContiguousStorageIfAvailable { crc32(crc, UnsafeRawBufferPointer($0)) }
      return sum ?? crc32(crc, Array(bytes))
    }

    func crc32(_ crc: UInt32, _ bytes: UnsafeRawBufferPointer) -> UInt32 {
      volumetry_crc32_by(index, crc, bytes.baseAddress, bytes.count)
    }
  }

  /// The first is zlib's; what the processor lacks is left out.
  static let variants = (0..<8).compactMap { index -> Variant? in
    guard let name = volumetry_crc32_variant(index).map({ String(cString: $0) }) else { return nil }
    return name.isEmpty ? nil : Variant(index: index, name: name)
  }

  private static func random(_ count: Int, _ seed: UInt64) -> [UInt8] {
    var random = SeededGenerator(seed)
    return (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
  }

  @Test func theListOfVariantsBeginsWithZlibAndEnds() {
    #expect(Self.variants.first?.name == "zlib")
    #expect(volumetry_crc32_variant(100) == nil)
  }

  @Test(arguments: variants)
  func everyLengthAgreesWithThePlainTwin(_ variant: Variant) {
    let bytes = Self.random(1100, 1)
    // The twin continues: its sum of n + 1 bytes is that of n bytes and one byte more.
    var (plain, continued) = (UInt32(0), UInt32(0x1234_5678))
    for count in 0...1100 {
      #expect(variant.crc32(0, bytes[..<count]) == plain)
      #expect(variant.crc32(0x1234_5678, bytes[..<count]) == continued)
      guard count < 1100 else { break }
      plain = plainCRC32([bytes[count]], continuing: plain)
      continued = plainCRC32([bytes[count]], continuing: continued)
    }
  }

  @Test(arguments: variants)
  func everyAlignmentAgreesWithZlib(_ variant: Variant) {
    let bytes = Self.random(4096, 2)
    for start in 0..<64 {
      for count in [0, 1, 3, 4, 15, 16, 63, 64, 65, 255, 256, 257, 1023, 4000] {
        let part = bytes[start..<start + count]
        let expected = part.withUnsafeBufferPointer {
          CZlib.crc32(0, $0.baseAddress, UInt32(count))
        }
        #expect(variant.crc32(0, part) == UInt32(expected))
      }
    }
  }

  @Test(arguments: variants)
  func theSumOfPartsContinuedIsTheSumOfTheWhole(_ variant: Variant) {
    let bytes = Self.random(1100, 3)
    let whole = plainCRC32(bytes)
    for cut in 0...1100 {
      #expect(variant.crc32(variant.crc32(0, bytes[..<cut]), bytes[cut...]) == whole)
    }
  }

  @Test(arguments: variants)
  func largeInputsAgreeWithZlib(_ variant: Variant) {
    var random = SeededGenerator(4)
    let bytes = Self.random(3 << 20, 5)
    for _ in 0..<20 {
      let start = Int.random(in: 0..<bytes.count, using: &random)
      let part = bytes[start..<Int.random(in: start...bytes.count, using: &random)]
      let expected = part.withUnsafeBufferPointer {
        CZlib.crc32(7, $0.baseAddress, UInt32($0.count))
      }
      #expect(variant.crc32(7, part) == UInt32(expected))
    }
  }

  /// The sum is an affine function of the bits of the message: where every single bit is right,
  /// every message of that length is.
  @Test(arguments: variants)
  func everyBitOfAMessageCountsAsItShould(_ variant: Variant) {
    for count in [1, 3, 4, 7, 8, 15, 16, 17, 31, 64, 128, 191, 257, 400] {
      var message = [UInt8](repeating: 0, count: count)
      #expect(variant.crc32(0, message) == plainCRC32(message))
      for bit in 0..<8 * count {
        message[bit / 8] = 1 << (bit % 8)
        #expect(variant.crc32(0, message) == plainCRC32(message))
        message[bit / 8] = 0
      }
    }
  }

  /// The bytes lie at either end of a page whose neighbours cannot be read.
  @Test(arguments: variants)
  func nothingOutsideIsRead(_ variant: Variant) throws {
    let page = sysconf(CInt(_SC_PAGESIZE))
    let pages = try #require(
      mmap(nil, 3 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    defer { munmap(pages, 3 * page) }
    let middle = UnsafeMutableRawBufferPointer(start: pages + page, count: page)
    try #require(mprotect(middle.baseAddress, page, PROT_READ | PROT_WRITE) == 0)
    middle.copyBytes(from: Self.random(page, 6))
    for count in 0...1100 {
      for part in [middle.prefix(count), middle.suffix(count)] {
        let bytes = UnsafeRawBufferPointer(rebasing: part)
        let expected = CZlib.crc32(0, bytes.bindMemory(to: UInt8.self).baseAddress, UInt32(count))
        #expect(variant.crc32(0, bytes) == UInt32(expected))
      }
    }
  }

  /// x to the power of `exponent`, one step after the other.
  private func power(_ exponent: UInt32) -> UInt32 {
    (0..<exponent).reduce(1 << 31) { power, _ in
      (power >> 1) ^ (power & 1 == 0 ? 0 : 0xedb8_8320)
    }
  }

  /// A product is linear in both factors, so that the powers of x are all there is to check.
  @Test(arguments: variants)
  func productsAddTheExponents(_ variant: Variant) {
    for first in 0..<UInt32(32) {
      for second in 0..<UInt32(32) {
        let product = volumetry_crc32_product_by(
          variant.index, (1 << 31) >> first, (1 << 31) >> second)
        #expect(product == power(first + second))
      }
    }
    #expect(volumetry_crc32_product_by(variant.index, 0xffff_ffff, 0) == 0)
  }

  @Test func thePowersWrittenDownAreThePowers() {
    let written = (0...UInt32(4096)).filter { volumetry_crc32_power($0) != 0 }
    for exponent in written {
      #expect(volumetry_crc32_power(exponent) == UInt64(power(exponent)) << 1)
    }
    // To the end, and one fold by d bits takes d - 32 and d + 32.
    let distances: [UInt32] = [128, 256, 384, 512, 1024, 2048]
    #expect(Set(written) == Set([64, 96] + distances.flatMap { [$0 - 32, $0 + 32] }))
  }
}
