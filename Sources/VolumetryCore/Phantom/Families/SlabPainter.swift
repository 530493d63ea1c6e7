/// `slanted-slabs`: layers between parallel planes that no axis meets at a right angle.
///
/// Voxel i, j, k lies at height h = 5 i + 3 j + 2 k + o, o an offset of the seed. With a period p
/// and a thickness t = round(p density), layer n = ⌊h/p⌋ holds the voxels with h − n p < t and
/// carries label n mod labels + 1. From row to row a border moves by 3/5 of a voxel: by one, one,
/// none, …
struct SlabPainter: RowPainter {
  private let shape: GridShape
  private let labels: Int
  let period: Int
  let thickness: Int
  let offset: Int

  private static let slope = (i: 5, j: 3, k: 2)
  private static let periods = 24

  init(shape: GridShape, labels: Int, density: Double, seed: UInt64) {
    self.shape = shape
    self.labels = labels
    let heights = Self.slope.i * shape.i + Self.slope.j * shape.j + Self.slope.k * shape.k
    period = max(4, heights / Self.periods)
    thickness = min(period, max(1, Int((Double(period) * density).rounded())))
    var numbers = SeededNumbers(seed: seed, stream: 8)
    offset = numbers.below(period)
  }

  /// Exact: how many voxels lie at each height is known without looking at one.
  ///
  /// Heights along one axis are a comb; adding an axis adds combs (a convolution with one that has
  /// n teeth s apart), which a running sum does in a step a height.
  var formulas: [PhantomFormula] {
    var counts = [1]
    for (slope, size) in [
      (Self.slope.i, shape.i), (Self.slope.j, shape.j), (Self.slope.k, shape.k),
    ] {
      var wider = [Int](repeating: 0, count: counts.count + slope * (size - 1))
      for height in wider.indices {
        if height < counts.count { wider[height] += counts[height] }
        if height >= slope { wider[height] += wider[height - slope] }
        let left = height - slope * size
        if counts.indices.contains(left) { wider[height] -= counts[left] }
      }
      counts = wider
    }
    var voxels = [Int](repeating: 0, count: labels)
    for (height, count) in counts.enumerated() where label(at: height + offset) > 0 {
      voxels[label(at: height + offset) - 1] += count
    }
    return voxels.map { .voxels($0) }
  }

  private func label(at height: Int) -> Int {
    height % period < thickness ? 1 + height / period % labels : 0
  }

  func paint(row j: Int, slice k: Int, into row: inout RunRow) {
    row.removeAll()
    let slope = Self.slope.i
    var i = 0
    while i < shape.i {
      let height = slope * i + Self.slope.j * j + Self.slope.k * k + offset
      let place = height % period
      let end = place < thickness ? thickness : period
      // The first voxel at or above the border.
      let count = min(shape.i - i, (end - place + slope - 1) / slope)
      row.append(label(at: height), count: count)
      i += count
    }
  }
}
