/// The outline of a structure in one slice: closed paths along the edges of its voxels.
///
/// Law: by the even-odd rule the paths enclose exactly the voxels of the structure; the signed area
/// of all paths together is their number. Outer paths and holes turn in opposite senses. Voxels
/// that touch only at a corner lie in paths of their own or meet there without crossing.
public struct SliceOutline: Hashable, Sendable {
  /// Voxels of the structure in the slice.
  public let voxels: Int
  /// Corners of all paths together.
  public let cornerCount: Int
  /// The corners of each path in order, the first not repeated at the end; corner (x, y) is where
  /// the voxels of columns x − 1 and x and rows y − 1 and y of the crop meet. Edges run along
  /// columns and rows in turn, the first along a row. Nil where there are more than `mostCorners`.
  public let paths: [[SIMD2<Int32>]]?

  /// Corners that are kept at most: the outline of a liver has some hundreds, a slice of noise has
  /// two a voxel, which no eye can follow and no page should carry. Ours.
  public static let mostCorners = 1 << 16

  /// The outline of spans in order, moved so that `origin` becomes (0, 0).
  init(_ spans: [StructureSpans.Span], origin: SIMD2<Int32>, most: Int = mostCorners) {
    voxels = spans.reduce(0) { $0 + $1.count }
    let edges = OutlineEdges(spans)
    cornerCount = 2 * edges.count
    paths =
      cornerCount > most ? nil : edges.paths().map { path in path.map { $0 &- origin } }
  }
}

/// The edges along rows between a structure and what is not, and the walk around them.
///
/// In words: go along each edge with the structure on the right hand. Where an edge along a row
/// ends, go up or down along ends or starts of spans as far as they follow one another, and on with
/// the edge along a row that begins there. Where two voxels touch only at a corner, stay with the
/// voxel whose edge led there.
private struct OutlineEdges {
  private struct Edge {
    let line: Int32
    let from: Int32
    let to: Int32
  }

  /// The line above this row is 0.
  private let firstRow: Int32
  /// The spans of row `firstRow` + r are `spans[rowStarts[r]..<rowStarts[r + 1]]`.
  private let spans: [StructureSpans.Span]
  private let rowStarts: [Int]
  /// By line and by place; line l lies above row `firstRow` + l.
  private var edges: [Edge] = []
  private var lineStarts: [Int] = [0]

  var count: Int { edges.count }

  init(_ spans: [StructureSpans.Span]) {
    self.spans = spans
    guard let first = spans.first, let last = spans.last else {
      (firstRow, rowStarts) = (0, [0])
      return
    }
    firstRow = first.row
    var rowStarts = [0]
    for (index, span) in spans.enumerated() {
      while rowStarts.count <= Int(span.row - first.row) { rowStarts.append(index) }
    }
    rowStarts.append(spans.count)
    self.rowStarts = rowStarts
    for line in 0...(last.row - first.row + 1) {
      addEdges(of: line)
      lineStarts.append(edges.count)
    }
  }

  /// The spans of a row; none above the first and below the last.
  private func row(_ row: Int32) -> ArraySlice<StructureSpans.Span> {
    guard row >= 0, row < rowStarts.count - 1 else { return [] }
    return spans[rowStarts[Int(row)]..<rowStarts[Int(row) + 1]]
  }

  /// Edges where exactly one of the rows above and below a line is inside: towards rising places
  /// where it is the one below, so that the inside is on the right hand as seen with rows going
  /// down.
  private mutating func addEdges(of line: Int32) {
    let above = row(line - 1).flatMap { [$0.start, $0.end] }
    let below = row(line).flatMap { [$0.start, $0.end] }
    var (x, y) = (0, 0)
    var start: Int32 = 0
    while x < above.count || y < below.count {
      let place = min(x < above.count ? above[x] : .max, y < below.count ? below[y] : .max)
      switch (x % 2 == 1, y % 2 == 1) {
      case (true, false): edges.append(Edge(line: line, from: place, to: start))
      case (false, true): edges.append(Edge(line: line, from: start, to: place))
      default: break
      }
      if x < above.count, above[x] == place { x += 1 }
      if y < below.count, below[y] == place { y += 1 }
      start = place
    }
  }

  /// Every closed path, in the order of its first edge.
  func paths() -> [[SIMD2<Int32>]] {
    var isDone = [Bool](repeating: false, count: edges.count)
    var paths: [[SIMD2<Int32>]] = []
    for first in edges.indices where !isDone[first] {
      var path: [SIMD2<Int32>] = []
      var current = first
      repeat {
        precondition(!isDone[current], "each edge has one that follows and one that leads to it")
        isDone[current] = true
        let edge = edges[current]
        path.append([edge.from, edge.line &+ firstRow])
        path.append([edge.to, edge.line &+ firstRow])
        current = following(edge)
      } while current != first
      paths.append(path)
    }
    return paths
  }

  private func following(_ edge: Edge) -> Int {
    let place = edge.to
    var line = edge.line
    let isRising = edge.from < edge.to
    let goesDown = isRising ? hasEnd(place, line) : !hasStart(place, line - 1)
    if goesDown {
      repeat { line += 1 } while hasEnd(place, line)
    } else {
      repeat { line -= 1 } while hasStart(place, line - 1)
    }
    // Down along an end, the own voxel's lower edge falls; up along a start, its upper one rises.
    let next =
      self.edge(from: place, line, rising: !goesDown)
      ?? self.edge(from: place, line, rising: goesDown)
    guard let next else { preconditionFailure("an outline is closed") }
    return next
  }

  private func hasEnd(_ place: Int32, _ row: Int32) -> Bool {
    let spans = self.row(row)
    let index = spans.firstPlace { $0.end >= place }
    return index < spans.endIndex && spans[index].end == place
  }

  private func hasStart(_ place: Int32, _ row: Int32) -> Bool {
    let spans = self.row(row)
    let index = spans.firstPlace { $0.start >= place }
    return index < spans.endIndex && spans[index].start == place
  }

  /// The edge of a line that begins at a place and goes towards rising places or not.
  private func edge(from place: Int32, _ line: Int32, rising: Bool) -> Int? {
    let edges = self.edges[lineStarts[Int(line)]..<lineStarts[Int(line) + 1]]
    let index = edges.firstPlace {
      (rising ? min($0.from, $0.to) : max($0.from, $0.to)) >= place
    }
    guard index < edges.endIndex, edges[index].from == place,
      (edges[index].from < edges[index].to) == rising
    else { return nil }
    return index
  }
}

extension ArraySlice {
  /// The first element from which on all satisfy `isBehind`, by halving; the end where none does.
  fileprivate func firstPlace(where isBehind: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if isBehind(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
