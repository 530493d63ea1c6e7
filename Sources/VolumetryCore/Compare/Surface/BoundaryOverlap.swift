/// How far two masks agree near their boundaries: boundary IoU (Cheng et al. 2021,
/// doi:10.1109/CVPR46437.2021.01508).
///
/// Each mask is reduced to its members near its boundary; the overlap of what is left is counted.
/// Tools differ in what is near.
struct BoundaryOverlap: Hashable, Sendable {
  /// Which members of a mask are near its boundary.
  enum Nearness: Hashable, Sendable {
    /// Less than so many steps (a voxel along each axis is 1, whatever the spacing) from a member
    /// that has a face neighbour outside: MetricsReloaded. With 1 these are the border voxels.
    case steps(Double)
    /// At most so many mm between the centres of a member and of one that has a face neighbour
    /// outside.
    case toBorder(Double)
    /// At most so many mm from the centre of a member to the surface of the solid that the voxels
    /// are: MeshMetrics.
    case toSurface(Double)
  }

  /// Voxels near the boundary of both masks.
  let intersection: Int
  /// Voxels near the boundary of one or both.
  let union: Int

  /// The share of the union that is common; nil where neither mask has a member.
  var intersectionOverUnion: Double? { union > 0 ? Double(intersection) / Double(union) : nil }

  /// - Parameters:
  ///   - reference: nil where no voxel is a member.
  ///   - prediction: nil where no voxel is a member.
  ///   - spacing: mm between voxels along i, j and k, axes perpendicular.
  init(
    reference: VoxelMask?, prediction: VoxelMask?, nearness: Nearness, spacing: SIMD3<Double>
  ) {
    let masks = [reference, prediction]
    let regions = mapInParallel(2, cores: 2) { side in
      Region(mask: masks[side]?.boundaryRegion(nearness, spacing: spacing))
    }
    let (a, b) = (regions[0].mask, regions[1].mask)
    let (first, second) = (a.memberCountOrNone, b.memberCountOrNone)
    guard let a, let b else {
      (intersection, union) = (0, first + second)
      return
    }
    intersection = a.memberCount(commonWith: b)
    union = first + second - intersection
  }
}

/// The members of one side near its boundary; nil where the side has none.
private struct Region: Sendable {
  let mask: VoxelMask?
}

extension VoxelMask? {
  fileprivate var memberCountOrNone: Int {
    switch self {
    case .some(let mask): mask.memberCount
    case .none: 0
    }
  }
}

extension VoxelMask {
  /// Voxels that two masks of one grid share.
  func memberCount(commonWith other: VoxelMask) -> Int {
    let (first, last) = (
      pointwiseMax(bounds.min, other.bounds.min), pointwiseMin(bounds.max, other.bounds.max)
    )
    guard first.x <= last.x, first.y <= last.y, first.z <= last.z else { return 0 }
    let box = VoxelBounds(min: first, max: last)
    let (a, b) = (cropped(to: box), other.cropped(to: box))
    return zip(a.words, b.words).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
  }

  /// The members near the boundary. The edge of the image is boundary.
  ///
  /// In words: a member is near where an outsider lies in a certain body around it, or a border
  /// voxel does. Seen from the rows (j + dj, k + dk) that body is a run of 2h + 1 places. So for
  /// h = 0, 1, 2 … the seeds are widened by one place to either side, and all rows are added whose
  /// run has this h.
  func boundaryRegion(_ nearness: BoundaryOverlap.Nearness, spacing: SIMD3<Double>) -> VoxelMask {
    let reach = BoundaryReach(nearness, spacing: spacing, size: size)
    var seeds = nearness.startsAtBorder ? border(.faces, edge: .isOutside) : complement
    var region = VoxelMask(bounds: bounds)
    for width in 0...reach.widest {
      if width > 0 { seeds.widen(fillingEdges: !nearness.startsAtBorder) }
      for row in reach.rows where row.width == width {
        region.add(seeds, dj: row.dj, dk: row.dk, fillingEdges: !nearness.startsAtBorder)
      }
    }
    return region.intersected(with: self)
  }
}

extension BoundaryOverlap.Nearness {
  fileprivate var startsAtBorder: Bool {
    switch self {
    case .steps, .toBorder: true
    case .toSurface: false
    }
  }

  /// Whether an offset of so many voxels along each axis is near.
  fileprivate func reaches(_ offset: SIMD3<Int>, spacing: SIMD3<Double>) -> Bool {
    switch self {
    case .steps(let most): OffsetTally.distance(offset, SIMD3(repeating: 1)) < most
    case .toBorder(let most): OffsetTally.distance(offset, spacing) <= most
    case .toSurface(let most):
      // To the near side of the other voxel: half a voxel less along each axis that differs.
      ((SIMD3<Double>(offset) - 0.5).clamped(
        lowerBound: .zero, upperBound: SIMD3(repeating: .infinity)) * spacing).length <= most
    }
  }
}

extension SIMD3<Double> {
  fileprivate var length: Double { (x * x + y * y + z * z).squareRoot() }
}

/// The rows that a boundary region looks at from each voxel, and how far along each.
private struct BoundaryReach {
  struct Row {
    let dj: Int
    let dk: Int
    /// Places to either side.
    let width: Int
  }

  let rows: [Row]
  let widest: Int

  /// - Parameter size: voxels of the box; nothing farther than the box is wide is asked for.
  init(_ nearness: BoundaryOverlap.Nearness, spacing: SIMD3<Double>, size: SIMD3<Int>) {
    func most(_ axis: Int) -> Int {
      var offset = SIMD3<Int>.zero
      while offset[axis] < size[axis] {
        offset[axis] += 1
        guard nearness.reaches(offset, spacing: spacing) else { return offset[axis] - 1 }
      }
      return offset[axis]
    }
    let (mostI, mostJ, mostK) = (most(0), most(1), most(2))
    var rows: [Row] = []
    for dk in -mostK...mostK {
      for dj in -mostJ...mostJ {
        var width = -1
        while width < mostI,
          nearness.reaches(SIMD3(width + 1, abs(dj), abs(dk)), spacing: spacing)
        {
          width += 1
        }
        if width >= 0 { rows.append(Row(dj: dj, dk: dk, width: width)) }
      }
    }
    self.rows = rows
    widest = mostI
  }
}
