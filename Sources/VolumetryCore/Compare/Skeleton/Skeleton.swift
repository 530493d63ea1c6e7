/// How a mask is thinned to its centrelines.
public enum SkeletonConvention: Hashable, Sendable, CaseIterable {
  /// Ours: no piece, tunnel or cavity of the mask appears or goes, and a vessel of an even number
  /// of voxels keeps its length.
  case topologyPreserving
  /// scikit-image's `skeletonize` (0.26, `method="lee"`, its default in three dimensions) of arrays
  /// as nibabel loads them, voxel for voxel: MetricsReloaded and panoptica use it. Solids of an
  /// even number of voxels vanish or shrink to a point.
  case scikitImageNibabel
  /// The same of arrays as SimpleITK gives them, their axes in reverse order.
  case scikitImageSimpleITK
}

/// The centrelines of a mask: voxels of it, ascending along i, then j, then k.
///
/// What lies outside the grid is background. The voxels depend on the direction in which the grid's
/// axes run, by about a voxel: one side has to be looked at first.
struct Skeleton: Hashable, Sendable {
  let voxels: [SIMD3<Int32>]

  /// - Parameters:
  ///   - mask: what is thinned.
  ///   - convention: how.
  ///   - shape: the grid that the mask lies in; scikit-image treats a single slice by itself.
  init(of mask: VoxelMask, convention: SkeletonConvention, in shape: GridShape) {
    let isTurned = convention == .scikitImageNibabel
    var thinning = Thinning(mask, isTurned: isTurned)
    switch convention {
    case .topologyPreserving: thinning.keepTopology()
    case .scikitImageNibabel: thinning.followScikitImage(sides: shape.i == 1 ? 4 : 6)
    case .scikitImageSimpleITK: thinning.followScikitImage(sides: shape.k == 1 ? 4 : 6)
    }
    let lower = mask.bounds.min
    let voxels = thinning.voxels().map { place in
      let voxel = isTurned ? SIMD3(place.z, place.y, place.x) : place
      return SIMD3<Int32>(truncatingIfNeeded: voxel) &+ lower
    }
    guard isTurned else {
      self.voxels = voxels
      return
    }
    self.voxels = voxels.sorted { ($0.z, $0.y, $0.x) < ($1.z, $1.y, $1.x) }
  }

  /// How many of its voxels are members of a mask.
  func voxels(in mask: VoxelMask) -> Int {
    voxels.count { mask.contains(Int($0.x), Int($0.y), Int($0.z)) }
  }
}
