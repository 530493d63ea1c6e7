/// How well the centrelines of two segmentations of one structure lie within each other: clDice.
/// Shit et al. 2021, doi:10.1109/CVPR46437.2021.01629.
///
/// Counts are exact; each ratio is one division. It says whether vessels are found and connected,
/// whatever their thickness; for compact organs it says little, their centreline is a few voxels.
public struct CentrelineAgreement: Hashable, Sendable {
  /// How the centrelines were made.
  public let convention: SkeletonConvention
  /// Voxels of the reference, S_L being its centreline.
  public let reference: Int
  /// Voxels of the prediction, S_P being its centreline.
  public let prediction: Int
  /// |S_L|: voxels of the reference's centreline.
  public let referenceCentreline: Int
  /// |S_P|: voxels of the prediction's centreline.
  public let predictionCentreline: Int
  /// |S_L ∩ V_P|: voxels of the reference's centreline within the prediction.
  public let referenceCentrelineHits: Int
  /// |S_P ∩ V_L|: voxels of the prediction's centreline within the reference.
  public let predictionCentrelineHits: Int

  /// |S_P ∩ V_L| / |S_P|, topology precision; nil where the prediction has no centreline.
  public var topologyPrecision: Double? {
    predictionCentreline == 0
      ? nil : Double(predictionCentrelineHits) / Double(predictionCentreline)
  }

  /// |S_L ∩ V_P| / |S_L|, topology sensitivity; nil where the reference has no centreline.
  public var topologySensitivity: Double? {
    referenceCentreline == 0 ? nil : Double(referenceCentrelineHits) / Double(referenceCentreline)
  }

  /// clDice: the harmonic mean of topology precision and sensitivity, 0 where both are 0 (other
  /// programs print NaN there); nil where either is, `undefined` says why.
  public var centrelineDice: Double? {
    guard let precision = topologyPrecision, let sensitivity = topologySensitivity else {
      return nil
    }
    let sum = precision + sensitivity
    return sum == 0 ? 0 : 2 * precision * sensitivity / sum
  }

  /// Why there is no clDice; nil where there is one.
  public var undefined: Reason? {
    switch (reference, prediction) {
    case (0, 0): .bothEmpty
    case (0, _): .referenceEmpty
    case (_, 0): .predictionEmpty
    default: referenceCentreline == 0 || predictionCentreline == 0 ? .centrelineVanished : nil
    }
  }

  /// What clDice can lack.
  public enum Reason: Hashable, Sendable, CaseIterable {
    /// Neither volume has a voxel of the structure.
    case bothEmpty
    /// The reference has none.
    case referenceEmpty
    /// The prediction has none.
    case predictionEmpty
    /// Both have voxels, but scikit-image's thinning left none of one of them.
    case centrelineVanished
  }

  /// - Parameters:
  ///   - reference: the voxels of one side; nil where there are none.
  ///   - prediction: the voxels of the other side; nil where there are none.
  ///   - shape: the grid that both lie in.
  ///   - convention: how centrelines are made.
  ///   - cores: threads at most, this one included; the answer does not depend on them.
  init(
    reference: VoxelMask?, prediction: VoxelMask?, in shape: GridShape,
    convention: SkeletonConvention, cores: Int = 1
  ) {
    let masks = [reference, prediction]
    let skeletons = mapInParallel(masks.count, cores: cores) { side in
      masks[side].map { Skeleton(of: $0, convention: convention, in: shape) }
    }
    let sizes = skeletons.map { Self.count($0?.voxels.count) }
    self.convention = convention
    self.reference = Self.count(reference?.memberCount)
    self.prediction = Self.count(prediction?.memberCount)
    referenceCentreline = sizes[0]
    predictionCentreline = sizes[1]
    referenceCentrelineHits = Self.hits(skeletons[0], in: prediction)
    predictionCentrelineHits = Self.hits(skeletons[1], in: reference)
  }

  /// A mask without voxels is nil: it has none.
  private static func count(_ voxels: Int?) -> Int {
    guard let voxels else { return 0 }
    return voxels
  }

  private static func hits(_ skeleton: Skeleton?, in mask: VoxelMask?) -> Int {
    guard let skeleton, let mask else { return 0 }
    return skeleton.voxels(in: mask)
  }
}
