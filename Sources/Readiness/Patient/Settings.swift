public import VolumetryCore

/// A value that is used, and whether the record stated it or we assumed it.
public struct Assumable<Value: Hashable & Sendable>: Hashable, Sendable {
  public let value: Value
  /// True when nobody stated the value; a report has to say so.
  public let isAssumed: Bool

  /// The stated value, or the assumed one where nothing is stated.
  public init(stated: Value?, assumed: Value) {
    value = stated ?? assumed
    isAssumed = stated == nil
  }
}

/// How well the volumes are known. What is not stated is assumed, and said to be assumed.
public struct Uncertainty: Hashable, Sendable {
  /// Coefficient of variation of an FLR volume in per cent, 0 to 100, as stated.
  public var statedFLRCVPercent: Double?
  /// Coefficient of variation of a TLV in per cent, 0 to 100, as stated.
  public var statedTLVCVPercent: Double?
  /// Shift of the resection plane, 0 mm or more, as stated.
  public var statedPlaneShift: Millimetres?
  /// Coefficient of variation of a tumour volume in per cent, 0 to 100, as stated.
  public var statedTumourCVPercent: Double?
  /// Area of the resection plane, above 0 cm², as stated; it takes the place of a measured one.
  public var statedPlaneArea: SquareCentimetres?
  /// Which model gives the deviation of the FLR, as stated.
  public var statedModel: Model?

  /// How the deviation of an FLR is found.
  public enum Model: String, CaseIterable, Sendable {
    /// A coefficient of variation, stated or assumed.
    case cv
    /// A shell of half a voxel around the labels of the FLR, taken as one standard deviation.
    case boundary
  }

  /// Nothing is stated.
  public init() {}

  /// The rows that stand in for what is not stated. They are this program's own, printed as such.
  public enum Assumed {
    /// Per cent.
    public static let flrCVPercent = CoefficientOfVariation.assumedRemnant.percent
    /// Per cent.
    public static let tlvCVPercent = CoefficientOfVariation.assumedLiver.percent
    public static let planeShift = Millimetres(0)
    /// The one that needs no labels.
    public static let model = Model.cv
  }

  /// Which model gives the deviation of the FLR.
  public var model: Assumable<Model> { Assumable(stated: statedModel, assumed: Assumed.model) }
  /// Per cent; taken as that of the FLR where nothing is stated, and said to be.
  public var tumourCVPercent: Assumable<Double> {
    Assumable(stated: statedTumourCVPercent, assumed: flrCVPercent.value)
  }

  /// Per cent.
  public var flrCVPercent: Assumable<Double> {
    Assumable(stated: statedFLRCVPercent, assumed: Assumed.flrCVPercent)
  }
  /// Per cent.
  public var tlvCVPercent: Assumable<Double> {
    Assumable(stated: statedTLVCVPercent, assumed: Assumed.tlvCVPercent)
  }
  /// Shift of the resection plane.
  public var planeShift: Assumable<Millimetres> {
    Assumable(stated: statedPlaneShift, assumed: Assumed.planeShift)
  }
}

/// Choices between definitions. Nil means that the record leaves the printed default in force.
public struct Options: Hashable, Sendable {
  /// Id of the formula for the estimated total liver volume, as written; not yet resolved.
  public var telvFormula: String?
  /// Id of the formula for the body surface area, as written; not yet resolved.
  public var bsaFormula: String?
  /// Density of liver tissue in g/mL, 0.5 to 2.
  public var densityGramsPerMillilitre: Double?
  /// The scan whose total liver volume divides.
  public var denominatorTimepoint: LiverRatios.DenominatorTimepoint?
  /// The standardised FLR that is aimed at, in per cent, above 0, at most 100.
  public var targetSFLRPercent: Double?
  /// Readings of the scores.
  public var scores = ScoreOptions()

  /// Choices between the readings of a rule book, by the id of its option.
  public var readings: [String: String] = [:]
  /// Whether FLR/BW is also shown with the later weight. It never decides.
  public var showsLaterWeight = false

  /// Nothing is chosen.
  public init() {}
}
