/// The surface elements of two masks as surface-distance lists them: sorted by distance, those of
/// equal distance by area.
///
/// Native percentiles are taken from exact areas. The program sums rounded ones in this order, and
/// where 95 % of the area is met exactly at a distance, rounding decides whether it gives that
/// distance or the next. This type repeats its every step, so that its number is met there too.
struct SurfelDistances: Hashable, Sendable {
  /// Elements that are alike.
  private struct Group: Hashable, Sendable {
    /// mm.
    let distance: Double
    /// mm² of one.
    let area: Double
    let count: Int
  }

  /// From the reference and from the prediction, ascending.
  private let sides: [[Group]]

  /// - Parameters:
  ///   - spacing: mm between voxels along i, j and k, axes perpendicular.
  ///   - axes: how the program holds the masks.
  init(
    reference: VoxelMask, prediction: VoxelMask, spacing: SIMD3<Double>, axes: ArrayAxes
  ) throws(SurfaceError) {
    let areas = SurfelAreas(spacing: spacing, axes: axes).areas
    let surfaces = try SurfacePoints(reference, prediction, spacing: spacing, model: .corners)
    sides = surfaces.offsets(
      into: SurfelCounts(size: surfaces.size, rows: surfaces.search.rows)
    ) { sink in
      sink.all.map { offset, code, count in
        Group(
          distance: OffsetTally.distance(axes.ordered(offset), axes.ordered(spacing)),
          area: areas[Int(code)], count: count)
      }.sorted { ($0.distance, $0.area) < ($1.distance, $1.area) }
    }
  }

  /// The larger of the two directed percentiles in mm: compute_robust_hausdorff.
  func robustHausdorff(_ percent: Double) -> Double {
    sides.map { Self.percentile(percent, of: $0) }.reduce(0, max)
  }

  /// The first distance at which the running sum of areas, as a share of their sum, gets there;
  /// the last one where rounding lets none.
  private static func percentile(_ percent: Double, of groups: [Group]) -> Double {
    precondition(!groups.isEmpty, "a mask has corners")
    var total = PairwiseSum()
    for group in groups { for _ in 0..<group.count { total.add(group.area) } }
    let (all, wanted) = (total.value, percent / 100)
    var sum = 0.0
    for group in groups {
      for _ in 0..<group.count {
        sum += group.area
        if sum / all >= wanted { return group.distance }
      }
    }
    return groups[groups.count - 1].distance
  }
}

/// How many points have each offset and neighbour code.
private struct SurfelCounts: OffsetSink, Sendable {
  private let size: SIMD3<Int>
  private let numbers: [SIMD2<Int>]
  private var counts: [Int: Int] = [:]

  init(size: SIMD3<Int>, rows: NearRows) {
    self.size = size
    numbers = rows.numbers
  }

  mutating func add(code: UInt8, near place: Int) {
    let offset = numbers[place / 64]
    add(code: code, at: SIMD3(place % 64, offset.x, offset.y))
  }

  mutating func add(code: UInt8, at offset: SIMD3<Int>) {
    let place = (offset.z * size.y + offset.y) * size.x + offset.x
    counts[place * NeighbourCode.count + Int(code), default: 0] += 1
  }

  /// In an order that means nothing.
  var all: [(offset: SIMD3<Int>, code: UInt8, count: Int)] {
    counts.map { key, count in
      let (place, code) = key.quotientAndRemainder(dividingBy: NeighbourCode.count)
      let (rest, i) = place.quotientAndRemainder(dividingBy: size.x)
      let (k, j) = rest.quotientAndRemainder(dividingBy: size.y)
      return (SIMD3(i, j, k), UInt8(code), count)
    }
  }
}
