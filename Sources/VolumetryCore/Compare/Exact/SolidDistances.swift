/// How far the surfaces of two voxel solids are from each other, integrated over their faces.
///
/// The surface of a mask is here what it is drawn as: the faces between members and the others.
/// Every point of it counts by area, so nothing depends on where points are sampled. It is the
/// truth about the voxels, not about the organ: below one voxel it tells of the lattice.
///
/// All lengths are in mm, areas in mm². Every number is `Enclosed`: the largest distance, the
/// percentiles and the areas within a distance with a margin that holds for certain, the means with
/// an estimated one.
///
/// Source of the quantities: Reinke 2024, doi:10.1038/s41592-023-02151-z; of the surface dice:
/// Nikolov 2021, doi:10.2196/26151.
struct SolidDistances: Hashable, Sendable {
  /// Distances from all points of one surface to the other.
  struct Directed: Hashable, Sendable {
    /// Area of the surface.
    let area: Double
    /// Area of the faces that the other solid has too.
    let sharedArea: Double
    /// The largest distance.
    let largest: Enclosed
    /// The mean distance by area.
    let mean: Enclosed
    /// The mean square of the distance by area, mm².
    let meanSquare: Enclosed
    /// The smallest distance within which 95 % of the area lies.
    let percentile95: Enclosed
    /// The area within each tolerance.
    let within: [Enclosed]
  }

  /// From the surface of the reference to the prediction.
  let reference: Directed
  /// From the surface of the prediction to the reference.
  let prediction: Directed
  /// The smallest distance within which 95 % of the area of both surfaces together lies.
  let pooledPercentile95: Enclosed
  /// The tolerances that `surfaceDice` answers for, in mm.
  let tolerances: [Double]

  /// The Hausdorff distance: over every point of both surfaces, not only corners.
  var hausdorff: Enclosed { .larger(reference.largest, prediction.largest) }

  /// The larger of the two directed percentiles (HD95).
  var percentile95: Enclosed { .larger(reference.percentile95, prediction.percentile95) }

  /// The mean distance over the area of both surfaces (ASSD).
  var meanPooled: Enclosed { pooled { $0.mean } }

  /// The mean of the two directed means (MASD).
  var meanOfMeans: Enclosed { (reference.mean + prediction.mean) / 2 }

  /// The root of the mean square of the distance over the area of both surfaces (RMSD).
  var rootMeanSquare: Enclosed { pooled { $0.meanSquare }.squareRoot }

  /// The share of both surfaces' area that lies within a tolerance of the other (NSD), in the order
  /// of `tolerances`: 0 … 1.
  var surfaceDice: [Enclosed] {
    tolerances.indices.map {
      (reference.within[$0] + prediction.within[$0]) / (reference.area + prediction.area)
    }
  }

  private func pooled(_ mean: (Directed) -> Enclosed) -> Enclosed {
    let (a, b) = (mean(reference), mean(prediction))
    let area = reference.area + prediction.area
    return Enclosed(
      value: (a.value * reference.area + b.value * prediction.area) / area,
      margin: (a.margin * reference.area + b.margin * prediction.area) / area)
  }
}

/// What comparing two voxel solids gives: distances, or why there are none.
enum SolidComparison: Hashable, Sendable {
  case measured(SolidDistances)
  /// Neither mask has a voxel.
  case bothEmpty
  /// Only the prediction has voxels.
  case referenceEmpty
  /// Only the reference has voxels.
  case predictionEmpty
  /// Both have voxels, and all faces of at least one lie in the edge of the image, which is no
  /// surface.
  case noSurface
}

extension SolidComparison {
  /// How far numbers are driven, in smallest voxel sides. Ours: a millionth of a voxel is beyond
  /// every question, and the whole costs less than reading the files.
  struct Precision: Hashable, Sendable {
    /// Of the largest distance.
    var largest = 1e-9
    /// Of the percentiles.
    var percentile = 1e-7
    /// Of the mean distance over any face.
    var mean = 1e-7
    /// Share of a face that may stay undecided in the area within a tolerance.
    var area = 1e-8
  }

  /// What a distance that is the same all over a part of a face may exceed a tolerance by and still
  /// be within, in smallest voxel sides: headers store sides as 32-bit numbers, and 0.8 mm is none.
  static let slack = 1e-5

  /// Compares two masks of one box.
  ///
  /// - Parameters:
  ///   - spacing: mm of a voxel along i, j and k, whose axes are perpendicular to each other.
  ///   - tolerances: in mm, at least 0; a tie is within, see `slack`.
  ///   - edge: whether a structure has a surface where the image ends.
  /// - Complexity: memory in proportion to the faces.
  init(
    reference: VoxelMask, prediction: VoxelMask, spacing: SIMD3<Double>, tolerances: [Double],
    edge: ImageEdge = .isSurface, precision: Precision = Precision()
  ) {
    let step = spacing.min()
    precondition(step > 0 && spacing.max() < .infinity, "voxels have sides")
    precondition(tolerances.allSatisfy { $0 >= 0 && $0 < .infinity }, "tolerances are lengths")
    switch (reference.isEmpty, prediction.isEmpty) {
    case (true, true): self = .bothEmpty
    case (true, false): self = .referenceEmpty
    case (false, true): self = .predictionEmpty
    case (false, false):
      let faces = VoxelFaces(reference, prediction, edge: edge)
      guard !faces.reference.isEmpty, !faces.prediction.isEmpty else {
        self = .noSurface
        return
      }
      let first = FaceTree(faces.reference, spacing: spacing)
      let second = FaceTree(faces.prediction, spacing: spacing)
      let fields = [
        FaceField(first.faces, to: second, spacing: spacing),
        FaceField(second.faces, to: first, spacing: spacing),
      ]
      let limits = tolerances.map { FaceReach.Limit($0, slack: Self.slack * step) }
      let directed = fields.map {
        SolidDistances.Directed($0, limits: limits, step: step, precision: precision)
      }
      var pooled = AreaPercentile(0.95, of: fields, tolerance: precision.percentile * step)
      self = .measured(
        SolidDistances(
          reference: directed[0], prediction: directed[1], pooledPercentile95: pooled.find(),
          tolerances: tolerances))
    }
  }
}

extension SolidDistances.Directed {
  fileprivate init(
    _ field: FaceField, limits: [FaceReach.Limit], step: Double,
    precision: SolidComparison.Precision
  ) {
    area = field.area
    sharedArea = field.sharedArea
    largest = field.peak(tolerance: precision.largest * step)
    let integrals = field.integrals(tolerance: precision.mean * step)
    mean = integrals.first / field.area
    meanSquare = integrals.second / field.area
    var percentile = AreaPercentile(0.95, of: [field], tolerance: precision.percentile * step)
    percentile95 = percentile.find()
    within = limits.map { field.area(within: $0, finest: precision.area) }
  }
}

extension VoxelMask {
  /// Whether it has no member.
  var isEmpty: Bool { words.allSatisfy { $0 == 0 } }
}
