import Readiness
import Records
import Testing
import VolumetryCore

/// What lies on a boundary is read; what is unusual is read and warned of.
@Suite struct CaseBoundaryTests {
  @Test(arguments: [
    "patient: {age_years: 0}", "patient: {age_years: 130}", "patient: {weight_kg: 30}",
    "patient: {weight_kg: 200}", "patient: {height_cm: 120}", "patient: {height_cm: 220}",
    "patient: {weight_kg: \"62\"}", "patient: {weight_kg: +62}", "patient: {weight_kg: 6.2e+1}",
    "parenchyma: {steatosis_percent: 0}", "parenchyma: {steatosis_percent: 100}",
    "options: {density_g_per_ml: 0.5}", "options: {density_g_per_ml: 2}",
    "options: {target_sflr_pct: 100}", "uncertainty: {flr_cv_percent: 0.1}",
    "scans: [{volumes_ml: {tlv: 1500, flr: 1500}}]",
    "scans: [{volumes_ml: {tlv: 200, tumour: 199.9}}]",
    "scans: [{volumes_ml: {tlv: 6000, tumour: 0, flr: 0}}]",
    "scans: [{volumes_ml: {tlv: 1000, tumour: 400, flr: 600}}]",
    "scans: [{volumes_ml: {flr: 400, tumour: 500}}]",
    "plans: [{flr_minus: [{volume_ml: 0}]}]",
    "labels: {liver: 18446744073709551615, tumour: -1}",
    "labels: {liver: \" 1 , 3 \"}",
    "procedures: [{kind: pve, date: 2026-01-01}, {kind: alpps, date: 2026-01-01}]",
    "procedures: [{kind: alpps, date: 2026-01-01}]\n"
      + "scans: [{date: 2026-01-01, timepoint: before-stage-1, segmentation: a}, "
      + "{date: 2026-01-01, timepoint: after-stage-1, segmentation: b}]\n"
      + "interstage: {complications: [{date: 2026-01-01}]}\ndecision: {date: 2026-01-01}\n"
      + "patient: {weight_date: 2026-01-01}",
    "procedures: [{kind: alpps}]\n"
      + "scans: [{date: 2026-01-01, timepoint: after-stage-1, segmentation: b}]",
    "procedures: [{kind: tace, date: 2026-02-01}]\n"
      + "scans: [{date: 2026-01-01, timepoint: after-stage-1, segmentation: b}]",
    "parenchyma: {background: cirrhosis, metavir: F4}",
    "parenchyma: {background: fibrosis, metavir: F3}",
  ])
  func aBoundaryIsReadWithoutAWarning(text: String) throws {
    let file = try CaseFile(yaml: text)
    #expect(file.warnings.isEmpty)
    #expect(file.case != Case())
  }

  @Test(arguments: [
    ("patient: {height_cm: 3}", "W-HEIGHT-UNUSUAL", "patient.height_cm"),
    ("patient: {height_cm: 300}", "W-HEIGHT-UNUSUAL", "patient.height_cm"),
    ("patient: {height_cm: 119.9}", "W-HEIGHT-UNUSUAL", "patient.height_cm"),
    ("patient: {height_cm: 220.1}", "W-HEIGHT-UNUSUAL", "patient.height_cm"),
    ("patient: {weight_kg: 29.9}", "W-WEIGHT-UNUSUAL", "patient.weight_kg"),
    ("patient: {weight_kg: 200.1}", "W-WEIGHT-UNUSUAL", "patient.weight_kg"),
    ("patient: {weight_kg: 1e-300}", "W-WEIGHT-UNUSUAL", "patient.weight_kg"),
    ("scans: [{volumes_ml: {tlv: 199.9}}]", "W-TLV-UNUSUAL", "scans[0].volumes_ml.tlv"),
    ("scans: [{volumes_ml: {tlv: 6000.1}}]", "W-TLV-UNUSUAL", "scans[0].volumes_ml.tlv"),
    (
      "scans: [{volumes_ml: {tlv: 1000, tumour: 400, flr: 600.1}}]", "W-FLR-AND-TUMOUR",
      "scans[0].volumes_ml.flr"
    ),
    ("scans: [{date: 2026-01-01}]", "W-SCAN-WITHOUT-SOURCE", "scans[0]"),
    (
      "parenchyma: {background: cirrhosis, metavir: F3}", "W-CIRRHOSIS-METAVIR",
      "parenchyma.background"
    ),
    (
      "parenchyma: {metavir: F4, background: normal}", "W-CIRRHOSIS-METAVIR",
      "parenchyma.background"
    ),
    (
      "{procedures: [{kind: alpps, date: 2026-01-02}], decision: {date: 2026-01-01}}",
      "W-DECISION-BEFORE-STAGE-1", "decision.date"
    ),
    (
      "{procedures: [{kind: alpps, date: 2026-01-01}], patient: {weight_date: 2026-01-02}}",
      "W-WEIGHT-AFTER-STAGE-1", "patient.weight_date"
    ),
  ])
  func whatIsUnusualIsReadAndWarnedOf(text: String, code: String, path: String) throws {
    let file = try CaseFile(yaml: "# first line\n" + text)
    #expect(file.warnings.map(\.code) == [code])
    #expect(file.warnings.map(\.path) == [path])
    #expect(file.warnings.map(\.line) == [2])
  }

