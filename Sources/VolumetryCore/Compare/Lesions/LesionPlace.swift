/// How large the voxels of a frame are, and where they lie.
struct LesionPlace: Sendable {
  let grid: Grid
  /// Voxel of the frame where the grid's first voxel lies.
  let origin: SIMD3<Int>

  func volume(of voxels: Int) -> CubicMillimetres { grid.voxelVolume * Double(voxels) }

  func millilitres(of voxels: Int) -> Millilitres { Millilitres(volume(of: voxels)) }

  /// Mean position of voxel centres in RAS+ mm; nil where the grid does not know.
  func centroid(_ component: ComponentLabelling.Component) -> [Millimetres]? {
    guard grid.orientation != nil else { return nil }
    let sums = [component.indexSums.i, component.indexSums.j, component.indexSums.k]
    let mean = sums.enumerated().map { axis, sum in
      Double(sum) / Double(component.voxels) - Double(origin[axis])
    }
    return grid.affine.apply(mean).map { Millimetres($0) }
  }

  /// Voxel indices of the grid.
  func bounds(_ component: ComponentLabelling.Component) -> VoxelBounds {
    let origin = SIMD3<Int32>(truncatingIfNeeded: origin)
    return VoxelBounds(
      min: component.bounds.min &- origin, max: component.bounds.max &- origin)
  }
}

extension Lesion {
  init(
    _ component: ComponentLabelling.Component, _ place: LesionPlace, sharedVoxels: Int,
    counts: Bool, isMatched: Bool
  ) {
    self.init(
      voxels: component.voxels, volume: place.millilitres(of: component.voxels),
      bounds: place.bounds(component), centroid: place.centroid(component),
      sharedVoxels: sharedVoxels, counts: counts, isMatched: isMatched)
  }
}
