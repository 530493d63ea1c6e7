import Records
import Testing
import VolumetryCore

@testable import Readiness

/// What two people who tried to get an unsafe GO out of the engine found; each is a law now.
@Suite struct DoubtTests {
  private static let limits = "    upper_limits: {bilirubin: 21 umol/L, inr: 1.2}\n"
  private static let bad: [(String, String)] = [
    ("bilirubin: 16 umol/L", "bilirubin: 200 umol/L"), ("inr: 1.1", "inr: 3.0"),
  ]

  private func changed(_ changes: [(String, String)]) throws -> Case {
    var text = CompleteCase.text
    for (old, new) in changes {
      try #require(text.contains(old), "the case holds \(old)")
      text = text.replacing(old, with: new)
    }
    return try Case(yaml: text)
  }

  /// A clear laboratory failure beside `liver_failure_isgls: none` is never a GO, however it is
  /// written down.
  @Test(arguments: 0..<6) func aLaboratoryFailureIsNeverSilenced(_ variant: Int) throws {
    let row = "  - {date: 2026-02-24, bilirubin: 12 umol/L"
    let variants: [[(String, String)]] = [
      [],
      [("bilirubin: 12 umol/L", "bilirubin: 22 umol/L")],
      [(row, "  - {date: 2020-02-24, inr: 1.3}\n" + row)],
      [
        ("bilirubin: 12 umol/L, inr: 1.0", "bilirubin: 25 umol/L, inr: 1.3"),
        (
          "  - date: 2026-03-09\n",
          "  - {date: 2026-03-07, bilirubin: 100 umol/L, inr: 2.0}\n  - date: 2026-03-09\n"
        ),
      ],
      [
        (Self.limits, ""),
        ("albumin: 42 g/L}", "albumin: 42 g/L, upper_limits: {bilirubin: 21 umol/L, inr: 1.2}}"),
      ],
      [("    inr: 3.0\n", ""), ("clinical:", "  - {date: 2026-03-09, inr: 3.0}\nclinical:")],
    ]
    let assessment = try assess(try changed(Self.bad + variants[variant]))
    #expect(assessment.verdict != .go)
    let finding = try assessment.finding("no-liver-failure")
    // One analyte raised before: the definition wants rising values, so it is open, not absent.
    #expect(finding.result == (variant == 1 ? .unknown : .notMet))
  }

