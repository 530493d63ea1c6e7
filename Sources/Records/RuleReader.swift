import Readiness
import VolumetryCore

// The rows of a rule book: policies, options, rules and criteria.

extension RuleBook.Policy {
  init?(_ entry: RecordEntry) {
    guard let fields = entry.mapping(["id", "text", "strictest"]),
      let id = fields.required("id")?.text(),
      let text = fields.required("text")?.text()
    else { return nil }
    self.init(id: id, text: text, isStrictest: fields["strictest"]?.fact() == .yes)
  }
}

extension Rule {
  init?(_ entry: RecordEntry) {
    guard
      let fields = entry.mapping([
        "id", "question", "datum", "window", "operator", "threshold", "source", "note",
        "applies_to",
      ]),
      let id = fields.required("id")?.text(), let question = fields.required("question")?.text(),
      let datum = fields.required("datum")?.word(Datum.self),
      let window = fields.required("window")?.word(Window.self),
      let comparison = fields.required("operator")?.word(Comparison.self),
      let threshold = fields.required("threshold")?.threshold(for: datum, comparison),
      let source = fields.required("source").flatMap(Source.init(_:))
    else { return nil }
    guard datum.windows.contains(window) else {
      fields["window"]?.fault(
        .word, "\(datum.rawValue) is not read in this window", found: "\"\(window.rawValue)\"",
        expected: "one of \(datum.windows.map(\.rawValue).list)")
      return nil
    }
    self.init(
      id: id, question: question, reads: (datum, window), comparison: comparison,
      threshold: threshold, source: source, note: fields["note"]?.text(),
      population: fields["applies_to"].map(Population.init(_:)) ?? Population())
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

  func known(_ words: [String]) -> String? {
    guard let text = text() else { return nil }
    guard words.contains(text) else {
      fault(.word, "unknown word", found: "\"\(text)\"", expected: "one of \(words.list)")
      return nil
    }
    return text
  }
}

extension Population {
  init(_ entry: RecordEntry) {
    self.init()
    let known = [
      "procedures", "entities", "backgrounds", "extents", "telv_formulas", "bsa_formulas",
      "scan_days",
    ]
    guard let fields = entry.mapping(known) else { return }
    procedures = fields["procedures"]?.someWords()
    entities = fields["entities"]?.someWords()
    backgrounds = fields["backgrounds"]?.someWords()
    extents = fields["extents"]?.someWords()
    telvFormulas = fields["telv_formulas"]?.some(of: TotalLiverVolumeFormula.all.map(\.id))
    bsaFormulas = fields["bsa_formulas"]?.some(of: BodySurfaceAreaFormula.all.map(\.id))
    scanDays = fields["scan_days"]?.dayRange()
  }
}

extension RecordEntry {
  /// At least one word of a closed list: an empty list would exclude everybody.
  fileprivate func someWords<Word: RawRepresentable<String> & CaseIterable>() -> [Word]? {
    list { $0.word(Word.self) }.flatMap { atLeastOne($0) }
  }

  fileprivate func some(of words: [String]) -> [String]? {
    list { $0.known(words) }.flatMap { atLeastOne($0) }
  }

  private func atLeastOne<Item>(_ items: [Item]) -> [Item]? {
    guard items.isEmpty else { return items }
    fault(.value, "the list is empty", expected: "at least one, or the key left out")
    return nil
  }

  fileprivate func dayRange() -> ClosedRange<Int>? {
    guard let fields = mapping(["from", "to"]), let from = fields.required("from")?.days(),
      let to = fields.required("to")?.days()
    else { return nil }
    guard from <= to else {
      fault(.value, "the days run backwards", found: "\(from) to \(to)", expected: "from <= to")
      return nil
    }
    return from...to
  }
}

/// What a criterion or an option may name.
struct CriterionContext {
  let policies: [String]
  let rules: [String: Rule]
  /// Whether a rule could not be read: then a name that is not known may be its name.
  let lacksRules: Bool

