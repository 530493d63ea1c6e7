/// Why no liver volumes are stated.
public enum LiverVolumesError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No voxel of the volume carries a label of the role. `found` are the labels that do occur,
  /// without background.
  case emptyRole(LiverRole, expected: LiverRoles.Labels, found: [Label])
  /// One label of one label map cannot play both roles.
  case overlappingRoles(LiverRole, LiverRole, common: LiverRoles.Labels)
  /// Label 0 is background, not tissue.
  case backgroundInRole(LiverRole, found: LabelSet)
  /// Counted tumour must be less than the liver.
  case tumourFillsLiverVoxels(tumour: Int, tlv: Int)
  /// Typed tumour must be less than the liver.
  case tumourFillsLiver(tumour: Millilitres, tlv: Millilitres)
  /// Every voxel of the remnant is tumour; there is nothing that could grow.
  case remnantIsTumour(voxels: Int)
  /// The remnant is part of the liver.
  case flrExceedsLiver(flr: Millilitres, tlv: Millilitres)
  /// Negative, infinite, not a number, or a liver of nothing.
  case notAVolume(LiverRole, found: Double)
  /// A removal that is negative, infinite or not a number.
  case notARemoval(found: Double)
  /// Tissue can only be taken from a remnant that is there.
  case noRemnant
  /// Taking this from the remnant leaves nothing.
  case removalFillsRemnant(removal: Millilitres, flr: Millilitres)

  /// Stable, for machines.
  public var code: String {
    switch self {
    case .emptyRole: "E-EMPTY-ROLE"
    case .overlappingRoles: "E-ROLE-OVERLAP"
    case .backgroundInRole: "E-ROLE-BACKGROUND"
    case .tumourFillsLiverVoxels, .tumourFillsLiver: "E-TUMOUR-FILLS-LIVER"
    case .remnantIsTumour: "E-FLR-ALL-TUMOUR"
    case .flrExceedsLiver: "E-FLR-EXCEEDS-LIVER"
    case .notAVolume: "E-NOT-A-VOLUME"
    case .notARemoval: "E-NOT-A-REMOVAL"
    case .noRemnant: "E-NO-FLR"
    case .removalFillsRemnant: "E-REMOVAL-FILLS-FLR"
    }
  }

  /// One line with what was expected and what was found.
  public var description: String {
    switch self {
    case .emptyRole(let role, let expected, let found):
      "no voxel is \(role.rawValue): expected labels \(expected), found \(Self.list(found))"
    case .overlappingRoles(let a, let b, let common):
      "\(a.rawValue) and \(b.rawValue) share labels of one label map: expected none, "
        + "found \(common)"
    case .backgroundInRole(let role, let found):
      "\(role.rawValue) labels \(found) hold the background 0"
    case .tumourFillsLiverVoxels(let tumour, let tlv):
      "tumour has \(tumour) voxels, expected fewer than the liver's \(tlv)"
    case .tumourFillsLiver(let tumour, let tlv):
      "tumour is \(tumour.value) mL, expected less than tlv \(tlv.value) mL"
    case .remnantIsTumour(let voxels):
      "all \(voxels) voxels of the flr are tumour, expected some without"
    case .flrExceedsLiver(let flr, let tlv):
      "flr is \(flr.value) mL, expected at most tlv \(tlv.value) mL"
    case .notAVolume(let role, let found):
      "\(role.rawValue) volume is \(found) mL, expected a finite number "
        + (role == .liver ? "above 0" : "not below 0")
    case .notARemoval(let found):
      "removal from the flr is \(found) mL, expected a finite number not below 0"
    case .noRemnant:
      "no flr is given, expected one to take tissue from"
    case .removalFillsRemnant(let removal, let flr):
      "removal of \(removal.value) mL, expected less than flr \(flr.value) mL"
    }
  }

  /// At most this many labels are listed in a message; the case carries all.
  private static let listed = 32

  private static func list(_ labels: [Label]) -> String {
    guard !labels.isEmpty else { return "only background" }
    let shown = labels.prefix(listed).map(\.description).joined(separator: ",")
    return labels.count > listed ? "\(shown),… (\(labels.count) labels)" : shown
  }
}
