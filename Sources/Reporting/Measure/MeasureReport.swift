public import VolumetryCore

/// What `volumetry measure` prints: one scan after the other, in the order given.
public struct MeasureReport: Sendable {
  /// One file as it was named, and what came of it.
  public struct Entry: Sendable {
    public let path: String
    public let outcome: Result<ScanMeasurement, VolumeError>
    /// What the labels of a measured scan are called.
    public let naming: LabelNaming
    /// Labels that have a row whether the scan holds them or not.
    public let expected: [Label]
    /// Empty where shapes were not asked for.
    let shapes: [Label: StructureShape]

    public init(
      path: String, outcome: Result<ScanMeasurement, VolumeError>, naming: LabelNaming,
      expected: [Label] = [], shapes: [Label: StructureShape] = [:]
    ) {
      self.path = path
      self.outcome = outcome
      self.naming = naming
      self.expected = expected
      self.shapes = shapes
    }

    /// What reading and naming a measured scan said, and what it lacks.
    public func notices(_ scan: ScanMeasurement) -> [Notice] {
      let absent = expected.filter { scan.census[$0] == nil }
      var notices = scan.warnings.map(\.notice) + naming.notices
      if !absent.isEmpty {
        notices.append(
          Notice(
            code: "W-LABEL-ABSENT",
            message: "expected labels \(LabelSet(absent)) are not in the file: 0 voxels",
            figures: ["labels": .wholes(absent.map(\.value))]))
      }
      return notices
    }

    /// A row a label, ascending.
    func rows(_ scan: ScanMeasurement, withBackground: Bool) -> [LabelRow] {
      let occurring = scan.labels.filter { withBackground || $0.label != .background }
      let absent = Set(expected).subtracting(occurring.map(\.label)).subtracting([.background])
      let rows =
        occurring.map {
          LabelRow(
            label: $0.label, name: naming.name(of: $0.label), found: $0, shape: shapes[$0.label])
        }
        + absent.map { LabelRow(label: $0, name: naming.name(of: $0), found: nil) }
      return rows.sorted { $0.label < $1.label }
    }
  }

  private let head: DocumentHead
  private let format: OutputFormat
  private let showsBackground: Bool
  private let showsShape: Bool
  private var scans: [JSONValue] = []
  private var failures: [JSONValue] = []
  private var isFirst = true

  /// - Parameters:
  ///   - showsBackground: whether label 0 has a row.
  ///   - showsShape: whether every label has its shape, with columns of its own.
  public init(
    head: DocumentHead, format: OutputFormat, showsBackground: Bool, showsShape: Bool = false
  ) {
    self.showsShape = showsShape
    self.head = head
    self.format = format
    self.showsBackground = showsBackground
  }

  /// Adds the next file. Formats that stream are written at once.
  public mutating func add<Sink: TextSink>(
    _ entry: Entry, to sink: inout Sink
  ) throws(Sink.Failure) {
    switch format {
    case .json: collect(entry)
    case .jsonl: try JSONWriter(.compact).writeLine(head.document(line(entry)), to: &sink)
    case .csv, .tsv: try writeRows(entry, to: &sink)
    case .table: try writeTable(entry, to: &sink)
    }
    isFirst = false
  }

