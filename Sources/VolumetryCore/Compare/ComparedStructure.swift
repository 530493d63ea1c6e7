/// What is compared as one thing: a label, or a named set of labels taken together.
public struct ComparedStructure: Hashable, Sendable {
  /// The name of the set; nil where a single label is compared as it is.
  public let name: String?
  /// The labels whose union is compared; the background, which has no surface, is none of them.
  public let members: LabelSet

  /// A named set, such as the whole liver of its eight segments.
  public init(name: String, members: LabelSet) {
    precondition(!members.isEmpty && !members.contains(.background), "a structure has labels")
    self.name = name
    self.members = members
  }

  /// One label, not the background.
  public init(_ label: Label) {
    precondition(label != .background, "the background is no structure")
    name = nil
    members = LabelSet([label])
  }

  /// The label, where it is one and not a set.
  public var label: Label? { name == nil ? members.ranges.first?.lowerBound : nil }
}

extension SegmentationPair {
  /// Every label that occurs in either volume, ascending, without the background.
  public var occurringStructures: [ComparedStructure] {
    Set(joint.labels(inVolume: 0) + joint.labels(inVolume: 1)).subtracting([.background]).sorted()
      .map(ComparedStructure.init)
  }

  /// How often each structure met each other; a label of several belongs to the first.
  public func confusion(of structures: [ComparedStructure]) -> ConfusionMatrix {
    ConfusionMatrix(joint, classes: structures.map(\.members))
  }

  /// Voxels of one structure in both volumes, in one and in neither.
  public func overlap(of structure: ComparedStructure) -> Overlap {
    var (both, added, missed, neither) = (0, 0, 0, 0)
    for combination in joint.combinations {
      switch (
        structure.members.contains(combination.labels[0]),
        structure.members.contains(combination.labels[1])
      ) {
      case (true, true): both += combination.voxels
      case (false, true): added += combination.voxels
      case (true, false): missed += combination.voxels
      case (false, false): neither += combination.voxels
      }
    }
    return Overlap(
      truePositives: both, falsePositives: added, falseNegatives: missed, trueNegatives: neither)
  }
}

/// Which of two volumes hold a structure. What needs both is undefined where one is empty, and this
/// says why.
public enum StructurePresence: String, Hashable, Sendable, CaseIterable {
  case both = "ok"
  case neither = "both_empty"
  case predictionOnly = "reference_empty"
  case referenceOnly = "prediction_empty"

  init(_ overlap: Overlap) {
    self.init(reference: overlap.reference > 0, prediction: overlap.prediction > 0)
  }

  init(reference: Bool, prediction: Bool) {
    self =
      switch (reference, prediction) {
      case (true, true): .both
      case (false, false): .neither
      case (false, true): .predictionOnly
      case (true, false): .referenceOnly
      }
  }
}
