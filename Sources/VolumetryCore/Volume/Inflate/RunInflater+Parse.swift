extension RunInflater {
  /// The most bits of two codes whose repetition is looked for.
  private static let longestRepeated = UInt64(InflateBuffers.longestRepeated)
  static let longestMatch: UInt64 = 258

  /// How parsing a piece ended.
  private enum Stop {
    case full, endOfBlock
    case fault(InflateFault)
  }

  /// Parses the next tokens of a block into the empty buffer.
  ///
  /// Beside the fast loop stands a checked one: where fewer than `margin` bytes are left, tokens
  /// are parsed one at a time and taken only if their last bit lies before the end of the file.
  func parse(isLastBlock: Bool) throws(VolumeError) {
    try input.provide(CompressedInput.slack, to: &reader)
    nextToken = buffers.tokens.baseAddress.unsafelyUnwrapped
    tokensEnd = nextToken
    let bufferEnd = nextToken + InflateBuffers.tokenCount
    var stop = parse(upTo: bufferEnd, before: input.end - Self.margin)
    while case .full = stop, tokensEnd < bufferEnd, input.isLast {
      let before = (reader, tokensEnd)
      stop = parse(upTo: tokensEnd + 1, before: input.end + Self.margin)
      guard reader.isBeyond(input.end) else { continue }
      (reader, tokensEnd) = before
      (stop, isCut) = (.full, true)
      break
    }
    switch stop {
    case .full: break
    case .endOfBlock: state = isLastBlock ? .end : .blockHeader
    case .fault(let found): fault = found
    }
    if reachable < InflateBuffers.history { refuseFarDistances() }
  }

  /// Each round of the fast loop loads eight bytes twice and moves on by at most seven in between.
  private static let margin = 16

  /// Parses tokens while there is room for them and the reader stands before `inputLimit`.
  ///
  /// Laws of the loop: `entry` is the table's entry for the next code, and at least 56 bits are in
  /// the buffer when it was looked up.
  ///
  /// A literal takes the way of a match: the mask `literal` makes its distance code one of no bits
  /// and its token one of length 1. A branch is mispredicted for a quarter of the tokens of noise
  /// (198 ms for 105 MB instead of 175) and saves nothing elsewhere.
  @inline(never)
  private func parse(
    upTo roomEnd: UnsafeMutablePointer<UInt64>, before inputLimit: UnsafeRawPointer
  ) -> Stop {
    var (reader, token) = (self.reader, tokensEnd)
    let (literals, longLiterals) = (self.literals.root, self.literals.long)
    let (distances, longDistances) = (self.distances.root, self.distances.long)
    let (repeatLimit, repeating) = (input.end - Self.margin, buffers.repeating)
    defer { (self.reader, tokensEnd) = (reader, token) }
    @inline(__always) func index(_ bits: Int) -> Int {
      Int(truncatingIfNeeded: reader.low(UInt64(truncatingIfNeeded: bits)))
    }
    @inline(__always) func second(_ entry: UInt64, _ bits: Int) -> Int {
      let rest = (reader.bits &>> UInt64(truncatingIfNeeded: bits)) & ((1 &<< entry) &- 1)
      return Int(truncatingIfNeeded: (entry &>> 16) &+ rest)
    }
    guard token < roomEnd, reader.next <= inputLimit else { return .full }
    reader.refill()
    var entry = UInt64(literals[index(InflateBuffers.literalBits)])
    while true {
      if entry & UInt64(CodeEntry.special) != 0 {
        if entry & UInt64(CodeEntry.kind) == UInt64(CodeEntry.long) {
          entry = UInt64(longLiterals[second(entry, InflateBuffers.literalBits)])
        }
        if entry & UInt64(CodeEntry.special) != 0 {
          reader.drop(entry)
          return entry & UInt64(CodeEntry.kind) == UInt64(CodeEntry.invalid)
            ? .fault(.literalLengthCode) : .endOfBlock
        }
      }
      let start = reader
      reader.drop(entry)
      let literal = 0 &- ((entry &>> 14) & 1)
      var code = UInt64(distances[index(InflateBuffers.distanceBits)]) & ~literal
      if code & UInt64(CodeEntry.special) != 0 {
        if code & UInt64(CodeEntry.kind) == UInt64(CodeEntry.long) {
          code = UInt64(longDistances[second(code, InflateBuffers.distanceBits)])
        }
        if code & UInt64(CodeEntry.special) != 0 {
          reader.drop(code)
          return .fault(.distanceCode)
        }
      }
      var length = Self.value(entry, start)
      let distance = Self.value(code, reader)
      reader.drop(code)
      let taken = (entry & 63) &+ (code & 63)
      reader.refill()
      if length == Self.longestMatch, taken <= Self.longestRepeated {
        let bits = start.low(taken)
        if reader.low(taken) == bits, reader.next <= repeatLimit {
          let pattern = bits &* repeating[Int(truncatingIfNeeded: taken)]
          length &+=
            Self.longestMatch
            &* Self.countRepeats(
              of: bits, taken, pattern: pattern, in: &reader, before: repeatLimit)
        }
      }
      token.pointee =
        (1 &<< 32 | length &<< 16) & literal | (length &<< 32 | distance) & ~literal
      token += 1
      guard token < roomEnd, reader.next <= inputLimit else { return .full }
      entry = UInt64(literals[index(InflateBuffers.literalBits)])
    }
  }

  /// The length or distance of an entry: its base and the extra bits behind the code.
  @inline(__always)
  private static func value(_ entry: UInt64, _ reader: BitReader) -> UInt64 {
    (entry &>> 16) &+ (reader.low(entry) &>> ((entry &>> 8) & 0x3f))
  }

  /// Takes all that follow of the same token, many at a time: the bit buffer, combined with the
  /// token's bits over and over, is zero as far as it repeats them.
  @inline(__always)
  private static func countRepeats(
    of token: UInt64, _ bits: UInt64, pattern: UInt64, in reader: inout BitReader,
    before limit: UnsafeRawPointer
  ) -> UInt64 {
    var count: UInt64 = 0
    repeat {
      // A bit is set where the buffer ends, so that no more than it holds is counted.
      let difference = (reader.bits ^ pattern) | (1 &<< reader.count)
      let equal = UInt32(truncatingIfNeeded: difference.trailingZeroBitCount)
      let found = UInt64(equal / UInt32(truncatingIfNeeded: bits))
      reader.drop(found &* bits)
      count &+= found
      reader.refill()
    } while reader.low(bits) == token && reader.next <= limit
    return count
  }

  /// RFC 1951, 2: a distance reaches no further than the first byte of the stream. Behind 32 KiB no
  /// distance can.
  private func refuseFarDistances() {
    var token = nextToken
    while token < tokensEnd {
      guard Int(token.pointee & 0xffff) <= reachable else {
        (tokensEnd, fault) = (token, .tooFarBack)
        return
      }
      reachable += Int(token.pointee >> 32)
      token += 1
    }
  }
}
