public import VolumetryCore

/// What `volumetry phi-check` prints: where in each file something stands that may name a person.
///
/// What stands there is written only where `showsText` is true.
public struct FreeTextReport: Sendable {
  /// One file as it was named, what was found, and why it could not be looked through to its end.
  public struct Entry: Sendable {
    public let path: String
    public let findings: [FreeText]
    public let failure: VolumeError?

    public init(path: String, findings: [FreeText], failure: VolumeError?) {
      self.path = path
      self.findings = findings
      self.failure = failure
    }
  }

  /// What this check does not see; every layout says so.
  public static let limits =
    "No finding is no proof: names in the voxels (burnt-in text, a face), in names of labels, "
    + "and in folder names are not looked for."

  private let head: DocumentHead
  private let format: OutputFormat
  private let showsText: Bool
  private var files: [JSONValue] = []
  private var failures: [JSONValue] = []
  private var isFirst = true

  /// - Parameters:
  ///   - format: any but `jsonl`.
  ///   - showsText: whether texts from the file are repeated.
  public init(head: DocumentHead, format: OutputFormat, showsText: Bool) {
    precondition(format != .jsonl, "one document")
    self.head = head
    self.format = format
    self.showsText = showsText
  }

  /// Adds the next file. Formats that stream are written at once.
  public mutating func add<Sink: TextSink>(
    _ entry: Entry, to sink: inout Sink
  ) throws(Sink.Failure) {
    switch format {
    case .json, .jsonl:
      files.append([
        "path": .string(entry.path),
        "findings": .array(entry.findings.map { $0.json(showsText: showsText) }),
        "checked_to_its_end": .boolean(entry.failure == nil),
      ])
      if let failure = entry.failure { failures.append(failure.notice(path: entry.path).json) }
    case .csv, .tsv: try writeRows(entry, to: &sink)
    case .table: try writeTable(entry, to: &sink)
    }
    isFirst = false
  }

  /// Ends the report.
  public func finish<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    switch format {
    case .table: try sink.write("\n\(Self.limits)\n")
    case .json, .jsonl:
      let document = head.document([
        "files": .array(files), "failures": .array(failures), "limits": .string(Self.limits),
      ])
      try JSONWriter(.pretty).writeLine(document, to: &sink)
    case .csv, .tsv: break
    }
  }

  private func writeTable<Sink: TextSink>(
    _ entry: Entry, to sink: inout Sink
  ) throws(Sink.Failure) {
    if !isFirst { try sink.write("\n") }
    try sink.write("\(DisplayWidth.printable(entry.path))\n")
    if !entry.findings.isEmpty {
      try FreeText.table(entry.findings, showsText: showsText).write(to: &sink)
    }
    if let failure = entry.failure {
      try sink.write("not checked to its end: \(failure.message) [\(failure.code)]\n")
    } else if entry.findings.isEmpty {
      try sink.write("nothing found\n")
    }
  }

  /// A file without findings has a row too: nothing that was asked for is missing from the table.
  private func writeRows<Sink: TextSink>(
    _ entry: Entry, to sink: inout Sink
  ) throws(Sink.Failure) {
    guard let notation = format.notation else { preconditionFailure("a delimited format") }
    let columns = ["path", "kind", "field", "bytes"] + (showsText ? ["text"] : []) + ["error"]
    let writer = DelimitedWriter(notation, columns: columns)
    if isFirst { try writer.writeHeader(to: &sink) }
    for finding in entry.findings {
      var row: [DelimitedField] = [
        .text(entry.path), .text(finding.kind.rawValue), .text(finding.field),
        .optional(finding.bytes),
      ]
      if showsText { row.append(.optional(finding.text.map(DisplayWidth.printable))) }
      try writer.writeRow(row + [.absent], to: &sink)
    }
    guard entry.findings.isEmpty || entry.failure != nil else { return }
    let gap = [DelimitedField](repeating: .absent, count: columns.count - 2)
    try writer.writeRow(
      [.text(entry.path)] + gap + [.optional(entry.failure?.code)], to: &sink)
  }
}
