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
        "schema", "id", "version", "title", "question", "source", "explanation", "applies_to",
        "windows",
        "policies", "options", "rules", "criteria", "shown", "safety", "not_assessed",
      ])
    else { return nil }
    if let schema = fields.required("schema"), let text = schema.text(), text != Self.schema {
      schema.fault(.word, "unknown schema", found: "\"\(text)\"", expected: Self.schema)
    }
    let policies = fields["policies"]?.list(Policy.init(_:)) ?? [.only]
    let rules = fields["rules"]?.list(Rule.init(_:)) ?? []
    let shown = fields["shown"]?.list(Rule.init(_:)) ?? []
    let safety = fields["safety"]?.list(Rule.init(_:)) ?? []
    entry.refuseDuplicates((rules + shown + safety).map(\.id), "rule")
    entry.refuseDuplicates(policies.map(\.id), "policy")
    let context = CriterionContext(
      policies: policies.map(\.id), rules: rules,
      lacksRules: rules.count < (fields["rules"]?.items()?.count ?? rules.count))
    let options = fields["options"]?.list { Option($0, context) } ?? []
    entry.refuseDuplicates(options.map(\.id), "option")
    let criteria = fields["criteria"]?.list { Criterion($0, context) } ?? []
    entry.refuseDuplicates(criteria.map(\.id), "criterion")
    if policies.isEmpty {
      fields["policies"]?.fault(.value, "a book has a reading", expected: "at least one policy")
    }
    if !context.lacksRules { fields["rules"]?.refuseUnused(rules, criteria, options) }
    let population = fields["applies_to"].map(Population.init(_:)) ?? Population()
    guard let id = fields.required("id")?.text(),
      let version = fields.required("version")?.text(),
      let title = fields.required("title")?.text(),
      let question = fields.required("question")?.word(Decision.Question.self),
      let source = fields.required("source").flatMap(Source.init(_:)),
      let windows = fields.required("windows").flatMap(Windows.init(_:)),
      !policies.isEmpty
    else { return nil }
    if criteria.isEmpty, shown.isEmpty {
      entry.fault(.missing, "the book asks nothing", expected: "criteria, or rows under shown")
    }
    var parts = Parts(
      id: id, version: version, title: title, question: question, source: source,
      population: population, windows: windows)
    parts.explanation = fields["explanation"]?.text()
    (parts.policies, parts.options) = (policies, options)
    (parts.rules, parts.criteria) = (rules, criteria)
    (parts.shown, parts.safety) = (shown, safety)
    parts.notAssessed = fields["not_assessed"]?.list { $0.text() } ?? []
    self.init(parts)
  }
}

extension RuleBook.Policy {
  /// The one reading of a book whose source is not ambiguous.
  fileprivate static let only = RuleBook.Policy(
    id: "as-written", text: "the source as it is written", isStrictest: true)
}

extension RecordEntry {
  fileprivate func refuseDuplicates(_ ids: [String], _ what: String) {
    var seen: Set<String> = []
    for id in ids where !seen.insert(id).inserted {
      fault(.duplicate, "the \(what) id stands twice", found: "\"\(id)\"", expected: "unique ids")
    }
  }

  /// A row that nothing joins would look as if it decided.
  fileprivate func refuseUnused(
    _ rules: [Rule], _ criteria: [Criterion], _ options: [RuleBook.Option]
  ) {
    let used = Set(
      criteria.flatMap { $0.readings.values.flatMap(\.rules) }
        + options.flatMap(\.choices).flatMap { $0.replacing.values })
    for rule in rules where !used.contains(rule.id) {
      fault(
        .value, "no criterion and no option names the rule", found: "\"\(rule.id)\"",
        expected: "rows that never decide stand under shown")
    }
  }

  /// A whole number from 0 to 10000.
  func days() -> Int? {
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
