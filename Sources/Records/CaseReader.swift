import Readiness
import VolumetryCore

// The person and the questions: each value is made from its entry, and notes what is wrong with it.

extension Case {
  init(_ entry: RecordEntry) {
    self.init()
    let known = [
      "case", "decision", "patient", "tumour", "eligibility", "parenchyma", "procedures", "labels",
      "plans", "scans", "laboratory", "clinical", "function", "comorbidities", "risk",
      "interstage", "uncertainty", "options",
    ]
    guard let fields = entry.mapping(known) else { return }
    id = fields["case"]?.text()
    decision = fields["decision"].flatMap(Decision.init)
    patient = fields["patient"].map(Patient.init) ?? Patient()
    tumour = fields["tumour"].map(TumourRecord.init) ?? TumourRecord()
    eligibility = fields["eligibility"].map(Eligibility.init) ?? Eligibility()
    parenchyma = fields["parenchyma"].map(Parenchyma.init) ?? Parenchyma()
    procedures = fields["procedures"]?.list(Procedure.init) ?? []
    labels = fields["labels"].flatMap(LabelRoles.init)
    plans = fields["plans"].map(Plan.list) ?? []
    scans = fields["scans"]?.list(Scan.init) ?? []
    laboratory = fields["laboratory"]?.list(LaboratoryRecord.init) ?? []
    clinical = fields["clinical"]?.list(ClinicalRecord.init) ?? []
    function = fields["function"]?.list(FunctionRecord.init) ?? []
    comorbidities = fields["comorbidities"].map(Comorbidities.init) ?? Comorbidities()
    risk = fields["risk"].map(StatedRisk.init) ?? StatedRisk()
    interstage = fields["interstage"].map(Interstage.init) ?? Interstage()
    uncertainty = fields["uncertainty"].map(Uncertainty.init) ?? Uncertainty()
    options = fields["options"].map(Options.init) ?? Options()
  }
}

extension Decision {
  init?(_ entry: RecordEntry) {
    guard let fields = entry.mapping(["date", "question"]) else { return nil }
    self.init(date: fields["date"]?.date(), question: fields["question"]?.word(Question.self))
  }
}

extension Patient {
  init(_ entry: RecordEntry) {
    self.init()
    let known = [
      "age_years", "sex", "height_cm", "weight_kg", "weight_date", "later_weight", "asian",
      "thoracic_width_cm", "pregnant_or_lactating",
    ]
    guard let fields = entry.mapping(known) else { return }
    ageYears = fields["age_years"]?.number(Admissible.age)
    sex = fields["sex"]?.word(Sex.self)
    height = fields["height_cm"]?.number(Admissible.height, usual: .height).map(Centimetres.init)
    weight = fields["weight_kg"]?.number(Admissible.weight, usual: .weight).map(Kilograms.init)
    weightDate = fields["weight_date"]?.date()
    asian = fields["asian"]?.fact()
    thoracicWidth = fields["thoracic_width_cm"]?.number(Admissible.thoracicWidth).map(
      Centimetres.init)
    pregnantOrLactating = fields["pregnant_or_lactating"]?.fact()
    laterWeight = fields["later_weight"].flatMap(DatedWeight.init)
    if let weight, let later = laterWeight?.weight,
      abs((later - weight).value) > DatedWeight.largestChange * weight.value
    {
      fields["later_weight"]?.warn(
        "W-WEIGHT-CHANGE",
        "the weight went from \(plain(weight.value)) to \(plain(later.value)) kg; FLR/BW is "
          + "decided with the first")
    }
  }
}

extension TumourRecord {
  init(_ entry: RecordEntry) {
    self.init()
    let known = ["entity", "diagnosis_confirmed", "bilobal_or_complex", "extrahepatic"]
    guard let fields = entry.mapping(known) else { return }
    entity = fields["entity"]?.word(TumourEntity.self)
    diagnosisConfirmed = fields["diagnosis_confirmed"]?.fact()
    bilobalOrComplex = fields["bilobal_or_complex"]?.fact()
    extrahepatic = fields["extrahepatic"]?.word(Extrahepatic.self)
  }
}

