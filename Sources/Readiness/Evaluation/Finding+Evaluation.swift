import VolumetryCore

extension Finding {
  /// Holds an observation against a rule that may speak of some patients only.
  init(
    _ rule: Rule, _ observation: Observation, question: Assessment.Question,
    scanDays ofBook: ClosedRange<Int>?
  ) {
    let stageOne = question.record.stageOneDate
    var observation = observation
    var applies = rule.population.contains(question.record, body: question.body)
    for days in [rule.population.scanDays, ofBook].compactMap({ $0 }) where rule.datum.isVolume {
      guard let day = observation.observedOn, let stageOne else { continue }
      if !days.contains(day - stageOne) { applies = .no }
    }
    if case .unknown(let paths) = applies {
      observation.missing += paths.filter { !observation.missing.contains($0) }
      observation.forced = .unknown
    }
    let finding = Finding(rule, observation)
    self = applies == .no ? finding.notApplicable() : finding
  }

  /// Holds an observation against a rule.
  ///
  /// The threshold sees the unrounded value. A number with a standard deviation is borderline where
  /// it lies within 1.645 of them from the threshold, on either side. A bound settles a rule only
  /// where the truth, wherever it lies, gives the same result: an FLR that is cut and already large
  /// enough is met, one that is not is unknown.
  init(_ rule: Rule, _ observation: Observation) {
    self.rule = rule
    let observation = Self.settled(rule, observation)
    self.observation = observation
    guard let value = observation.value else {
      result = observation.forced ?? .unknown
      isBorderline = false
      probabilityMet = nil
      return
    }
    result = observation.forced ?? (rule.isMet(by: value) ? .met : .notMet)
    guard result != .unknown else {
      isBorderline = false
      probabilityMet = nil
      return
    }
    guard case .number(let number) = value, case .number(let threshold) = rule.threshold,
      let sd = observation.sd, sd > 0
    else {
      isBorderline = false
      probabilityMet = nil
      return
    }
    // A deviation that is too small cannot say that a value is clear of its threshold.
    isBorderline =
      abs(number - threshold) <= MeasurementError.quantile * sd
      || observation.sdIsLowerBound && result == .met
    let above = MeasurementError.probability(mean: number, sd: sd, above: threshold)
    probabilityMet =
      rule.comparison == .atLeast || rule.comparison == .above ? above : 1 - above
  }

  private static func settled(_ rule: Rule, _ observation: Observation) -> Observation {
    guard let bound = observation.bound, let value = observation.value else { return observation }
    let isMet = rule.isMet(by: value)
    let isSettled =
      switch (bound, rule.comparison) {
      case (.lower, .atLeast), (.lower, .above), (.upper, .atMost), (.upper, .below): isMet
      case (.lower, .atMost), (.lower, .below), (.upper, .atLeast), (.upper, .above): !isMet
      case (.either, _), (_, .oneOf): false
      }
    guard !isSettled else { return observation }
    var open = observation
    open.forced = .unknown
    open.reasons.append(.cutByFieldOfView)
    return open
  }

  /// How many standard deviations the value lies from its threshold; nil where either has none.
  public var distanceInSD: Double? {
    guard case .number(let value) = observation.value, case .number(let threshold) = rule.threshold,
      let sd = observation.sd, sd > 0
    else { return nil }
    return abs(value - threshold) / sd
  }

  /// Value ± 1.96 standard deviations; nil where either is not known.
  public var interval95: ClosedRange<Double>? {
    guard case .number(let value) = observation.value, let sd = observation.sd else { return nil }
    let half = NormalQuantile.twoSided95 * sd
    return (value - half)...(value + half)
  }

  /// The same observation where the rule book does not apply: shown, never deciding.
  func notApplicable() -> Finding {
    Finding(
      rule: rule, observation: observation, result: .notApplicable, isBorderline: false,
      probabilityMet: probabilityMet)
  }
}

extension Rule {
  /// - Precondition: the reader of rule books has checked that threshold and datum go together.
  func isMet(by value: Observation.Value) -> Bool {
    switch (threshold, value) {
    case (.number(let threshold), .number(let number)):
      return comparison.holds(number, threshold)
    case (.words(let words), .word(let word)):
      return words.contains(word)
    case (.grade(let grade), .word(let word)):
      guard case .scale(let scale) = datum.kind, let limit = scale.firstIndex(of: grade),
        let rank = scale.firstIndex(of: word)
      else { preconditionFailure("a grade threshold belongs to a datum with a scale") }
      return comparison.holds(rank, limit)
    default: preconditionFailure("threshold and datum of rule \(id) are of different kinds")
    }
  }
}

extension Comparison {
  fileprivate func holds<Value: Comparable>(_ value: Value, _ threshold: Value) -> Bool {
    switch self {
    case .atLeast: value >= threshold
    case .above: value > threshold
    case .atMost: value <= threshold
    case .below: value < threshold
    case .oneOf: value == threshold
    }
  }
}
