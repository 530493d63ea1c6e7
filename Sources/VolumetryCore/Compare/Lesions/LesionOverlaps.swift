/// Which lesions of a reference and of a prediction share voxels, and how many.
///
/// In words: walk the runs of both in step; where two overlap, the voxels they share belong to their
/// pair of lesions; go on behind the one that ends first. One pass, however many lesions there are.
struct LesionOverlaps: Hashable, Sendable {
  /// Two lesions that share a voxel.
  struct Pair: Hashable, Sendable {
    /// Number of the component of the reference.
    let reference: Int
    /// Number of the component of the prediction.
    let prediction: Int
    /// Voxels that both hold, at least 1.
    let voxels: Int
  }

  /// Sorted by reference, then by prediction; none twice.
  let pairs: [Pair]

  init(_ reference: ComponentLabelling, _ prediction: ComponentLabelling) {
    precondition(reference.shape == prediction.shape, "one frame")
    self.init(Self.sharedStretches(reference.runs, prediction.runs))
  }

  /// - Parameter shared: in any order; equal pairs are added up.
  init(_ shared: [Pair]) {
    var shared = shared
    shared.sort { ($0.reference, $0.prediction) < ($1.reference, $1.prediction) }
    var pairs: [Pair] = []
    for stretch in shared {
      if let last = pairs.last, last.reference == stretch.reference,
        last.prediction == stretch.prediction
      {
        pairs[pairs.count - 1] = Pair(
          reference: last.reference, prediction: last.prediction,
          voxels: last.voxels + stretch.voxels)
      } else {
        pairs.append(stretch)
      }
    }
    self.pairs = pairs
  }

  /// Stretches that a run of each covers, in the order of the voxels; successive ones of the same
  /// two lesions are one.
  private static func sharedStretches(
    _ a: [ComponentLabelling.Run], _ b: [ComponentLabelling.Run]
  ) -> [Pair] {
    var shared: [Pair] = []
    var (x, y) = (0, 0)
    while x < a.count, y < b.count {
      let (first, second) = (a[x], b[y])
      if first.row == second.row {
        let start = max(first.start, second.start)
        let end = min(first.end, second.end)
        if start < end {
          let (one, other) = (Int(first.component), Int(second.component))
          var voxels = Int(end - start)
          if let last = shared.last, last.reference == one, last.prediction == other {
            voxels += last.voxels
            shared.removeLast()
          }
          shared.append(Pair(reference: one, prediction: other, voxels: voxels))
        }
      }
      if (first.row, first.end) < (second.row, second.end) { x += 1 } else { y += 1 }
    }
    return shared
  }
}