extension Eligibility {
  init(_ entry: RecordEntry) {
    self.init()
    let known = [
      "suitable_for_alpps", "liver_reserve_sufficient", "flr_insufficient_for_resection",
    ]
    guard let fields = entry.mapping(known) else { return }
    suitableForALPPS = fields["suitable_for_alpps"]?.fact()
    liverReserveSufficient = fields["liver_reserve_sufficient"]?.fact()
    flrInsufficientForResection = fields["flr_insufficient_for_resection"]?.fact()
  }
}

extension DatedWeight {
  /// A change by more than this is warned of (card 5.13).
  fileprivate static let largestChange = 0.05

  init?(_ entry: RecordEntry) {
    guard let fields = entry.mapping(["kg", "date"]),
      let weight = fields.required("kg")?.number(Admissible.weight, usual: .weight)
    else { return nil }
    self.init(weight: Kilograms(weight), date: fields["date"]?.date())
  }
}

extension Parenchyma {
  init(_ entry: RecordEntry) {
    self.init()
    let known = ["background", "metavir", "steatosis_percent", "method", "date"]
    guard let fields = entry.mapping(known) else { return }
    background = fields["background"]?.word(Background.self)
    metavir = fields["metavir"]?.word(Metavir.self)
    steatosisPercent = fields["steatosis_percent"]?.number(Admissible.percent)
    method = fields["method"]?.text()
    date = fields["date"]?.date()
    if background == .cirrhosis, let metavir, metavir < .f4 {
      fields["background"]?.warn(
        "W-CIRRHOSIS-METAVIR", "cirrhosis is stated, but Metavir \(metavir.rawValue) is below F4")
    }
    if metavir == .f4, let background, background != .cirrhosis {
      fields["background"]?.warn(
        "W-CIRRHOSIS-METAVIR", "Metavir F4 is cirrhosis, but \(background.rawValue) is stated")
    }
  }
}

extension Procedure {
  init?(_ entry: RecordEntry) {
    guard let fields = entry.mapping(["kind", "variant", "date"]),
      let kind = fields.required("kind")?.word(Kind.self)
    else { return nil }
    self.init(kind: kind, variant: fields["variant"]?.text(), date: fields["date"]?.date())
  }
}

extension Uncertainty {
  init(_ entry: RecordEntry) {
    self.init()
    let known = [
      "flr_cv_percent", "tlv_cv_percent", "tumour_cv_percent", "plane_shift_mm", "plane_area_cm2",
      "model",
    ]
    guard let fields = entry.mapping(known) else { return }
    statedFLRCVPercent = fields["flr_cv_percent"]?.number(Admissible.flrVariation)
    statedTLVCVPercent = fields["tlv_cv_percent"]?.number(Admissible.percent)
    statedPlaneShift = fields["plane_shift_mm"]?.number(Admissible.planeShift).map(
      Millimetres.init)
    statedTumourCVPercent = fields["tumour_cv_percent"]?.number(Admissible.percent)
    statedPlaneArea = fields["plane_area_cm2"]?.number(Admissible.planeArea).map(
      SquareCentimetres.init)
    statedModel = fields["model"]?.word(Model.self)
  }
}

extension Options {
  init(_ entry: RecordEntry) {
    self.init()
    let known = [
      "telv_formula", "bsa_formula", "density_g_per_ml", "denominator_timepoint",
      "target_sflr_pct", "readings", "show_later_weight",
    ]
    guard let fields = entry.mapping(known + ScoreOptions.keys) else { return }
    scores = ScoreOptions(fields)
    telvFormula = fields["telv_formula"]?.text()
    bsaFormula = fields["bsa_formula"]?.text()
    densityGramsPerMillilitre = fields["density_g_per_ml"]?.number(Admissible.density)
    denominatorTimepoint = fields["denominator_timepoint"]?.word(
      LiverRatios.DenominatorTimepoint.self)
    showsLaterWeight = fields["show_later_weight"]?.fact() == .yes
    targetSFLRPercent = fields["target_sflr_pct"]?.number(Admissible.targetPercent)
    readings = fields["readings"].map(Self.readings) ?? [:]
  }

  /// Choices of the options that the bundled rule books have, and only those.
  private static func readings(_ entry: RecordEntry) -> [String: String] {
    let options = BundledRuleBooks.optionWords
    guard let fields = entry.mapping(options.keys.sorted()) else { return [:] }
    var readings: [String: String] = [:]
    for (option, words) in options { readings[option] = fields[option]?.known(words) }
    return readings
  }
}
