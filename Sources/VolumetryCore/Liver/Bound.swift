/// What a number says of the truth where the field of view cuts a structure that it is made of.
public enum Bound: String, Hashable, Sendable, CaseIterable {
  /// The truth is this much or more.
  case lower
  /// The truth is this much or less.
  case upper
  /// Numerator and denominator are both too small: the truth may lie on either side.
  case either

  /// The bound of a quotient of two numbers; nil where neither is one.
  static func quotient(_ numerator: Bound?, _ denominator: Bound?) -> Bound? {
    switch (numerator, denominator) {
    case (nil, nil): nil
    case (let bound?, nil): bound
    case (nil, let bound?): bound.inverted
    case (let a?, let b?): a == b.inverted ? a : .either
    }
  }

  private var inverted: Bound {
    switch self {
    case .lower: .upper
    case .upper: .lower
    case .either: .either
    }
  }
}

extension LiverVolumes {
  /// The volumes that are bounds because the field of view cuts a role, by their keys at the door.
  ///
  /// The remnant and the tumour are part of the liver: where one is cut, so is TLV, and behind a
  /// tumour that is cut there may be liver.
  public var bounds: [String: Bound] {
    var bounds: [String: Bound] = [:]
    if !cut.isEmpty { bounds["tlv"] = .lower }
    if tflv != nil, !cut.isEmpty { bounds["tflv"] = .lower }
    if tumour != nil, cut.contains(.tumour) { bounds["tumour"] = .lower }
    if flr != nil, cut.contains(.flr) { bounds["flr"] = .lower }
    if flrTumour != nil, cut.contains(.flr), cut.contains(.tumour) { bounds["flr_tumour"] = .lower }
    return bounds
  }
}

extension LiverRatios {
  /// The ratios that are bounds, by their keys at the door; `total` are the volumes that FLR is
  /// divided by.
  static func bounds(_ volumes: LiverVolumes, total: LiverVolumes?) -> [String: Bound] {
    let flr = volumes.bounds["flr"]
    var bounds: [String: Bound] = [:]
    bounds["flr_tlv_pct"] = .quotient(flr, total?.bounds["tlv"])
    bounds["flr_tflv_pct"] = .quotient(flr, total?.bounds["tflv"])
    bounds["sflr_pct"] = flr
    bounds["flr_bw_pct"] = flr
    return bounds
  }
}
