/// One number that another program gives: what it calls it, and what it means exactly.
public struct PeerMetric: Sendable {
  /// The program's own name of it: `hd95`. Of a tolerance: `nsd@1.0`.
  public let name: String
  public let family: MetricFamily
  /// The metric of our own table that it stands for; nil where it stands for none.
  public let nativeID: String?
  /// The exact definition, with what it is where a mask is empty.
  public let definition: String
  /// The surface that it is taken from; nil where voxels are counted.
  let surface: PeerSurface?
  /// How the program holds the masks whose surface elements it lists; nil where it lists none.
  let surfels: ArrayAxes?
  /// Whether it looks at the masks themselves.
  let needsMasks: Bool
  /// How the lesions that it counts are matched; nil where it counts none.
  let lesionRule: PeerLesions.Rule?
  let value: @Sendable (PeerMeasurements) -> PeerValue

  init(
    _ name: String, _ family: MetricFamily, as nativeID: String?, surface: PeerSurface? = nil,
    surfels: ArrayAxes? = nil, needsMasks: Bool = false,
    lesions lesionRule: PeerLesions.Rule? = nil, _ definition: String,
    value: @escaping @Sendable (PeerMeasurements) -> PeerValue
  ) {
    self.name = name
    self.family = family
    self.nativeID = nativeID
    self.definition = definition
    self.surface = surface
    self.surfels = surfels
    self.needsMasks = needsMasks || surface != nil || surfels != nil
    self.lesionRule = lesionRule
    self.value = value
  }
}

/// Which points other programs take for the surface of a mask.
enum PeerSurface: Hashable, Sendable, CaseIterable {
  /// Corners of voxels with the area of the marching cubes patch around them.
  case corners
  /// Voxels with a face neighbour outside; beyond the image is outside.
  case border6
  /// Voxels with a face or edge neighbour outside; beyond the image is outside.
  case border18
  /// Voxels with any of 26 neighbours outside; beyond the image is outside.
  case border26
  /// Voxels with any of 26 neighbours outside; beyond the image the mask goes on.
  case contour26
  /// All voxels: no surface at all.
  case voxels

  func model(_ image: GridShape) -> SurfaceModel {
    switch self {
    case .corners: .corners
    case .border6: .border(.faces, edge: .isOutside)
    case .border18: .border(.edges, edge: .isOutside)
    case .border26: .border(.corners, edge: .isOutside)
    case .contour26: .border(.corners, edge: .continues(image))
    case .voxels: .voxels
    }
  }
}

/// What the numbers of other programs are computed from, of one structure of a pair.
struct PeerMeasurements: Sendable {
  let overlap: Overlap
  /// Nil where it is empty or was not asked for.
  let reference: VoxelMask?
  /// As for the reference.
  let prediction: VoxelMask?
  /// mm along i, j and k.
  let spacing: SIMD3<Double>
  /// Voxels of the field of view.
  let image: GridShape
  /// Lesions by the rules that the metrics name; nil where they name none.
  let lesions: PeerLesions?
  private let surfaces: [PeerSurface: SurfaceAgreement]
  private let surfels: [ArrayAxes: SurfelDistances]

  /// Measures the surfaces that the metrics name, each once.
  ///
  /// - Parameters:
  ///   - metrics: those that will be asked for.
  ///   - masks: nil where no metric needs them.
  ///   - image: voxels of the field of view.
  init(
    for metrics: [PeerMetric], overlap: Overlap,
    masks: (reference: VoxelMask?, prediction: VoxelMask?)?, spacing: SIMD3<Double>,
    image: GridShape, lesions: PeerLesions? = nil
  ) throws(SurfaceError) {
    precondition(masks != nil || !metrics.contains(where: \.needsMasks), "masks are there")
    self.overlap = overlap
    self.spacing = spacing
    self.image = image
    self.lesions = lesions
    (reference, prediction) = (masks?.reference, masks?.prediction)
    var surfaces: [PeerSurface: SurfaceAgreement] = [:]
    for surface in PeerSurface.allCases where metrics.contains(where: { $0.surface == surface }) {
      surfaces[surface] = try SurfaceAgreement(
        reference: reference, prediction: prediction, spacing: spacing,
        model: surface.model(image))
    }
    self.surfaces = surfaces
    var surfels: [ArrayAxes: SurfelDistances] = [:]
    if let reference, let prediction {
      for axes in Set(metrics.compactMap(\.surfels)) {
        surfels[axes] = try SurfelDistances(
          reference: reference, prediction: prediction, spacing: spacing, axes: axes)
      }
    }
    self.surfels = surfels
  }

