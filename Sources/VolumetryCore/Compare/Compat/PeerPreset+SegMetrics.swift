import Glibc

extension PeerPreset {
  static let segMetrics = PeerPreset(
    "seg-metrics", "seg-metrics", version: "1.2.8",
    source: "github.com/Jingnan-Jia/segmentation_metrics",
    "Python, distances from a map of SimpleITK that rounds at about 1e-5 mm; here they are "
      + "exact. Contours are voxels with one of 26 neighbours "
      + "outside (fully_connected=True, its default); the image's edge is no contour. Both "
      + "directions are pooled. Where one mask is empty all distances are 0, as of a perfect "
      + "segmentation, and its means take them so: a missed organ is rewarded."
  ) { _ in segMetricsCounts + segMetricsDistances }

  private static let segMetricsCounts: [PeerMetric] = [
    .count("dice", as: "dice", "2 TP / (2 TP + FP + FN); 1 where both masks are empty.") {
      .ratio(2 * $0.truePositives, $0.reference + $0.prediction, orElse: .number(1))
    },
    .count("jaccard", as: "jaccard", "TP / (TP + FP + FN); 1 where both masks are empty.") {
      .ratio($0.truePositives, $0.union, orElse: .number(1))
    },
    .count(
      "precision", as: "precision",
      "TP / (TP + FP); 1 where both masks are empty, 0 without a prediction."
    ) { .ratio($0.truePositives, $0.prediction, orElse: .number($0.union == 0 ? 1 : 0)) },
    .count(
      "recall", as: "sensitivity",
      "TP / (TP + FN); 1 where both masks are empty, 0 without a reference."
    ) { .ratio($0.truePositives, $0.reference, orElse: .number($0.union == 0 ? 1 : 0)) },
    .count("fnr", "FN / (FN + TP); 0 without a reference.") {
      .ratio($0.falseNegatives, $0.reference, orElse: .number(0))
    },
    .count("fpr", "FP / (FP + TN); 0 where a mask is empty, also where all of it is false.") {
      $0.reference == 0 || $0.prediction == 0
        ? .number(0)
        : .ratio($0.falsePositives, $0.falsePositives + $0.trueNegatives, orElse: .number(0))
    },
    .count(
      "vs",
      "2 (prediction - reference) / (prediction + reference), signed, 0 is best; yet 1 where "
        + "neither mask has a contour, being empty or filling the image."
    ) { found in
      let sizes = [found.reference, found.prediction]
      return sizes.allSatisfy { $0 == 0 || $0 == found.voxels }
        ? .number(1) : .ratio(2 * (sizes[1] - sizes[0]), sizes[0] + sizes[1], orElse: .number(1))
    },
    .count("TP", "Voxels of both masks.") { PeerValue($0.truePositives) },
    .count("TN", "Voxels of neither mask.") { PeerValue($0.trueNegatives) },
    .count("FP", "Voxels of the prediction alone.") { PeerValue($0.falsePositives) },
    .count("FN", "Voxels of the reference alone.") { PeerValue($0.falseNegatives) },
  ]

  private static let segMetricsDistances: [PeerMetric] = {
    let pooled = " of the distances of contour voxels, both directions pooled"
    return [
      contourDistance(
        "hd95", as: "hd95_mm", isSingle: true, "The 95th percentile (type 7)" + pooled
      ) {
        $0.hausdorffPooledPercentile(95)
      },
      contourDistance("hd", as: "hd_mm", isSingle: true, "The largest" + pooled) { $0.hausdorff },
      contourDistance("msd", as: "assd_mm", "Mean surface distance: the mean" + pooled) {
        $0.pooledMean(.count)
      },
      contourDistance("mdsd", isSingle: true, "The median" + pooled) {
        $0.hausdorffPooledPercentile(50)
      },
      contourDistance(
        "stdsd", unreachable: 0, "The standard deviation (of the population)" + pooled
      ) { $0.pooledDeviation },
    ]
  }()

  /// The square root of the largest number of 32 bits: how far SimpleITK says a contour is that a
  /// mask does not have because it fills the image.
  private static let farthest = Double(Float.greatestFiniteMagnitude.squareRoot())

  /// - Parameter unreachable: the value where one mask fills the image and the other does not.
  private static func contourDistance(
    _ name: String, as nativeID: String? = nil, isSingle: Bool = false,
    unreachable: Double = farthest, _ definition: String,
    _ value: @escaping @Sendable (SurfaceAgreement) -> Double?
  ) -> PeerMetric {
    PeerMetric(
      name, .surface, as: nativeID, surface: .contour26,
      definition + "; 0 where a mask is empty, \(unreachable) where one fills the image."
    ) { found in
      let agreement = found.surface(.contour26)
      if agreement.state == .both, let value = value(agreement) {
        return isSingle ? PeerValue(single: value) : PeerValue(value)
      }
      let isOneFull =
        agreement.state != .neither && found.overlap.reference > 0 && found.overlap.prediction > 0
      return isOneFull ? .number(unreachable) : .number(0)
    }
  }
}

extension SurfaceAgreement {
  /// The standard deviation of the distances of the points of both directions together.
  fileprivate var pooledDeviation: Double? {
    let pooled = fromReference.pooled(with: fromPrediction)
    guard let mean = pooled.mean(.count) else { return nil }
    let squares = zip(pooled.distances, pooled.counts).reduce(0.0) {
      $0 + ($1.0 - mean) * ($1.0 - mean) * Double($1.1)
    }
    return (squares / Double(pooled.count)).squareRoot()
  }
}
