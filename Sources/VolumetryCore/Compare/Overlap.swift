import Glibc

/// How many voxels of one structure both volumes, one of them or neither call so, and what follows
/// from these four counts alone.
///
/// Every ratio is nil where its denominator is 0: there is then nothing to be right or wrong about,
/// and 0 and 1 would both be invented. Counts are exact; each ratio is one division.
public struct Overlap: Hashable, Sendable {
  /// In the reference and in the prediction.
  public let truePositives: Int
  /// In the prediction alone.
  public let falsePositives: Int
  /// In the reference alone.
  public let falseNegatives: Int
  /// In neither, over the voxels that lie in the field of view of at least one of the two.
  public let trueNegatives: Int

  /// None is negative.
  public init(truePositives: Int, falsePositives: Int, falseNegatives: Int, trueNegatives: Int) {
    precondition(
      truePositives >= 0 && falsePositives >= 0 && falseNegatives >= 0 && trueNegatives >= 0)
    self.truePositives = truePositives
    self.falsePositives = falsePositives
    self.falseNegatives = falseNegatives
    self.trueNegatives = trueNegatives
  }

  /// Voxels of the reference.
  public var reference: Int { truePositives + falseNegatives }
  /// Voxels of the prediction.
  public var prediction: Int { truePositives + falsePositives }
  /// Voxels of either.
  public var union: Int { truePositives + falsePositives + falseNegatives }
  /// All voxels.
  public var voxels: Int { union + trueNegatives }

  private func ratio(_ numerator: Int, _ denominator: Int) -> Double? {
    denominator == 0 ? nil : Double(numerator) / Double(denominator)
  }

  /// 2 TP / (2 TP + FP + FN). Dice 1945, doi:10.2307/1932409.
  public var dice: Double? { ratio(2 * truePositives, reference + prediction) }
  /// TP / (TP + FP + FN).
  public var jaccard: Double? { ratio(truePositives, union) }
  /// 1 − Jaccard: volumetric overlap error, 0 to 1.
  public var volumetricOverlapError: Double? { ratio(falsePositives + falseNegatives, union) }
  /// TP / (TP + FN): recall, true-positive rate.
  public var sensitivity: Double? { ratio(truePositives, reference) }
  /// TN / (TN + FP). Depends on how much background the field of view holds.
  public var specificity: Double? { ratio(trueNegatives, trueNegatives + falsePositives) }
  /// TP / (TP + FP): positive predictive value.
  public var precision: Double? { ratio(truePositives, prediction) }
  /// TN / (TN + FN).
  public var negativePredictiveValue: Double? {
    ratio(trueNegatives, trueNegatives + falseNegatives)
  }
  /// FP / (FP + TN).
  public var falsePositiveRate: Double? { ratio(falsePositives, falsePositives + trueNegatives) }
  /// FN / (FN + TP).
  public var falseNegativeRate: Double? { ratio(falseNegatives, reference) }
  /// FP / (FP + TP).
  public var falseDiscoveryRate: Double? { ratio(falsePositives, prediction) }
  /// 1 − |FN − FP| / (2 TP + FP + FN), 0 to 1. Taha and Hanbury 2015,
  /// doi:10.1186/s12880-015-0068-x. ITK calls another, signed, number by the same name.
  public var volumetricSimilarity: Double? {
    ratio(abs(falseNegatives - falsePositives), reference + prediction).map { 1 - $0 }
  }
  /// (prediction − reference) / reference, signed.
  public var relativeVolumeDifference: Double? { ratio(prediction - reference, reference) }
  /// Mean of sensitivity and specificity.
  public var balancedAccuracy: Double? {
    guard let sensitivity, let specificity else { return nil }
    return (sensitivity + specificity) / 2
  }
  /// (TP + TN) / all.
  public var accuracy: Double? { ratio(truePositives + trueNegatives, voxels) }

  /// Agreement beyond chance, (pₒ − pₑ) / (1 − pₑ). Cohen 1960, doi:10.1177/001316446002000104.
  public var kappa: Double? {
    guard voxels > 0 else { return nil }
    let all = Double(voxels)
    let observed = Double(truePositives + trueNegatives) / all
    let expected =
      (Double(reference) / all) * (Double(prediction) / all)
      + (Double(voxels - reference) / all) * (Double(voxels - prediction) / all)
    return expected == 1 ? nil : (observed - expected) / (1 - expected)
  }

  /// Matthews correlation coefficient. doi:10.1016/0005-2795(75)90109-9.
  public var matthewsCorrelation: Double? {
    let sums = [
      reference, prediction, trueNegatives + falsePositives, trueNegatives + falseNegatives,
    ].map(Double.init)
    guard sums.allSatisfy({ $0 > 0 }) else { return nil }
    let agreement = Double(truePositives) * Double(trueNegatives)
    let disagreement = Double(falsePositives) * Double(falseNegatives)
    // Four roots instead of one: the product of four counts is beyond what a double holds exactly.
    return (agreement - disagreement)
      / ((sums[0] * sums[1]).squareRoot() * (sums[2] * sums[3]).squareRoot())
  }

  /// Weighted harmonic mean of precision and sensitivity; `beta` above 1 favours sensitivity.
  public func fScore(beta: Double) -> Double? {
    let weight = beta * beta
    let hits = (1 + weight) * Double(truePositives)
    let all = hits + weight * Double(falseNegatives) + Double(falsePositives)
    return all == 0 ? nil : hits / all
  }
}
