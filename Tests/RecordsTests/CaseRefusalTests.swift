import Readiness
import Records
import Testing
import VolumetryCore

/// One record that must be refused, and where.
struct Refusal: Sendable, CustomTestStringConvertible {
  let text: String
  let code: String
  let path: String
  let line: Int

  init(_ text: String, _ code: String, _ path: String, line: Int = 1) {
    self.text = text
    self.code = code
    self.path = path
    self.line = line
  }

  var testDescription: String { "\(code) \(text.prefix(70))" }

  /// The first fault, after checking that the record is refused at all.
  @discardableResult func check() throws -> RecordError {
    let error = try #require(throws: RecordError.self) { try CaseFile(yaml: text) }
    #expect(error.code == code)
    #expect(error.path == path)
    #expect(error.line == line)
    return error
  }
}

/// The same text with one part replaced; the part must be there.
func changed(_ part: String, to replacement: String) -> String {
  precondition(example.contains(part), "the example holds \(part)")
  return example.replacing(part, with: replacement)
}

@Suite struct CaseRefusalTests {
  static let shape: [Refusal] = [
    Refusal("[]", "E-CASE-TYPE", ""),
    Refusal("# nothing\n---\n", "E-CASE-TYPE", "", line: 3),
    Refusal("patient: 61", "E-CASE-TYPE", "patient"),
    Refusal("scans: {date: 2026-01-01}", "E-CASE-TYPE", "scans"),
    Refusal("scans:\n  -\n", "E-CASE-TYPE", "scans[0]", line: 2),
    Refusal("case: [a]", "E-CASE-TYPE", "case"),
    Refusal("case: \"\"", "E-CASE-TEXT", "case"),
    Refusal("case: \"a\\e[31mb\"", "E-CASE-TEXT", "case"),
    Refusal("scans: [{segmentation: \"a\\nb\"}]", "E-CASE-TEXT", "scans[0].segmentation"),
    Refusal("procedures: [{date: 2026-01-01}]", "E-CASE-MISSING", "procedures[0]"),
    Refusal("plans: [{flr_minus: [{kind: wedge}]}]", "E-CASE-MISSING", "plans[0].flr_minus[0]"),
  ]

  static let words: [Refusal] = [
    Refusal(changed("sex: female", to: "sex: f"), "E-CASE-WORD", "patient.sex", line: 3),
    Refusal(changed("entity: hcc", to: "entity: HCC"), "E-CASE-WORD", "tumour.entity", line: 4),
    Refusal(changed("metavir: F1", to: "metavir: 1"), "E-CASE-WORD", "parenchyma.metavir", line: 5),
    Refusal(
      changed("timepoint: after-stage-1", to: "timepoint: after"), "E-CASE-WORD",
      "scans[1].timepoint", line: 13),
    Refusal(
      changed("flr_outflow_normal: yes", to: "flr_outflow_normal: maybe"), "E-CASE-WORD",
      "interstage.flr_outflow_normal", line: 25),
    Refusal(
      changed("infection: none", to: "infection: healed"), "E-CASE-WORD",
      "interstage.infection", line: 22),
    Refusal("decision: {question: stage-3}", "E-CASE-WORD", "decision.question"),
    Refusal("procedures: [{kind: ALPPS}]", "E-CASE-WORD", "procedures[0].kind"),
    Refusal(
      "interstage: {complications: [{clavien_dindo: III}]}", "E-CASE-WORD",
      "interstage.complications[0].clavien_dindo"),
    Refusal("labels: {preset: totalsegmentator}", "E-CASE-WORD", "labels.preset"),
    Refusal("labels: {preset: ct-org}", "E-CASE-WORD", "labels.preset"),
  ]

