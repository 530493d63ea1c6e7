import Foundation
import Records
import Testing
import VolumetryCore

@testable import Readiness

/// Ways to a go that an attacker found, each shut.
@Suite struct AttackTests {
  private func scan(_ tlv: Double?, _ flr: Double?, tumour: Double? = 200) -> Scan.Source {
    .volumes(
      Scan.TypedVolumes(
        tlv: tlv.map { Millilitres($0) }, tumour: tumour.map { Millilitres($0) },
        flr: flr.map { Millilitres($0) }))
  }

  private func entryCase() throws -> (RuleBook, Case) {
    let book = try #require(BundledRuleBooks.book(id: "pumch-alpps-entry"))
    var record = try RowCase(book, book.rules[0]).record
    record.scans[0].source = scan(1500, 250)
    #expect(try assess(record, by: book, book.policies[0]).verdict == .go)
    return (book, record)
  }

  /// A segment that was not drawn before stage 1 is no growth.
  @Test func aMissingLabelOfTheRemnantIsNoGrowth() throws {
    func volumes(_ voxels: [Label: Int]) throws -> LiverVolumes {
      try LiverVolumes(
        JointCensus(voxels.map { JointCensus.Combination(labels: [$0.key], voxels: $0.value) }),
        voxelVolume: CubicMillimetres(1000),
        roles: LiverRoles(
          liver: LabelSet([1...8]), tumour: LabelSet([9...9]), flr: LabelSet([2, 3, 7])))
    }
    let record = try CompleteCase.changed()
    let before = try volumes([2: 150, 3: 150, 6: 1000, 9: 100])
    let after = try volumes([2: 150, 3: 150, 6: 800, 7: 200, 9: 100])
    #expect(before.warnings.contains { $0.code == "W-LABEL-ABSENT" && $0.role == .flr })
    let scans = zip(record.scans.indices, [before, after]).map {
      MeasuredScan(index: $0, scan: record.scans[$0], volumes: $1)
    }
    let assessment = Assessment(
      Assessment.Question(record: record, scans: scans), by: book, policy: book.policies[0])
    #expect(assessment.verdict == .indeterminate)
    #expect(assessment.reasons.contains(.implausible))
  }

  @Test func raisedValuesWithoutTheirLimitsAreStillRaised() throws {
    func answer(_ bilirubin: String, _ inr: String) throws -> Verdict {
      try assess(
        try CompleteCase.changed(
          ("bilirubin: 16 umol/L\n    inr: 1.1", "bilirubin: \(bilirubin)\n    inr: \(inr)"),
          ("    upper_limits: {bilirubin: 21 umol/L, inr: 1.2}\n", ""))
      ).verdict
    }
    #expect(try answer("300 umol/L", "4.0") == .noGo)
    #expect(try answer("300 umol/L", "1.1") == .indeterminate)
    #expect(try answer("16 umol/L", "1.1") == .go, "stated, and nothing speaks against it")
  }

  @Test func aLimitOfAfterTheDecisionIsNotRead() throws {
    var record = try CompleteCase.changed(
      ("bilirubin: 16 umol/L\n    inr: 1.1", "bilirubin: 30 umol/L\n    inr: 1.5"),
      ("    upper_limits: {bilirubin: 21 umol/L, inr: 1.2}\n", ""),
      ("  liver_failure_isgls: none\n", ""))
    #expect(try assess(record).verdict == .indeterminate)
    var later = LaboratoryRecord(date: CalendarDay("2026-04-01"))
    later.upperLimits.bilirubin = Concentration(50, .micromolesPerLitre)
    later.upperLimits.inr = 2
    record.laboratory.append(later)
    #expect(try assess(record).verdict == .indeterminate)
  }

  /// What has no day may be the latest word.
  @Test func undatedWordsAreNotPassedOver() throws {
    var obstructed = try CompleteCase.changed()
    obstructed.clinical.append(ClinicalRecord(biliaryObstruction: .undrained))
    #expect(try assess(obstructed).verdict == .indeterminate)
    var dialysed = try CompleteCase.changed()
    var row = LaboratoryRecord()
    row.dialysis = .yes
    dialysed.laboratory.append(row)
    #expect(try assess(dialysed).verdict == .indeterminate)
    var ill = try CompleteCase.changed()
    row = LaboratoryRecord()
    row.bilirubin = Concentration(300, .micromolesPerLitre)
    ill.laboratory.append(row)
    let assessment = try assess(ill)
    #expect(assessment.verdict == .indeterminate)
    #expect(assessment.missing.contains("laboratory[2].date"))
  }

