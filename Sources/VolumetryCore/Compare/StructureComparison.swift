/// One structure of a reference and a prediction, compared.
public struct StructureComparison: Sendable {
  public let structure: ComparedStructure
  /// What needs both sides is nil where this is not `both`.
  public let state: StructurePresence
  public let overlap: Overlap
  public let referenceVolume: Millilitres
  public let predictionVolume: Millilitres
  /// Whether the reference's structure has a voxel in the first or last slice of its own field of
  /// view along some axis.
  public let referenceTouchesEdge: Bool
  /// As for the reference.
  public let predictionTouchesEdge: Bool
  /// The longest distance between voxel centres of the two fields of view together.
  public let frameDiagonal: Millimetres
  /// Nil where it was not asked for.
  fileprivate(set) var surface: SurfaceAgreement?
  /// Nil where it was not asked for.
  fileprivate(set) var solid: SolidComparison?
  /// At each tolerance of the request; empty where they were not asked for.
  fileprivate(set) var boundaries: [BoundaryOverlap] = []
  /// Nil where they were not asked for.
  public fileprivate(set) var lesions: LesionComparison?
  /// Recall by size; empty where lesions were not asked for.
  public fileprivate(set) var lesionSizes: [LesionSizeBin] = []
  /// Nil where they were not asked for.
  public fileprivate(set) var centrelines: CentrelineAgreement?
  /// What another program gives; nil where none was asked for.
  public fileprivate(set) var peer: PeerReadings?
}

/// A reference and a prediction, compared structure by structure.
public struct PairComparison: Sendable {
  /// In the order in which they were asked for.
  public let structures: [StructureComparison]
  /// Rows and columns: what is no structure, then the structures in their order.
  public let confusion: ConfusionMatrix
  public let warnings: [ComparisonWarning]
}

extension SegmentationPair {
  /// Compares structures of the two volumes.
  ///
  /// - Parameters:
  ///   - structures: labels and sets of labels; they may overlap.
  ///   - request: what is computed.
  ///   - cores: threads at most; the answer does not depend on them.
  /// - Throws: `tooLarge` where the box around a structure is beyond any body.
  public func comparison(
    of structures: [ComparedStructure], _ request: ComparisonRequest = ComparisonRequest(),
    cores: Int = 1
  ) throws(SegmentationPairError) -> PairComparison {
    let voxels = request.needsMasks ? PairVoxels(frame) : nil
    let outcomes = mapInParallel(structures.count, cores: cores) { index in
      Result { () throws(SegmentationPairError) in
        try comparison(of: structures[index], voxels, request)
      }
    }
    var compared: [StructureComparison] = []
    for outcome in outcomes { compared.append(try outcome.get()) }
    return PairComparison(
      structures: compared, confusion: confusion(of: structures),
      warnings: warnings + doubts(about: compared))
  }

  private func comparison(
    of structure: ComparedStructure, _ voxels: PairVoxels?, _ request: ComparisonRequest
  ) throws(SegmentationPairError) -> StructureComparison {
    if let preset = request.compat { return try comparison(of: structure, voxels, request, preset) }
    let overlap = overlap(of: structure)
    let masks: (reference: VoxelMask?, prediction: VoxelMask?)?
    let surfaces: SurfaceParts?
    do throws(SurfaceError) {
      masks = try voxels?.masks(of: structure.members, inOneBox: request.isExact)
      surfaces = try masks.map { masks throws(SurfaceError) in
        try SurfaceParts(masks, spacing: spacings, request)
      }
    } catch { throw SegmentationPairError(error, structure) }
    let lesions =
      request.families.contains(.lesions)
      ? lesions(of: structure.members, rules: request.lesionRules) : nil
    let centrelines = masks.flatMap { masks in
      request.families.contains(.centreline)
        ? CentrelineAgreement(
          reference: masks.reference, prediction: masks.prediction, in: frame.shape,
          convention: .topologyPreserving) : nil
    }
    var compared = StructureComparison(self, structure, overlap)
    (compared.surface, compared.solid) = (surfaces?.surface, surfaces?.solid)
    compared.boundaries = surfaces.map(\.boundaries) ?? []
    compared.lesions = lesions
    compared.lesionSizes = lesions.map { $0.recall(bySize: request.lesionSizes) } ?? []
    compared.centrelines = centrelines
    return compared
  }

