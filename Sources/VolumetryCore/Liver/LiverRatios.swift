/// The future liver remnant in relation to liver and body, each under its own definition.
///
/// Worked numbers (170 cm, 70 kg, TLV 1500 mL, tumour 200 mL, FLR 300 mL, Vauthey with Mosteller):
/// FLR/TLV 20 %, FLR/TFLV 23.0769 %, sFLR 19.8721 %, FLR/BW 0.428571 %.
public struct LiverRatios: Hashable, Sendable {
  /// FLR ÷ total liver volume, gross, in per cent (card 3.1).
  public let flrTLVPercent: UncertainValue?
  /// FLR ÷ total functional liver volume, in per cent (card 3.2).
  public let flrTFLVPercent: UncertainValue?
  /// Standardized FLR: FLR ÷ estimated total liver volume, in per cent (card 3.3; Vauthey JN,
  /// Surgery 2000;127:512-519). Immune to what stage 1 does to the diseased lobe.
  public let sflrPercent: UncertainValue?
  /// FLR mass ÷ body weight, a **percentage**: 0.5 is 5 g per kg (card 3.4; Truant S, J Am Coll
  /// Surg 2007;204:22-33, PMID 17189109).
  public let flrBWPercent: UncertainValue?
  /// Which scan the measured denominators come from.
  public let denominatorTimepoint: DenominatorTimepoint
  /// Ratios that are bounds because the field of view cuts the FLR or the liver, by the keys of
  /// `undefined`.
  public let bounds: [String: Bound]
  /// Each ratio that is nil, with the reason; keys `flr_tlv_pct`, `flr_tflv_pct`, `sflr_pct`,
  /// `flr_bw_pct`.
  public let undefined: [UndefinedQuantity]

  /// Which scan the measured denominators, TLV and TFLV, come from (card 3.6). Between the stages
  /// the diseased lobe changes volume: FLR/TFLV of one case is 35.29 % or 36.92 %.
  public enum DenominatorTimepoint: String, Hashable, Sendable, CaseIterable {
    /// The scan of the remnant itself.
    case sameScan = "same-scan"
    /// The first scan, before stage 1.
    case firstScan = "first-scan"
  }

  /// The scan that gives the measured denominators.
  public enum Denominator: Hashable, Sendable {
    /// The remnant's own scan; the remnant is part of its denominator.
    case sameScan
    /// The first scan's volumes, measured independently of the remnant.
    case firstScan(LiverVolumes)
    /// The first scan was asked for and has no volumes: the ratios that need it have none either.
    case unknownFirstScan

    /// The volumes that divide the FLR of `own`; nil where they are not known.
    func volumes(of own: LiverVolumes) -> LiverVolumes? {
      switch self {
      case .sameScan: own
      case .firstScan(let first): first
      case .unknownFirstScan: nil
      }
    }

    /// The choice as it is printed.
    public var timepoint: DenominatorTimepoint {
      switch self {
      case .sameScan: .sameScan
      case .firstScan, .unknownFirstScan: .firstScan
      }
    }
  }

  /// What of the person the ratios read.
  public struct Body: Hashable, Sendable {
    /// Estimated total liver volume, without error by convention; its choice is a systematic one.
    public var telv: Millilitres?
    /// Dry weight before stage 1, at every time point.
    public var weight: Kilograms?
    /// Mass of tissue in a volume, for FLR/BW only.
    public var density: GramsPerMillilitre

    /// What is known of the person; density is 1.0 g/mL unless it is given.
    public init(
      telv: Millilitres? = nil, weight: Kilograms? = nil,
      density: GramsPerMillilitre = .conventional
    ) {
      self.telv = telv
      self.weight = weight
      self.density = density
    }
  }

  /// How far the measured volumes scatter; nil where it is not stated, and then there is no `sd`.
  public struct Variation: Hashable, Sendable {
    /// Of the remnant.
    public var remnant: CoefficientOfVariation?
    /// Of the liver outside the remnant, which is measured independently of it.
    public var liver: CoefficientOfVariation?
    /// Of the tumour, which is measured on its own and subtracted; nil adds nothing.
    public var tumour: CoefficientOfVariation?
    /// What a shift of the resection plane moves from the remnant to the rest of the liver, one
    /// standard deviation. The whole liver stays what it is.
    public var planeShift: Millilitres