  @Test func graveSignsContradictAStatementOfNoFailure() throws {
    for row in [
      ClinicalRecord(date: RowCase.after, encephalopathy: .gradeThreeFour),
      ClinicalRecord(date: RowCase.after, ascites: .moderateSevere),
    ] {
      var record = try CompleteCase.changed()
      record.clinical.append(row)
      #expect(try assess(record).verdict == .indeterminate)
    }
  }

  /// A density moves FLR/BW to neither side that a rule asks for.
  @Test func densityNeverHelps() throws {
    var (book, record) = try entryCase()
    record.scans[0].source = scan(1000, 400, tumour: 50)
    #expect(try assess(record, by: book, book.policies[0]).verdict == .noGo)
    record.options.densityGramsPerMillilitre = 0.7
    #expect(try assess(record, by: book, book.policies[0]).verdict == .noGo)
  }

  @Test func scansOfOneDayMustAgreeInEveryVolume() throws {
    let (book, whole) = try entryCase()
    for order in [[2500.0, 1000], [1000, 2500]] {
      var record = whole
      record.scans = order.map { tlv in
        Scan(date: RowCase.before, timepoint: .beforeStageOne, source: scan(tlv, 250))
      }
      let assessment = try assess(record, by: book, book.policies[0])
      #expect(assessment.verdict == .indeterminate)
      #expect(assessment.reasons.contains(.conflictingValues))
    }
  }

  @Test func impossibleSizesDecideNothing() throws {
    var record = try CompleteCase.changed()
    record.scans[0].source = scan(nil, 30_000, tumour: nil)
    record.scans[1].source = scan(nil, 48_000, tumour: nil)
    #expect(try assess(record).verdict != .go)
    record = try CompleteCase.changed()
    record.patient.weight = Kilograms(0.62)
    #expect(try assess(record).verdict == .indeterminate)
    var (book, entry) = try entryCase()
    entry.scans[0].source = scan(1500, 0)
    #expect(try assess(entry, by: book, book.policies[0]).verdict == .indeterminate)
    entry.scans[0].source = scan(1500, 250)
    entry.patient.weight = Kilograms(620)
    entry.scans[0].source = scan(700, 400)
    #expect(try assess(entry, by: book, book.policies[0]).verdict == .indeterminate)
    record = try CompleteCase.changed()
    record.scans[0].source = scan(500, 300)
    record.scans[1].source = scan(680, 480)
    #expect(try assess(record).verdict == .indeterminate, "nothing is resected")
  }

  @Test func aFirstScanThatDividesIsHeldToItsWindowToo() throws {
    var record = try CompleteCase.changed()
    record.options.denominatorTimepoint = .firstScan
    record.options.readings = ["enlargement": "ratio-reaches"]
    record.scans[0].source = scan(1300, 300)
    #expect(try assess(record, pointEstimates: true).verdict == .go, "480/1300")
    record.scans[0].date = CalendarDay("2020-01-01")
    #expect(try assess(record, pointEstimates: true).verdict == .indeterminate)
    record.scans[0].date = RowCase.before
    record.scans[0].source = scan(150, 100, tumour: 10)
    #expect(try assess(record, pointEstimates: true).verdict == .indeterminate)
  }

  @Test func aCourseThatContradictsItselfHasNoAnswer() throws {
    var again = try CompleteCase.changed()
    again.procedures.append(Procedure(kind: .alpps, date: CalendarDay("2026-03-08")))
    #expect(try assess(again).verdict == .indeterminate)
    var resected = try CompleteCase.changed()
    var done = resected.scans[1]
    done.timepoint = .afterStageTwo
    resected.scans.append(done)
    let assessment = try assess(resected)
    #expect(assessment.verdict == .indeterminate)
    #expect(assessment.reasons.contains(.conflictingValues))
    var rescue = try CompleteCase.changed()
    rescue.procedures.insert(Procedure(kind: .pve, date: CalendarDay("2026-01-02")), at: 0)
    #expect(try assess(rescue).verdict == .go, "an embolisation that failed before")
    var (book, late) = try entryCase()
    late.decision?.date = RowCase.after
    #expect(try assess(late, by: book, book.policies[0]).verdict == .indeterminate)
  }

