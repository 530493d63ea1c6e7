import VolumetryCore

/// When the second stage of ALPPS is delayed or denied (Schadde 2015).
enum StopRule {
  static let source = Source(
    "Schadde 2015, Ann Surg 262:780-786", identifier: "PMID 26583666", evidence: .verified)
  static let meld = ScoreBounds.above(10)
  static let stop = "delay-or-deny"
  static let go = "neither"
}

/// ALPPS risk scores of Linecker 2016.
enum AlppsRisk {
  private static let identifier = "PMID 27455156"
  /// The risks are published in the abstract; the points that lead to them are from memory.
  static let stageOneSource = Source(
    "Linecker 2016, Ann Surg 264:763-771; points from memory", identifier: identifier,
    evidence: .unverified)
  static let riskSource = Source(
    "Linecker 2016, Ann Surg 264:763-771", identifier: identifier, evidence: .verified)

  /// Death within 90 days or in hospital, per cent, by the score.
  struct Row {
    let score: Double
    let riskPercent: Double

    /// The risk without a needless `.0`.
    var risk: String {
      Int(exactly: riskPercent).map(String.init) ?? "\(riskPercent)"
    }
  }

  static let stageOneRisks = [2.7, 4.9, 8.6, 15, 24, 37].enumerated().map { score, risk in
    Row(score: Double(score), riskPercent: risk)
  }
  static let stageTwoRisks = [
    Row(score: 3.9, riskPercent: 5), Row(score: 4.7, riskPercent: 10),
    Row(score: 5.5, riskPercent: 20), Row(score: 6.9, riskPercent: 50),
  ]
  static let stageOneBands = stageOneRisks.map { row in
    ScoreBand(
      .closed(row.score, row.score), "risk \(row.risk) % (published table)", riskSource)
  }

  static let highAge = ScoreBounds.atLeast(67)
  static let agePoints = 3

  /// Points of the tumour: biliary 2, colorectal metastases 0, every other 1.
  static func points(_ entity: TumourEntity) -> Int {
    switch entity {
    case .intrahepaticCholangiocarcinoma, .perihilarCholangiocarcinoma, .gallbladderCancer: 2
    case .colorectalMetastases: 0
    case .hepatocellularCarcinoma, .neuroendocrineMetastases, .other, .benign: 1
    }
  }

  static func stageOne(age: Double, entity: TumourEntity) -> Int {
    (highAge.contains(age) ? agePoints : 0) + points(entity)
  }

  /// The published rows on both sides of a score; equal where it is a row itself, nil beyond them.
  static func stageTwoRows(_ score: Double) -> (below: Row?, above: Row?) {
    (
      stageTwoRisks.last { $0.score <= score }, stageTwoRisks.first { $0.score >= score }
    )
  }
}

/// CAPRA (Capobianco 2022).
enum CAPRA {
  static let source = Source("Capobianco 2022, CAPRA", evidence: .verified)
  /// 60 years, 1.818119 m², a primary liver tumour and classic ALPPS give 5.363763.
  static let bands = [
    ScoreBand(.below(4.70), "below the cut-off 4.70", source),
    ScoreBand(.atLeast(4.70), "not below the cut-off 4.70", source),
  ]
  static let age = 0.1
  static let bodySurfaceArea = -2.0

  /// What is counted when it is there.
  enum Item: CaseIterable {
    case primaryTumour, cardiovascular, diabetes, renal, classic

    var points: Double {
      switch self {
      case .primaryTumour, .cardiovascular: 1
      case .diabetes, .renal, .classic: 2
      }
    }
  }

  static func score(age years: Double, bodySurfaceArea area: Double, items: Set<Item>) -> Double {
    age * years + bodySurfaceArea * area + items.reduce(0) { $0 + $1.points }
  }
}

extension TumourEntity {
  /// Whether the tumour arises in the liver itself, as CAPRA counts. Metastases and the gallbladder
  /// do not. Perihilar ducts lie inside the organ for one classification and outside for another,
  /// and the words of the paper do not say: nil, as for a tumour that is not named.
  public var isPrimaryLiverTumour: Bool? {
    switch self {
    case .hepatocellularCarcinoma, .intrahepaticCholangiocarcinoma: true
    case .colorectalMetastases, .neuroendocrineMetastases, .gallbladderCancer: false
    case .perihilarCholangiocarcinoma, .other, .benign: nil
    }
  }
}

/// Variables of the score for colorectal metastases (Huiskens 2019); its points are not known.
enum Huiskens {
  static let source = Source("Huiskens 2019, repository 113806", evidence: .verified)
  static let age = ScoreBounds.atLeast(67)
  /// Per cent.
  static let flrBodyWeight = ScoreBounds.below(0.40)
  /// µmol/L on day 5.
  static let bilirubin = ScoreBounds.above(50)
  static let complication = Complication.ClavienDindo.iiia
}
