/// The surface metrics that are in use, each named after its definition. All are in mm or shares of
/// 1, and nil unless `state` is `both`; those by area are nil too where points have none.
extension SurfaceAgreement {
  typealias Weight = DirectedDistances.Weight

  /// The larger of the two largest distances: HD. Corners of voxels give the exact value for solids
  /// whose parts are convex.
  var hausdorff: Double? { larger(fromReference.largest, fromPrediction.largest) }

  /// The larger of the two directed percentiles, each the smallest distance within which so many
  /// per cent of the weight lie. With 95 and areas: HD95 as surface-distance and pymia give it.
  func hausdorffPercentile(_ percent: Double, _ weight: Weight) -> Double? {
    larger(fromReference.percentile(percent, weight), fromPrediction.percentile(percent, weight))
  }

  /// The larger of the two directed type-7 percentiles of points: HD95 of MONAI and
  /// MetricsReloaded.
  func hausdorffInterpolatedPercentile(_ percent: Double) -> Double? {
    larger(
      fromReference.interpolatedPercentile(percent),
      fromPrediction.interpolatedPercentile(percent))
  }

  /// The type-7 percentile of the points of both directions together: HD95 of MedPy, panoptica and
  /// seg-metrics. Points of the larger surface count for more than those of the smaller, and a
  /// fault in one of them can vanish.
  func hausdorffPooledPercentile(_ percent: Double) -> Double? {
    guard state == .both else { return nil }
    return fromReference.pooled(with: fromPrediction).interpolatedPercentile(percent)
  }

  /// The mean of the two directed percentiles at the place rounded down: HD95 of plastimatch, whose
  /// place before the first point is read as 0.
  func hausdorffMeanFloorPercentile(_ percent: Double) -> Double? {
    guard state == .both else { return nil }
    return [fromReference, fromPrediction].reduce(0.0) { sum, directed in
      directed.floorPercentile(percent).map { sum + $0 } ?? sum
    } / 2
  }

  /// The mean over both surfaces together: ASSD.
  func pooledMean(_ weight: Weight) -> Double? {
    pooled(weight).map { (fromReference.sum(weight) + fromPrediction.sum(weight)) / $0 }
  }

  /// The mean of the two directed means: MASD, and what MedPy before 0.5 and panoptica call ASSD.
  func meanOfMeans(_ weight: Weight) -> Double? {
    guard let a = fromReference.mean(weight), let b = fromPrediction.mean(weight) else {
      return nil
    }
    return (a + b) / 2
  }

  /// The larger of the two directed means.
  func largerMean(_ weight: Weight) -> Double? {
    larger(fromReference.mean(weight), fromPrediction.mean(weight))
  }

  /// The square root of the mean square over both surfaces together: RMSD.
  func rootMeanSquare(_ weight: Weight) -> Double? {
    pooled(weight).map {
      ((fromReference.sumOfSquares(weight) + fromPrediction.sumOfSquares(weight)) / $0)
        .squareRoot()
    }
  }

  /// How far a surface may lie away and still agree.
  struct Tolerance: Hashable, Sendable {
    /// mm.
    let value: Double
    /// Whether the limit is `value` to the last bit.
    let isStrict: Bool

    /// - Parameters:
    ///   - value: mm, not negative.
    ///   - isStrict: otherwise a part in 10⁵ of the smallest spacing is added: a header stores 0.8
    ///     mm as 0.800000012, and one voxel apart would be beyond a tolerance of one voxel.
    init(_ value: Double, isStrict: Bool = false) {
      precondition(value >= 0 && value < .infinity)
      (self.value, self.isStrict) = (value, isStrict)
    }
  }

  /// The largest distance that a tolerance lets pass, in mm; equal passes.
  func limit(_ tolerance: Tolerance) -> Double {
    tolerance.isStrict ? tolerance.value : tolerance.value + 1e-5 * smallestSpacing
  }

  /// The share of both surfaces together that lies within a tolerance: NSD, the surface Dice.
  func normalizedSurfaceDice(_ tolerance: Tolerance, _ weight: Weight) -> Double? {
    let limit = limit(tolerance)
    return pooled(weight).map {
      (fromReference.within(limit, weight) + fromPrediction.within(limit, weight)) / $0
    }
  }

  /// The share of each surface within a tolerance, of the reference and of the prediction; their
  /// mean is what panoptica calls NSD.
  func surfaceOverlaps(
    _ tolerance: Tolerance, _ weight: Weight
  ) -> (reference: Double, prediction: Double)? {
    let limit = limit(tolerance)
    let (a, b) = (fromReference.total(weight), fromPrediction.total(weight))
    guard a > 0, b > 0 else { return nil }
    return (fromReference.within(limit, weight) / a, fromPrediction.within(limit, weight) / b)
  }

  /// Points or mm² of both surfaces; nil where there are none.
  private func pooled(_ weight: Weight) -> Double? {
    let total = fromReference.total(weight) + fromPrediction.total(weight)
    return total > 0 ? total : nil
  }

  private func larger(_ a: Double?, _ b: Double?) -> Double? {
    guard let a, let b else { return nil }
    return max(a, b)
  }
}
