/// What a label means for liver volumes, as a label table states it; never inferred from a name or
/// a number.
public enum LabelRole: String, CaseIterable, Hashable, Sendable {
  /// Liver tissue.
  case liver
  /// Tumour of the liver. It counts into the liver's volume, whether it is drawn inside or not.
  case tumour
  /// Future liver remnant.
  case flr
  /// One of Couinaud's segments: liver tissue.
  case segment1 = "segment-1"
  case segment2 = "segment-2"
  case segment3 = "segment-3"
  case segment4 = "segment-4"
  case segment5 = "segment-5"
  case segment6 = "segment-6"
  case segment7 = "segment-7"
  case segment8 = "segment-8"
  /// Neither liver nor tumour, and said to be so: a gallbladder, a vessel.
  case excluded

  /// Whether it is liver parenchyma: the liver as a whole or a segment of it.
  public var isLiver: Bool {
    switch self {
    case .liver, .segment1, .segment2, .segment3, .segment4, .segment5, .segment6, .segment7,
      .segment8:
      true
    case .tumour, .flr, .excluded: false
    }
  }
}
