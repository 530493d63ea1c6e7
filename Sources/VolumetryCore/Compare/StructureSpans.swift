/// The voxels of one structure, whatever labels it is made of, as spans of rows.
///
/// Law: spans stand in the order of the voxels, and no two touch within a row.
struct StructureSpans: Hashable, Sendable {
  /// Voxels `start` … `end` − 1 of a row along i; the row of (j, k) is j + k × rows of a slice.
  struct Span: Hashable, Sendable {
    let row: Int32
    let start: Int32
    var end: Int32

    var count: Int { Int(end - start) }
  }

  let shape: GridShape
  let spans: [Span]

  /// The labels whose number satisfies `isMember`, joined where they touch.
  init(_ labels: LabelRuns, where isMember: (Int32) -> Bool) {
    let members = labels.labels.indices.map { isMember(Int32($0)) }
    var spans: [Span] = []
    for run in labels.runs where members[Int(run.number)] {
      spans.append(joining: Span(row: run.row, start: run.start, end: run.end))
    }
    (shape, self.spans) = (labels.shape, spans)
  }

  private init(shape: GridShape, spans: [Span]) { (self.shape, self.spans) = (shape, spans) }

  /// The voxels that belong to exactly one of two structures of one frame.
  ///
  /// In words: every start and every end changes whether a place is inside; the starts and ends of
  /// both, in order, those that coincide left out, are those of the difference.
  func symmetricDifference(_ other: StructureSpans) -> StructureSpans {
    precondition(shape == other.shape, "one frame")
    // A place behind the row's last voxel keeps the ends of one row from the starts of the next.
    let stride = Int(shape.i) + 1
    let (a, b) = (changes(stride), other.changes(stride))
    var spans: [Span] = []
    var start: Int?
    var (x, y) = (0, 0)
    while x < a.count || y < b.count {
      let place: Int
      switch (x < a.count ? a[x] : .max, y < b.count ? b[y] : .max) {
      case (let first, let second) where first == second:
        (x, y) = (x + 1, y + 1)
        continue
      case (let first, let second) where first < second: (place, x) = (first, x + 1)
      case (_, let second): (place, y) = (second, y + 1)
      }
      if let from = start {
        spans.append(
          Span(
            row: Int32(from / stride), start: Int32(from % stride), end: Int32(place % stride)))
        start = nil
      } else {
        start = place
      }
    }
    return StructureSpans(shape: shape, spans: spans)
  }

  private func changes(_ stride: Int) -> [Int] {
    spans.flatMap { span in
      let row = Int(span.row) * stride
      return [row + Int(span.start), row + Int(span.end)]
    }
  }

  /// Voxels in each slice across an axis (0 is i, 1 is j, 2 is k).
  func voxelsBySlice(across axis: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: shape.sizes[axis] + 1)
    var places = RowPlaces(shape)
    for span in spans {
      let (j, k) = places.place(of: span.row)
      switch axis {
      case 0:
        counts[Int(span.start)] += 1
        counts[Int(span.end)] -= 1
      case 1: counts[Int(j)] += span.count
      default: counts[Int(k)] += span.count
      }
    }
    counts.removeLast()
    guard axis == 0 else { return counts }
    // Along i only the changes were counted.
    for i in counts.indices.dropFirst() { counts[i] += counts[i - 1] }
    return counts
  }

  /// The spans of one slice across an axis: columns run along i, or along j where i is cut; rows
  /// along k, or along j where k is cut.
  func slice(across axis: Int, at index: Int) -> [Span] {
    var slice: [Span] = []
    var places = RowPlaces(shape)
    for span in spans {
      let (j, k) = places.place(of: span.row)
      switch axis {
      case 0 where Int(span.start) <= index && index < Int(span.end):
        slice.append(joining: Span(row: k, start: j, end: j + 1))
      case 1 where Int(j) == index:
        slice.append(Span(row: k, start: span.start, end: span.end))
      case 2 where Int(k) == index:
        slice.append(Span(row: j, start: span.start, end: span.end))
      default: continue
      }
    }
    return slice
  }
}

extension [StructureSpans.Span] {
  /// Adds a span behind the others, as part of the last one where the two touch.
  fileprivate mutating func append(joining span: StructureSpans.Span) {
    if let last, last.row == span.row, last.end == span.start {
      self[count - 1].end = span.end
    } else {
      append(span)
    }
  }
}
