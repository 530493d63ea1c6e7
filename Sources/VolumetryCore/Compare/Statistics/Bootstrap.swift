import Glibc

/// How cases are drawn anew: how often, from which seed, for which confidence.
///
/// The generator is SplitMix64 (`SeededNumbers`) in one sequence, so that a seed gives the same
/// intervals on every machine and on any number of cores.
public struct BootstrapPlan: Hashable, Sendable {
  /// Resamples; 10 000 unless chosen.
  public let resamples: Int
  /// Of the generator; 1 unless chosen.
  public let seed: UInt64
  /// 0.95 unless chosen.
  public let confidence: Double

  /// - Parameters:
  ///   - resamples: at least 1.
  ///   - confidence: between 0 and 1.
  public init(resamples: Int = 10_000, seed: UInt64 = 1, confidence: Double = 0.95) {
    precondition(resamples > 0, "at least one resample")
    precondition(confidence > 0 && confidence < 1, "a confidence between 0 and 1")
    self.resamples = resamples
    self.seed = seed
    self.confidence = confidence
  }
}

/// Intervals of any statistic by drawing cases anew with replacement (Efron 1979,
/// doi:10.1214/aos/1176344552).
///
/// In words: as often as the plan says, draw as many cases as there are, a case as often as chance
/// will, and take the statistic of what was drawn; the percentile interval lies between two
/// quantiles of these values (type 7); the BCa interval (Efron 1987, doi:10.2307/2289144) moves
/// these quantiles by how far the estimate lies from the median of the values, ties counted half,
/// and by the skewness that leaving out each case in turn shows.
///
/// Where one case gives several rows (lesions of one liver), all rows of a case are drawn together,
/// for they are not independent.
///
/// Cost: one evaluation a resample, and one a case for BCa.
public struct Bootstrap: Hashable, Sendable {
  /// The statistic of the sample itself.
  public let estimate: Double
  /// Between two quantiles of the resampled values.
  public let percentile: Statistic<ConfidenceInterval>
  /// Corrected for bias and skewness; undefined where these have no value.
  public let correctedPercentile: Statistic<ConfidenceInterval>
  /// Standard deviation of the resampled values; nil where `percentile` is undefined.
  public let standardError: Double?

  /// Intervals of a statistic of rows.
  ///
  /// - Parameters:
  ///   - rows: how many there are.
  ///   - groups: the case of every row, any words; nil where every row is a case of its own.
  ///   - statistic: of the rows that are given by number, a row as often as it was drawn; nil where
  ///     it is undefined.
  /// - Throws: `tooFewCases` for fewer than two cases, `undefinedStatistic` where the sample itself
  ///   has none.
  public init(
    rows: Int, groups: [String]? = nil, plan: BootstrapPlan = BootstrapPlan(),
    statistic: (_ rows: [Int]) -> Double?
  ) throws(StatisticGap) {
    precondition(groups.map { $0.count == rows } ?? true, "a group for every row")
    try self.init(
      cases: CaseRows(rows: rows, groups: groups), plan: plan, statistic: statistic)
  }

  /// Intervals of a statistic of values, one a case; it is given its values sorted.
  ///
  /// The order of the values changes nothing. Values must be finite.
  public init(
    _ values: [Double], plan: BootstrapPlan = BootstrapPlan(),
    statistic: (_ sorted: [Double]) -> Double?
  ) throws(StatisticGap) {
    if let index = values.firstIndex(where: { !$0.isFinite }) { throw .notFinite(index: index) }
    let sorted = values.sorted()
    try self.init(cases: CaseRows(rows: sorted.count, groups: nil), plan: plan) { rows in
      statistic(rows.map { sorted[$0] })
    }
  }

  private init(
    cases: CaseRows, plan: BootstrapPlan, statistic: (_ rows: [Int]) -> Double?
  ) throws(StatisticGap) {
    guard cases.count > 1 else { throw .tooFewCases(found: cases.count, expected: 2) }
    guard let estimate = statistic(cases.rows), estimate.isFinite else {
      throw .undefinedStatistic
    }
    self.estimate = estimate
    let drawn = Self.resample(cases, plan: plan, statistic: statistic)
    let undefined = drawn.count { !$0.isFinite }
    guard undefined == 0 else {
      percentile = .failure(.undefinedResamples(undefined))
      correctedPercentile = .failure(.undefinedResamples(undefined))
      standardError = nil
      return
    }
    let values = drawn.sorted()
    guard !values.isConstant else {
      percentile = .failure(.noScatter)
      correctedPercentile = .failure(.noScatter)
      standardError = nil
      return
    }
    let tail = (1 - plan.confidence) / 2
    percentile = Self.interval(values, from: tail, to: 1 - tail, confidence: plan.confidence)
    standardError = values.variance.squareRoot()
    let jackknife = Self.leavingOutEach(cases, statistic: statistic)
    correctedPercentile = Self.corrected(
      values, estimate: estimate, jackknife: jackknife, confidence: plan.confidence)
  }

