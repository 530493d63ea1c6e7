import Glibc

/// A set of voxels, a bit each; memory is touched only where bits are set.
struct VoxelBitmap {
  private final class Words {
    let words: UnsafeMutableBufferPointer<UInt64>

    init(count: Int) {
      guard let memory = calloc(max(1, count), MemoryLayout<UInt64>.size) else {
        preconditionFailure("no memory for a bitmap of \(count) words")
      }
      words = UnsafeMutableBufferPointer(
        start: memory.bindMemory(to: UInt64.self, capacity: count), count: count)
    }

    deinit { free(words.baseAddress) }
  }

  private let storage: Words
  private let count: Int

  init(count: Int) {
    self.count = count
    storage = Words(count: (count + 63) / 64)
  }

  var memberCount: Int { storage.words.reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Adds a range.
  func insert(_ range: Range<Int>) {
    forEachWord(of: range) { word, mask in storage.words[word] |= mask }
  }

  /// Adds what a range and `other` have in common.
  func insert(_ range: Range<Int>, commonWith other: VoxelBitmap) {
    forEachWord(of: range) { word, mask in
      let common = other.storage.words[word] & mask
      // A write of nothing would make the page ours.
      if common != 0 { storage.words[word] |= common }
    }
  }

  private func forEachWord(of range: Range<Int>, _ body: (Int, UInt64) -> Void) {
    precondition(range.lowerBound >= 0 && range.upperBound <= count)
    var place = range.lowerBound
    while place < range.upperBound {
      let first = place % 64
      let bits = min(64 - first, range.upperBound - place)
      let mask = (bits == 64 ? UInt64.max : (1 << UInt64(bits)) - 1) << UInt64(first)
      body(place / 64, mask)
      place += bits
    }
  }

  /// Calls `body` with the whole set in runs of members and others, in order.
  func forEachRun<Failure: Error>(
    _ body: (_ isMember: Bool, _ count: Int) throws(Failure) -> Void
  ) throws(Failure) {
    var place = 0
    while place < count {
      let start = place
      let isMember = storage.words[start / 64] >> UInt64(start % 64) & 1 == 1
      while place < count {
        let rest = storage.words[place / 64] >> UInt64(place % 64)
        let same = (isMember ? ~rest : rest).trailingZeroBitCount
        let room = 64 - place % 64
        place = min(count, place + min(same, room))
        if same < room { break }
      }
      try body(isMember, place - start)
    }
  }
}
