public import VolumetryCore

/// What the laboratory reported on one day. A value that is not there is unknown.
public struct LaboratoryRecord: Hashable, Sendable {
  /// The day of the sample; without it the values lie in no window.
  public var date: CalendarDay?
  public var bilirubin: Concentration<Bilirubin>?
  /// International normalised ratio: a ratio, above 0, without unit.
  public var inr: Double?
  public var creatinine: Concentration<Creatinine>?
  public var albumin: Concentration<Albumin>?
  public var sodium: Concentration<Sodium>?
  public var platelets: Concentration<Platelets>?
  public var ast: Concentration<AspartateAminotransferase>?
  public var alt: Concentration<AlanineAminotransferase>?
  /// Prothrombin index; the INR does not stand in for it.
  public var prothrombinIndex: Concentration<ProthrombinIndex>?
  /// Whether the patient is on dialysis, as the scores ask.
  public var dialysis: StatedFact?
  /// The laboratory's own upper limits of normal on that day.
  public var upperLimits = UpperLimits()

  /// A laboratory day without values.
  public init(date: CalendarDay? = nil) { self.date = date }

  /// Upper limits of normal of the laboratory that measured.
  public struct UpperLimits: Hashable, Sendable {
    /// No laboratory's limit is above these: mg/dL and ratio. Ours; a value above them is raised by
    /// any limit, and a limit above them is a slip of the pen that would hide liver failure.
    public static let highest = (bilirubin: 3.0, inr: 2.0)
    /// What laboratories commonly print at most: mg/dL and ratio. Ours; a value above them whose
    /// limit is not stated cannot be called normal.
    public static let common = (bilirubin: 1.5, inr: 1.3)

    /// Of total bilirubin.
    public var bilirubin: Concentration<Bilirubin>?
    /// A ratio, above 0, without unit.
    public var inr: Double?
    public var creatinine: Concentration<Creatinine>?
    public var ast: Concentration<AspartateAminotransferase>?
    public var alt: Concentration<AlanineAminotransferase>?

    public init(bilirubin: Concentration<Bilirubin>? = nil, inr: Double? = nil) {
      self.bilirubin = bilirubin
      self.inr = inr
    }
  }
}
