/// Counts voxel faces between numbers that stand for combinations of labels, from their runs.
///
/// In words: keep the runs of one slice, and those of the slice before. When a slice is complete,
/// its faces along i lie between runs that follow each other within a row; those along j between
/// the slice and itself moved by a row; those along k between it and the slice before. Two lists of
/// runs that are walked in step tell where the numbers differ: no voxel is looked at.
///
/// Memory is the runs of two slices. Where a slice has more of them than any body, or more pairs of
/// labels touch than any label map has, there is no count: it is `nil`, never a part of one.
struct FaceCounter {
  /// A slice of noise has a run a voxel; 2²⁰ of them are one of 1024 × 1024 voxels. Ours.
  static let mostRuns = 1 << 20
  /// Pairs of labels that may touch. Ours.
  static let mostPairs = 1 << 16

  private let rowLength: Int
  private let sliceLength: Int
  private var slice = SliceRuns()
  private var before = SliceRuns()
  private var pairs = PairTable()
  /// Faces of each pair, along i, j and k.
  private var counts: [SIMD3<Int>] = [.zero]
  private var isRagged = false

  init(shape: GridShape) {
    rowLength = shape.i
    sliceLength = shape.i * shape.j
  }

  /// Takes the next voxels, all of one number.
  mutating func add(_ number: Int, count: Int) {
    guard !isRagged else { return }
    var left = count
    while left > 0 {
      let length = min(left, sliceLength - slice.length)
      slice.append(number, length)
      left -= length
      guard slice.numbers.count <= Self.mostRuns, pairs.count <= Self.mostPairs else {
        isRagged = true
        (slice, before) = (SliceRuns(), SliceRuns())
        return
      }
      if slice.length == sliceLength { closeSlice() }
    }
  }

  /// Faces of each pair of numbers; nil where they were too many to count.
  var faces: [(a: Int, b: Int, faces: FaceCounts)]? {
    guard !isRagged else { return nil }
    precondition(slice.length == 0, "whole slices were given")
    return pairs.pairs.indices.dropFirst().map { index in
      let (pair, count) = (pairs.pairs[index], counts[index])
      return (pair.a, pair.b, FaceCounts(i: count.x, j: count.y, k: count.z))
    }
  }

  private mutating func closeSlice() {
    countAlongRows()
    // The slice is its own neighbour, a row further on.
    count(slice, slice, from: rowLength, axis: 1)
    if before.length > 0 { count(before, slice, from: 0, axis: 2) }
    swap(&before, &slice)
    slice.removeAll()
  }

  private mutating func countAlongRows() {
    for run in slice.numbers.indices.dropFirst() {
      let start = slice.ends[run - 1]
      guard start % rowLength != 0, slice.numbers[run - 1] != slice.numbers[run] else { continue }
      add(1, slice.numbers[run - 1], slice.numbers[run], axis: 0)
    }
  }

  /// The voxel at each place of `first` and the one `from` places further on in `second`, to the
  /// end of `second`.
  private mutating func count(
    _ first: SliceRuns, _ second: SliceRuns, from offset: Int, axis: Int
  ) {
    guard offset < sliceLength else { return }
    var (a, b, place) = (0, 0, offset)
    while second.ends[b] <= offset { b += 1 }
    while place < sliceLength {
      let end = min(first.ends[a] + offset, second.ends[b])
      if first.numbers[a] != second.numbers[b] {
        add(end - place, first.numbers[a], second.numbers[b], axis: axis)
      }
      if first.ends[a] + offset == end { a += 1 }
      if second.ends[b] == end { b += 1 }
      place = end
    }
  }

  private mutating func add(_ faces: Int, _ a: Int32, _ b: Int32, axis: Int) {
    let pair = pairs.number(of: Int(min(a, b)), Int(max(a, b)))
    while counts.count <= pair { counts.append(.zero) }
    counts[pair][axis] += faces
  }
}

/// The runs of one slice: run n ends before place `ends[n]`, where the next one begins.
private struct SliceRuns {
  private(set) var ends: [Int] = []
  private(set) var numbers: [Int32] = []

  private(set) var length = 0

  mutating func append(_ number: Int, _ count: Int) {
    length += count
    if numbers.last == Int32(number) {
      ends[ends.count - 1] = length
    } else {
      ends.append(length)
      numbers.append(Int32(number))
    }
  }

  mutating func removeAll() {
    ends.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    length = 0
  }
}
