/// What the voxels of a probability map sum to: the partial volume in voxels, and first moments.
///
/// Sums are compensated, so that a hundred million small shares lose nothing.
struct ProbabilityTally {
  private(set) var total = CompensatedSum()
  private(set) var i = CompensatedSum()
  private(set) var j = CompensatedSum()
  private(set) var k = CompensatedSum()

  /// Shares of a voxel; beyond by no more than what float32 and scaling round.
  static let range = -1e-6...1.000001

  /// Adds the voxels (i, j, k) … (i + count − 1, j, k), each with the same share.
  mutating func add(_ share: Double, i first: Int, j row: Int, k slice: Int, count: Int) {
    let weight = share * Double(count)
    total.add(weight)
    i.add(share * Double(count * first + count * (count - 1) / 2))
    j.add(weight * Double(row))
    k.add(weight * Double(slice))
  }
}

/// A sum of doubles whose error does not grow with their count (Neumaier 1974,
/// doi:10.1002/zamm.19740540106).
struct CompensatedSum {
  private var sum = 0.0
  private var lost = 0.0

  mutating func add(_ value: Double) {
    let next = sum + value
    lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }

  var value: Double { sum + lost }
}
