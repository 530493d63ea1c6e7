public import VolumetryCore

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

  /// Density of liver tissue, the convention of 1.0 g/mL where none is stated.
  public var density: GramsPerMillilitre {
    options.densityGramsPerMillilitre.map { GramsPerMillilitre($0) } ?? .conventional
  }

  /// The FLR of a scan with its scatter; nil where the scan has no FLR.
  public func remnant(of scan: MeasuredScan) -> MeasuredVolume? {
    scan.flr.map { MeasuredVolume($0, variation: flrVariation) }
  }

  /// How far the volumes of a scan scatter, for its ratios.
  public func variation(of scan: MeasuredScan) -> LiverRatios.Variation {
    LiverRatios.Variation(remnant: flrVariation, liver: tlvVariation)
  }
}
