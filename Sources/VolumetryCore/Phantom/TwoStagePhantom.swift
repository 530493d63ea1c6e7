/// A liver of known truth before and after the first stage of a two-stage hepatectomy.
///
/// Eight Couinaud segments (labels 1 to 8) and tumours (label 9) made of ellipsoids and planes, so
/// that every volume is known in closed form. The planned operation is a right trisectionectomy with
/// segment 1 resected: the future liver remnant is segments 2 and 3, which grow after stage 1 while
/// the rest shrinks. `phantoms/README.md` draws it and gives the formulas.
///
/// Holding a `TwoStagePhantom` is a promise: the solids lie in one another as the formulas assume,
/// and a margin of background surrounds the liver in the scans of both stages.
public struct TwoStagePhantom: Hashable, Sendable {
  public let specification: Specification

  /// - Throws: `PhantomError.specification` with the field at fault, what it must be and what it is.
  public init(_ specification: Specification) throws(PhantomError) {
    try specification.check()
    self.specification = specification
  }

  /// The two scans of a phantom.
  public enum Stage: String, Hashable, Sendable, CaseIterable {
    case before = "before-stage-1"
    case after = "after-stage-1"

    /// The name under which a case file beside the scans finds this one.
    public var fileName: String {
      switch self {
      case .before: "before.nii.gz"
      case .after: "after.nii.gz"
      }
    }
  }

  /// The exact volumes at one stage.
  public func truth(_ stage: Stage) -> PhantomTruth { PhantomTruth(geometry(stage)) }

  /// The exact growth of the future liver remnant.
  public var growth: PhantomGrowth {
    let stageOne = specification.stageOne
    return PhantomGrowth(
      before: truth(.before).futureLiverRemnant, after: truth(.after).futureLiverRemnant,
      daysSinceProcedure: stageOne.scanAfter - stageOne.day,
      daysBetweenScans: stageOne.scanAfter - stageOne.scanBefore)
  }

  /// The grid on which both scans are written: axes LPS, the sform that the file states.
  public var grid: Grid { specification.scan.grid }

  package func geometry(_ stage: Stage) -> StageGeometry { specification.geometry(stage) }
}

extension TwoStagePhantom.Specification {
  func geometry(_ stage: TwoStagePhantom.Stage) -> StageGeometry {
    switch stage {
    case .before: StageGeometry(self, leftFactor: 1, rightFactor: 1)
    case .after:
      StageGeometry(
        self, leftFactor: stageOne.leftFactor, rightFactor: stageOne.rightFactor)
    }
  }
}

extension TwoStagePhantom.Specification.Scan {
  /// RAS+ position of voxel 0, 0, 0: i runs to the left and j to posterior, so it is the rightmost,
  /// most anterior and lowest.
  package var firstVoxel: SIMD3<Double> {
    let halfExtent = SIMD3(Double(shape.i - 1), Double(shape.j - 1), Double(shape.k - 1)) / 2
    return centre - halfExtent * step
  }

  /// From a voxel to its neighbour along i (x), j (y) and k (z).
  package var step: SIMD3<Double> { spacing * SIMD3(-1, -1, 1) }

  package var grid: Grid {
    let affine = Affine(rows: [
      [step.x, 0, 0, firstVoxel.x], [0, step.y, 0, firstVoxel.y], [0, 0, step.z, firstVoxel.z],
    ])
    return Grid(
      shape: shape, affine: affine, voxelVolume: CubicMillimetres(abs(affine.determinant)),
      source: .sform, knowsOrientation: true)
  }
}
