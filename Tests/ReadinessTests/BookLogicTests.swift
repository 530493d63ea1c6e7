import Foundation
import Records
import Testing
import VolumetryCore

@testable import Readiness

/// Populations, options, what was settled on entry, and books that only show.
@Suite struct BookLogicTests {
  private func bundled(_ id: String) throws -> RuleBook {
    try #require(BundledRuleBooks.book(id: id))
  }

  private func answer(
    _ id: String, _ record: Case, choices: [String: String] = [:], policy: Int = 0
  ) throws -> Assessment {
    let book = try bundled(id)
    return try assess(
      record, by: book, book.policies[policy], pointEstimates: true, choices: choices)
  }

  // MARK: Settled on entry

  @Test func whatNobodyMentionsWasSettledOnEntryAndIsListed() throws {
    let assessment = try assess(try CompleteCase.changed())
    #expect(assessment.verdict == .go)
    let settled = try #require(assessment.notAssessed.last)
    for id in ["diagnosis", "metastases", "comorbidities", "pregnancy"] {
      #expect(settled.contains(id), "\(id)")
    }
    #expect(!settled.contains("age"), "the age is known and asked")
    #expect(assessment.missing.isEmpty)
  }

  @Test func whatSpeaksAgainstItDecides() throws {
    var spread = try CompleteCase.changed()
    spread.tumour.extrahepatic = .unresectable
    #expect(try assess(spread).verdict == .noGo)
    spread.tumour.extrahepatic = .resectableOther
    #expect(try assess(spread).verdict == .noGo, "Incl. 7 excepts the lung alone")
    spread.tumour.extrahepatic = .resectableLung
    #expect(try assess(spread).verdict == .go)
    var old = try CompleteCase.changed(("age_years: 61", "age_years: 76"))
    #expect(try assess(old).verdict == .noGo)
    old.patient.ageYears = 75.99
    #expect(try assess(old).verdict == .go, "completed years")
    var pregnant = try CompleteCase.changed()
    pregnant.patient.pregnantOrLactating = .yes
    #expect(try assess(pregnant).verdict == .noGo)
  }

  @Test func whatIsStatedNotToBeKnownIsNotSettled() throws {
    var record = try CompleteCase.changed()
    record.tumour.extrahepatic = .unknown
    let assessment = try assess(record)
    #expect(assessment.verdict == .indeterminate)
    #expect(assessment.missing == ["tumour.extrahepatic"])
    record = try CompleteCase.changed()
    record.patient.pregnantOrLactating = .unknown
    #expect(try assess(record).verdict == .indeterminate)
    record = try CompleteCase.changed(("sex: female", "sex: male"))
    record.patient.pregnantOrLactating = .yes
    #expect(try assess(record).verdict == .indeterminate, "a contradiction")
  }

  // MARK: Options