  @Test func stageOneIsTheFirstProcedureThatMakesTheRemnantGrow() throws {
    let text = """
      procedures:
        - {kind: tace, date: 2026-01-01}
        - {kind: pve, date: 2026-01-10}
        - {kind: alpps, date: 2026-02-01}
      """
    let `case` = try Case(yaml: text)
    #expect(`case`.stageOneIndex == 2, "rescue ALPPS: the embolisation before it has failed")
    #expect(`case`.stageOne?.kind == .alpps)
    #expect(`case`.stageOneDate == CalendarDay("2026-02-01"))
    let vein = try Case(
      yaml: "procedures: [{kind: pve, date: 2026-01-10}, {kind: hve, date: 2026-01-20}]")
    #expect(vein.stageOneIndex == 0)
    let day = try #require(CalendarDay("2026-02-08"))
    #expect(`case`.daysAfterStageOne(day) == 7)
  }

  @Test func anUndatedStageOneIsNotReplacedByALaterProcedure() throws {
    let `case` = try Case(yaml: "procedures: [{kind: pve}, {kind: hve, date: 2026-02-01}]")
    #expect(`case`.stageOne?.kind == .pve)
    #expect(`case`.stageOneDate == nil)
    #expect(`case`.daysAfterStageOne(CalendarDay(number: 0)) == nil)
    #expect(try Case(yaml: "procedures: [{kind: tare}]").stageOne == nil)
    #expect(Case().stageOneDate == nil)
  }

  @Test func onlyProceduresOnVeinsAndLiverBeginStageOne() {
    let beginning = Procedure.Kind.allCases.filter(\.beginsStageOne)
    #expect(beginning == [.alpps, .pve, .pvl, .lvd, .hve])
  }

  @Test func gradesAreOrderedAsTheyAreWritten() {
    #expect(Complication.ClavienDindo.allCases.sorted() == Complication.ClavienDindo.allCases)
    #expect(Complication.ClavienDindo.iiia < .iiib)
    #expect(Parenchyma.Metavir.allCases.sorted() == Parenchyma.Metavir.allCases)
    #expect(Parenchyma.Metavir.f2 < .f3)
  }

  /// A value in the unit of the other system would speak for going ahead.
  @Test(
    arguments: [
      ("albumin: 20 g/dL", false), ("albumin: 8 g/dL", true), ("albumin: 4 g/L", false),
      ("creatinine: 0.8 umol/L", false), ("creatinine: 8.85 umol/L", true),
      ("bilirubin: 0.7 umol/L", false), ("bilirubin: 0.86 umol/L", true), ("inr: 0.01", false),
      ("inr: 0.3", true), ("inr: 31", false), ("sodium: 14 mmol/L", false),
      ("sodium: 80 mmol/L", true),
    ])
  func aLaboratoryValueThatNobodyHasIsRefused(_ value: String, _ isRead: Bool) {
    let text = "laboratory: [{date: 2026-02-24, \(value)}]"
    do throws(RecordError) {
      _ = try Case(yaml: text)
      #expect(isRead, "\(value)")
    } catch {
      #expect(!isRead, "\(value)")
      #expect(error.code == "E-CASE-VALUE")
    }
  }
}

extension CaseBoundaryTests {
  @Test func unknownIsReadAsNotStated() throws {
    let record = try Case(yaml: "interstage: {infection: unknown, liver_failure_isgls: unknown}")
    #expect(record.interstage.infection == nil)
    #expect(record.interstage.liverFailureISGLS == nil)
  }

  @Test(
    arguments: [
      ("bilirubin: 51.3 umol/L", true), ("bilirubin: 52 umol/L", false),
      ("bilirubin: 210 umol/L", false), ("inr: 2", true), ("inr: 3", false),
    ])
  func anUpperLimitThatNoLaboratoryHasIsRefused(_ limit: String, _ isRead: Bool) {
    do throws(RecordError) {
      _ = try Case(yaml: "laboratory: [{date: 2026-03-09, upper_limits: {\(limit)}}]")
      #expect(isRead)
    } catch {
      #expect(!isRead && error.code == "E-CASE-VALUE")
    }
  }
}
