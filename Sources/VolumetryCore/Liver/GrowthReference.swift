/// A procedure after which growth was published, by the words of a record.
public enum GrowthTechnique: String, Hashable, Sendable, CaseIterable {
  /// Liver partition and portal vein ligation.
  case alpps
  /// ALPPS after portal vein occlusion that had not sufficed.
  case rescueALPPS = "rescue-alpps"
  /// Portal vein embolisation.
  case pve
  /// Portal vein ligation.
  case pvl
  /// Embolisation of portal and hepatic veins.
  case lvd
  /// Hepatic vein embolisation.
  case hve
}

/// A number as a paper gives it: its middle, and its spread where one is given.
public struct PublishedNumber: Hashable, Sendable {
  /// Median or mean, as the row says.
  public let middle: Double
  /// Interquartile range, range or mean ± sd, as the row says; nil where none is given.
  public let spread: ClosedRange<Double>?

  init(_ middle: Double, _ spread: ClosedRange<Double>? = nil) {
    self.middle = middle
    self.spread = spread
  }
}

/// How much remnants grew in one published series. Context beside a patient's own growth: no rule
/// reads it and nothing is decided by it.
public struct ExpectedGrowth: Hashable, Sendable {
  /// How the row is printed: `expected-alpps-registry`, …
  public let id: String
  /// After what.
  public let techniques: Set<GrowthTechnique>
  /// In how many, and what the spreads are.
  public let series: String
  /// Per cent of the first volume.
  public let relativePercent: PublishedNumber?
  /// mL.
  public let absoluteMillilitres: PublishedNumber?
  /// Percentage points of sFLR.
  public let dhPercentagePoints: PublishedNumber?
  /// mL a day.
  public let millilitresPerDay: PublishedNumber?
  /// Per cent of the first volume a day.
  public let relativePercentPerDay: PublishedNumber?
  /// Days from the procedure to the scan.
  public let days: PublishedNumber?
  /// Where the numbers were read.
  public let source: Source

  /// The rows for one technique, in the order of the table.
  public static func rows(for technique: GrowthTechnique) -> [ExpectedGrowth] {
    all.filter { $0.techniques.contains(technique) }
  }
}

/// A span of days after stage 1 in which something is customary. Never a rule.
public struct GrowthWindow: Hashable, Sendable {
  /// How the row is printed: `window-registry`, …
  public let id: String
  /// After what.
  public let techniques: Set<GrowthTechnique>
  /// What is done in it.
  public let event: String
  /// Whether it is about scans, not about the resection.
  public let isOfScans: Bool
  /// Days since stage 1; both belong to it.
  public let days: ClosedRange<Int>
  /// Where it was read.
  public let source: Source

  /// The rows for one technique, in the order of the table.
  public static func rows(for technique: GrowthTechnique) -> [GrowthWindow] {
    all.filter { $0.techniques.contains(technique) }
  }
}
