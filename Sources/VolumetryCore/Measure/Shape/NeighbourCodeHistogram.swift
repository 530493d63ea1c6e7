/// How many lattice points of a mask have each neighbour code: all that area and volume of its
/// surface, by whatever table, need to know.
///
/// Voxels outside the mask's box are no members, so where the box meets the edge of the image, that
/// edge is surface. The code 0 is not counted: its points have no end.
struct NeighbourCodeHistogram: Hashable, Sendable {
  /// Points by code.
  let counts: [Int]

  init(_ mask: VoxelMask) {
    var counts = [Int](repeating: 0, count: NeighbourCode.count)
    counts.withUnsafeMutableBufferPointer { counts in
      NeighbourWords.forEach(of: mask) { _, _, words in
        counts[255] += words.inner.nonzeroBitCount
        var left = words.surface
        while left != 0 {
          counts[Int(words.code(at: UInt64(left.trailingZeroBitCount)))] += 1
          left &= left &- 1
        }
      }
    }
    self.counts = counts
  }

  /// Lattice points on the surface.
  var surfacePoints: Int { counts.dropFirst().dropLast().reduce(0, +) }

  /// mm² of the marching cubes surface; `spacing` in mm, axes perpendicular. The sum of the surface
  /// elements of surface-distance; the SurfaceArea of PyRadiomics too, but where members touch only
  /// across a diagonal: its table joins or parts those by the order in which voxels are stored.
  func surfaceArea(spacing: SIMD3<Double>) -> Double {
    var eighths = SIMD8<UInt64>.zero
    for (count, patch) in zip(counts, MarchingCubesPatch.all) {
      eighths &+= SIMD8(truncatingIfNeeded: patch.eighths) &* UInt64(count)
    }
    return MarchingCubesAreas(spacing: spacing).area(eighths: eighths)
  }

  /// Voxels, in 48ths, that the marching cubes surface encloses. Times the volume of a voxel it is
  /// the MeshVolume of PyRadiomics wherever the surface is closed; of a surface with holes
  /// PyRadiomics gives a number that depends on where the image begins, this one does not. It is
  /// smaller than the volume of the voxels, whose edges and corners the surface cuts off.
  var enclosedFortyEighths: Int {
    zip(counts, MarchingCubesPatch.all).reduce(0) { $0 + $1.0 * $1.1.fortyEighths }
  }
}
