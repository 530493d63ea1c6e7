import Glibc
import Synchronization

/// All the memory that decoding takes, about 0.4 MiB, whatever the size of the volume.
///
/// It is handed from file to file: a decoder takes one and gives it back, so that many files cost
/// as many buffers as there are decoders at a time.
final class InflateBuffers {
  /// Compressed bytes of the file.
  let input: UnsafeMutableRawBufferPointer
  /// The last 32 KiB that were decoded and what is decoded behind them.
  let window: UnsafeMutableRawBufferPointer
  /// What was parsed and not yet executed.
  let tokens: UnsafeMutableBufferPointer<UInt64>
  /// What holds both of them.
  private let zeros: UnsafeMutableRawPointer
  /// Row v is the byte v, as often as the longest match writes it at once.
  let constants: UnsafeMutableRawBufferPointer
  let tables: UnsafeMutableBufferPointer<UInt32>
  /// A number of k bits times entry k is that number over and over, as often as it fits 64 bits.
  let repeating: UnsafeMutablePointer<UInt64>

  /// Bytes of a cache line.
  private static let line = 64
  /// Decoded bytes behind the history before they are handed on; with the rest of the buffers they
  /// stay in a second-level cache of half a MiB. From 32 to 512 KiB the speed is the same.
  static let chunk = 192 * 1024
  /// The furthest that a match reaches back (RFC 1951, 2).
  static let history = 32 * 1024
  /// A token is begun only while less than a chunk is there; it may write a match of 258 bytes
  /// behind it, in steps of 32 of which it makes up to nine.
  static let spare = 1024
  /// Tokens parsed before they are executed; 32 to 16 384 run at the same speed.
  static let tokenCount = 1024
  /// A row of `constants`: nine steps of 32 bytes.
  static let constantRow = 288
  /// The most bits of two codes whose repetition is looked for.
  static let longestRepeated = 16
  /// Bits that index the first table of each alphabet. One more or less runs at the same speed.
  static let literalBits = 11
  static let distanceBits = 9
  static let codeLengthBits = 7

  private static let literalEntries = DecodingTable.entries(
    indexBits: literalBits, symbols: Alphabet.mostLiteralsAndLengths)
  private static let distanceEntries = DecodingTable.entries(
    indexBits: distanceBits, symbols: Alphabet.mostDistances)

  init() {
    // Nothing reads a byte before it was written, but what reads 32 at once may touch some. The
    // system's own zeros take no time, and no memory where nothing is written.
    let windowSize = Self.history + Self.chunk + Self.spare
    guard let memory = calloc(windowSize + CompressedInput.bufferSize + Self.line, 1) else {
      preconditionFailure("there is memory")
    }
    zeros = memory
    let first = memory.alignedUp(toMultipleOf: Self.line)
    window = UnsafeMutableRawBufferPointer(start: first, count: windowSize)
    input = UnsafeMutableRawBufferPointer(
      start: first + windowSize, count: CompressedInput.bufferSize)
    tokens = .allocate(capacity: Self.tokenCount)
    constants = .allocate(byteCount: 256 * Self.constantRow, alignment: 64)
    tables = .allocate(
      capacity: Self.literalEntries + Self.distanceEntries + 1 << Self.codeLengthBits)
    repeating = .allocate(capacity: Self.longestRepeated + 1)
    repeating.initialize(repeating: 0, count: Self.longestRepeated + 1)
    for bits in 1...Self.longestRepeated {
      for place in stride(from: 0, through: 64 - bits, by: bits) { repeating[bits] |= 1 << place }
    }
    for value in 0..<256 {
      UnsafeMutableRawBufferPointer(
        rebasing: constants[(value * Self.constantRow)..<((value + 1) * Self.constantRow)]
      ).initializeMemory(as: UInt8.self, repeating: UInt8(value))
    }
  }

  deinit {
    free(zeros)
    tokens.deallocate()
    constants.deallocate()
    tables.deallocate()
    repeating.deallocate()
  }

  var literals: DecodingTable {
    DecodingTable(
      .literalsAndLengths, indexBits: Self.literalBits, symbols: Alphabet.mostLiteralsAndLengths,
      memory: tables.baseAddress.unsafelyUnwrapped)
  }

  var distances: DecodingTable {
    DecodingTable(
      .distances, indexBits: Self.distanceBits, symbols: Alphabet.mostDistances,
      memory: tables.baseAddress.unsafelyUnwrapped + Self.literalEntries)
  }

  var codeLengths: DecodingTable {
    DecodingTable(
      .codeLengths, indexBits: Self.codeLengthBits, symbols: 0,
      memory: tables.baseAddress.unsafelyUnwrapped + Self.literalEntries + Self.distanceEntries)
  }

  // MARK: From file to file

  /// Buffers that nobody uses at the moment.
  private static let idle = Mutex<[Idle]>([])
  /// More than a machine has cores are not kept.
  private static let mostIdle = 64

  /// One owner at a time: whoever takes it out of the list.
  private struct Idle: @unchecked Sendable {
    let buffers: InflateBuffers
  }

  static func take() -> InflateBuffers {
    idle.withLock { $0.popLast() }?.buffers ?? InflateBuffers()
  }

  func giveBack() {
    let own = Idle(buffers: self)
    Self.idle.withLock { if $0.count < Self.mostIdle { $0.append(own) } }
  }
}
