import VolumetryCore

/// One inspected file for people.
struct InspectTables {
  private let entry: InspectReport.Entry
  private let showsText: Bool

  init(_ entry: InspectReport.Entry, showsText: Bool) {
    self.entry = entry
    self.showsText = showsText
  }

  func write<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    try sink.write("\(DisplayWidth.printable(entry.path))\n")
    switch entry.outcome {
    case .failure(let error): try sink.write("  not inspected [\(error.code)]\n")
    case .success(let found):
      try sink.write("\(heading(found))\n\n")
      try readings(found).write(to: &sink)
      for line in verdict(found) { try sink.write("\(line)\n") }
      try sink.write("\n")
      try fields(found).write(to: &sink)
      try writeTexts(found, to: &sink)
      for sidecar in entry.sidecars {
        try sink.write(
          "beside it: \(DisplayWidth.printable(sidecar.path)), \(sidecar.bytes) bytes\n")
      }
      if !found.options.words.isEmpty { try sink.write("options: \(found.options.words)\n") }
      try writeNames(found, to: &sink)
      for notice in found.warnings.map(\.notice) + entry.naming.notices {
        try sink.write(DisplayWidth.printable("\(notice.code): \(notice.message)") + "\n")
      }
    }
  }

  /// The names that the first source has, of labels that occur; of all where none were counted.
  private func writeNames<Sink: TextSink>(
    _ found: Inspection, to sink: inout Sink
  ) throws(Sink.Failure) {
    let (table, source) = (entry.naming.table, entry.naming.source)
    guard !table.entries.isEmpty else { return }
    let occurring = found.labels.map { Set($0) }
    let heading = "\(table.entries.count) label names \(source.words)"
    try sink.write(
      "\n\(DisplayWidth.printable(heading))\(occurring == nil ? "" : "; of labels that occur"):\n")
    var rows = TextTable([
      TextTable.Column("label", alignment: .trailing), TextTable.Column("name"),
    ])
    for item in table.entries where occurring?.contains(item.label) ?? true {
      rows.append([item.label.description, item.name])
    }
    try rows.write(to: &sink)
  }

  private func heading(_ found: Inspection) -> String {
    let gzip = found.gzip.map { "gzip of \($0.members) member(s)" } ?? "not compressed"
    let type = found.header.whole("datatype").map(Datatype.name(ofCode:)) ?? "unknown type"
    return "\(found.header.format.rawValue), \(found.header.byteOrder), \(type), \(gzip)"
  }

  // MARK: Geometry

  private func readings(_ found: Inspection) -> TextTable {
    var table = TextTable([
      TextTable.Column("reading"), TextTable.Column("code"),
      TextTable.Column("voxel", unit: "mm3", alignment: .trailing),
      TextTable.Column("labelled", unit: "mL", alignment: .trailing),
      TextTable.Column("differs", unit: "%", alignment: .trailing),
      TextTable.Column("spacing", unit: "mm", alignment: .trailing),
      TextTable.Column("runs to"),
      TextTable.Column("field of view", unit: "mm", alignment: .trailing),
      TextTable.Column("used"),
    ])
    for source in GeometrySource.allCases {
      let candidate = found.candidates.first { $0.source == source }
      let code = found.header.code(of: source).map { "\($0) \(HeaderWords.transform($0))" }
      table.append([
        source.rawValue, code,
        candidate.map { FixedDecimal.string($0.voxelVolume.value, significant: 5) },
        candidate.flatMap(found.labelledVolume).map {
          FixedDecimal.string($0.value, decimals: 2)
        },
        candidate.flatMap(found.differencePercent).map { FixedDecimal.signed($0, decimals: 2) },
        candidate.map { Self.numbers($0.spacing.map(\.value)) },
        candidate?.orientation,
        candidate.flatMap { candidate in
          found.shape.map { Self.numbers(candidate.fieldOfView(of: $0).map(\.value)) }
        },
        found.grid?.source == source ? "yes" : "no",
      ])
    }
    return table
  }

  private static func numbers(_ values: [Double]) -> String {
    values.map { FixedDecimal.string($0, significant: 4) }.joined(separator: " x ")
  }

  /// What measuring would say, and what is known of the voxels.
  private func verdict(_ found: Inspection) -> [String] {
    var lines: [String] = []
    if let refusal = found.refusal {
      lines.append("measure refuses it: \(refusal.message) [\(refusal.code)]")
    }
    if found.grid == nil, let reference = found.reference {
      lines.append("no reading is accepted; differences are from the \(reference.source.rawValue)")
    }
    if let damage = found.damage, damage != found.refusal {
      lines.append("damaged: \(damage.message) [\(damage.code)]")
    }
    if let voxels = found.labelledVoxels, let labels = found.labels {
      lines.append("\(voxels) voxels carry a label, of \(labels.count) labels")
    }
    if found.isReadToItsEnd { lines.append("read to its last byte") }
    return lines
  }

  // MARK: Fields

  private func fields(_ found: Inspection) -> TextTable {
    var table = TextTable([
      TextTable.Column("field"), TextTable.Column("value", maximumWidth: 100),
    ])
    for (name, value, shown) in found.header.numbers {
      table.append([name, value.words(first: showsText ? nil : shown)])
    }
    for (name, words) in found.header.meanings { table.append(["\(name) means", words]) }
    return table
  }

  private func writeTexts<Sink: TextSink>(
    _ found: Inspection, to sink: inout Sink
  ) throws(Sink.Failure) {
    let extensions = found.extensions.map {
      FreeText(
        kind: .extension, field: "\($0.code) \($0.owner)", bytes: $0.size, content: $0.content)
    }
    let texts = found.header.texts + extensions + (found.gzip?.texts ?? [])
    guard !texts.isEmpty else {
      try sink.write("no text fields, extensions or gzip names\n")
      return
    }
    try sink.write("\n")
    try FreeText.table(texts, showsText: showsText).write(to: &sink)
    if !showsText { try sink.write("--show-text shows what they say\n") }
  }
}

extension Figure {
  /// The number or numbers in full; "set" for those behind the first so many.
  func words(first shown: Int?) -> String {
    let words =
      switch self {
      case .whole(let value): [String(value)]
      case .number(let value): ["\(value)"]
      case .wholes(let values): values.map { String($0) }
      case .numbers(let values): values.map { "\($0)" }
      }
    let hidden = words.count - (shown ?? words.count)
    return (words.dropLast(hidden) + (hidden > 0 ? ["set"] : [])).joined(separator: " ")
  }

  /// The number or numbers; null for those behind the first so many.
  func json(first shown: Int?) -> JSONValue {
    guard let shown else { return json }
    switch json {
    case .array(let values):
      return .array(values.prefix(shown) + values.dropFirst(shown).map { _ in .null })
    case let value: return shown > 0 ? value : .null
    }
  }
}
