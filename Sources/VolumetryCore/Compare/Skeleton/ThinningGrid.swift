import Glibc

/// What thinning walks on: the voxels that are left, and those of them that may have to go.
///
/// Law: voxel (x, y, z) of the box is bit `place(x, y, z)`; around the box lies a frame of one
/// voxel of background, so a neighbour always has a bit. Bits are numbered from the lowest of the
/// first byte, which asks for a little-endian machine. Bit w of `summary` is set where word w of
/// `active` holds a bit; it may be set where none.
struct ThinningGrid: ~Copyable {
  let size: SIMD3<Int>
  /// Bits from a row to the next, a multiple of 64, and from a slice to the next.
  let row: Int
  let slice: Int

  private let wordCount: Int
  private let object: UnsafeMutablePointer<UInt64>
  private let listed: UnsafeMutablePointer<UInt64>
  private let active: UnsafeMutablePointer<UInt64>
  private let summary: UnsafeMutablePointer<UInt64>
  private let summaryCount: Int

  /// The voxels of a mask, all of those with a face of background active.
  ///
  /// - Parameter isTurned: whether x is k of the mask and z is i, else x is i.
  init(_ mask: VoxelMask, isTurned: Bool) {
    let box = mask.size
    size = isTurned ? SIMD3(box.z, box.y, box.x) : box
    row = (size.x + 2 + 63) / 64 * 64
    slice = row * (size.y + 2)
    // Two bytes are read from the last byte of the frame on: a word more than the bits need.
    wordCount = slice / 64 * (size.z + 2) + 1
    summaryCount = (wordCount + 63) / 64
    object = Self.zeros(wordCount)
    listed = Self.zeros(wordCount)
    active = Self.zeros(wordCount)
    summary = Self.zeros(summaryCount)
    for (index, word) in mask.words.enumerated() where word != 0 {
      let (maskRow, column) = index.quotientAndRemainder(dividingBy: mask.wordsPerRow)
      let (z, y) = maskRow.quotientAndRemainder(dividingBy: box.y)
      var left = word
      while left != 0 {
        let x = column * 64 + left.trailingZeroBitCount
        left &= left - 1
        let place = isTurned ? place(z, y, x) : place(x, y, z)
        object[place >> 6] |= 1 << UInt64(place & 63)
      }
    }
    activateBorder()
  }

  deinit {
    free(object)
    free(listed)
    free(active)
    free(summary)
  }

  private static func zeros(_ count: Int) -> UnsafeMutablePointer<UInt64> {
    guard let memory = calloc(count, 8) else { preconditionFailure("there is memory") }
    return memory.bindMemory(to: UInt64.self, capacity: count)
  }

  /// The bit of a voxel of the box.
  func place(_ x: Int, _ y: Int, _ z: Int) -> Int { x + 1 + (y + 1) * row + (z + 1) * slice }

  /// The voxel of the box at a bit.
  func voxel(at place: Int) -> SIMD3<Int> {
    let (z, inSlice) = place.quotientAndRemainder(dividingBy: slice)
    let (y, x) = inSlice.quotientAndRemainder(dividingBy: row)
    return SIMD3(x, y, z) &- 1
  }

  /// What surrounds a voxel.
  @inline(__always)
  func neighbourhood(at place: Int) -> VoxelNeighbourhood { bits(of: object, around: place) }

  /// The listed ones among the voxels that surround a voxel.
  @inline(__always)
  func listed(around place: Int) -> VoxelNeighbourhood { bits(of: listed, around: place) }

  /// Says whether a voxel is on the list that is walked.
  @inline(__always)
  func mark(isListed: Bool, at place: Int) {
    let bit: UInt64 = 1 << UInt64(place & 63)
    if isListed { listed[place >> 6] |= bit } else { listed[place >> 6] &= ~bit }
  }

  /// Nine times three bits.
  @inline(__always)
  private func bits(
    of words: UnsafeMutablePointer<UInt64>, around place: Int
  ) -> VoxelNeighbourhood {
    let bytes = UnsafeRawPointer(words)
    var bits: UInt32 = 0
    for z in 0..<3 {
      for y in 0..<3 {
        let first = place + (z - 1) * slice + (y - 1) * row - 1
        let pair = UInt16(
          littleEndian: bytes.loadUnaligned(fromByteOffset: first >> 3, as: UInt16.self))
        bits |= UInt32(pair >> UInt16(first & 7) & 7) << UInt32(3 * y + 9 * z)
      }
    }
    return VoxelNeighbourhood(bits: bits)
  }

  /// Takes a voxel away; its neighbours become active.
  @inline(__always)
  func remove(at place: Int) {
    object[place >> 6] &= ~(1 << UInt64(place & 63))
    active[place >> 6] &= ~(1 << UInt64(place & 63))
    for z in 0..<3 {
      for y in 0..<3 {
        let first = place + (z - 1) * slice + (y - 1) * row - 1
        touch(first >> 6, 7 << UInt64(first & 63))
        if first & 63 > 61 { touch(first >> 6 + 1, 7 >> UInt64(64 - first & 63)) }
      }
    }
  }

  @inline(__always)
  private func touch(_ word: Int, _ bits: UInt64) {
    active[word] |= object[word] & bits
    summary[word >> 6] |= 1 << UInt64(word & 63)
  }

  /// Calls `stays` with every active voxel in rising order; those for which it says no leave.
  ///
  /// - Precondition: `stays` removes no voxel.
  @inline(__always)
  func filterActive(_ stays: (Int) -> Bool) {
    for block in 0..<summaryCount where summary[block] != 0 {
      var words = summary[block]
      var kept = words
      while words != 0 {
        let bit = words.trailingZeroBitCount
        words &= words - 1
        let word = block << 6 + bit
        var left = active[word]
        var leaving: UInt64 = 0
        while left != 0 {
          let lowest = left & (0 &- left)
          left ^= lowest
          if !stays(word << 6 + lowest.trailingZeroBitCount) { leaving |= lowest }
        }
        active[word] &= ~leaving
        if active[word] == 0 { kept &= ~(1 << UInt64(bit)) }
      }
      summary[block] = kept
    }
  }

  /// Calls `body` with every voxel that is left, in rising order.
  func visit(_ body: (Int) -> Void) {
    for word in 0..<wordCount {
      var left = object[word]
      while left != 0 {
        body(word << 6 + left.trailingZeroBitCount)
        left &= left - 1
      }
    }
  }

  /// Makes active what has a face to the background, 64 voxels at a time.
  private func activateBorder() {
    let (rowWords, sliceWords) = (row / 64, slice / 64)
    for word in sliceWords..<max(sliceWords, wordCount - 1 - sliceWords) {
      let here = object[word]
      guard here != 0 else { continue }
      var inner = here << 1 | object[word - 1] >> 63
      inner &= here >> 1 | object[word + 1] << 63
      inner &= object[word - rowWords] & object[word + rowWords]
      inner &= object[word - sliceWords] & object[word + sliceWords]
      touch(word, ~inner)
    }
  }
}
