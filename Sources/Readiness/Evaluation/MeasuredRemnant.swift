public import VolumetryCore

/// What the labels of a scan show beside volumes.
public struct ScanShape: Hashable, Sendable {
  /// Surface of the FLR; nil for typed volumes, without an FLR, and where it cannot be told.
  public let surface: RemnantSurface?
  /// Distance of voxels along the coarsest axis: what stands for slice thickness. Nil for typed
  /// volumes.
  public let sliceThickness: Millimetres?

  /// What was measured; nothing is known of typed volumes.
  public init(surface: RemnantSurface? = nil, sliceThickness: Millimetres? = nil) {
    self.surface = surface
    self.sliceThickness = sliceThickness
  }
}

extension MeasuredScan {
  /// The scan without the congested or dead tissue that the record states to lie in its FLR, so
  /// that an answer can be given with and without it. Nil where none is stated, and
  /// where nothing would be left.
  public var uncompromised: MeasuredScan? {
    guard let compromised = scan.flrCompromised, compromised > .zero, let flr, flr > compromised
    else { return nil }
    guard let volumes else {
      return MeasuredScan(
        index: index, scan: scan, volumes: nil, flr: flr - compromised, shape: shape)
    }
    do throws(LiverVolumesError) {
      return MeasuredScan(
        index: index, scan: scan, volumes: try volumes.removingFromRemnant(compromised),
        shape: shape)
    } catch { return nil }
  }
}

/// How well the volumes of a case are known: what is stated, else what is assumed.
extension Case {
  /// How far repeated measurements of the FLR scatter, as stated or assumed.
  public var flrVariation: CoefficientOfVariation? {
    CoefficientOfVariation(percent: uncertainty.flrCVPercent.value)
  }

  /// How far repeated measurements of the liver scatter, as stated or assumed.
  public var tlvVariation: CoefficientOfVariation? {
    CoefficientOfVariation(percent: uncertainty.tlvCVPercent.value)
  }

  /// How far repeated measurements of the tumour scatter, as stated or assumed.
  public var tumourVariation: CoefficientOfVariation? {
    CoefficientOfVariation(percent: uncertainty.tumourCVPercent.value)
  }

  /// Density of liver tissue, the convention of 1.0 g/mL where none is stated.
  public var density: GramsPerMillilitre {
    options.densityGramsPerMillilitre.map { GramsPerMillilitre($0) } ?? .conventional
  }

  /// The FLR of a scan with its scatter; nil where the scan has no FLR.
  public func remnant(of scan: MeasuredScan) -> MeasuredVolume? {
    scan.flr.map {
      let error = remnantError(of: scan)
      return MeasuredVolume($0, variation: error.variation, planeShift: error.usedPlaneShift)
    }
  }

  /// How far the volumes of a scan scatter, for its ratios.
  public func variation(of scan: MeasuredScan) -> LiverRatios.Variation {
    let error = remnantError(of: scan)
    return LiverRatios.Variation(
      remnant: error.variation, liver: tlvVariation, tumour: tumourVariation,
      planeShift: error.usedPlaneShift)
  }

  /// Everything that goes into the standard deviation of a scan's FLR.
  public func remnantError(of scan: MeasuredScan) -> RemnantError { RemnantError(self, scan) }
}
