/// The lesions of one structure in a reference and in a prediction, in one frame of voxels.
struct LesionPair: Sendable {
  let reference: ComponentLabelling
  let prediction: ComponentLabelling
  let overlaps: LesionOverlaps

  init(_ reference: ComponentLabelling, _ prediction: ComponentLabelling) {
    (self.reference, self.prediction) = (reference, prediction)
    overlaps = LesionOverlaps(reference, prediction)
  }

  /// The connected components of some labels, taken together.
  init(_ frame: CommonFrame, of labels: LabelSet, connectivity: Connectivity) {
    self.init(
      ComponentLabelling(of: frame.reference, labels, connectivity: connectivity),
      ComponentLabelling(of: frame.prediction, labels, connectivity: connectivity))
  }
}

extension ComponentLabelling {
  /// Components of the labels of a set, taken together.
  init(of runs: LabelRuns, _ labels: LabelSet, connectivity: Connectivity) {
    self.init(of: runs, connectivity: connectivity) { labels.contains(runs.labels[Int($0)]) }
  }

  /// Voxels of every component.
  var sizes: [Int] { components.map(\.voxels) }

  /// Where each component stands in an order.
  func ranks(_ numbering: LesionNumbering) -> [Int] {
    switch numbering {
    case .firstAxisFastest: return Array(components.indices)
    case .lastAxisFastest:
      var ranks = [Int](repeating: 0, count: components.count)
      for (rank, number) in numbersWithLastAxisFastest.enumerated() { ranks[number] = rank }
      return ranks
    }
  }
}
