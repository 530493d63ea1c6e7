public import VolumetryCore

/// What `volumetry conformance` prints: one file after the other, then how many were right.
public struct ConformanceReport: Sendable {
  /// One file and what came of it; absent where there was no file to check.
  public struct Entry: Sendable {
    /// The path as it was opened.
    public let path: String
    public let name: String
    public let outcome: Result<TruthCheck, VolumeError>

    public init(path: String, name: String, outcome: Result<TruthCheck, VolumeError>) {
      self.path = path
      self.name = name
      self.outcome = outcome
    }
  }

  private let head: DocumentHead
  private let format: OutputFormat
  private let checks: [(path: String, check: TruthCheck)]
  private let absent: [(path: String, error: VolumeError)]

  /// The entries in the order in which they are printed.
  public init(_ entries: [Entry], head: DocumentHead, format: OutputFormat) {
    self.head = head
    self.format = format
    var checks: [(String, TruthCheck)] = []
    var absent: [(String, VolumeError)] = []
    for entry in entries {
      switch entry.outcome {
      case .success(let check): checks.append((entry.path, check))
      case .failure(let error): absent.append((entry.path, error))
      }
    }
    self.checks = checks
    self.absent = absent
  }

  /// Writes the whole report.
  public func write<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    switch format {
    case .json, .jsonl: try writeJSON(to: &sink)
    case .csv, .tsv: try writeRows(to: &sink)
    case .table: try writeTable(to: &sink)
    }
  }

  /// `102 files: 71 right, 31 refused as they must be, 0 wrong`.
  private var summary: String {
    let files = checks.count == 1 ? "1 file" : "\(checks.count) files"
    let missing = absent.isEmpty ? "" : ", \(absent.count) absent"
    return "\(files): \(count("right")) right, \(count("refused")) refused as they must be, "
      + "\(count("wrong")) wrong\(missing)"
  }

  private func count(_ word: String) -> Int {
    checks.count { $0.check.judgement.word == word }
  }

  // MARK: JSON

  private func writeJSON<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let document = head.document([
      "files": .array(checks.map { json($0.check, $0.path) }),
      "summary": [
        "right": .whole(count("right")), "refused": .whole(count("refused")),
        "wrong": .whole(count("wrong")),
      ],
      "failures": .array(
        absent.map { Notice(code: $0.error.code, message: $0.error.message, path: $0.path).json }),
    ])
    try JSONWriter(.pretty).writeLine(document, to: &sink)
  }

  private func json(_ check: TruthCheck, _ path: String) -> JSONValue {
    [
      "name": .string(check.file.name), "path": .string(path),
      "verdict": .string(check.judgement.word),
      "expected_mm3": Self.json(check.file.truth.volumes),
      "found_mm3": Self.json(check.volumes),
      "code": .optional(check.refusal?.code), "message": .optional(check.message),
      "note": .optional(check.file.note),
    ]
  }

  private static func json(_ volumes: [Label: CubicMillimetres]?) -> JSONValue {
    guard let volumes else { return nil }
    return .object(
      Dictionary(
        uniqueKeysWithValues: volumes.map { ($0.key.description, .number($0.value.value)) }))
  }

  // MARK: Delimited

  private static let columns = [
    "path", "name", "verdict", "expected_mm3", "found_mm3", "code", "message", "note",
  ]

  private func writeRows<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    guard let notation = format.notation else { preconditionFailure("a delimited format") }
    let writer = DelimitedWriter(notation, columns: Self.columns)
    try writer.writeHeader(to: &sink)
    for (path, check) in checks {
      try writer.writeRow(
        [
          .text(path), .text(check.file.name), .text(check.judgement.word),
          .optional(check.file.truth.volumes.map { Self.list($0) { "\($0)" } }),
          .optional(check.volumes.map { Self.list($0) { "\($0)" } }),
          .optional(check.refusal?.code), .optional(check.message), .optional(check.file.note),
        ], to: &sink)
    }
    for (path, error) in absent {
      try writer.writeRow(
        [
          .text(path), .absent, .absent, .absent, .absent, .text(error.code),
          .text(error.message), .absent,
        ], to: &sink)
    }
  }

  /// `1: 900; 2: 288`, ascending by label.
  private static func list(
    _ volumes: [Label: CubicMillimetres], _ text: (Double) -> String
  ) -> String {
    volumes.sorted { $0.key < $1.key }.map { "\($0.key): \(text($0.value.value))" }
      .joined(separator: "; ")
  }

  // MARK: Table

  private func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    var table = TextTable([
      TextTable.Column("file"), TextTable.Column("verdict"),
      TextTable.Column("found: label and mm³"), TextTable.Column("note"),
    ])
    for (path, check) in checks {
      table.append([path, check.judgement.word, Self.words(check), check.file.note])
    }
    for (path, error) in absent { table.append([path, nil, error.code, error.message]) }
    try table.write(to: &sink)
    for (path, check) in checks {
      guard case .wrong = check.judgement, let message = check.message else { continue }
      try sink.write("\(DisplayWidth.printable(path)): wrong: \(message)\n")
    }
    try sink.write("\(summary)\n")
  }

  private static func words(_ check: TruthCheck) -> String {
    if let refusal = check.refusal { return refusal.code }
    guard let volumes = check.volumes, !volumes.isEmpty else { return "no label" }
    return list(volumes) { FixedDecimal.string($0, significant: 6) }
  }
}

extension TruthCheck.Judgement {
  /// One word for machines.
  var word: String {
    switch self {
    case .right: "right"
    case .refused: "refused"
    case .wrong: "wrong"
    }
  }
}

extension TruthCheck {
  var volumes: [Label: CubicMillimetres]? {
    if case .success(let volumes) = found { return volumes }
    return nil
  }

  var refusal: VolumeError? {
    if case .failure(let error) = found { return error }
    return nil
  }

  /// Why it is wrong, why it was refused, or both.
  var message: String? {
    let reason: String? = if case .wrong(let reason) = judgement { reason } else { nil }
    let parts = [reason, refusal?.message].compactMap { $0 }
    return parts.isEmpty ? nil : parts.joined(separator: ": ")
  }
}

extension KnownFile.Truth {
  var volumes: [Label: CubicMillimetres]? {
    if case .volumes(let volumes) = self { return volumes }
    return nil
  }
}
