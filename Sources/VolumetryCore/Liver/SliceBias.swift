/// How much less thick slices read of a volume than thin ones (Hori 2011).
///
/// Compared scans of different slice thickness show a growth that is not there, or hide one. A row
/// never corrects a number and never decides; it says what a growth would be if the row held here.
public struct SliceBias: Hashable, Sendable {
  /// How the rows are named where they are printed and documented.
  public static let id = "slice-bias"

  /// Slice thickness of the row.
  public let thickness: Millimetres
  /// What was measured.
  public let region: Region
  /// Per cent of the volume at the reference thickness; negative where less is read.
  public let percent: Double

  /// What was measured at each thickness.
  public enum Region: String, Hashable, Sendable {
    case wholeLiver = "whole-liver"
    /// A region of the size of a remnant.
    case leftLateralSegment = "left-lateral-segment"
  }

  /// Slices of the reference that all rows are compared with.
  public static let reference = Millimetres(0.625)

  /// Every row of the paper: 20 living donors.
  public static let all: [SliceBias] = [
    SliceBias(thickness: Millimetres(2.5), region: .wholeLiver, percent: -0.70),
    SliceBias(thickness: Millimetres(5), region: .wholeLiver, percent: -0.92),
    SliceBias(thickness: Millimetres(10), region: .wholeLiver, percent: -4.11),
    SliceBias(thickness: Millimetres(5), region: .leftLateralSegment, percent: -4.6),
  ]

  /// Where the rows were read.
  public static let source = Source(
    "Hori M, Liver Transpl 2011;17:1427", identifier: "PMC3226887", evidence: .verified)

  /// The row for a remnant on the thicker of two scans; nil where the table does not cover the two:
  /// the thick slices are not those of a row, or the thin ones not thin enough to be its reference.
  public static func row(thin: Millimetres, thick: Millimetres) -> SliceBias? {
    guard thin <= mostOfReference else { return nil }
    return all.first {
      $0.region == .leftLateralSegment && abs($0.thickness.value - thick.value) <= headerRounding
    }
  }

  /// The same of two scans in the order of time.
  public static func row(before: Millimetres, after: Millimetres) -> SliceBias? {
    row(thin: min(before, after), thick: max(before, after))
  }

  /// What the thick scan reads of a volume that the reference would read as `volume`.
  public func read(of volume: Millilitres) -> Millilitres {
    volume * (1 + percent / percentPerUnit)
  }

  /// What the reference would have read where the thick scan read `volume`.
  public func reference(for volume: Millilitres) -> Millilitres {
    volume * (1 / (1 + percent / percentPerUnit))
  }

  /// The growth between two scans if the thicker of them read as this row says: 300 mL and, in 5 mm
  /// slices, 372.06 mL are a growth of 24.02 %, and would be one of 30.00 %.
  ///
  /// Nil where `before` is not above 0.
  public func relativePercent(
    before: Millilitres, after: Millilitres, isLaterThick: Bool
  ) -> Double? {
    let first = isLaterThick ? before : reference(for: before)
    let second = isLaterThick ? reference(for: after) : after
    guard first > .zero else { return nil }
    return percentPerUnit * ((second - first) / first)
  }

  /// Slices up to this count as the reference's. Ours: the paper has 0.625 mm, and then 2.5.
  private static let mostOfReference = Millimetres(1)
  /// Headers hold thickness as 32-bit numbers, in millimetres. Ours.
  private static let headerRounding = 0.01
}
