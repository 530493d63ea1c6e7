extension RunInflater {
  /// Reads what stands before the tokens of a block (RFC 1951, 3.2.3).
  ///
  /// Nothing is looked at before its bits are known to be the file's: a header that the end of the
  /// file cuts is cut, whatever the zeros behind the end would make of it.
  func readBlockHeader() throws(VolumeError) {
    try input.provide(CompressedInput.slack, to: &reader)
    let found: InflateFault?
    do throws(InflateFault) {
      try readHeader()
      found = nil
    } catch {
      found = error
    }
    if reader.isBeyond(input.end) {
      isCut = true
    } else if let found {
      fault = found
    }
  }

  private func readHeader() throws(InflateFault) {
    reader.refill()
    let isLastBlock = reader.take(1) == 1
    switch reader.take(2) {
    case 0: try readStoredHeader(isLastBlock: isLastBlock)
    case 1: useFixedCodes()
    case 2: try readDynamicCodes()
    default: throw .blockType
    }
    if case .blockHeader = state { state = .codes(isLastBlock: isLastBlock) }
  }

  /// 3.2.4: from the next byte on LEN and its complement.
  private func readStoredHeader(isLastBlock: Bool) throws(InflateFault) {
    reader.alignToByte()
    reader.refill()
    let (bytes, complement) = (reader.take(16), reader.take(16))
    guard bytes == ~complement & 0xffff else { throw .storedLengths }
    reader.alignToByte()
    state = .stored(bytes: bytes, isLastBlock: isLastBlock)
  }

  /// 3.2.6. Built once for the blocks that follow each other: building takes as long as decoding
  /// 10 KB, and a file may be nothing but fixed blocks of ten bits (2 s a MB, now 0.09).
  private func useFixedCodes() {
    guard !hasFixedCodes else { return }
    hasFixedCodes = true
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 288) { lengths in
      for (symbols, length) in [(0..<144, 8), (144..<256, 9), (256..<280, 7), (280..<288, 8)] {
        lengths[symbols].update(repeating: UInt8(length))
      }
      let isComplete = literals.build(UnsafeBufferPointer(lengths))
      let five = UnsafeMutableBufferPointer(rebasing: lengths[..<32])
      five.update(repeating: 5)
      precondition(distances.build(UnsafeBufferPointer(five)) && isComplete)
    }
  }

  /// The order in which the lengths of the code length code stand (3.2.7).
  private static let codeLengthOrder: InlineArray<19, Int> = [
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
  ]

  /// 3.2.7.
  private func readDynamicCodes() throws(InflateFault) {
    let literalCount = reader.take(5) + 257
    let distanceCount = reader.take(5) + 1
    let codeLengthCount = reader.take(4) + 4
    guard literalCount <= Alphabet.mostLiteralsAndLengths, distanceCount <= Alphabet.mostDistances
    else { throw .tooManySymbols }
    hasFixedCodes = false
    let symbols = literalCount + distanceCount
    try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 19 + symbols) {
      memory throws(InflateFault) in
      memory.initialize(repeating: 0)
      let codeLengths = UnsafeMutableBufferPointer(rebasing: memory[..<19])
      let lengths = UnsafeMutableBufferPointer(rebasing: memory[19...])
      for index in 0..<codeLengthCount {
        reader.refill()
        codeLengths[Self.codeLengthOrder[index]] = UInt8(reader.take(3))
      }
      guard buffers.codeLengths.build(UnsafeBufferPointer(codeLengths)) else {
        throw .codeLengthsSet
      }
      try readCodeLengths(into: lengths)
      guard lengths[Alphabet.endOfBlock] > 0 else { throw .missingEndOfBlock }
      guard literals.build(UnsafeBufferPointer(rebasing: lengths[..<literalCount])) else {
        throw .literalLengthsSet
      }
      guard distances.build(UnsafeBufferPointer(rebasing: lengths[literalCount...])) else {
        throw .distancesSet
      }
    }
  }

  /// The code lengths of both alphabets, as one sequence.
  private func readCodeLengths(
    into lengths: UnsafeMutableBufferPointer<UInt8>
  ) throws(InflateFault) {
    let table = buffers.codeLengths.root
    var index = 0
    while index < lengths.count {
      guard !reader.isBeyond(input.end) else { return }
      reader.refill()
      // Where no code length has a code, zlib takes every bit for length 0, and so does this.
      let entry = table[Int(reader.low(UInt64(InflateBuffers.codeLengthBits)))]
      reader.drop(UInt64(entry & 0xff))
      let symbol = Int(entry >> 16)
      guard symbol >= 16 else {
        lengths[index] = UInt8(symbol)
        index += 1
        continue
      }
      let count =
        switch symbol {
        case 16: 3 + reader.take(2)
        case 17: 3 + reader.take(3)
        default: 11 + reader.take(7)
        }
      guard symbol > 16 || index > 0, count <= lengths.count - index else {
        throw .bitLengthRepeat
      }
      let value = symbol == 16 ? lengths[index - 1] : 0
      lengths[index..<(index + count)].update(repeating: value)
      index += count
    }
  }

  /// Copies what is there of a stored block, as far as the window has room.
  func copyStored(_ bytes: Int, isLastBlock: Bool) throws(VolumeError) {
    guard bytes > 0 else {
      state = isLastBlock ? .end : .blockHeader
      return
    }
    try input.provide(1, to: &reader)
    let count = min(bytes, input.end - reader.next, limit - head)
    guard count > 0 else {
      isCut = true
      return
    }
    head.copyMemory(from: reader.next, byteCount: count)
    head += count
    reader.move(to: reader.next + count)
    state = .stored(bytes: bytes - count, isLastBlock: isLastBlock)
    reachable = min(InflateBuffers.history, reachable + count)
  }
}
