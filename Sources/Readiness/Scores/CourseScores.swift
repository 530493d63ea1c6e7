import VolumetryCore

/// Liver failure after surgery by the laboratory.
enum FailureAfterSurgery {
  static let isglsSource = Source(
    "Rahbari 2011, Surgery 149:713-724", identifier: "doi:10.1016/j.surg.2010.10.001",
    evidence: .verified)
  static let fiftyFiftySource = Source(
    "Balzan 2005 (read in PMC9681670)", identifier: "PMC9681670", evidence: .verifiedSecondary)
  static let peakSource = Source(
    "Mullen 2007 (read in PMC9681670)", identifier: "PMC9681670", evidence: .verifiedSecondary)
  /// Per cent.
  static let index = ScoreBounds.below(50)
  /// µmol/L.
  static let bilirubin = ScoreBounds.above(50)
  static let fulfilled = "fulfilled"
  static let notFulfilled = "not-fulfilled"
  /// mg/dL.
  static let peak = 7.0
  static let peakBands = [
    ScoreBand(.atMost(peak), "not above 7 mg/dL on the days recorded", peakSource),
    ScoreBand(.above(peak), "above 7 mg/dL", peakSource),
  ]
}

/// Kidney injury by creatinine (KDIGO 2012).
enum KidneyInjury {
  static let source = Source("KDIGO 2012, from memory", evidence: .unverified)
  static let bands = [
    ScoreBand(.closed(0, 0), "no stage by these values", source),
    ScoreBand(.closed(1, 1), "at least stage 1", source),
    ScoreBand(.closed(2, 2), "at least stage 2", source),
    ScoreBand(.closed(3, 3), "stage 3", source),
  ]
  /// Ratio to the value before stage 1, by stage.
  static let ratios: [(stage: Int, bounds: ScoreBounds)] = [
    (3, .atLeast(3)), (2, .atLeast(2)), (1, .atLeast(1.5)),
  ]
  /// µmol/L; a value that was there before is no injury of this operation.
  static let highCreatinine = ScoreBounds.atLeast(353.6)
  static let highestStage = 3
  static let noStage = 0

  /// The highest stage that two values show; µmol/L.
  ///
  /// - Parameter replacement: renal replacement after stage 1 that was not there before.
  static func stage(before: Double, after: Double, replacement: Bool) -> Int {
    let isNewlyHigh = highCreatinine.contains(after) && !highCreatinine.contains(before)
    if replacement || isNewlyHigh { return highestStage }
    let ratio = after / before
    guard let row = ratios.first(where: { $0.bounds.contains(ratio) }) else { return noStage }
    return row.stage
  }
}

/// Complications as one number.
enum ComplicationBurden {
  static let gradeSource = Source(
    "Clavien-Dindo grades; severe from IIIb by the registry (Schadde 2014)", evidence: .unverified)
  static let indexSource = Source(
    "comprehensive complication index, weights of public code", evidence: .verifiedSecondary)
  static let severe = Complication.ClavienDindo.iiib
  /// The index of a death, and the end of the scale.
  static let highest = 100.0

  /// I gives 8.6603, IIIa 26.2202, IVa with IVb 62.7495, a death 100.
  static func index(_ grades: [Complication.ClavienDindo]) -> Double {
    guard !grades.contains(.v) else { return highest }
    return min(grades.reduce(0) { $0 + weight($1) }.squareRoot() / divisor, highest)
  }

  private static let divisor = 2.0

  private static func weight(_ grade: Complication.ClavienDindo) -> Double {
    switch grade {
    case .i: 300
    case .ii: 1750
    case .iiia: 2750
    case .iiib: 4550
    case .iva: 7200
    case .ivb: 8550
    case .v: 0
    }
  }
}
