extension PeerPreset {
  static let plastimatch = PeerPreset(
    "plastimatch", "plastimatch", version: "1.10.0",
    source: "plastimatch.org, plastimatch dice --all",
    "Prints six decimals. Numbers with (boundary) are of voxels less their erosion by the "
      + "6-neighbourhood, the others of all voxels. Its HD95 is the mean of the two directed "
      + "percentiles, each at the place rounded down: of a single voxel it is 0. Its map of "
      + "distances is not exact, which moves its means by up to 0.2 %; here they are exact. Two "
      + "empty masks have a Dice of 0 and no distances; where one is empty distances are of the "
      + "order of 1e38, and a mean over cases with them. Percentile rules were inferred from its "
      + "output."
  ) { _ in
    plastimatchCounts + plastimatchDistances(on: .voxels, suffix: "", isMain: false)
      + plastimatchDistances(on: .border6, suffix: " (boundary)", isMain: true)
  }

  private static let plastimatchCounts: [PeerMetric] = [
    .count("TP", "Voxels of both masks.") { PeerValue($0.truePositives) },
    .count("TN", "Voxels of neither mask.") { PeerValue($0.trueNegatives) },
    .count("FN", "Voxels of the reference alone.") { PeerValue($0.falseNegatives) },
    .count("FP", "Voxels of the prediction alone.") { PeerValue($0.falsePositives) },
    .count("DICE", as: "dice", "2 TP / (2 TP + FP + FN); 0 where both masks are empty.") {
      .ratio(2 * $0.truePositives, $0.reference + $0.prediction, orElse: .number(0))
    },
    .count("SE", as: "sensitivity", "TP / (TP + FN); NaN without a reference.") {
      .ratio($0.truePositives, $0.reference, orElse: .notANumber)
    },
    .count("SP", as: "specificity", "TN / (TN + FP); NaN where the reference fills the image.") {
      .ratio($0.trueNegatives, $0.trueNegatives + $0.falsePositives, orElse: .notANumber)
    },
  ]

  private static func plastimatchDistances(
    on surface: PeerSurface, suffix: String, isMain: Bool
  ) -> [PeerMetric] {
    let none = PeerValue.refused("itk::ExceptionObject: the program ends with status 1")
    let most = Double(Float.greatestFiniteMagnitude)
    let whole = PeerGaps(both: none, one: .number(most))
    let half = PeerGaps(both: none, one: .number(most / 2))
    let points = isMain ? "border voxel" : "voxel"
    func native(_ id: String) -> String? { isMain ? id : nil }
    func words(_ gap: String) -> String {
      " \(gap) where one mask is empty, an error where both are."
    }
    return [
      .distance(
        "Hausdorff distance\(suffix)", as: native("hd_mm"), on: surface, gaps: whole,
        "The largest distance of a \(points) of one mask to those of the other."
          + words("3.4e38")
      ) { $0.hausdorff },
      .distance(
        "Avg average Hausdorff distance\(suffix)", as: native("masd_mm"), on: surface, gaps: half,
        "The mean of the two directed mean distances of \(points)s." + words("1.7e38")
      ) { $0.meanOfMeans(.count) },
      .distance(
        "Max average Hausdorff distance\(suffix)", on: surface, gaps: whole,
        "The larger of the two directed mean distances of \(points)s." + words("3.4e38")
      ) { $0.largerMean(.count) },
      .distance(
        "Percent (0.95) Hausdorff distance\(suffix)", as: native("hd95_mm"), on: surface,
        gaps: half,
        "The mean of the two directed 95th percentiles of \(points)s, each the distance at place "
          + "floor(0.95 n) of n." + words("1.7e38")
      ) { $0.hausdorffMeanFloorPercentile(95) },
    ]
  }
}
