public import VolumetryCore

/// What `volumetry labels show` prints: one table, a row a label.
public struct LabelTableReport: Sendable {
  private let head: DocumentHead
  private let table: LabelTable
  private let about: LabelTableSummary
  private let from: LabelSource

  public init(
    head: DocumentHead, table: LabelTable, about: LabelTableSummary, from: LabelSource
  ) {
    self.head = head
    self.table = table
    self.about = about
    self.from = from
  }

  /// Writes the table; `format` is not `jsonl`.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    switch format {
    case .json, .jsonl:
      try JSONWriter(format == .json ? .pretty : .compact).writeLine(document, to: &sink)
    case .csv, .tsv: try writeRows(format, to: &sink)
    case .table: try writeTable(to: &sink)
    }
  }

  private var document: JSONValue {
    let rows = table.entries.map { entry -> JSONValue in
      [
        "label": .integer(entry.label.value), "name": .string(entry.name),
        "role": .optional(entry.role?.rawValue),
      ]
    }
    return head.document([
      "label_source": from.json, "labels": .array(rows), "table": about.json,
    ])
  }

  private func writeRows<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    guard let notation = format.notation else { preconditionFailure("a delimited format") }
    let writer = DelimitedWriter(notation, columns: ["label", "name", "role", "label_source"])
    try writer.writeHeader(to: &sink)
    for entry in table.entries {
      try writer.writeRow(
        [
          .integer(entry.label.value), .text(entry.name), .optional(entry.role?.rawValue),
          .text(from.field),
        ], to: &sink)
    }
  }

  private func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let title = [about.id, about.title].compactMap { $0 }.joined(separator: ": ")
    if !title.isEmpty { try sink.write(DisplayWidth.printable(title) + "\n") }
    try sink.write(DisplayWidth.printable("names: \(from.words)") + "\n")
    if let source = about.source { try sink.write(source.lines + "\n") }
    var text = TextTable([
      TextTable.Column("label", alignment: .trailing), TextTable.Column("name", maximumWidth: 50),
      TextTable.Column("role"),
    ])
    for entry in table.entries {
      text.append([entry.label.description, entry.name, entry.role?.rawValue])
    }
    try text.write(to: &sink)
  }
}

/// What a table says of itself; nil where it says nothing.
public struct LabelTableSummary: Sendable {
  public let id: String?
  public let title: String?
  public let source: Source?
  /// How many labels it names.
  public let classes: Int

  public init(id: String?, title: String?, source: Source?, classes: Int) {
    self.id = id
    self.title = title
    self.source = source
    self.classes = classes
  }

  var json: JSONValue {
    var members: [String: JSONValue] = [
      "id": .optional(id), "title": .optional(title), "classes": .whole(classes), "source": .null,
    ]
    if let source {
      members["source"] = [
        "citation": .string(source.citation), "identifier": .optional(source.identifier),
        "evidence": .string(source.evidence.rawValue),
      ]
    }
    return .object(members)
  }
}

/// What `volumetry labels list` prints: one row a table that ships with the program.
public struct LabelTableList: Sendable {
  private let head: DocumentHead
  private let tables: [LabelTableSummary]

  public init(head: DocumentHead, tables: [LabelTableSummary]) {
    self.head = head
    self.tables = tables
  }

  /// Writes the list.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    switch format {
    case .json, .jsonl:
      let document = head.document(["tables": .array(tables.map(\.json))])
      try JSONWriter(format == .json ? .pretty : .compact).writeLine(document, to: &sink)
    case .csv, .tsv: try writeRows(format, to: &sink)
    case .table: try writeTable(to: &sink)
    }
  }

  private func writeRows<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    guard let notation = format.notation else { preconditionFailure("a delimited format") }
    let writer = DelimitedWriter(
      notation, columns: ["id", "title", "classes", "source", "identifier", "evidence"])
    try writer.writeHeader(to: &sink)
    for table in tables {
      try writer.writeRow(
        [
          .optional(table.id), .optional(table.title), .whole(table.classes),
          .optional(table.source?.citation), .optional(table.source?.identifier),
          .optional(table.source?.evidence.rawValue),
        ], to: &sink)
    }
  }

  private func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    var text = TextTable([
      TextTable.Column("id"), TextTable.Column("title", maximumWidth: 30),
      TextTable.Column("classes", alignment: .trailing),
      TextTable.Column("source", maximumWidth: 60),
    ])
    for table in tables {
      text.append([
        table.id, table.title, String(table.classes),
        table.source.map { "\($0.citation) [\($0.evidence.rawValue)]" },
      ])
    }
    try text.write(to: &sink)
  }
}

extension Source {
  /// Citation, identifier and evidence in lines of at most 80 columns.
  fileprivate var lines: String {
    let parts = [citation, identifier, "[\(evidence.rawValue)]"].compactMap { $0 }
    return TextWrap.lines("source: " + parts.joined(separator: "; "), width: 80, indent: 2)
      .joined(separator: "\n")
  }
}
