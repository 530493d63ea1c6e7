/// Exact counts of the parts of the liver, before any millimetre.
public struct LiverVoxels: Hashable, Sendable {
  /// Liver, tumour and remnant together.
  public let tlv: Int
  /// Nil where no tumour region was given.
  public let tumour: Int?
  /// Remnant without the tumour in it; nil where no remnant region was given.
  public let flr: Int?
  /// Tumour inside the remnant; nil where either is not given and where both come from the same
  /// label map, in which a voxel is either.
  public let flrTumour: Int?
  /// Voxels of each tissue that the roles set apart, as labelled.
  public let special: [SpecialTissue: Int]
  /// Cysts and ablated zones that are not tumour; part of `tlv`, not of `flr`.
  public let nonFunctional: Int
  /// Working liver that is not remnant: what the operation takes beside the tumour.
  public let resected: Int
  /// Remnant that is not in the liver region.
  public let flrOutsideLiver: Int
  /// Tumour that is not in the liver region.
  public let tumourOutsideLiver: Int
  /// Voxels of each label of the liver region that occurs, ascending.
  public let segments: [Segment]
  /// Voxels of each region alone, before any subtraction.
  let gross: [LiverRole: Int]

  /// One label of the liver region.
  public struct Segment: Hashable, Sendable {
    /// The number the voxels carry.
    public let label: Label
    /// Exact count, at least 1.
    public let voxels: Int
  }

  init(_ census: JointCensus, roles: LiverRoles) {
    var (total, net, inBoth) = (0, 0, 0)
    var (flrOutside, tumourOutside) = (0, 0)
    var (nonFunctional, resected) = (0, 0)
    var gross: [LiverRole: Int] = [:]
    var special = roles.special.mapValues { _ in 0 }
    var segments: [Label: Int] = [:]
    for combination in census.combinations {
      let (labels, count) = (combination.labels, combination.voxels)
      let isLiver = roles.liver.contains(labels)
      let isTumour = roles.tumour?.contains(labels) ?? false
      let isRemnant = roles.flr?.contains(labels) ?? false
      let isLost = roles.isNonFunctional(labels)
      for (tissue, set) in roles.special where set.contains(labels[roles.liver.volume]) {
        special[tissue, default: 0] += count
      }
      if isLiver || isTumour || isRemnant || isLost { total += count }
      if isLost, !isTumour { nonFunctional += count }
      if isLiver, !isTumour, !isRemnant, !isLost { resected += count }
      if isLiver {
        gross[.liver, default: 0] += count
        segments[labels[roles.liver.volume], default: 0] += count
      }
      if isTumour {
        gross[.tumour, default: 0] += count
        if !isLiver { tumourOutside += count }
      }
      if isRemnant {
        gross[.flr, default: 0] += count
        if isTumour { inBoth += count } else if !isLost { net += count }
        if !isLiver { flrOutside += count }
      }
    }
    tlv = total
    tumour = roles.tumour.map { _ in gross[.tumour, default: 0] }
    flr = roles.flr.map { _ in net }
    flrTumour = roles.knowsTumourInRemnant ? inBoth : nil
    self.special = special
    self.nonFunctional = nonFunctional
    self.resected = resected
    flrOutsideLiver = flrOutside
    tumourOutsideLiver = tumourOutside
    self.segments = segments.sorted { $0.key < $1.key }.map {
      Segment(label: $0.key, voxels: $0.value)
    }
    self.gross = gross
  }

  /// Refuses counts from which no volume may be stated.
  func check(_ census: JointCensus, roles: LiverRoles) throws(LiverVolumesError) {
    for role in LiverRole.allCases {
      guard let region = roles[role] else { continue }
      // A file that shows only tumour and shows none says that there is none.
      if role == .tumour, region.labels == .everyLabel, gross[.tumour] == nil { continue }
      guard gross[role, default: 0] > 0 else {
        let found = census.labels(inVolume: region.volume).filter { $0 != .background }
        throw .emptyRole(role, expected: region.labels, found: found)
      }
    }
    if let tumour, tumour >= tlv { throw .tumourFillsLiverVoxels(tumour: tumour, tlv: tlv) }
    if flr == 0 { throw .remnantIsTumour(voxels: gross[.flr, default: 0]) }
  }
}

extension LiverRoles {
  /// Both regions are given and a voxel can be in both.
  var knowsTumourInRemnant: Bool {
    guard let tumour, let flr else { return false }
    return tumour.volume != flr.volume
  }

  /// Refuses roles that no label map can fill.
  func check() throws(LiverVolumesError) {
    for role in LiverRole.allCases {
      if case .set(let set)? = self[role]?.labels, set.contains(.background) {
        throw .backgroundInRole(role, found: set)
      }
    }
    // Tumour is the only role that excludes another: a remnant is part of the liver.
    for other in [LiverRole.liver, .flr] {
      guard let tumour, let region = self[other], region.volume == tumour.volume,
        let common = region.labels.common(with: tumour.labels)
      else { continue }
      throw .overlappingRoles(other, .tumour, common: common)
    }
  }
}
