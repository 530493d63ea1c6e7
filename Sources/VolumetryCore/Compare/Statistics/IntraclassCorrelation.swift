/// Intraclass correlation: the share of the scatter that lies between cases, not between those who
/// measured them (McGraw and Wong 1996, doi:10.1037/1082-989X.1.1.30; Shrout and Fleiss 1979,
/// doi:10.1037/0033-2909.86.2.420).
public struct IntraclassCorrelation: Hashable, Sendable {
  /// Which of the six: what counts as an error, and of how many raters the mean is used.
  public enum Form: String, Hashable, Sendable, CaseIterable {
    /// Every case has raters of its own: all differences within a case are errors.
    case oneWaySingle = "ICC(1,1)"
    /// The same raters for all cases; that one of them measures more is an error.
    case agreementSingle = "ICC(A,1)"
    /// The same raters; that one of them measures more by a constant is none.
    case consistencySingle = "ICC(C,1)"
    /// Of the mean of all raters.
    case oneWayAverage = "ICC(1,k)"
    case agreementAverage = "ICC(A,k)"
    case consistencyAverage = "ICC(C,k)"
  }

  /// One coefficient with its test against 0 and its interval.
  public struct Coefficient: Hashable, Sendable {
    /// At most 1; below 0 where raters differ more than cases; nil where the variances leave
    /// nothing to divide by.
    public let value: Double?
    /// The F ratio and its degrees of freedom; nil where the raters never differ, which makes it
    /// infinite, and then there is no p and no interval.
    public let f: Double?
    public let numeratorDegrees: Int
    public let denominatorDegrees: Int
    /// P(F ≥ f) if the coefficient were 0.
    public let p: Double?
    /// After table 7 of the paper; nil too where its formula has a pole.
    public let interval: ConfidenceInterval?
  }

  /// The forms in the order of `Form`.
  public let coefficients: [Coefficient]
  /// How many cases and raters there are.
  public let cases: Int
  public let raters: Int

  /// One of the six.
  public subscript(form: Form) -> Coefficient {
    coefficients[Form.allCases.firstIndex(of: form)!]
  }

  /// From a complete table.
  ///
  /// - Parameter rows: the values of every case, one a rater, all in one unit; the order of the
  ///   cases changes nothing.
  /// - Throws: `tooFewCases` and `tooFewRaters` below two, `notFinite` with the number of the row,
  ///   `noScatter` where all values are one.
  public init(_ rows: [[Double]], confidence: Double = 0.95) throws(StatisticGap) {
    guard rows.count > 1 else { throw .tooFewCases(found: rows.count, expected: 2) }
    let raters = rows[0].count
    precondition(rows.allSatisfy { $0.count == raters }, "a value of every rater for every case")
    guard raters > 1 else { throw .tooFewRaters(found: raters, expected: 2) }
    if let index = rows.firstIndex(where: { !$0.allSatisfy(\.isFinite) }) {
      throw .notFinite(index: index)
    }
    let squares = MeanSquares(rows.sorted { $0.lexicographicallyPrecedes($1) })
    guard squares.cases > 0 || squares.within > 0 else { throw .noScatter }
    cases = rows.count
    self.raters = raters
    coefficients = Form.allCases.map { squares.coefficient($0, confidence) }
  }
}

/// The mean squares of the analysis of variance of cases by raters.
private struct MeanSquares {
  /// Cases n and raters k.
  let n: Double
  let k: Double
  /// Between cases, between raters, what is left, and all within cases.
  let cases: Double
  let raters: Double
  let residual: Double
  let within: Double

  init(_ rows: [[Double]]) {
    n = Double(rows.count)
    k = Double(rows[0].count)
    let ofCases = rows.map(\.mean)
    let ofRaters = rows[0].indices.map { rater in rows.map { $0[rater] }.mean }
    let grand = ofCases.mean
    var left = 0.0
    for (row, mean) in zip(rows, ofCases) {
      for (value, rater) in zip(row, ofRaters) {
        let error = value - mean - rater + grand
        left += error * error
      }
    }
    let betweenRaters = n * ofRaters.squaresAboutMean
    // What rounding alone leaves is nothing.
    let total = k * ofCases.squaresAboutMean + betweenRaters
    if left < 1e-24 * total { left = 0 }
    cases = k * ofCases.squaresAboutMean / (n - 1)
    raters = betweenRaters / (k - 1)
    residual = left / ((n - 1) * (k - 1))
    within = (left + betweenRaters) / (n * (k - 1))
  }

