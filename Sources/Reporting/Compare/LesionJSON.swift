import VolumetryCore

extension LesionComparison {
  /// Every lesion of either side, and the rules.
  var json: JSONValue {
    [
      "state": .string(state.rawValue), "rules": .string(rules.words),
      "connectivity": .whole(rules.connectivity.rawValue),
      "reference": .array(reference.map(\.json)), "prediction": .array(prediction.map(\.json)),
      "matches": .array(
        matches.map { match in
          [
            "reference": .whole(match.reference), "prediction": .integers(match.prediction),
            "iou": .number(match.intersectionOverUnion), "dice": .number(match.dice),
          ]
        }),
    ]
  }
}

extension Lesion {
  var json: JSONValue {
    [
      "voxels": .whole(voxels), "volume_ml": .number(volume.value), "bounds": bounds.json,
      "centroid_mm": centroid.map { .numbers($0.map(\.value)) } ?? .null,
      "shared_voxels": .whole(sharedVoxels), "counts": .boolean(counts),
      "matched": .boolean(isMatched),
    ]
  }
}

extension LesionSizeBin {
  var json: JSONValue {
    [
      "from_ml": .number(lower.value), "below_ml": .optional(upper?.value), "n": .whole(lesions),
      "found": .whole(found), "recall": .optional(recall),
    ]
  }
}
