import Glibc

/// A curve of growth that slows down, through three or more scans: F(t) = F₀ + A·(1 − e^(−k·t)),
/// t in days since stage 1.
///
/// **Exploratory.** The curve is this program's choice, not a published one, and nothing is decided
/// by it. It assumes that nothing grew before stage 1, so that the last scan before it stands on
/// day 0, and that each volume scatters by its own standard deviation.
///
/// The standard errors are those of the linearised model, from (JᵀWJ)⁻¹ with the stated deviations
/// as weights; they are not made smaller or larger by how well the curve fits.
public struct SaturatingGrowth: Hashable, Sendable {
  /// F₀: volume on the day of stage 1, mL, with its standard error.
  public let start: UncertainValue
  /// A: what is gained in the end, mL.
  public let gain: UncertainValue
  /// k, per day.
  public let ratePerDay: UncertainValue
  /// F₀ + A: where the curve ends, mL.
  public let plateau: UncertainValue
  /// ln 2/k: days in which half of the gain is reached.
  public let halfTimeDays: UncertainValue
  /// Sum of the squared residuals, each divided by its deviation.
  public let chiSquared: Double
  /// Points the curve was drawn through.
  public let points: Int

  /// Points beyond the three numbers of the curve; with 0 it goes through every point.
  public var degreesOfFreedom: Int { points - Self.parameters }

  /// Whether the data hardly say how fast growth slows: the standard error of k is more than half
  /// of it. Ours.
  public var isPoorlyDetermined: Bool {
    ratePerDay.sd.map { $0 > Self.loosestShare * ratePerDay.value } ?? true
  }

  /// A volume on a day since stage 1; the scan before it stands on day 0.
  public struct Point: Hashable, Sendable {
    /// Whole days since stage 1, not negative.
    public let day: Int
    /// The remnant with its scatter.
    public let flr: MeasuredVolume

    /// A remnant and its day.
    public init(day: Int, flr: MeasuredVolume) {
      self.day = day
      self.flr = flr
    }
  }

  /// Why there is no curve.
  public enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// Fewer than three different days.
    case tooFewDays(Int)
    /// A day before stage 1, or a volume that is none.
    case notAPoint
    /// A volume without a deviation above 0 cannot be weighed.
    case noDeviation
    /// The remnant does not grow.
    case noGrowth
    /// Growth does not slow within the days that were seen.
    case notSaturating
    /// Growth was over before the first scan after stage 1.
    case overBeforeFirstScan
    /// The search found no curve, or the data leave its numbers open.
    case noConvergence

    /// One line, as it is printed.
    public var description: String {
      switch self {
      case .tooFewDays(let count): "scans of \(count) days, expected 3 or more"
      case .notAPoint: "a scan has no volume or lies before stage 1"
      case .noDeviation: "the flr has no standard deviation to be weighed by"
      case .noGrowth: "the flr does not grow"
      case .notSaturating: "growth does not slow down within the days that were scanned"
      case .overBeforeFirstScan: "growth was over before the first scan after stage 1"
      case .noConvergence: "no curve is determined by these scans"
      }
    }
  }

  /// Draws the curve with the smallest weighted sum of squares.
  public init(_ points: [Point]) throws(Refusal) {
    let days = Set(points.map(\.day)).sorted()
    guard days.count >= Self.parameters else { throw .tooFewDays(days.count) }
    let data = try SaturationData(points)
    guard let last = days.last, let first = days.first(where: { $0 > 0 }) else { throw .notAPoint }
    // Slower, and less than half of the gain lies within the days seen; faster, and a thousandth of
    // it was left at the first scan.
    let slowest = log(2) / Double(last)
    let fastest = log(Self.allButAll) / Double(first)
    let rate = try data.bestRate(in: slowest...fastest)
    let line = data.line(rate)
    guard line.gain > 0 else { throw .noGrowth }
    guard let covariance = data.covariance(rate, gain: line.gain) else { throw .noConvergence }
    let half = log(2) / rate
    let errors = covariance.errors
    start = UncertainValue(line.start, sd: errors.start)
    gain = UncertainValue(line.gain, sd: errors.gain)
    ratePerDay = UncertainValue(rate, sd: errors.rate)
    plateau = UncertainValue(line.start + line.gain, sd: covariance.errorOfPlateau)
    halfTimeDays = UncertainValue(half, sd: half / rate * errors.rate)
    chiSquared = line.chiSquared
    self.points = points.count
    guard [start, gain, ratePerDay, plateau, halfTimeDays].allSatisfy({ $0.finite != nil }) else {
      throw .noConvergence
    }
  }

  /// F₀, A and k.
  private static let parameters = 3
  private static let loosestShare = 0.5
  /// Growth counts as over where less than one part in this many is left. Ours.
  private static let allButAll = 1000.0
}

/// Days, volumes and weights of the points.
private struct SaturationData {
  private let rows: [(day: Double, volume: Double, weight: Double)]

