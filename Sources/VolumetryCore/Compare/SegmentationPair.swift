/// A reference and a prediction, read and laid on each other voxel by voxel.
public struct SegmentationPair: Sendable {
  /// What each file holds, as it is stored.
  public let reference: ScanMeasurement
  public let prediction: ScanMeasurement
  /// How the voxels of the prediction lie on those of the reference.
  public let alignment: GridAlignment
  /// What was noticed about the two together.
  public let warnings: [ComparisonWarning]
  /// Every combination of labels, one of the reference and one of the prediction, background
  /// included, over the voxels of either field of view.
  public let joint: JointCensus

  let frame: CommonFrame

  /// Reads both files, each once and to its last byte, on two cores where there are.
  ///
  /// - Parameters:
  ///   - reference: path of the label volume that counts as right.
  ///   - prediction: path of the label volume that is judged.
  ///   - options: what the user says of both; each must then be one volume of labels.
  ///   - cores: threads at most, this one included; the answer does not depend on them.
  public init(
    reference: String, prediction: String, options: ReadingOptions = ReadingOptions(),
    cores: Int = 1
  ) throws(SegmentationPairError) {
    let paths = [reference, prediction]
    let outcomes = mapInParallel(paths.count, cores: cores) { index in
      Result<LabelledScan, VolumeError> { () throws(VolumeError) in
        try LabelledScan(path: paths[index], options: options)
      }
    }
    var scans: [LabelledScan] = []
    for side in SegmentationSide.allCases {
      switch outcomes[side.rawValue] {
      case .success(let scan): scans.append(scan)
      case .failure(let error): throw .unreadable(side, error)
      }
    }
    try self.init(scans[0], scans[1], cores: cores)
  }

  init(
    _ reference: LabelledScan, _ prediction: LabelledScan, cores: Int = 1
  ) throws(SegmentationPairError) {
    self.reference = reference.measurement
    self.prediction = prediction.measurement
    let grids = (reference: reference.grid, prediction: prediction.grid)
    guard let alignment = GridAlignment(of: grids.prediction, on: grids.reference) else {
      throw .notAligned(found: grids.prediction, expected: grids.reference)
    }
    self.alignment = alignment
    do throws(VolumeError) {
      frame = try CommonFrame(
        reference: reference.runs, prediction: prediction.runs, alignment: alignment)
    } catch { throw .unreadable(.prediction, error) }
    joint = JointRuns.census(frame.reference, frame.prediction, voxels: frame.voxels, cores: cores)
    warnings = Self.warnings(alignment, frame, grids)
  }

  /// Distances of neighbouring voxel centres along the axes of the reference.
  public var spacing: [Millimetres] { reference.grid.spacing }

  /// Volume of one voxel, as the reference states it.
  public var voxelVolume: CubicMillimetres { reference.grid.voxelVolume }

  private static func warnings(
    _ alignment: GridAlignment, _ frame: CommonFrame, _ grids: (reference: Grid, prediction: Grid)
  ) -> [ComparisonWarning] {
    var warnings: [ComparisonWarning] = []
    if alignment.isTurned {
      warnings.append(
        ComparisonWarning(
          .turnedGrid,
          "the prediction's voxels are stored in another order or direction of axes; they were "
            + "laid on the reference's exactly, none was resampled"))
    }
    if grids.reference.shape != frame.shape || frame.origin != .zero
      || alignment.box(of: grids.prediction.shape).lower != .zero
      || frame.voxels != grids.prediction.shape.voxelCount
    {
      let volume = grids.reference.voxelVolume
      let outside = [frame.referenceOutside, frame.predictionOutside].map {
        Millilitres(volume * Double($0)).value
      }
      warnings.append(
        ComparisonWarning(
          .fieldOfView,
          "the fields of view differ on one lattice of voxels; what lies outside a file's own "
            + "counts as its background: \(frame.referenceOutside) labelled voxels of the "
            + "reference lie outside the prediction's, \(frame.predictionOutside) of the "
            + "prediction outside the reference's",
          [
            "reference_outside_ml": .number(outside[0]),
            "prediction_outside_ml": .number(outside[1]),
          ]))
    }
    if grids.reference.orientation == nil {
      warnings.append(
        ComparisonWarning(
          .noPlace,
          "neither file says where its voxels lie; they were compared index by index"))
    }
    return warnings
  }
}

/// Which of two volumes.
public enum SegmentationSide: Int, Hashable, Sendable, CaseIterable {
  case reference, prediction
}

/// Why two files could not be compared.
public enum SegmentationPairError: Error, Hashable, Sendable {
  case unreadable(SegmentationSide, VolumeError)
  case notAligned(found: Grid, expected: Grid)

  /// Stable, machine-readable name.
  public var code: String {
    switch self {
    case .unreadable(_, let error): error.code
    case .notAligned: "E-GRID"
    }
  }

  /// The file at fault, the prediction where the two do not fit.
  public var side: SegmentationSide {
    switch self {
    case .unreadable(let side, _): side
    case .notAligned: .prediction
    }
  }

  /// Whether the file is absent.
  public var isAbsence: Bool {
    if case .unreadable(_, let error) = self { error.isAbsence } else { false }
  }

  /// The numbers of `message`, for machines.
  public var figures: Figures {
    switch self {
    case .unreadable(_, let error): error.figures
    case .notAligned(let found, let expected): found.difference(from: expected).figures
    }
  }

  /// One line: what was found and what was expected.
  public var message: String {
    switch self {
    case .unreadable(_, let error): error.message
    case .notAligned(let found, let expected):
      "the voxels do not lie on the reference's: found \(Self.words(found)); expected "
        + "\(Self.words(expected)) (\(found.difference(from: expected))); axes in another order or "
        + "direction and cropped fields of view are laid on each other, nothing is resampled"
    }
  }

  private static func words(_ grid: Grid) -> String {
    let origin = grid.affine.rows.map { $0[3] }
    return "\(grid.shape.sizes) voxels of \(grid.spacing.map(\.value)) mm at \(origin), "
      + (grid.orientation ?? "orientation unknown")
  }
}
