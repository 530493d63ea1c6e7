/// What one criterion says: its findings joined by all or any, in three truths.
public struct CriterionResult: Hashable, Sendable {
  public let criterion: Criterion
  public let reading: Criterion.Reading
  public let result: Finding.Result
  /// Met, but only through findings within measurement error; or not met through such a finding.
  public let isBorderline: Bool

  /// Kleene's strong logic: one met finding settles `any`, one that is not met settles `all`; else
  /// what is unknown or not applicable leaves the criterion unknown. `applicable` is `all` of the
  /// findings whose own row applies to the patient, of which there must be one.
  ///
  /// Met is robust where `all` findings, or `any` one, are met clear of measurement error.
  /// A carried criterion of whose findings the record is silent does not apply.
  init(_ criterion: Criterion, _ reading: Criterion.Reading, findings every: [Finding]) {
    precondition(!every.isEmpty, "a criterion has at least one rule")
    self.criterion = criterion
    self.reading = reading
    let findings =
      reading.logic == .applicable ? every.filter { $0.result != .notApplicable } : every
    let met = findings.filter { $0.result == .met }
    let notMet = findings.filter { $0.result == .notMet }
    switch reading.logic {
    case .applicable where findings.isEmpty: (result, isBorderline) = (.unknown, false)
    case .all, .applicable:
      if !notMet.isEmpty {
        result = .notMet
        isBorderline = notMet.allSatisfy(\.isBorderline)
      } else if met.count == findings.count {
        result = .met
        isBorderline = met.contains(where: \.isBorderline)
      } else {
        let isSilent =
          criterion.isOnlyWhereStated && findings.allSatisfy { $0.result == .met || $0.isSilent }
        (result, isBorderline) = (isSilent ? .notApplicable : .unknown, false)
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

  /// Every group of `results`, in the order in which groups are shown. What was settled on entry
  /// makes a group only where it speaks against going ahead, or is stated not to be known.
  static func groups(_ results: [CriterionResult]) -> [GroupResult] {
    Criterion.Group.allCases.compactMap { group in
      let own = results.filter { result in
        result.criterion.group == group && result.result != .notApplicable
          && !(result.criterion.isOnlyWhereStated && result.result == .met)
      }.map(\.result)
      guard !own.isEmpty else { return nil }
      let joined: Finding.Result =
        own.contains(.notMet) ? .notMet : own.allSatisfy { $0 == .met } ? .met : .unknown
      return GroupResult(group: group, result: joined)
    }
  }
}
