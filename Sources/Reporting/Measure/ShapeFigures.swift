import VolumetryCore

/// The values of a shape, each under the name that JSON and CSV give it.
struct ShapeFigures {
  let shape: StructureShape

  /// One number of a shape: its name with the unit, and what can leave it undefined beside a grid
  /// or structure for which nothing is defined.
  struct Figure: Sendable {
    let key: String
    let gaps: [ShapeGap]
    let value: @Sendable (StructureShape) -> Double?
  }

  /// In the order of the columns. docs/SHAPE.md defines each.
  static let figures: [Figure] = [
    figure("voxel_volume_ml") { $0.voxelVolume.value },
    figure("mesh_volume_ml") { $0.surface?.meshVolume.value },
    figure("surface_area_mesh_mm2") { $0.surface?.meshArea.value },
    figure("surface_area_crofton_mm2") { $0.surface?.croftonArea.value },
    figure("surface_to_volume_mesh_per_mm") { $0.surface?.areaPerVolume },
    figure("sphericity_mesh") { $0.surface?.sphericity },
    figure("mesh_diameter_mm") { $0.meshDiameters?.inSpace.value },
    figure("mesh_diameter_ij_mm") { $0.meshDiameters?.inPlaneIJ.value },
    figure("mesh_diameter_ik_mm") { $0.meshDiameters?.inPlaneIK.value },
    figure("mesh_diameter_jk_mm") { $0.meshDiameters?.inPlaneJK.value },
    figure("diameter_mm") { $0.diameters?.inSpace.value },
    figure("axial_diameter_mm", .unoriented) { $0.diameters?.axial?.value },
    figure("coronal_diameter_mm", .unoriented) { $0.diameters?.coronal?.value },
    figure("sagittal_diameter_mm", .unoriented) { $0.diameters?.sagittal?.value },
    figure("major_axis_mm") { $0.axes?.lengths[0].value },
    figure("minor_axis_mm") { $0.axes?.lengths[1].value },
    figure("least_axis_mm") { $0.axes?.lengths[2].value },
    figure("elongation", .onePoint) { $0.axes?.elongation },
    figure("flatness", .onePoint) { $0.axes?.flatness },
  ]

  /// Unit vectors, by the axis.
  private static let directions = [
    "major_direction_ras", "minor_direction_ras", "least_direction_ras",
  ]
  private static let gapsOfDirections: [ShapeGap] = [.unoriented, .onePoint, .equalAxes]

  private static func figure(
    _ key: String, _ gaps: ShapeGap..., value: @escaping @Sendable (StructureShape) -> Double?
  ) -> Figure {
    Figure(key: key, gaps: gaps, value: value)
  }

  /// Every value, null where it is undefined, and under `undefined` why.
  var json: JSONValue {
    var members: [String: JSONValue] = [:]
    var undefined: [String: JSONValue] = [:]
    for figure in Self.figures {
      let value = figure.value(shape)
      members[figure.key] = .optional(value)
      if value == nil { undefined[figure.key] = .string(reason(figure.gaps).rawValue) }
    }
    for (axis, key) in Self.directions.enumerated() {
      let direction = shape.axes?.directions[axis]
      members[key] = direction.map { JSONValue.numbers($0) } ?? .null
      if direction == nil { undefined[key] = .string(reason(Self.gapsOfDirections).rawValue) }
    }
    members["undefined"] = .object(undefined)
    return .object(members)
  }

  /// The columns of CSV and TSV.
  static let columns =
    figures.map(\.key)
    + directions.flatMap { key in ["_r", "_a", "_s"].map { key.dropLast("_ras".count) + $0 } }
    + ["shape_undefined"]

  /// A row of them; without a shape every field is empty.
  static func fields(_ shape: StructureShape?) -> [DelimitedField] {
    guard let shape else { return [DelimitedField](repeating: .absent, count: columns.count) }
    var directions: [DelimitedField] = []
    for axis in 0..<3 {
      let direction = shape.axes?.directions[axis]
      directions +=
        direction.map { $0.map(DelimitedField.number) }
        ?? [DelimitedField](repeating: .absent, count: 3)
    }
    return figures.map { .optional($0.value(shape)) } + directions
      + [
        shape.gaps.isEmpty
          ? .absent : .text(shape.gaps.map(\.rawValue).joined(separator: ";"))
      ]
  }

  /// Why a value is undefined: what leaves nothing defined, or what this value needs.
  private func reason(_ gaps: [ShapeGap]) -> ShapeGap {
    let causes = [.tooLarge, .sheared] + gaps
    guard let gap = shape.gaps.first(where: { causes.contains($0) }) else {
      preconditionFailure("what is undefined has a reason")
    }
    return gap
  }

  // MARK: Table

  /// The columns behind label and name.
  static let tableColumns = [
    TextTable.Column("area, Crofton", unit: "cm²", alignment: .trailing, maximumWidth: 8),
    TextTable.Column("area, mesh", unit: "cm²", alignment: .trailing, maximumWidth: 8),
    TextTable.Column("sphericity", alignment: .trailing),
    TextTable.Column("longest", unit: "mm", alignment: .trailing),
    TextTable.Column("axial", unit: "mm", alignment: .trailing),
    TextTable.Column("principal axes", unit: "mm", alignment: .trailing),
  ]

  /// Rounded for people.
  static func cells(_ shape: StructureShape?) -> [String?] {
    func decimal(_ value: Double?, _ decimals: Int) -> String? {
      value.map { FixedDecimal.string($0, decimals: decimals) }
    }
    func area(_ area: SquareMillimetres?) -> String? {
      decimal(area.map { SquareCentimetres.of(squareMillimetres: $0.value).value }, 1)
    }
    let lengths = shape?.axes?.lengths.map { FixedDecimal.string($0.value, decimals: 1) }
    return [
      area(shape?.surface?.croftonArea), area(shape?.surface?.meshArea),
      decimal(shape?.surface?.sphericity, 3), decimal(shape?.diameters?.inSpace.value, 1),
      decimal(shape?.diameters?.axial?.value, 1), lengths?.joined(separator: " x "),
    ]
  }

  /// Why the table lacks values, a line a reason.
  static func notes(_ rows: [LabelRow]) -> [String] {
    let shown: [(gap: ShapeGap, words: String)] = [
      (.tooLarge, "no shape: the box is beyond any body"),
      (.sheared, "no shape: the axes of the grid are not perpendicular"),
      (.unoriented, "no axial diameter: the file states no orientation"),
    ]
    return shown.compactMap { gap, words in
      let labels = rows.filter { $0.shape?.gaps.contains(gap) == true }.map(\.label)
      return labels.isEmpty ? nil : "labels \(LabelSet(labels)): \(words)"
    }
  }
}
