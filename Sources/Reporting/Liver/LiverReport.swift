public import Readiness
public import VolumetryCore

/// What `volumetry liver` prints: volumes and ratios of each scan, in the order given.
public struct LiverReport: Sendable {
  /// One scan, measured.
  public struct Scan: Sendable {
    public let volumes: LiverVolumes
    public let ratios: LiverRatios
    /// What the user said of the files.
    public let options: ReadingOptions
    /// What reading the files and the label sets said.
    public let warnings: [Notice]

    public init(
      volumes: LiverVolumes, ratios: LiverRatios, options: ReadingOptions, warnings: [Notice]
    ) {
      self.volumes = volumes
      self.ratios = ratios
      self.options = options
      self.warnings = warnings
    }

    /// Volumes and ratios that are bounds, by key.
    var bounds: [String: Bound] { volumes.bounds.merging(ratios.bounds) { own, _ in own } }
  }

  /// One scan by the name it was given, and what came of it.
  public struct Entry: Sendable {
    /// The file, or the liver file where there is one file a role.
    public let path: String
    /// One file a role; empty for one label map.
    public let files: [String: String]
    /// The label set of each role, as it was given or as a label table states it.
    public let labels: [String: String]
    /// The label table that stated what was not given; nil without one.
    public let labelSource: LabelSource?
    public let outcome: Result<Scan, Refusal>

    public init(
      path: String, files: [String: String], labels: [String: String],
      labelSource: LabelSource? = nil, outcome: Result<Scan, Refusal>
    ) {
      self.path = path
      self.files = files
      self.labels = labels
      self.labelSource = labelSource
      self.outcome = outcome
    }
  }

  /// Why a scan was refused.
  public struct Refusal: Error, Hashable, Sendable {
    public let notice: Notice
    /// Whether a file is absent rather than bad.
    public let isAbsence: Bool

    public init(notice: Notice, isAbsence: Bool) {
      self.notice = notice
      self.isAbsence = isAbsence
    }
  }

  private let head: DocumentHead
  private let format: OutputFormat
  private let body: BodyEstimate
  private let density: GramsPerMillilitre

  public init(
    head: DocumentHead, format: OutputFormat, body: BodyEstimate, density: GramsPerMillilitre
  ) {
    self.head = head
    self.format = format
    self.body = body
    self.density = density
  }

  /// Writes all scans.
  public func write<Sink: TextSink>(
    _ entries: [Entry], to sink: inout Sink
  ) throws(Sink.Failure) {
    switch format {
    case .json:
      try JSONWriter(.pretty).writeLine(head.document(document(entries)), to: &sink)
    case .jsonl:
      for entry in entries {
        try JSONWriter(.compact).writeLine(head.document(line(entry)), to: &sink)
      }
    case .csv, .tsv: try writeRows(entries, to: &sink)
    case .table: try writeTable(entries, to: &sink)
    }
  }

  // MARK: JSON

  private func document(_ entries: [Entry]) -> [String: JSONValue] {
    var scans: [JSONValue] = []
    var failures: [JSONValue] = []
    for entry in entries {
      switch entry.outcome {
      case .success(let scan): scans.append(json(scan, entry))
      case .failure(let refusal): failures.append(refusal.notice.json)
      }
    }
    return ["scans": .array(scans), "failures": .array(failures)]
  }

  private func line(_ entry: Entry) -> [String: JSONValue] {
    switch entry.outcome {
    case .success(let scan): ["scan": json(scan, entry)]
    case .failure(let refusal): ["failure": refusal.notice.json]
    }
  }

  private func json(_ scan: Scan, _ entry: Entry) -> JSONValue {
    [
      "path": .string(entry.path),
      "files": .object(entry.files.mapValues { .string($0) }),
      "labels": .object(entry.labels.mapValues { .string($0) }),
      "label_source": entry.labelSource?.json ?? .null,
      "volumes_ml": scan.volumes.json,
      "segments": scan.volumes.segmentsJSON,
      "resected_ml": .optional(scan.volumes.resected?.value),
      "special_ml": LabelPolicyReport.special(scan.volumes),
      "checks": LabelPolicyReport.checks(scan.volumes),
      "policy": LabelPolicyReport.json,
      "bounds": Bound.json(scan.bounds.merging(scan.ratios.resectedBounds) { own, _ in own }),
      "options": scan.options.json,
      "ratios": scan.ratios.json(withSD: false),
      "telv": estimate.json,
      "density_g_per_ml": .number(density.value),
      "warnings": .array(warnings(scan).map(\.json)),
    ]
  }

