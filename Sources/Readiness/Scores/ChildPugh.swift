public import VolumetryCore

/// The Child-Pugh score of a cirrhotic liver, used as a measure of reserve in any liver.
///
/// Five items of 1 to 3 points; 5–6 is class A, 7–9 B, 10–15 C. The middle band of each laboratory
/// item is closed: a value on a boundary gets 2 points. The upper INR boundary is 2.3 (some tables
/// print 2.2).
public struct ChildPugh: Hashable, Sendable {
  public let points: Int

  /// Class by points.
  public enum Class: String, Hashable, Sendable, CaseIterable {
    case a = "A"
    case b = "B"
    case c = "C"
  }

  /// The middle band of a laboratory item, and which side of it is worse.
  struct Band {
    let middle: ClosedRange<Double>
    let highIsBad: Bool

    func points(_ value: Double) -> Int {
      if middle.contains(value) { return 2 }
      return (value > middle.upperBound) == highIsBad ? 3 : 1
    }
  }

  /// mg/dL.
  static let bilirubin = Band(middle: 2.0...3.0, highIsBad: true)
  /// g/dL.
  static let albumin = Band(middle: 2.8...3.5, highIsBad: false)
  static let inr = Band(middle: 1.7...2.3, highIsBad: true)
  /// Highest score of classes A and B.
  static let highestA = 6
  static let highestB = 9

  /// Where the score comes from.
  public static let source = Source(
    "Pugh 1973, Br J Surg; closed middle bands, INR 1.7-2.3", identifier: "PMID 4541913",
    evidence: .verifiedSecondary)

  /// - Parameters: bilirubin in mg/dL, albumin in g/dL.
  public init(
    bilirubin: Double, albumin: Double, inr: Double, ascites: ClinicalRecord.Ascites,
    encephalopathy: ClinicalRecord.Encephalopathy
  ) {
    points =
      Self.bilirubin.points(bilirubin) + Self.albumin.points(albumin) + Self.inr.points(inr)
      + Self.points(ascites) + Self.points(encephalopathy)
  }

  /// The class of the points.
  public var grade: Class {
    points <= Self.highestA ? .a : points <= Self.highestB ? .b : .c
  }

  private static func points(_ ascites: ClinicalRecord.Ascites) -> Int {
    switch ascites {
    case .absent: 1
    case .mild: 2
    case .moderateSevere: 3
    }
  }

  private static func points(_ encephalopathy: ClinicalRecord.Encephalopathy) -> Int {
    switch encephalopathy {
    case .absent: 1
    case .gradeOneTwo: 2
    case .gradeThreeFour: 3
    }
  }
}
