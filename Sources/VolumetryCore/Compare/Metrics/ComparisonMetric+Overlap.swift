extension ComparisonMetric {
  /// Ratios of voxel counts. TP, FP, FN and TN are the voxels of the structure in both volumes, in
  /// the prediction alone, in the reference alone, and in neither.
  static let overlapTable: [ComparisonMetric] = [
    ratio(
      "dice", "Dice", "2 TP / (2 TP + FP + FN); equals the F1 score of voxels.",
      source: "Dice 1945, doi:10.2307/1932409", \.dice),
    ratio(
      "jaccard", "Jaccard", "TP / (TP + FP + FN): intersection over union.",
      source: "Jaccard 1912, doi:10.1111/j.1469-8137.1912.tb05611.x", \.jaccard),
    ratio(
      "sensitivity", "Sensitivity",
      "TP / (TP + FN): share of the reference that was found (recall). Undefined without a "
        + "reference.", \.sensitivity),
    ratio(
      "precision", "Precision",
      "TP / (TP + FP): share of the prediction that is right. Undefined without a prediction.",
      \.precision),
    ratio(
      "specificity", "Specificity",
      "TN / (TN + FP), over the voxels of either field of view; depends on how much background the "
        + "field of view holds.", \.specificity),
    ratio(
      "volumetric_similarity", "Vol. similarity",
      "1 - |FN - FP| / (2 TP + FP + FN): agreement in size alone, 1 also where nothing overlaps.",
      source: "Taha and Hanbury 2015, doi:10.1186/s12880-015-0068-x", \.volumetricSimilarity),
    ratio(
      "balanced_accuracy", "Balanced accuracy", "Mean of sensitivity and specificity.",
      \.balancedAccuracy),
    ratio(
      "kappa", "Kappa",
      "(p_o - p_e) / (1 - p_e) over all voxels of either field of view: agreement beyond chance.",
      source: "Cohen 1960, doi:10.1177/001316446002000104", \.kappa),
    ratio(
      "mcc", "MCC",
      "Matthews correlation, (TP TN - FP FN) / sqrt((TP+FP)(TP+FN)(TN+FP)(TN+FN)).",
      source: "Matthews 1975, doi:10.1016/0005-2795(75)90109-9", \.matthewsCorrelation),
  ]

  /// Voxel counts and millilitres.
  static let volumeTable: [ComparisonMetric] = [
    count("true_positive_voxels", "TP", "Voxels of the structure in both volumes.") {
      $0.truePositives
    },
    count("false_positive_voxels", "FP", "Voxels of the structure in the prediction alone.") {
      $0.falsePositives
    },
    count("false_negative_voxels", "FN", "Voxels of the structure in the reference alone.") {
      $0.falseNegatives
    },
    ComparisonMetric(
      "volume_reference_ml", "Reference", unit: "mL", better: .neither, .overlap,
      worst: .unbounded,
      "Voxels of the reference times the volume of a voxel (|det| of the affine)."
    ) { $0.referenceVolume.value },
    ComparisonMetric(
      "volume_prediction_ml", "Prediction", unit: "mL", better: .neither, .overlap,
      worst: .unbounded,
      "Voxels of the prediction times the volume of a voxel of the reference's grid."
    ) { $0.predictionVolume.value },
    ComparisonMetric(
      "volume_difference_ml", "Difference", unit: "mL", better: .zero, .overlap,
      worst: .unbounded, "Prediction minus reference; positive where too much was segmented."
    ) { ($0.predictionVolume - $0.referenceVolume).value },
    ComparisonMetric(
      "volume_difference_pct", "Difference", unit: "%", better: .zero, .overlap,
      worst: .unbounded,
      "100 (prediction - reference) / reference. Undefined without a reference."
    ) { $0.overlap.relativeVolumeDifference.map { $0 * 100 } },
  ]

  private static func ratio(
    _ id: String, _ title: String, _ definition: String, source: String? = nil,
    _ value: @escaping @Sendable (Overlap) -> Double?
  ) -> ComparisonMetric {
    ComparisonMetric(
      id, title, better: .higher, .overlap, worst: .none, definition, source: source
    ) { value($0.overlap) }
  }

  private static func count(
    _ id: String, _ title: String, _ definition: String,
    _ value: @escaping @Sendable (Overlap) -> Int
  ) -> ComparisonMetric {
    ComparisonMetric(
      id, title, unit: "voxels", better: .neither, .overlap, worst: .unbounded, definition
    ) { Double(value($0.overlap)) }
  }
}
