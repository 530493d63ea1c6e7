/// The points of two surfaces in one frame, ready to look for nearest ones.
struct SurfacePoints: Sendable {
  /// Of the reference and of the prediction.
  let points: [LatticePoints]
  let search: NearestSearch

  /// - Parameters:
  ///   - spacing: mm between voxels along i, j and k, axes perpendicular.
  ///   - model: which points stand for a surface.
  /// - Throws: `boxTooLarge` before the memory is asked for.
  init(
    _ reference: VoxelMask, _ prediction: VoxelMask, spacing: SIMD3<Double>, model: SurfaceModel
  ) throws(SurfaceError) {
    let size = try LatticeFrame(reference.bounds, prediction.bounds, margin: .zero).size
    let rows = NearRows(spacing: spacing, size: size)
    let frame = try LatticeFrame(reference.bounds, prediction.bounds, margin: rows.margin)
    let masks = [reference, prediction]
    points = mapInParallel(2, cores: 2) { LatticePoints(masks[$0], model, in: frame) }
    search = NearestSearch(rows: rows, spacing: spacing)
  }

  /// Lattice points of the frame's box, which bound the offsets.
  var size: SIMD3<Int> { points[0].frame.size }

  /// What a sink makes of the offsets of either surface to the other, of the reference first, side
  /// by side where there are cores.
  ///
  /// - Precondition: both have a point.
  func offsets<Sink: OffsetSink & Sendable, Outcome: Sendable>(
    into empty: Sink, _ outcome: @Sendable (Sink) -> Outcome
  ) -> [Outcome] {
    mapInParallel(2, cores: 2) { side in
      var sink = empty
      search.visit(from: points[side], to: points[1 - side], into: &sink)
      return outcome(sink)
    }
  }
}
