extension PeerPreset {
  static let panoptica = PeerPreset(
    "panoptica", "panoptica", version: "2.1.7",
    source: "github.com/BrainLesion/panoptica, panoptica.metrics",
    "Its functions for one pair of masks, without instances. Borders are voxels less their erosion "
      + "by the 6-neighbourhood, points count alike. What it calls ASSD is the mean of the two "
      + "directed means, and its NSD the mean of the two directed shares. Of an empty mask the HD95 "
      + "is a distance to nothing and has no meaning; it is refused here instead of reproduced. Its "
      + "centreline Dice is not reproduced."
  ) { tolerances in
    panopticaDistances
      + tolerances.map { tolerance in
        .tolerant(
          tolerance, on: .border6, gaps: PeerGaps(.notANumber),
          "The mean of the two shares of border voxels within \(tolerance.value) mm of the other "
            + "border. NaN where a mask is empty."
        ) { agreement, limit in
          agreement.surfaceOverlaps(limit, .count).map { ($0.reference + $0.prediction) / 2 }
        }
      }
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
    .distance(
      "hd95", as: "hd95_mm", on: .border6,
      gaps: PeerGaps(
        both: .refused("IndexError: index -1 is out of bounds for axis 0 with size 0"),
        one: .refused("the program gives a distance to nothing")),
      "The 95th percentile (type 7) of the distances of border voxels, both directions pooled. An "
        + "exception where both masks are empty."
    ) { $0.hausdorffPooledPercentile(95) },
  ]
}
