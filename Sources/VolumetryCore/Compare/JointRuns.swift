/// Counts which labels of two volumes in one frame lie on each other.
///
/// In words: of the next run of each volume, the stretch up to the nearest start or end belongs to
/// one pair of labels; add it to that pair; go on behind it. What no run covers is background in
/// both.
enum JointRuns {
  /// Every combination of labels that occurs, background included.
  ///
  /// - Parameter voxels: those that count, at least the labelled ones; the rest is background in
  ///   both.
  static func census(_ a: LabelRuns, _ b: LabelRuns, voxels: Int) -> JointCensus {
    precondition(a.shape == b.shape, "one frame")
    var counts = PairCounts(rows: a.labels.count + 1, columns: b.labels.count + 1)
    var labelled = 0
    forEachStretch(a, b) { first, second, count in
      counts.add(Int(first) + 1, Int(second) + 1, count)
      labelled += count
    }
    precondition(labelled <= voxels)
    counts.add(0, 0, voxels - labelled)
    return JointCensus(
      counts.all.map { first, second, count in
        JointCensus.Combination(
          labels: [
            first == 0 ? .background : a.labels[first - 1],
            second == 0 ? .background : b.labels[second - 1],
          ], voxels: count)
      })
  }

  /// Gives every stretch that a run of either volume covers: the numbers of the two labels, −1 for
  /// background, and its voxels.
  static func forEachStretch(
    _ a: LabelRuns, _ b: LabelRuns, _ body: (Int32, Int32, Int) -> Void
  ) {
    a.runs.withUnsafeBufferPointer { a in
      b.runs.withUnsafeBufferPointer { b in
        var (x, y) = (0, 0)
        /// The place from which on nothing was given.
        var (row, start): (Int32, Int32) = (0, 0)
        while x < a.count || y < b.count {
          let first = x < a.count ? a[x] : .behind
          let second = y < b.count ? b[y] : .behind
          let next = min(first.row, second.row)
          if next > row { (row, start) = (next, 0) }
          let one = first.row == row ? first : .behind
          let other = second.row == row ? second : .behind
          let from = max(start, min(one.start, other.start))
          let inOne = one.start <= from
          let inOther = other.start <= from
          let end = min(inOne ? one.end : one.start, inOther ? other.end : other.start)
          body(inOne ? one.number : -1, inOther ? other.number : -1, Int(end - from))
          start = end
          if inOne, one.end == end { x += 1 }
          if inOther, other.end == end { y += 1 }
        }
      }
    }
  }
}

extension LabelRuns.Run {
  /// Behind every run.
  fileprivate static let behind = Self(row: .max, start: .max, end: .max, number: -1)
}

/// Counts of pairs of small numbers: a table where it is small, else what occurs.
private struct PairCounts {
  let columns: Int
  private var table: [Int]
  private var sparse: [Int: Int] = [:]

  /// Pairs of a table at most, 8 bytes each.
  private static let mostPairs = 1 << 18

  init(rows: Int, columns: Int) {
    self.columns = columns
    table = rows * columns <= Self.mostPairs ? [Int](repeating: 0, count: rows * columns) : []
  }

  mutating func add(_ row: Int, _ column: Int, _ count: Int) {
    let pair = row * columns + column
    if table.isEmpty { sparse[pair, default: 0] += count } else { table[pair] += count }
  }

  /// Pairs with a count, in order.
  var all: [(row: Int, column: Int, count: Int)] {
    let counted =
      table.isEmpty
      ? sparse.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      : table.enumerated().filter { $0.element > 0 }.map { ($0.offset, $0.element) }
    return counted.map { (row: $0.0 / columns, column: $0.0 % columns, count: $0.1) }
  }
}
