/// What one transform of a header says of a voxel, whether or not the rules of reading accept it.
///
/// Holding one is a promise: the affine is finite and the volume positive.
public struct GeometryCandidate: Hashable, Sendable {
  public let source: GeometrySource
  /// Voxel index to RAS+ millimetres, as far as the transform states it.
  public let affine: Affine
  /// Volume of one voxel by this transform.
  public let voxelVolume: CubicMillimetres
  /// Whether the transform says how the patient lies.
  let knowsOrientation: Bool

  /// Three letters as in `Grid.orientation`; nil where the transform does not say.
  public var orientation: String? { knowsOrientation ? affine.axisCodes : nil }
  /// Distance between neighbouring voxel centres along i, j and k.
  public var spacing: [Millimetres] { affine.columnNorms.map { Millimetres($0) } }

  /// Voxels times their distance along each axis.
  public func fieldOfView(of shape: GridShape) -> [Millimetres] {
    zip(spacing, shape.sizes).map { Millimetres($0.value * Double($1)) }
  }
}

extension Grid {
  /// The grid that a transform describes.
  init(shape: GridShape, _ candidate: GeometryCandidate) {
    self.init(
      shape: shape, affine: candidate.affine, voxelVolume: candidate.voxelVolume,
      source: candidate.source, knowsOrientation: candidate.knowsOrientation)
  }
}
