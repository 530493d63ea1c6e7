public import VolumetryCore

/// What `volumetry compare` prints: every pair with its structures, then the cohort.
public struct ComparisonReport: DocumentReport, Sendable {
  /// Two files that were compared.
  public struct Pair: Sendable {
    public let caseName: String
    public let method: String
    public let reference: String
    public let prediction: String
    public let comparison: PairComparison
    /// What the labels are called.
    public let naming: LabelNaming
    /// What reading the two files said, each with its path.
    private let reading: [Notice]
    private let isOneFile: Bool
    private let absent: [ComparedStructure]

    /// - Parameters:
    ///   - scans: the reference and the prediction, as they were read.
    ///   - isOneFile: whether the two paths lead to one file.
    ///   - absent: what was asked for and has no voxel in either volume.
    public init(
      caseName: String, method: String, reference: String, prediction: String,
      comparison: PairComparison, scans: [ScanMeasurement], naming: LabelNaming,
      isOneFile: Bool = false, absent: [ComparedStructure] = []
    ) {
      self.caseName = caseName
      self.method = method
      self.reference = reference
      self.prediction = prediction
      self.comparison = comparison
      self.naming = naming
      reading = zip([reference, prediction], scans).flatMap { path, scan in
        scan.warnings.map(\.notice).map {
          Notice(code: $0.code, message: $0.message, path: path, figures: $0.figures)
        }
      }
      self.isOneFile = isOneFile
      self.absent = absent
    }

    /// The name of a structure: that of the set, else what the label is called.
    func name(_ structure: ComparedStructure) -> String? { naming.name(of: structure) }

    private var absence: [Notice] {
      guard !absent.isEmpty else { return [] }
      let words = absent.map(\.words).joined(separator: ", ")
      return [
        Notice(
          code: "W-LABEL-ABSENT",
          message: "no voxel of either volume has a label of: \(words)")
      ]
    }

    private static let oneFile = Notice(
      code: "W-SAME-FILE",
      message: "the reference and the prediction are one file; they cannot but agree")

    /// A comparison needs no names.
    private static let noNames = "W-NO-NAMES"

    /// What comparing and naming said.
    public var notices: [Notice] {
      reading + (isOneFile ? [Self.oneFile] : []) + absence
        + comparison.warnings.map {
          Notice(code: $0.code.rawValue, message: $0.message, figures: $0.figures)
        } + naming.notices.filter { $0.code != Self.noNames }
    }
  }

  let head: DocumentHead
  /// What is given of each structure, in the order of the columns.
  let metrics: [ComparisonMetric]
  let request: ComparisonRequest
  let pairs: [Pair]
  /// Of several cases or methods; nil for one pair.
  public let summary: CohortSummary?
  /// What was refused or had no partner.
  let failures: [Notice]

  /// - Parameters:
  ///   - pairs: in the order in which they are printed.
  ///   - summary: of the pairs, where there are several.
  public init(
    head: DocumentHead, request: ComparisonRequest, pairs: [Pair], summary: CohortSummary?,
    failures: [Notice]
  ) {
    self.head = head
    self.request = request
    self.summary = summary
    self.pairs = pairs
    self.failures = failures
    metrics = ComparisonMetric.table(request)
  }

  /// Writes the report in one of the layouts.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    guard format == .jsonl else { return try layOut(format, to: &sink) }
    let writer = JSONWriter(.compact)
    for pair in pairs { try writer.writeLine(head.document(["pair": json(pair)]), to: &sink) }
    for failure in failures {
      try writer.writeLine(head.document(["failure": failure.json]), to: &sink)
    }
    if let summary { try writer.writeLine(head.document(["summary": summary.json]), to: &sink) }
  }

  /// What was noticed, in the order of the pairs; what reading a file said stands once, however
  /// many predictions the file is compared with.
  public static func notices(of pairs: [Pair]) -> [(pair: Pair, notice: Notice)] {
    var told: Set<[String]> = []
    var notices: [(pair: Pair, notice: Notice)] = []
    for pair in pairs {
      for notice in pair.notices {
        if let path = notice.path, !told.insert([path, notice.code, notice.message]).inserted {
          continue
        }
        notices.append((pair, notice))
      }
    }
    return notices
  }

  /// What labels are called, by the first pair that says so.
  public static func names(_ pairs: [Pair]) -> [ComparedStructure: String] {
    var names: [ComparedStructure: String] = [:]
    for pair in pairs {
      for found in pair.comparison.structures where names[found.structure] == nil {
        names[found.structure] = pair.name(found.structure)
      }
    }
    return names
  }
}

// MARK: - JSON

extension ComparisonReport {
  var document: [String: JSONValue] {
    [
      "pairs": .array(pairs.map(json)), "failures": .array(failures.map(\.json)),
      "definitions": .array(metrics.map(\.json)),
      "options": [
        "metrics": .strings(
          MetricFamily.allCases.filter(request.families.contains).map(\.rawValue)),
        "tolerances_mm": .numbers(request.tolerances.map(\.value)),
        "compat": request.compat.map { $0.json(request) } ?? .null,
      ],
      "summary": summary?.json ?? .null,
    ]
  }

