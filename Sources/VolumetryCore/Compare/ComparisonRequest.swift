/// What of two volumes is compared, beside the counts of voxels, which always are.
public struct ComparisonRequest: Hashable, Sendable {
  /// Overlap and surface distances unless told.
  public var families: Set<MetricFamily> = [.overlap, .surface]
  /// Tolerances of the normalised surface distance, ascending, each once; 1 mm unless told.
  public var tolerances: [Millimetres] = [Millimetres(1)]
  /// Whether distances are taken over every point of the voxels' faces instead of their corners.
  public var isExact = false

  /// What makes two lesions the same.
  public var lesionRules = LesionRules()
  /// Upper bounds in mL of the bins of recall by size, rising.
  public var lesionSizes: [Millilitres] = [0.1, 1, 10].map { Millilitres($0) }

  /// What is computed unless told otherwise.
  public init() {}
}
