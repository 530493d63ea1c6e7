/// How much the future liver remnant grew between two scans, under every definition in use.
///
/// The definitions differ by a factor of about five and none is called just "growth": relative
/// increase in per cent of the first volume, degree of hypertrophy (DH) in percentage points of the
/// standardized remnant. Worked numbers (FLR 300 → 480 mL, TELV 1509.655448 mL): 180 mL, 60 %,
/// DH 11.923250 points, in 7 days 25.714 mL, 8.571 % and 1.703 points a day.
public struct Growth: Hashable, Sendable {
  /// Remnant of the earlier scan.
  public let before: MeasuredVolume
  /// Remnant of the later scan.
  public let after: MeasuredVolume
  /// Estimated total liver volume, the same at both scans and without error by convention. Its
  /// choice does not cancel: DH is proportional to 1/TELV.
  public let telv: Millilitres?
  /// FLR₂ − FLR₁ in mL (card 4.3).
  public let absoluteMillilitres: UncertainValue?
  /// 100·(FLR₂ − FLR₁)/FLR₁ (card 4.2); what Croome 2015 calls degree of hypertrophy.
  public let relativePercent: UncertainValue?
  /// Degree of hypertrophy: sFLR₂ − sFLR₁ in percentage points, one TELV for both (card 4.1;
  /// Ribero 2007, Shindoh 2013).
  public let dhPercentagePoints: UncertainValue?
  /// Rates from the day of the procedure, Shindoh's clock; nil where its day is not known.
  public let sinceProcedure: GrowthRates?
  /// Rates from the first scan of the two; nil where a scan's day is not known.
  public let betweenScans: GrowthRates?
  /// Each quantity that is nil, with the reason; keys `absolute_ml`, `relative_pct`, `dh_pp`.
  public let undefined: [UndefinedQuantity]
  /// Doubts about the dates and the size of the growth (card 4.9).
  public let warnings: [LiverWarning]

  /// The days that growth is divided by. The two differ by a week in ordinary cases and cross the
  /// published cut-offs, so a rate always says its clock.
  public struct Clocks: Hashable, Sendable {
    /// Whole days from the procedure to the second scan.
    public var sinceProcedure: Int?
    /// Whole days from the first to the second scan.
    public var betweenScans: Int?

    /// Each clock where its days are known.
    public init(sinceProcedure: Int? = nil, betweenScans: Int? = nil) {
      self.sinceProcedure = sinceProcedure
      self.betweenScans = betweenScans
    }
  }

  /// Compares two remnants, both net of tumour and of planned resections in them.
  ///
  /// A remnant of 0 mL before leaves the relative quantities undefined; a volume that is negative
  /// or not finite leaves all undefined.
  public init(
    before: MeasuredVolume, after: MeasuredVolume, telv: Millilitres? = nil,
    clocks: Clocks = Clocks()
  ) {
    let change = RemnantChange(before: before, after: after, telv: telv)
    let relative = change.relativePercent
    self.before = before
    self.after = after
    self.telv = telv
    absoluteMillilitres = change.absoluteMillilitres
    relativePercent = relative
    dhPercentagePoints = change.dhPercentagePoints
    sinceProcedure = clocks.sinceProcedure.map { GrowthRates(change, days: $0) }
    betweenScans = clocks.betweenScans.map { GrowthRates(change, days: $0) }
    undefined = change.undefined
    warnings = GrowthPlausibility.warnings(relativePercent: relative?.value, clocks: clocks)
  }
}

/// The change of a remnant, before any clock.
struct RemnantChange: Hashable, Sendable {
  let before: MeasuredVolume
  let after: MeasuredVolume
  let telv: Millilitres?

  /// sd = √(sd₁² + sd₂²), the two volumes being measured independently.
  var absoluteMillilitres: UncertainValue? {
    guard areVolumes else { return nil }
    return UncertainValue((after.volume - before.volume).value, sd: sdOfDifference).finite
  }

  /// With g the relative increase, FLR₂/FLR₁ = 1 + g, and the relative deviations of a quotient add
  /// in squares: sd = 100·(1 + g)·√(cv₁² + cv₂²), cv being sd/FLR. Written without division by the
  /// second volume, which may be 0: 100·√((sd₂/FLR₁)² + ((1 + g)·sd₁/FLR₁)²).
  var relativePercent: UncertainValue? {
    guard ratio != nil else { return nil }
    let increase = (after.volume - before.volume) / before.volume
    return UncertainValue(
      percentPerUnit * increase, sd: sdOfRatio.map { percentPerUnit * $0 }
    ).finite
  }

  /// sd = 100·√(sd₁² + sd₂²)/TELV.
  var dhPercentagePoints: UncertainValue? {
    guard areVolumes, let telv, telv > .zero, telv.value.isFinite else { return nil }
    let (first, second) = (before.volume / telv, after.volume / telv)
    return UncertainValue(
      percentPerUnit * second - percentPerUnit * first,
      sd: sdOfDifference.map { percentPerUnit * $0 / telv.value }
    ).finite
  }

  /// FLR₂/FLR₁; nil where the first is nothing.
  var ratio: Double? {
    guard areVolumes, before.volume > .zero else { return nil }
    return after.volume / before.volume
  }

  /// √(cv₁² + cv₂²): to first order the standard deviation of ln(FLR₂/FLR₁).
  var sdOfLogarithm: Double? {
    guard let first = before.relativeSD, let second = after.relativeSD else { return nil }
    return independentSum(first, second)
  }

  private var sdOfRatio: Double? {
    guard let ratio, let first = before.relativeSD, let second = after.sd else { return nil }
    return independentSum(second / before.volume, ratio * first)
  }

  private var sdOfDifference: Double? {
    guard let first = before.sd, let second = after.sd else { return nil }
    return independentSum(first.value, second.value)
  }

  private var areVolumes: Bool {
    [before, after].allSatisfy { $0.volume.value.isFinite && $0.volume >= .zero }
  }

  /// Reasons for what is nil, in the order of the report.
  var undefined: [UndefinedQuantity] {
    let keys = ["absolute_ml", "relative_pct", "dh_pp"]
    guard areVolumes else {
      let reason =
        "flr is \(before.volume.value) and \(after.volume.value) mL, "
        + "expected finite numbers not below 0"
      return keys.map { UndefinedQuantity($0, reason: reason) }
    }
    var undefined: [UndefinedQuantity] = []
    if absoluteMillilitres == nil {
      undefined.append(UndefinedQuantity("absolute_ml", reason: "the number is not finite"))
    }
    if relativePercent == nil {
      let reason = ratio == nil ? "flr_before_ml is 0" : "the number is not finite"
      undefined.append(UndefinedQuantity("relative_pct", reason: reason))
    }
    if dhPercentagePoints == nil {
      let reason = telv.map { "telv is \($0.value) mL, expected above 0" } ?? "telv is not known"
      undefined.append(UndefinedQuantity("dh_pp", reason: reason))
    }
    return undefined
  }
}
