extension PeerPreset {
  static let panoptica = PeerPreset(
    "panoptica", "panoptica", version: "2.1.7",
    source: "github.com/BrainLesion/panoptica, panoptica.metrics",
    "Its functions for one pair of masks, without instances. Borders are voxels less their erosion "
      + "by the 6-neighbourhood, points count alike. What it calls ASSD is the mean of the two "
      + "directed means, and its NSD the mean of the two directed shares. Where one mask is empty "
      + "its HD95 is the distance to a place beside the image and means nothing."
  ) { tolerances in
    panopticaDistances + [panopticaPercentile, .centrelineDice("clDSC")]
      + tolerances.map(panopticaShare)
  }

  private static let panopticaDistances: [PeerMetric] = [
    .distance(
      "assd", as: "assd_mm", on: .border6, gaps: PeerGaps(.notANumber),
      "The mean of the two directed mean distances of border voxels. NaN where a mask is empty."
    ) { $0.meanOfMeans(.count) },
    .distance(
      "hd", as: "hd_mm", on: .border6,
      gaps: PeerGaps(
        .refused(
          "ValueError: zero-size array to reduction operation maximum which has no identity")),
      "The largest distance from a border voxel to the other border. An exception where a mask is "
        + "empty."
    ) { $0.hausdorff },
  ]

  private static let panopticaPercentile = PeerMetric(
    "hd95", .surface, as: "hd95_mm", surface: .border6,
    "The 95th percentile (type 7) of the distances of border voxels, both directions pooled. Where "
      + "one mask is empty it is that of the distances to the place before the first voxel of the "
      + "image's first row; an exception where both are."
  ) { found in
    if let value = found.surface(.border6).hausdorffPooledPercentile(95) { return PeerValue(value) }
    guard let mask = found.reference ?? found.prediction,
      let value = mask.distancesToNothing(found.spacing).interpolatedPercentile(95)
    else { return .refused("IndexError: index -1 is out of bounds for axis 0 with size 0") }
    return PeerValue(value)
  }

  private static func panopticaShare(_ tolerance: Millimetres) -> PeerMetric {
    .tolerant(
      tolerance, on: .border6, gaps: PeerGaps(.notANumber),
      "The mean of the two shares of border voxels within \(tolerance.value) mm of the other "
        + "border. NaN where a mask is empty."
    ) { agreement, limit in
      agreement.surfaceOverlaps(limit, .count).map { ($0.reference + $0.prediction) / 2 }
    }
  }
}

extension VoxelMask {
  /// From each border voxel to the place (−1, 0, 0): what SciPy's distance transform gives where
  /// there is nothing to measure to.
  fileprivate func distancesToNothing(_ spacing: SIMD3<Double>) -> DirectedDistances {
    let border = border(.faces, edge: .isOutside)
    var counts: [Double: Int] = [:]
    for k in 0..<size.z {
      for j in 0..<size.y {
        for i in 0..<size.x {
          let place = SIMD3(i, j, k) &+ SIMD3<Int>(truncatingIfNeeded: bounds.min)
          guard border.contains(place.x, place.y, place.z) else { continue }
          let steps = SIMD3<Double>(place &+ SIMD3(1, 0, 0)) * spacing
          counts[(steps * steps).sum().squareRoot(), default: 0] += 1
        }
      }
    }
    let sorted = counts.sorted { $0.key < $1.key }
    return DirectedDistances(
      distances: sorted.map(\.key), counts: sorted.map(\.value),
      areas: sorted.map { _ in 0 })
  }
}