  @Test func twoScansOfOneDayWithDifferentRemnantsConflict() throws {
    let anchor = "laboratory:\n  - {date: 2026-02-24"
    for (day, flr, expected) in [
      ("2026-03-09", 310, Verdict.indeterminate), ("2026-03-09", 480, .go),
      ("2026-02-24", 450, .indeterminate),
    ] {
      let extra = "  - {date: \(day), volumes_ml: {tlv: 1560, tumour: 200, flr: \(flr)}}\n"
      let assessment = try assess(try changed([(anchor, extra + anchor)]))
      #expect(assessment.verdict == expected, "\(day) \(flr)")
      if expected != .go { #expect(assessment.reasons.contains(.conflictingValues)) }
    }
  }

  @Test func aWeightFromAfterStageOneIsNotTheWeight() throws {
    for (day, result) in [("2026-03-02", Finding.Result.met), ("2026-03-03", .unknown)] {
      let record = try changed([("weight_kg: 60", "weight_kg: 60, weight_date: \(day)")])
      let finding = try assess(record).finding("flr-bw-at-least-half")
      #expect(finding.result == result)
      if result == .unknown { #expect(finding.observation.missing == ["patient.weight_kg"]) }
    }
  }

  @Test func theBaselineScanHasAWindowToo() throws {
    for (day, result) in [("2026-01-31", Finding.Result.met), ("2026-01-30", .unknown)] {
      let record = try changed([("- date: 2026-02-24\n", "- date: \(day)\n")])
      #expect(try assess(record).finding("flr-relative-increase").result == result)
    }
    let undated = try changed([
      ("- date: 2026-02-24\n    volumes", "- timepoint: before-stage-1\n    volumes")
    ])
    #expect(try assess(undated).finding("flr-relative-increase").result == .unknown)
  }

  @Test func aScanThatCannotBePlacedLeavesTheOrderOpen() throws {
    let anchor = "laboratory:\n  - {date: 2026-02-24"
    let extra = "  - {volumes_ml: {tlv: 1560, tumour: 80, flr: 310}}\n"
    #expect(try assess(try changed([(anchor, extra + anchor)])).verdict == .indeterminate)
  }

  @Test func withoutAProcedureDatedScansHaveNoPlace() throws {
    let record = try changed([("  - {kind: alpps, date: 2026-03-02}\n", ""), ("procedures:\n", "")])
    let assessment = try assess(record)
    #expect(assessment.verdict == .indeterminate)
    let choice = try BodyEstimate.Choice(telv: nil, bsa: nil)
    let kinetics = Kinetics(
      record,
      scans: record.scans.enumerated().map { index, scan in
        MeasuredScan(index: index, scan: scan, volumes: nil, flr: Millilitres(300))
      }, choice: choice, decision: nil)
    #expect(kinetics.first == nil && kinetics.latest == nil)
    #expect(kinetics.missing.contains("procedures"))
  }

  @Test(
    arguments: [
      ("dialysis: no", Finding.Result.met), ("dialysis: unknown", .unknown),
      ("dialysis: yes", .notMet),
    ])
  func dialysisIsNeitherAssumedNorIgnored(_ stated: String, _ expected: Finding.Result) throws {
    // Creatinine 4.0 mg/dL by dialysis: MELD 20.
    let record = try changed([("albumin: 42 g/L}", "albumin: 42 g/L, \(stated)}")])
    #expect(try assess(record).finding("meld-at-most-15").result == expected)
  }

  @Test func theLastWordOnBileDecidesHoweverOld() throws {
    let anchor = "clinical:\n"
    func result(_ row: String) throws -> Finding {
      try assess(try changed([(anchor, anchor + row)])).finding("meld-at-most-15")
    }
    let old = try result("  - {date: 2026-01-01, biliary_obstruction: undrained}\n")
    #expect(old.result == .unknown && old.observation.value != nil, "shown, not deciding")
    #expect(
      try result(
        "  - {date: 2026-01-01, biliary_obstruction: undrained}\n"
          + "  - {date: 2026-01-02, biliary_obstruction: drained}\n"
      ).result == .met)
    #expect(
      try result(
        "  - {date: 2026-01-02, biliary_obstruction: none}\n"
          + "  - {date: 2026-01-02, biliary_obstruction: undrained}\n"
      ).observation.reasons == [.conflictingValues])
  }

  @Test func cirrhosisContradictsALowMetavir() throws {
    for (stage, result) in [("F1", Finding.Result.unknown), ("F4", .notMet)] {
      let record = try changed([("metavir: F1", "metavir: \(stage), background: cirrhosis")])
      #expect(try assess(record).finding("metavir-below-f3").result == result)
    }
    let later = try changed([("metavir: F1", "metavir: F1, date: 2026-03-11")])
    #expect(try assess(later).finding("metavir-below-f3").result == .unknown)
  }

  @Test func aHigherDensityNeverLiftsTheRatioOverTheThreshold() throws {
    let heavy = ("weight_kg: 60", "weight_kg: 106")
    let stated = ("laboratory:\n", "options: {density_g_per_ml: 1.3}\nlaboratory:\n")
    #expect(try assess(try changed([heavy, stated])).verdict == .noGo)
    let light = ("laboratory:\n", "options: {density_g_per_ml: 0.6}\nlaboratory:\n")
    let finding = try assess(try changed([light])).finding("flr-bw-at-least-half")
    #expect(finding.result == .notMet && finding.observation.value == .number(480 * 0.6 / 600))
  }

  @Test func aRemnantWithoutItsLiverStillGrows() throws {
    var record = try changed([
      ("tlv: 1500, tumour: 200, flr: 300", "flr: 300"),
      ("tlv: 1560, tumour: 200, flr: 480", "flr: 480"),
    ])
    record.options = Options()
    let scans = record.scans.enumerated().map { index, scan in
      MeasuredScan(
        index: index, scan: scan, volumes: nil, flr: Millilitres(index == 0 ? 300 : 480))
    }
    let question = Assessment.Question(record: record, scans: scans)
    let assessment = Assessment(question, by: book, policy: book.policies[0])
    #expect(try assessment.group(.volume) == .met)
  }

