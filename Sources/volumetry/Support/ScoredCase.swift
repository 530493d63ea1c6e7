import Readiness
import Records
import Reporting
import VolumetryCore

/// A case for its scores: the record, and its scans where they can be read. A scan that cannot be
/// read takes no score away that needs no volume.
struct ScoredCase {
  let record: Case
  /// Nil where a scan could not be read.
  let scans: [MeasuredScan]?
  let bodySurfaceArea: BodySurfaceAreaFormula?
  let warnings: [Notice]
  let scanPaths: [String]

  /// A record that is refused, or an option that names no formula, is refused here as everywhere.
  init(path: String) throws {
    let file = try OpenedCase.read(path)
    let choice = try OpenedCase.choice(file, path)
    record = file.case
    bodySurfaceArea = choice.bodySurfaceArea
    do throws(CommandFailure) {
      let opened = try OpenedCase(file, path: path)
      scans = opened.scans
      warnings = opened.warnings
      scanPaths = opened.scanPaths
    } catch {
      scans = nil
      scanPaths = []
      warnings =
        file.warnings.map {
          Notice(code: $0.code, message: $0.message, path: $0.path.isEmpty ? nil : $0.path)
        }
        + error.lines.map {
          Notice(
            code: "W-SCORES-WITHOUT-SCANS", message: "scores that need volumes are missing: \($0)")
        }
    }
  }
}
