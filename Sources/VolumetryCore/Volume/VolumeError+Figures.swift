extension VolumeError {
  /// The numbers of `message`, for machines: what was found, what was expected, how far apart.
  public var figures: Figures {
    switch self {
    case .cifti(let intent): ["intent_code": .count(intent)]
    case .datatype(let code, _): ["datatype_code": .count(code)]
    case .dimensions(let found, _), .notThreeDimensional(let found), .tooLarge(let found):
      ["found_dim": .counts(found)]
    case .dataOffset(let found, _): ["found_bytes": .number(found)]
    case .scaling(let slope, let intercept):
      ["slope": .number(slope), "intercept": .number(intercept)]
    case .geometry(let conflict): conflict.figures
    case .truncated(let expected, let found), .sizeDisagrees(let expected, let found),
      .tooMuchData(let expected, let found):
      Self.sizes(expected: expected, found: found)
    default: voxelFigures
    }
  }

  private var voxelFigures: Figures {
    switch self {
    case .notANumber(let voxels): ["voxels": .count(voxels)]
    case .notLabels(let voxels, let lowest, let highest),
      .notProbability(let voxels, let lowest, let highest):
      ["voxels": .count(voxels), "lowest": .number(lowest), "highest": .number(highest)]
    case .tooManyCombinations(let limit): ["most_combinations": .count(limit)]
    case .tooRagged(let limit): ["most_runs": .count(limit)]
    case .tooManyLabels(let limit): ["most_labels": .count(limit)]
    case .image(let values, let meanRun):
      ["values": .count(values), "mean_run_voxels": .number(meanRun)]
    case .labelBeyondRange(let found): ["found": .number(found)]
    case .cannotHold(let expected, let most, let file):
      [
        "expected_bytes": .count(expected), "most_bytes": .count(most), "file_bytes": .count(file),
      ]
    case .volumeIndex(let found, let count):
      ["found_volume": .count(found), "volumes": .count(count)]
    case .notOneHot(let channel, let labels):
      ["channel": .count(channel), "labels": .wholes(labels.map(\.value))]
    case .tooLargeForChannels(let voxels, let limit):
      ["found_voxels": .count(voxels), "most_voxels": .count(limit)]
    default: [:]
    }
  }

  private static func sizes(expected: Int, found: Int) -> Figures {
    var figures: Figures = ["expected_bytes": .count(expected), "found_bytes": .count(found)]
    if expected > 0 {
      figures["difference_pct"] = .percent(from: Double(expected), to: Double(found))
    }
    return figures
  }
}