    /// Each may be left unstated.
    public init(
      remnant: CoefficientOfVariation? = nil, liver: CoefficientOfVariation? = nil,
      tumour: CoefficientOfVariation? = nil, planeShift: Millilitres = .zero
    ) {
      self.remnant = remnant
      self.liver = liver
      self.tumour = tumour
      self.planeShift = planeShift
    }
  }

  /// Relates the remnant of one scan to liver and body.
  public init(
    _ volumes: LiverVolumes, denominator: Denominator = .sameScan, body: Body = Body(),
    variation: Variation = Variation()
  ) {
    let ratios = RatioArithmetic(
      flr: volumes.flr, denominator: denominator, volumes: volumes, variation: variation)
    var undefined: [UndefinedQuantity] = []
    func settle(_ key: String, _ result: Result<UncertainValue, Reason>) -> UncertainValue? {
      switch result {
      case .success(let value):
        if let finite = value.finite { return finite }
        undefined.append(UndefinedQuantity(key, reason: "the number is not finite"))
      case .failure(let reason):
        undefined.append(UndefinedQuantity(key, reason: reason.text))
      }
      return nil
    }
    flrTLVPercent = settle(
      "flr_tlv_pct", ratios.ofMeasured("tlv", \.tlv, subtracted: { _ in .zero }))
    flrTFLVPercent = settle("flr_tflv_pct", ratios.ofMeasured("tflv", \.tflv, subtracted: \.tumour))
    sflrPercent = settle("sflr_pct", ratios.ofEstimate(body.telv))
    flrBWPercent = settle("flr_bw_pct", ratios.ofWeight(body))
    denominatorTimepoint = denominator.timepoint
    self.undefined = undefined
    let undefinedKeys = undefined.map(\.quantity)
    bounds = Self.bounds(volumes, total: denominator.volumes(of: volumes)).filter {
      !undefinedKeys.contains($0.key)
    }
  }
}

extension LiverRatios {
  /// FLR/BW alone, in per cent, for an FLR whose liver is not known (card 3.4). Nil for a weight or
  /// density that is not positive and finite.
  public static func flrBodyWeight(
    _ flr: MeasuredVolume, weight: Kilograms, density: GramsPerMillilitre = .conventional
  ) -> UncertainValue? {
    let result = RatioArithmetic.ofWeight(flr, Body(weight: weight, density: density))
    guard case .success(let value) = result else { return nil }
    return value.finite
  }
}

/// Why a ratio has no value.
private struct Reason: Error {
  let text: String

  static let noRemnant = Reason(text: "flr is not known")
}

/// One remnant and its denominators.
private struct RatioArithmetic {
  let flr: Millilitres?
  let denominator: LiverRatios.Denominator
  let volumes: LiverVolumes
  let variation: LiverRatios.Variation

  /// FLR over a measured volume. Of the same scan the remnant is part of the denominator.
  ///
  /// - Parameter subtracted: the tumour that the denominator is less by.
  func ofMeasured(
    _ name: String, _ read: (LiverVolumes) -> Millilitres?,
    subtracted: (LiverVolumes) -> Millilitres?
  ) -> Result<UncertainValue, Reason> {
    guard let flr else { return .failure(.noRemnant) }
    switch denominator {
    case .sameScan:
      guard let total = read(volumes) else { return unknown(name) }
      return .success(part(flr, of: total, tumour: subtracted(volumes)))
    case .unknownFirstScan: return unknown("\(name) of the first scan")
    case .firstScan(let first):
      guard let total = read(first) else { return unknown("\(name) of the first scan") }
      return .success(later(flr, over: total, of: first, tumour: subtracted(first)))
    }
  }

  /// FLR over the estimated liver volume, which has no error: sd = 100·sd(FLR)/TELV.
  func ofEstimate(_ telv: Millilitres?) -> Result<UncertainValue, Reason> {
    guard let flr else { return .failure(.noRemnant) }
    guard let telv else { return unknown("telv") }
    guard telv > .zero, telv.value.isFinite else {
      return .failure(Reason(text: "telv is \(telv.value) mL, expected above 0"))
    }
    return .success(
      UncertainValue(
        percentPerUnit * (flr / telv),
        sd: measured(flr).sd.map { percentPerUnit * ($0 / telv) }))
  }

