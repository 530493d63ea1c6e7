/// The parts that liver volumetry speaks of.
public enum LiverRole: String, Hashable, Sendable, CaseIterable {
  /// Parenchyma, as labelled.
  case liver
  /// Tumour in the liver.
  case tumour
  /// Future liver remnant: what stays after the second stage.
  case flr
}

/// Which labels of which volume play the liver, the tumour and the future liver remnant.
///
/// The volumes are those of a `JointCensus`, by index. One label map plays all roles with its label
/// sets; with one file a role, each file is a volume whose every label counts.
public struct LiverRoles: Hashable, Sendable {
  /// Parenchyma; every volumetry needs it.
  public let liver: Region
  /// Nil where nobody said which labels are tumour: then no functional volume is known.
  public let tumour: Region?
  /// Nil where no remnant is planned.
  public let flr: Region?
  /// Labels that the liver's volume sets apart, beside the three roles.
  public var special: [SpecialTissue: LabelSet] = [:]

  /// Voxels of one volume that carry certain labels.
  public struct Region: Hashable, Sendable {
    /// Index of the volume in the joint census.
    public let volume: Int
    /// Which labels of that volume count.
    public let labels: Labels

    /// Voxels that carry one of these labels.
    public init(volume: Int, labels: LabelSet) {
      self.volume = volume
      self.labels = .set(labels)
    }

    /// Everything in the volume but background: a file that shows one role.
    public init(everyLabelOf volume: Int) {
      self.volume = volume
      self.labels = .everyLabel
    }

    /// Whether a voxel with these labels, one a volume, belongs to the region.
    public func contains(_ combination: [Label]) -> Bool {
      labels.contains(combination[volume])
    }
  }

  /// Which labels of a volume count.
  public enum Labels: Hashable, Sendable {
    /// These labels, whether the file holds them or not.
    case set(LabelSet)
    /// Every label but background.
    case everyLabel

    /// Whether a voxel of this label counts.
    public func contains(_ label: Label) -> Bool {
      switch self {
      case .set(let set): set.contains(label)
      case .everyLabel: label != .background
      }
    }
  }

  public init(liver: Region, tumour: Region? = nil, flr: Region? = nil) {
    self.liver = liver
    self.tumour = tumour
    self.flr = flr
  }

  /// All roles in one label map, volume 0 of the census.
  public init(liver: LabelSet, tumour: LabelSet? = nil, flr: LabelSet? = nil) {
    self.init(
      liver: Region(volume: 0, labels: liver),
      tumour: tumour.map { Region(volume: 0, labels: $0) },
      flr: flr.map { Region(volume: 0, labels: $0) })
  }

  /// The region that plays a role.
  public subscript(role: LiverRole) -> Region? {
    switch role {
    case .liver: liver
    case .tumour: tumour
    case .flr: flr
    }
  }
}

extension LabelSet {
  /// Labels of this set that are not in `other`.
  func subtracting(_ other: LabelSet) -> LabelSet {
    var rest = ranges
    for hole in other.ranges {
      rest = rest.flatMap { range -> [ClosedRange<Label>] in
        guard range.overlaps(hole) else { return [range] }
        var pieces: [ClosedRange<Label>] = []
        if range.lowerBound < hole.lowerBound {
          pieces.append(range.lowerBound...Label(hole.lowerBound.value - 1))
        }
        if hole.upperBound < range.upperBound {
          pieces.append(Label(hole.upperBound.value + 1)...range.upperBound)
        }
        return pieces
      }
    }
    return LabelSet(rest)
  }

  /// Labels that are in both sets.
  func intersection(_ other: LabelSet) -> LabelSet {
    LabelSet(
      ranges.flatMap { range in
        other.ranges.filter { $0.overlaps(range) }.map { range.clamped(to: $0) }
      })
  }
}

extension LiverRoles.Labels {
  /// Labels that are in both; nil where there are none. The background is no label.
  func common(with other: Self) -> LiverRoles.Labels? {
    switch (self, other) {
    case (.everyLabel, .everyLabel): return .everyLabel
    case (.set(let set), .everyLabel), (.everyLabel, .set(let set)):
      let labels = set.subtracting(LabelSet([.background]))
      return labels.isEmpty ? nil : .set(labels)
    case (.set(let a), .set(let b)):
      let labels = a.intersection(b)
      return labels.isEmpty ? nil : .set(labels)
    }
  }
}

extension LiverRoles.Labels: CustomStringConvertible {
  /// The set as it is written, or `every label`.
  public var description: String {
    switch self {
    case .set(let set): set.description
    case .everyLabel: "every label"
    }
  }
}