  /// The statistic of every resample; what has none is infinite.
  ///
  /// Drawn cases are counted and then listed in order: a statistic of sorted values gets them
  /// sorted, and no sum depends on the order of drawing.
  private static func resample(
    _ cases: CaseRows, plan: BootstrapPlan, statistic: (_ rows: [Int]) -> Double?
  ) -> [Double] {
    var draws = CaseDraws(cases: cases.count, seed: plan.seed)
    var rows: [Int] = []
    return (0..<plan.resamples).map { _ in
      draws.draw()
      rows.removeAll(keepingCapacity: true)
      for (index, times) in draws.times.enumerated() where times > 0 {
        cases.append(index, times: times, to: &rows)
      }
      return statistic(rows) ?? .infinity
    }
  }

  /// The statistic without each case in turn; what has none is infinite.
  private static func leavingOutEach(
    _ cases: CaseRows, statistic: (_ rows: [Int]) -> Double?
  ) -> [Double] {
    var kept: [Int] = []
    return (0..<cases.count).map { left in
      kept.removeAll(keepingCapacity: true)
      kept += cases.rows[..<cases[left].startIndex]
      kept += cases.rows[cases[left].endIndex...]
      return statistic(kept) ?? .infinity
    }
  }

  /// Efron 1987: z₀ of the share of values below the estimate, a of the skewness of the jackknife.
  private static func corrected(
    _ values: [Double], estimate: Double, jackknife: [Double], confidence: Double
  ) -> Statistic<ConfidenceInterval> {
    let undefined = jackknife.count { !$0.isFinite }
    guard undefined == 0 else { return .failure(.undefinedResamples(undefined)) }
    let below = values.count { $0 < estimate }
    let equal = values.count { $0 == estimate }
    let share = (Double(below) + Double(equal) / 2) / Double(values.count)
    guard share > 0, share < 1, !jackknife.isConstant else {
      return .failure(.correctionUndefined)
    }
    let bias = Distribution.normalQuantile(share)
    let mean = jackknife.mean
    let cubes = jackknife.reduce(0) { $0 + (mean - $1) * (mean - $1) * (mean - $1) }
    let squares = jackknife.reduce(0) { $0 + (mean - $1) * (mean - $1) }
    let acceleration = cubes / (6 * squares * squares.squareRoot())
    let z = Distribution.normalQuantile((1 - confidence) / 2)
    func level(_ z: Double) -> Double? {
      let moved = bias + z
      let divisor = 1 - acceleration * moved
      // At 0 and below the correction has passed its pole and means nothing.
      return divisor > 0 ? Distribution.normal(below: bias + moved / divisor) : nil
    }
    guard let low = level(z), let high = level(-z), low.isFinite, high.isFinite, low <= high else {
      return .failure(.correctionUndefined)
    }
    return interval(values, from: low, to: high, confidence: confidence)
  }

  /// Between two quantiles; where they are one, an interval would claim a certainty that is not
  /// there.
  private static func interval(
    _ values: [Double], from low: Double, to high: Double, confidence: Double
  ) -> Statistic<ConfidenceInterval> {
    let (lower, upper) = (values.quantile(low), values.quantile(high))
    guard lower < upper else { return .failure(.collapsedInterval) }
    return .success(ConfidenceInterval(lower: lower, upper: upper, confidence: confidence))
  }
}

/// The rows of each case, cases in the order of their first row.
private struct CaseRows {
  /// All rows, those of one case together.
  let rows: [Int]
  /// Where each case begins in `rows`, and the end.
  private let starts: [Int]

  /// How many cases there are.
  var count: Int { starts.count - 1 }
  /// The rows of one case.
  subscript(index: Int) -> ArraySlice<Int> { rows[starts[index]..<starts[index + 1]] }

  /// Appends the rows of a case as often as it was drawn: row by row, in a third of the time that
  /// slices take.
  func append(_ index: Int, times: Int, to drawn: inout [Int]) {
    let (start, end) = (starts[index], starts[index + 1])
    for _ in 0..<times {
      for place in start..<end { drawn.append(rows[place]) }
    }
  }

  init(rows count: Int, groups: [String]?) {
    guard let groups else {
      rows = Array(0..<count)
      starts = Array(0...count)
      return
    }
    var places: [String: Int] = [:]
    var cases: [[Int]] = []
    for (row, group) in groups.enumerated() {
      if let place = places[group] {
        cases[place].append(row)
      } else {
        places[group] = cases.count
        cases.append([row])
      }
    }
    rows = cases.flatMap(\.self)
    starts = cases.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1.count) }
  }
}

/// Draws of as many cases as there are, with replacement, one resample after the other.
struct CaseDraws {
  /// How often each case was drawn last; they add up to their number.
  private(set) var times: [Int]
  private var numbers: SeededNumbers

  init(cases: Int, seed: UInt64) {
    times = [Int](repeating: 0, count: cases)
    numbers = SeededNumbers(seed: seed)
  }

  /// Draws the next resample.
  mutating func draw() {
    for index in times.indices { times[index] = 0 }
    for _ in times.indices { times[numbers.below(times.count)] += 1 }
  }
}
