/// What the voxels of a probability map sum to: the partial volume in voxels, and first moments.
///
/// The voxels of a row are summed as they come, rows by compensated sums, so that a hundred million
/// small shares lose nothing.
struct ProbabilityTally {
  private(set) var total = CompensatedSum()
  private(set) var i = CompensatedSum()
  private(set) var j = CompensatedSum()
  private(set) var k = CompensatedSum()
  private var row = (total: 0.0, i: 0.0)

  /// Shares of a voxel; beyond by no more than what float32 and scaling round.
  static let range = -1e-6...1.000001

  /// Adds the voxels i … i + count − 1 of the current row, each with the same share.
  mutating func add(_ share: Double, i first: Int, count: Int) {
    row.total += share * Double(count)
    row.i += share * Double(count * first + count * (count - 1) / 2)
  }

  /// Ends the current row, which is row (j, k).
  mutating func endRow(j: Int, k: Int) {
    guard row.total > 0 else { return }
    total.add(row.total)
    i.add(row.i)
    self.j.add(row.total * Double(j))
    self.k.add(row.total * Double(k))
    row = (0, 0)
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
