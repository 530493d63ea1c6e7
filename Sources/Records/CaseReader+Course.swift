import Readiness
import VolumetryCore

// Laboratory, bedside findings and the course between the stages.

extension LaboratoryRecord {
  init?(_ entry: RecordEntry) {
    let known = [
      "date", "bilirubin", "inr", "creatinine", "albumin", "sodium", "platelets", "ast", "alt",
      "pt_index", "dialysis", "upper_limits",
    ]
    guard let fields = entry.mapping(known) else { return nil }
    self.init(date: fields["date"]?.date())
    bilirubin = fields["bilirubin"]?.concentration(Bilirubin.self)
    inr = fields["inr"]?.ratio()
    creatinine = fields["creatinine"]?.concentration(Creatinine.self)
    albumin = fields["albumin"]?.concentration(Albumin.self)
    sodium = fields["sodium"]?.concentration(Sodium.self)
    platelets = fields["platelets"]?.concentration(Platelets.self)
    ast = fields["ast"]?.concentration(AspartateAminotransferase.self)
    alt = fields["alt"]?.concentration(AlanineAminotransferase.self)
    prothrombinIndex = fields["pt_index"]?.concentration(ProthrombinIndex.self)
    dialysis = fields["dialysis"]?.fact()
    upperLimits = fields["upper_limits"].map(UpperLimits.init) ?? UpperLimits()
  }
}

extension LaboratoryRecord.UpperLimits {
  init(_ entry: RecordEntry) {
    self.init()
    let known = ["bilirubin", "inr", "creatinine", "ast", "alt"]
    guard let fields = entry.mapping(known) else { return }
    bilirubin = fields["bilirubin"]?.concentration(Bilirubin.self)
    inr = fields["inr"]?.ratio()
    if let bilirubin, bilirubin.conventional > LaboratoryRecord.UpperLimits.highest.bilirubin {
      fields["bilirubin"]?.fault(
        .value, "not an upper limit of normal", found: fields["bilirubin"]?.shown,
        expected: "at most \(plain(LaboratoryRecord.UpperLimits.highest.bilirubin)) mg/dL")
    }
    if let inr, inr > LaboratoryRecord.UpperLimits.highest.inr {
      fields["inr"]?.fault(
        .value, "not an upper limit of normal", found: fields["inr"]?.shown,
        expected: "at most \(plain(LaboratoryRecord.UpperLimits.highest.inr))")
    }
    creatinine = fields["creatinine"]?.limit(Creatinine.self)
    ast = fields["ast"]?.limit(AspartateAminotransferase.self)
    alt = fields["alt"]?.limit(AlanineAminotransferase.self)
  }
}

extension ClinicalRecord {
  init?(_ entry: RecordEntry) {
    let known = ["date", "ascites", "encephalopathy", "biliary_obstruction"]
    guard let fields = entry.mapping(known) else { return nil }
    self.init(
      date: fields["date"]?.date(), ascites: fields["ascites"]?.word(Ascites.self),
      encephalopathy: fields["encephalopathy"]?.word(Encephalopathy.self),
      biliaryObstruction: fields["biliary_obstruction"]?.word(BiliaryObstruction.self))
  }
}

extension Interstage {
  init(_ entry: RecordEntry) {
    self.init()
    let known = [
      "complications", "infection", "liver_failure_isgls", "flr_inflow_normal",
      "flr_outflow_normal", "flr_function_normal",
    ]
    guard let fields = entry.mapping(known) else { return }
    complications = fields["complications"]?.list(Complication.init)
    infection = fields["infection"]?.wordOrUnknown(Infection.self)
    liverFailureISGLS = fields["liver_failure_isgls"]?.wordOrUnknown(LiverFailure.self)
    flrInflowNormal = fields["flr_inflow_normal"]?.fact()
    flrOutflowNormal = fields["flr_outflow_normal"]?.fact()
    flrFunctionNormal = fields["flr_function_normal"]?.fact()
  }
}

extension Complication {
  init?(_ entry: RecordEntry) {
    guard let fields = entry.mapping(["kind", "clavien_dindo", "serious", "date"]) else {
      return nil
    }
    self.init(
      kind: fields["kind"]?.text(), clavienDindo: fields["clavien_dindo"]?.word(ClavienDindo.self),
      serious: fields["serious"]?.fact(), date: fields["date"]?.date())
  }
}
