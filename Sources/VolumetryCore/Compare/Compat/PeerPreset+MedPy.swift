extension PeerPreset {
  static let medpy = PeerPreset(
    "medpy", "MedPy", version: "0.5.2", source: "github.com/loli/medpy, medpy.metric.binary",
    "Python. Borders are voxels less their erosion by the 6-neighbourhood (connectivity 1, its "
      + "default; names in _conn3 by the 26-neighbourhood), the image's edge is a border, points "
      + "count alike. HD95 is the percentile of both directions pooled: a fault in a small part of "
      + "the surface can vanish. Distances of an empty mask raise an exception, so a mean over "
      + "cases breaks off; precision and recall are 0 where Dice of two empty masks is 1."
  ) { _ in
    medpyCounts(emptyDice: .number(1), emptyJaccard: .number(1))
      + medpyDistances(on: .border6, suffix: "", isMain: true)
      + medpyDistances(on: .border26, suffix: "_conn3", isMain: false)
  }

  static let medpy04 = PeerPreset(
    "medpy04", "MedPy", version: "0.4.0", source: "github.com/loli/medpy, medpy.metric.binary",
    "As medpy, but assd is the mean of the two directed means, and two empty masks have a Dice of "
      + "0 and no Jaccard. Many published tables were made with it."
  ) { _ in
    medpyCounts(
      emptyDice: .number(0), emptyJaccard: .refused("ZeroDivisionError: float division by zero"))
      + medpyDistances(on: .border6, suffix: "", isMain: true, isOld: true)
      + medpyDistances(on: .border26, suffix: "_conn3", isMain: false, isOld: true)
  }

  private static func medpyCounts(
    emptyDice: PeerValue, emptyJaccard: PeerValue
  ) -> [PeerMetric] {
    [
      .count(
        "dice", as: "dice",
        "dc: 2 TP / (2 TP + FP + FN); \(emptyDice.finite == 1 ? 1 : 0) where both masks are empty."
      ) { .ratio(2 * $0.truePositives, $0.reference + $0.prediction, orElse: emptyDice) },
      .count(
        "jaccard", as: "jaccard",
        "jc: TP / (TP + FP + FN); "
          + (emptyJaccard.finite == nil ? "an exception" : "1") + " where both masks are empty."
      ) { .ratio($0.truePositives, $0.union, orElse: emptyJaccard) },
      .count("precision", as: "precision", "TP / (TP + FP); 0 where that is undefined.") {
        .ratio($0.truePositives, $0.prediction, orElse: .number(0))
      },
      .count("recall", as: "sensitivity", "TP / (TP + FN); 0 where that is undefined.") {
        .ratio($0.truePositives, $0.reference, orElse: .number(0))
      },
      .count("specificity", as: "specificity", "TN / (TN + FP); 0 where that is undefined.") {
        .ratio($0.trueNegatives, $0.trueNegatives + $0.falsePositives, orElse: .number(0))
      },
      .count(
        "ravd",
        "(prediction - reference) / reference, signed in spite of its name (absolute volume "
          + "difference); an exception without a reference."
      ) { .ratio($0.prediction - $0.reference, $0.reference, orElse: secondIsEmpty) },
    ]
  }

  private static func medpyDistances(
    on surface: PeerSurface, suffix: String, isMain: Bool, isOld: Bool = false
  ) -> [PeerMetric] {
    /// The prediction is given first.
    let gaps = PeerGaps(both: firstIsEmpty, reference: secondIsEmpty, prediction: firstIsEmpty)
    let swapped = PeerGaps(both: firstIsEmpty, reference: firstIsEmpty, prediction: secondIsEmpty)
    let border =
      surface == .border6
      ? "of the border voxels (6-neighbourhood)" : "of the border voxels (26-neighbourhood)"
    let refused = " An exception where a mask is empty."
    func native(_ id: String) -> String? { isMain ? id : nil }
    return [
      .distance(
        "hd\(suffix)", as: native("hd_mm"), on: surface, gaps: gaps,
        "The largest distance \(border) to the other border." + refused
      ) { $0.hausdorff },
      .distance(
        "hd95\(suffix)", as: native("hd95_mm"), on: surface, gaps: gaps,
        "The 95th percentile (type 7) of the distances \(border), both directions pooled." + refused
      ) { $0.hausdorffPooledPercentile(95) },
      .distance(
        "assd\(suffix)", as: native("assd_mm"), on: surface, gaps: gaps,
        (isOld
          ? "The mean of the two directed mean distances \(border)."
          : "The mean distance \(border) of both masks pooled.") + refused
      ) { isOld ? $0.meanOfMeans(.count) : $0.pooledMean(.count) },
      .distance(
        "asd_pred_to_ref\(suffix)", as: native("mean_distance_from_prediction_mm"), on: surface,
        gaps: gaps,
        "The mean distance \(border) of the prediction to that of the reference."
          + refused
      ) { $0.fromPrediction.mean(.count) },
      .distance(
        "asd_ref_to_pred\(suffix)", as: native("mean_distance_from_reference_mm"), on: surface,
        gaps: swapped,
        "The mean distance \(border) of the reference to that of the prediction."
          + refused
      ) { $0.fromReference.mean(.count) },
    ]
  }

  private static let firstIsEmpty = PeerValue.refused(
    "RuntimeError: The first supplied array does not contain any binary object.")
  private static let secondIsEmpty = PeerValue.refused(
    "RuntimeError: The second supplied array does not contain any binary object.")
}