  func json(_ pair: Pair) -> JSONValue {
    [
      "case": .string(pair.caseName), "method": .string(pair.method),
      "reference": .string(pair.reference), "prediction": .string(pair.prediction),
      "labels": .array(pair.comparison.structures.map { json($0, pair) }),
      "label_source": pair.naming.source.json,
      "confusion": [
        "labels": .array(
          [.integer(Label.background.value)] + pair.comparison.structures.map(\.structure.json)),
        "counts": .array(pair.comparison.confusion.counts.map(JSONValue.integers)),
      ],
      "warnings": .array(pair.notices.map(\.json)),
    ]
  }

  private func json(_ found: StructureComparison, _ pair: Pair) -> JSONValue {
    var members: [String: JSONValue] = [
      "label": found.structure.json, "name": .optional(pair.name(found.structure)),
      "state": .string(found.state.rawValue),
      "reference_touches_edge": .boolean(found.referenceTouchesEdge),
      "prediction_touches_edge": .boolean(found.predictionTouchesEdge),
    ]
    if found.structure.name != nil {
      members["members"] = .string(found.structure.members.description)
    }
    for metric in metrics where metric.tolerance == nil {
      members[metric.id] = metric.json(found)
      if let margin = metric.margin { members["\(metric.id)_margin"] = .optional(margin(found)) }
    }
    let tolerant = metrics.filter { $0.tolerance != nil }
    if !tolerant.isEmpty {
      members["nsd"] = .array(
        tolerant.map {
          var entry: [String: JSONValue] = [
            "tolerance_mm": .optional($0.tolerance?.value), "value": $0.json(found),
          ]
          if let margin = $0.margin { entry["margin"] = .optional(margin(found)) }
          return .object(entry)
        })
    }
    if let lesions = found.lesions {
      members["lesions"] = lesions.json
      members["lesion_recall_by_size"] = .array(found.lesionSizes.map(\.json))
    }
    if let peer = found.peer { members["compat"] = peer.json }
    if let box = found.oversized {
      members["undefined"] = .object(
        Dictionary(uniqueKeysWithValues: box.familyNames.map { ($0, .string(OversizedBox.word)) }))
    }
    return .object(members)
  }
}

extension LabelNaming {
  /// The name of a structure: that of the set, else what the label is called.
  func name(of structure: ComparedStructure) -> String? {
    structure.name ?? structure.label.flatMap(name(of:))
  }
}

extension ComparedStructure {
  /// The number of a single label, the name of a set.
  var json: JSONValue { label.map { .integer($0.value) } ?? .optional(name) }

  /// As `json`, in a field.
  var field: DelimitedField { label.map { .integer($0.value) } ?? .optional(name) }
}

extension ComparisonMetric {
  /// The value, whole where it counts.
  func json(_ found: StructureComparison) -> JSONValue {
    guard let value = value(found) else { return .null }
    return isCount ? .integer(Int128(value)) : .number(value)
  }

  /// As `json`, and its margin, in fields.
  func fields(_ found: StructureComparison) -> [DelimitedField] {
    margin.map { [field(found), .optional($0(found))] } ?? [field(found)]
  }

  /// Columns of its own and of its margin.
  var columns: [String] { margin == nil ? [id] : [id, "\(id)_margin"] }

  private func field(_ found: StructureComparison) -> DelimitedField {
    guard let value = value(found) else { return .absent }
    return isCount ? .integer(Int128(value)) : .number(value)
  }

  /// Its row in the definitions.
  var json: JSONValue {
    [
      "id": .string(id), "title": .string(title), "unit": .optional(unit),
      "better": .string(better.rawValue), "family": .string(family.rawValue),
      "definition": .string(definition), "source": .optional(source),
    ]
  }
}

// MARK: - Delimited

extension ComparisonReport {
  var columns: [String] {
    ["case", "method", "reference", "prediction", "label", "name", "state"]
      + metrics.flatMap(\.columns)
      + (request.compat.map { $0.columns(request) } ?? []) + [
        "reference_touches_edge", "prediction_touches_edge", "warnings", "error",
      ]
  }

  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure) {
    for pair in pairs {
      let files: [DelimitedField] = [
        .foreign(pair.caseName), .foreign(pair.method), .text(pair.reference),
        .text(pair.prediction),
      ]
      let warnings = DelimitedField.text(pair.notices.map(\.code).joined(separator: ";"))
      if pair.comparison.structures.isEmpty {
        try writer.writeRow(files + absent(columns.count - 6) + [warnings, .absent], to: &sink)
      }
      for found in pair.comparison.structures {
        try writer.writeRow(
          files + [
            found.structure.field,
            pair.name(found.structure).map(DelimitedField.foreign) ?? .absent,
            .text(found.state.rawValue),
          ] + metrics.flatMap { $0.fields(found) }
            + (found.peer.map { $0.values.map(\.value.field) } ?? []) + [
              .boolean(found.referenceTouchesEdge), .boolean(found.predictionTouchesEdge), warnings,
              .absent,
            ], to: &sink)
      }
    }
    for failure in failures {
      try writer.writeRow(
        absent(3) + [.optional(failure.path)] + absent(columns.count - 5) + [.text(failure.code)],
        to: &sink)
    }
  }

  private func absent(_ count: Int) -> [DelimitedField] {
    [DelimitedField](repeating: .absent, count: count)
  }
}