  @Test func twoProceduresTogetherAreAnother() throws {
    let book = try #require(BundledRuleBooks.book(id: "shindoh-2013"))
    var record = try RowCase(book, book.rules[0]).record
    #expect(try assess(record, by: book, book.policies[0]).verdict == .go)
    record.procedures.append(Procedure(kind: .hve, date: RowCase.stageOne))
    let assessment = try assess(record, by: book, book.policies[0])
    #expect(assessment.verdict == .indeterminate)
    #expect(assessment.reasons.contains(.outsidePopulation))
  }

  // MARK: Books of one's own

  private func own(_ name: String, _ changes: (String, String)...) throws -> RuleBook {
    var text = try String(
      contentsOf: root.appending(path: "protocols/\(name).yaml"), encoding: .utf8)
    for (old, new) in changes {
      try #require(text.contains(old), "the book holds \(old)")
      text = text.replacing(old, with: new)
    }
    return try RuleBook(yaml: text)
  }

  @Test func theScanDaysOfABookHoldForItsRows() throws {
    let book = try own(
      "truant-2007", ("  extents: [extended]\n", "  scan_days: {from: 21, to: 42}\n"))
    var record = try CompleteCase.changed()
    record.parenchyma.background = .normal
    let assessment = try assess(record, by: book, book.policies[0])
    #expect(assessment.verdict == .indeterminate)
    #expect(assessment.findings.allSatisfy { $0.result == .notApplicable })
  }

  @Test func anUngradedComplicationIsOpenUnderAnyComparison() throws {
    let book = try own(
      "pumch-alpps-stage2",
      ("operator: \"<\"\n    threshold: IIIb", "operator: \"<=\"\n    threshold: IIIa"))
    var record = try CompleteCase.changed()
    record.interstage.complications = [
      Complication(clavienDindo: .iiia, serious: .no), Complication(kind: "bleeding"),
    ]
    #expect(try assess(record, by: book, book.policies[0]).verdict == .indeterminate)
    record.interstage.complications = [Complication(clavienDindo: .iiia)]
    #expect(try assess(record, by: book, book.policies[0]).verdict == .indeterminate)
    record.interstage.complications = [Complication(clavienDindo: .iiia, serious: .no)]
    #expect(try assess(record, by: book, book.policies[0]).verdict == .go)
  }

  @Test func aThresholdOfAnySizeIsSaid() throws {
    let book = try own("truant-2007", ("threshold: 0.5", "threshold: 1e19"))
    var record = try CompleteCase.changed()
    record.parenchyma.background = .normal
    record.plans = [Plan(id: "p")]
    record.plans[0].extent = .extended
    #expect(try assess(record, by: book, book.policies[0]).verdict == .noGo)
  }

