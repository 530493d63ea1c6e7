/// When a growth figure is doubted (card 4.9). Alarms, not refusals.
public enum GrowthPlausibility {
  /// More relative increase than this, in per cent, within `fastDays` is doubted. Ours: the ALPPS
  /// registry's median is +80 % in 7 days, the upper quartile +110 % in 8.
  public static let fastRelativePercent = 200.0
  /// The warning about it.
  public static let fastCode = "W-GROWTH-FAST"
  /// Days within which `fastRelativePercent` is doubted; the last belongs to them.
  public static let fastDays = 14
  /// A remnant that lost more than this, in per cent, is doubted. Ours.
  public static let shrinkPercent = 10.0
  /// Longest interval inside the registry's window for volumetry between the stages: 12 weeks, the
  /// 84th day included.
  public static let longestDays = GrowthWindow.registry.days.upperBound

  /// Where the figures come from that the bounds were set against.
  public static let growthSource = Source(
    "alarm of this program; median +80 % in 7 days, Schadde E, Ann Surg 2014;260:829",
    evidence: .unverified)
  /// The window of `longestDays`.
  public static let windowSource = Source(
    "ALPPS registry record: volumetry 1-12 weeks after stage 1", identifier: "NCT01924741",
    evidence: .verified)

  static func warnings(relativePercent: Double?, clocks: Growth.Clocks) -> [LiverWarning] {
    var warnings: [LiverWarning] = []
    let stated: [(name: String, days: Int)] = [
      ("since the procedure", clocks.sinceProcedure), ("between the scans", clocks.betweenScans),
    ].compactMap { name, days in days.map { (name, $0) } }
    if let relativePercent {
      // One short clock is enough: an old baseline scan does not explain a fast week.
      if stated.contains(where: { (1...fastDays).contains($0.days) }),
        relativePercent > fastRelativePercent
      {
        warnings.append(
          LiverWarning(
            code: fastCode,
            message: "the flr grew by more than \(fastRelativePercent) % within \(fastDays) days"))
      }
      if relativePercent < -shrinkPercent {
        warnings.append(
          LiverWarning(
            code: "W-FLR-SHRANK", message: "the flr shrank by more than \(shrinkPercent) %"))
      }
    }
    if let days = clocks.sinceProcedure, days > 0, days < GrowthWindow.registry.days.lowerBound {
      warnings.append(
        LiverWarning(
          code: "W-WINDOW-EARLY",
          message: "\(days) days since the procedure, before the registry's window of "
            + "\(GrowthWindow.registry.days.lowerBound) to "
            + "\(GrowthWindow.registry.days.upperBound) days, the registry's window"))
    }
    for clock in stated {
      if clock.days <= 0 {
        warnings.append(
          LiverWarning(
            code: "W-INTERVAL-NOT-POSITIVE",
            message: "\(clock.days) days \(clock.name): no rate can be stated"))
      } else if clock.days > longestDays {
        warnings.append(
          LiverWarning(
            code: "W-INTERVAL-LONG",
            message: "\(clock.days) days \(clock.name), more than \(longestDays) days"))
      }
    }
    return warnings
  }
}
