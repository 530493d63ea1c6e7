public import Readiness
import VolumetryCore

extension RuleBook {
  /// Reads a rule book from YAML.
  ///
  /// Refused are, besides what a record is refused for: a threshold that does not go with its
  /// datum, a criterion that names no known rule, a reading for no known policy or none for one,
  /// ids that stand twice, and a rule without a source.
  public init(yaml text: String) throws(RecordError) {
    try self.init(YAMLNode(text))
  }

  /// Reads a rule book from the bytes of a YAML file.
  public init(bytes: [UInt8]) throws(RecordError) {
    try self.init(YAMLNode(bytes: bytes))
  }

  private init(_ node: YAMLNode) throws(RecordError) {
    let reading = RecordReading(node, kind: .ruleBook)
    let book = RuleBook(reading.document)
    try reading.finish()
    guard let book else { preconditionFailure("a book is nil only with a fault noted") }
    self = book
  }

  /// The version of the schema that this program reads.
  static let schema = "volumetry.protocol.v1"

  private init?(_ entry: RecordEntry) {
    guard
      let fields = entry.mapping([
        "schema", "id", "title", "question", "source", "applies_to", "windows", "policies", "rules",
        "criteria", "safety", "not_assessed",
      ])
    else { return nil }
    if let schema = fields.required("schema"), let text = schema.text(), text != Self.schema {
      schema.fault(.word, "unknown schema", found: "\"\(text)\"", expected: Self.schema)
    }
    let policies = fields.required("policies")?.list(Policy.init(_:)) ?? []
    let rules = fields.required("rules")?.list(Rule.init(_:)) ?? []
    let safety = fields["safety"]?.list(Rule.init(_:)) ?? []
    entry.refuseDuplicates((rules + safety).map(\.id), "rule")
    entry.refuseDuplicates(policies.map(\.id), "policy")
    let context = CriterionContext(
      policies: policies.map(\.id), rules: Set(rules.map(\.id)))
    let criteria = fields.required("criteria")?.list { Criterion($0, context) } ?? []
    entry.refuseDuplicates(criteria.map(\.id), "criterion")
    guard let id = fields.required("id")?.text(), let title = fields.required("title")?.text(),
      let question = fields.required("question")?.word(Decision.Question.self),
      let source = fields.required("source").flatMap(Source.init(_:)),
      let population = fields.required("applies_to")?.mapping(["procedures"]),
      let procedures = population.required("procedures")?.list({
        $0.word(Procedure.Kind.self)
      }),
      let windows = fields.required("windows").flatMap(Windows.init(_:)),
      let notAssessed = fields.required("not_assessed")?.list({ $0.text() })
    else { return nil }
    self.init(
      id: id, title: title, question: question, source: source, scope: (procedures, windows),
      policies: policies, body: (rules, criteria, safety, notAssessed))
  }
}

extension RecordEntry {
  fileprivate func refuseDuplicates(_ ids: [String], _ what: String) {
    var seen: Set<String> = []
    for id in ids where !seen.insert(id).inserted {
      fault(.duplicate, "the \(what) id stands twice", found: "\"\(id)\"", expected: "unique ids")
    }
  }

  /// A whole number from 0 to 10000.
  fileprivate func days() -> Int? {
    guard let text = scalar("a whole number of days") else { return nil }
    guard let days = Int(text), (0...10_000).contains(days) else {
      fault(.value, "no number of days", found: "\"\(text)\"", expected: "0 to 10000")
      return nil
    }
    return days
  }
}

extension Source {
  init?(_ entry: RecordEntry) {
    guard let fields = entry.mapping(["citation", "identifier", "evidence"]),
      let citation = fields.required("citation")?.text(),
      let evidence = fields.required("evidence")?.word(Evidence.self)
    else { return nil }
    self.init(citation, identifier: fields["identifier"]?.text(), evidence: evidence)
  }
}

extension Windows {
  fileprivate init?(_ entry: RecordEntry) {
    guard
      let fields = entry.mapping([
        "before_stage_1_days", "before_decision_days", "scan_days", "first_scan_day",
        "first_liver_failure_day", "source",
      ]),
      let beforeStageOne = fields.required("before_stage_1_days")?.days(),
      let beforeDecision = fields.required("before_decision_days")?.days(),
      let scan = fields.required("scan_days")?.days(),
      let firstScan = fields.required("first_scan_day")?.days(),
      let firstFailure = fields.required("first_liver_failure_day")?.days(),
      let source = fields.required("source").flatMap(Source.init(_:))
    else { return nil }
    self.init(
      beforeStageOneDays: beforeStageOne, beforeDecisionDays: beforeDecision, scanDays: scan,
      firstScanDay: firstScan, firstLiverFailureDay: firstFailure, source: source)
  }
}

