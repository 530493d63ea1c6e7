/// One row of labels as runs, over which labels are painted.
///
/// Law: `ends` ascends strictly, its last is the length of the row, and run n, of `labels[n]`, goes
/// from `ends[n − 1]` (or 0) to before `ends[n]`. Neighbours may carry the same label.
struct RunRow: Hashable, Sendable {
  private(set) var ends: [Int] = []
  private(set) var labels: [Int] = []

  /// Makes it a row of background.
  mutating func clear(length: Int) {
    removeAll()
    append(0, count: length)
  }

  /// Makes it a row without voxels, to be appended to.
  mutating func removeAll() {
    ends.removeAll(keepingCapacity: true)
    labels.removeAll(keepingCapacity: true)
  }

  /// Makes the row longer by a run of at least one voxel.
  mutating func append(_ label: Int, count: Int) {
    let start = ends.last ?? Int.zero
    if labels.last == label {
      ends[ends.count - 1] = start + count
    } else {
      ends.append(start + count)
      labels.append(label)
    }
  }

  /// Paints over what lies under `range`; nothing where it is empty.
  mutating func paint(_ range: Range<Int>, _ label: Int) {
    guard !range.isEmpty else { return }
    var first = 0
    while ends[first] <= range.lowerBound { first += 1 }
    var last = first
    while ends[last] < range.upperBound { last += 1 }
    // What the first and the last run keep on their outer sides stays.
    let start = first == 0 ? 0 : ends[first - 1]
    let (under, behind) = (labels[first], labels[last])
    let end = ends[last]
    var newEnds = [range.upperBound]
    var newLabels = [label]
    if start < range.lowerBound {
      newEnds.insert(range.lowerBound, at: 0)
      newLabels.insert(under, at: 0)
    }
    if end > range.upperBound {
      newEnds.append(end)
      newLabels.append(behind)
    }
    ends.replaceSubrange(first...last, with: newEnds)
    labels.replaceSubrange(first...last, with: newLabels)
  }
}
