import Readiness
import Records
import Testing
import VolumetryCore

/// What a case says of measurement error, of tissues set apart and of a later weight.
@Suite struct UncertaintyReadingTests {
  private func refusal(_ text: String) -> RecordFault? {
    do throws(RecordError) {
      _ = try Case(yaml: text)
      return nil
    } catch { return error.first }
  }

  @Test func everySettingIsRead() throws {
    let uncertainty = try Case(
      yaml: "uncertainty: {flr_cv_percent: 4, tumour_cv_percent: 9, plane_shift_mm: 3, "
        + "plane_area_cm2: 80, model: boundary}"
    ).uncertainty
    #expect(uncertainty.model == Assumable(stated: .boundary, assumed: .cv))
    #expect(uncertainty.tumourCVPercent == Assumable(stated: 9, assumed: 4))
    #expect(uncertainty.statedPlaneArea == SquareCentimetres(80))
    #expect(uncertainty.planeShift.value == Millimetres(3))
  }

  @Test func theTumourScattersAsTheFLRWhereNothingIsStated() throws {
    let uncertainty = try Case(yaml: "uncertainty: {flr_cv_percent: 4}").uncertainty
    #expect(uncertainty.tumourCVPercent == Assumable(stated: nil, assumed: 4))
    #expect(uncertainty.tumourCVPercent.isAssumed)
    #expect(uncertainty.model.value == .cv && uncertainty.model.isAssumed)
    #expect(uncertainty.statedPlaneArea == nil)
  }

  @Test(arguments: [
    ("uncertainty: {model: bayes}", "E-CASE-WORD", "uncertainty.model"),
    ("uncertainty: {plane_area_cm2: 0}", "E-CASE-VALUE", "uncertainty.plane_area_cm2"),
    ("uncertainty: {plane_area_cm2: 8000}", "E-CASE-VALUE", "uncertainty.plane_area_cm2"),
    ("uncertainty: {tumour_cv_percent: 101}", "E-CASE-VALUE", "uncertainty.tumour_cv_percent"),
    ("labels: {liver: 1-8, cysts: 9}", "E-CASE-UNKNOWN-KEY", "labels.cysts"),
    (
      "scans: [{volumes_ml: {flr: 300}, flr_compromised_ml: -1}]", "E-CASE-VALUE",
      "scans[0].flr_compromised_ml"
    ),
    ("patient: {later_weight: {date: 2026-03-08}}", "E-CASE-MISSING", "patient.later_weight"),
  ])
  func whatCannotBeIsRefused(_ text: String, _ code: String, _ path: String) {
    let fault = refusal(text)
    #expect(fault?.code == code && fault?.path == path, "\(text): \(String(describing: fault))")
  }

  @Test func tissuesThatAreSetApartAreRead() throws {
    let text = """
      labels: {preset: couinaud, cyst: 10, vessels: [11, 12]}
      scans:
        - {segmentation: a.nii, labels: {liver: 1-8, ablation: 13}, flr_compromised_ml: 12}
      """
    let record = try Case(yaml: text)
    #expect(record.labels?.special == [.cyst: LabelSet([10]), .vessels: LabelSet([11, 12])])
    #expect(record.scans[0].labels?.special == [.ablation: LabelSet([13])])
    #expect(record.scans[0].flrCompromised == Millilitres(12))
  }

  /// A change of 5 % is not warned of; what is above it is.
  @Test(arguments: [(100.0, 105.0, false), (100, 105.1, true), (100, 95, false), (100, 94.9, true)])
  func aLargeChangeOfWeightIsWarnedOf(_ dry: Double, _ later: Double, _ isWarned: Bool) throws {
    let file = try CaseFile(
      yaml: "patient: {weight_kg: \(dry), later_weight: {kg: \(later), date: 2026-03-08}}")
    #expect(file.warnings.contains { $0.code == "W-WEIGHT-CHANGE" } == isWarned)
    #expect(file.case.patient.laterWeight?.weight == Kilograms(later))
    #expect(!file.case.options.showsLaterWeight, "shown only where it is asked for")
    #expect(try Case(yaml: "options: {show_later_weight: yes}").options.showsLaterWeight)
  }
}
