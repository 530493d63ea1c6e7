extension LiverVolumes {
  /// Everything to be doubted about measured volumes.
  ///
  /// - Parameters:
  ///   - present: the labels of a volume, background included
  ///   - volume: millilitres of a count
  static func warnings(
    _ voxels: LiverVoxels, roles: LiverRoles, present: (Int) -> [Label],
    volume: (Int) -> Millilitres
  ) -> [LiverWarning] {
    var warnings: [LiverWarning] = []
    if let flr = roles.flr {
      let outside = voxels.flrOutsideLiver
      if let labels = labels(of: flr, outside: roles.liver) {
        warnings.append(
          LiverWarning(
            code: "W-FLR-OUTSIDE-LIVER",
            message: "flr labels \(labels) are not among the liver labels; they count in tlv",
            millilitres: volume(outside)))
      } else if outside > 0 {
        warnings.append(
          LiverWarning(
            code: "W-FLR-OUTSIDE-LIVER",
            message: "part of the flr lies outside the liver; it counts in tlv",
            millilitres: volume(outside)))
      }
    }
    if let tumour = roles.tumour {
      // Within one label map tumour and liver are disjoint by nature.
      if tumour.volume != roles.liver.volume, voxels.tumourOutsideLiver > 0 {
        warnings.append(
          LiverWarning(
            code: "W-TUMOUR-OUTSIDE-LIVER",
            message: "part of the tumour lies outside the liver; it counts in tlv and tumour",
            millilitres: volume(voxels.tumourOutsideLiver)))
      }
      if roles.flr != nil, !roles.knowsTumourInRemnant {
        warnings.append(
          LiverWarning(
            code: "W-FLR-TUMOUR-UNKNOWN",
            message: "tumour inside the flr cannot be known from one label map"))
      }
    } else {
      warnings.append(.noTumour(hasRemnant: roles.flr != nil))
    }
    for role in LiverRole.allCases {
      guard let region = roles[role],
        let absent = absentLabels(region, present: present(region.volume))
      else { continue }
      warnings.append(
        LiverWarning(
          code: "W-LABEL-ABSENT", message: "\(role.rawValue) labels \(absent) are not in the file",
          role: role))
    }
    return warnings + implausibleTotal(volume(voxels.tlv))
  }

  /// Labels of `region` that are not among those of `liver`, where both are sets of one label map;
  /// nil where there are none, and where only voxels can tell.
  private static func labels(
    of region: LiverRoles.Region, outside liver: LiverRoles.Region
  ) -> LabelSet? {
    guard region.volume == liver.volume, case .set(let set) = region.labels,
      case .set(let liverSet) = liver.labels
    else { return nil }
    let outside = set.subtracting(liverSet)
    return outside.isEmpty ? nil : outside
  }

  /// Labels of an enumerated set that the file does not hold; nil where all are there.
  private static func absentLabels(
    _ region: LiverRoles.Region, present: [Label]
  ) -> LabelSet? {
    guard case .set(let set) = region.labels else { return nil }
    let absent = set.subtracting(LabelSet(present))
    return absent.isEmpty ? nil : absent
  }
}
