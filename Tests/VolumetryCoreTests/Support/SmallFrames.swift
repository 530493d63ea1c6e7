import Testing

@testable import VolumetryCore

extension CommonFrame {
  /// Two small volumes of one shape, voxel on voxel.
  init(_ reference: SmallVolume, _ prediction: SmallVolume) throws {
    let grid = LesionPlace(reference.shape, spacing: [1, 1, 1]).grid
    try self.init(
      reference: reference.runs, prediction: prediction.runs,
      alignment: #require(GridAlignment(of: grid, on: grid)))
  }
}

extension LesionPlace {
  /// Voxels along the axes of the body from the origin on.
  init(_ shape: GridShape, spacing: [Double]) {
    self.init(
      grid: Grid(
        shape: shape, affine: Affine(diagonal: spacing),
        voxelVolume: CubicMillimetres(spacing.reduce(1, *)), source: .sform,
        knowsOrientation: true),
      origin: .zero)
  }
}
