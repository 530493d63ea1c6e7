public import VolumetryCore

/// A number that is proportional to the FLR, or a straight line of it, so that a threshold of it is
/// a volume. The names are those of the data that rules read.
public enum VolumeMeasure: String, Hashable, Sendable, CaseIterable {
  /// FLR mass over body weight, per cent.
  case flrBodyWeight = "flr-bw-pct"
  /// FLR over estimated total liver volume, per cent.
  case sflr = "sflr-pct"
  /// FLR over total liver volume, per cent.
  case flrTLV = "flr-tlv-pct"
  /// FLR over total functional liver volume, per cent.
  case flrTFLV = "flr-tflv-pct"
  /// Growth in per cent of the first FLR.
  case relativeIncrease = "flr-relative-increase-pct"
  /// Percentage points of sFLR a week since the procedure.
  case kgr = "kgr-pp-per-week"
  /// Percentage points of sFLR.
  case dh = "dh-pp"
  /// Per cent of the first FLR a day since the procedure.
  case relativeRate = "flr-relative-pct-per-day"
  /// Millilitres for each square metre of body surface.
  case flrBSA = "flr-bsa-ml-per-m2"

  /// What a measure divides by, or starts from. What a measure does not read may be absent.
  public struct Inputs: Hashable, Sendable {
    public var weight: Kilograms?
    public var density = GramsPerMillilitre.conventional
    public var telv: Millilitres?
    public var bodySurfaceArea: SquareMetres?
    /// Of the scan that divides.
    public var tlv: Millilitres?
    public var tflv: Millilitres?
    /// FLR of the last scan before stage 1.
    public var firstFLR: Millilitres?
    /// Whole days from the procedure to the scan.
    public var daysSinceProcedure: Int?

    /// Nothing is known.
    public init() {}
  }

  /// The FLR at which the measure is exactly `threshold`, every other input held: of a ratio to the
  /// liver, the plane moves and the liver stays. Nil where an input is not known or not above 0.
  public func flr(at threshold: Double, _ inputs: Inputs) -> Millilitres? {
    switch self {
    case .flrBodyWeight:
      // 1 % of 1 kg is 10 g: FLR = threshold · 10 · kg / density.
      positive(inputs.weight).flatMap { weight in
        positive(inputs.density).map {
          Millilitres(threshold * Self.gramsInOnePercentOfAKilogram * weight / $0)
        }
      }
    case .sflr: positive(inputs.telv).map { Millilitres(threshold / Self.percent * $0) }
    case .flrTLV: positive(inputs.tlv).map { Millilitres(threshold / Self.percent * $0) }
    case .flrTFLV: positive(inputs.tflv).map { Millilitres(threshold / Self.percent * $0) }
    case .relativeIncrease:
      positive(inputs.firstFLR).map { Millilitres($0 * (1 + threshold / Self.percent)) }
    case .dh:
      positive(inputs.telv).flatMap { telv in
        positive(inputs.firstFLR).map { Millilitres($0 + threshold * telv / Self.percent) }
      }
    case .relativeRate:
      positive(inputs.firstFLR).flatMap { first in
        inputs.daysSinceProcedure.flatMap { days in
          days > 0 ? Millilitres(first * (1 + threshold * Double(days) / Self.percent)) : nil
        }
      }
    case .flrBSA: positive(inputs.bodySurfaceArea).map { Millilitres(threshold * $0) }
    case .kgr:
      positive(inputs.telv).flatMap { telv in
        positive(inputs.firstFLR).flatMap { first in
          inputs.daysSinceProcedure.flatMap { days in
            days > 0
              ? Millilitres(
                first + threshold * Double(days) / Self.daysPerWeek * telv / Self.percent)
              : nil
          }
        }
      }
    }
  }

  private func positive<Unit>(_ quantity: Quantity<Unit>?) -> Double? {
    quantity.flatMap { $0 > .zero ? $0.value : nil }
  }

  private static let percent = 100.0
  private static let daysPerWeek = 7.0
  private static let gramsInOnePercentOfAKilogram = 10.0
}

/// How far an FLR lies from the threshold of a rule, in millilitres.
public struct SpareVolume: Hashable, Sendable {
  /// The FLR that stands exactly on the threshold.
  public let atThreshold: Millilitres
  /// Positive on the side that the rule asks for, negative on the other.
  public let spare: Millilitres

  /// Nil for a comparison that has no sides, and where an input is not known.
  public init?(
    flr: Millilitres, measure: VolumeMeasure, comparison: Comparison, threshold: Double,
    inputs: VolumeMeasure.Inputs
  ) {
    guard let limit = measure.flr(at: threshold, inputs) else { return nil }
    switch comparison {
    case .atLeast, .above: spare = flr - limit
    case .atMost, .below: spare = limit - flr
    case .oneOf: return nil
    }
    atThreshold = limit
  }
}
