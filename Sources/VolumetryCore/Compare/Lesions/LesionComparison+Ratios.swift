/// Ratios of lesions. Each is nil where its denominator is 0; `state` says which side is empty, and
/// a side that is not leaves as reason that nothing was matched.
extension LesionComparison {
  /// Lesions of the reference that were found.
  public var truePositives: Int { matches.count }

  /// Predicted lesions that found one: those of one match count as one, except by `every`, where a
  /// predicted lesion may be in several matches and is counted by itself.
  public var rightPredictions: Int {
    guard rules.assignment == .every else { return matches.count }
    return prediction.count { $0.isMatched }
  }

  /// Found lesions by all of the reference that count; nil without any.
  public var recall: Double? { ratio(truePositives, truePositives + falseNegatives.count) }

  /// Right predicted lesions by all that count; nil without any.
  public var precision: Double? { ratio(rightPredictions, rightPredictions + falsePositives.count) }

  /// F1, also recognition quality: TP / (TP + FP / 2 + FN / 2); by `every` the harmonic mean of
  /// precision and recall. Nil where neither side has a lesion that counts.
  public var recognitionQuality: Double? {
    if rules.assignment == .every {
      guard let precision, let recall else { return state == .neither ? nil : 0 }
      return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall)
    }
    let half = Double(falsePositives.count + falseNegatives.count) / 2
    let all = Double(truePositives) + half + rules.denominatorOffset
    return all == 0 ? nil : Double(truePositives) / all
  }

  /// Mean IoU of the matches; nil without any.
  public var segmentationQuality: Double? { mean(\.intersectionOverUnion) }

  /// Recognition × segmentation quality: the IoU of all matches by TP + FP / 2 + FN / 2. 0 where
  /// nothing was matched, nil where neither side has a lesion that counts, and nil by `every`,
  /// where pairs are not one to one. Kirillov et al. 2019, doi:10.1109/CVPR.2019.00963.
  public var panopticQuality: Double? { quality(segmentationQuality) }

  /// Mean Dice of the matches; nil without any.
  public var meanDice: Double? { mean(\.dice) }

  /// The same as `panopticQuality` with Dice in place of IoU.
  public var panopticDice: Double? { quality(meanDice) }

  /// Standard deviation of the matches' IoU, divided by their number; nil without any.
  public var intersectionOverUnionDeviation: Double? { deviation(\.intersectionOverUnion) }

  /// Standard deviation of the matches' Dice, divided by their number; nil without any.
  public var diceDeviation: Double? { deviation(\.dice) }

  /// Mean voxels of the found reference lesions; nil without any.
  public var meanFoundVoxels: Double? {
    guard !matches.isEmpty else { return nil }
    return Double(matches.reduce(0) { $0 + $1.referenceVoxels }) / Double(matches.count)
  }

  /// How many lesions of the reference were found, by their size.
  ///
  /// - Parameter bounds: mL, rising and above 0. A lesion that is as large as a bound belongs to
  ///   the bin above it.
  public func recall(bySize bounds: [Millilitres]) -> [LesionSizeBin] {
    let edges = [Millilitres.zero] + bounds
    precondition(zip(edges, edges.dropFirst()).allSatisfy { $0 < $1 }, "bounds rise from above 0")
    return edges.indices.map { index in
      let upper = index + 1 < edges.count ? edges[index + 1] : nil
      let lesions = reference.filter { lesion in
        guard lesion.counts, lesion.volume >= edges[index] else { return false }
        if let upper { return lesion.volume < upper }
        return true
      }
      return LesionSizeBin(
        lower: edges[index], upper: upper, lesions: lesions.count,
        found: lesions.count { $0.isMatched })
    }
  }

  private func ratio(_ part: Int, _ whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }

  private func mean(_ value: (LesionMatch) -> Double) -> Double? {
    let count = Double(matches.count) + rules.denominatorOffset
    return count == 0 ? nil : matches.reduce(0) { $0 + value($1) } / count
  }

  private func deviation(_ value: (LesionMatch) -> Double) -> Double? {
    guard !matches.isEmpty else { return nil }
    let mean = matches.reduce(0) { $0 + value($1) } / Double(matches.count)
    let squares = matches.reduce(0) { $0 + (value($1) - mean) * (value($1) - mean) }
    return (squares / Double(matches.count)).squareRoot()
  }

  private func quality(_ segmentation: Double?) -> Double? {
    guard rules.assignment != .every, let recognitionQuality else { return nil }
    guard let segmentation else { return 0 }
    return recognitionQuality * segmentation
  }
}

/// Lesions of the reference of one range of volumes.
public struct LesionSizeBin: Hashable, Sendable {
  /// From this volume on.
  public let lower: Millilitres
  /// Below this volume; nil for the last bin.
  public let upper: Millilitres?
  /// Lesions of the reference that count.
  public let lesions: Int
  /// Of these, those that were found.
  public let found: Int

  /// Found by all; nil where there is no lesion of this size.
  public var recall: Double? { lesions == 0 ? nil : Double(found) / Double(lesions) }
}
