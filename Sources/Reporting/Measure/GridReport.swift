public import VolumetryCore

extension Grid {
  /// The grid as the JSON contract states it.
  var json: JSONValue {
    [
      "shape": .integers(shape.sizes),
      "spacing_mm": .numbers(spacing.map(\.value)),
      "voxel_volume_mm3": .number(voxelVolume.value),
      "orientation": .optional(orientation),
      "affine": affine.json,
      "geometry_source": .string(source.rawValue),
    ]
  }
}

extension Affine {
  /// All four rows.
  var json: JSONValue { .array(homogeneousRows.map { JSONValue.numbers($0) }) }
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

extension VolumeWarning {
  /// The warning as every report prints it.
  public var notice: Notice { notice(path: nil) }

  /// The warning about one of several files.
  public func notice(path: String?) -> Notice {
    Notice(code: code.rawValue, message: message, path: path, figures: figures)
  }
}

extension VolumeError {
  /// The refusal of a file as every report prints it.
  public func notice(path: String) -> Notice {
    Notice(code: code, message: message, path: path, figures: figures)
  }
}

extension ReadingOptions {
  /// The options that were given, by name.
  var json: JSONValue {
    .object(Dictionary(uniqueKeysWithValues: given.map { ($0.name, $0.value.json) }))
  }

  /// The options that were given, in one field: `volume=1;nan=background`.
  var words: String { given.map { "\($0.name)=\($0.value.words)" }.joined(separator: ";") }
}

extension ReadingOptions.Value {
  var json: JSONValue {
    switch self {
    case .yes: true
    case .word(let word): .string(word)
    case .whole(let number): .whole(number)
    case .number(let number): .number(number)
    }
  }

  var words: String {
    switch self {
    case .yes: "yes"
    case .word(let word): word
    case .whole(let number): String(number)
    case .number(let number): "\(number)"
    }
  }
}