  /// As another program gives it.
  private func comparison(
    of structure: ComparedStructure, _ voxels: PairVoxels?, _ request: ComparisonRequest,
    _ preset: PeerPreset
  ) throws(SegmentationPairError) -> StructureComparison {
    let metrics = preset.metrics(request)
    let overlap = overlap(of: structure)
    var compared = StructureComparison(self, structure, overlap)
    do throws(SurfaceError) {
      let found = try PeerMeasurements(
        for: metrics, overlap: overlap,
        masks: try voxels?.masks(of: structure.members, inOneBox: false),
        spacing: spacings, image: frame.shape,
        lesions: try PeerLesions(self, of: structure.members, for: metrics))
      compared.peer = PeerReadings(preset, metrics, found)
    } catch { throw SegmentationPairError(error, structure) }
    return compared
  }

  /// mm along i, j and k.
  private var spacings: SIMD3<Double> { SIMD3(spacing.map(\.value)) }

  /// From the first voxel centre of the frame to the last.
  var frameDiagonal: Millimetres {
    let sizes = frame.shape.sizes
    let squares = (0..<3).map { axis in
      let length = Double(sizes[axis] - 1) * spacing[axis].value
      return length * length
    }
    return Millimetres((squares[0] + squares[1] + squares[2]).squareRoot())
  }

  /// What a careful reader should know of several structures at once, one warning a kind.
  private func doubts(about compared: [StructureComparison]) -> [ComparisonWarning] {
    var warnings: [ComparisonWarning] = []
    func warn(
      _ code: ComparisonWarning.Code, _ words: String, where applies: (StructureComparison) -> Bool
    ) {
      let names = compared.filter(applies).map(\.structure.words)
      guard !names.isEmpty else { return }
      warnings.append(ComparisonWarning(code, "\(words): \(names.joined(separator: "; "))"))
    }
    warn(.emptyMask, "in one of the two volumes there is no voxel of") {
      $0.state == .referenceOnly || $0.state == .predictionOnly
    }
    warn(.edge, "the edge of a field of view cuts") {
      $0.referenceTouchesEdge || $0.predictionTouchesEdge
    }
    warn(
      .belowSpacing,
      "the mean distance is below the voxels' spacing, which masks do not resolve, of"
    ) { found in
      let mean = found.surface?.pooledMean(.area) ?? found.solid?.distances?.meanPooled.value
      return mean.map { $0 > 0 && $0 < spacings.min() } ?? false
    }
    return warnings
  }
}

extension SegmentationPairError {
  fileprivate init(_ error: SurfaceError, _ structure: ComparedStructure) {
    switch error {
    case .boxTooLarge(let found, let limit):
      self = .tooLarge(structure, latticePoints: found, limit: limit)
    }
  }
}

extension StructureComparison {
  /// Counts and volumes alone.
  fileprivate init(
    _ pair: SegmentationPair, _ structure: ComparedStructure, _ overlap: Overlap
  ) {
    self.structure = structure
    self.overlap = overlap
    state = StructurePresence(overlap)
    referenceVolume = Millilitres(pair.voxelVolume * Double(overlap.reference))
    predictionVolume = Millilitres(pair.voxelVolume * Double(overlap.prediction))
    referenceTouchesEdge = pair.reference.touchesEdge(structure)
    predictionTouchesEdge = pair.prediction.touchesEdge(structure)
    frameDiagonal = pair.frameDiagonal
  }
}

/// What needs the surfaces of a structure.
private struct SurfaceParts {
  private(set) var surface: SurfaceAgreement?
  private(set) var solid: SolidComparison?
  private(set) var boundaries: [BoundaryOverlap] = []

  init(
    _ masks: (reference: VoxelMask?, prediction: VoxelMask?), spacing: SIMD3<Double>,
    _ request: ComparisonRequest
  ) throws(SurfaceError) {
    guard request.families.contains(.surface) else { return }
    let (reference, prediction) = masks
    if request.isExact {
      if let reference, let prediction {
        solid = SolidComparison(
          reference: reference, prediction: prediction, spacing: spacing,
          tolerances: request.tolerances.map(\.value))
      }
    } else {
      surface = try SurfaceAgreement(reference: reference, prediction: prediction, spacing: spacing)
    }
    boundaries = request.tolerances.map {
      BoundaryOverlap(
        reference: reference, prediction: prediction, nearness: .toSurface($0.value),
        spacing: spacing)
    }
  }
}

extension ComparedStructure {
  /// How a message calls it.
  public var words: String { words(named: name) }

  /// The same under the name that a table of labels has for it.
  public func words(named name: String?) -> String {
    name.map { "\($0) (\(members))" } ?? "label \(members)"
  }
}

extension ScanMeasurement {
  fileprivate func touchesEdge(_ structure: ComparedStructure) -> Bool {
    labels.contains { structure.members.contains($0.label) && $0.touchesEdge }
  }
}