  static let numbers: [Refusal] = [
    Refusal("patient: {age_years: -0.1}", "E-CASE-VALUE", "patient.age_years"),
    Refusal("patient: {age_years: 130.5}", "E-CASE-VALUE", "patient.age_years"),
    Refusal("patient: {age_years: 131}", "E-CASE-VALUE", "patient.age_years"),
    Refusal("patient: {height_cm: 2.99}", "E-CASE-VALUE", "patient.height_cm"),
    Refusal("patient: {height_cm: 300.01}", "E-CASE-VALUE", "patient.height_cm"),
    Refusal("patient: {weight_kg: 0}", "E-CASE-VALUE", "patient.weight_kg"),
    Refusal("patient: {weight_kg: -62}", "E-CASE-VALUE", "patient.weight_kg"),
    Refusal("patient: {weight_kg: 62 kg}", "E-CASE-VALUE", "patient.weight_kg"),
    Refusal("patient: {weight_kg: \"62,5\"}", "E-CASE-VALUE", "patient.weight_kg"),
    Refusal("patient: {weight_kg: 062}", "E-CASE-VALUE", "patient.weight_kg"),
    Refusal("patient: {weight_kg: 0x3E}", "E-CASE-VALUE", "patient.weight_kg"),
    Refusal("patient: {weight_kg: 1_000}", "E-CASE-VALUE", "patient.weight_kg"),
    Refusal("patient: {weight_kg: .nan}", "E-CASE-VALUE", "patient.weight_kg"),
    Refusal("patient: {weight_kg: .inf}", "E-CASE-VALUE", "patient.weight_kg"),
    Refusal("patient: {weight_kg: 1e999}", "E-CASE-VALUE", "patient.weight_kg"),
    Refusal("patient: {weight_kg: .}", "E-CASE-VALUE", "patient.weight_kg"),
    Refusal(
      "parenchyma: {steatosis_percent: 100.1}", "E-CASE-VALUE",
      "parenchyma.steatosis_percent"),
    Refusal("uncertainty: {plane_shift_mm: -1}", "E-CASE-VALUE", "uncertainty.plane_shift_mm"),
    Refusal("options: {density_g_per_ml: 1060}", "E-CASE-VALUE", "options.density_g_per_ml"),
    Refusal("options: {target_sflr_pct: 0}", "E-CASE-VALUE", "options.target_sflr_pct"),
  ]

  static let laboratory: [Refusal] = [
    Refusal(
      changed("bilirubin: 12 umol/L", to: "bilirubin: 12"), "E-CASE-UNIT",
      "laboratory[0].bilirubin", line: 16),
    Refusal(
      changed("inr: 1.3", to: "inr: 1.3 INR"), "E-CASE-UNIT", "laboratory[1].inr", line: 17),
    Refusal(
      changed("bilirubin: 21 umol/L", to: "bilirubin: 21"), "E-CASE-UNIT",
      "laboratory[1].upper_limits.bilirubin", line: 17),
    Refusal("laboratory: [{bilirubin: 12 mmol/L}]", "E-CASE-UNIT", "laboratory[0].bilirubin"),
    Refusal("laboratory: [{bilirubin: 12 Umol/L}]", "E-CASE-UNIT", "laboratory[0].bilirubin"),
    Refusal("laboratory: [{albumin: 40 mg/dL}]", "E-CASE-UNIT", "laboratory[0].albumin"),
    Refusal("laboratory: [{platelets: 15010^9/L}]", "E-CASE-UNIT", "laboratory[0].platelets"),
    Refusal(
      "laboratory: [{creatinine: \"1,2 mg/dL\"}]", "E-CASE-UNIT",
      "laboratory[0].creatinine"),
    Refusal("laboratory: [{creatinine: 0 mg/dL}]", "E-CASE-VALUE", "laboratory[0].creatinine"),
    Refusal("laboratory: [{creatinine: -1 mg/dL}]", "E-CASE-VALUE", "laboratory[0].creatinine"),
    Refusal("laboratory: [{sodium: 1e999 mmol/L}]", "E-CASE-VALUE", "laboratory[0].sodium"),
    Refusal("laboratory: [{creatinine: <1 mg/dL}]", "E-CASE-VALUE", "laboratory[0].creatinine"),
    Refusal("laboratory: [{inr: 0}]", "E-CASE-VALUE", "laboratory[0].inr"),
    Refusal("laboratory: [{inr: normal}]", "E-CASE-VALUE", "laboratory[0].inr"),
    Refusal("laboratory: [{inr: nan}]", "E-CASE-VALUE", "laboratory[0].inr"),
  ]

