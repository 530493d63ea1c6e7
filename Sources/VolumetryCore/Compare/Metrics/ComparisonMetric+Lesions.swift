extension ComparisonMetric {
  /// Lesions found, missed and invented. A lesion is a connected component of the structure; the
  /// rule that makes two the same stands in each definition.
  static func lesionTable(_ rules: LesionRules) -> [ComparisonMetric] {
    let same = " " + rules.words
    return [
      count("lesions_reference", "Lesions", "Lesions of the reference that count." + same) {
        $0.truePositives + $0.falseNegatives.count
      },
      count("lesions_found", "Found", "Lesions of the reference that were found." + same) {
        $0.truePositives
      },
      count("lesions_missed", "Missed", "Lesions of the reference that were not found." + same) {
        $0.falseNegatives.count
      },
      count("lesions_false", "False", "Predicted lesions that found none." + same) {
        $0.falsePositives.count
      },
      quality(
        "lesion_recall", "Lesion recall",
        "Found lesions by all of the reference; undefined without any." + same, \.recall),
      quality(
        "lesion_precision", "Lesion precision",
        "Right predicted lesions by all predicted ones; undefined without any." + same,
        \.precision),
      quality(
        "lesion_f1", "Lesion F1",
        "TP / (TP + FP/2 + FN/2) of lesions; the recognition quality RQ." + same,
        source: panoptic, \.recognitionQuality),
      quality(
        "lesion_sq", "SQ",
        "Mean intersection over union of the matched lesions; undefined "
          + "without any." + same, source: panoptic, \.segmentationQuality),
      quality(
        "lesion_pq", "PQ", "Recognition quality times segmentation quality." + same,
        source: panoptic, \.panopticQuality),
      quality("lesion_dice", "Lesion Dice", "Mean Dice of the matched lesions." + same, \.meanDice),
      volume(
        "lesion_false_positive_ml", "False volume",
        "Volume of predicted lesions that share no voxel with any of the reference."
      ) { $0.falsePositiveVolume },
      volume(
        "lesion_false_negative_ml", "Missed volume",
        "Volume of reference lesions that share no voxel with any predicted one."
      ) { $0.falseNegativeVolume },
    ]
  }

  private static let panoptic = "Kirillov 2019, doi:10.1109/CVPR.2019.00963"

  private static func count(
    _ id: String, _ title: String, _ definition: String,
    _ value: @escaping @Sendable (LesionComparison) -> Int
  ) -> ComparisonMetric {
    ComparisonMetric(
      id, title, unit: "lesions", better: .neither, .lesions, worst: .unbounded, definition
    ) { $0.lesions.map { Double(value($0)) } }
  }

  private static func quality(
    _ id: String, _ title: String, _ definition: String, source: String? = nil,
    _ value: @escaping @Sendable (LesionComparison) -> Double?
  ) -> ComparisonMetric {
    ComparisonMetric(
      id, title, better: .higher, .lesions, worst: .none, definition, source: source
    ) { $0.lesions.flatMap(value) }
  }

  private static func volume(
    _ id: String, _ title: String, _ definition: String,
    _ value: @escaping @Sendable (LesionComparison) -> Millilitres
  ) -> ComparisonMetric {
    ComparisonMetric(
      id, title, unit: "mL", better: .lower, .lesions, worst: .unbounded, definition,
      source: "Gatidis 2024, doi:10.1038/s42256-024-00912-9"
    ) { $0.lesions.map { value($0).value } }
  }
}

extension LesionRules {
  /// The rules in one sentence.
  public var words: String {
    let relation = isThresholdEnough ? "at least" : "above"
    let score =
      switch score {
      case .intersectionOverUnion: "IoU \(relation) \(threshold)"
      case .dice: "Dice \(relation) \(threshold)"
      case .sharedVoxels:
        "\(relation) \(ComparisonMetric.text(Millimetres(threshold))) shared voxels"
      }
    var words =
      "Lesions: \(connectivity.rawValue)-connected; the same where \(score), by "
      + assignment.rawValue
    if ignoredReference > .zero {
      words += "; reference lesions of at most \(ignoredReference.value) mm3 are ignored"
    }
    if droppedPrediction > .zero {
      words += "; predicted lesions of at most \(droppedPrediction.value) mm3 are dropped"
    }
    return words + "."
  }
}
