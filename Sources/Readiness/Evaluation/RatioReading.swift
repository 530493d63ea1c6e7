import VolumetryCore

/// The ratios of one scan as rules read them.
struct RatioReading {
  let flr: MeasuredVolume
  let flrBound: Bound?
  let ratios: LiverRatios?
  let telv: Millilitres?
  let surface: SquareMetres?
  let density: GramsPerMillilitre
  let weight: Kilograms?

  init?(
    _ record: Case, _ measured: MeasuredScan, baseline: MeasuredScan?, body: BodyEstimate?,
    weight: Kilograms?, density: GramsPerMillilitre
  ) {
    self.density = density
    guard let flr = record.remnant(of: measured) else { return nil }
    self.flr = flr
    flrBound = measured.flrBound
    telv = body?.estimate?.telv
    surface = body?.surface?.area
    self.weight = weight
    var denominator = LiverRatios.Denominator.sameScan
    if record.options.denominatorTimepoint == .firstScan, let first = baseline?.volumes {
      denominator = .firstScan(first)
    }
    ratios = measured.volumes.map {
      LiverRatios(
        $0, denominator: denominator,
        body: LiverRatios.Body(telv: body?.estimate?.telv, weight: weight),
        variation: record.variation(of: measured))
    }
  }

  func value(_ datum: Datum) -> UncertainValue? {
    switch datum {
    case .flrTotalLiver: ratios?.flrTLVPercent
    case .flrFunctionalLiver: ratios?.flrTFLVPercent
    case .standardizedFLR: telv.flatMap { LiverRatios.standardized(flr, telv: $0) }
    case .flrBodySurface: ofSurface
    default:
      weight.flatMap {
        LiverRatios.flrBodyWeight(flr, weight: $0, density: density)
      }
    }
  }

  /// On which side of the ratio the truth lies; a typed or estimated denominator has no bound.
  func bound(_ datum: Datum) -> Bound? {
    switch datum {
    case .flrTotalLiver: ratios?.bounds["flr_tlv_pct"]
    case .flrFunctionalLiver: ratios?.bounds["flr_tflv_pct"]
    default: flrBound
    }
  }

  /// mL/m² by the surface area formula of the record.
  private var ofSurface: UncertainValue? {
    surface.flatMap { LiverRatios.flrBodySurface(flr, area: $0) }
  }
}
