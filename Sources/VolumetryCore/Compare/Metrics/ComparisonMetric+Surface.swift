extension ComparisonMetric {
  /// Distances between surfaces, in mm.
  ///
  /// The surface of a mask is the set of corners of voxels at which members and others meet; each
  /// stands for the area of the marching cubes patch around it. The edge of the image is surface.
  static let surfaceTable: [ComparisonMetric] = [
    distance(
      "hd_mm", "HD",
      "Hausdorff distance: the largest distance from a point of one surface to the nearest of the "
        + "other, over both directions.",
      source: "Huttenlocher 1993, doi:10.1109/34.232073"
    ) { $0.hausdorff },
    distance(
      "hd95_mm", "HD95",
      "In each direction the smallest distance within which 95 % of the surface's area lies; the "
        + "larger of the two. As surface-distance gives it, but where exactly 95 % is met: there "
        + "its sum can miss by rounding and give the next distance.",
      source: surfaceDistance
    ) { $0.hausdorffPercentile(95, .area) },
    distance(
      "hd95_pooled_mm", "HD95 pooled",
      "The 95th percentile (type 7) of the unweighted distances of the points of both surfaces "
        + "together: a fault in the smaller surface can vanish in it."
    ) { $0.hausdorffPooledPercentile(95) },
    distance(
      "assd_mm", "ASSD",
      "Average symmetric surface distance: the area-weighted mean of the distances of both "
        + "surfaces together.", source: surfaceDistance
    ) { $0.pooledMean(.area) },
    distance(
      "masd_mm", "MASD",
      "Mean average surface distance: the mean of the two directed area-weighted means, so that "
        + "both surfaces count alike."
    ) { $0.meanOfMeans(.area) },
    distance(
      "rmsd_mm", "RMSD",
      "Root mean square of the distances of both surfaces together, weighted by area."
    ) { $0.rootMeanSquare(.area) },
    distance(
      "mean_distance_from_reference_mm", "Mean from reference",
      "Area-weighted mean distance from the reference's surface to the prediction's: large where "
        + "something was missed."
    ) { $0.fromReference.mean(.area) },
    distance(
      "mean_distance_from_prediction_mm", "Mean from prediction",
      "Area-weighted mean distance from the prediction's surface to the reference's: large where "
        + "something was added."
    ) { $0.fromPrediction.mean(.area) },
  ]

  /// The normalised surface distance at one tolerance: `nsd_1mm`, `nsd_0.5mm`.
  static func normalizedSurfaceDistance(_ tolerance: Millimetres) -> ComparisonMetric {
    let text = Self.text(tolerance)
    return ComparisonMetric(
      "nsd_\(text)mm", "NSD \(text) mm", better: .higher, .surface, worst: .none,
      tolerance: tolerance,
      "Normalised surface distance (surface Dice): the share of the area of both surfaces that "
        + "lies within \(text) mm of the other surface. Equal to the tolerance passes, with a "
        + "slack of 1e-5 of the smallest spacing; 0 where one volume is empty.",
      source: "Nikolov 2021, doi:10.2196/26151"
    ) { found in
      guard found.state == .both else { return found.state == .neither ? nil : 0 }
      return found.surface.flatMap {
        $0.normalizedSurfaceDice(SurfaceAgreement.Tolerance(tolerance.value), .area)
      }
    }
  }

  /// Boundary IoU at one distance: `boundary_iou_1mm`.
  static func boundaryOverlap(_ distance: Millimetres, at index: Int) -> ComparisonMetric {
    let text = Self.text(distance)
    return ComparisonMetric(
      "boundary_iou_\(text)mm", "Boundary IoU \(text) mm", better: .higher, .surface, worst: .none,
      "Intersection over union of the voxels whose centres lie within \(text) mm of their own "
        + "structure's surface. Undefined where no voxel of either does.",
      source: "Cheng 2021, doi:10.1109/CVPR46437.2021.01508"
    ) { found in
      found.boundaries.isEmpty ? nil : found.boundaries[index].intersectionOverUnion
    }
  }

  private static let surfaceDistance = "github.com/google-deepmind/surface-distance"

  /// Without a decimal point where none is needed.
  static func text(_ tolerance: Millimetres) -> String {
    let whole = tolerance.value.rounded()
    return whole == tolerance.value && whole < 1e6 ? String(Int(whole)) : "\(tolerance.value)"
  }

  private static func distance(
    _ id: String, _ title: String, _ definition: String, source: String? = nil,
    _ value: @escaping @Sendable (SurfaceAgreement) -> Double?
  ) -> ComparisonMetric {
    ComparisonMetric(
      id, title, unit: "mm", better: .lower, .surface, worst: .diagonal,
      definition + " Undefined where a volume is empty.", source: source
    ) { $0.surface.flatMap(value) }
  }
}
