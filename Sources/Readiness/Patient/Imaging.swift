public import VolumetryCore

/// What the labels of a segmentation mean.
public struct LabelRoles: Hashable, Sendable {
  /// Labels of the liver, never empty, never the background. A preset has filled it in.
  public var liver: LabelSet?
  /// Labels of the tumour, never empty, never the background.
  public var tumour: LabelSet?
  /// Tissues that the liver's label map sets apart beside tumour; no set is empty.
  public var special: [SpecialTissue: LabelSet] = [:]
  /// The naming scheme that was stated in place of a liver set.
  public var preset: LabelPreset?

  /// Label sets as they are stated.
  public init(liver: LabelSet? = nil, tumour: LabelSet? = nil) {
    self.liver = liver
    self.tumour = tumour
    preset = nil
  }

  /// The sets of `preset`; a tumour set that is stated beside it takes the place of the preset's.
  public init(preset: LabelPreset, tumour: LabelSet? = nil) {
    liver = preset.liver
    self.tumour = tumour ?? preset.tumour
    self.preset = preset
  }
}

/// A naming scheme for labels: its name and the sets that it states.
public struct LabelPreset: Hashable, Sendable {
  public let id: String
  /// The labels that make up the liver, never empty.
  public let liver: LabelSet
  /// The labels of the tumour, nil where the scheme has none.
  public let tumour: LabelSet?

  public init(id: String, liver: LabelSet, tumour: LabelSet? = nil) {
    self.id = id
    self.liver = liver
    self.tumour = tumour
  }

  /// Couinaud's segments: segment n carries label n, 1 to 8.
  public static let couinaud = LabelPreset(id: "couinaud", liver: LabelSet([1...8]))
}

/// A planned resection.
public struct Plan: Hashable, Sendable {
  /// Name of the plan, unique in its case; `plan-2` where the second of a case has none.
  public var id: String
  /// Labels of the future liver remnant, never empty, never the background.
  public var flr: LabelSet?
  /// What becomes of segment 1.
  public var segment1: SegmentOne?
  /// Tissue that is cleared out of the remnant: wedges, ablation zones.
  public var flrMinus: [PlannedRemoval]
  /// How much of the liver goes, as the surgeon calls it.
  public var extent: Extent?

  public init(
    id: String, flr: LabelSet? = nil, segment1: SegmentOne? = nil, flrMinus: [PlannedRemoval] = []
  ) {
    self.id = id
    self.flr = flr
    self.segment1 = segment1
    self.flrMinus = flrMinus
  }

  /// How much of the liver a resection takes, by Couinaud's segments.
  public enum Extent: String, CaseIterable, Sendable {
    /// Up to two segments.
    case minor
    /// Three or four segments.
    case major
    /// Five segments or more.
    case extended
  }

  /// The fate of the caudate lobe.
  public enum SegmentOne: String, CaseIterable, Sendable {
    /// It is resected.
    case resected
    /// It stays, as part of the remnant.
    case flr
  }
}

/// A part of the remnant that will be removed or destroyed.
public struct PlannedRemoval: Hashable, Sendable {
  /// What it is, in free text: `wedge`, `ablation`.
  public var kind: String?
  /// Its volume, 0 mL or more.
  public var volume: Millilitres
  /// When it goes: what was cut out at stage 1 is no longer on the scans after it.
  public var done: Stage

  public init(kind: String? = nil, volume: Millilitres, done: Stage = .two) {
    self.kind = kind
    self.volume = volume
    self.done = done
  }

  /// Whether it is dead but still there. Only what is called a resection is gone: an ablation by
  /// any of its names, and what is not named, is taken to be seen on every scan.
  public var staysOnScans: Bool {
    guard let kind = kind?.lowercased() else { return true }
    return !Self.cutOut.contains { kind.contains($0) }
  }

  private static let cutOut = ["wedge", "resect", "ectomy", "enucleat"]

  /// The stage at which tissue is cleared out of the remnant.
  public enum Stage: String, CaseIterable, Sendable {
    case one = "stage-1"
    case two = "stage-2"
  }
}

/// One volumetry.
public struct Scan: Hashable, Sendable {
  /// The day of the scan.
  public var date: CalendarDay?
  /// Where it stands in the course, as stated. A dated scan does not contradict it.
  public var timepoint: Timepoint?
  /// Where its volumes come from; nil when the record names the scan but nothing of it.
  public var source: Source?
  /// What its labels mean, where that differs from the case.
  public var labels: LabelRoles?
  /// What its files leave open.
  public var reading = Reading()
  /// Congested or dead tissue in the FLR, 0 mL or more, as stated; it is part of the FLR's volume.
  public var flrCompromised: Millilitres?

  public init(
    date: CalendarDay? = nil, timepoint: Timepoint? = nil, source: Source? = nil,
    labels: LabelRoles? = nil
  ) {
    self.date = date
    self.timepoint = timepoint
    self.source = source
    self.labels = labels
  }

  /// What a person says of a scan's files that the files leave open or contradict.
  public struct Reading: Hashable, Sendable {
    /// The header field that states the voxels' size and place rightly; nil where they agree.
    public var geometry: Geometry?
    /// Which volume of a file with several, counted from 0; nil where it holds one.
    public var volume: Int?

    public init(geometry: Geometry? = nil, volume: Int? = nil) {
      self.geometry = geometry
      self.volume = volume
    }

    /// The header fields that may state a geometry.
    public enum Geometry: String, CaseIterable, Sendable { case sform, qform, pixdim }
  }

  /// Where a scan stands in the course.
  public enum Timepoint: String, CaseIterable, Sendable {
    case beforeStageOne = "before-stage-1"
    case afterStageOne = "after-stage-1"
    case afterStageTwo = "after-stage-2"
  }

  /// Where the volumes of a scan come from: exactly one of three.
  public enum Source: Hashable, Sendable {
    /// One label volume; a path as written, relative to the record.
    case segmentation(String)
    /// One label volume a role, all on one grid.
    case files(RoleFiles)
    /// Volumes measured elsewhere.
    case volumes(TypedVolumes)
  }

  /// One label volume a role; paths as written, relative to the record. At least one is there.
  public struct RoleFiles: Hashable, Sendable {
    public var liver: String?
    public var tumour: String?
    public var flr: String?

    public init(liver: String? = nil, tumour: String? = nil, flr: String? = nil) {
      self.liver = liver
      self.tumour = tumour
      self.flr = flr
    }
  }

  /// Volumes as typed into the record. Where both are there, FLR ≤ TLV and tumour < TLV.
  public struct TypedVolumes: Hashable, Sendable {
    /// Total liver volume with its tumour, above 0 mL.
    public var tlv: Millilitres?
    /// Volume of the tumour, 0 mL or more.
    public var tumour: Millilitres?
    /// Future liver remnant, net of tumour, 0 mL or more.
    public var flr: Millilitres?

    public init(tlv: Millilitres? = nil, tumour: Millilitres? = nil, flr: Millilitres? = nil) {
      self.tlv = tlv
      self.tumour = tumour
      self.flr = flr
    }
  }
}