  func coefficient(
    _ form: IntraclassCorrelation.Form, _ confidence: Double
  ) -> IntraclassCorrelation.Coefficient {
    let isOneWay = form == .oneWaySingle || form == .oneWayAverage
    let error = isOneWay ? within : residual
    let (above, below) = (n - 1, isOneWay ? n * (k - 1) : (n - 1) * (k - 1))
    let f = error > 0 ? cases / error : nil
    return IntraclassCorrelation.Coefficient(
      value: value(form), f: f, numeratorDegrees: Int(above), denominatorDegrees: Int(below),
      p: f.map { Distribution.fisher(above: $0, above, below) },
      interval: f.flatMap { interval(form, f: $0, above, below, confidence) })
  }

  private func value(_ form: IntraclassCorrelation.Form) -> Double? {
    let (share, whole) =
      switch form {
      case .oneWaySingle: (cases - within, cases + (k - 1) * within)
      case .agreementSingle:
        (cases - residual, cases + (k - 1) * residual + k * (raters - residual) / n)
      case .consistencySingle: (cases - residual, cases + (k - 1) * residual)
      case .oneWayAverage: (cases - within, cases)
      case .agreementAverage: (cases - residual, cases + (raters - residual) / n)
      case .consistencyAverage: (cases - residual, cases)
      }
    let value = share / whole
    return whole > 0 && value.isFinite ? value : nil
  }

  private func interval(
    _ form: IntraclassCorrelation.Form, f: Double, _ above: Double, _ below: Double,
    _ confidence: Double
  ) -> ConfidenceInterval? {
    let tail = (1 - confidence) / 2
    let low = f / Distribution.fisherQuantile(above: tail, above, below)
    let high = f * Distribution.fisherQuantile(above: tail, below, above)
    func stated(_ low: Double, _ high: Double) -> ConfidenceInterval? {
      guard low.isFinite, high.isFinite, low <= high else { return nil }
      return ConfidenceInterval(lower: low, upper: high, confidence: confidence)
    }
    switch form {
    case .oneWaySingle, .consistencySingle:
      return stated((low - 1) / (low + k - 1), (high - 1) / (high + k - 1))
    case .oneWayAverage, .consistencyAverage: return stated(1 - 1 / low, 1 - 1 / high)
    case .agreementSingle: return agreementInterval(tail).flatMap { stated($0.low, $0.high) }
    case .agreementAverage:
      return agreementInterval(tail).flatMap { stated(average($0.low), average($0.high)) }
    }
  }

  /// Of the mean of k raters from that of one (Spearman and Brown).
  private func average(_ single: Double) -> Double { k * single / (1 + (k - 1) * single) }

  /// With the degrees of freedom after Satterthwaite.
  private func agreementInterval(_ tail: Double) -> (low: Double, high: Double)? {
    guard let agreement = value(.agreementSingle) else { return nil }
    let ratio = raters / residual
    let share = n * (1 + (k - 1) * agreement) - k * agreement
    let a = k * agreement * ratio + share
    let b = k * k * agreement * agreement * ratio * ratio
    let degrees = (n - 1) * (k - 1) * a * a / ((n - 1) * b + share * share)
    guard degrees > 0, degrees.isFinite else { return nil }
    let fLow = Distribution.fisherQuantile(above: tail, n - 1, degrees)
    let fHigh = Distribution.fisherQuantile(above: tail, degrees, n - 1)
    let rest = k * raters + (k * n - k - n) * residual
    return (
      n * (cases - fLow * residual) / (fLow * rest + n * cases),
      n * (fHigh * cases - residual) / (rest + n * fHigh * cases)
    )
  }
}
