/// The nearest points of a surface to points with none near, exactly, however far.
///
/// In words: stragglers are taken cell by cell. For the middle one of a cell the nearest point is
/// found by walking all regions, then all blocks of those regions, that are nearer than the best so
/// far, beginning with the answer of the cell before. How far the cell's stragglers are from that
/// point bounds how far each is from its own nearest one, so the blocks nearer than this to the
/// cell's stragglers are all that they need; sorted by distance, each straggler walks them until
/// the next is farther than its best.
///
/// Departures:
/// 1. A block is gone through four points at a time in single precision, and in double only where
///    the smallest of them comes within a part in 10⁵ of the best: ten times what rounding can do.
/// 2. Spacings are divided by the largest in single precision, so that no square overflows; one
///    that underflows only lets a block be looked at.
struct FarSearch {
  private let blocks: PointBlocks
  private let cells: LatticeCells
  private let spacing: SIMD3<Double>
  /// The largest spacing, squared: single precision counts in units of it.
  private let unit: Double
  /// Squares of the spacings in that unit.
  private let weights: SIMD4<Float>

  /// - Precondition: `points` is not empty.
  init(_ points: LatticePoints, spacing: SIMD3<Double>) {
    cells = LatticeCells(size: points.frame.size, spacing: spacing)
    blocks = PointBlocks(points, cells: cells)
    precondition(!blocks.quartets.isEmpty, "a nearest point needs points")
    self.spacing = spacing
    unit = spacing.max() * spacing.max()
    let relative = spacing / spacing.max()
    weights = SIMD4(SIMD3<Float>(relative * relative), 0)
  }

  /// Adds the offsets of stragglers to their nearest points.
  func tally(_ stragglers: [NearestSearch.Straggler], into tally: inout OffsetTally) {
    let cellOf = stragglers.map { straggler in
      cells.row(Int(straggler.place.y), Int(straggler.place.z))
        + cells.cellOfI[Int(straggler.place.x)]
    }
    var starts = [Int](repeating: 0, count: cells.count + 1)
    for cell in cellOf { starts[cell + 1] += 1 }
    for cell in 0..<cells.count { starts[cell + 1] += starts[cell] }
    var sorted = [Int](repeating: 0, count: stragglers.count)
    var next = starts
    for (index, cell) in cellOf.enumerated() {
      sorted[next[cell]] = index
      next[cell] += 1
    }
    let first = blocks.quartets[0]
    var seed = SIMD4(Int32(first.i[0]), Int32(first.j[0]), Int32(first.k[0]), 0)
    for cell in 0..<cells.count where starts[cell] < starts[cell + 1] {
      let group = sorted[starts[cell]..<starts[cell + 1]].map { stragglers[$0] }
      seed = add(group, to: &tally, seed: seed)
    }
  }

  /// Adds the stragglers of one cell; returns the nearest point of the last.
  private func add(
    _ group: [NearestSearch.Straggler], to tally: inout OffsetTally, seed: SIMD4<Int32>
  ) -> SIMD4<Int32> {
    let places = group.map { SIMD4($0.place, 0) }
    var box = PointBlocks.Box()
    for place in places { box.merge(place) }
    let middle = nearest(to: places[places.count / 2], seed: seed)
    let bound = places.reduce(0.0) { max($0, square(middle &- $1)) }
    var candidates: [(bound: Double, block: Int)] = []
    for region in blocks.regions where square(box.gap(to: region.box)) <= bound {
      for block in region.start..<region.end {
        let square = square(box.gap(to: blocks.blocks[block].box))
        if square <= bound { candidates.append((square, block)) }
      }
    }
    candidates.sort { $0.bound < $1.bound }
    var before = middle
    for (straggler, place) in zip(group, places) {
      var search = Search(place, middle, square(middle &- place))
      search.take(before, square(before &- place))
      for candidate in candidates {
        guard candidate.bound < search.best else { break }
        walk(candidate.block, &search)
      }
      before = search.nearest
      let offset = before &- place
      tally.add(
        code: straggler.code,
        at: SIMD3(Int(abs(offset.x)), Int(abs(offset.y)), Int(abs(offset.z))))
    }
    return before
  }

  /// The nearest point, from all regions.
  private func nearest(to place: SIMD4<Int32>, seed: SIMD4<Int32>) -> SIMD4<Int32> {
    var search = Search(place, seed, square(seed &- place))
    for region in blocks.regions where square(search.box.gap(to: region.box)) < search.best {
      for block in region.start..<region.end { walk(block, &search) }
    }
    return search.nearest
  }

  /// A point and the nearest one so far.
  private struct Search {
    let place: SIMD4<Int32>
    let box: PointBlocks.Box
    var nearest: SIMD4<Int32>
    var best: Double

    init(_ place: SIMD4<Int32>, _ nearest: SIMD4<Int32>, _ best: Double) {
      (self.place, self.nearest, self.best) = (place, nearest, best)
      box = PointBlocks.Box(first: place, last: place)
    }

    mutating func take(_ point: SIMD4<Int32>, _ square: Double) {
      if square < best { (nearest, best) = (point, square) }
    }
  }

  /// Looks for a nearer point in a block.
  @inline(__always)
  private func walk(_ number: Int, _ search: inout Search) {
    let block = blocks.blocks[number]
    guard square(search.box.gap(to: block.box)) < search.best else { return }
    let place = SIMD4<Float>(search.place)
    var least = SIMD4<Float>(repeating: .infinity)
    blocks.quartets.withUnsafeBufferPointer { quartets in
      for quartet in block.start..<block.end {
        let (i, j, k) = (
          quartets[quartet].i - place.x, quartets[quartet].j - place.y,
          quartets[quartet].k - place.z
        )
        let squares = i * i * weights.x + j * j * weights.y + k * k * weights.z
        least.replace(with: squares, where: squares .< least)
      }
    }
    // Ten times what rounding can do.
    guard Double(least.min()) * (1 - 1e-5) * unit < search.best else { return }
    for quartet in block.start..<block.end {
      let four = blocks.quartets[quartet]
      for lane in 0..<4 {
        let point = SIMD4(Int32(four.i[lane]), Int32(four.j[lane]), Int32(four.k[lane]), 0)
        search.take(point, square(point &- search.place))
      }
    }
  }

  /// mm²: the squares along i, j and k, summed in this order.
  @inline(__always)
  private func square(_ offset: SIMD4<Int32>) -> Double {
    let (i, j, k) = (
      Double(offset.x) * spacing.x, Double(offset.y) * spacing.y, Double(offset.z) * spacing.z
    )
    return i * i + j * j + k * k
  }
}
