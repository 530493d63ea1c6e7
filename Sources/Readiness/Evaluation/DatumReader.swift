import VolumetryCore

/// Reads every datum of the vocabulary from a case: the one place where a rule's word becomes a
/// value.
struct DatumReader {
  let record: Case
  let windows: TimeWindows
  let volumes: VolumeObservations
  let scores: ScoreObservations
  let course: CourseObservations

  init(_ question: Assessment.Question, windows rules: Windows) {
    record = question.record
    let windows = TimeWindows(question.record, rules)
    self.windows = windows
    volumes = VolumeObservations(
      record: question.record, windows: windows,
      course: VolumeCourse(
        question.scans, stageOne: windows.stageOne, decision: windows.decision))
    scores = ScoreObservations(record: question.record, windows: windows)
    course = CourseObservations(record: question.record)
  }

  func observation(for rule: Rule) -> Observation {
    switch rule.datum {
    case .flrRelativeIncrease: volumes.relativeIncrease()
    case .flrBodyWeight: volumes.flrBodyWeight()
    case .childPughClass: scores.childPugh(rule.window)
    case .meld: scores.meld(rule.window)
    case .metavir: metavir()
    case .steatosis:
      parenchyma(record.parenchyma.steatosisPercent.map { .number($0) }, "steatosis_percent")
    case .liverFailure:
      LiverFailureObservation(record: record, windows: windows).observation()
    case .infection: course.infection()
    case .worstComplication: course.worstComplication(below: rule.grade)
    case .flrInflow: course.fact(record.interstage.flrInflowNormal, "flr_inflow_normal")
    case .flrOutflow: course.fact(record.interstage.flrOutflowNormal, "flr_outflow_normal")
    case .flrFunction: course.fact(record.interstage.flrFunctionNormal, "flr_function_normal")
    }
  }

  /// Cirrhosis is F4: a lower stage beside it is a contradiction.
  private func metavir() -> Observation {
    let stage = record.parenchyma.metavir
    var observation = parenchyma(stage.map { .word($0.rawValue) }, "metavir")
    if record.parenchyma.background == .cirrhosis, let stage, stage < .f4 {
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

extension Rule {
  /// The grade of an ordered threshold; empty for another one.
  fileprivate var grade: String {
    if case .grade(let grade) = threshold { return grade }
    return ""
  }
}
