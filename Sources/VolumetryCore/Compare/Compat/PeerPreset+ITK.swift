extension PeerPreset {
  static let itk = PeerPreset(
    "itk", "SimpleITK", version: "2.5.7",
    source: "itk.org, LabelOverlapMeasuresImageFilter and HausdorffDistanceImageFilter",
    "Also ANTs. The prediction is the source, the reference the target. The Hausdorff filter looks "
      + "at all voxels of the masks and not at their surfaces: what lies inside both has distance "
      + "0. Ratios without a denominator are the largest double, and two empty masks have an "
      + "infinite Dice, so a mean over cases is spoiled; the Hausdorff filter raises an exception. "
      + "Here a mean takes finite values only, the largest double among them. false_positive_error "
      + "was the false discovery rate before ITK 5.3."
  ) { _ in itkOverlap + itkDistances }

  private static let undefined = PeerValue.number(.greatestFiniteMagnitude)

  private static let itkOverlap: [PeerMetric] = [
    .count(
      "dice", as: "dice",
      "GetDiceCoefficient: 2 J / (1 + J) of the Jaccard J; infinite where both masks are empty."
    ) {
      guard $0.union > 0 else { return .infinity }
      let jaccard = Double($0.truePositives) / Double($0.union)
      return PeerValue(2 * jaccard / (1 + jaccard))
    },
    .count(
      "jaccard", as: "jaccard",
      "GetJaccardCoefficient: TP / (TP + FP + FN); the largest double where both masks are empty."
    ) { .ratio($0.truePositives, $0.union, orElse: undefined) },
    .count(
      "volume_similarity",
      "GetVolumeSimilarity: 2 (prediction - reference) / (prediction + reference), signed, 0 is "
        + "best; the largest double where both masks are empty."
    ) {
      .ratio(2 * ($0.prediction - $0.reference), $0.prediction + $0.reference, orElse: undefined)
    },
    .count(
      "false_negative_error",
      "GetFalseNegativeError: FN / (FN + TP); the largest double without a reference."
    ) { .ratio($0.falseNegatives, $0.reference, orElse: undefined) },
    .count(
      "false_positive_error",
      "GetFalsePositiveError: FP / (FP + TN); the largest double where both masks are empty."
    ) {
      $0.union == 0
        ? undefined
        : .ratio($0.falsePositives, $0.falsePositives + $0.trueNegatives, orElse: undefined)
    },
    .count(
      "false_discovery_rate",
      "GetFalseDiscoveryRate: FP / (FP + TP); the largest double without a prediction."
    ) { .ratio($0.falsePositives, $0.prediction, orElse: undefined) },
  ]

  private static let itkDistances: [PeerMetric] = {
    let gaps = PeerGaps(
      .refused(
        "RuntimeError: Exception thrown in SimpleITK HausdorffDistanceImageFilter_Execute: "
          + "itkDirectedHausdorffDistanceImageFilter.hxx:"))
    return [
      .distance(
        "hd_region", as: "hd_mm", on: .voxels, gaps: gaps,
        "GetHausdorffDistance: the largest distance from any voxel of a mask to the other mask. An "
          + "exception where a mask is empty."
      ) { $0.hausdorff },
      .distance(
        "average_hd", on: .voxels, gaps: gaps,
        "GetAverageHausdorffDistance: the mean of the two directed mean distances of all voxels of "
          + "a mask to the other mask; far below an ASSD. An exception where a mask is empty."
      ) { $0.meanOfMeans(.count) },
    ]
  }()
}
