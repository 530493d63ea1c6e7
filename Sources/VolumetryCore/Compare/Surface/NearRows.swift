/// The rows around a point that a search looks through, nearest first.
///
/// Law: every row of the frame's box that lies nearer than `limit` is among them, for every point
/// of the box; so a point found at a squared distance of at most `limit` is the nearest one.
struct NearRows: Sendable {
  /// A row (j + dj, k + dk) seen from (j, k).
  struct Row: Hashable, Sendable {
    let dj: Int
    let dk: Int
    /// (dj × spacing)² + (dk × spacing)² in mm², summed in this order.
    let bound: Double
    /// The first of the two squares.
    let squareJ: Double
    /// The second.
    let squareK: Double
    /// Rows with equal |dj| and |dk| share a number.
    let number: Int
  }

  let rows: [Row]
  /// |dj| and |dk| by number.
  let numbers: [SIMD2<Int>]
  /// Squares of 0 … 63 steps along i in mm², and no number for "none within 63".
  let squaresI: [Double]
  /// mm²: what is nearer was looked at.
  let limit: Double

  /// Rows that are looked through. Measured on pairs of livers at 0.78 × 0.78 × 1.5 mm, AMD EPYC:
  /// borders 0.6 mm apart take 2 ms a direction with 64, up to 11 with 32 and 20 with 8, as more
  /// points need the second search; with 128 as long. Borders 9 mm apart take as long with any of
  /// them, within a tenth.
  static let most = 64
  /// Steps along j or k that are looked at: margins need as much.
  private static let farthest = 12

  /// - Parameters:
  ///   - spacing: mm between lattice points along i, j and k.
  ///   - size: lattice points of the box; rows that lie outside of it for every point are left out.
  init(spacing: SIMD3<Double>, size: SIMD3<Int>) {
    let most = SIMD2(min(size.y - 1, Self.farthest), min(size.z - 1, Self.farthest))
    // The nearest row along each axis that is beyond the steps and still in the box.
    var limit = Double.infinity
    if most.x < size.y - 1 { limit = min(limit, Self.square(most.x + 1, spacing.y)) }
    if most.y < size.z - 1 { limit = min(limit, Self.square(most.y + 1, spacing.z)) }
    var all: [Row] = []
    for dk in -most.y...most.y {
      for dj in -most.x...most.x {
        let (squareJ, squareK) = (Self.square(dj, spacing.y), Self.square(dk, spacing.z))
        all.append(
          Row(
            dj: dj, dk: dk, bound: squareJ + squareK, squareJ: squareJ, squareK: squareK, number: 0)
        )
      }
    }
    all.sort { ($0.bound, abs($0.dk), $0.dk, $0.dj) < ($1.bound, abs($1.dk), $1.dk, $1.dj) }
    if all.count > Self.most { limit = min(limit, all[Self.most].bound) }
    var numbers: [SIMD2<Int>] = []
    rows = all.prefix(Self.most).filter { $0.bound < limit }.map { row in
      let steps = SIMD2(abs(row.dj), abs(row.dk))
      let number = numbers.firstIndex(of: steps) ?? numbers.count
      if number == numbers.count { numbers.append(steps) }
      return Row(
        dj: row.dj, dk: row.dk, bound: row.bound, squareJ: row.squareJ, squareK: row.squareK,
        number: number)
    }
    self.numbers = numbers
    squaresI = (0..<64).map { Self.square($0, spacing.x) } + [.infinity]
    // Beyond 63 steps along i no row is looked at.
    self.limit = size.x > 64 ? min(limit, Self.square(64, spacing.x)) : limit
  }

  /// Steps that rows lie away at most: the margin that a frame needs.
  var margin: SIMD2<Int> {
    rows.reduce(.zero) { SIMD2(max($0.x, abs($1.dj)), max($0.y, abs($1.dk))) }
  }

  /// The square of so many steps in mm².
  private static func square(_ steps: Int, _ spacing: Double) -> Double {
    let length = Double(steps) * spacing
    return length * length
  }
}
