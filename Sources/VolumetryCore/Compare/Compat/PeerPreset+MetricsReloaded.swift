extension PeerPreset {
  static let metricsReloaded = PeerPreset(
    "metricsreloaded", "MetricsReloaded", version: "main of June 2025 (cb38dfc)",
    source: "github.com/Project-MONAI/MetricsReloaded, pairwise_measures.py",
    "Python. Borders are voxels less their erosion by the 6-neighbourhood, points count alike, "
      + "HD95 is the larger of the two directed percentiles. Voxels are counted in 32 bits: above "
      + "2^24 of a kind its counts depend on the order of summing, and here the nearest such "
      + "number is taken. Two empty masks agree perfectly, of one empty mask distances are NaN; "
      + "how means are taken is left to the user. Later versions treat NaN otherwise."
  ) { tolerances in
    reloadedCounts + reloadedDistances + [reloadedBoundary, .centrelineDice("centreline_dsc")]
      + tolerances.map(reloadedShare)
  }

  private static func reloadedShare(_ tolerance: Millimetres) -> PeerMetric {
    .tolerant(
      tolerance, on: .border6, gaps: PeerGaps(both: .number(1), one: .number(0)),
      "The share of the border voxels of both masks within \(tolerance.value) mm of the other; 1 "
        + "where both masks are empty, 0 where one is."
    ) { $0.normalizedSurfaceDice($1, .count) }
  }

  private static let reloadedCounts: [PeerMetric] = [
    .count(
      "dice", as: "dice", "dsc: 2 TP / (2 TP + FP + FN); 1 where both masks are empty."
    ) {
      let all = $0.reference + $0.prediction
      return all == 0 ? .number(1) : PeerValue(Double(2 * Float($0.truePositives)) / Double(all))
    },
    .count("iou", as: "jaccard", "TP / (TP + FP + FN); NaN where both masks are empty.") {
      .ratio($0.truePositives, $0.union, orElse: .notANumber)
    },
    .count("sensitivity", as: "sensitivity", "TP / (TP + FN); NaN without a reference.") {
      .ratio($0.truePositives, $0.reference, orElse: .notANumber)
    },
    .count(
      "specificity", as: "specificity", "TN / (TN + FP); NaN where the reference fills the image."
    ) { .ratio($0.trueNegatives, $0.trueNegatives + $0.falsePositives, orElse: .notANumber) },
    .count(
      "ppv", as: "precision",
      "TP / (TP + FP), in 32 bits; 0 without a prediction, NaN where both masks are empty."
    ) {
      guard $0.prediction > 0 else { return $0.reference > 0 ? .number(0) : .notANumber }
      let hits = Float($0.truePositives)
      return PeerValue(Double(hits / (hits + Float($0.falsePositives))))
    },
    .count(
      "mcc", as: "mcc", "Matthews correlation, in 32 bits; NaN where a mask is empty or the image.",
      reloadedMatthews),
    .count(
      "kappa", as: "kappa",
      "Cohen's kappa, the observed agreement in 32 bits; NaN where both masks are empty.",
      reloadedKappa),
    .count(
      "volume_difference_ratio",
      "vol_diff: |reference - prediction| / reference, of unsigned 8-bit masks, whose sums are "
        + "unsigned: where the prediction is larger, the difference is 2^64 too large. NaN without "
        + "a reference."
    ) {
      guard $0.reference > 0 else { return .notANumber }
      let difference = UInt64($0.reference) &- UInt64($0.prediction)
      return PeerValue(Double(difference) / Double($0.reference))
    },
  ]

  private static func reloadedMatthews(_ overlap: Overlap) -> PeerValue {
    let (tp, tn) = (Float(overlap.truePositives), Float(overlap.trueNegatives))
    let (fp, fn) = (Float(overlap.falsePositives), Float(overlap.falseNegatives))
    let root = ((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)).squareRoot()
    return PeerValue(Double((tp * tn - fp * fn) / root))
  }

  private static func reloadedKappa(_ overlap: Overlap) -> PeerValue {
    let (tp, tn) = (Float(overlap.truePositives), Float(overlap.trueNegatives))
    let (fp, fn) = (Float(overlap.falsePositives), Float(overlap.falseNegatives))
    let observed = Double((tn + tp) / (tn + tp + fn + fp))
    let all = Double(overlap.voxels)
    // Only values that occur in the reference are summed over.
    var expected = 0.0
    if overlap.reference < overlap.voxels {
      expected +=
        Double(overlap.voxels - overlap.prediction) / all
        * (Double(overlap.voxels - overlap.reference) / all)
    }
    if overlap.reference > 0 {
      expected += Double(overlap.prediction) / all * (Double(overlap.reference) / all)
    }
    return PeerValue((observed - expected) / (1 - expected))
  }

  private static let reloadedDistances: [PeerMetric] = {
    let gaps = PeerGaps(both: .number(0), one: .notANumber)
    let empty = " 0 where both masks are empty, NaN where one is."
    return [
      .distance(
        "assd", as: "assd_mm", on: .border6, gaps: gaps,
        "The mean distance of the border voxels of both masks pooled." + empty
      ) { $0.pooledMean(.count) },
      .distance(
        "masd", as: "masd_mm", on: .border6, gaps: gaps,
        "The mean of the two directed mean distances of border voxels." + empty
      ) { $0.meanOfMeans(.count) },
      .distance(
        "hd", as: "hd_mm", on: .border6, gaps: gaps,
        "The largest distance from a border voxel to the other border." + empty
      ) { $0.hausdorff },
      .distance(
        "hd95", as: "hd95_mm", on: .border6, gaps: gaps,
        "hd_perc: the larger of the two directed 95th percentiles (type 7) of border voxels."
          + empty
      ) { $0.hausdorffInterpolatedPercentile(95) },
    ]
  }()

  private static let reloadedBoundary = PeerMetric(
    "boundary_iou_d2vox", .surface, as: nil, needsMasks: true,
    "boundary_iou with boundary_dist=2: intersection over union of the voxels less than 2 steps "
      + "from a border voxel, whatever the spacing; 1 where both masks are empty."
  ) { found in
    let overlap = BoundaryOverlap(
      reference: found.reference, prediction: found.prediction, nearness: .steps(2),
      spacing: found.spacing)
    return .ratio(overlap.intersection, overlap.union, orElse: .number(1))
  }
}
