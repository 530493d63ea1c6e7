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
    course = CourseObservations(record: question.record, windows: windows)
  }

  func observation(for rule: Rule) -> Observation {
    switch rule.datum {
    case .flrRelativeIncrease: volumes.relativeIncrease()
    case .flrBodyWeight: volumes.flrBodyWeight()
    case .childPughClass: scores.childPugh(rule.window)
    case .meld: scores.meld(rule.window)
    case .metavir: parenchyma(record.parenchyma.metavir.map { .word($0.rawValue) }, "metavir")
    case .steatosis:
      parenchyma(record.parenchyma.steatosisPercent.map { .number($0) }, "steatosis_percent")
    case .liverFailure: course.liverFailure()
    case .infection: course.infection()
    case .worstComplication: course.worstComplication(below: rule.grade)
    case .flrInflow: course.fact(record.interstage.flrInflowNormal, "flr_inflow_normal")
    case .flrOutflow: course.fact(record.interstage.flrOutflowNormal, "flr_outflow_normal")
    case .flrFunction: course.fact(record.interstage.flrFunctionNormal, "flr_function_normal")
    }
  }

  private func parenchyma(_ value: Observation.Value?, _ name: String) -> Observation {
    guard let value else { return .unknown(["parenchyma.\(name)"]) }
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
