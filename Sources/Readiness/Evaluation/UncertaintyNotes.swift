import VolumetryCore

/// Doubts about the standard deviations of a case.
public enum UncertaintyNotes {
  /// `W-PLANE-SHIFT`, `W-BOUNDARY-MODEL`: scans whose deviation is not what the record asks for.
  public static func warnings(_ record: Case, _ scans: [MeasuredScan]) -> [CaseWarning] {
    let errors = scans.filter { $0.flr != nil }.map { ($0.path, record.remnantError(of: $0)) }
    var warnings: [CaseWarning] = []
    let shifted = errors.filter { $1.isLowerBound }.map(\.0)
    if !shifted.isEmpty {
      warnings.append(
        CaseWarning(
          code: "W-PLANE-SHIFT",
          message: "\(shifted.joined(separator: ", ")): plane_shift_mm is stated and the area of "
            + "the plane is not known: the sd lacks it and is a lower bound"))
    }
    let typed = errors.filter { $1.lacksSurface }.map(\.0)
    if !typed.isEmpty {
      warnings.append(
        CaseWarning(
          code: "W-BOUNDARY-MODEL",
          message: "\(typed.joined(separator: ", ")): no labels, so no boundary; its sd is by "
            + "flr_cv_percent"))
    }
    return warnings
  }
}
