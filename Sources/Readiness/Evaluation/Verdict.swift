/// The answer to the question of a rule book. It states whether written criteria are met; it is no
/// advice to operate.
public enum Verdict: String, Hashable, Sendable, CaseIterable {
  case go
  case noGo = "no-go"
  case indeterminate

  /// One criterion that is not met settles no-go. Everything met, clear of measurement error, on a
  /// stated day and for a patient of whom the book speaks, is go. Anything else is indeterminate.
  ///
  /// - Parameter caps: reasons for which the answer cannot be go, whatever the criteria say.
  static func settle(
    _ results: [CriterionResult], caps: [Observation.Reason], pointEstimates: Bool
  ) -> (verdict: Verdict, reasons: [Observation.Reason], isBorderline: Bool) {
    // What was settled on entry and nobody speaks against is not asked here.
    let isOutside = results.contains { $0.criterion.isPopulation && $0.result == .notMet }
    let caps = caps + (isOutside && !caps.contains(.outsidePopulation) ? [.outsidePopulation] : [])
    let results = results.filter { $0.result != .notApplicable }
    let notMet = results.filter { $0.result == .notMet }
    let borderline = results.contains(where: \.isBorderline)
    if !notMet.isEmpty, !caps.contains(.outsidePopulation), !caps.contains(.otherQuestion) {
      return (.noGo, [.criterionNotMet], notMet.allSatisfy(\.isBorderline))
    }
    var reasons = caps
    if results.isEmpty, !caps.contains(.shownNotDeciding) { reasons.append(.emptyRuleBook) }
    if results.contains(where: { $0.result == .unknown }) { reasons.append(.missingData) }
    if !pointEstimates, borderline { reasons.append(.withinMeasurementError) }
    return reasons.isEmpty && results.allSatisfy { $0.result == .met }
      ? (.go, [], borderline) : (.indeterminate, reasons, borderline)
  }
}
