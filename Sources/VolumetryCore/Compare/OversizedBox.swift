/// Why numbers of a structure are undefined though its voxels are counted: the box around it is
/// beyond any body, as where a stray voxel lies at the far end of a large grid.
public struct OversizedBox: Hashable, Sendable {
  /// Corners of voxels in the box, with the margins of a search.
  public let latticePoints: Int
  /// Corners that a box has at most.
  public let limit: Int
  /// What needs the box, and is undefined.
  public let families: Set<MetricFamily>

  /// What output calls this reason.
  public static let word = "too-large"

  init(_ error: SurfaceError, _ families: Set<MetricFamily>) {
    switch error {
    case .boxTooLarge(let found, let limit):
      (latticePoints, self.limit) = (found, limit)
    }
    self.families = families
  }

  /// The families in their order, as `--metrics` calls them.
  public var familyNames: [String] {
    MetricFamily.allCases.filter(families.contains).map(\.rawValue)
  }
}
