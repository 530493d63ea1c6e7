import VolumetryCore

/// One label of a scan in a report: what was found of it, or that it was expected and is absent.
struct LabelRow {
  let label: Label
  /// Nil where no table lists it.
  let name: String?
  /// Nil where no voxel carries it: then it has 0 voxels, and no place.
  let found: LabelMeasurement?
  /// Nil where it was not asked for, of the background and of what no voxel carries.
  var shape: StructureShape?

  private var voxels: Int { found.map(\.voxels) ?? Int.zero }
  private var millilitres: Double { found.map(\.volume.value) ?? Double.zero }
  private var touchesEdge: Bool { found.map(\.touchesEdge) ?? false }

  /// One label as the JSON contract states it; null without a name.
  ///
  /// - Parameter showsShape: whether shapes were asked for.
  func json(showsShape: Bool) -> JSONValue {
    var members: [String: JSONValue] = [
      "label": .integer(label.value),
      "name": .optional(name),
      "voxels": .whole(voxels),
      "volume_ml": .number(millilitres),
      "bounds": found.map(\.bounds.json) ?? .null,
      "centroid_mm": found?.centroid.map { JSONValue.numbers($0.map(\.value)) } ?? .null,
      "touches_edge": .boolean(touchesEdge),
    ]
    if let sum = found?.probabilitySum { members["probability_sum"] = .number(sum) }
    if showsShape { members["shape"] = shape.map { ShapeFigures(shape: $0).json } ?? .null }
    return .object(members)
  }

  /// Label, name, voxels, volume, bounds, centroid, edge; then the shape, where it was asked for.
  func fields(showsShape: Bool) -> [DelimitedField] {
    let bounds = found.map { found in
      [found.bounds.min, found.bounds.max].flatMap { corner in
        (0..<3).map { DelimitedField.whole(corner[$0]) }
      }
    }
    let centroid = found?.centroid.map { $0.map { DelimitedField.number($0.value) } }
    return [
      .integer(label.value), name.map(DelimitedField.foreign) ?? .absent, .whole(voxels),
      .number(millilitres),
    ] + (bounds ?? Self.absent(6)) + (centroid ?? Self.absent(3)) + [.boolean(touchesEdge)]
      + (showsShape ? ShapeFigures.fields(shape) : [])
  }

  private static func absent(_ count: Int) -> [DelimitedField] {
    [DelimitedField](repeating: .absent, count: count)
  }

  /// Label, name, voxels, volume, bounds, centroid, edge, rounded for people.
  var cells: [String?] {
    let bounds = found.map { found in
      (0..<3).map { "\(found.bounds.min[$0])-\(found.bounds.max[$0])" }.joined(separator: ", ")
    }
    let centroid = found?.centroid.map {
      $0.map { FixedDecimal.string($0.value, decimals: 1) }.joined(separator: ", ")
    }
    return [
      label.description, name, String(voxels), FixedDecimal.string(millilitres, decimals: 2),
      bounds, centroid, touchesEdge ? "yes" : "no",
    ]
  }
}
