extension LiverRatios {
  /// Standardized FLR, per cent, of a remnant whose liver is not known (card 3.3; Vauthey JN,
  /// Surgery 2000;127:512-519). The estimate has no error: sd = value · cv. Nil where the estimate
  /// is not above 0, and where a number is not finite.
  public static func standardized(_ flr: MeasuredVolume, telv: Millilitres) -> UncertainValue? {
    guard telv > .zero, telv.value.isFinite else { return nil }
    return UncertainValue(
      percentPerUnit * (flr.volume / telv), sd: flr.sd.map { percentPerUnit * ($0 / telv) }
    ).finite
  }

  /// FLR over body surface area in mL/m² (Shirabe; card 5.13). The area has no error. Nil where the
  /// area is not above 0, and where a number is not finite.
  public static func flrBodySurface(
    _ flr: MeasuredVolume, area: SquareMetres
  ) -> UncertainValue? {
    guard area > .zero, area.value.isFinite else { return nil }
    return UncertainValue(
      flr.volume.value / area.value, sd: flr.sd.map { $0.value / area.value }
    ).finite
  }
}