  /// - Precondition: a metric named the surface.
  func surface(_ surface: PeerSurface) -> SurfaceAgreement {
    guard let agreement = surfaces[surface] else {
      preconditionFailure("a metric says which surface it needs")
    }
    return agreement
  }

  /// Nil where a mask is empty.
  ///
  /// - Precondition: a metric named the axes.
  func surfels(_ axes: ArrayAxes) -> SurfelDistances? {
    let found = surfels[axes]
    precondition(
      found != nil || reference == nil || prediction == nil, "a metric says which it needs")
    return found
  }
}

// MARK: - Rows

extension PeerMetric {
  /// A number of voxel counts alone.
  static func count(
    _ name: String, as nativeID: String? = nil, _ definition: String,
    _ value: @escaping @Sendable (Overlap) -> PeerValue
  ) -> PeerMetric {
    PeerMetric(name, .overlap, as: nativeID, definition) { value($0.overlap) }
  }

  /// A number of two surfaces.
  ///
  /// - Parameters:
  ///   - gaps: what stands where a side has no surface.
  ///   - isSingle: whether the program gives 32 bits.
  static func distance(
    _ name: String, as nativeID: String? = nil, on surface: PeerSurface, gaps: PeerGaps,
    isSingle: Bool = false, _ definition: String,
    _ value: @escaping @Sendable (SurfaceAgreement) -> Double?
  ) -> PeerMetric {
    PeerMetric(name, .surface, as: nativeID, surface: surface, definition) { found in
      let agreement = found.surface(surface)
      switch agreement.state {
      case .neither: return gaps.both
      case .predictionOnly: return gaps.reference
      case .referenceOnly: return gaps.prediction
      case .both:
        guard let value = value(agreement) else {
          preconditionFailure("measured surfaces have distances")
        }
        return isSingle ? PeerValue(single: value) : PeerValue(value)
      }
    }
  }

  /// HD95 of surface-distance, ties as its rounding decides them.
  ///
  /// - Parameters:
  ///   - axes: how the program holds the masks.
  ///   - gaps: what stands where a mask is empty.
  static func robustHausdorff95(
    _ name: String, axes: ArrayAxes, gaps: PeerGaps, _ definition: String
  ) -> PeerMetric {
    PeerMetric(name, .surface, as: "hd95_mm", surfels: axes, definition) { found in
      if let surfels = found.surfels(axes) { return PeerValue(surfels.robustHausdorff(95)) }
      return
        switch StructurePresence(
          reference: found.reference != nil, prediction: found.prediction != nil)
      {
      case .neither: gaps.both
      case .predictionOnly: gaps.reference
      case .referenceOnly: gaps.prediction
      case .both: preconditionFailure("two masks have surfaces")
      }
    }
  }

  /// clDice of scikit-image's centrelines, NaN where there is none.
  static func centrelineDice(_ source: String) -> PeerMetric {
    PeerMetric(
      "cldice", .centreline, as: "cldice", needsMasks: true,
      "\(source): the harmonic mean of topology precision and topology sensitivity of the "
        + "centrelines of scikit-image 0.26, of arrays as nibabel loads them. Solids of an even "
        + "number of voxels have no centreline there. NaN where a mask has none, and where no "
        + "centreline lies in the other mask."
    ) { found in
      let agreement = CentrelineAgreement(
        reference: found.reference, prediction: found.prediction, in: found.image,
        convention: .scikitImageNibabel)
      guard let value = agreement.centrelineDice, value > 0 else { return .notANumber }
      return PeerValue(value)
    }
  }

  /// The largest number that is not above another once both are rounded to 32 bits.
  private static func largestRounding(to value: Double) -> Double {
    let single = Float(value)
    let middle = (Double(single) + Double(single.nextUp)) / 2
    return Float(middle) <= single ? middle : middle.nextDown
  }

  /// A share of two surfaces within a tolerance, the limit to the last bit: `nsd@1.0`. Where the
  /// program computes in 32 bits, distance and tolerance are rounded to them before.
  static func tolerant(
    _ tolerance: Millimetres, name: String = "nsd", isMain: Bool = true, on surface: PeerSurface,
    gaps: PeerGaps, isSingle: Bool = false, _ definition: String,
    _ value:
      @escaping @Sendable (SurfaceAgreement, SurfaceAgreement.Tolerance) -> Double?
  ) -> PeerMetric {
    let limit = SurfaceAgreement.Tolerance(
      isSingle ? largestRounding(to: tolerance.value) : tolerance.value, isStrict: true)
    return distance(
      "\(name)@\(tolerance.value)",
      as: isMain ? ComparisonMetric.normalizedSurfaceDistance(tolerance).id : nil, on: surface,
      gaps: gaps, isSingle: isSingle, definition
    ) { value($0, limit) }
  }
}