  private var estimate: EstimateJSON {
    EstimateJSON(
      formula: body.formula, bodySurfaceAreaFormula: body.bodySurfaceAreaFormula,
      estimate: body.estimate)
  }

  /// Everything to be said about a scan: its files, its label sets, the formula, what is undefined.
  public func warnings(_ scan: Scan) -> [Notice] {
    var notices = scan.warnings + scan.volumes.warnings.map(\.notice)
    notices += body.warnings.map(\.notice)
    if body.estimate != nil { notices += body.thresholdWarnings.map(\.notice) }
    if let reason = body.reason { notices.append(Notice(code: "W-TELV", message: reason)) }
    return notices + scan.ratios.notices
  }

  // MARK: Delimited

  private static let columns = [
    "path", "tlv_ml", "tumour_ml", "tflv_ml", "flr_ml", "flr_tumour_ml", "flr_tlv_pct",
    "flr_tflv_pct", "sflr_pct", "flr_bw_pct", "denominator_timepoint", "telv_formula",
    "bsa_formula", "bsa_m2", "telv_ml", "density_g_per_ml", "labels", "label_source", "bounds",
    "options", "warnings",
    "error",
  ]

  private func writeRows<Sink: TextSink>(
    _ entries: [Entry], to sink: inout Sink
  ) throws(Sink.Failure) {
    guard let notation = format.notation else { preconditionFailure("a delimited format") }
    let writer = DelimitedWriter(notation, columns: Self.columns)
    try writer.writeHeader(to: &sink)
    for entry in entries {
      switch entry.outcome {
      case .success(let scan): try writer.writeRow(fields(scan, entry), to: &sink)
      case .failure(let refusal):
        let absent = [DelimitedField](repeating: .absent, count: Self.columns.count - 2)
        try writer.writeRow(
          [.text(entry.path)] + absent + [.text(refusal.notice.code)], to: &sink)
      }
    }
  }

  private func fields(_ scan: Scan, _ entry: Entry) -> [DelimitedField] {
    let (volumes, ratios) = (scan.volumes, scan.ratios)
    let numbers: [DelimitedField] = [
      .number(volumes.tlv.value), .optional(volumes.tumour?.value),
      .optional(volumes.tflv?.value), .optional(volumes.flr?.value),
      .optional(volumes.flrTumour?.value), .optional(ratios.flrTLVPercent?.value),
      .optional(ratios.flrTFLVPercent?.value), .optional(ratios.sflrPercent?.value),
      .optional(ratios.flrBWPercent?.value),
    ]
    let choices: [DelimitedField] = [
      .text(ratios.denominatorTimepoint.rawValue), .text(body.formula.id),
      .optional(body.bodySurfaceAreaFormula?.id),
      .optional(body.estimate?.bodySurfaceArea?.value), .optional(body.estimate?.telv.value),
      .number(density.value),
    ]
    let codes = warnings(scan).map(\.code).joined(separator: ";")
    let bounds = scan.bounds.map { "\($0)=\($1.rawValue)" }.sorted().joined(separator: ";")
    let labels = entry.labels.map { "\($0)=\($1)" }.sorted().joined(separator: ";")
    let source = DelimitedField.optional(entry.labelSource?.field)
    return [.text(entry.path)] + numbers + choices
      + [.text(labels), source, .text(bounds), .text(scan.options.words), .text(codes), .absent]
  }

  // MARK: Table

