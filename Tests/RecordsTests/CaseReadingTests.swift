import Readiness
import Records
import Testing
import VolumetryCore

/// What a case says is read exactly, and what it leaves out stays absent.
@Suite struct CaseReadingTests {
  private func day(_ text: String) throws -> CalendarDay { try #require(CalendarDay(text)) }

  /// The example, written out as values.
  private func expected() throws -> Case {
    var expected = Case()
    expected.id = "example-1"
    expected.decision = Decision(date: try day("2026-03-10"), question: .stageTwo)
    expected.patient.ageYears = 61
    expected.patient.sex = .female
    expected.patient.height = Centimetres(165)
    expected.patient.weight = Kilograms(62)
    expected.patient.weightDate = try day("2026-02-24")
    expected.tumour.entity = .hepatocellularCarcinoma
    expected.parenchyma.background = .normal
    expected.parenchyma.metavir = .f1
    expected.parenchyma.steatosisPercent = 10
    expected.parenchyma.method = "histology-stage-1"
    expected.parenchyma.date = try day("2026-03-02")
    expected.procedures = [
      Procedure(kind: .alpps, variant: "classic", date: try day("2026-03-02"))
    ]
    expected.labels = LabelRoles(liver: LabelSet([1...8]), tumour: LabelSet([9...9]))
    expected.plans = [
      Plan(id: "right-trisectionectomy", flr: LabelSet([2...3]), segment1: .resected)
    ]
    expected.scans = [
      Scan(
        date: try day("2026-02-24"), timepoint: .beforeStageOne,
        source: .segmentation("before.nii.gz")),
      Scan(
        date: try day("2026-03-09"), timepoint: .afterStageOne,
        source: .segmentation("after.nii.gz")),
    ]
    expected.laboratory = try laboratory()
    expected.clinical = [
      ClinicalRecord(
        date: try day("2026-02-24"), ascites: .absent,
        encephalopathy: .absent)
    ]
    expected.interstage.complications = []
    expected.interstage.infection = .absent
    expected.interstage.liverFailureISGLS = .absent
    expected.interstage.flrInflowNormal = .yes
    expected.interstage.flrOutflowNormal = .yes
    expected.interstage.flrFunctionNormal = .yes
    expected.uncertainty.statedFLRCVPercent = 5
    expected.uncertainty.statedTLVCVPercent = 2
    expected.uncertainty.statedPlaneShift = Millimetres(0)
    return expected
  }

  private func laboratory() throws -> [LaboratoryRecord] {
    var before = LaboratoryRecord(date: try day("2026-02-24"))
    before.bilirubin = Concentration(12, .micromolesPerLitre)
    before.inr = 1
    before.creatinine = Concentration(70, .micromolesPerLitre)
    before.albumin = Concentration(40, .gramsPerLitre)
    before.sodium = Concentration(140, .millimolesPerLitre)
    var after = LaboratoryRecord(date: try day("2026-03-09"))
    after.bilirubin = Concentration(20, .micromolesPerLitre)
    after.inr = 1.3
    after.creatinine = Concentration(80, .micromolesPerLitre)
    after.upperLimits.bilirubin = Concentration(21, .micromolesPerLitre)
    after.upperLimits.inr = 1.2
    return [before, after]
  }

  @Test func theExampleReadsToItsValues() throws {
    let file = try CaseFile(yaml: example)
    #expect(file.case == (try expected()))
    #expect(file.warnings.isEmpty)
  }

  @Test func jsonReadsToTheSameCase() throws {
    #expect(try Case(yaml: exampleJSON) == (try Case(yaml: example)))
    let minified = exampleJSON.filter { $0 != "\n" && $0 != "\t" }
    #expect(try Case(yaml: minified) == (try Case(yaml: example)))
  }

  @Test func aByteOrderMarkAndWindowsLinesChangeNothing() throws {
    let windows =
      "\u{FEFF}"
      + example.split(
        separator: "\n", omittingEmptySubsequences: false
      ).joined(separator: "\r\n")
    let file = try CaseFile(bytes: Array(windows.utf8))
    #expect(file.case == (try expected()))
    #expect(file.line(of: "laboratory[1].inr") == 17)
  }

  @Test(arguments: ["{}", "case: ", "decision: null\nscans: ~\nlabels:\n"])
  func whatIsAbsentStaysAbsent(text: String) throws {
    let `case` = try Case(yaml: text)
    #expect(`case` == Case())
    #expect(`case`.interstage.complications == nil)
    #expect(`case`.uncertainty.flrCVPercent == Assumable(stated: nil, assumed: 5))
    #expect(`case`.uncertainty.tlvCVPercent == Assumable(stated: nil, assumed: 2))
    #expect(`case`.uncertainty.planeShift == Assumable(stated: nil, assumed: Millimetres(0)))
    #expect(`case`.uncertainty.planeShift.isAssumed)
  }

  @Test func aStatedUncertaintyIsNotAssumedThoughItEqualsTheAssumption() throws {
    let uncertainty = try Case(yaml: example).uncertainty
    #expect(uncertainty.flrCVPercent.value == Uncertainty.Assumed.flrCVPercent)
    #expect(!uncertainty.flrCVPercent.isAssumed)
    #expect(!uncertainty.planeShift.isAssumed)
  }

  @Test func noComplicationFoundIsNotNothingStated() throws {
    #expect(try Case(yaml: "interstage: {complications: []}").interstage.complications == [])
    #expect(try Case(yaml: "interstage: {complications: }").interstage.complications == nil)
  }

  @Test func everyLineOfTheRecordIsKnownByItsPath() throws {
    let file = try CaseFile(yaml: example)
    #expect(file.line(of: "case") == 1)
    #expect(file.line(of: "procedures[0].date") == 7)
    #expect(file.line(of: "scans") == 11)
    #expect(file.line(of: "scans[1].timepoint") == 13)
    #expect(file.line(of: "interstage.flr_function_normal") == 26)
    #expect(file.line(of: "scans[1].volumes_ml.flr") == 13, "the nearest part that is there")
    #expect(file.line(of: "scans[7].date") == 11)
    #expect(file.line(of: "options.telv_formula") == 1)
    #expect(file.lines["options"] == nil)
  }

  @Test(arguments: [
    ("yes", StatedFact.yes), ("no", .no), ("unknown", .unknown), ("true", .yes), ("false", .no),
    ("on", .yes), ("off", .no), ("Yes", .yes), ("FALSE", .no), ("\"yes\"", .yes),
  ])
  func everySpellingOfAStatedFactIsRead(text: String, fact: StatedFact) throws {
    let `case` = try Case(yaml: "interstage: {flr_inflow_normal: \(text)}")
    #expect(`case`.interstage.flrInflowNormal == fact)
  }

  @Test func aWholeComplicationIsRead() throws {
    let text = """
      interstage:
        complications:
          - {kind: bile leak, clavien_dindo: IIIa, serious: no, date: 2026-03-05}
          - {clavien_dindo: V}
      """
    #expect(
      try Case(yaml: text).interstage.complications == [
        Complication(
          kind: "bile leak", clavienDindo: .iiia, serious: .no, date: try day("2026-03-05")),
        Complication(clavienDindo: .v),
      ])
  }

