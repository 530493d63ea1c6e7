public import VolumetryCore

/// What every formula for the total liver volume gives for one body: the formula, not the
/// measurement, is the largest doubt of a standardized remnant.
public struct FormulaComparison: Hashable, Sendable {
  /// The remnant that is standardized, net; nil where none is known.
  public let flr: MeasuredVolume?
  /// The chosen formula and what it gives.
  public let body: BodyEstimate
  /// Every formula, in the order of its table.
  public let rows: [Row]

  /// What one formula gives.
  public struct Row: Hashable, Sendable {
    public let formula: TotalLiverVolumeFormula
    /// The surface area inside it; nil where it reads none.
    public let bodySurfaceArea: BodySurfaceAreaFormula?
    /// Nil where an input is missing or the formula does not apply; `reason` then says why.
    public let estimate: TotalLiverVolumeEstimate?
    /// Why there is no estimate.
    public let reason: String?
    /// The remnant in per cent of this estimate.
    public let sflrPercent: UncertainValue?
    /// How far the estimate lies from that of the default formula with its own surface area, in per
    /// cent of the latter; nil where either is unknown.
    public let differencePercent: Double?
  }

  /// Estimates by every formula. A chosen surface area goes into every formula that is not tied to
  /// another one.
  public init(_ size: BodySize, choice: BodyEstimate.Choice, flr: MeasuredVolume?) {
    self.flr = flr
    body = BodyEstimate(size, choice: choice)
    let standard = Self.estimate(.vauthey2002, nil, size)
    rows = TotalLiverVolumeFormula.all.map { formula in
      let chosen = formula.requiredBodySurfaceArea == nil ? choice.bodySurfaceArea : nil
      let area = formula.usesBodySurfaceArea ? chosen ?? formula.defaultBodySurfaceArea : nil
      switch Self.estimate(formula, area, size) {
      case .failure(let error):
        return Row(
          formula: formula, bodySurfaceArea: area, estimate: nil, reason: error.description,
          sflrPercent: nil, differencePercent: nil)
      case .success(let estimate):
        var difference: Double?
        if case .success(let standard) = standard {
          difference = Figure.difference(from: standard.telv.value, to: estimate.telv.value)
        }
        return Row(
          formula: formula, bodySurfaceArea: area, estimate: estimate, reason: nil,
          sflrPercent: flr.flatMap { LiverRatios.standardized($0, telv: estimate.telv) },
          differencePercent: difference)
      }
    }
  }

  private static func estimate(
    _ formula: TotalLiverVolumeFormula, _ area: BodySurfaceAreaFormula?, _ size: BodySize
  ) -> Result<TotalLiverVolumeEstimate, TotalLiverVolumeError> {
    do throws(TotalLiverVolumeError) {
      return .success(try formula.estimate(size, bsa: area))
    } catch { return .failure(error) }
  }
}