  private func writeTable<Sink: TextSink>(
    _ entries: [Entry], to sink: inout Sink
  ) throws(Sink.Failure) {
    for (index, entry) in entries.enumerated() {
      if index > 0 { try sink.write("\n") }
      try sink.write(DisplayWidth.printable(entry.path) + "\n")
      switch entry.outcome {
      case .failure(let refusal): try sink.write("  not measured [\(refusal.notice.code)]\n")
      case .success(let scan): try writeScan(scan, entry, to: &sink)
      }
    }
    let area = body.bodySurfaceAreaFormula.map { " with BSA by \($0.id)" } ?? ""
    let telv =
      body.estimate.map {
        "TELV \(FixedDecimal.string($0.telv.value, decimals: 1)) mL by \($0.formula.id)\(area)"
      } ?? "TELV unknown (\(body.formula.id)): \(body.reason ?? "")"
    let formula = body.formula
    try sink.write(
      "\n\(telv)\n  \(formula.equationText); \(formula.population.text); "
        + "\(formula.source.words)\nFLR/BW with density \(density.value) g/mL\n"
        + LabelPolicyReport.words + "\n")
  }

  private func writeScan<Sink: TextSink>(
    _ scan: Scan, _ entry: Entry, to sink: inout Sink
  ) throws(Sink.Failure) {
    var table = TextTable([
      TextTable.Column("quantity"), TextTable.Column("value", alignment: .trailing),
      TextTable.Column("unit"), TextTable.Column("is"),
    ])
    for row in rows(scan, entry) {
      table.append([row.name, row.value, row.value == nil ? nil : row.unit, row.meaning])
    }
    try table.write(to: &sink)
    if let source = entry.labelSource {
      try sink.write(DisplayWidth.printable("roles not given as options: \(source.words)") + "\n")
    }
    if !scan.options.words.isEmpty { try sink.write("options: \(scan.options.words)\n") }
    for notice in warnings(scan) where notice.code != "W-TELV" {
      try sink.write("\(notice.code): \(notice.message)\n")
    }
  }

  private struct Row {
    let name: String
    let value: String?
    let unit: String
    let meaning: String
  }

  private func rows(_ scan: Scan, _ entry: Entry) -> [Row] {
    let bounds = scan.bounds
    func row(_ name: String, _ key: String, _ value: String?, _ unit: String, _ meaning: String)
      -> Row
    {
      guard let value, let bound = bounds[key] else {
        return Row(name: name, value: value, unit: unit, meaning: meaning)
      }
      return Row(
        name: name, value: "\(bound.sign) \(value)", unit: unit,
        meaning: "\(meaning); \(bound.words)")
    }
    func volume(
      _ name: String, _ key: String, _ value: Millilitres?, _ meaning: String
    ) -> Row {
      row(name, key, value.map { FixedDecimal.string($0.value, decimals: 1) }, "mL", meaning)
    }
    func ratio(
      _ name: String, _ key: String, _ value: UncertainValue?, _ decimals: Int, _ meaning: String
    ) -> Row {
      row(name, key, value.map { FixedDecimal.string($0.value, decimals: decimals) }, "%", meaning)
    }
    func labels(_ role: String) -> String { entry.labels[role].map { ", labels \($0)" } ?? "" }
    let (volumes, ratios) = (scan.volumes, scan.ratios)
    let net = volumes.tumour == nil ? "gross of unknown tumour" : "net of tumour"
    let scanOf = ratios.denominatorTimepoint == .sameScan ? "" : " of the first scan"
    return [
      volume(
        "TLV", "tlv", volumes.tlv,
        "total liver volume: liver, tumour and FLR together\(labels("liver"))"),
      volume("tumour", "tumour", volumes.tumour, "in the liver\(labels("tumour"))"),
      volume("TFLV", "tflv", volumes.tflv, "total functional liver volume: TLV - tumour"),
      volume("FLR", "flr", volumes.flr, "future liver remnant, \(net)\(labels("flr"))"),
      volume("resected", "resected", volumes.resected, "working liver that is not FLR"),
      volume("FLR tumour", "flr_tumour", volumes.flrTumour, "tumour inside the remnant"),
      ratio("FLR/TLV", "flr_tlv_pct", ratios.flrTLVPercent, 2, "of TLV\(scanOf)"),
      ratio("FLR/TFLV", "flr_tflv_pct", ratios.flrTFLVPercent, 2, "of TFLV\(scanOf)"),
      ratio(
        "sFLR", "sflr_pct", ratios.sflrPercent, 2, "of TELV, the volume estimated from body size"),
      ratio("FLR/BW", "flr_bw_pct", ratios.flrBWPercent, 3, "of body weight: 0.5 % is 5 g per kg"),
    ]
  }
}
