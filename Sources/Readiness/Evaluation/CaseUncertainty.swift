public import VolumetryCore

/// How well the FLR of each scan that counts is known, by each model, and what slices of different
/// thickness might do to the growth between them.
public struct CaseUncertainty: Hashable, Sendable {
  /// What is stated and what is assumed.
  public let settings: Uncertainty
  /// The last scan before stage 1 and the dated ones after it, in order.
  public let scans: [ScanUncertainty]
  /// The first growth, if the thicker of its two scans read as little as the paper says; nil where
  /// both are alike, or the paper does not cover them.
  public let sliceBias: SliceBiasedGrowth?

  /// The scans that the growth of a case is made of.
  public init(_ record: Case, _ course: VolumeCourse) {
    settings = record.uncertainty
    scans = ([course.baseline.scan].compactMap { $0 } + course.after).map {
      ScanUncertainty(record, $0)
    }
    sliceBias = course.baseline.scan.flatMap { before in
      course.firstAfter.scan.flatMap { SliceBiasedGrowth(before: before, after: $0) }
    }
  }
}

/// How well the FLR of one scan is known.
public struct ScanUncertainty: Hashable, Sendable {
  public let scan: MeasuredScan
  /// The FLR with the deviation that is used; nil without an FLR.
  public let remnant: MeasuredVolume?
  /// What the deviation is made of.
  public let error: RemnantError
  /// A growth below this may be measurement error alone, per cent of the FLR; nil without an FLR.
  public let minimumDetectableChangePercent: Double?

  init(_ record: Case, _ scan: MeasuredScan) {
    self.scan = scan
    remnant = record.remnant(of: scan)
    error = record.remnantError(of: scan)
    minimumDetectableChangePercent = MinimumDetectableChange.percent(
      relativeSD: remnant?.relativeSD)
  }

  /// Why a number of this scan is absent; empty where none is.
  public var reasons: [UndefinedQuantity] {
    var reasons: [UndefinedQuantity] = []
    if remnant == nil {
      reasons.append(UndefinedQuantity("sd_ml", reason: "the scan has no flr"))
    }
    if error.boundarySD == nil {
      reasons.append(
        UndefinedQuantity(
          "boundary_sd_ml",
          reason: scan.volumes?.voxels == nil
            ? "no labels were read" : "the labels show no flr, or no surface can be told of them"))
    }
    if error.planeArea == nil {
      reasons.append(
        UndefinedQuantity(
          "plane_cm2", reason: "neither stated (uncertainty.plane_area_cm2) nor measured"))
    }
    if error.isLowerBound {
      reasons.append(
        UndefinedQuantity(
          "plane_shift_sd_ml", reason: "the plane has no area: sd_ml is a lower bound"))
    }
    return reasons
  }
}

/// A growth between scans of different slice thickness, as it would be if the thicker scan read as
/// little of the FLR as a published row says. It corrects nothing and decides nothing.
public struct SliceBiasedGrowth: Hashable, Sendable {
  public let row: SliceBias
  /// Slice thickness of the earlier scan.
  public let before: Millimetres
  /// Slice thickness of the later scan.
  public let after: Millimetres
  /// Relative growth as it would be, per cent.
  public let relativePercent: Double

  /// Nil where the table does not cover the two scans, and without two volumes.
  init?(before: MeasuredScan, after: MeasuredScan) {
    guard let first = before.shape.sliceThickness, let second = after.shape.sliceThickness,
      let row = SliceBias.row(before: first, after: second), let earlier = before.flr,
      let later = after.flr,
      let growth = row.relativePercent(
        before: earlier, after: later, isLaterThick: second > first)
    else { return nil }
    self.row = row
    (self.before, self.after) = (first, second)
    relativePercent = growth
  }
}
