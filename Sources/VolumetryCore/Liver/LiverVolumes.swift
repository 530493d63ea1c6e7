/// Volumes of the liver and its parts on one scan, and what is to be doubted about them.
///
/// Law: `tflv = tlv − tumour − cysts − ablated zones`, `flr ≤ tlv`, `tumour < tlv`. What cannot be
/// known is nil with a warning. Worked number: TLV 1500 mL with 200 mL of tumour is
/// 1300 mL of functional liver.
public struct LiverVolumes: Hashable, Sendable {
  /// Total liver volume, gross: liver, tumour and remnant together.
  public let tlv: Millilitres
  /// Tumour; nil where nobody said which labels are tumour.
  public let tumour: Millilitres?
  /// Future liver remnant with the tumour in it subtracted; gross of unknown tumour where `tumour`
  /// is nil. Nil where no remnant is planned.
  public let flr: Millilitres?
  /// Tumour inside the remnant; nil where a voxel has only one label and so cannot tell.
  public let flrTumour: Millilitres?
  /// Each tissue that the record sets apart, as labelled; empty where it names none.
  public let special: [SpecialTissue: Millilitres]
  /// Cysts and ablated zones that are not tumour: not functional either. 0 where none is named.
  public let nonFunctional: Millilitres
  /// Volume of each label of the liver set that occurs, ascending, as labelled: with a tumour in
  /// another file, tumour inside a segment counts. Empty where the volumes were typed.
  public let segments: [Segment]
  /// The exact counts; nil where the volumes were typed.
  public let voxels: LiverVoxels?
  /// Roles that reach the edge of the field of view: their volumes are lower bounds.
  public let cut: Set<LiverRole>
  /// Doubts about the volumes; empty where there are none.
  public let warnings: [LiverWarning]

  /// One label of the liver set.
  public struct Segment: Hashable, Sendable {
    /// The number the voxels carry.
    public let label: Label
    /// Exact count, at least 1.
    public let voxels: Int
    /// Count times voxel volume.
    public let volume: Millilitres
  }

  /// Total functional liver volume: `tlv − tumour`, less cysts and ablated zones where the record
  /// names them; nil where tumour is not known.
  public var tflv: Millilitres? { tumour.map { tlv - $0 - nonFunctional } }

  /// Measures the parts of the liver in the exact counts of one scan.
  ///
  /// All set operations are done in whole voxels; each volume is then one multiplication. Refused:
  /// a role without a voxel, sets that overlap within one label map, the background as liver, a
  /// tumour that is the whole liver, a remnant that is all tumour.
  ///
  /// - Parameter cut: roles that reach the edge of the field of view.
  public init(
    _ census: JointCensus, voxelVolume: CubicMillimetres, roles: LiverRoles,
    cut: Set<LiverRole> = []
  ) throws(LiverVolumesError) {
    precondition(voxelVolume.value.isFinite && voxelVolume.value > 0)
    try roles.check()
    let voxels = LiverVoxels(census, roles: roles)
    try voxels.check(census, roles: roles)
    func volume(_ count: Int) -> Millilitres { Millilitres(voxelVolume * Double(count)) }
    self.voxels = voxels
    self.cut = cut
    tlv = volume(voxels.tlv)
    tumour = voxels.tumour.map(volume)
    flr = voxels.flr.map(volume)
    flrTumour = voxels.flrTumour.map(volume)
    special = voxels.special.mapValues(volume)
    nonFunctional = volume(voxels.nonFunctional)
    segments = voxels.segments.map {
      Segment(label: $0.label, voxels: $0.voxels, volume: volume($0.voxels))
    }
    warnings = LiverVolumes.warnings(
      voxels, roles: roles, present: { census.labels(inVolume: $0) }, volume: volume)
  }

  /// Takes volumes that somebody typed; `flr` is net of tumour.
  ///
  /// Refused: negative and not finite numbers, no liver, a tumour that is the whole liver, a
  /// remnant larger than the liver. Equal is allowed for the remnant.
  public init(
    tlv: Millilitres, tumour: Millilitres? = nil, flr: Millilitres? = nil
  ) throws(LiverVolumesError) {
    let typed: [(LiverRole, Millilitres?)] = [(.liver, tlv), (.tumour, tumour), (.flr, flr)]
    for (role, volume) in typed {
      guard let volume else { continue }
      guard volume.value.isFinite, volume >= .zero else {
        throw .notAVolume(role, found: volume.value)
      }
    }
    guard tlv > .zero else { throw .notAVolume(.liver, found: tlv.value) }
    if let tumour, tumour >= tlv { throw .tumourFillsLiver(tumour: tumour, tlv: tlv) }
    if let flr, flr > tlv { throw .flrExceedsLiver(flr: flr, tlv: tlv) }
    self.init(Parts(tlv: tlv, tumour: tumour, flr: flr), warnings: Self.typedWarnings)
  }

