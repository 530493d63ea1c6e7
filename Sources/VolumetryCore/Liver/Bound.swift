/// What a number says of the truth where the field of view cuts a structure that it is made of.
public enum Bound: String, Hashable, Sendable, CaseIterable {
  /// The truth is this much or more.
  case lower
  /// The truth is this much or less.
  case upper
  /// Both numbers of a quotient or a difference are too small: the truth may lie on either side.
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

  /// The bound of what falls as the number rises: a doubling time falls as growth rises.
  var inverted: Bound {
    switch self {
    case .lower: .upper
    case .upper: .lower
    case .either: .either
    }
  }
}

/// What the numbers of a growth say of the truth where the field of view cuts a remnant.
///
/// A remnant that is cut is larger than it was measured: before, it makes any growth look too
/// large; after, too small; both together leave no bound.
public struct GrowthBounds: Hashable, Sendable {
  /// Of the earlier remnant; nil where it is whole.
  public let before: Bound?
  /// Of the later remnant; nil where it is whole.
  public let after: Bound?

  /// Bounds of the two remnants that are compared.
  public init(before: Bound?, after: Bound?) {
    self.before = before
    self.after = after
  }

  /// Of the growth, absolute, relative, in points, and of every rate of it: all rise with the later
  /// remnant and fall with the earlier one, as their quotient does. Nil where neither is cut.
  public var growth: Bound? { .quotient(after, before) }

  /// Of what falls as growth rises: the doubling time, and the weeks to a target.
  public var time: Bound? { growth?.inverted }
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
