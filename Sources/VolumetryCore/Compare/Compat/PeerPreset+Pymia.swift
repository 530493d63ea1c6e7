extension PeerPreset {
  static let pymia = PeerPreset(
    "pymia", "pymia", version: "0.3.4", source: "github.com/rundherum/pymia, pymia.evaluation.metric",
    "Python. Surfaces are those of surface-distance: corners of voxels by area; avgdist is of all "
      + "voxels. What is undefined is infinite or minus infinite, so a mean over cases is spoiled; "
      + "here a mean takes finite values only."
  ) { tolerances in
    pymiaCounts + pymiaPartitions + pymiaDistances
      + tolerances.map { tolerance in
        .tolerant(
          tolerance, on: .corners, gaps: PeerGaps(both: .negativeInfinity, one: .number(0)),
          "SurfaceDiceOverlap: the share of the area of both surfaces within \(tolerance.value) mm "
            + "of the other; 0 where one mask is empty, minus infinity where both are."
        ) { $0.normalizedSurfaceDice($1, .area) }
      }
  }

  private static let pymiaCounts: [PeerMetric] = [
    .count("dice", as: "dice", "2 TP / (2 TP + FP + FN); 1 where both masks are empty.") {
      .ratio(2 * $0.truePositives, $0.reference + $0.prediction, orElse: .number(1))
    },
    .count("jaccard", as: "jaccard", "TP / (TP + FP + FN); 1 where both masks are empty.") {
      .ratio($0.truePositives, $0.union, orElse: .number(1))
    },
    .count(
      "sensitivity", as: "sensitivity", "TP / (TP + FN); minus infinity without a reference."
    ) { .ratio($0.truePositives, $0.reference, orElse: .negativeInfinity) },
    .count(
      "specificity", as: "specificity",
      "TN / (TN + FP); minus infinity where the reference fills the image."
    ) { .ratio($0.trueNegatives, $0.trueNegatives + $0.falsePositives, orElse: .negativeInfinity) },
    .count("precision", as: "precision", "TP / (TP + FP); 0 without a prediction.") {
      .ratio($0.truePositives, $0.prediction, orElse: .number(0))
    },
    .count(
      "volume_similarity", as: "volumetric_similarity",
      "1 - |FN - FP| / (2 TP + FP + FN); minus infinity where both masks are empty."
    ) { $0.volumetricSimilarity.map(PeerValue.init) ?? .negativeInfinity },
    .count(
      "kappa", as: "kappa", "Cohen's kappa; minus infinity where both masks are empty."
    ) { $0.kappa.map(PeerValue.init) ?? .negativeInfinity },
  ]

  private static let pymiaPartitions: [PeerMetric] = {
    func partition(
      _ name: String, _ definition: String, empty: @escaping @Sendable (Overlap) -> PeerValue?,
      orElse undefined: PeerValue, _ value: @escaping @Sendable (ConfusionMatrix) -> Double?
    ) -> PeerMetric {
      .count(name, definition) { found in
        empty(found)
          ?? value(
            ConfusionMatrix(counts: [
              [found.trueNegatives, found.falsePositives],
              [found.falseNegatives, found.truePositives],
            ])
          ).map(PeerValue.init) ?? undefined
      }
    }
    let isEmpty: @Sendable (Overlap) -> Bool = { $0.reference == 0 || $0.prediction == 0 }
    return [
      partition(
        "ari", "Rand index beyond chance (Hubert and Arabie); 0 where both masks are empty.",
        empty: { $0.union == 0 ? .number(0) : nil }, orElse: .number(0)
      ) { $0.adjustedRandIndex },
      partition(
        "rand", "Share of pairs of voxels on which both masks agree.", empty: { _ in nil },
        orElse: .notANumber
      ) { $0.randIndex },
      partition(
        "mutual_information", "In bits; minus infinity where a mask is empty.",
        empty: { isEmpty($0) ? .negativeInfinity : nil }, orElse: .negativeInfinity
      ) { $0.mutualInformation },
      partition(
        "variation_of_information", "In bits; minus infinity where a mask is empty.",
        empty: { isEmpty($0) ? .negativeInfinity : nil }, orElse: .negativeInfinity
      ) { $0.variationOfInformation },
      .count(
        "gce",
        "Global consistency error in the form of EvaluateSegmentation, which counts a wrong voxel "
          + "with all wrong ones of its segment; infinite where a mask is empty."
      ) { isEmpty($0) ? .infinity : PeerValue(globalConsistencyError($0)) },
    ]
  }()

  private static func globalConsistencyError(_ overlap: Overlap) -> Double {
    let (tp, tn) = (Double(overlap.truePositives), Double(overlap.trueNegatives))
    let (fp, fn) = (Double(overlap.falsePositives), Double(overlap.falseNegatives))
    let one = fn * (fn + 2 * tp) / (tp + fn) + fp * (fp + 2 * tn) / (tn + fp)
    let other = fp * (fp + 2 * tp) / (tp + fp) + fn * (fn + 2 * tn) / (tn + fn)
    return min(one, other) / Double(overlap.voxels)
  }

  private static let pymiaDistances: [PeerMetric] = [
    .distance(
      "hd", as: "hd_mm", on: .corners, gaps: PeerGaps(.infinity),
      "The largest distance from a corner of one surface to the other; infinite where a mask is "
        + "empty."
    ) { $0.hausdorff },
    .distance(
      "hd95", as: "hd95_mm", on: .corners, gaps: PeerGaps(.infinity),
      "The larger of the two directed 95th percentiles by area; infinite where a mask is empty."
    ) { $0.hausdorffPercentile(95, .area) },
    .distance(
      "avgdist", on: .voxels, gaps: PeerGaps(.infinity),
      "AverageDistance: the mean of the two directed mean distances of all voxels of a mask to the "
        + "other mask; infinite where a mask is empty."
    ) { $0.meanOfMeans(.count) },
  ]
}
