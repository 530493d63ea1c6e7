/// What of two volumes is compared, beside the counts of voxels, which always are.
public struct ComparisonRequest: Hashable, Sendable {
  /// Overlap and surface distances unless told.
  public var families: Set<MetricFamily> = [.overlap, .surface]
  /// Tolerances of the normalised surface distance, ascending, each once; 1 mm unless told.
  public var tolerances: [Millimetres] = [Millimetres(1)]
  /// Whether the surfaces of the voxel solids are integrated over, beside their vertices.
  public var isExact = false
  /// The program whose numbers are wanted in place of our own; nil for our own.
  public var compat: PeerPreset?

  public init() {}
}