  /// Ends the report.
  public func finish<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    guard format == .json else { return }
    let document = head.document(["scans": .array(scans), "failures": .array(failures)])
    try JSONWriter(.pretty).writeLine(document, to: &sink)
  }

  // MARK: JSON

  private mutating func collect(_ entry: Entry) {
    switch entry.outcome {
    case .success(let scan): scans.append(json(scan, entry))
    case .failure(let error): failures.append(failure(error, entry.path))
    }
  }

  private func line(_ entry: Entry) -> [String: JSONValue] {
    switch entry.outcome {
    case .success(let scan): ["scan": json(scan, entry)]
    case .failure(let error): ["failure": failure(error, entry.path)]
    }
  }

  private func json(_ scan: ScanMeasurement, _ entry: Entry) -> JSONValue {
    [
      "path": .string(entry.path),
      "format": .string("nifti-\(scan.version)"),
      "datatype": .string(scan.datatype.rawValue),
      "grid": scan.grid.json,
      "label_source": entry.naming.source.json,
      "labels": .array(
        entry.rows(scan, withBackground: showsBackground).map { $0.json(showsShape: showsShape) }),
      "options": scan.options.json,
      "warnings": .array(entry.notices(scan).map(\.json)),
    ]
  }

  private func failure(_ error: VolumeError, _ path: String) -> JSONValue {
    error.notice(path: path).json
  }

  // MARK: Delimited

  /// A file without labels and a failed file have one row each: nothing that was asked for is
  /// missing from the table.
  private func writeRows<Sink: TextSink>(
    _ entry: Entry, to sink: inout Sink
  ) throws(Sink.Failure) {
    guard let notation = format.notation else { preconditionFailure("a delimited format") }
    let writer = DelimitedWriter(notation, columns: columns)
    if isFirst { try writer.writeHeader(to: &sink) }
    switch entry.outcome {
    case .success(let scan):
      let warnings = entry.notices(scan).map(\.code).joined(separator: ";")
      let ending: [DelimitedField] = [
        .text(entry.naming.source.field), .text(scan.options.words), .text(warnings), .absent,
      ]
      let labels = entry.rows(scan, withBackground: showsBackground)
      if labels.isEmpty {
        try writer.writeRow(
          [.text(entry.path)] + Self.absent(columns.count - 5) + ending, to: &sink)
      }
      for label in labels {
        try writer.writeRow(
          [.text(entry.path)] + label.fields(showsShape: showsShape) + ending, to: &sink)
      }
    case .failure(let error):
      try writer.writeRow(
        [.text(entry.path)] + Self.absent(columns.count - 2) + [.text(error.code)], to: &sink)
    }
  }

  private var columns: [String] {
    [
      "path", "label", "name", "voxels", "volume_ml", "i_min", "j_min", "k_min", "i_max", "j_max",
      "k_max", "x_mm", "y_mm", "z_mm", "touches_edge",
    ] + (showsShape ? ShapeFigures.columns : [])
      + ["label_source", "options", "warnings", "error"]
  }

  private static func absent(_ count: Int) -> [DelimitedField] {
    [DelimitedField](repeating: .absent, count: count)
  }

  // MARK: Table

  private func writeTable<Sink: TextSink>(
    _ entry: Entry, to sink: inout Sink
  ) throws(Sink.Failure) {
    if !isFirst { try sink.write("\n") }
    let name = DisplayWidth.printable(entry.path)
    switch entry.outcome {
    case .failure(let error):
      try sink.write("\(name)\n  not measured [\(error.code)]\n")
    case .success(let scan):
      try sink.write("\(name)\n\(Self.heading(scan))\n")
      var table = TextTable([
        TextTable.Column("label", alignment: .trailing),
        TextTable.Column("name", maximumWidth: 32),
        TextTable.Column("voxels", alignment: .trailing),
        TextTable.Column("volume", unit: "mL", alignment: .trailing),
        TextTable.Column("bounds i, j, k"),
        TextTable.Column("centroid R, A, S", unit: "mm", alignment: .trailing),
        TextTable.Column("at edge"),
      ])
      let labels = entry.rows(scan, withBackground: showsBackground)
      for label in labels { table.append(label.cells) }
      if !labels.isEmpty { try table.write(to: &sink) }
      if showsShape { try writeShapes(labels, to: &sink) }
      try sink.write(DisplayWidth.printable("names: \(entry.naming.source.words)") + "\n")
      if !scan.options.words.isEmpty { try sink.write("options: \(scan.options.words)\n") }
      for notice in entry.notices(scan) {
        try sink.write(DisplayWidth.printable("\(notice.code): \(notice.message)") + "\n")
      }
    }
  }

  /// A second table under the first, and what it cannot say.
  private func writeShapes<Sink: TextSink>(
    _ rows: [LabelRow], to sink: inout Sink
  ) throws(Sink.Failure) {
    let shaped = rows.filter { $0.shape != nil }
    guard !shaped.isEmpty else { return }
    var table = TextTable(
      [
        TextTable.Column("label", alignment: .trailing),
        TextTable.Column("name", maximumWidth: 20),
      ] + ShapeFigures.tableColumns)
    for row in shaped {
      table.append([row.label.description, row.name] + ShapeFigures.cells(row.shape))
    }
    try sink.write("\n")
    try table.write(to: &sink)
    for note in ShapeFigures.notes(shaped) { try sink.write(note + "\n") }
    try sink.write("\n")
  }

  private static func heading(_ scan: ScanMeasurement) -> String {
    let sizes = scan.grid.shape.sizes.map(String.init).joined(separator: " x ")
    let spacing = scan.grid.spacing.map { FixedDecimal.string($0.value, significant: 4) }
      .joined(separator: " x ")
    let orientation = scan.grid.orientation ?? "orientation unknown"
    return "NIfTI-\(scan.version) \(scan.datatype.rawValue), \(sizes) voxels of \(spacing) mm, "
      + "\(orientation), by \(scan.grid.source.rawValue)"
  }
}
