extension PeerPreset {
  static let pymia = PeerPreset(
    "pymia", "pymia", version: "0.3.4",
    source: "github.com/rundherum/pymia, pymia.evaluation.metric",
    "Python. Surfaces are those of surface-distance: corners of voxels by area; avgdist is of all "
      + "voxels. What is undefined is infinite or minus infinite, so a mean over cases is spoiled; "
      + "here a mean takes finite values only."
  ) { tolerances in
    pymiaCounts + pymiaPartitions + pymiaDistances + tolerances.map(pymiaShare)
  }

  private static func pymiaShare(_ tolerance: Millimetres) -> PeerMetric {
    .tolerant(
      tolerance, on: .corners, gaps: PeerGaps(both: .negativeInfinity, one: .number(0)),
      "SurfaceDiceOverlap: the share of the area of both surfaces within \(tolerance.value) mm of "
        + "the other; 0 where one mask is empty, minus infinity where both are."
    ) { $0.normalizedSurfaceDice($1, .area) }
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
      "TN / (TN + FP); NaN where the reference fills the image."
    ) { .ratio($0.trueNegatives, $0.trueNegatives + $0.falsePositives, orElse: .notANumber) },
    .count("precision", as: "precision", "TP / (TP + FP); 0 without a prediction.") {
      .ratio($0.truePositives, $0.prediction, orElse: .number(0))
    },
    .count(
      "volume_similarity", as: "volumetric_similarity",
      "1 - |FN - FP| / (2 TP + FP + FN); minus infinity where both masks are empty."
    ) { $0.volumetricSimilarity.map { PeerValue($0) } ?? .negativeInfinity },
    .count(
      "kappa", as: "kappa", "Cohen's kappa; minus infinity where both masks are empty."
    ) { $0.kappa.map { PeerValue($0) } ?? .negativeInfinity },
  ]

  /// Whether a mask is empty or fills the image.
  private static func hasGap(_ overlap: Overlap) -> Bool {
    [overlap.reference, overlap.prediction].contains { $0 == 0 || $0 == overlap.voxels }
  }

  private static func matrix(_ overlap: Overlap) -> ConfusionMatrix {
    ConfusionMatrix(counts: [
      [overlap.trueNegatives, overlap.falsePositives],
      [overlap.falseNegatives, overlap.truePositives],
    ])
  }

  private static let pymiaPartitions: [PeerMetric] = [
    .count("ari", "Rand index beyond chance (Hubert and Arabie); 0 where both masks are empty.") {
      matrix($0).adjustedRandIndex.map { PeerValue($0) } ?? .number(0)
    },
    .count("rand", "Share of pairs of voxels on which both masks agree.") {
      matrix($0).randIndex.map { PeerValue($0) } ?? .notANumber
    },
    .count("mutual_information", "In bits; minus infinity where a mask is empty or the image.") {
      guard !hasGap($0) else { return .negativeInfinity }
      return matrix($0).mutualInformation.map { PeerValue($0) } ?? .negativeInfinity
    },
    .count(
      "variation_of_information", "In bits; minus infinity where a mask is empty or the image."
    ) {
      guard !hasGap($0) else { return .negativeInfinity }
      return matrix($0).variationOfInformation.map { PeerValue($0) } ?? .negativeInfinity
    },
    .count(
      "gce",
      "Global consistency error in the form of EvaluateSegmentation, which counts a wrong voxel "
        + "with all wrong ones of its segment; infinite where a mask is empty or the image."
    ) { hasGap($0) ? .infinity : PeerValue(globalConsistencyError($0)) },
  ]

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
    .robustHausdorff95(
      "hd95", axes: .kji, gaps: PeerGaps(.infinity),
      "The larger of the two directed 95th percentiles by area, of arrays as SimpleITK gives them; "
        + "where exactly 95 % is met, rounding decides as it does there. Infinite where a mask is "
        + "empty."
    ),
    .distance(
      "avgdist", on: .voxels, gaps: PeerGaps(.infinity),
      "AverageDistance: the mean of the two directed mean distances of all voxels of a mask to the "
        + "other mask; infinite where a mask is empty."
    ) { $0.meanOfMeans(.count) },
  ]
}
