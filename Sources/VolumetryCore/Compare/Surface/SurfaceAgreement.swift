import Dispatch
import Synchronization

/// How far two surfaces lie from each other, in both directions: what every surface metric is a
/// reduction of.
///
/// Where a side has no points there are no distances, and `state` says which. No metric then has a
/// value; what a table should say instead is a choice of whoever writes it.
struct SurfaceAgreement: Hashable, Sendable {
  enum State: String, Hashable, Sendable, CaseIterable {
    case measured = "ok"
    case bothEmpty = "both_empty"
    case referenceEmpty = "reference_empty"
    case predictionEmpty = "prediction_empty"
  }

  let state: State
  /// From the points of the reference to the nearest of the prediction.
  let fromReference: DirectedDistances
  /// From the points of the prediction to the nearest of the reference.
  let fromPrediction: DirectedDistances
  /// mm between voxels along the axis on which they are closest.
  let smallestSpacing: Double

  /// Distances that are known.
  init(
    fromReference: DirectedDistances, fromPrediction: DirectedDistances, smallestSpacing: Double
  ) {
    precondition(fromReference.isEmpty == fromPrediction.isEmpty, "a side without points has state")
    state = fromReference.isEmpty ? .bothEmpty : .measured
    (self.fromReference, self.fromPrediction) = (fromReference, fromPrediction)
    self.smallestSpacing = smallestSpacing
  }

  /// Measures two masks of one grid.
  ///
  /// The two directions run side by side where there are cores; the answer does not depend on it.
  ///
  /// - Parameters:
  ///   - reference: nil where no voxel is a member.
  ///   - prediction: nil where no voxel is a member.
  ///   - spacing: mm between voxels along i, j and k, axes perpendicular.
  ///   - model: which points stand for a surface.
  init(
    reference: VoxelMask?, prediction: VoxelMask?, spacing: SIMD3<Double>,
    model: SurfaceModel = .corners
  ) throws(SurfaceError) {
    precondition(spacing.min() > 0 && spacing.max() < .infinity)
    smallestSpacing = spacing.min()
    guard let reference, let prediction else {
      state = Self.state(hasReference: reference != nil, hasPrediction: prediction != nil)
      (fromReference, fromPrediction) = (.none, .none)
      return
    }
    let size = try LatticeFrame(reference.bounds, prediction.bounds, margin: .zero).size
    let rows = NearRows(spacing: spacing, size: size)
    let frame = try LatticeFrame(reference.bounds, prediction.bounds, margin: rows.margin)
    let masks = [reference, prediction]
    let points = Self.inParallel { LatticePoints(masks[$0], model, in: frame) }
    state = Self.state(hasReference: points[0].hasPoint, hasPrediction: points[1].hasPoint)
    guard state == .measured else {
      (fromReference, fromPrediction) = (.none, .none)
      return
    }
    let search = NearestSearch(rows: rows, spacing: spacing)
    let directed = Self.inParallel { side in
      search.tally(from: points[side], to: points[1 - side]).distances(spacing: spacing)
    }
    (fromReference, fromPrediction) = (directed[0], directed[1])
  }

  private static func state(hasReference: Bool, hasPrediction: Bool) -> State {
    switch (hasReference, hasPrediction) {
    case (true, true): .measured
    case (true, false): .predictionEmpty
    case (false, true): .referenceEmpty
    case (false, false): .bothEmpty
    }
  }

  /// What `make` gives for 0 and 1, each on a core of its own if there are two.
  static func inParallel<Part: Sendable>(_ make: @Sendable (Int) -> Part) -> [Part] {
    let parts = Mutex<[Part?]>([nil, nil])
    DispatchQueue.concurrentPerform(iterations: 2) { side in
      let part = make(side)
      parts.withLock { $0[side] = part }
    }
    return parts.withLock { $0.compactMap { $0 } }
  }
}