  init(policies: [String], rules: [Rule], lacksRules: Bool) {
    self.policies = policies
    self.lacksRules = lacksRules
    self.rules = Dictionary(rules.map { ($0.id, $0) }) { first, _ in first }
  }
}

extension RecordEntry {
  /// The id of a row of the book that may decide.
  fileprivate func decidingRule(_ context: CriterionContext) -> String? {
    guard let text = text() else { return nil }
    guard let rule = context.rules[text] else {
      guard !context.lacksRules else { return nil }
      fault(.word, "no rule of this id", found: "\"\(text)\"")
      return nil
    }
    guard rule.source.evidence != .unverified else {
      fault(
        .value, "a row whose number was read in no source cannot decide", found: "\"\(text)\"",
        expected: "verified or verified-secondary evidence, or the row under shown")
      return nil
    }
    return text
  }
}

extension RuleBook.Option {
  init?(_ entry: RecordEntry, _ context: CriterionContext) {
    guard let fields = entry.mapping(["id", "text", "choices"]),
      let id = fields.required("id")?.text(), let text = fields.required("text")?.text(),
      let list = fields.required("choices"),
      let choices = list.list({ RuleBook.Choice($0, context) })
    else { return nil }
    guard choices.count > 1, Set(choices.map(\.id)).count == choices.count else {
      list.fault(.value, "an option has choices", expected: "at least two, each with its own id")
      return nil
    }
    self.init(id: id, text: text, choices: choices)
  }
}

extension RuleBook.Choice {
  fileprivate init?(_ entry: RecordEntry, _ context: CriterionContext) {
    guard let fields = entry.mapping(["id", "text", "replace"]),
      let id = fields.required("id")?.text(), let text = fields.required("text")?.text()
    else { return nil }
    var replacing: [String: String] = [:]
    if let replace = fields["replace"], !context.lacksRules {
      guard let pairs = replace.mapping(context.rules.keys.sorted()) else { return nil }
      for rule in context.rules.keys.sorted() {
        guard let entry = pairs[rule] else { continue }
        replacing[rule] = entry.decidingRule(context)
      }
    }
    self.init(id: id, text: text, replacing: replacing)
  }
}

extension Criterion {
  init?(_ entry: RecordEntry, _ context: CriterionContext) {
    guard
      let fields = entry.mapping([
        "id", "group", "source", "only_where_stated", "population", "readings", "all", "any",
        "applicable",
      ]),
      let id = fields.required("id")?.text(),
      let group = fields.required("group")?.word(Group.self),
      let source = fields.required("source").flatMap(Source.init(_:))
    else { return nil }
    var readings: [String: Reading] = [:]
    if let byPolicy = fields["readings"] {
      guard let named = byPolicy.mapping(context.policies) else { return nil }
      for policy in context.policies {
        guard let reading = named.required(policy)?.mapping(Logic.allCases.map(\.rawValue)) else {
          return nil
        }
        readings[policy] = Reading(reading, context)
      }
    } else if let reading = Reading(fields, context) {
      for policy in context.policies { readings[policy] = reading }
    }
    guard readings.count == context.policies.count else { return nil }
    let isOnlyWhereStated = fields["only_where_stated"]?.fact() == .yes
    let measured = readings.values.flatMap(\.rules).compactMap { context.rules[$0] }.filter {
      $0.window != .stated && $0.window != .interstage
    }
    if isOnlyWhereStated, let rule = measured.first {
      fields["only_where_stated"]?.fault(
        .value, "what is measured is never settled by silence", found: rule.id,
        expected: "rules of the windows stated and interstage")
    }
    self.init(
      id: id, group: group, source: source,
      isOnlyWhereStated: isOnlyWhereStated,
      isPopulation: fields["population"]?.fact() == .yes, readings: readings)
  }
}

extension Criterion.Reading {
  /// Exactly one of `all` and `any`, each a list of known rules.
  fileprivate init?(_ fields: RecordMapping, _ context: CriterionContext) {
    let logics = Criterion.Logic.allCases.filter { fields[$0.rawValue] != nil }
    guard logics.count == 1, let logic = logics.first, let entry = fields[logic.rawValue] else {
      fields.entry.fault(
        .value, "a criterion joins its rules in one way",
        expected: "one of all:, any: and applicable:")
      return nil
    }
    let rules = entry.list { $0.decidingRule(context) }
    guard let rules, !rules.isEmpty else {
      guard !context.lacksRules else { return nil }
      entry.fault(.value, "a criterion needs a rule", expected: "at least one rule id")
      return nil
    }
    self.init(logic: logic, rules: rules)
  }
}