  @Test func enlargementCanBeReadAsARatio() throws {
    let record = try CompleteCase.changed(("tlv: 1560", "tlv: 1700"))
    let relative = try answer("pumch-alpps-stage2", record)
    #expect(relative.verdict == .go, "60 %")
    let reached = try answer(
      "pumch-alpps-stage2", record, choices: ["enlargement": "ratio-reaches"])
    #expect(reached.verdict == .noGo, "480/1700 = 28.2 %")
    #expect(try reached.finding("flr-tlv-reaches-30").result == .notMet)
    #expect(relative.shown.contains { $0.id == "flr-tlv-reaches-30" }, "both are printed")
    #expect(reached.shown.contains { $0.id == "flr-relative-increase" }, "both are printed")
    var chosen = record
    chosen.options.readings = ["enlargement": "ratio-reaches"]
    #expect(try answer("pumch-alpps-stage2", chosen).verdict == .noGo)
    #expect(
      try answer("pumch-alpps-stage2", chosen, choices: ["enlargement": "relative"]).verdict
        == .go, "what is asked for outweighs the record")
    let others = Assessment.otherChoices(
      Assessment.Question(
        record: record, scans: try measured(record),
        pointEstimates: true), by: book, policy: book.policies[0])
    #expect(
      others.map(\.choice) == [
        "ratio-reaches", "functional-ratio-reaches", "meld-na", "meld-3.0",
      ])
    #expect(others[0].verdict == .noGo)
  }

  private func measured(_ record: Case) throws -> [MeasuredScan] {
    try record.scans.enumerated().map { index, scan in
      guard case .volumes(let typed)? = scan.source, let tlv = typed.tlv else {
        return MeasuredScan(index: index, scan: scan, volumes: nil)
      }
      return MeasuredScan(
        index: index, scan: scan,
        volumes: try LiverVolumes(tlv: tlv, tumour: typed.tumour, flr: typed.flr))
    }
  }

  @Test func anotherMELDDecidesWhereItIsAskedFor() throws {
    let record = try CompleteCase.changed(
      ("bilirubin: 12 umol/L, inr: 1.0", "sodium: 126 mmol/L, bilirubin: 36 umol/L, inr: 1.5"))
    let original = try answer("pumch-alpps-stage2", record)
    let sodium = try answer(
      "pumch-alpps-stage2", record, choices: ["meld-version": "meld-na"])
    #expect(try original.finding("meld-at-most-15").result == .met)
    #expect(try sodium.finding("meld-na-at-most-15").result == .notMet)
    #expect(original.verdict == .go && sodium.verdict == .noGo)
  }

  // MARK: Populations

  @Test func anotherFormulaIsNotHeldAgainstVautheysThreshold() throws {
    var record = try CompleteCase.changed()
    record.parenchyma.background = .normal
    #expect(try answer("sufficiency-20-30-40", record).verdict == .go)
    record.options.telvFormula = "feng-2017"
    let other = try answer("sufficiency-20-30-40", record)
    #expect(other.verdict == .indeterminate)
    #expect(other.reasons.contains(.outsidePopulation))
    #expect(other.findings.allSatisfy { $0.result == .notApplicable })
    #expect(
      other.findings.contains { $0.observation.value != nil }, "the number is shown all the same")
    record.options.telvFormula = "vauthey-2002-bsa"
    record.options.bsaFormula = "du-bois"
    #expect(try answer("sufficiency-20-30-40", record).verdict == .indeterminate)
    record.options.bsaFormula = nil
    record.options.telvFormula = "no-such-formula"
    #expect(try answer("sufficiency-20-30-40", record).verdict == .indeterminate)
  }

  /// Card 5.1 to 5.5: strict, by the tissue.
  @Test(arguments: [
    (Parenchyma.Background.normal, 20.0), (.chemotherapy, 30), (.steatosis, 30), (.fibrosis, 40),
    (.cirrhosis, 40),
  ])
  func sufficiencyIsStrictAndByTheTissue(_ background: Parenchyma.Background, _ limit: Double)
    throws
  {
    let book = try bundled("sufficiency-20-30-40")
    for (offset, expected) in [(-0.01, Verdict.noGo), (0.01, .go)] {
      let rule = try #require(
        book.rules.first { $0.population.backgrounds?.contains(background) ?? false })
      var example = try RowCase(book, rule)
      example.record.parenchyma.background = background
      example.record.parenchyma.metavir =
        background == .cirrhosis ? .f4 : background == .fibrosis ? .f2 : .f1
      _ = try example.set(limit + offset)
      #expect(try example.assessed().verdict == expected)
    }
  }

  @Test func theTissueMustBeStatedAndNotContradictHistology() throws {
    var record = try CompleteCase.changed()
    let silent = try answer("sufficiency-20-30-40", record)
    #expect(silent.verdict == .indeterminate)
    #expect(silent.missing.contains("parenchyma.background"))
    record.parenchyma.background = .normal
    record.parenchyma.metavir = .f4
    #expect(try answer("sufficiency-20-30-40", record).verdict == .indeterminate)
    record.parenchyma.metavir = .f3
    #expect(try answer("sufficiency-20-30-40", record).verdict == .indeterminate)
    record.parenchyma.metavir = .f2
    #expect(try answer("sufficiency-20-30-40", record).verdict == .indeterminate)
    record.parenchyma.metavir = .f1
    record.parenchyma.steatosisPercent = 29.9
    #expect(try answer("sufficiency-20-30-40", record).verdict == .go)
    record.parenchyma.steatosisPercent = 30
    #expect(try answer("sufficiency-20-30-40", record).verdict == .indeterminate)
    record.parenchyma.background = .cirrhosis
    #expect(try answer("sufficiency-20-30-40", record).verdict == .indeterminate)
  }

  @Test func truantSpeaksOfExtendedResectionsWithoutCirrhosis() throws {
    var record = try CompleteCase.changed()
    record.parenchyma.background = .normal
    record.plans = [Plan(id: "p")]
    #expect(try answer("truant-2007", record).missing == ["plans[0].extent"])
    record.plans[0].extent = .extended
    #expect(try answer("truant-2007", record).verdict == .go)
    record.plans[0].extent = .major
    #expect(try answer("truant-2007", record).reasons.contains(.outsidePopulation))
    record.plans[0].extent = .extended
    record.parenchyma.background = .cirrhosis
    record.parenchyma.metavir = .f4
    #expect(try answer("truant-2007", record).verdict == .indeterminate)
  }

  @Test func booksThatOnlyShowNeverAnswer() throws {
    let record = try CompleteCase.changed()
    for id in ["tomassini-2020", "thresholds-in-print"] {
      let assessment = try answer(id, record)
      #expect(assessment.verdict == .indeterminate)
      #expect(assessment.reasons.contains(.shownNotDeciding))
      #expect(!assessment.reasons.contains(.emptyRuleBook))
      #expect(!assessment.shown.isEmpty)
    }
    #expect(
      try answer("tomassini-2020", record).finding(of: "tomassini-growth-above-4.1").result == .met)
  }

  // MARK: Entry

  /// Card 5.12, Incl. 4: the vectors of the entry rule.
  @Test func theEntryRuleAgreesWithItsVectors() throws {
    let data = try Data(contentsOf: root.appendingPathComponent("Tests/Data/clinical_vectors.json"))
    let all = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    let vectors = all.filter { ($0["id"] as? String)?.hasPrefix("seed000.entry.") == true }
    #expect(vectors.count == 4)
    let entry = try bundled("pumch-alpps-entry")
    let criterion = try #require(entry.criteria.first { $0.id == "need-for-alpps" })
    let reading = try #require(criterion.readings["either"])
    for vector in vectors {
      let inputs = try #require(vector["inputs"] as? [String: Double])
      let expected = try #require(vector["expected"] as? [String: Bool])
      let findings = try reading.rules.map { id in
        let rule = try #require(entry.rules.first { $0.id == id })
        let key = rule.datum == .flrTotalLiver ? "flr_tlv_pct" : "flr_bw_pct"
        return Finding(rule, Observation(value: .number(try #require(inputs[key]))))
      }
      let result = CriterionResult(criterion, reading, findings: findings).result
      #expect(result == (expected["enter"] == true ? .met : .notMet), "\(vector["id"] ?? "")")
    }
  }

  @Test func entryIsAskedBeforeAnyProcedureWithTheValuesOfThatDay() throws {
    let entry = try bundled("pumch-alpps-entry")
    var record = try RowCase(entry, entry.rules[0]).record
    record.procedures = []
    record.decision = Decision(date: RowCase.before, question: .stageOne)
    let before = try assess(record, by: entry, entry.policies[0], pointEstimates: true)
    #expect(try before.finding("flr-tlv-below-30").result == .met)
    #expect(try before.finding("meld-at-most-15").result == .met)
    record.decision = Decision(
      date: CalendarDay(number: RowCase.before.number - 1), question: .stageOne)
    let tooSoon = try assess(record, by: entry, entry.policies[0], pointEstimates: true)
    #expect(try tooSoon.finding("flr-tlv-below-30").result == .unknown, "scanned later")
    #expect(try tooSoon.finding("meld-at-most-15").result == .unknown, "measured later")
    // A procedure that is planned for later does not open the window.
    record.procedures = [Procedure(kind: .alpps, date: RowCase.stageOne)]
    record.decision?.date = CalendarDay(number: RowCase.before.number - 1)
    let planned = try assess(record, by: entry, entry.policies[0], pointEstimates: true)
    #expect(try planned.finding("meld-at-most-15").result == .unknown)
    // Nor does a decision that is asked for after stage 1 let its laboratory in.
    record.decision?.date = RowCase.after
    record.laboratory.removeAll { $0.date == RowCase.before }
    let later = try assess(record, by: entry, entry.policies[0], pointEstimates: true)
    #expect(try later.finding("meld-at-most-15").result == .unknown)
    record.decision?.date = nil
    record.procedures = []
    let undated = try assess(record, by: entry, entry.policies[0], pointEstimates: true)
    #expect(undated.verdict == .indeterminate)
    #expect(undated.missing.contains("decision.date"))
  }

  @Test func theOtherQuestionIsNeverAnswered() throws {
    let record = try CompleteCase.changed()
    let entry = try answer("pumch-alpps-entry", record)
    #expect(entry.verdict == .indeterminate)
    #expect(entry.reasons.contains(.otherQuestion))
  }
}

extension Assessment {
  func finding(of id: String) throws -> Finding {
    try #require((findings + shown + safety).first { $0.id == id }, "\(id) is used")
  }
}
