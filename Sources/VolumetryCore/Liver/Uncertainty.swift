/// How far repeated measurements of one volume scatter: standard deviation ÷ volume.
///
/// A cohort of re-segmentations does not contain the resection plane; see `MeasuredVolume`.
public struct CoefficientOfVariation: Hashable, Sendable {
  /// 0.05 is 5 %. Finite and not negative.
  public let fraction: Double
  /// 5 is 5 %.
  public var percent: Double { fraction * 100 }

  /// Nil where the number is negative or not finite.
  public init?(percent: Double) {
    guard percent.isFinite, percent >= 0 else { return nil }
    fraction = percent / 100
  }

  /// Of a volume whose deviation is known; nil for no volume.
  public init?(sd: Millilitres, of volume: Millilitres) {
    guard volume > .zero else { return nil }
    self.init(percent: percentPerUnit * (sd / volume))
  }

  private init(assumedPercent: Double) { fraction = assumedPercent / 100 }

  /// 5 % for a remnant. No published number was found: clinical judgement, printed as assumed.
  public static let assumedRemnant = CoefficientOfVariation(assumedPercent: 5)
  /// 2 % for a whole liver. No published number was found: clinical judgement, printed as assumed.
  public static let assumedLiver = CoefficientOfVariation(assumedPercent: 2)
  /// What both assumptions rest on.
  public static let source = Source(
    "assumed; no inter-observer variation of remnant volumes was found in print",
    evidence: .unverified)
}

/// A volume with the scatter of its measurement, where one is stated.
public struct MeasuredVolume: Hashable, Sendable {
  /// As measured.
  public let volume: Millilitres
  /// Nil where nobody stated how far it scatters.
  public let variation: CoefficientOfVariation?
  /// What a shift of the resection plane does to it, as one standard deviation; 0 mL where no shift
  /// is stated. Independent of `variation`, which does not contain the plane.
  public let planeShift: Millilitres

  /// A volume; without a variation nothing that follows has a deviation.
  public init(
    _ volume: Millilitres, variation: CoefficientOfVariation? = nil,
    planeShift: Millilitres = .zero
  ) {
    self.volume = volume
    self.variation = variation
    self.planeShift = planeShift
  }

  /// √((cv · V)² + plane²); nil where no variation is stated.
  public var sd: Millilitres? {
    variation.map {
      Millilitres(independentSum(volume.value * $0.fraction, planeShift.value))
    }
  }

  /// sd/V; nil where no variation is stated, and for no volume.
  public var relativeSD: Double? {
    guard volume > .zero else { return nil }
    return sd.map { $0 / volume }
  }
}

/// A computed number and its standard deviation, in the unit that the name of its holder ends with.
///
/// Both are finite. `sd` is nil where the variation of an input is not stated.
public struct UncertainValue: Hashable, Sendable {
  /// The number itself.
  public let value: Double
  /// Standard deviation, never negative.
  public let sd: Double?

  /// Without `sd` the deviation is not known, not 0.
  public init(_ value: Double, sd: Double? = nil) {
    self.value = value
    self.sd = sd
  }

  /// The same quantity in another unit: both numbers divided.
  func divided(by divisor: Double) -> UncertainValue {
    UncertainValue(value / divisor, sd: sd.map { $0 / divisor })
  }

  /// Nil where a number left the range of `Double`.
  var finite: UncertainValue? {
    guard value.isFinite, sd?.isFinite ?? true else { return nil }
    return self
  }
}

/// √(a² + b²): standard deviation of a sum or difference of two independent numbers.
func independentSum(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }

/// 1 = 100 %.
let percentPerUnit = 100.0

/// Quantiles of the normal distribution, as they are used in print.
public enum NormalQuantile {
  /// 95 % of a normal variable lie within this many standard deviations of its mean.
  public static let twoSided95 = 1.96
}

/// The growth that measurement error alone reaches once in twenty times (card 8.6).
public enum MinimumDetectableChange {
  /// 1.96 · √2 · cv, in per cent of the volume: of two measurements that scatter alike. At a cv of
  /// 3 % it is 8.32 %: a smaller difference is no change. Nil for a deviation that is not known.
  public static func percent(relativeSD: Double?) -> Double? {
    relativeSD.map { percentPerUnit * NormalQuantile.twoSided95 * 2.0.squareRoot() * $0 }
  }
}
