/// Every voxel for itself: background or one of the labels, by chance and by seed.
///
/// Voxel n takes random number n. Its upper half says whether there is a label (density · 2³² of
/// the 2³² values do), its lower half which: ⌊half · labels / 2³²⌋ + 1.
struct NoisePainter: RowPainter {
  let shape: GridShape
  let labels: Int
  private let numbers: SeededNumbers
  /// Upper halves below this carry a label.
  private let threshold: UInt64

  init(shape: GridShape, labels: Int, density: Double, seed: UInt64) {
    self.shape = shape
    self.labels = labels
    numbers = SeededNumbers(seed: seed, stream: 0)
    threshold = UInt64(density * 0x1p32)
  }

  /// Counts are binomial: n p expected, with standard deviation √(n p (1 − p)).
  var formulas: [PhantomFormula] {
    let share = Double(threshold) * 0x1p-32 / Double(labels)
    let mean = Double(shape.voxelCount) * share
    return Array(
      repeating: .random(mean: mean, deviation: (mean * (1 - share)).squareRoot()), count: labels)
  }

  /// The label of voxel n, i fastest.
  func label(_ n: Int) -> Int {
    let word = numbers.word(UInt64(n))
    guard word >> 32 < threshold else { return 0 }
    return Int(((word & 0xffff_ffff) * UInt64(labels)) >> 32) + 1
  }

  func paint(row j: Int, slice k: Int, into row: inout RunRow) {
    row.removeAll()
    let first = (k * shape.j + j) * shape.i
    for n in first..<(first + shape.i) { row.append(label(n), count: 1) }
  }
}
