import Glibc

/// The points of a surface in small boxes, and these in larger ones: what a search far away walks.
///
/// The box of the frame is cut into cells of about equal lengths in mm. The points of a cell are a
/// block, with the smallest box around them; 4 × 4 × 4 cells are a region.
struct PointBlocks {
  /// A box of lattice points, both ends inside; the fourth lane is 0.
  struct Box: Hashable, Sendable {
    var first = SIMD4<Int32>(.max, .max, .max, 0)
    var last = SIMD4<Int32>(.min, .min, .min, 0)

    mutating func merge(_ other: Box) {
      first = pointwiseMin(first, other.first)
      last = pointwiseMax(last, other.last)
    }

    mutating func merge(_ point: SIMD4<Int32>) { merge(Box(first: point, last: point)) }

    /// Steps along each axis from this box to another; 0 where they overlap.
    @inline(__always) func gap(to other: Box) -> SIMD4<Int32> {
      pointwiseMax(pointwiseMax(other.first &- last, first &- other.last), .zero)
    }
  }

  struct Block {
    var box: Box
    /// The first of its quartets.
    let start: Int
    let end: Int
  }

  struct Region {
    var box: Box
    /// The first of its blocks.
    let start: Int
    var end: Int
  }

  /// Four points side by side: a block's last one is repeated where it has no four.
  struct Quartet {
    var i: SIMD4<Float>
    var j: SIMD4<Float>
    var k: SIMD4<Float>

    mutating func set(_ lane: Int, _ point: SIMD4<Int32>) {
      (i[lane], j[lane], k[lane]) = (Float(point.x), Float(point.y), Float(point.z))
    }
  }

  let blocks: [Block]
  let regions: [Region]
  let quartets: [Quartet]

  init(_ points: LatticePoints, cells: LatticeCells) {
    var starts = [Int](repeating: 0, count: cells.count + 1)
    Self.forEachPoint(of: points, cells) { _, cell in starts[cell + 1] += 1 }
    for cell in 0..<cells.count { starts[cell + 1] += starts[cell] }
    var sorted = [SIMD4<Int32>](repeating: .zero, count: starts[cells.count])
    var next = starts
    Self.forEachPoint(of: points, cells) { point, cell in
      sorted[next[cell]] = point
      next[cell] += 1
    }
    var filled: [(region: Int, cell: Int)] = []
    for cell in 0..<cells.count where starts[cell] < starts[cell + 1] {
      filled.append((cells.region(of: cell), cell))
    }
    filled.sort { ($0.region, $0.cell) < ($1.region, $1.cell) }
    var (blocks, regions, quartets): ([Block], [Region], [Quartet]) = ([], [], [])
    var current = -1
    for (region, cell) in filled {
      var box = Box()
      let (start, members) = (quartets.count, sorted[starts[cell]..<starts[cell + 1]])
      for first in stride(from: members.startIndex, to: members.endIndex, by: 4) {
        let four = (0..<4).map { members[min(first + $0, members.endIndex - 1)] }
        for point in four { box.merge(point) }
        func lanes(_ axis: Int) -> SIMD4<Float> { SIMD4(four.map { Float($0[axis]) }) }
        quartets.append(Quartet(i: lanes(0), j: lanes(1), k: lanes(2)))
      }
      if region != current {
        regions.append(Region(box: box, start: blocks.count, end: blocks.count))
        current = region
      }
      blocks.append(Block(box: box, start: start, end: quartets.count))
      regions[regions.count - 1].box.merge(box)
      regions[regions.count - 1].end = blocks.count
    }
    (self.blocks, self.regions, self.quartets) = (blocks, regions, quartets)
  }

  @inline(__always)
  private static func forEachPoint(
    of points: LatticePoints, _ cells: LatticeCells, _ body: (SIMD4<Int32>, _ cell: Int) -> Void
  ) {
    let frame = points.frame
    for k in 0..<frame.size.z {
      for j in 0..<frame.size.y {
        let (start, row) = (frame.start(ofRow: j, k), cells.row(j, k))
        for word in 1..<(frame.wordsPerRow - 1) {
          var left = points.words[start + word]
          while left != 0 {
            let i = (word - 1) * 64 + left.trailingZeroBitCount
            left &= left &- 1
            body(SIMD4(Int32(i), Int32(j), Int32(k), 0), row + cells.cellOfI[i])
          }
        }
      }
    }
  }
}

/// A frame's box cut into cells of about equal lengths in mm.
struct LatticeCells {
  /// Cells along each axis.
  private let counts: SIMD3<Int>
  /// The cell of each lattice point along an axis.
  let cellOfI: [Int]
  private let cellOfJ: [Int]
  private let cellOfK: [Int]

  /// Lattice points of a cell, of which a surface crosses about a seventh. Measured on a pair of
  /// livers 9 mm apart, AMD EPYC: a quarter as many take longer by a third, four times as many by a
  /// sixth, half or twice as many by a tenth.
  private static let pointsOfCell = 512.0

  init(size: SIMD3<Int>, spacing: SIMD3<Double>) {
    let edge = cbrt(Self.pointsOfCell * spacing.x * spacing.y * spacing.z)
    let cells = (0..<3).map { axis -> [Int] in
      let most = Double(size[axis])
      let length = Int(max(1, min(most, (edge / spacing[axis]).rounded())))
      return (0..<size[axis]).map { $0 / length }
    }
    (cellOfI, cellOfJ, cellOfK) = (cells[0], cells[1], cells[2])
    counts = SIMD3(cells[0][size.x - 1], cells[1][size.y - 1], cells[2][size.z - 1]) &+ 1
  }

  var count: Int { counts.x * counts.y * counts.z }

  /// The first cell of the row of a point.
  @inline(__always) func row(_ j: Int, _ k: Int) -> Int {
    (cellOfK[k] * counts.y + cellOfJ[j]) * counts.x
  }

  /// The cell of a point; the fourth lane means nothing.
  @inline(__always) func cell(of point: SIMD4<Int32>) -> Int {
    row(Int(point.y), Int(point.z)) + cellOfI[Int(point.x)]
  }

  /// 4 × 4 × 4 cells are a region.
  func region(of cell: Int) -> Int {
    let (rest, i) = cell.quotientAndRemainder(dividingBy: counts.x)
    let (k, j) = rest.quotientAndRemainder(dividingBy: counts.y)
    return (k / 4 * (counts.y / 4 + 1) + j / 4) * (counts.x / 4 + 1) + i / 4
  }
}
