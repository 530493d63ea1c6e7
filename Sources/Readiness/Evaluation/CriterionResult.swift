/// What one criterion says: its findings joined by all or any, in three truths.
public struct CriterionResult: Hashable, Sendable {
  public let criterion: Criterion
  public let reading: Criterion.Reading
  public let result: Finding.Result
  /// Met, but only through findings within measurement error; or not met through such a finding.
  public let isBorderline: Bool

  /// Kleene's strong logic: one met finding settles `any`, one that is not met settles `all`; else
  /// what is unknown or not applicable leaves the criterion unknown.
  ///
  /// Met is robust where `all` findings, or `any` one, are met clear of measurement error.
  init(_ criterion: Criterion, _ reading: Criterion.Reading, findings: [Finding]) {
    precondition(!findings.isEmpty, "a criterion has at least one rule")
    self.criterion = criterion
    self.reading = reading
    let met = findings.filter { $0.result == .met }
    let notMet = findings.filter { $0.result == .notMet }
    switch reading.logic {
    case .all:
      if !notMet.isEmpty {
        result = .notMet
        isBorderline = notMet.allSatisfy(\.isBorderline)
      } else if met.count == findings.count {
        result = .met
        isBorderline = met.contains(where: \.isBorderline)
      } else {
        (result, isBorderline) = (.unknown, false)
      }
    case .any:
      if !met.isEmpty {
        result = .met
        isBorderline = met.allSatisfy(\.isBorderline)
      } else if notMet.count == findings.count {
        result = .notMet
        isBorderline = notMet.contains(where: \.isBorderline)
      } else {
        (result, isBorderline) = (.unknown, false)
      }
    }
  }
}

/// The results of one group of criteria, joined by all.
public struct GroupResult: Hashable, Sendable {
  public let group: Criterion.Group
  public let result: Finding.Result

  /// Every group of `results`, in the order in which groups are shown.
  static func groups(_ results: [CriterionResult]) -> [GroupResult] {
    Criterion.Group.allCases.compactMap { group in
      let own = results.filter { $0.criterion.group == group }.map(\.result)
      guard !own.isEmpty else { return nil }
      let joined: Finding.Result =
        own.contains(.notMet) ? .notMet : own.allSatisfy { $0 == .met } ? .met : .unknown
      return GroupResult(group: group, result: joined)
    }
  }
}
