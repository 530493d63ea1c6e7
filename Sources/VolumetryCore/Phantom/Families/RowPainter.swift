/// What knows the labels of a family's voxels: row after row, each as a few runs.
protocol RowPainter: Sendable {
  /// What is known of labels 1, 2, … without painting a voxel.
  var formulas: [PhantomFormula] { get }

  /// Paints row j of slice k, its voxels along i; `row` holds nothing else afterwards.
  ///
  /// - Parameter row: any content, so that its memory is used again.
  mutating func paint(row j: Int, slice k: Int, into row: inout RunRow)
}

/// What a formula says of a label, in voxels of the scan (fractions for a curved solid).
enum PhantomFormula: Hashable, Sendable {
  /// So many voxels, neither more nor less.
  case voxels(Int)
  /// A volume that voxels only approximate: of so many solids, with the variance that each run of
  /// voxels adds to their count.
  case solids(volume: Double, count: Int, variancePerRun: Double)
  /// The expectation of a random count and its standard deviation.
  case random(mean: Double, deviation: Double)
}

/// Where the voxels of a scan lie in the frame that solids are given in: u along i, v along j, w
/// along k, in mm of that frame, the middle of the scan at the origin.
///
/// A family gives its solids in a frame of a fixed extent, which every scan fills: the anatomy is
/// stretched to the field of view, and its share of the voxels does not depend on shape or spacing.
struct ScanFrame: Hashable, Sendable {
  let shape: GridShape
  /// The centre of voxel 0, 0, 0.
  let first: SIMD3<Double>
  /// To the next voxel; positive.
  let step: SIMD3<Double>

  /// - Parameter extent: of the whole scan in mm of the frame.
  init(shape: GridShape, extent: SIMD3<Double>) {
    self.shape = shape
    step = extent / SIMD3(Double(shape.i), Double(shape.j), Double(shape.k))
    first = (step - extent) / 2
  }

  /// Volume of a voxel in mm³ of the frame.
  var voxel: Double { step.x * step.y * step.z }

  /// The variance of how many voxel centres a solid holds, over all places that it can have, for
  /// each row that meets it; 0.267 where voxels are cubes.
  ///
  /// By Poisson's formula the variance is Σ |f(ξ)|² / voxel² over the lattice of all frequencies
  /// ξ = (l/x, m/y, n/z) but 0, where x, y, z are the steps and f is the Fourier transform of the
  /// solid (Kendall 1948). Of a ball of radius r far larger than a voxel |f|² is r² / (2 π² |ξ|⁴)
  /// in the mean, and π r² / (y z) rows meet it. Solids that are round in their frame do not differ
  /// much.
  var variancePerRun: Double {
    var sum = 0.0
    let reach = Self.frequencies
    for n in -reach...reach {
      for m in -reach...reach {
        for l in -reach...reach where (l, m, n) != (0, 0, 0) {
          let frequency = SIMD3(Double(l), Double(m), Double(n)) / step
          let square = (frequency * frequency).sum()
          sum += 1 / (square * square)
        }
      }
    }
    return sum / (2 * .pi * .pi * .pi * step.x * step.x * step.y * step.z)
  }

  /// What lies beyond adds less than a tenth.
  private static let frequencies = 8

  /// The voxels of a row of which the chord holds the centre, when the row is moved along u.
  ///
  /// The ends are guessed by a division and then moved until they agree with the comparison of the
  /// voxel's own centre, so rounding in the guess cannot misplace a voxel.
  func columns(in chord: ClosedRange<Double>, movedBy shift: Double) -> Range<Int> {
    let (low, high) = (chord.lowerBound, chord.upperBound)
    func clamped(_ position: Double) -> Int {
      Int(min(Double(shape.i), max(0, position)))
    }
    // `shift` moves the solid, so the voxel centre that meets it lies at −shift in its frame.
    func centre(_ i: Int) -> Double { first.x - shift + Double(i) * step.x }
    var from = clamped(((low - first.x + shift) / step.x).rounded(.up))
    var to = clamped(((high - first.x + shift) / step.x).rounded(.down) + 1)
    while from > 0, centre(from - 1) >= low { from -= 1 }
    while to < shape.i, centre(to) <= high { to += 1 }
    while from < to, centre(from) < low { from += 1 }
    while from < to, centre(to - 1) > high { to -= 1 }
    return from..<max(from, to)
  }
}
