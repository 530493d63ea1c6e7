public import VolumetryCore

extension Grid {
  /// The grid as the JSON contract states it.
  var json: JSONValue {
    [
      "shape": .integers(shape.sizes),
      "spacing_mm": .numbers(spacing.map(\.value)),
      "voxel_volume_mm3": .number(voxelVolume.value),
      "orientation": .optional(orientation),
      "affine": .array(affine.homogeneousRows.map { JSONValue.numbers($0) }),
      "geometry_source": .string(source.rawValue),
    ]
  }
}

extension VoxelBounds {
  /// Inclusive voxel indices.
  var json: JSONValue {
    [
      "min": .array((0..<3).map { JSONValue.whole(min[$0]) }),
      "max": .array((0..<3).map { JSONValue.whole(max[$0]) }),
    ]
  }
}

extension LabelMeasurement {
  /// One label as the JSON contract states it; null without a name.
  func json(name: String?) -> JSONValue {
    [
      "label": .integer(label.value),
      "name": .optional(name),
      "voxels": .whole(voxels),
      "volume_ml": .number(volume.value),
      "bounds": bounds.json,
      "centroid_mm": centroid.map { JSONValue.numbers($0.map(\.value)) } ?? .null,
      "touches_edge": .boolean(touchesEdge),
    ]
  }
}

extension VolumeWarning {
  /// The warning as every report prints it.
  public var notice: Notice { Notice(code: code.rawValue, message: message) }
}
