/// What is stated of the tumour and its spread.
public struct TumourRecord: Hashable, Sendable {
  public var entity: TumourEntity?
  /// Whether the diagnosis is confirmed.
  public var diagnosisConfirmed: StatedFact?
  /// Whether the tumour lies in both lobes or is complex, with a large tumour area.
  public var bilobalOrComplex: StatedFact?
  /// Disease outside the liver.
  public var extrahepatic: Extrahepatic?

  /// Nothing is known.
  public init() {}

  /// Disease outside the liver, as staged. The word `none` of the record is called `absent` here:
  /// on an optional, `.none` would be nil.
  public enum Extrahepatic: String, CaseIterable, Sendable {
    case absent = "none"
    /// Lung metastases that can be resected.
    case resectableLung = "resectable-lung"
    /// Metastases elsewhere that can be resected.
    case resectableOther = "resectable-other"
    case unresectable
    /// Stated not to be known.
    case unknown
  }
}

/// Judgements of the treating team that no measurement makes for them.
public struct Eligibility: Hashable, Sendable {
  /// Judged suitable for ALPPS.
  public var suitableForALPPS: StatedFact?
  /// The reserve of the liver judged sufficient for the operation.
  public var liverReserveSufficient: StatedFact?
  /// Imaging judged to show an FLR too small for a standard hepatectomy.
  public var flrInsufficientForResection: StatedFact?

  /// Nothing is stated.
  public init() {}
}
