public import Readiness
import VolumetryCore

/// What `volumetry protocols` prints: rule books as data, each row with its source.
public struct RuleBookReport: Sendable, DocumentReport {
  let head: DocumentHead
  private let books: [RuleBook]
  private let isList: Bool

  /// - Parameter isList: the table is one line a book, not one a rule.
  public init(head: DocumentHead, books: [RuleBook], isList: Bool) {
    self.head = head
    self.books = books
    self.isList = isList
  }

  /// Writes the books in one of the layouts.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    try layOut(format, to: &sink)
  }

  var document: [String: JSONValue] { ["protocols": .array(books.map(\.json))] }

  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    guard !isList else {
      try list.write(to: &sink)
      return try sink.write("`volumetry protocols ID` prints every row of a book.\n")
    }
    for (index, book) in books.enumerated() {
      if index > 0 { try sink.write("\n") }
      try writeTable(of: book, to: &sink)
    }
  }

  private var list: TextTable {
    var table = TextTable([
      TextTable.Column("id"), TextTable.Column("question"),
      TextTable.Column("rows", alignment: .trailing), TextTable.Column("decides"),
      TextTable.Column("source", maximumWidth: 46),
    ])
    for book in books {
      table.append([
        book.id, book.question.rawValue, "\(book.rules.count + book.shown.count)",
        book.criteria.isEmpty ? "no, shown" : "yes", book.source.words,
      ])
    }
    return table
  }

  // MARK: Delimited

  var columns: [String] { Self.columnNames }

  private static let columnNames = [
    "protocol", "version", "id", "role", "criterion", "group", "question", "datum", "window",
    "operator", "threshold", "unit", "applies_to", "source", "identifier", "evidence", "note",
    "page",
  ]

  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure) {
    for book in books {
      for row in book.rows {
        let rule = row.rule
        try writer.writeRow(
          [
            .text(book.id), .text(book.version), .text(rule.id), .text(row.role.rawValue),
            .text(row.criteria.map(\.id).joined(separator: ";")),
            .text(Set(row.criteria.map(\.group.rawValue)).sorted().joined(separator: ";")),
            .text(rule.question), .text(rule.datum.rawValue), .text(rule.window.rawValue),
            .text(rule.comparison.rawValue), rule.threshold.field, .optional(rule.datum.unit),
            .text(rule.population.words), .text(rule.source.citation),
            .optional(rule.source.identifier), .text(rule.source.evidence.rawValue),
            .optional(rule.note), .text(ClinicalPage.path(of: rule.id)),
          ], to: &sink)
      }
    }
  }

  // MARK: Table

  private func writeTable<Sink: TextSink>(
    of book: RuleBook, to sink: inout Sink
  ) throws(Sink.Failure) {
    for line in book.headLines { try sink.write(line + "\n") }
    try sink.write("\n")
    var table = TextTable([
      TextTable.Column("id", maximumWidth: 26), TextTable.Column("role"),
      TextTable.Column("needs", maximumWidth: 26), TextTable.Column("read", maximumWidth: 15),
      TextTable.Column("source", maximumWidth: 18),
    ])
    for row in book.rows {
      table.append([
        row.rule.id, row.role.rawValue, row.rule.needs, row.rule.window.rawValue,
        "\(row.rule.source.words), \(row.rule.source.evidence.rawValue)",
      ])
    }
    try table.write(to: &sink)
    for line in book.tailLines { try sink.write(line + "\n") }
  }
}

/// A rule with its part in its book.
struct RuleRow {
  /// What a rule does in a book.
  enum Role: String {
    case decides
    /// Decides where an option is read so.
    case option
    /// Never decides.
    case shown
    /// Never decides, always beside the answer.
    case safety
  }

  let rule: Rule
  let role: Role
  /// The criteria that join it under any reading.
  let criteria: [Criterion]
}

extension RuleBook {
  /// Every rule with its part, in the order of the book.
  var rows: [RuleRow] {
    let own = rules.map { rule in
      let criteria = criteria.filter { criterion in
        criterion.readings.values.contains { $0.rules.contains(rule.id) }
      }
      return RuleRow(rule: rule, role: criteria.isEmpty ? .option : .decides, criteria: criteria)
    }
    return own + shown.map { RuleRow(rule: $0, role: .shown, criteria: []) }
      + safety.map { RuleRow(rule: $0, role: .safety, criteria: []) }
  }