  @Test func optionsPlansAndOtherSourcesAreRead() throws {
    let text = """
      options: {telv_formula: chan-2006, bsa_formula: du-bois, density_g_per_ml: 1.1,
        denominator_timepoint: first-scan, target_sflr_pct: 40}
      labels: {preset: couinaud, tumour: 9}
      plans:
        - {flr: "2-4", segment_1: flr, flr_minus: [{kind: wedge, volume_ml: 40}]}
        - {id: second, flr: 2}
      scans:
        - volumes_ml: {tlv: 1560, tumour: 200, flr: 480}
        - files: {liver: l.nii, flr: f.nii}
          labels: {liver: [1, "3-5", 7]}
      clinical: [{biliary_obstruction: undrained, ascites: moderate-severe}]
      """
    let `case` = try Case(yaml: text)
    #expect(`case`.options.telvFormula == "chan-2006")
    #expect(`case`.options.bsaFormula == "du-bois")
    #expect(`case`.options.densityGramsPerMillilitre == 1.1)
    #expect(`case`.options.denominatorTimepoint == .firstScan)
    #expect(`case`.options.targetSFLRPercent == 40)
    #expect(`case`.labels?.preset == .couinaud)
    #expect(`case`.labels?.liver?.description == "1-8")
    #expect(`case`.labels?.tumour?.description == "9")
    let wedge = PlannedRemoval(kind: "wedge", volume: Millilitres(40))
    #expect(
      `case`.plans == [
        Plan(id: "plan-1", flr: LabelSet([2...4]), segment1: .flr, flrMinus: [wedge]),
        Plan(id: "second", flr: LabelSet([2...2])),
      ])
    let typed = Scan.TypedVolumes(
      tlv: Millilitres(1560), tumour: Millilitres(200), flr: Millilitres(480))
    #expect(`case`.scans[0].source == .volumes(typed))
    #expect(`case`.scans[1].source == .files(Scan.RoleFiles(liver: "l.nii", flr: "f.nii")))
    #expect(`case`.scans[1].labels?.liver?.description == "1,3-5,7")
    #expect(`case`.clinical[0].biliaryObstruction == .undrained)
    #expect(`case`.clinical[0].ascites == .moderateSevere)
    #expect(`case`.clinical[0].encephalopathy == nil)
  }
}
