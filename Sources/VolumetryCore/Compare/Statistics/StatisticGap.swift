/// Why a statistic has no value. It is stated, and no number stands in for it.
public enum StatisticGap: Error, Hashable, Sendable, CustomStringConvertible {
  /// Fewer cases, pairs or groups than the statistic needs.
  case tooFewCases(found: Int, expected: Int)
  /// A value is not a finite number; the place is that in the order given.
  case notFinite(index: Int)
  /// A value that must be above 0 is not: a ratio or a percentage of it means nothing.
  case notPositive(found: Double)
  /// All values are equal, so that nothing can be said of their scatter.
  case noScatter
  /// Every difference is 0.
  case noDifference
  /// Fewer readers or methods than the statistic needs.
  case tooFewRaters(found: Int, expected: Int)
  /// The statistic to be resampled has no value for the sample itself.
  case undefinedStatistic
  /// The statistic to be resampled has no value for so many of the resamples.
  case undefinedResamples(Int)
  /// The estimate lies outside of what the resamples reach, or the correction has a pole.
  case correctionUndefined
  /// Nearly all resamples give one value, so that both ends of the interval are the same.
  case collapsedInterval
  /// Everybody marks all voxels, or nobody any: chance agreement is certain.
  case oneCategory
  /// Nobody marked a voxel.
  case nothingMarked
  /// The readers contradict each other so far that every voxel, or none, or one that occurs,
  /// becomes impossible.
  case contradiction
  /// The search did not settle within its limit of steps.
  case notConverged(steps: Int)

  /// One line, as it is printed.
  public var description: String {
    switch self {
    case .tooFewCases(let found, let expected): "\(found) cases, expected \(expected) or more"
    case .notFinite(let index): "value \(index + 1) is not a finite number"
    case .notPositive(let found): "found \(found), expected a value above 0"
    case .noScatter: "all values are equal"
    case .noDifference: "every difference is 0"
    case .tooFewRaters(let found, let expected):
      "\(found) readers or methods, expected \(expected) or more"
    case .undefinedStatistic: "the statistic is undefined for the sample"
    case .undefinedResamples(let count): "the statistic is undefined in \(count) resamples"
    case .correctionUndefined: "the resamples do not allow the correction for bias and skewness"
    case .collapsedInterval: "nearly all resamples give one value"
    case .oneCategory: "all readers agree on one category everywhere"
    case .nothingMarked: "no reader marked a voxel"
    case .contradiction: "no truth fits what the readers marked"
    case .notConverged(let steps): "no convergence within \(steps) steps"
    }
  }
}

/// A statistic, or why there is none.
public typealias Statistic<Value> = Result<Value, StatisticGap>

extension Result where Failure == StatisticGap {
  /// The value; nil where `gap` says why there is none.
  public var value: Success? {
    if case .success(let value) = self { value } else { nil }
  }

  /// Why there is no value; nil where there is one.
  public var gap: StatisticGap? {
    if case .failure(let gap) = self { gap } else { nil }
  }
}

/// An interval that covers the true value with a stated confidence.
public struct ConfidenceInterval: Hashable, Sendable {
  /// The ends, in the unit of the estimate; `lower` is not above `upper`.
  public let lower: Double
  public let upper: Double
  /// 0.95 for a 95 % interval.
  public let confidence: Double

  /// - Parameters:
  ///   - lower: not above `upper`; both finite.
  ///   - confidence: between 0 and 1.
  init(lower: Double, upper: Double, confidence: Double) {
    precondition(lower <= upper && lower.isFinite && upper.isFinite, "an interval")
    precondition(confidence > 0 && confidence < 1, "a confidence between 0 and 1")
    self.lower = lower
    self.upper = upper
    self.confidence = confidence
  }

  /// estimate ± t·(standard error), t of Student's distribution.
  static func student(
    _ estimate: Double, standardError: Double, degrees: Int, confidence: Double
  ) -> ConfidenceInterval {
    let t = Distribution.studentQuantile(0.5 + confidence / 2, degrees: Double(degrees))
    let half = t * standardError
    return ConfidenceInterval(
      lower: estimate - half, upper: estimate + half, confidence: confidence)
  }
}
