public import VolumetryCore

/// The Child-Pugh score of a cirrhotic liver, used as a measure of reserve in any liver.
///
/// Five items of 1 to 3 points; 5–6 is class A, 7–9 B, 10–15 C. The middle band of each laboratory
/// item is closed: a value on a boundary gets 2 points. The upper INR boundary is 2.3 (some tables
/// print 2.2, an option).
public struct ChildPugh: Hashable, Sendable {
  public let points: Int
  /// The points item by item.
  public let items: [Item]

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
  /// As some tables print it.
  static let inrLower = Band(middle: 1.7...2.2, highIsBad: true)
  /// mg/dL in cholestatic disease.
  static let cholestaticBilirubin = Band(middle: 4.0...10.0, highIsBad: true)
  /// Highest score of classes A and B.
  static let highestA = 6
  static let highestB = 9

  /// Where the score comes from.
  public static let source = Source(
    "Pugh 1973, Br J Surg; closed middle bands, INR 1.7-2.3", identifier: "PMID 4541913",
    evidence: .verifiedSecondary)

  /// The bilirubin bands of cholestatic disease were seen in no source by us.
  public static let cholestaticSource = Source(
    "bilirubin bands of cholestatic disease, from memory", evidence: .unverified)

  /// Which reading of the bands is in force.
  public struct Edges: Hashable, Sendable {
    public var inrUpper: ScoreOptions.ChildPughINRUpper
    public var bilirubin: ScoreOptions.ChildPughBilirubin

    /// The middle INR band ends at 2.3, bilirubin is read as in any liver.
    public static let standard = Edges(inrUpper: .standard, bilirubin: .standard)

    var inrBand: Band { inrUpper == .standard ? ChildPugh.inr : ChildPugh.inrLower }
    var bilirubinBand: Band {
      bilirubin == .standard ? ChildPugh.bilirubin : ChildPugh.cholestaticBilirubin
    }
  }

  /// - Parameters: bilirubin in mg/dL, albumin in g/dL.
  public init(
    bilirubin: Double, albumin: Double, inr: Double, ascites: ClinicalRecord.Ascites,
    encephalopathy: ClinicalRecord.Encephalopathy, edges: Edges = .standard
  ) {
    items = [
      ("bilirubin", edges.bilirubinBand.points(bilirubin)),
      ("albumin", Self.albumin.points(albumin)), ("inr", edges.inrBand.points(inr)),
      ("ascites", Self.points(ascites)), ("encephalopathy", Self.points(encephalopathy)),
    ].map { Item(name: $0.0, points: $0.1) }
    points = items.reduce(0) { $0 + $1.points }
  }

  /// What one item contributes.
  public struct Item: Hashable, Sendable {
    public let name: String
    /// 1 to 3.
    public let points: Int
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
