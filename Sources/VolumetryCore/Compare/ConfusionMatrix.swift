import Glibc

/// How often each class of the reference met each class of the prediction, over all voxels of
/// either field of view. Class 0 is the background: what belongs to no class.
public struct ConfusionMatrix: Hashable, Sendable {
  /// Voxels by class of the reference (row) and of the prediction (column).
  public let counts: [[Int]]

  /// - Precondition: square, at least one class, no count below 0.
  public init(counts: [[Int]]) {
    precondition(!counts.isEmpty && counts.allSatisfy { $0.count == counts.count })
    precondition(counts.allSatisfy { $0.allSatisfy { $0 >= 0 } })
    self.counts = counts
  }

  /// - Parameters:
  ///   - joint: combinations of a label of the reference and a label of the prediction.
  ///   - classes: classes beside the background; a label belongs to the first that holds it.
  init(_ joint: JointCensus, classes: [LabelSet]) {
    var counts = [[Int]](
      repeating: [Int](repeating: 0, count: classes.count + 1), count: classes.count + 1)
    var known: [Label: Int] = [:]
    func number(_ label: Label) -> Int {
      if let number = known[label] { return number }
      let number = classes.firstIndex { $0.contains(label) }.map { $0 + 1 } ?? Self.background
      known[label] = number
      return number
    }
    for combination in joint.combinations {
      counts[number(combination.labels[0])][number(combination.labels[1])] += combination.voxels
    }
    self.init(counts: counts)
  }

  /// The class of what belongs to none.
  private static let background = 0

  /// All voxels.
  public var voxels: Int { counts.reduce(0) { $0 + $1.reduce(0, +) } }
  /// Voxels of each class in the reference.
  public var referenceTotals: [Int] { counts.map { $0.reduce(0, +) } }
  /// Voxels of each class in the prediction.
  public var predictionTotals: [Int] {
    counts.indices.map { column in counts.reduce(0) { $0 + $1[column] } }
  }

  /// One class against all others.
  public func overlap(ofClass index: Int) -> Overlap {
    let hits = counts[index][index]
    let (missed, added) = (referenceTotals[index] - hits, predictionTotals[index] - hits)
    return Overlap(
      truePositives: hits, falsePositives: added, falseNegatives: missed,
      trueNegatives: voxels - hits - missed - added)
  }

  /// The class that most of the reference's voxels of `index` are taken for, if not for their own,
  /// and how many; nil where all are right.
  public func mostConfused(withClass index: Int) -> (index: Int, voxels: Int)? {
    counts[index].enumerated().filter { $0.offset != index && $0.element > 0 }
      .max { ($0.element, -$0.offset) < ($1.element, -$1.offset) }
      .map { ($0.offset, $0.element) }
  }

  /// Share of voxels with the same class in both.
  public var accuracy: Double? {
    voxels == 0
      ? nil : Double(counts.indices.reduce(0) { $0 + counts[$1][$1] }) / Double(voxels)
  }

  /// Cohen's kappa over all classes.
  public var kappa: Double? {
    guard let observed = accuracy else { return nil }
    let all = Double(voxels)
    let expected = zip(referenceTotals, predictionTotals).reduce(0.0) {
      $0 + Double($1.0) / all * (Double($1.1) / all)
    }
    return expected == 1 ? nil : (observed - expected) / (1 - expected)
  }

  /// Matthews correlation over all classes (R_K; Gorodkin 2004,
  /// doi:10.1016/j.compbiolchem.2004.09.006).
  public var matthewsCorrelation: Double? {
    guard voxels > 0 else { return nil }
    // Shares instead of counts: the products stay in range.
    let all = Double(voxels)
    let (rows, columns) = (
      referenceTotals.map { Double($0) / all }, predictionTotals.map { Double($0) / all }
    )
    let trace = counts.indices.reduce(0.0) { $0 + Double(counts[$1][$1]) / all }
    let covariance = trace - zip(rows, columns).reduce(0) { $0 + $1.0 * $1.1 }
    let (spreadOfRows, spreadOfColumns) = (
      1 - rows.reduce(0) { $0 + $1 * $1 }, 1 - columns.reduce(0) { $0 + $1 * $1 }
    )
    guard spreadOfRows > 0, spreadOfColumns > 0 else { return nil }
    return covariance / (spreadOfRows * spreadOfColumns).squareRoot()
  }
}

// MARK: - As two partitions of the voxels

extension ConfusionMatrix {
  private func pairs(_ count: Int) -> Double { Double(count) * Double(count - 1) / 2 }

  /// Share of pairs of voxels on which both agree whether they belong together.
  public var randIndex: Double? {
    guard voxels > 1 else { return nil }
    let together = counts.joined().reduce(0.0) { $0 + pairs($1) }
    let rows = referenceTotals.reduce(0.0) { $0 + pairs($1) }
    let columns = predictionTotals.reduce(0.0) { $0 + pairs($1) }
    return (pairs(voxels) + 2 * together - rows - columns) / pairs(voxels)
  }

  /// Rand index beyond chance. Hubert and Arabie 1985, doi:10.1007/BF01908075.
  public var adjustedRandIndex: Double? {
    guard voxels > 1 else { return nil }
    let together = counts.joined().reduce(0.0) { $0 + pairs($1) }
    let rows = referenceTotals.reduce(0.0) { $0 + pairs($1) }
    let columns = predictionTotals.reduce(0.0) { $0 + pairs($1) }
    let expected = rows * columns / pairs(voxels)
    let most = (rows + columns) / 2
    return most == expected ? nil : (together - expected) / (most - expected)
  }

  private func entropy(_ counts: some Sequence<Int>) -> Double {
    let all = Double(voxels)
    return counts.filter { $0 > 0 }.reduce(0.0) {
      let share = Double($1) / all
      return $0 - share * log2(share)
    }
  }

  /// Information that one volume gives of the other, in bits.
  public var mutualInformation: Double? {
    guard voxels > 0 else { return nil }
    return entropy(referenceTotals) + entropy(predictionTotals) - entropy(counts.joined())
  }

  /// Mutual information over the mean of both entropies; nil where both have one class.
  public var normalizedMutualInformation: Double? {
    guard let mutualInformation else { return nil }
    let mean = (entropy(referenceTotals) + entropy(predictionTotals)) / 2
    return mean == 0 ? nil : mutualInformation / mean
  }

  /// What remains unknown of each volume when the other is known, in bits; 0 is best. Meilă 2003,
  /// doi:10.1007/978-3-540-45167-9_14.
  public var variationOfInformation: Double? {
    guard voxels > 0 else { return nil }
    return 2 * entropy(counts.joined()) - entropy(referenceTotals) - entropy(predictionTotals)
  }

  /// Global consistency error: how far one volume is from being a refinement of the other, 0 to 1.
  /// Martin et al. 2001, doi:10.1109/ICCV.2001.937655. EvaluateSegmentation and pymia give another
  /// number by this name: they count a wrong voxel with all wrong ones of its segment.
  public var globalConsistencyError: Double? {
    guard voxels > 0 else { return nil }
    /// The sum, over voxels, of the share of their segment here that is not their segment there.
    func refinement(_ counts: [[Int]], _ totals: [Int]) -> Double {
      zip(counts, totals).reduce(0.0) { sum, row in
        sum
          + row.0.filter { $0 > 0 }.reduce(0.0) {
            $0 + Double($1) * (Double(row.1 - $1) / Double(row.1))
          }
      }
    }
    let transposed = counts.indices.map { column in counts.map { $0[column] } }
    return min(refinement(counts, referenceTotals), refinement(transposed, predictionTotals))
      / Double(voxels)
  }
}
