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
  /// Why something that was asked for is nil though `state` does not say so; nil where nothing is.
  public internal(set) var oversized: OversizedBox?
  /// Nil where it was not asked for, and where `oversized` names it.
  fileprivate(set) var surface: SurfaceAgreement?
  /// As `surface`.
  fileprivate(set) var solid: SolidComparison?
  /// At each tolerance of the request; empty where `surface` would be nil.
  fileprivate(set) var boundaries: [BoundaryOverlap] = []
  /// Nil where they were not asked for.
  public fileprivate(set) var lesions: LesionComparison?
  /// Recall by size; empty where lesions were not asked for.
  public fileprivate(set) var lesionSizes: [LesionSizeBin] = []
  /// Nil where they were not asked for, and where `oversized` names them.
  public fileprivate(set) var centrelines: CentrelineAgreement?
  /// What another program gives; nil where none was asked for.
  public internal(set) var peer: PeerReadings?
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
  public func comparison(
    of structures: [ComparedStructure], _ request: ComparisonRequest = ComparisonRequest(),
    cores: Int = 1
  ) -> PairComparison {
    let voxels = request.needsMasks ? PairVoxels(frame) : nil
    let compared = mapInParallel(structures.count, cores: cores) { index in
      comparison(of: structures[index], voxels, request)
    }
    return PairComparison(
      structures: compared, confusion: confusion(of: structures),
      warnings: warnings + doubts(about: compared))
  }

  private func comparison(
    of structure: ComparedStructure, _ voxels: PairVoxels?, _ request: ComparisonRequest
  ) -> StructureComparison {
    if let preset = request.compat { return comparison(of: structure, voxels, request, preset) }
    var compared = StructureComparison(self, structure, overlap(of: structure))
    if let voxels { compared.compareMasks(voxels, frame.shape, spacings, request) }
    if request.families.contains(.lesions) {
      let lesions = lesions(of: structure.members, rules: request.lesionRules)
      compared.lesions = lesions
      compared.lesionSizes = lesions.recall(bySize: request.lesionSizes)
    }
    return compared
  }

  /// As another program gives it.
  private func comparison(
    of structure: ComparedStructure, _ voxels: PairVoxels?, _ request: ComparisonRequest,
    _ preset: PeerPreset
  ) -> StructureComparison {
    let metrics = preset.metrics(request)
    var compared = StructureComparison(self, structure, overlap(of: structure))
    let found = PeerMeasurements.Outcome(self, structure, voxels, for: metrics)
    compared.peer = PeerReadings(preset, metrics, found)
    compared.oversized = found.oversized
    return compared
  }

  /// mm along i, j and k.
  var spacings: SIMD3<Double> { SIMD3(spacing.map(\.value)) }

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
    return warnings + compared.compactMap(\.boxWarning)
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

  /// What needs the voxels in a box; where the box is too large it stays undefined.
  fileprivate mutating func compareMasks(
    _ voxels: PairVoxels, _ image: GridShape, _ spacing: SIMD3<Double>, _ request: ComparisonRequest
  ) {
    let masks: (reference: VoxelMask?, prediction: VoxelMask?)
    do throws(SurfaceError) {
      masks = try voxels.masks(of: structure.members, inOneBox: request.isExact)
    } catch {
      oversized = OversizedBox(error, request.families.intersection([.surface, .centreline]))
      return
    }
    do throws(SurfaceError) {
      let surfaces = try SurfaceParts(masks, spacing: spacing, request)
      (surface, solid) = (surfaces.surface, surfaces.solid)
      boundaries = surfaces.boundaries
    } catch { oversized = OversizedBox(error, [.surface]) }
    if request.families.contains(.centreline) {
      centrelines = CentrelineAgreement(
        reference: masks.reference, prediction: masks.prediction, in: image,
        convention: .topologyPreserving)
    }
  }

  /// Says what is undefined because of the box; nil where nothing is.
  fileprivate var boxWarning: ComparisonWarning? {
    oversized.map { box in
      ComparisonWarning(
        .tooLarge,
        "the box around \(structure.words) holds \(box.latticePoints) corners of voxels, expected "
          + "at most \(box.limit); not computed: \(box.familyNames.joined(separator: ", "))",
        ["lattice_points": .count(box.latticePoints), "limit": .count(box.limit)])
    }
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
