import VolumetryCore

/// Reads every datum of the vocabulary from a case: the one place where a rule's word becomes a
/// value.
struct DatumReader {
  let record: Case
  let windows: TimeWindows
  let volumes: VolumeObservations
  let scores: ScoreObservations
  let course: CourseObservations

  init(_ question: Assessment.Question, book: RuleBook) {
    record = question.record
    let windows = TimeWindows(question.record, book.windows, question: book.question)
    self.windows = windows
    volumes = VolumeObservations(
      record: question.record, windows: windows,
      course: VolumeCourse(
        question.scans, stageOne: windows.stageOne, decision: windows.decision),
      body: question.body)
    scores = ScoreObservations(record: question.record, windows: windows)
    course = CourseObservations(record: question.record)
  }

  func observation(for rule: Rule) -> Observation {
    let window = rule.window
    return switch rule.datum {
    case .flrRelativeIncrease, .flrBodyWeight, .flrTotalLiver, .flrFunctionalLiver,
      .standardizedFLR, .flrBodySurface, .degreeOfHypertrophy, .kineticGrowthRate,
      .relativeGrowthRate:
      volumes.observation(for: rule)
    case .childPughClass: scores.childPugh(window)
    case .meld: scores.meld(window)
    case .meldSodium: scores.meldSodium(window)
    case .meldThree: scores.meldThree(window)
    case .platelets: scores.platelets(window)
    case .scintigraphyFLR: scores.scintigraphy(window)
    case .metavir: metavir()
    case .steatosis:
      parenchyma(record.parenchyma.steatosisPercent.map { .number($0) }, "steatosis_percent")
    case .liverFailure:
      LiverFailureObservation(record: record, windows: windows).observation()
    case .infection: course.infection()
    case .worstComplication: course.worstComplication(rule)
    case .flrInflow, .flrOutflow, .flrFunction: interstage(rule.datum)
    default: stated(rule.datum)
    }
  }

  private func interstage(_ datum: Datum) -> Observation {
    let facts = record.interstage
    return switch datum {
    case .flrInflow: course.fact(facts.flrInflowNormal, "interstage.flr_inflow_normal")
    case .flrOutflow: course.fact(facts.flrOutflowNormal, "interstage.flr_outflow_normal")
    default: course.fact(facts.flrFunctionNormal, "interstage.flr_function_normal")
    }
  }

  /// What the record states of the patient and the tumour, without a day of its own.
  private func stated(_ datum: Datum) -> Observation {
    let (tumour, judged) = (record.tumour, record.eligibility)
    return switch datum {
    case .age: age()
    case .pregnancyOrLactation: course.pregnancyOrLactation()
    case .tumourEntity: course.word(tumour.entity?.rawValue, "tumour.entity")
    case .extrahepaticDisease: course.word(tumour.extrahepatic?.rawValue, "tumour.extrahepatic")
    case .diagnosisConfirmed:
      course.fact(tumour.diagnosisConfirmed, "tumour.diagnosis_confirmed")
    case .bilobalOrComplex: course.fact(tumour.bilobalOrComplex, "tumour.bilobal_or_complex")
    case .suitableForALPPS:
      course.fact(judged.suitableForALPPS, "eligibility.suitable_for_alpps")
    case .liverReserve:
      course.fact(judged.liverReserveSufficient, "eligibility.liver_reserve_sufficient")
    case .flrInsufficient:
      course.fact(
        judged.flrInsufficientForResection, "eligibility.flr_insufficient_for_resection")
    default: comorbidity(datum)
    }
  }

  private func comorbidity(_ datum: Datum) -> Observation {
    let ills = record.comorbidities
    return switch datum {
    case .severeCardiovascular:
      course.fact(ills.severeCardiovascular, "comorbidities.severe_cardiovascular")
    case .kidneyFailure: course.fact(ills.kidneyFailure, "comorbidities.kidney_failure")
    case .respiratoryFailure:
      course.fact(ills.respiratoryFailure, "comorbidities.respiratory_failure")
    case .otherMajorIllness:
      course.fact(ills.otherMajorIllness, "comorbidities.other_major_illness")
    default: preconditionFailure("\(datum.rawValue) is read nowhere")
    }
  }

  /// Completed years.
  private func age() -> Observation {
    guard let years = record.patient.ageYears else { return .unknown(["patient.age_years"]) }
    return Observation(value: .number(years.rounded(.down)))
  }

  /// Cirrhosis is F4, and fibrosis is not F0: another stage beside them is a contradiction.
  private func metavir() -> Observation {
    let background = record.parenchyma.background
    let stage = record.parenchyma.metavir ?? (background == .cirrhosis ? .f4 : nil)
    var observation = parenchyma(stage.map { .word($0.rawValue) }, "metavir")
    if let stage, background == .cirrhosis && stage < .f4 || background == .fibrosis && stage == .f0
    {
      observation.forced = .unknown
      observation.reasons.append(.conflictingValues)
    }
    return observation
  }

  private func parenchyma(_ value: Observation.Value?, _ name: String) -> Observation {
    guard let value else { return .unknown(["parenchyma.\(name)"]) }
    if let day = record.parenchyma.date, let decision = windows.decision, day > decision {
      return Observation(
        observedOn: day, missing: ["parenchyma.\(name)"], reasons: [.otherWindow])
    }
    return Observation(
      value: value, observedOn: record.parenchyma.date, detail: record.parenchyma.method)
  }
}