  /// The same scan with tissue taken out of the remnant that the labels still show: a planned
  /// resection or ablation in it. Growth compares net with net (FLR 330 mL with a 40 mL wedge and
  /// 380 mL after it has grown by 31.03 %, not by 15.15 %).
  ///
  /// Refused where there is no remnant, where `removal` is negative or not finite, and where it
  /// leaves nothing. `voxels` and `segments` stay what was counted.
  public func removingFromRemnant(
    _ removal: Millilitres
  ) throws(LiverVolumesError) -> LiverVolumes {
    guard removal.value.isFinite, removal >= .zero else {
      throw .notARemoval(found: removal.value)
    }
    guard let flr else { throw .noRemnant }
    guard removal < flr else { throw .removalFillsRemnant(removal: removal, flr: flr) }
    return LiverVolumes(self, flr: flr - removal, warnings: warnings)
  }

  /// The same volumes with a doubt about them that the voxels alone do not raise.
  public func doubted(by doubts: [LiverWarning]) -> LiverVolumes {
    LiverVolumes(self, flr: flr, warnings: warnings + doubts)
  }
}

extension LiverVolumes {
  private struct Parts {
    var tlv: Millilitres
    var tumour: Millilitres?
    var flr: Millilitres?
  }

  private init(_ parts: Parts, warnings: (Parts) -> [LiverWarning]) {
    tlv = parts.tlv
    tumour = parts.tumour
    flr = parts.flr
    flrTumour = nil
    special = [:]
    nonFunctional = .zero
    segments = []
    voxels = nil
    cut = []
    self.warnings = warnings(parts)
  }

  private init(_ other: LiverVolumes, flr: Millilitres?, warnings: [LiverWarning]) {
    tlv = other.tlv
    tumour = other.tumour
    self.flr = flr
    flrTumour = other.flrTumour
    special = other.special
    nonFunctional = other.nonFunctional
    segments = other.segments
    voxels = other.voxels
    cut = other.cut
    self.warnings = warnings
  }

  private static func typedWarnings(_ parts: Parts) -> [LiverWarning] {
    var warnings: [LiverWarning] = []
    if let tumour = parts.tumour {
      if let flr = parts.flr, flr > parts.tlv - tumour {
        warnings.append(
          LiverWarning(
            code: "W-FLR-EXCEEDS-TFLV",
            message: "the typed flr, net of tumour, is larger than tlv minus tumour",
            millilitres: flr - (parts.tlv - tumour)))
      }
    } else {
      warnings.append(
        LiverWarning(
          code: "W-NO-TUMOUR",
          message: "no tumour was given: tflv cannot be known; a typed flr counts as net of it"))
    }
    return warnings + implausibleTotal(parts.tlv)
  }

  /// `W-TLV-PLAUSIBILITY`; empty where the volume is usual.
  static func implausibleTotal(_ tlv: Millilitres) -> [LiverWarning] {
    let usual = LiverPlausibility.tlv
    guard !usual.contains(tlv) else { return [] }
    return [
      LiverWarning(
        code: "W-TLV-PLAUSIBILITY",
        message: "tlv is outside \(usual.lowerBound.value) to \(usual.upperBound.value) mL",
        millilitres: tlv)
    ]
  }
}

extension LiverWarning {
  /// `W-NO-TUMOUR`: without the tumour no functional volume is known.
  static func noTumour(hasRemnant: Bool) -> LiverWarning {
    LiverWarning(
      code: "W-NO-TUMOUR",
      message: "no tumour was given: tumour and tflv cannot be known"
        + (hasRemnant ? "; flr is gross of unknown tumour" : ""))
  }
}

/// Bounds outside which a volume is doubted, not refused.
public enum LiverPlausibility {
  /// Future liver remnant; catches cubic millimetres and a mask of something else. Ours.
  public static let remnant = Millilitres(20)...Millilitres(6000)
  /// Total liver volume; catches a scan in metres or micrometres and a wrong label set. Ours, as in
  /// the reader's rules (row 12); no publication.
  public static let tlv = Millilitres(200)...Millilitres(6000)
}
