import Testing

@testable import Readiness

/// Three-valued logic, measurement error and the answer: exhaustively over small cases.
@Suite struct LogicTests {
  /// A finding of any result.
  private func finding(_ result: Finding.Result, borderline: Bool = false) -> Finding {
    Finding(
      rule: book.rules[0], observation: Observation(), result: result, isBorderline: borderline,
      probabilityMet: nil)
  }

  /// Every result, met and not met also within measurement error.
  private var all: [Finding] {
    [
      finding(.met), finding(.met, borderline: true), finding(.notMet),
      finding(.notMet, borderline: true), finding(.unknown), finding(.notApplicable),
    ]
  }

  @Test func criteriaFollowKleeneForEveryTripleOfFindings() {
    for a in all {
      for b in all {
        for c in all {
          let findings = [a, b, c]
          let results = findings.map(\.result)
          let every = joined(.all, findings)
          let any = joined(.any, findings)
          #expect((every.result == .notMet) == results.contains(.notMet))
          #expect((every.result == .met) == results.allSatisfy { $0 == .met })
          #expect((any.result == .met) == results.contains(.met))
          #expect((any.result == .notMet) == results.allSatisfy { $0 == .notMet })
          let applying = joined(.applicable, findings)
          let own = results.filter { $0 != .notApplicable }
          #expect((applying.result == .notMet) == own.contains(.notMet))
          #expect((applying.result == .met) == (!own.isEmpty && own.allSatisfy { $0 == .met }))
          let robust = { (finding: Finding) in finding.result == .met && !finding.isBorderline }
          if every.result == .met { #expect(every.isBorderline == !findings.allSatisfy(robust)) }
          if any.result == .met { #expect(any.isBorderline == !findings.contains(where: robust)) }
          #expect(every.result != .notApplicable && any.result != .notApplicable)
        }
      }
    }
  }

  private func joined(_ logic: Criterion.Logic, _ findings: [Finding]) -> CriterionResult {
    CriterionResult(
      book.criteria[0], Criterion.Reading(logic: logic, rules: findings.map(\.id)),
      findings: findings)
  }

  private func settle(
    _ findings: [Finding], caps: [Observation.Reason] = [], pointEstimates: Bool = false
  ) -> Verdict {
    Verdict.settle(
      findings.map { joined(.all, [$0]) }, caps: caps, pointEstimates: pointEstimates
    ).verdict
  }

  @Test func goNeedsEverythingMetClearOfErrorAndWithoutACap() {
    for a in all {
      for b in all {
        let results = [a.result, b.result]
        let expected: Verdict =
          results.contains(.notMet)
          ? .noGo
          : results == [.met, .met] && !a.isBorderline && !b.isBorderline ? .go : .indeterminate
        #expect(settle([a, b]) == expected)
        for cap in Observation.Reason.allCases { #expect(settle([a, b], caps: [cap]) != .go) }
        if results == [.met, .met] { #expect(settle([a, b], pointEstimates: true) == .go) }
      }
    }
  }

  @Test func anEmptyRuleBookCannotSay() {
    let empty = Verdict.settle([], caps: [], pointEstimates: false)
    #expect(empty.verdict == .indeterminate)
    #expect(empty.reasons == [.emptyRuleBook])
  }

  @Test func outsideThePopulationNothingSettlesNoGo() {
    #expect(settle([finding(.notMet)], caps: [.outsidePopulation]) == .indeterminate)
    #expect(settle([finding(.notMet)], caps: [.otherQuestion]) == .indeterminate)
    #expect(settle([finding(.notMet)], caps: [.noDecisionDate]) == .noGo)
  }

  @Test func borderlineIsWithinTheOneSidedQuantileOnEitherSide() throws {
    let rule = try #require(book.rules.first { $0.id == "flr-bw-at-least-half" })
    let sd = 0.025
    for (offset, expected) in [
      (1.644, true), (1.645, true), (1.6451, false), (-1.644, true), (-1.6451, false), (0, true),
    ] {
      let value = 0.5 + offset * sd
      let finding = Finding(rule, Observation(value: .number(value), sd: sd))
      // On 1.645 itself rounding decides; the case is kept off it by a hair.
      if offset != 1.645 { #expect(finding.isBorderline == expected, "\(offset)") }
      let probability = try #require(finding.probabilityMet)
      #expect((probability >= 0.5) == (offset >= 0))
    }
    let clear = Finding(rule, Observation(value: .number(0.5 + 1.645 * sd * 1.001), sd: sd))
    #expect(abs(try #require(clear.probabilityMet) - 0.95) < 1e-3)
    #expect(!Finding(rule, Observation(value: .number(0.5), sd: nil)).isBorderline)
    #expect(!Finding(rule, Observation(value: .number(0.5), sd: 0)).isBorderline)
  }
}