  /// FLR mass over body weight, which has no error: sd in proportion to that of the FLR.
  func ofWeight(_ body: LiverRatios.Body) -> Result<UncertainValue, Reason> {
    guard let flr else { return .failure(.noRemnant) }
    return Self.ofWeight(measured(flr), body)
  }

  static func ofWeight(
    _ flr: MeasuredVolume, _ body: LiverRatios.Body
  ) -> Result<UncertainValue, Reason> {
    guard let weight = body.weight else {
      return .failure(Reason(text: "weight_kg is not known"))
    }
    guard weight > .zero, weight.value.isFinite else {
      return .failure(Reason(text: "weight_kg is \(weight.value), expected above 0"))
    }
    guard body.density > .zero, body.density.value.isFinite else {
      let found = body.density.value
      return .failure(Reason(text: "density_g_per_ml is \(found), expected above 0"))
    }
    func percent(_ volume: Millilitres) -> Double {
      volume.value * body.density.value / (gramsInOnePercentOfAKilogram * weight.value)
    }
    return .success(UncertainValue(percent(flr.volume), sd: flr.sd.map(percent)))
  }

  /// Card 8.6, with T = F + D, D the liver outside the remnant, F and D measured independently:
  /// ∂(F/T)/∂F = D/T², ∂(F/T)/∂D = −F/T², so sd = 100·√((D/T²·sdF)² + (F/T²·sdD)²). F and T taken
  /// as independent would overstate it (0.888 instead of 0.753 for F 300, D 1000, cv 3 %).
  ///
  /// A tumour that is subtracted moves T alone and adds (F/T²·sdTumour)²; a shift of the plane
  /// moves volume from D to F, leaves T alone and adds (sdPlane/T)².
  private func part(
    _ flr: Millilitres, of total: Millilitres, tumour: Millilitres?
  ) -> UncertainValue {
    let (f, t) = (flr.value, total.value)
    let rest = t - f
    let sd: Double? = independentSDs(flr: flr, rest: rest).map { sdF, sdD in
      let volumes = independentSum(rest / (t * t) * sdF, f / (t * t) * sdD)
      let others = independentSum(
        f / (t * t) * self.sd(ofTumour: tumour), variation.planeShift.value / t)
      return percentPerUnit * independentSum(volumes, others)
    }
    return UncertainValue(percentPerUnit * (flr / total), sd: sd)
  }

  /// Numerator and denominator from two scans are independent: the squares of their relative
  /// deviations add. The first scan's total is the sum of its own remnant and the rest of it; a
  /// first scan without a remnant scatters as one volume of the liver. Its plane moves nothing in
  /// or out of it; its remnant scatters as the later one does.
  private func later(
    _ flr: Millilitres, over total: Millilitres, of first: LiverVolumes, tumour: Millilitres?
  ) -> UncertainValue {
    let ratio = flr / total
    var sd: Double?
    if let cvF = variation.remnant?.fraction, let cvL = variation.liver?.fraction,
      let sdFLR = measured(flr).sd
    {
      let sdLiver =
        if let firstFLR = first.flr {
          independentSum(cvF * firstFLR.value, cvL * (total.value - firstFLR.value))
        } else {
          cvL * total.value
        }
      let sdTotal = independentSum(sdLiver, self.sd(ofTumour: tumour))
      sd = percentPerUnit * independentSum(sdFLR / total, ratio * sdTotal / total.value)
    }
    return UncertainValue(percentPerUnit * ratio, sd: sd)
  }

  private func independentSDs(flr: Millilitres, rest: Double) -> (Double, Double)? {
    guard let cvF = variation.remnant?.fraction, let cvL = variation.liver?.fraction else {
      return nil
    }
    return (cvF * flr.value, cvL * rest)
  }

  private func measured(_ flr: Millilitres) -> MeasuredVolume {
    MeasuredVolume(flr, variation: variation.remnant, planeShift: variation.planeShift)
  }

  /// In mL; 0 where no tumour is subtracted, or none that scatters on its own.
  private func sd(ofTumour tumour: Millilitres?) -> Double {
    guard let tumour, let cv = variation.tumour else { return 0 }
    return tumour.value * cv.fraction
  }

  private func unknown(_ name: String) -> Result<UncertainValue, Reason> {
    .failure(Reason(text: "\(name) is not known"))
  }

  /// 1 % of 1 kg = 10 g.
  private static let gramsInOnePercentOfAKilogram = 10.0
}