extension RuleBook.Policy {
  fileprivate init?(_ entry: RecordEntry) {
    guard let fields = entry.mapping(["id", "text", "strictest"]),
      let id = fields.required("id")?.text(),
      let text = fields.required("text")?.text()
    else { return nil }
    self.init(id: id, text: text, isStrictest: fields["strictest"]?.fact() == .yes)
  }
}

extension Rule {
  fileprivate init?(_ entry: RecordEntry) {
    guard
      let fields = entry.mapping([
        "id", "question", "datum", "window", "operator", "threshold", "source", "note",
      ]),
      let id = fields.required("id")?.text(), let question = fields.required("question")?.text(),
      let datum = fields.required("datum")?.word(Datum.self),
      let window = fields.required("window")?.word(Window.self),
      let comparison = fields.required("operator")?.word(Comparison.self),
      let threshold = fields.required("threshold")?.threshold(for: datum, comparison),
      let source = fields.required("source").flatMap(Source.init(_:))
    else { return nil }
    self.init(
      id: id, question: question, reads: (datum, window), comparison: comparison,
      threshold: threshold, source: source, note: fields["note"]?.text())
  }
}

extension RecordEntry {
  /// A threshold of the kind that the datum has: a number, a grade of its scale, or words of its
  /// vocabulary.
  fileprivate func threshold(for datum: Datum, _ comparison: Comparison) -> Threshold? {
    switch (datum.kind, comparison) {
    case (.number, .oneOf):
      fault(.value, "a number is compared, not listed", expected: ">=, >, <= or <")
      return nil
    case (.number, _):
      guard let text = scalar("a number") else { return nil }
      guard let number = Double(text), number.isFinite else {
        fault(.value, "no number", found: shown, expected: "a number")
        return nil
      }
      return .number(number)
    case (.scale(let scale), .oneOf), (.words(let scale), .oneOf):
      let words = list { $0.known(scale) } ?? []
      guard !words.isEmpty else {
        fault(.value, "no word", found: shown, expected: "some of \(scale.list)")
        return nil
      }
      return .words(words)
    case (.scale(let scale), _): return known(scale).map { .grade($0) }
    case (.words(let words), _):
      fault(
        .value, "words have no order", found: comparison.rawValue, expected: "in [\(words.list)]")
      return nil
    }
  }

  private func known(_ words: [String]) -> String? {
    guard let text = text() else { return nil }
    guard words.contains(text) else {
      fault(.word, "unknown word", found: "\"\(text)\"", expected: "one of \(words.list)")
      return nil
    }
    return text
  }
}

/// What a criterion may name.
private struct CriterionContext {
  let policies: [String]
  let rules: Set<String>
}

extension Criterion {
  fileprivate init?(_ entry: RecordEntry, _ context: CriterionContext) {
    guard let fields = entry.mapping(["id", "group", "source", "readings", "all", "any"]),
      let id = fields.required("id")?.text(),
      let group = fields.required("group")?.word(Group.self),
      let source = fields.required("source").flatMap(Source.init(_:))
    else { return nil }
    var readings: [String: Reading] = [:]
    if let byPolicy = fields["readings"] {
      guard let named = byPolicy.mapping(context.policies) else { return nil }
      for policy in context.policies {
        guard let reading = named.required(policy)?.mapping(["all", "any"]) else { return nil }
        readings[policy] = Reading(reading, context)
      }
    } else if let reading = Reading(fields, context) {
      for policy in context.policies { readings[policy] = reading }
    }
    guard readings.count == context.policies.count else { return nil }
    self.init(id: id, group: group, source: source, readings: readings)
  }
}

extension Criterion.Reading {
  /// Exactly one of `all` and `any`, each a list of known rules.
  fileprivate init?(_ fields: RecordMapping, _ context: CriterionContext) {
    let logics = Criterion.Logic.allCases.filter { fields[$0.rawValue] != nil }
    guard logics.count == 1, let logic = logics.first, let entry = fields[logic.rawValue] else {
      fields.entry.fault(
        .value, "a criterion joins its rules in one way", expected: "either all: or any:")
      return nil
    }
    let rules = entry.list { item -> String? in
      guard let text = item.text() else { return nil }
      guard context.rules.contains(text) else {
        item.fault(.word, "no rule of this id", found: "\"\(text)\"")
        return nil
      }
      return text
    }
    guard let rules, !rules.isEmpty else {
      entry.fault(.value, "a criterion needs a rule", expected: "at least one rule id")
      return nil
    }
    self.init(logic: logic, rules: rules)
  }
}
