public import VolumetryCore

/// The truth of a phantom of a family: the text beside its file, and what is said of it.
public struct FamilyReport: Sendable {
  private let phantom: Phantom
  private let truth: FamilyTruth
  private let file: String
  private let version: String

  /// - Parameter file: the name of the phantom's file, beside which the truth lies.
  public init(_ phantom: Phantom, _ truth: FamilyTruth, file: String, version: String) {
    self.phantom = phantom
    self.truth = truth
    self.file = file
    self.version = version
  }

  /// A truth file as `volumetry conformance` reads it; under `phantom` the order and both truths,
  /// in columns by label.
  public func writeTruth<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let painted = truth.labels.filter { $0.voxels > 0 }
    let volumes = painted.map {
      ($0.label.description, JSONValue.number(CubicMillimetres($0.volume).value))
    }
    let document: JSONValue = .object([
      phantom.order.family.rawValue: [
        "path": .string(file), "truth": .object(Dictionary(uniqueKeysWithValues: volumes)),
        "note": .string(phantom.order.family.summary), "phantom": phantomJSON,
      ]
    ])
    try JSONWriter(.pretty).writeLine(document, to: &sink)
  }

  private var phantomJSON: JSONValue {
    JSONValue.object([
      "software": ["name": "volumetry", "version": .string(version)],
      "order": phantom.order.json,
      "voxel_volume_mm3": .number(phantom.grid.voxelVolume.value),
      "label": .array(truth.labels.map { .integer($0.label.value) }),
      "voxels": .integers(truth.labels.map(\.voxels)),
      "analytic_ml": .numbers(truth.labels.map(\.analytic.value)),
      "bound_ml": .numbers(truth.labels.map(\.bound.value)),
    ])
  }

  /// One line: what was painted and how much of it.
  public func writeLine<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let order = phantom.order
    let voxels = phantom.grid.shape.voxelCount
    let share =
      100 * Double(truth.labels.reduce(0) { $0 + $1.voxels }) / Double(voxels)
    let volume = FixedDecimal.string(truth.volume.value, decimals: 1)
    let analytic = FixedDecimal.string(truth.analytic.value, decimals: 1)
    try sink.write(
      "\(order.family.rawValue): \(order.shape.words) voxels of \(order.datatype.rawValue), "
        + "\(order.labels) labels, foreground \(FixedDecimal.string(share, decimals: 2)) %, "
        + "\(volume) mL painted, \(analytic) mL by formula\n")
  }
}

/// What `volumetry phantom --list` prints: a row a family, with its defaults.
public struct FamilyList: Sendable {
  private let head: DocumentHead
  private let phantoms: [Phantom]
  private let others: [(name: String, summary: String)]

  /// - Parameters:
  ///   - phantoms: of each family the one it gives unasked.
  ///   - others: phantoms that are no family.
  public init(
    head: DocumentHead, phantoms: [Phantom], others: [(name: String, summary: String)]
  ) {
    self.head = head
    self.phantoms = phantoms
    self.others = others
  }

  /// Writes the list.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    switch format {
    case .json, .jsonl:
      let rows =
        phantoms.map(Self.json) + others.map { ["name": .string($0), "what": .string($1)] }
      try JSONWriter(format == .json ? .pretty : .compact)
        .writeLine(head.document(["phantoms": .array(rows)]), to: &sink)
    case .csv, .tsv: try writeRows(format, to: &sink)
    case .table: try writeTable(to: &sink)
    }
  }

  private static func json(_ phantom: Phantom) -> JSONValue {
    let family = phantom.order.family
    return [
      "name": .string(family.rawValue), "what": .string(family.summary),
      "shape": .integers(phantom.order.shape.list),
      "spacing_mm": .numbers(phantom.order.spacing.list),
      "labels": .whole(phantom.order.labels),
      "labels_min": .whole(family.labelCounts.lowerBound),
      "labels_max": .whole(family.labelCounts.upperBound),
      "density": .number(phantom.expectedDensity),
      "density_min": .optional(family.densities?.lowerBound),
      "density_max": .optional(family.densities?.upperBound),
      "datatype": .string(phantom.order.datatype.rawValue), "seed": .whole(phantom.order.seed),
      "gzip_level": phantom.order.gzipLevel.map { .whole($0) } ?? .null,
    ]
  }

  private func writeRows<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    guard let notation = format.notation else { preconditionFailure("a delimited format") }
    let writer = DelimitedWriter(
      notation,
      columns: [
        "name", "shape", "spacing_mm", "labels", "density", "datatype", "gzip_level", "seed",
        "what",
      ])
    try writer.writeHeader(to: &sink)
    for phantom in phantoms {
      try writer.writeRow(
        [
          .text(phantom.order.family.rawValue), .text(phantom.order.shape.words),
          .text(phantom.order.spacing.words), .whole(phantom.order.labels),
          .number(phantom.expectedDensity), .text(phantom.order.datatype.rawValue),
          phantom.order.gzipLevel.map { .whole($0) } ?? .absent, .whole(phantom.order.seed),
          .text(phantom.order.family.summary),
        ], to: &sink)
    }
    for (name, what) in others {
      try writer.writeRow(
        [.text(name)] + [DelimitedField](repeating: .absent, count: 7) + [.text(what)],
        to: &sink)
    }
  }

  private func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    var table = TextTable([
      TextTable.Column("name"), TextTable.Column("voxels"),
      TextTable.Column("spacing", unit: "mm"),
      TextTable.Column("labels", alignment: .trailing),
      TextTable.Column("foreground", unit: "%", alignment: .trailing),
      TextTable.Column("type"), TextTable.Column("gzip", alignment: .trailing),
      TextTable.Column("seed", alignment: .trailing), TextTable.Column("what", maximumWidth: 30),
    ])
    for phantom in phantoms {
      let (order, counts) = (phantom.order, phantom.order.family.labelCounts)
      let range = counts.count == 1 ? "" : " (\(counts.lowerBound)-\(counts.upperBound))"
      table.append([
        order.family.rawValue, order.shape.words, order.spacing.words, "\(order.labels)\(range)",
        FixedDecimal.string(100 * phantom.expectedDensity, decimals: 1),
        order.datatype.rawValue, order.gzipLevel.map(String.init), "\(order.seed)",
        order.family.summary,
      ])
    }
    for (name, what) in others {
      table.append([name] + [String?](repeating: nil, count: 7) + [what])
    }
    try table.write(to: &sink)
  }
}

extension PhantomOrder {
  /// Nil for plain bytes.
  fileprivate var gzipLevel: Int? {
    if case .gzip(let gzip) = packing { gzip.level } else { nil }
  }

  /// Every field, so that the phantom can be made again.
  fileprivate var json: JSONValue {
    var members: [String: JSONValue] = [
      "family": .string(family.rawValue), "shape": .integers(shape.list),
      "spacing_mm": .numbers(spacing.list), "labels": .whole(labels),
      "density": .optional(density), "seed": .whole(seed),
      "datatype": .string(datatype.rawValue), "byte_order": .string(byteOrder.rawValue),
      "slope": .number(scaling.slope), "intercept": .number(scaling.intercept), "gzip": .null,
    ]
    if case .gzip(let gzip) = packing {
      members["gzip"] = [
        "level": .whole(gzip.level), "strategy": .string(gzip.strategy.rawValue),
        "members": .whole(gzip.members),
      ]
    }
    return .object(members)
  }
}

extension SIMD3 {
  fileprivate var list: [Scalar] { [x, y, z] }
  /// As the command line takes it: `512x512x400`.
  fileprivate var words: String { "\(x)x\(y)x\(z)" }
}