  @Test func whatIsMeasuredIsNeverSettledBySilence() {
    #expect(throws: RecordError.self) {
      try own(
        "truant-2007", ("    group: volume\n", "    group: volume\n    only_where_stated: yes\n"))
    }
  }

  /// An ablated zone stays on the scans; a wedge does not.
  @Test func whatIsAblatedIsSubtractedFromEveryScan() throws {
    let record = try CompleteCase.changed()
    func removed(_ kind: String) -> [Double] {
      let plan = Plan(
        id: "p", flrMinus: [PlannedRemoval(kind: kind, volume: Millilitres(130), done: .one)])
      return record.scans.map { record.removal(by: plan, on: $0).value }
    }
    #expect(removed("ablation") == [130, 130])
    #expect(removed("wedge") == [130, 0])
  }

  // MARK: A second attacker

  @Test func aBodyThatNobodyHasEstimatesNoLiver() throws {
    let book = try #require(BundledRuleBooks.book(id: "sufficiency-20-30-40"))
    var whole = try CompleteCase.changed()
    whole.parenchyma.background = .normal
    #expect(try assess(whole, by: book, book.policies[0]).verdict == .go)
    let changes: [(inout Patient) -> Void] = [
      { $0.height = Centimetres(65) }, { $0.height = Centimetres(100) },
      { $0.weight = Kilograms(22) }, { $0.weight = Kilograms(620) },
      { $0.weightDate = CalendarDay("2020-01-01") }, { $0.weightDate = RowCase.after },
    ]
    for (index, change) in changes.enumerated() {
      var record = whole
      change(&record.patient)
      let assessment = try assess(record, by: book, book.policies[0])
      #expect(assessment.verdict == .indeterminate, "change \(index)")
    }
  }

  @Test func onlyWhatIsCutOutLeavesTheScans() throws {
    let record = try CompleteCase.changed()
    func after(_ kind: String?) -> Double {
      let plan = Plan(
        id: "p", flrMinus: [PlannedRemoval(kind: kind, volume: Millilitres(130), done: .one)])
      return record.removal(by: plan, on: record.scans[1]).value
    }
    for kind in ["RFA", "MWA", "microwave ablation", "cryotherapy", nil] {
      #expect(after(kind) == 130, "\(kind ?? "nothing")")
    }
    for kind in ["wedge", "Wedge resection", "segmentectomy"] { #expect(after(kind) == 0) }
  }

  @Test func cirrhosisIsFFourWhereverItIsStated() throws {
    var (book, record) = try entryCase()
    record.parenchyma = Parenchyma()
    #expect(try assess(record, by: book, book.policies[0]).verdict == .go)
    record.parenchyma.background = .cirrhosis
    #expect(try assess(record, by: book, book.policies[0]).verdict == .noGo)
    var fibrosis = try CompleteCase.changed(("metavir: F1", "metavir: F0"))
    fibrosis.parenchyma.background = .fibrosis
    #expect(try assess(fibrosis).verdict == .indeterminate)
  }

  @Test func entryIsNotAskedOfWhoHasEntered() throws {
    let (book, whole) = try entryCase()
    let changes: [(inout Case) -> Void] = [
      { $0.procedures = [Procedure(kind: .alpps)] },
      { $0.scans.append(Scan(date: RowCase.before, timepoint: .afterStageOne)) },
      { $0.scans.append(Scan(date: RowCase.before, timepoint: .afterStageTwo)) },
      { $0.interstage.liverFailureISGLS = .gradeC },
    ]
    for (index, change) in changes.enumerated() {
      var record = whole
      change(&record)
      let assessment = try assess(record, by: book, book.policies[0])
      #expect(assessment.verdict == .indeterminate, "change \(index)")
    }
  }

  @Test func undatedGraveSignsContradictToo() throws {
    let book = try #require(BundledRuleBooks.book(id: "schadde-2015"))
    var record = try CompleteCase.changed()
    #expect(try assess(record, by: book, book.policies[0]).verdict == .go)
    record.clinical.append(ClinicalRecord(encephalopathy: .gradeThreeFour))
    #expect(try assess(record, by: book, book.policies[0]).verdict == .indeterminate)
  }

  @Test func tissueOfAfterTheDecisionSaysNothing() throws {
    let book = try #require(BundledRuleBooks.book(id: "sufficiency-20-30-40"))
    var record = try CompleteCase.changed()
    record.parenchyma.background = .normal
    record.parenchyma.date = CalendarDay("2026-05-01")
    #expect(try assess(record, by: book, book.policies[0]).verdict == .indeterminate)
  }

  @Test func aScanOfBeforeAnEmbolisationIsNoBaseline() throws {
    var record = try CompleteCase.changed()
    record.procedures.insert(Procedure(kind: .pve, date: CalendarDay("2026-02-25")), at: 0)
    #expect(try assess(record).verdict == .indeterminate)
    record.procedures[0].date = nil
    #expect(try assess(record).verdict == .indeterminate)
    record.procedures[0].date = CalendarDay("2026-02-10")
    #expect(try assess(record).verdict == .go)
  }

  @Test func valuesThatNoLaboratoryCallsNormalNeedTheirLimits() throws {
    func answer(_ bilirubin: Double, _ inr: Double) throws -> Verdict {
      try assess(
        try CompleteCase.changed(
          (
            "bilirubin: 16 umol/L\n    inr: 1.1",
            "bilirubin: \(bilirubin) umol/L\n    inr: \(inr)"
          ),
          ("    upper_limits: {bilirubin: 21 umol/L, inr: 1.2}\n", ""))
      ).verdict
    }
    #expect(try answer(50, 1.99) == .indeterminate)
    #expect(try answer(16, 1.4) == .indeterminate)
    #expect(try answer(26, 1.1) == .indeterminate, "1.52 mg/dL")
    #expect(try answer(16, 1.3) == .go)
  }
}
