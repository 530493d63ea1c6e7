public import VolumetryCore

/// Where the standard deviation of one scan's FLR comes from (card 8).
///
/// Two models of the segmentation stand side by side, and one of them is used; the shift of the
/// resection plane is independent of either and is added in squares.
public struct RemnantError: Hashable, Sendable {
  /// The model that is used for this scan.
  public let model: Uncertainty.Model
  /// Whether the record asks for the boundary model and this scan has no surface: its scatter is
  /// then by the coefficient of variation.
  public let lacksSurface: Bool
  /// By the coefficient of variation; nil without an FLR.
  public let cvSD: Millilitres?
  /// By half a voxel around the labels; nil where no labels were read.
  public let boundarySD: Millilitres?
  /// Surface of the FLR; nil where no labels were read.
  public let surface: SquareCentimetres?
  /// Resection plane as stated, else as measured; nil where neither is.
  public let planeArea: SquareCentimetres?
  /// Whether the record states the area of the plane.
  public let isPlaneStated: Bool
  /// What the stated shift of the plane moves; 0 mL where no shift is stated, nil where one is and
  /// the plane has no area.
  public let planeShift: Millilitres?
  /// sd of the segmentation over the FLR, by the model that is used.
  public let variation: CoefficientOfVariation?

  init(_ record: Case, _ scan: MeasuredScan) {
    let uncertainty = record.uncertainty
    surface = scan.shape.surface?.whole.area
    isPlaneStated = uncertainty.statedPlaneArea != nil
    planeArea = uncertainty.statedPlaneArea ?? scan.shape.surface?.plane.area
    let shift = uncertainty.planeShift.value
    planeShift = shift > .zero ? planeArea.map { $0.shell(shift) } : .zero
    cvSD = scan.flr.flatMap { MeasuredVolume($0, variation: record.flrVariation).sd }
    boundarySD = scan.shape.surface?.whole.shell
    let byBoundary = scan.flr.flatMap { flr in
      scan.shape.surface.flatMap { CoefficientOfVariation(sd: $0.whole.shell, of: flr) }
    }
    lacksSurface = uncertainty.model.value == .boundary && byBoundary == nil
    model = lacksSurface ? .cv : uncertainty.model.value
    variation = model == .boundary ? byBoundary : record.flrVariation
  }

  /// Whether the deviation that is used is too small: a shift is stated that moves an unknown
  /// volume. It is then a lower bound, and is said to be.
  public var isLowerBound: Bool { planeShift == nil }

  /// The part of the plane in the deviation that is used.
  var usedPlaneShift: Millilitres { planeShift ?? .zero }
}
