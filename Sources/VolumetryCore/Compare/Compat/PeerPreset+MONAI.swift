extension PeerPreset {
  static let monai = PeerPreset(
    "monai", "MONAI", version: "1.6.1", source: "github.com/Project-MONAI/MONAI, monai.metrics",
    "Python, computed or given in 32 bits. Borders are voxels less their erosion by the "
      + "6-neighbourhood, points count alike; nsd_subvoxel takes corners of voxels by area. Where "
      + "one mask is empty the HD is infinite and the HD95 is NaN. Its means leave NaN out and "
      + "keep infinity, so a missed organ drops out of the mean HD95. Here a mean takes finite "
      + "values only."
  ) { tolerances in
    monaiCounts + monaiDistances + tolerances.flatMap(monaiShares)
  }

  private static func single(_ a: Int, _ b: Int, orElse empty: PeerValue) -> PeerValue {
    b == 0 ? empty : PeerValue(Double(Float(a) / Float(b)))
  }

  private static let monaiCounts: [PeerMetric] = [
    .count(
      "dice", as: "dice",
      "DiceMetric as it is by default: 2 TP / (2 TP + FP + FN); NaN without a reference, so that "
        + "something added to nothing is left out of the mean."
    ) {
      $0.reference == 0
        ? .notANumber
        : single(2 * $0.truePositives, $0.reference + $0.prediction, orElse: .notANumber)
    },
    .count(
      "dice_ignore_empty_false",
      "DiceMetric with ignore_empty=False: 1 where both masks are empty, 0 where the reference is."
    ) { single(2 * $0.truePositives, $0.reference + $0.prediction, orElse: .number(1)) },
    .count(
      "iou", as: "jaccard", "MeanIoU: TP / (TP + FP + FN); NaN without a reference."
    ) {
      $0.reference == 0
        ? .notANumber : single($0.truePositives, $0.union, orElse: .notANumber)
    },
  ]

  private static let monaiDistances: [PeerMetric] = {
    let infinite = PeerGaps(both: .notANumber, one: .infinity)
    let edge = " Infinite where one mask is empty, NaN where both are."
    return [
      .distance(
        "hd", as: "hd_mm", on: .border6, gaps: infinite, isSingle: true,
        "HausdorffDistanceMetric: the largest distance from a border voxel to the other border."
          + edge
      ) { $0.hausdorff },
      .distance(
        "hd95", as: "hd95_mm", on: .border6, gaps: PeerGaps(.notANumber), isSingle: true,
        "HausdorffDistanceMetric with percentile=95: the larger of the two directed percentiles "
          + "(type 7, in 32 bits) of border voxels. NaN where a mask is empty."
      ) { $0.hausdorffSinglePercentile },
      .distance(
        "asd_symmetric", as: "assd_mm", on: .border6, gaps: infinite, isSingle: true,
        "SurfaceDistanceMetric with symmetric=True: the mean distance of the border voxels of both "
          + "masks pooled." + edge
      ) { $0.pooledMean(.count) },
      .distance(
        "asd_pred_to_ref", as: "mean_distance_from_prediction_mm", on: .border6, gaps: infinite,
        isSingle: true,
        "SurfaceDistanceMetric as it is by default: the mean distance of the border voxels of the "
          + "prediction." + edge
      ) { $0.fromPrediction.mean(.count) },
    ]
  }()

  private static func monaiShares(_ tolerance: Millimetres) -> [PeerMetric] {
    let gaps = PeerGaps(both: .notANumber, one: .number(0))
    let words =
      "within \(tolerance.value) mm of the other. 0 where one mask is empty, NaN where both are."
    return [
      .tolerant(
        tolerance, on: .border6, gaps: gaps, isSingle: true,
        "SurfaceDiceMetric as it is by default: the share of the border voxels of both masks "
          + words
      ) { $0.normalizedSurfaceDice($1, .count) },
      .tolerant(
        tolerance, name: "nsd_subvoxel", isMain: false, on: .corners, gaps: gaps, isSingle: true,
        "SurfaceDiceMetric with use_subvoxels=True: the share of the area of both surfaces "
          + words
      ) { $0.normalizedSurfaceDice($1, .area) },
    ]
  }
}

extension SurfaceAgreement {
  /// The larger of the two directed 95th percentiles as torch.quantile gives them: the place of the
  /// percentile is found in 32 bits, which moves it between neighbours.
  fileprivate var hausdorffSinglePercentile: Double? {
    guard let a = fromReference.singlePercentile, let b = fromPrediction.singlePercentile else {
      return nil
    }
    return max(a, b)
  }
}

extension DirectedDistances {
  fileprivate var singlePercentile: Double? {
    guard count > 0 else { return nil }
    let place = Float(0.95) * Float(count - 1)
    let lower = place.rounded(.down)
    let share = place - lower
    var (before, pair) = (0, [Float]())
    for (distance, points) in zip(distances, counts) {
      before += points
      while pair.count < 2, min(Int(lower) + pair.count, count - 1) < before {
        pair.append(Float(distance))
      }
    }
    let step = pair[1] - pair[0]
    return Double(share < 0.5 ? pair[0] + share * step : pair[1] - step * (1 - share))
  }
}
