import Foundation
import Testing
import VolumetryCore

@testable import Readiness

/// Every row of the rule book has its case on the threshold, just beside it, and missing.
@Suite struct RuleBookTests {
  static let rules = book.rules + book.safety

  @Test func everyRowHasASourceAndIsUsed() {
    #expect(Set(Self.rules.map(\.id)).count == Self.rules.count)
    for rule in Self.rules {
      #expect(rule.source.identifier != nil, "\(rule.id)")
      #expect(rule.source.evidence != .unverified, "what is unverified never decides: \(rule.id)")
    }
    let used = Set(book.criteria.flatMap { $0.readings.values.flatMap(\.rules) })
    #expect(used == Set(book.rules.map(\.id)), "no rule without a criterion")
    #expect(
      Set(book.criteria.map(\.group)) == [
        .volume, .function, .parenchyma, .complications, .vessels,
      ])
    #expect(book.policies.map(\.id) == ["literal-conjunction", "inclusion-or", "exclusion-as-and"])
  }

  @Test(arguments: rules)
  func aRuleHoldsOnItsSideOfTheThresholdOnly(_ rule: Rule) {
    func result(_ value: Observation.Value?) -> Finding.Result {
      Finding(rule, value.map { Observation(value: $0) } ?? .unknown(["x"])).result
    }
    #expect(result(nil) == .unknown)
    switch rule.threshold {
    case .number(let threshold):
      let below = result(.number(threshold.nextDown))
      let on = result(.number(threshold))
      let above = result(.number(threshold.nextUp))
      let expected: [Comparison: [Finding.Result]] = [
        .atLeast: [.notMet, .met, .met], .above: [.notMet, .notMet, .met],
        .atMost: [.met, .met, .notMet], .below: [.met, .notMet, .notMet],
      ]
      #expect([below, on, above] == expected[rule.comparison])
    case .grade(let grade):
      guard case .scale(let scale) = rule.datum.kind, let limit = scale.firstIndex(of: grade) else {
        Issue.record("a grade without its scale")
        return
      }
      for (rank, word) in scale.enumerated() {
        let holds = rule.comparison == .below ? rank < limit : rank <= limit
        #expect(result(.word(word)) == (holds ? .met : .notMet), "\(word)")
      }
    case .words(let words):
      guard case .words(let vocabulary) = rule.datum.kind else {
        Issue.record("words without a vocabulary")
        return
      }
      for word in vocabulary {
        #expect(result(.word(word)) == (words.contains(word) ? .met : .notMet), "\(word)")
      }
    }
  }

  /// What the registry says, typed out a second time by hand.
  @Test func theNumbersAreTheRegistrys() throws {
    let numbers = Dictionary(
      uniqueKeysWithValues: Self.rules.compactMap { rule -> (String, String)? in
        guard case .number(let number) = rule.threshold else { return nil }
        return (rule.id, "\(rule.comparison.rawValue) \(number)")
      })
    #expect(
      numbers == [
        "flr-relative-increase": ">= 30.0", "flr-bw-above-half": "> 0.5",
        "flr-bw-at-least-half": ">= 0.5", "meld-at-most-15": "<= 15.0",
        "steatosis-below-30": "< 30.0", "safety-meld-before-stage-2": "<= 10.0",
      ])
    let windows = book.windows
    #expect(windows.beforeStageOneDays == 30)
    #expect(windows.beforeDecisionDays == 3)
    #expect(windows.scanDays == 7)
    #expect(windows.firstScanDay == 5)
    #expect(windows.firstLiverFailureDay == 5)
  }

  // MARK: The policy table

  /// The truth table of the three readings, on point estimates.
  @Test func theReadingsAgreeWithTheTruthTable() throws {
    let data = try Data(contentsOf: root.appendingPathComponent("Tests/Data/clinical_vectors.json"))
    let all = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    let vectors = all.filter { ($0["id"] as? String)?.hasPrefix("seed000.stage2.") == true }
    #expect(vectors.count == 6)
    for vector in vectors {
      let inputs = try #require(vector["inputs"] as? [String: Double])
      let expected: [String: Bool] = try #require(vector["expected"] as? [String: Bool])
      for reading in book.policies {
        let key = reading.id.split(separator: "-").joined(separator: "_")
        let stated: Bool? = expected[key]
        let go = try #require(stated as Bool?, "the vector names the policy")
        let result = try volumeCriterion(
          reading, increase: try #require(inputs["rel_increase_pct"]),
          ratio: try #require(inputs["flr_bw_pct"]))
        #expect(result == (go ? .met : .notMet), "\(vector["id"] ?? "") \(reading.id)")
      }
    }
  }

  private func volumeCriterion(
    _ policy: RuleBook.Policy, increase: Double, ratio: Double
  ) throws -> Finding.Result {
    let criterion = try #require(book.criteria.first { $0.group == .volume })
    let reading = try #require(criterion.readings[policy.id])
    let findings = reading.rules.compactMap { id in
      book.rules.first { $0.id == id }.map { rule in
        Finding(
          rule,
          Observation(value: .number(rule.datum == .flrBodyWeight ? ratio : increase)))
      }
    }
    #expect(findings.count == 2)
    return CriterionResult(criterion, reading, findings: findings).result
  }
}
