import Glibc

/// Where the bytes of some rows occur, as far as it can widen bounds that are known.
///
/// In words: go through the rows until every byte that is asked for has been met. Of columns look
/// at those that lie outside the bounds of some byte.
///
/// Only what can still widen a bound is looked at: noise, whose bounds are those of its region
/// after a slice, costs nothing here.
struct DenseBounds {
  let bytes: UnsafePointer<UInt8>
  let rows: Int
  let length: Int

  /// The first row of each of the `wanted` bytes, in the given order of rows. Each occurs.
  func rows(of wanted: [Int], in order: some Sequence<Int>) -> [(byte: Int, row: Int)] {
    guard !wanted.isEmpty else { return [] }
    var isWanted = [Bool](repeating: false, count: 256)
    for byte in wanted { isWanted[byte] = true }
    var found: [(byte: Int, row: Int)] = []
    for row in order where found.count < wanted.count {
      for byte in UnsafeBufferPointer(start: bytes + row * length, count: length)
      where isWanted[Int(byte)] {
        isWanted[Int(byte)] = false
        found.append((Int(byte), row))
      }
    }
    precondition(found.count == wanted.count, "what is asked for occurs")
    return found
  }

  /// The lowest column of each byte, where it is below the one that is known.
  ///
  /// - Parameter known: for each byte; 0 where nothing is asked.
  func lowestColumns(below known: [Int]) -> [Int] {
    var lowest = known
    var width = min(length, known.max()!)
    for row in 0..<rows where width > 0 {
      let first = bytes + row * length
      var isLower = false
      // The margin of a region is one value; its other voxels tell nothing that the first does not.
      for i in 0..<(isUniform(first, width) ? 1 : width) where i < lowest[Int(first[i])] {
        lowest[Int(first[i])] = i
        isLower = true
      }
      if isLower { width = min(length, lowest.max()!) }
    }
    return lowest
  }

  /// What lies behind the highest column of each byte, where it is above the one that is known.
  ///
  /// - Parameter known: for each byte; `length` where nothing is asked.
  func columnEnds(above known: [Int]) -> [Int] {
    var ends = known
    var start = max(0, known.min()!)
    for row in 0..<rows where start < length {
      let first = bytes + row * length
      var isHigher = false
      let lowest = isUniform(first + start, length - start) ? length - 1 : start
      for i in (lowest..<length).reversed() where i >= ends[Int(first[i])] {
        ends[Int(first[i])] = i + 1
        isHigher = true
      }
      if isHigher { start = max(0, ends.min()!) }
    }
    return ends
  }

  private func isUniform(_ first: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    memcmp(first, first + 1, count - 1) == 0
  }
}
