extension ComparisonMetric {
  /// The same distances as `surfaceTable`, over every point of the voxels' faces instead of their
  /// corners: what `--exact` gives, each with its margin.
  static let solidTable: [ComparisonMetric] = [
    solid("hd_mm", "HD", "Hausdorff distance over every point of the faces of both voxel solids.") {
      $0.hausdorff
    },
    solid(
      "hd95_mm", "HD95",
      "In each direction the smallest distance within which 95 % of the faces' area lies; the larger "
        + "of the two."
    ) { $0.percentile95 },
    solid(
      "hd95_pooled_mm", "HD95 pooled",
      "The smallest distance within which 95 % of the area of both surfaces together lies."
    ) { $0.pooledPercentile95 },
    solid(
      "assd_mm", "ASSD", "The mean distance over the area of the faces of both solids together."
    ) {
      $0.meanPooled
    },
    solid(
      "masd_mm", "MASD",
      "The mean of the two directed means over the area of the faces."
    ) { $0.meanOfMeans },
    solid(
      "rmsd_mm", "RMSD",
      "The root of the mean square of the distance over the area of the faces of both solids."
    ) { $0.rootMeanSquare },
    solid(
      "mean_distance_from_reference_mm", "Mean from reference",
      "The mean distance from the faces of the reference to the prediction's surface."
    ) { $0.reference.mean },
    solid(
      "mean_distance_from_prediction_mm", "Mean from prediction",
      "The mean distance from the faces of the prediction to the reference's surface."
    ) { $0.prediction.mean },
  ]

  /// The share of the faces' area within a tolerance.
  static func solidSurfaceDistance(
    _ tolerance: Millimetres, at index: Int
  ) -> ComparisonMetric {
    let text = text(tolerance)
    let found: @Sendable (StructureComparison) -> Enclosed? = {
      $0.solid?.distances?.surfaceDice[index]
    }
    return ComparisonMetric(
      "nsd_\(text)mm", "NSD \(text) mm", better: .higher, .surface, worst: .none,
      tolerance: tolerance,
      "The share of the area of the faces of both voxel solids that lies within \(text) mm of the "
        + "other's. A distance that exceeds the tolerance by less than 1e-5 of the smallest spacing "
        + "all over a part of a face passes; 0 where one volume is empty.",
      source: "Nikolov 2021, doi:10.2196/26151", margin: { found($0)?.margin },
      value: { comparison in
        switch comparison.state {
        case .both: found(comparison)?.value
        case .neither: nil
        case .referenceOnly, .predictionOnly: 0
        }
      })
  }

  private static func solid(
    _ id: String, _ title: String, _ definition: String,
    _ value: @escaping @Sendable (SolidDistances) -> Enclosed
  ) -> ComparisonMetric {
    ComparisonMetric(
      id, title, unit: "mm", better: .lower, .surface, worst: .diagonal,
      definition + " The edge of the image is surface. Undefined where a volume is empty.",
      margin: { $0.solid?.distances.map { value($0).margin } },
      value: { $0.solid?.distances.map { value($0).value } })
  }
}

extension SolidComparison {
  /// The distances; nil where there are none.
  var distances: SolidDistances? {
    if case .measured(let distances) = self { distances } else { nil }
  }
}
