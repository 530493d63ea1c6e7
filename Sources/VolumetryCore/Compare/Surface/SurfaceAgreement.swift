/// How far two surfaces lie from each other, in both directions: what every surface metric is a
/// reduction of.
///
/// Where a side has no points there are no distances, and `state` says which. No metric then has a
/// value; what a table should say instead is a choice of whoever writes it.
struct SurfaceAgreement: Hashable, Sendable {
  /// Which side has points.
  let state: StructurePresence
  /// From the points of the reference to the nearest of the prediction.
  let fromReference: DirectedDistances
  /// From the points of the prediction to the nearest of the reference.
  let fromPrediction: DirectedDistances
  /// mm between voxels along the axis on which they are closest.
  let smallestSpacing: Double

  /// Distances that are known.
  init(
    fromReference: DirectedDistances, fromPrediction: DirectedDistances, smallestSpacing: Double
  ) {
    precondition(fromReference.isEmpty == fromPrediction.isEmpty, "a side without points has state")
    state = fromReference.isEmpty ? .neither : .both
    (self.fromReference, self.fromPrediction) = (fromReference, fromPrediction)
    self.smallestSpacing = smallestSpacing
  }

  /// Measures two masks of one grid.
  ///
  /// The two directions run side by side where there are cores; the answer does not depend on it.
  ///
  /// - Parameters:
  ///   - reference: nil where no voxel is a member.
  ///   - prediction: nil where no voxel is a member.
  ///   - spacing: mm between voxels along i, j and k, axes perpendicular.
  ///   - model: which points stand for a surface.
  init(
    reference: VoxelMask?, prediction: VoxelMask?, spacing: SIMD3<Double>,
    model: SurfaceModel = .corners
  ) throws(SurfaceError) {
    precondition(spacing.min() > 0 && spacing.max() < .infinity)
    smallestSpacing = spacing.min()
    guard let reference, let prediction else {
      state = StructurePresence(reference: reference != nil, prediction: prediction != nil)
      (fromReference, fromPrediction) = (.none, .none)
      return
    }
    let surfaces = try SurfacePoints(reference, prediction, spacing: spacing, model: model)
    state = StructurePresence(
      reference: surfaces.points[0].hasPoint, prediction: surfaces.points[1].hasPoint)
    guard state == .both else {
      (fromReference, fromPrediction) = (.none, .none)
      return
    }
    let directed = surfaces.offsets(
      into: OffsetTally(size: surfaces.size, rows: surfaces.search.rows)
    ) { $0.distances(spacing: spacing) }
    (fromReference, fromPrediction) = (directed[0], directed[1])
  }
}