  static let days: [Refusal] = [
    Refusal(changed("2026-03-10", to: "2026-02-31"), "E-CASE-DATE", "decision.date", line: 2),
    Refusal(changed("2026-03-10", to: "10.03.2026"), "E-CASE-DATE", "decision.date", line: 2),
    Refusal(changed("2026-03-10", to: "2026-3-10"), "E-CASE-DATE", "decision.date", line: 2),
    Refusal(changed("2026-03-10", to: "2025-02-29"), "E-CASE-DATE", "decision.date", line: 2),
    Refusal(
      changed("{date: 2026-03-09, timepoint", to: "{date: 2026-03-01, timepoint"),
      "E-CASE-DATE-ORDER", "scans[1].date", line: 13),
    Refusal(
      changed("{date: 2026-02-24, timepoint", to: "{date: 2026-03-03, timepoint"),
      "E-CASE-DATE-ORDER", "scans[0].date", line: 12),
    Refusal(
      changed("timepoint: before-stage-1", to: "timepoint: after-stage-2"), "E-CASE-DATE-ORDER",
      "scans[0].date", line: 12),
    Refusal(
      changed("complications: []", to: "complications: [{date: 2026-03-01}]"),
      "E-CASE-DATE-ORDER", "interstage.complications[0].date", line: 21),
    Refusal(
      "procedures:\n- {kind: pve, date: 2026-03-02}\n- {kind: tace}\n"
        + "- {kind: alpps, date: 2026-03-01}",
      "E-CASE-DATE-ORDER", "procedures[2].date", line: 4),
  ]

  static let imaging: [Refusal] = [
    Refusal(
      changed("tumour: [9]", to: "tumour: []"), "E-CASE-LABELS", "labels.tumour", line: 8),
    Refusal(changed("flr: [2,3]", to: "flr: [2,0]"), "E-CASE-LABELS", "plans[0].flr[1]", line: 10),
    Refusal("labels: {liver: 0-8}", "E-CASE-LABELS", "labels.liver"),
    Refusal("labels: {liver: -1-3}", "E-CASE-LABELS", "labels.liver"),
    Refusal("labels: {liver: 8-1}", "E-CASE-LABELS", "labels.liver"),
    Refusal("labels: {liver: 1 2}", "E-CASE-LABELS", "labels.liver"),
    Refusal("labels: {liver: \"1, 2 3\"}", "E-CASE-LABELS", "labels.liver"),
    Refusal("labels: {liver: \"1,\"}", "E-CASE-LABELS", "labels.liver"),
    Refusal("labels: {liver: \"\"}", "E-CASE-LABELS", "labels.liver"),
    Refusal("labels: {liver: [1.0]}", "E-CASE-LABELS", "labels.liver[0]"),
    Refusal("labels: {liver: [[1]]}", "E-CASE-TYPE", "labels.liver[0]"),
    Refusal("labels: {liver: {1: 2}}", "E-CASE-TYPE", "labels.liver"),
    Refusal("labels: {liver: 18446744073709551616}", "E-CASE-LABELS", "labels.liver"),
    Refusal("labels: {preset: couinaud, liver: [1]}", "E-CASE-LABELS", "labels.liver"),
    Refusal("plans: [{id: a}, {id: b}, {id: a}]", "E-CASE-DUPLICATE", "plans[2]"),
    Refusal("plans: [{id: plan-2}, {flr: 2}]", "E-CASE-DUPLICATE", "plans[1]"),
    Refusal(
      changed("segmentation: after.nii.gz", to: "segmentation: a, volumes_ml: {tlv: 1500}"),
      "E-CASE-SOURCE", "scans[1]", line: 13),
    Refusal("scans: [{files: {}}]", "E-CASE-SOURCE", "scans[0].files"),
    Refusal("scans: [{volumes_ml: {tlv: }}]", "E-CASE-SOURCE", "scans[0].volumes_ml"),
    Refusal(
      "scans:\n- volumes_ml:\n    tlv: 1000\n    flr: 1000.1", "E-CASE-VOLUMES",
      "scans[0].volumes_ml.flr", line: 4),
    Refusal(
      "scans: [{volumes_ml: {tlv: 1000, tumour: 1000}}]", "E-CASE-VOLUMES",
      "scans[0].volumes_ml.tumour"),
    Refusal("scans: [{volumes_ml: {flr: -0.1}}]", "E-CASE-VALUE", "scans[0].volumes_ml.flr"),
    Refusal("scans: [{volumes_ml: {tlv: 0}}]", "E-CASE-VALUE", "scans[0].volumes_ml.tlv"),
    Refusal("scans: [{volumes_ml: {tlv: .inf}}]", "E-CASE-VALUE", "scans[0].volumes_ml.tlv"),
    Refusal(
      "plans: [{flr_minus: [{volume_ml: -1}]}]", "E-CASE-VALUE",
      "plans[0].flr_minus[0].volume_ml"),
  ]

