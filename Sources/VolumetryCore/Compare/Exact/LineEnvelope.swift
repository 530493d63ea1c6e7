import Glibc

/// The nearest rectangles along one line of a face, in closed form.
///
/// Where u is fixed, the squares of the distances are functions of v alone, of which two cross at
/// most once (`FacePiece`). So: begin with the nearest at v = 0; it stays the nearest until the
/// first crossing with one that is nearer at the other end; go on with that one. Each change leads
/// to a rectangle that is nearer at the end, so no more changes than rectangles can come.
struct LineEnvelope {
  /// A stretch of the line with one nearest rectangle.
  struct Stretch {
    /// Square of the distance apart from v.
    let level: Double
    let plane: Double
    let weight: Double
    let start: Double
    let end: Double
    /// Of the rectangle.
    let number: Int

    @inline(__always)
    func square(_ v: Double) -> Double { level + weight * (v - plane) * (v - plane) }

    /// The integrals of the distance and of its square over the stretch.
    var integrals: SIMD2<Double> {
      let length = end - start
      guard weight != 0 else { return SIMD2(level.squareRoot() * length, level * length) }
      // The line lies on one side of the plane: x rises from 0 or more.
      let (x, y) = plane <= start ? (start - plane, end - plane) : (plane - end, plane - start)
      let squares = level * length + (y * y * y - x * x * x) / 3
      guard level > 0 else { return SIMD2((y * y - x * x) / 2, squares) }
      let (p, q) = ((level + x * x).squareRoot(), (level + y * y).squareRoot())
      return SIMD2((y * q - x * p + level * log((y + q) / (x + p))) / 2, squares)
    }
  }

  private struct Line {
    let level: Double
    let plane: Double
    let weight: Double
    let start: Double
    let end: Double
    let number: Int

    /// Where `other`, which is further at the start of the line and nearer at its end, gets nearer.
    func crossing(_ other: Line) -> Double {
      let apart = other.level - level
      if weight != 0, other.weight != 0 {
        guard plane != other.plane else { return -.infinity }
        return (plane + other.plane) / 2 + apart / (2 * (other.plane - plane))
      }
      guard weight != other.weight else { return -.infinity }
      let (plane, gap) = weight == 0 ? (other.plane, -apart) : (self.plane, apart)
      let root = max(0, gap).squareRoot()
      return plane <= 0 ? plane + root : plane - root
    }
  }

  private(set) var stretches: [Stretch] = []
  private var lines: [Line] = []

  /// Finds the nearest of some rectangles along a line of the given length.
  @inline(__always)
  mutating func lay(
    _ pieces: [FacePiece], _ range: Range<Int>, length: Double, level: (FacePiece) -> Double
  ) {
    lines.removeAll(keepingCapacity: true)
    for index in range {
      let (plane, weight) = (pieces[index].plane.y, pieces[index].weight.y)
      let level = level(pieces[index])
      let (first, last) = (plane * plane, (length - plane) * (length - plane))
      lines.append(
        Line(
          level: level, plane: plane, weight: weight, start: level + weight * first,
          end: level + weight * last, number: pieces[index].number))
    }
    walk(length)
  }

  private mutating func walk(_ length: Double) {
    stretches.removeAll(keepingCapacity: true)
    var current = 0
    for index in lines.indices.dropFirst()
    where (lines[index].start, lines[index].end) < (lines[current].start, lines[current].end) {
      current = index
    }
    var place = 0.0
    while true {
      let line = lines[current]
      var next: Int?
      var nextPlace = length
      for index in lines.indices where lines[index].end < line.end {
        let crossing = max(place, line.crossing(lines[index]))
        if crossing < nextPlace {
          (next, nextPlace) = (index, crossing)
        } else if crossing == nextPlace, let other = next, lines[index].end < lines[other].end {
          next = index
        }
      }
      stretches.append(
        Stretch(
          level: line.level, plane: line.plane, weight: line.weight, start: place, end: nextPlace,
          number: line.number))
      guard let next else { return }
      (current, place) = (next, nextPlace)
    }
  }

  /// Stands for which rectangles are nearest, in their order along the line; those whose stretch
  /// is no longer than rounding makes it do not count.
  var order: UInt64 {
    guard let length = stretches.last?.end else { return 0 }
    return stretches.reduce(into: UInt64(0)) { order, stretch in
      if stretch.end - stretch.start > 1e-13 * length {
        order = order &* 1_000_003 &+ UInt64(stretch.number + 1)
      }
    }
  }

  /// The integrals of the distance and of its square along the line.
  var integrals: SIMD2<Double> { stretches.reduce(into: SIMD2(0, 0)) { $0 += $1.integrals } }

  /// The largest square of the distance on the line: at an end of a stretch.
  var most: Double {
    stretches.reduce(0) { max($0, $1.square($1.start), $1.square($1.end)) }
  }
}
