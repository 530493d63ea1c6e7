/// The three alphabets of DEFLATE (RFC 1951, 3.2.5 and 3.2.7).
enum Alphabet {
  case literalsAndLengths, distances, codeLengths

  /// Symbols that a block may declare. Two more literal/length symbols and two more distances have
  /// fixed codes (3.2.6) and never occur.
  static let mostLiteralsAndLengths = 286
  static let mostDistances = 30
  static let endOfBlock = 256

  /// Of the symbols 257 to 285: the shortest length and how many extra bits are added to it.
  static let lengthBases: [UInt32] = [
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258,
  ]
  static let lengthExtraBits: [UInt32] = [
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
  ]
  /// Of the symbols 0 to 29: the same for distances.
  static let distanceBases: [UInt32] = [
    1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049,
    3073, 4097, 6145, 8193, 12289, 16385, 24577,
  ]
  static let distanceExtraBits: [UInt32] = [
    0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13,
    13,
  ]
}

/// What a code of the stream stands for, in 32 bits.
///
/// Bits 0 to 7: how many bits the code takes together with its extra bits. Bits 8 to 13: how many
/// the code takes alone. Bits 16 to 31: the literal, or the length or distance without its extra
/// bits. `literal` and `special` are flags; a special entry ends a block, leads to a second table,
/// or is no code at all, by what bits 8 to 13 say.
enum CodeEntry {
  static let literal: UInt32 = 0x4000
  static let special: UInt32 = 0x8000
  /// In bits 8 to 13 of a special entry; any other number there is the end of a block.
  static let kind: UInt32 = 0x3f00
  /// The code is longer than the table's index: value is where its second table begins, bits 0 to 7
  /// are how many more bits index it.
  static let long: UInt32 = 0x3e00
  /// No symbol has this code; bits 0 to 7 are how many bits it takes to know that.
  static let invalid: UInt32 = 0x3f00

  static func make(_ symbol: Int, of alphabet: Alphabet, codeLength: UInt32) -> UInt32 {
    switch alphabet {
    case .codeLengths: return UInt32(symbol) << 16 | codeLength
    case .literalsAndLengths:
      if symbol < Alphabet.endOfBlock {
        return UInt32(symbol) << 16 | literal | codeLength << 8 | codeLength
      }
      if symbol == Alphabet.endOfBlock { return special | codeLength << 8 | codeLength }
      return make(
        symbol - Alphabet.endOfBlock - 1, Alphabet.lengthBases, Alphabet.lengthExtraBits,
        codeLength)
    case .distances:
      return make(symbol, Alphabet.distanceBases, Alphabet.distanceExtraBits, codeLength)
    }
  }

  private static func make(
    _ index: Int, _ bases: [UInt32], _ extraBits: [UInt32], _ codeLength: UInt32
  ) -> UInt32 {
    guard index < bases.count else { return special | invalid | codeLength }
    return bases[index] << 16 | codeLength << 8 | (codeLength + extraBits[index])
  }
}

/// Decodes one prefix code: `root` is indexed by the next `indexBits` bits of the stream.
///
/// A code longer than the index leads from `root` to a second table in `long`, indexed by the bits
/// behind. All second tables are as large as the longest code needs: at most 143 pairs of the 286
/// symbols have a prefix of their own, so 143 · 2⁴ entries are enough where 11 bits index the root,
/// and 15 · 2⁶ for the 30 distances where 9 do.
struct DecodingTable {
  let indexBits: Int
  let root: UnsafeMutablePointer<UInt32>
  let long: UnsafeMutablePointer<UInt32>
  private let alphabet: Alphabet
  private let longCapacity: Int

  static let longestCode = 15

  /// Entries of both tables together.
  static func entries(indexBits: Int, symbols: Int) -> Int {
    (1 << indexBits) + (symbols / 2) << max(0, longestCode - indexBits)
  }

  /// - Parameter memory: `entries` of them; the caller's.
  init(
    _ alphabet: Alphabet, indexBits: Int, symbols: Int, memory: UnsafeMutablePointer<UInt32>
  ) {
    self.alphabet = alphabet
    self.indexBits = indexBits
    root = memory
    long = memory + (1 << indexBits)
    longCapacity = Self.entries(indexBits: indexBits, symbols: symbols) - (1 << indexBits)
  }

  /// Builds the table of the code that gives symbol s `lengths[s]` bits (RFC 1951, 3.2.2).
  ///
  /// - Returns: false where there is no such code: more codes of some length than there is room, or
  ///   fewer, which is allowed only of a single code of one bit (3.2.7), and of no code at all.
  func build(_ lengths: UnsafeBufferPointer<UInt8>) -> Bool {
    var counts = InlineArray<16, Int>(repeating: 0)
    var longest = 0
    for length in lengths {
      counts[Int(length)] += 1
      longest = max(longest, Int(length))
    }
    var (room, code) = (1, 0)
    var nextCode = InlineArray<16, Int>(repeating: 0)
    counts[0] = 0
    for length in 1...Self.longestCode {
      room = 2 * room - counts[length]
      if room < 0 { return false }
      code = (code + counts[length - 1]) << 1
      nextCode[length] = code
    }
    let mayBeIncomplete = alphabet != .codeLengths && longest == 1 || longest == 0
    if room > 0 && !mayBeIncomplete { return false }
    root.update(repeating: CodeEntry.special | CodeEntry.invalid | 1, count: 1 << indexBits)
    let secondBits = max(0, longest - indexBits)
    var longUsed = 0
    for (symbol, length) in lengths.enumerated() where length > 0 {
      let length = Int(length)
      let reversed = Self.reversed(nextCode[length], length)
      nextCode[length] += 1
      let entry = CodeEntry.make(symbol, of: alphabet, codeLength: UInt32(length))
      guard length > indexBits else {
        for index in stride(from: reversed, to: 1 << indexBits, by: 1 << length) {
          root[index] = entry
        }
        continue
      }
      let prefix = reversed & ((1 << indexBits) - 1)
      if root[prefix] & CodeEntry.kind == CodeEntry.invalid {
        precondition(longUsed + (1 << secondBits) <= longCapacity, "two symbols a second table")
        root[prefix] =
          CodeEntry.special | CodeEntry.long | UInt32(longUsed) << 16 | UInt32(secondBits)
        longUsed += 1 << secondBits
      }
      let second = long + Int(root[prefix] >> 16)
      for index in stride(
        from: reversed >> indexBits, to: 1 << secondBits, by: 1 << (length - indexBits))
      { second[index] = entry }
    }
    return true
  }

  /// Codes are packed from their most significant bit on (3.1.1), everything else from the least.
  private static func reversed(_ code: Int, _ length: Int) -> Int {
    Int(UInt16(truncatingIfNeeded: code).bitReversed >> UInt16(16 - length))
  }
}

extension UInt16 {
  fileprivate var bitReversed: UInt16 {
    var value = self
    value = (value >> 1) & 0x5555 | (value & 0x5555) << 1
    value = (value >> 2) & 0x3333 | (value & 0x3333) << 2
    value = (value >> 4) & 0x0f0f | (value & 0x0f0f) << 4
    return value.byteSwapped
  }
}