  /// Growth from `before` to `after` mL of an FLR that the field of view cuts on some scans.
  private func cutAssessment(before: Int, after: Int, cut: Set<Int>) throws -> Assessment {
    let record = try changed([])
    let scans = try record.scans.enumerated().map { index, scan in
      let flr = index == 0 ? before : after
      let census = JointCensus([
        JointCensus.Combination(labels: [1], voxels: 1300 - flr),
        JointCensus.Combination(labels: [2], voxels: flr),
        JointCensus.Combination(labels: [9], voxels: 200),
      ])
      return MeasuredScan(
        index: index, scan: scan,
        volumes: try LiverVolumes(
          census, voxelVolume: CubicMillimetres(1000),
          roles: LiverRoles(liver: LabelSet([1...2]), tumour: LabelSet([9]), flr: LabelSet([2])),
          cut: cut.contains(index) ? [.flr] : []))
    }
    let question = Assessment.Question(record: record, scans: scans)
    return Assessment(question, by: book, policy: book.policies[0])
  }

  @Test func aBaselineThatTheFieldOfViewCutsShowsNoGrowth() throws {
    let assessment = try cutAssessment(before: 300, after: 480, cut: [0])
    #expect(assessment.verdict == .indeterminate)
    #expect(assessment.reasons.contains(.cutByFieldOfView))
  }

  @Test func aLowerBoundThatIsEnoughIsMetAndOneThatIsNotIsUnknown() throws {
    #expect(try cutAssessment(before: 300, after: 480, cut: []).verdict == .go)
    let enough = try cutAssessment(before: 300, after: 480, cut: [1])
    #expect(try enough.finding("flr-relative-increase").observation.bound == .lower)
    #expect(try enough.finding("flr-relative-increase").result == .met)
    #expect(enough.verdict == .go)
    #expect(try cutAssessment(before: 300, after: 360, cut: []).verdict == .noGo)
    let small = try cutAssessment(before: 300, after: 360, cut: [1])
    #expect(try small.finding("flr-relative-increase").result == .unknown)
    #expect(small.verdict == .indeterminate)
    #expect(small.reasons.contains(.cutByFieldOfView))
  }

  @Test func whatIsNotNeededIsNotAskedFor() throws {
    let record = try changed([("weight_kg: 60", "weight_kg: 106"), ("infection: none\n", "\n")])
    let changes = try assess(record, "inclusion-or").wouldChange
    #expect(changes == ["go if infection none or controlled (unknown)"])
  }

  @Test func growthFromNothingSaysWhy() throws {
    let assessment = try assess(try changed([("flr: 300", "flr: 0")]))
    #expect(assessment.verdict == .indeterminate)
    #expect(assessment.reasons.contains(.undefined))
  }

  @Test func outsideThePopulationTheSafetyRowsAreNotApplicable() throws {
    let assessment = try assess(try changed([("kind: alpps", "kind: pve")]))
    #expect(assessment.safety.allSatisfy { $0.result == .notApplicable })
  }

  /// One analyte above its limit and the other not known: `none` as stated does not settle it.
  @Test func halfALaboratoryFailureIsOpen() throws {
    let split = try changed([
      ("    bilirubin: 16 umol/L\n    inr: 1.1\n", "    bilirubin: 90 umol/L\n"),
      ("clinical:", "  - {date: 2026-03-08, inr: 1.9}\nclinical:"),
    ])
    let assessment = try assess(split)
    #expect(try assessment.finding("no-liver-failure").result == .unknown)
    #expect(assessment.verdict != .go)
  }

  @Test func impossibleVolumesDecideNothing() throws {
    for changes in [
      [("flr: 300", "flr: 3")], [("tlv: 1500, tumour: 200, flr: 300", "tlv: 1.5, flr: 0.3")],
      [("tlv: 1560, tumour: 200, flr: 480", "tlv: 500, tumour: 300, flr: 480")],
    ] {
      let assessment = try assess(try changed(changes))
      #expect(assessment.verdict == .indeterminate)
      #expect(assessment.reasons.contains(.implausible))
    }
  }

  @Test func aWeightIsAtMostThirtyDaysOld() throws {
    for (day, result) in [("2026-01-31", Finding.Result.met), ("2026-01-30", .unknown)] {
      let record = try changed([("weight_kg: 60", "weight_kg: 60, weight_date: \(day)")])
      #expect(try assess(record).finding("flr-bw-at-least-half").result == result)
    }
  }
}