  /// The whole book.
  var json: JSONValue {
    [
      "id": .string(id), "version": .string(version), "title": .string(title),
      "question": .string(question.rawValue), "source": source.json,
      "explanation": .optional(explanation),
      "applies_to": population.json, "windows": windows.json,
      "page": .string(ClinicalPage.path(of: id)),
      "policies": .array(
        policies.map {
          ["id": .string($0.id), "text": .string($0.text), "strictest": .boolean($0.isStrictest)]
        }),
      "options": .array(
        options.map { option in
          [
            "id": .string(option.id), "text": .string(option.text),
            "choices": .array(
              option.choices.map {
                [
                  "id": .string($0.id), "text": .string($0.text),
                  "replace": .object($0.replacing.mapValues(JSONValue.string)),
                ]
              }),
          ]
        }),
      "rules": .array(rows.map(\.json)), "criteria": .array(criteria.map(\.bookJSON)),
      "not_assessed": .strings(notAssessed),
    ]
  }

  fileprivate var headLines: [String] {
    let identifier = source.identifier.map { ", \($0)" } ?? ""
    var lines = [
      "\(id), version \(version): \(title)",
      "Source: \(source.citation)\(identifier) (\(source.evidence.rawValue))",
      "Asks: \(question.rawValue). Applies to: "
        + (population.isEverybody ? "everybody" : population.words),
    ]
    if let explanation { lines.append(explanation) }
    for policy in policies where policies.count > 1 {
      lines.append("Reading \(policy.id): \(policy.text)")
    }
    for option in options {
      let choices = option.choices.map { "\($0.id) (\($0.text))" }.joined(separator: "; ")
      lines.append("Option \(option.id), \(option.text): \(choices)")
    }
    return lines.flatMap { TextWrap.lines($0, width: 100, indent: 2) }
  }

  fileprivate var tailLines: [String] {
    var lines = criteria.map { criterion in
      let readings = policies.compactMap { policy in
        criterion.readings[policy.id].map { reading in
          (policy.id, "\(reading.logic.rawValue) of \(reading.rules.joined(separator: ", "))")
        }
      }
      let isOne = Set(readings.map(\.1)).count == 1
      let words =
        isOne ? readings[0].1 : readings.map { "\($0): \($1)" }.joined(separator: "; ")
      let entry =
        (criterion.isOnlyWhereStated ? ", only where stated" : "")
        + (criterion.isPopulation ? ", population" : "")
      return "Criterion \(criterion.id) (\(criterion.group.rawValue)\(entry)): \(words)"
    }
    let notes = allRules.filter { $0.note != nil || !$0.population.isEverybody }.map { rule in
      let applies = rule.population.isEverybody ? nil : "applies to \(rule.population.words)"
      return "\(rule.id): " + [applies, rule.note].compactMap { $0 }.joined(separator: "; ")
    }
    lines += notes
    if !notAssessed.isEmpty {
      lines.append("Not assessed: \(notAssessed.joined(separator: "; "))")
    }
    return lines.flatMap { TextWrap.lines($0, width: 100, indent: 2) }
  }
}

extension RuleRow {
  /// The row with operator, threshold, unit and source.
  fileprivate var json: JSONValue {
    [
      "id": .string(rule.id), "role": .string(role.rawValue),
      "criteria": .strings(criteria.map(\.id)), "question": .string(rule.question),
      "datum": .string(rule.datum.rawValue), "window": .string(rule.window.rawValue),
      "operator": .string(rule.comparison.rawValue), "threshold": rule.threshold.json,
      "unit": .optional(rule.datum.unit), "applies_to": rule.population.json,
      "note": .optional(rule.note), "page": .string(ClinicalPage.path(of: rule.id)),
      "source": rule.source.json,
    ]
  }
}

extension Criterion {
  /// The criterion under each reading.
  fileprivate var bookJSON: JSONValue {
    [
      "id": .string(id), "group": .string(group.rawValue),
      "only_where_stated": .boolean(isOnlyWhereStated), "population": .boolean(isPopulation),
      "source": source.json,
      "readings": .object(
        readings.mapValues {
          ["logic": .string($0.logic.rawValue), "rules": .strings($0.rules)]
        }),
    ]
  }
}

extension Rule {
  /// The datum, operator, threshold and unit: `FLR/BW >= 0.5 %`, `infection: none or controlled`.
  fileprivate var needs: String {
    let unit = datum.unit.map { " \($0)" } ?? ""
    return switch threshold {
    case .number(let number):
      "\(datum.shortName) \(comparison.rawValue) \(Finding.plain(number))\(unit)"
    case .grade(let grade): "\(datum.shortName) \(comparison.rawValue) \(grade)"
    case .words(["yes"]) where datum.isNormality: "\(datum.shortName): normal"
    case .words(let words): "\(datum.shortName): \(words.joined(separator: " or "))"
    }
  }
}

extension Threshold {
  /// The threshold as a field of a table for other programs.
  var field: DelimitedField {
    switch self {
    case .number(let number): .number(number)
    case .grade(let grade): .text(grade)
    case .words(let words): .text(words.joined(separator: ";"))
    }
  }
}
