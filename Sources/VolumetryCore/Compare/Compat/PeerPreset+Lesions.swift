extension PeerPreset {
  static let brats23Glioma = brats("brats23-gli", "BraTS 2023 GLI", .glioma)
  static let brats23Metastases = brats("brats23-met", "BraTS 2023 MET", .metastases)

  private static func brats(
    _ id: String, _ title: String, _ rules: GrownLesionScore.Rules
  ) -> PeerPreset {
    PeerPreset(
      id, title, version: "metrics of 2023",
      source: "github.com/rachitsaluja/BraTS-2023-Metrics",
      "Lesion-wise Dice and HD95: 26 neighbours, the reference grown \(rules.growth) times before "
        + "its lesions are told apart, those of at most \(rules.ignoredReference.value) mm3 left "
        + "out. A lesion that is missed or invented counts as Dice 0 and HD95 374. Two empty masks "
        + "have Dice 1 and HD95 0, one empty mask Dice 0 and HD95 374; all enter its means."
    ) { _ in bratsWhole(rules) + bratsLesions(rules) }
  }

  private static func bratsWhole(_ rules: GrownLesionScore.Rules) -> [PeerMetric] {
    [
      .count("Sensitivity", as: "sensitivity", "TP / (TP + FN); 1 where both masks are empty.") {
        .ratio($0.truePositives, $0.reference, orElse: .number($0.union == 0 ? 1 : 0))
      },
      .count("Specificity", as: "specificity", "TN / (TN + FP).") {
        .ratio($0.trueNegatives, $0.trueNegatives + $0.falsePositives, orElse: .notANumber)
      },
      .count(
        "Legacy_Dice", as: "dice",
        "2 TP / (2 TP + FP + FN) of the whole masks; 1 where both are empty."
      ) { .ratio(2 * $0.truePositives, $0.reference + $0.prediction, orElse: .number(1)) },
      .robustHausdorff95(
        "Legacy_HD95", axes: .ijk,
        gaps: PeerGaps(both: .number(0), one: .number(rules.greatestDistance.value)),
        "HD95 of surface-distance of the whole masks; where exactly 95 % is met, rounding decides "
          + "as it does there. 374 where one is empty, 0 where both are."
      ),
      lesion("GT_Complete_Volume", .grown(rules), "Volume of the reference in mm3.") {
        found, lesions in
        PeerValue((lesions.voxelVolume * Double(found.overlap.reference)).value)
      },
    ]
  }

  private static func bratsLesions(_ rules: GrownLesionScore.Rules) -> [PeerMetric] {
    func score(
      _ name: String, _ definition: String,
      _ value: @escaping @Sendable (GrownLesionScore) -> PeerValue
    ) -> PeerMetric {
      lesion(name, .grown(rules), definition) { _, lesions in
        guard let grown = lesions.grown else { preconditionFailure("a metric names its rule") }
        return value(grown)
      }
    }
    return [
      score("Num_TP", "Reference lesions that count and have a predicted one.") {
        PeerValue($0.truePositives)
      },
      score("Num_FP", "Predicted lesions that lie on no reference lesion, however small.") {
        PeerValue($0.falsePositives.count)
      },
      score("Num_FN", "Reference lesions that count and have no predicted one.") {
        PeerValue($0.falseNegatives)
      },
      score(
        "LesionWise_Score_Dice",
        "Sum of the Dice of the reference lesions that count over them and the false positives; 1 "
          + "without either."
      ) { $0.dice.map { PeerValue($0) } ?? .number(1) },
      score(
        "LesionWise_Score_HD95",
        "The same of HD95, 374 for each lesion missed or invented; 0 without either."
      ) { $0.hd95.map { PeerValue($0.value) } ?? .number(0) },
    ]
  }

  static let autoPET = PeerPreset(
    "autopet", "autoPET", version: "val_script.py of 2022",
    source: "github.com/lab-midas/autoPET, doi:10.1038/s42256-024-00912-9",
    "Dice of all lesions together, and the volumes of lesions that share no voxel with the other "
      + "mask; 18 neighbours. The Dice of two empty masks is NaN."
  ) { _ in
    [
      .count("dice_sc", as: "dice", "2 TP / (2 TP + FP + FN); NaN where both masks are empty.") {
        .ratio(2 * $0.truePositives, $0.reference + $0.prediction, orElse: .notANumber)
      },
      lesion(
        "false_pos_vol", .touching,
        "mL of predicted lesions that share no voxel with the reference."
      ) { _, lesions in volume(lesions) { $0.falsePositiveVolume } },
      lesion(
        "false_neg_vol", .touching,
        "mL of reference lesions that share no voxel with the prediction."
      ) { _, lesions in volume(lesions) { $0.falseNegativeVolume } },
    ]
  }

  private static func volume(
    _ lesions: PeerLesions, _ value: (LesionComparison) -> Millilitres
  ) -> PeerValue {
    guard let touching = lesions.touching else { preconditionFailure("a metric names its rule") }
    return PeerValue(value(touching).value)
  }

  /// Lesions as LiTS detects them.
  static let litsLesions: [PeerMetric] = {
    func detection(
      _ name: String, _ definition: String,
      _ value: @escaping @Sendable (MergedLesionDetection) -> PeerValue
    ) -> PeerMetric {
      lesion(name, .merged, definition) { _, lesions in
        guard let merged = lesions.merged else { preconditionFailure("a metric names its rule") }
        return value(merged)
      }
    }
    return [
      detection(
        "lesion_TP", "Lesions detected: more than half of what either covers is common to both."
      ) { PeerValue($0.detected) },
      detection("lesion_FP", "Predicted lesions less those detected.") {
        PeerValue($0.falsePositives)
      },
      detection("lesion_FN", "Reference lesions less those detected.") {
        PeerValue($0.falseNegatives)
      },
    ]
  }()

  private static func lesion(
    _ name: String, _ rule: PeerLesions.Rule, _ definition: String,
    _ value: @escaping @Sendable (PeerMeasurements, PeerLesions) -> PeerValue
  ) -> PeerMetric {
    PeerMetric(name, .lesions, as: nil, lesions: rule, definition) { found in
      guard let lesions = found.lesions else { preconditionFailure("lesions were looked for") }
      return value(found, lesions)
    }
  }
}