  init(_ points: [SaturatingGrowth.Point]) throws(SaturatingGrowth.Refusal) {
    var rows: [(day: Double, volume: Double, weight: Double)] = []
    for point in points {
      let volume = point.flr.volume.value
      guard point.day >= 0, volume.isFinite, volume >= 0 else { throw .notAPoint }
      guard let sd = point.flr.sd?.value, sd > 0, sd.isFinite else { throw .noDeviation }
      rows.append((Double(point.day), volume, 1 / (sd * sd)))
    }
    self.rows = rows
  }

  struct Line {
    let start: Double
    let gain: Double
    let chiSquared: Double
    /// Σ w·r·A·t·e^(−k·t), minus half the slope of χ² along k: above 0 a larger k fits better.
    let pull: Double
  }

  /// With k fixed the model is a straight line in 1 − e^(−k·t), which has one best answer.
  func line(_ rate: Double) -> Line {
    let grown = rows.map { -expm1(-rate * $0.day) }
    let total = rows.reduce(0) { $0 + $1.weight }
    let meanVolume = rows.reduce(0) { $0 + $1.weight * $1.volume } / total
    let meanGrown = zip(rows, grown).reduce(0) { $0 + $1.0.weight * $1.1 } / total
    var (covariance, variance) = (0.0, 0.0)
    for (row, grown) in zip(rows, grown) {
      covariance += row.weight * (grown - meanGrown) * (row.volume - meanVolume)
      variance += row.weight * (grown - meanGrown) * (grown - meanGrown)
    }
    let gain = covariance / variance
    let start = meanVolume - gain * meanGrown
    var (chiSquared, pull) = (0.0, 0.0)
    for (row, grown) in zip(rows, grown) {
      let residual = row.volume - start - gain * grown
      chiSquared += row.weight * residual * residual
      pull += row.weight * residual * gain * row.day * exp(-rate * row.day)
    }
    return Line(start: start, gain: gain, chiSquared: chiSquared, pull: pull)
  }

  /// The k of the smallest χ²: the best of a fine grid, then the place between its neighbours at
  /// which χ² neither falls nor rises. A best k at an end of the range is none.
  func bestRate(in range: ClosedRange<Double>) throws(SaturatingGrowth.Refusal) -> Double {
    let step = log(range.upperBound / range.lowerBound) / Double(Self.gridSteps)
    let grid = (0...Self.gridSteps).map { range.lowerBound * exp(step * Double($0)) }
    let sums = grid.map { line($0).chiSquared }
    guard let best = sums.indices.min(by: { sums[$0] < sums[$1] }) else { throw .noConvergence }
    guard line(grid[best]).gain > 0 else { throw .noGrowth }
    guard best > 0 else { throw .notSaturating }
    guard best < Self.gridSteps else { throw .overBeforeFirstScan }
    var (low, high) = (grid[best - 1], grid[best + 1])
    guard line(low).pull >= 0, line(high).pull <= 0 else { throw .noConvergence }
    for _ in 0..<Self.halvings {
      let middle = (low + high) / 2
      if line(middle).pull > 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  /// (JᵀWJ)⁻¹ with the columns 1, 1 − e^(−k·t) and A·t·e^(−k·t).
  func covariance(_ rate: Double, gain: Double) -> SaturationCovariance? {
    var sums = [[Double]](repeating: [0, 0, 0], count: 3)
    for row in rows {
      let slopes = [1, -expm1(-rate * row.day), gain * row.day * exp(-rate * row.day)]
      for i in 0..<3 {
        for j in 0..<3 { sums[i][j] += row.weight * slopes[i] * slopes[j] }
      }
    }
    return SaturationCovariance(information: sums)
  }

  private static let gridSteps = 400
  /// Halves an interval of two grid steps to the last bit.
  private static let halvings = 80
}

/// Covariance of F₀, A and k.
private struct SaturationCovariance {
  let errors: (start: Double, gain: Double, rate: Double)
  let errorOfPlateau: Double

  /// Inverts JᵀWJ after its diagonal was scaled to 1, for F₀ and k differ by orders of magnitude.
  /// Nil where it is singular.
  init?(information: [[Double]]) {
    let scale = (0..<3).map { information[$0][$0].squareRoot() }
    guard scale.allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    let a = information[0][1] / (scale[0] * scale[1])
    let b = information[0][2] / (scale[0] * scale[2])
    let c = information[1][2] / (scale[1] * scale[2])
    let determinant = 1 + 2 * a * b * c - a * a - b * b - c * c
    guard determinant > Self.singular else { return nil }
    let start = (1 - c * c) / determinant / (scale[0] * scale[0])
    let gain = (1 - b * b) / determinant / (scale[1] * scale[1])
    let rate = (1 - a * a) / determinant / (scale[2] * scale[2])
    let startAndGain = (b * c - a) / determinant / (scale[0] * scale[1])
    errors = (start.squareRoot(), gain.squareRoot(), rate.squareRoot())
    errorOfPlateau = max(0, start + gain + 2 * startAndGain).squareRoot()
  }

  private static let singular = 1e-12
}
