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
/// 1. Blocks and points are looked at by fours in single precision, and in double only where they
///    come within a part in 10⁵ of the best: ten times what rounding can do.
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

  /// Gives the offsets of stragglers to their nearest points to a sink.
  func visit<Sink: OffsetSink>(_ stragglers: [NearestSearch.Straggler], into sink: inout Sink) {
    var starts = [Int](repeating: 0, count: cells.count + 1)
    for straggler in stragglers { starts[cells.cell(of: straggler.place) + 1] += 1 }
    for cell in 0..<cells.count { starts[cell + 1] += starts[cell] }
    let sorted = [NearestSearch.Straggler](unsafeUninitializedCapacity: stragglers.count) {
      buffer, count in
      var next = starts
      for straggler in stragglers {
        let cell = cells.cell(of: straggler.place)
        buffer.initializeElement(at: next[cell], to: straggler)
        next[cell] += 1
      }
      count = stragglers.count
    }
    let first = blocks.quartets[0]
    var seed = SIMD4(Int32(first.i[0]), Int32(first.j[0]), Int32(first.k[0]), 0)
    for cell in 0..<cells.count where starts[cell] < starts[cell + 1] {
      seed = add(sorted[starts[cell]..<starts[cell + 1]], to: &sink, seed: seed)
    }
  }

  /// Adds the stragglers of one cell; returns the nearest point of the last.
  private func add<Sink: OffsetSink>(
    _ group: ArraySlice<NearestSearch.Straggler>, to sink: inout Sink, seed: SIMD4<Int32>
  ) -> SIMD4<Int32> {
    let places = group.map(\.place)
    var box = PointBlocks.Box()
    for place in places { box.merge(place) }
    let middle = nearest(to: places[places.count / 2], seed: seed)
    let bound = places.reduce(0.0) { max($0, square(middle &- $1)) }
    let candidates = candidates(near: box, bound)
    var before = middle
    for (straggler, place) in zip(group, places) {
      var search = Search(place, middle, square(middle &- place))
      search.take(before, square(before &- place))
      for four in candidates {
        guard four.bound < search.best else { break }
        let isNear = four.squares(from: search.exactPlace, weights) .< search.limit(unit)
        for lane in 0..<4 where isNear[lane] { walk(Int(four.blocks[lane]), &search) }
      }
      before = search.nearest
      let offset = before &- place
      sink.add(
        code: straggler.code,
        at: SIMD3(Int(abs(offset.x)), Int(abs(offset.y)), Int(abs(offset.z))))
    }
    return before
  }

  /// The blocks within a squared distance of a box, nearest first, by fours.
  private func candidates(near box: PointBlocks.Box, _ bound: Double) -> [FourBlocks] {
    var all: [(bound: Double, block: Int)] = []
    for region in blocks.regions where square(box.gap(to: region.box)) <= bound {
      for block in region.start..<region.end {
        let square = square(box.gap(to: blocks.blocks[block].box))
        if square <= bound { all.append((square, block)) }
      }
    }
    all.sort { ($0.bound, $0.block) < ($1.bound, $1.block) }
    return stride(from: 0, to: all.count, by: 4).map { start in
      var four = FourBlocks(bound: all[start].bound)
      for lane in 0..<min(4, all.count - start) {
        four.set(lane, all[start + lane].block, blocks.blocks[all[start + lane].block].box)
      }
      return four
    }
  }

  /// Four blocks side by side; a lane without one is infinitely far.
  private struct FourBlocks {
    /// mm²: none is nearer to the cell's stragglers.
    let bound: Double
    var blocks = SIMD4<Int32>.zero
    private var first = nowhere
    private var last = nowhere

    private static let nowhere = PointBlocks.Quartet(
      i: SIMD4(repeating: .infinity), j: SIMD4(repeating: .infinity),
      k: SIMD4(repeating: .infinity))

    init(bound: Double) { self.bound = bound }

    mutating func set(_ lane: Int, _ block: Int, _ box: PointBlocks.Box) {
      blocks[lane] = Int32(block)
      first.set(lane, box.first)
      last.set(lane, box.last)
    }

    /// About the squared distances from a point to the boxes.
    @inline(__always)
    func squares(from place: SIMD4<Float>, _ weights: SIMD4<Float>) -> SIMD4<Float> {
      let i = Self.gap(first.i - place.x, place.x - last.i)
      let j = Self.gap(first.j - place.y, place.y - last.j)
      let k = Self.gap(first.k - place.z, place.z - last.k)
      return i * i * weights.x + j * j * weights.y + k * k * weights.z
    }

    @inline(__always)
    private static func gap(_ before: SIMD4<Float>, _ behind: SIMD4<Float>) -> SIMD4<Float> {
      var gap = before
      gap.replace(with: behind, where: behind .> before)
      gap.replace(with: 0, where: gap .< 0)
      return gap
    }
  }

  /// The nearest point, from all regions.
  private func nearest(to place: SIMD4<Int32>, seed: SIMD4<Int32>) -> SIMD4<Int32> {
    var search = Search(place, seed, square(seed &- place))
    let box = PointBlocks.Box(first: place, last: place)
    for region in blocks.regions where square(box.gap(to: region.box)) < search.best {
      for block in region.start..<region.end
      where square(box.gap(to: blocks.blocks[block].box)) < search.best {
        walk(block, &search)
      }
    }
    return search.nearest
  }

  /// A point and the nearest one so far.
  private struct Search {
    let place: SIMD4<Int32>
    let exactPlace: SIMD4<Float>
    var nearest: SIMD4<Int32>
    var best: Double

    init(_ place: SIMD4<Int32>, _ nearest: SIMD4<Int32>, _ best: Double) {
      (self.place, self.nearest, self.best) = (place, nearest, best)
      exactPlace = SIMD4<Float>(place)
    }

    @inline(__always)
    mutating func take(_ point: SIMD4<Int32>, _ square: Double) {
      if square < best { (nearest, best) = (point, square) }
    }

    /// What a square in single precision must be below to be worth a look in double: ten times
    /// what rounding can do is added.
    @inline(__always)
    func limit(_ unit: Double) -> SIMD4<Float> {
      SIMD4(repeating: Float(best / unit * (1 + 1e-5)).nextUp)
    }
  }

  /// Looks for a nearer point in a block.
  @inline(__always)
  private func walk(_ number: Int, _ search: inout Search) {
    let block = blocks.blocks[number]
    let place = search.exactPlace
    blocks.quartets.withUnsafeBufferPointer { quartets in
      var limit = search.limit(unit)
      for quartet in block.start..<block.end {
        let four = quartets[quartet]
        let (i, j, k) = (four.i - place.x, four.j - place.y, four.k - place.z)
        let squares = i * i * weights.x + j * j * weights.y + k * k * weights.z
        let isNear = squares .< limit
        guard any(isNear) else { continue }
        for lane in 0..<4 where isNear[lane] {
          let point = SIMD4(Int32(four.i[lane]), Int32(four.j[lane]), Int32(four.k[lane]), 0)
          search.take(point, square(point &- search.place))
        }
        limit = search.limit(unit)
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
