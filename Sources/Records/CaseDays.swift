import Readiness
import VolumetryCore

extension Case {
  /// Notes what stands on a day on which it cannot have been: procedures that run backwards,
  /// assessments outside their stage. The day of stage 1 itself belongs to both sides of it.
  ///
  /// `reading` has no fault yet, so that positions here are positions in the text.
  func checkDays(_ reading: RecordReading) {
    checkProcedures(reading)
    guard let stageOne = stageOneDate else { return }
    checkScans(reading, stageOne)
    for (index, complication) in (interstage.complications ?? []).enumerated() {
      guard let day = complication.date, day < stageOne else { continue }
      reading.dateOrder(
        "interstage.complications[\(index)].date", "a complication after stage 1 lies before it",
        found: day, expected: "\(stageOne) (stage 1) or later")
    }
    if let day = patient.weightDate, day > stageOne {
      reading.warn(
        "W-WEIGHT-AFTER-STAGE-1", at: "patient.weight_date",
        "the weight is of \(day); the dry weight before stage 1 (\(stageOne)) is meant")
    }
    if let day = decision?.date, day < stageOne, decision?.question != .stageOne {
      reading.warn(
        "W-DECISION-BEFORE-STAGE-1", at: "decision.date",
        "the decision on stage 2 is dated \(day), before stage 1 on \(stageOne)")
    }
  }

  private func checkProcedures(_ reading: RecordReading) {
    var latest: CalendarDay?
    for (index, procedure) in procedures.enumerated() {
      guard let day = procedure.date else { continue }
      if let latest, day < latest {
        reading.dateOrder(
          "procedures[\(index)].date", "the procedures are not in the order of their days",
          found: day, expected: "\(latest) or later")
      }
      latest = day
    }
  }

  private func checkScans(_ reading: RecordReading, _ stageOne: CalendarDay) {
    for (index, scan) in scans.enumerated() {
      guard let day = scan.date, let timepoint = scan.timepoint else { continue }
      let path = "scans[\(index)].date"
      switch timepoint {
      case .beforeStageOne where day > stageOne:
        reading.dateOrder(
          path, "a scan before stage 1 lies after it", found: day,
          expected: "\(stageOne) (stage 1) or earlier")
      case .afterStageOne where day < stageOne, .afterStageTwo where day < stageOne:
        reading.dateOrder(
          path, "a scan after stage 1 lies before it", found: day,
          expected: "\(stageOne) (stage 1) or later")
      case .beforeStageOne, .afterStageOne, .afterStageTwo: break
      }
    }
  }
}

extension RecordReading {
  fileprivate func dateOrder(
    _ path: String, _ message: String, found: CalendarDay, expected: String
  ) {
    let place = RecordEntry.Place(path: path, line: line(of: path), column: 1)
    fault(.dateOrder, at: place, message, found: found.description, expected: expected)
  }
}
