public import VolumetryCore

/// The curve of slowing growth through the scans of a case, or why there is none. Exploratory: no
/// rule reads it.
public struct Saturation: Hashable, Sendable {
  public let curve: SaturatingGrowth?
  /// Why there is no curve.
  public let reason: String?

  /// What the curve takes for granted, to be printed beside it.
  public static let assumption =
    "nothing grew before stage 1: the scan before it is set on its day"
  /// What it is, to be printed beside it.
  public static let status = "exploratory"

  /// The last scan before stage 1 and every dated one after it; a scan that shows only part of the
  /// FLR leaves no curve.
  init(_ record: Case, _ course: VolumeCourse) {
    switch Self.points(record, course) {
    case .failure(let gap): (curve, reason) = (nil, gap.text)
    case .success(let points):
      do throws(SaturatingGrowth.Refusal) {
        curve = try SaturatingGrowth(points)
        reason = nil
      } catch {
        curve = nil
        reason = error.description
      }
    }
  }

  private struct Gap: Error {
    let text: String
  }

  private static func points(
    _ record: Case, _ course: VolumeCourse
  ) -> Result<[SaturatingGrowth.Point], Gap> {
    guard let stageOne = record.stageOneDate else {
      return .failure(Gap(text: "the day of stage 1 is not known"))
    }
    guard let first = course.baseline.scan, let before = record.remnant(of: first) else {
      return .failure(Gap(text: "no scan before stage 1 has an FLR"))
    }
    if case .conflicting = course.latest {
      return .failure(Gap(text: "two scans of one day have different volumes"))
    }
    let later = course.after.filter { $0.flr != nil }
    guard ([first] + later).allSatisfy({ $0.flrBound == nil }) else {
      return .failure(Gap(text: "a scan shows only part of the FLR"))
    }
    var points = [SaturatingGrowth.Point(day: 0, flr: before)]
    for measured in later {
      guard let day = measured.scan.date, let flr = record.remnant(of: measured) else { continue }
      guard day > stageOne else {
        return .failure(Gap(text: "a scan after stage 1 has no later day than it"))
      }
      points.append(SaturatingGrowth.Point(day: day - stageOne, flr: flr))
    }
    return .success(points)
  }
}

/// What was published of growth after the procedure of a case, beside its own growth.
public struct GrowthContext: Hashable, Sendable {
  /// By which the published rows were chosen; empty where no procedure began stage 1.
  public let techniques: [GrowthTechnique]
  /// Series of the same procedure.
  public let expected: [ExpectedGrowth]
  /// Customary days, and whether the first scan after stage 1 lies in them.
  public let windows: [Window]

  /// A customary span of days beside the day of the first scan.
  public struct Window: Hashable, Sendable {
    public let row: GrowthWindow
    /// Day of the first scan after stage 1; nil where it is not known, or where the row is not
    /// about scans.
    public let day: Int?

    /// Whether the scan lies in the span; nil where its day is not known.
    public var isInside: Bool? { day.map(row.days.contains) }
  }

  init(_ record: Case, _ course: VolumeCourse) {
    let techniques = record.growthTechniques
    self.techniques = techniques
    let day = course.firstAfter.scan?.scan.date.flatMap(record.daysAfterStageOne)
    expected = techniques.flatMap(ExpectedGrowth.rows).uniqued()
    windows = techniques.flatMap(GrowthWindow.rows).uniqued().map { row in
      Window(row: row, day: row.isOfScans ? day : nil)
    }
  }
}

extension Case {
  /// What began stage 1, by the words of the published rows; ALPPS after an earlier occlusion of
  /// the portal vein is a rescue as well.
  public var growthTechniques: [GrowthTechnique] {
    guard let index = stageOneIndex,
      let technique = GrowthTechnique(rawValue: procedures[index].kind.rawValue)
    else { return [] }
    let isRescue =
      technique == .alpps && procedures[..<index].contains { $0.kind.beginsStageOne }
    return isRescue ? [.rescueALPPS, technique] : [technique]
  }
}
