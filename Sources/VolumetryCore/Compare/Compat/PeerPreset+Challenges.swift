extension PeerPreset {
  static let nnUNet = PeerPreset(
    "nnunet", "nnU-Net", version: "2 (summary.json of evaluate_predictions)",
    source: "github.com/MIC-DKFZ/nnUNet, nnunetv2/evaluation/evaluate_predictions.py",
    "Counts of voxels alone; no ignore label. Two empty masks have NaN, which its means over cases "
      + "leave out: a structure that was rightly left out counts for nothing, one that was added "
      + "counts 0."
  ) { _ in
    [
      .count("Dice", as: "dice", "2 TP / (2 TP + FP + FN); NaN where both masks are empty.") {
        .ratio(2 * $0.truePositives, $0.reference + $0.prediction, orElse: .notANumber)
      },
      .count("IoU", as: "jaccard", "TP / (TP + FP + FN); NaN where both masks are empty.") {
        .ratio($0.truePositives, $0.union, orElse: .notANumber)
      },
      .count("FP", "Voxels of the prediction alone.") { PeerValue($0.falsePositives) },
      .count("TP", "Voxels of both masks.") { PeerValue($0.truePositives) },
      .count("FN", "Voxels of the reference alone.") { PeerValue($0.falseNegatives) },
      .count("TN", "Voxels of neither mask.") { PeerValue($0.trueNegatives) },
      .count("n_pred", "Voxels of the prediction.") { PeerValue($0.prediction) },
      .count("n_ref", "Voxels of the reference.") { PeerValue($0.reference) },
    ]
  }

  static let lits = PeerPreset(
    "lits", "LiTS", version: "challenge scoring of 2017",
    source: "github.com/PatrickChrist/lits-challenge-scoring, calc_metric.py and surface.py",
    "Borders are voxels less their erosion by the 18-neighbourhood, the image's edge is a border, "
      + "points count alike. Where a mask is empty Dice is 0 and distances are 9001, which its "
      + "means over objects take as they are; of a case without a prediction the script scores no "
      + "object at all. Lesions are matched before they are scored; of that see the lesion metrics."
  ) { _ in litsCounts + litsDistances + litsLesions }

  private static let large = PeerValue.number(9001)

  private static let litsCounts: [PeerMetric] = [
    .count(
      "dice_per_case",
      "2 TP / (2 TP + FP + FN) of all objects of a case together; 1 where both masks are empty."
    ) { .ratio(2 * $0.truePositives, $0.reference + $0.prediction, orElse: .number(1)) },
    .count(
      "dice", as: "dice",
      "2 TP / (2 TP + FP + FN) of an object; 0 where one mask is empty, NaN (the mean of nothing) "
        + "where both are."
    ) { .ratio(2 * $0.truePositives, $0.reference + $0.prediction, orElse: .notANumber) },
    .count(
      "jaccard", as: "jaccard",
      "Dice / (2 - Dice); 0 where one mask is empty, NaN where both are."
    ) { found in litsJaccard(found).map { PeerValue($0) } ?? .notANumber },
    .count(
      "voe", "1 - Jaccard: volumetric overlap error; 1 where one mask is empty, NaN where both are."
    ) { found in litsJaccard(found).map { PeerValue(1 - $0) } ?? .notANumber },
    .count(
      "rvd",
      "(reference - prediction) / prediction: the script exchanges the two, positive where too "
        + "little was segmented. 9001 where one mask is empty, NaN where both are."
    ) {
      guard $0.union > 0 else { return .notANumber }
      return $0.reference == 0
        ? large : .ratio($0.reference - $0.prediction, $0.prediction, orElse: large)
    },
  ]

  private static func litsJaccard(_ overlap: Overlap) -> Double? {
    overlap.dice.map { $0 / (2 - $0) }
  }

  private static let litsDistances: [PeerMetric] = {
    let gaps = PeerGaps(both: .notANumber, one: large)
    let empty = " 9001 where one mask is empty, NaN where both are."
    return [
      .distance(
        "assd", as: "assd_mm", on: .border18, gaps: gaps,
        "The mean distance of the border voxels (18-neighbourhood) of both masks pooled." + empty
      ) { $0.pooledMean(.count) },
      .distance(
        "rmsd", as: "rmsd_mm", on: .border18, gaps: gaps,
        "The root mean square distance of the border voxels (18-neighbourhood) of both masks "
          + "pooled."
          + empty
      ) { $0.rootMeanSquare(.count) },
      .distance(
        "msd", as: "hd_mm", on: .border18, gaps: gaps,
        "Maximum symmetric surface distance: the Hausdorff distance of border voxels "
          + "(18-neighbourhood)." + empty
      ) { $0.hausdorff },
    ]
  }()

  static let kits23 = PeerPreset(
    "kits23", "KiTS23", version: "evaluation of 2023",
    source: "github.com/neheller/kits23, kits23/evaluation/metrics.py",
    "Dice, and the surface Dice of surface-distance at a tolerance of its own for each of three "
      + "sets of labels: kidney and masses 1-3, masses 2 and 3, tumour 2 (compare them with "
      + "--label-set). Two empty masks count 1, one empty mask counts 0, so that every case enters "
      + "the means. The script takes the prediction's spacing; here both files must lie on one "
      + "lattice."
  ) { tolerances in
    [
      .count(
        "Dice", as: "dice",
        "2 TP / (2 TP + FP + FN); 1 where both masks are empty, 0 where one is."
      ) { .ratio(2 * $0.truePositives, $0.reference + $0.prediction, orElse: .number(1)) },
      kitsSurfaceDice("SD_kidney", 1.0330772532390826),
      kitsSurfaceDice("SD_masses", 1.1328796488598762),
      kitsSurfaceDice("SD_tumor", 1.1498198361434828),
    ]
      + tolerances.map(kitsShare)
  }

  private static func kitsShare(_ tolerance: Millimetres) -> PeerMetric {
    .tolerant(
      tolerance, name: "SD", on: .corners, gaps: kitsGaps, kitsWords(tolerance.value)
    ) { $0.normalizedSurfaceDice($1, .area) }
  }

  private static let kitsGaps = PeerGaps(both: .number(1), one: .number(0))

  private static func kitsWords(_ tolerance: Double) -> String {
    "The share of the area of both surfaces within \(tolerance) mm of the other; 1 where both "
      + "masks are empty, 0 where one is."
  }

  private static func kitsSurfaceDice(_ name: String, _ tolerance: Double) -> PeerMetric {
    .distance(name, on: .corners, gaps: kitsGaps, kitsWords(tolerance)) {
      $0.normalizedSurfaceDice(SurfaceAgreement.Tolerance(tolerance, isStrict: true), .area)
    }
  }
}
