public import Readiness
import VolumetryCore

/// What `volumetry scores` prints: each score with its inputs, and what the others lack.
public struct ScoresReport: Sendable, DocumentReport {
  let head: DocumentHead
  private let record: Case
  private let sheet: ScoreSheet
  /// What reading the record and the scans said.
  public let warnings: [Notice]

  /// - Parameter warnings: what reading the record and the scans said.
  public init(head: DocumentHead, record: Case, sheet: ScoreSheet, warnings: [Notice]) {
    self.head = head
    self.record = record
    self.sheet = sheet
    // No score reads the tumour inside the FLR, so that it cannot be known is no news here.
    self.warnings = warnings.filter { $0.code != "W-FLR-TUMOUR-UNKNOWN" }
  }

  /// Writes the report in one of the layouts.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    try layOut(format, to: &sink)
  }

  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    for line in lines { try sink.write(line + "\n") }
  }

  var document: [String: JSONValue] {
    [
      "case": .optional(record.id),
      "decision_date": .optional(record.decision?.date?.description),
      "stage_1_date": .optional(record.stageOneDate?.description),
      "windows": ScoreSheet.ages.json,
      "scores": .array(sheet.entries.map(\.json)),
      "warnings": .array(warnings.map(\.json)),
    ]
  }

  // MARK: Delimited

  var columns: [String] { Self.columnNames }

  private static let columnNames = [
    "case", "id", "window", "value", "unit", "raw", "band", "inputs", "assumed", "derived",
    "observed_on", "missing", "reasons", "evidence", "source", "warnings",
  ]

  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure) {
    let codes = warnings.codes.joined(separator: ";")
    func list(_ inputs: [ScoreInput]) -> DelimitedField {
      .text(inputs.map { "\($0.key)=\(plain($0.value))" }.joined(separator: ";"))
    }
    for entry in sheet.entries {
      try writer.writeRow(
        [
          .optional(record.id), .text(entry.definition.id.rawValue), .text(entry.window.rawValue),
          entry.value?.field ?? .absent, .optional(entry.definition.unit), .optional(entry.raw),
          .optional(entry.meaning), list(entry.inputs),
          .text(entry.inputs.filter(\.isAssumed).map(\.key).joined(separator: ";")),
          list(entry.derived), .optional(entry.observedOn?.description),
          .text(entry.missing.joined(separator: ";")),
          .text(entry.reasons.map(\.word).joined(separator: ";")),
          .text(entry.evidence.rawValue), .text(entry.definition.source.words), .text(codes),
        ], to: &sink)
    }
  }

  /// Every digit, for a program.
  private func plain(_ value: ScoreEntry.Value) -> String {
    switch value {
    case .number(let number):
      Int(exactly: number).map(String.init) ?? JSONWriter.decimal(number)
    case .word(let word): word
    }
  }

  // MARK: Table

  private static let width = 100

  private var lines: [String] {
    var lines = ["Research use. Scores as published; none of them decides by itself."]
    lines.append(title)
    let columns = ScoreColumns()
    lines += [
      "", columns.line(["score", "when", "value", "meaning", "evidence"])[0], columns.rule,
    ]
    for group in ScoreDefinition.Group.allCases {
      let entries = sheet.entries.filter { $0.definition.group == group && $0.value != nil }
      guard !entries.isEmpty else { continue }
      lines += ["", group.rawValue.uppercased()]
      for (index, entry) in entries.enumerated() {
        lines += block(entry, columns)
        let isLast =
          index + 1 == entries.count || entries[index + 1].definition.id != entry.definition.id
        if isLast { lines += indented("source: \(entry.definition.source.words)") }
      }
    }
    lines += absent
    for warning in warnings {
      lines += TextWrap.lines(
        "\(warning.code): \(warning.message)", width: Self.width, indent: 4)
    }
    return lines
  }

  private var title: String {
    let name = record.id.map { "Case \(DisplayWidth.printable($0))" } ?? "Case without a name"
    let day = record.decision?.date.map { ", asked for \($0)" } ?? ""
    let stage = record.stageOneDate.map { "; days count from stage 1 on \($0)" } ?? ""
    return name + day + stage
  }

  private func block(_ entry: ScoreEntry, _ columns: ScoreColumns) -> [String] {
    let row = entry.definition
    let unit = row.unit.map { " \($0)" } ?? ""
    var lines = columns.line([
      row.id.rawValue, entry.window.rawValue, (entry.value?.words ?? TextTable.absent) + unit,
      entry.meaning ?? TextTable.absent, entry.evidence.shortName,
    ])
    if let raw = entry.raw { lines += indented("before rounding \(ScoreEntry.Value.digits(raw))") }
    lines += indented(words(entry.inputs))
    if !entry.derived.isEmpty { lines += indented("gives " + list(entry.derived)) }
    if !entry.reasons.isEmpty || !entry.missing.isEmpty {
      lines += indented("note: \(gap(entry))")
    }
    if let source = entry.bandSource, source != row.source {
      lines += indented("meaning from: \(source.words) (\(source.evidence.shortName))")
    }
    return lines
  }

  private func indented(_ text: String) -> [String] {
    TextWrap.lines(text, width: Self.width - 4).map { "    " + $0 }
  }

  /// The inputs by day, what is assumed last.
  private func words(_ inputs: [ScoreInput]) -> String {
    let stated = inputs.filter { !$0.isAssumed }
    var parts: [String] = []
    let dayless = stated.filter { $0.observedOn == nil }
    for day in Set(stated.compactMap(\.observedOn)).sorted() {
      parts.append("\(name(day)): \(list(stated.filter { $0.observedOn == day }))")
    }
    if !dayless.isEmpty { parts.append(list(dayless)) }
    let assumed = inputs.filter(\.isAssumed)
    if !assumed.isEmpty { parts.append("taken as default: \(list(assumed))") }
    return parts.joined(separator: "; ")
  }

  private func list(_ inputs: [ScoreInput]) -> String {
    inputs.map { "\($0.name) \($0.value.words)\($0.unit.map { " \($0)" } ?? "")" }
      .joined(separator: ", ")
  }

  /// The day counted from stage 1, else the date.
  private func name(_ day: CalendarDay) -> String {
    record.daysAfterStageOne(day).map { "day \($0)" } ?? day.description
  }

  private func gap(_ entry: ScoreEntry) -> String {
    let missing = entry.missing.isEmpty ? [] : ["missing \(entry.missing.joined(separator: ", "))"]
    let reasons = entry.reasons.map(\.word)
    return (reasons + missing).joined(separator: "; ")
  }

  private var absent: [String] {
    let entries = sheet.entries.filter { $0.value == nil }
    guard !entries.isEmpty else { return [] }
    var lines = ["", "NOT COMPUTED"]
    for entry in entries {
      let partial = entry.derived.isEmpty ? "" : "; so far \(list(entry.derived))"
      lines += TextWrap.lines(
        "\(entry.definition.id.rawValue), \(entry.window.rawValue): \(gap(entry))\(partial)",
        width: Self.width, indent: 4)
    }
    return lines
  }
}

/// The columns of the table of scores: together as wide as the page.
private struct ScoreColumns {
  private let widths = [21, 15, 14, 32, 10]
  private let gap = "  "

  var rule: String {
    widths.map { String(repeating: "-", count: $0) }.joined(separator: gap)
  }

  /// One row of cells, broken to lines where one is too wide.
  func line(_ cells: [String]) -> [String] {
    let broken = zip(cells, widths).map { TextWrap.lines($0, width: $1) }
    let height = broken.map(\.count).reduce(0, max)
    return (0..<height).map { index in
      let parts = zip(broken, widths).map { cell, width in
        let text = index < cell.count ? cell[index] : ""
        return text + String(repeating: " ", count: width - DisplayWidth.columns(of: text))
      }
      var line = parts.joined(separator: gap)
      while line.last == " " { line.removeLast() }
      return line
    }
  }
}

extension Evidence {
  /// The status in one word.
  fileprivate var shortName: String {
    switch self {
    case .verified: "verified"
    case .verifiedSecondary: "secondary"
    case .unverified: "unverified"
    }
  }
}
