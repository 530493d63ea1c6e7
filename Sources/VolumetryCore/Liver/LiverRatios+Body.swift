extension LiverRatios {
  /// sFLR alone, in per cent, for an FLR whose liver is not known (card 3.3): 480 mL of
  /// 1509.6554 mL are 31.795335 %. Nil for a volume that is none, or an estimate that is not
  /// positive and finite.
  public static func standardized(
    _ flr: MeasuredVolume, telv: Millilitres
  ) -> UncertainValue? {
    guard flr.volume.value.isFinite, flr.volume >= .zero, telv > .zero, telv.value.isFinite else {
      return nil
    }
    return UncertainValue(
      percentPerUnit * (flr.volume / telv), sd: flr.sd.map { percentPerUnit * ($0 / telv) }
    ).finite
  }

  /// FLR over body surface area in mL/m² (card 5.13); the area is taken to have no error. Nil for a
  /// volume that is none, or an area that is not positive and finite.
  public static func flrBodySurface(
    _ flr: MeasuredVolume, area: SquareMetres
  ) -> UncertainValue? {
    guard flr.volume.value.isFinite, flr.volume >= .zero, area > .zero, area.value.isFinite else {
      return nil
    }
    return UncertainValue(
      flr.volume.value / area.value, sd: flr.sd.map { $0.value / area.value }
    ).finite
  }

  /// 100 − FLR/TLV: the share that is resected, tumour included (card 3.5).
  public var resectedTLVPercent: UncertainValue? { Self.rest(flrTLVPercent) }

  /// 100 − FLR/TFLV: the share of functional liver that is resected (card 3.5).
  public var resectedTFLVPercent: UncertainValue? { Self.rest(flrTFLVPercent) }

  /// 100 − sFLR: the share of the estimated liver that is resected (card 3.5); below 0 where the
  /// remnant is larger than the estimate.
  public var resectedTELVPercent: UncertainValue? { Self.rest(sflrPercent) }

  /// Resected shares that are bounds, by their keys at the door: a share falls as its ratio rises.
  public var resectedBounds: [String: Bound] {
    var resected: [String: Bound] = [:]
    resected["resected_tlv_pct"] = bounds["flr_tlv_pct"]?.inverted
    resected["resected_tflv_pct"] = bounds["flr_tflv_pct"]?.inverted
    resected["resected_telv_pct"] = bounds["sflr_pct"]?.inverted
    return resected
  }

  /// A number and what it lacks to 100 % scatter alike.
  private static func rest(_ share: UncertainValue?) -> UncertainValue? {
    share.map { UncertainValue(percentPerUnit - $0.value, sd: $0.sd) }
  }
}