  @Test(arguments: shape + words + numbers + laboratory + days + imaging)
  func whatACaseMustNotSayIsRefusedAtItsPlace(refusal: Refusal) throws {
    let error = try refusal.check()
    #expect(error.faults.count == 1, "\(error)")
    #expect(error.first.found != nil || error.first.expected != nil)
    #expect(error.description.contains("line \(refusal.line)"))
  }

  @Test(arguments: [
    ("patient: {weight: 62}", "patient.weight", "weight_kg"),
    ("patient: {height_m: 1.65}", "patient.height_m", "height_cm"),
    ("procedure: []", "procedure", "procedures"),
    ("laboratory: [{billirubin: 12 umol/L}]", "laboratory[0].billirubin", "bilirubin"),
    ("plans: [{segment1: flr}]", "plans[0].segment1", "segment_1"),
    ("scans: [{volume_ml: {tlv: 1}}]", "scans[0].volume_ml", "volumes_ml"),
    ("Case: x", "Case", "case"),
    ("<<: {case: x}", "<<", "case"),
  ])
  func anUnknownKeyIsRefusedWithTheNearestKnownOne(
    text: String, path: String, nearest: String
  ) throws {
    let error = try Refusal(text, "E-CASE-UNKNOWN-KEY", path).check()
    #expect(error.first.message == "unknown key, the nearest known one is \"\(nearest)\"")
    #expect(error.first.expected?.contains(nearest) == true)
  }

  @Test func allFaultsOfAFileAreNamedInTheOrderOfTheText() throws {
    let text = """
      scans: [{date: 2026-13-01}]
      patient:
        weight_kg: 0
        sex: f
      case: x
      """
    let error = try #require(throws: RecordError.self) { try Case(yaml: text) }
    #expect(error.faults.map(\.path) == ["scans[0].date", "patient.weight_kg", "patient.sex"])
    #expect(error.faults.map(\.line) == [1, 3, 4])
  }

  @Test func aFloodOfFaultsIsCutOff() throws {
    let text = (0..<1000).map { "k\($0): 1" }.joined(separator: "\n")
    let error = try #require(throws: RecordError.self) { try Case(yaml: text) }
    #expect(error.faults.count == 100)
  }

  @Test func aRefusalShowsNoControlCharactersAndNoEndlessText() throws {
    let text = "patient: {sex: \"\\e[31m" + String(repeating: "x", count: 5000) + "\"}"
    let error = try #require(throws: RecordError.self) { try Case(yaml: text) }
    #expect(error.description.count < 250)
    #expect(!error.description.contains("\u{1B}"))
    #expect(error.description.contains("\\u{1b}[31m"))
  }
}
