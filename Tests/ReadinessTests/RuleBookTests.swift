import Foundation
import Records
import Testing
import VolumetryCore

@testable import Readiness

/// Every row of the rule book has its case on the threshold, just beside it, and missing.
@Suite struct RuleBookTests {
  static let rules = book.rules + book.safety

  @Test(arguments: BundledRuleBooks.all)
  func everyRowHasASourceAndIsUsed(_ book: RuleBook) {
    #expect(Set(book.allRules.map(\.id)).count == book.allRules.count)
    for rule in book.rules + book.safety {
      #expect(rule.source.identifier != nil, "\(rule.id)")
      #expect(rule.source.evidence != .unverified, "what is unverified never decides: \(rule.id)")
    }
    let used = Set(book.criteria.flatMap { $0.readings.values.flatMap(\.rules) })
    #expect(used.union(book.optionRules).isSuperset(of: book.rules.map(\.id)))
    #expect(used.isSubset(of: book.rules.map(\.id)))
    #expect(book.criteria.isEmpty != (book.shown.isEmpty || !book.rules.isEmpty))
    #expect(book.policies.filter(\.isStrictest).count == 1)
  }

  @Test func theBooksOfTheIssueAreAllThere() {
    #expect(BundledRuleBooks.all.map(\.id) == BundledRuleBooks.ids)
    #expect(
      Set(BundledRuleBooks.ids).isSuperset(of: [
        "pumch-alpps-entry", "pumch-alpps-stage2", "shindoh-2013", "truant-2007", "schadde-2015",
        "tomassini-2020", "sufficiency-20-30-40",
      ]))
    #expect(book.policies.map(\.id) == ["literal-conjunction", "inclusion-or", "exclusion-as-and"])
    for book in BundledRuleBooks.all where book.question == .stageTwo {
      let safety = book.id == BundledRuleBooks.safetyBook ? book.rules : book.safety
      #expect(Set(safety.map(\.datum)).isSuperset(of: [.meld, .liverFailure]), "\(book.id)")
    }
  }

  /// Every numbered criterion of the record stands in one of the two books.
  @Test func everyCriterionOfTheRegistryIsServed() throws {
    let entry = try #require(BundledRuleBooks.book(id: "pumch-alpps-entry"))
    let cited = (book.rules + entry.rules).map(\.source.citation).joined(separator: "; ")
    for number in 1...7 {
      #expect(cited.contains("Incl. \(number)"), "inclusion \(number)")
      #expect(cited.contains("Excl. \(number)"), "exclusion \(number)")
    }
  }

  @Test(arguments: Set(BundledRuleBooks.all.flatMap(\.allRules)).sorted { $0.id < $1.id })
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
        "flr-relative-increase": ">= 30.0", "flr-tlv-reaches-30": ">= 30.0",
        "flr-tflv-reaches-30": ">= 30.0",
        "flr-bw-above-half": "> 0.5", "flr-bw-at-least-half": ">= 0.5",
        "meld-at-most-15": "<= 15.0", "meld-na-at-most-15": "<= 15.0",
        "meld-3-at-most-15": "<= 15.0", "steatosis-below-30": "< 30.0",
        "age-at-least-18": ">= 18.0", "age-at-most-75": "<= 75.0",
        "safety-meld-before-stage-2": "<= 10.0",
      ])
    let literature = BundledRuleBooks.all.filter { !$0.id.hasPrefix("pumch") }.flatMap {
      $0.rules + $0.shown
    }.compactMap { rule -> String? in
      guard case .number(let number) = rule.threshold else { return nil }
      return "\(rule.id) \(rule.comparison.rawValue) \(number)"
    }
    #expect(
      Set(literature) == [
        "shindoh-sflr-above-20 > 20.0", "shindoh-kgr-at-least-2 >= 2.0",
        "shindoh-dh-above-7.5 > 7.5", "shindoh-sflr-above-29.6 > 29.6",
        "truant-flr-bw-above-half > 0.5", "meld-before-stage-2 <= 10.0",
        "tomassini-growth-above-4.1 > 4.1", "tomassini-hbs-above-2.7 > 2.7",
        "sufficiency-normal-20 > 20.0", "sufficiency-injured-30 > 30.0",
        "sufficiency-fibrosis-40 > 40.0", "sufficiency-fibrosis-tflv-40 > 40.0",
        "vauthey-sflr-above-25 > 25.0", "shoup-tflv-above-25 > 25.0",
        "schindl-tflv-above-26.6 > 26.6", "de-graaf-sflr-above-40 > 40.0",
        "hcc-flr-bw-0.55 >= 0.55", "platelets-at-least-140 >= 140.0",
        "huiskens-flr-bw-0.40 >= 0.4", "hcc-tflv-42.7 >= 42.7",
        "de-graaf-sflr-above-25 > 25.0", "kubota-tflv-40 >= 40.0", "china-sflr-above-30 > 30.0",
        "china-sflr-above-40 > 40.0",
        "compromised-flr-bw-0.8 >= 0.8", "shirabe-flr-bsa-250 >= 250.0",
        "bile-duct-flr-bsa-300 >= 300.0", "kambakamba-6-per-day >= 6.0",
        "leung-kgr-2.66 >= 2.66",
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
