extension ComparisonMetric {
  /// Centrelines: whether tubes are found and connected, whatever their thickness.
  static let centrelineTable: [ComparisonMetric] = [
    centreline(
      "cldice", "clDice", "Harmonic mean of topology precision and topology sensitivity.",
      \.centrelineDice),
    centreline(
      "topology_precision", "Topology precision",
      "Share of the voxels of the prediction's centreline that lie in the reference.",
      \.topologyPrecision),
    centreline(
      "topology_sensitivity", "Topology sensitivity",
      "Share of the voxels of the reference's centreline that lie in the prediction.",
      \.topologySensitivity),
  ]

  private static func centreline(
    _ id: String, _ title: String, _ definition: String,
    _ value: @escaping @Sendable (CentrelineAgreement) -> Double?
  ) -> ComparisonMetric {
    ComparisonMetric(
      id, title, better: .higher, .centreline, worst: .none,
      definition
        + " Centrelines are thinned so that no part of a structure and no tunnel vanishes. "
        + "Undefined where a volume is empty.",
      source: "Shit 2021, doi:10.1109/CVPR46437.2021.01629"
    ) { $0.centrelines.flatMap(value) }
  }
}
