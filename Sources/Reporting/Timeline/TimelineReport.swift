public import Readiness
import VolumetryCore

/// What `volumetry timeline` prints: days, what became known or too old, and when what is missing
/// can be assessed.
public struct TimelineReport: Sendable, DocumentReport {
  let head: DocumentHead
  private let record: Case
  private let timeline: CaseTimeline
  /// What reading the record and the scans said.
  public let warnings: [Notice]

  /// - Parameter warnings: what reading the record and the scans said
  public init(head: DocumentHead, record: Case, timeline: CaseTimeline, warnings: [Notice]) {
    self.head = head
    self.record = record
    self.timeline = timeline
    // This report shows no tumour inside the FLR, so that it cannot be known is no news here.
    self.warnings = warnings.filter { $0.code != "W-FLR-TUMOUR-UNKNOWN" }
  }

  /// Writes the timeline in one of the layouts.
  public func write<Sink: TextSink>(
    _ format: OutputFormat, to sink: inout Sink
  ) throws(Sink.Failure) {
    try layOut(format, to: &sink)
  }

  private func isAfterAsked(_ day: CaseTimeline.Day) -> Bool {
    timeline.asked.map { day.date > $0 } ?? false
  }

  private func number(_ day: CalendarDay) -> Int? { timeline.stageOne.map { day - $0 } }

  // MARK: JSON

  var document: [String: JSONValue] {
    [
      "case": .optional(record.id),
      "protocol": [
        "id": .string(timeline.book.id), "policy": .string(timeline.policy.id),
        "source": timeline.book.source.json,
      ],
      "windows": timeline.book.windows.json,
      "stage_1_date": .optional(timeline.stageOne?.description),
      "asked_on": .optional(timeline.asked?.description),
      "asked_on_day": .optional(timeline.asked.flatMap(number)),
      "events": .array(
        timeline.events.map {
          [
            "date": .string($0.day.description), "day": .optional(number($0.day)),
            "kind": .string($0.kind.rawValue), "what": .string($0.what),
          ]
        }),
      "days": .array(
        timeline.days.map { day in
          [
            "day": .whole(day.number), "date": .string(day.date.description),
            "verdict": .string(day.verdict.rawValue), "after_asked": .boolean(isAfterAsked(day)),
            "reasons": .strings(day.reasons.map(\.rawValue)),
            "groups": .array(
              day.groups.map {
                ["id": .string($0.group.rawValue), "result": .string($0.result.rawValue)]
              }),
            "became_known": .strings(day.becameKnown), "became_stale": .strings(day.becameStale),
          ]
        }),
      "criteria": .array(timeline.rules.map(json)),
      "missing": .strings(timeline.missing), "warnings": .array(warnings.map(\.json)),
    ]
  }

  private func json(_ timing: RuleTiming) -> JSONValue {
    var earliestDay: Int?
    if case .measurement(let day) = timing.earliest { earliestDay = day }
    return [
      "id": .string(timing.finding.id), "question": .string(timing.finding.rule.question),
      "window": .string(timing.finding.rule.window.rawValue),
      "result": .string(timing.finding.result.rawValue),
      "observed_on": .optional(timing.finding.observation.observedOn?.description),
      "observed_on_day": .optional(timing.finding.observation.observedOn.flatMap(number)),
      "known_from_day": .optional(timing.knownFromDay),
      "stale_on_day": .optional(timing.staleOnDay),
      "earliest_day": .optional(earliestDay),
      "earliest": .optional(timing.earliest?.code),
      "missing": .strings(timing.finding.observation.missing),
      "reasons": .strings(timing.finding.observation.reasons.map(\.rawValue)),
    ]
  }

  // MARK: Delimited

  var columns: [String] {
    ["case", "protocol", "day", "date", "verdict", "reasons", "known", "stale"]
  }

  func writeRows<Sink: TextSink>(
    _ writer: DelimitedWriter, to sink: inout Sink
  ) throws(Sink.Failure) {
    for day in timeline.days {
      try writer.writeRow(
        [
          .optional(record.id), .text(timeline.book.id), .integer(Int128(day.number)),
          .text(day.date.description), .text(day.verdict.rawValue),
          .text(day.reasons.map(\.rawValue).joined(separator: ";")),
          .text(day.becameKnown.joined(separator: ";")),
          .text(day.becameStale.joined(separator: ";")),
        ], to: &sink)
    }
  }

  // MARK: Table

  func writeTable<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    try sink.write("Research use. What is known on each day; nothing is foretold.\n")
    guard timeline.stageOne != nil, let asked = timeline.asked else {
      try sink.write("No timeline: \(timeline.missing.joined(separator: ", ")) is missing\n")
      return
    }
    let day = number(asked).map { "day \($0)" } ?? "?"
    let lines = TextWrap.lines(
      "Case \(record.id ?? "without a name"), rule book \(timeline.book.id), reading "
        + "\(timeline.policy.id), looked at on \(day)", width: 80)
    for line in lines { try sink.write(line + "\n") }
    try sink.write("\n")
    try daysTable.write(to: &sink)
    try sink.write("\n")
    try rulesTable.write(to: &sink)
    try sink.write("What the record states without a day counts on every day. In brackets: after\n")
    try sink.write("the day looked at, if nothing were added to the record.\n")
    for warning in warnings { try sink.write("\(warning.code): \(warning.message)\n") }
  }

  /// The days on which something changes.
  private var daysTable: TextTable {
    var table = TextTable([
      TextTable.Column("day", alignment: .trailing), TextTable.Column("date"),
      TextTable.Column("record", maximumWidth: 11), TextTable.Column("answer"),
      TextTable.Column("can be answered now", maximumWidth: 28),
      TextTable.Column("too old now", maximumWidth: 22),
    ])
    var last: Verdict?
    for day in timeline.days {
      let events = timeline.events.filter { number($0.day) == day.number }
      guard
        !events.isEmpty || day.verdict != last || !day.becameStale.isEmpty
          || !day.becameKnown.isEmpty
      else { continue }
      last = day.verdict
      table.append([
        "\(day.number)", day.date.description,
        events.map(\.kind.rawValue).joined(separator: ", "),
        isAfterAsked(day) ? "(\(day.verdict.short))" : day.verdict.short,
        day.becameKnown.joined(separator: ", "), day.becameStale.joined(separator: ", "),
      ])
    }
    return table
  }

  private var rulesTable: TextTable {
    var table = TextTable([
      TextTable.Column("rule", maximumWidth: 33), TextTable.Column("result"),
      TextTable.Column("value of", alignment: .trailing),
      TextTable.Column("too old", alignment: .trailing),
      TextTable.Column("if unknown, earliest", maximumWidth: 26),
    ])
    for timing in timeline.rules {
      let observed = timing.finding.observation.observedOn.flatMap(number)
      table.append([
        timing.finding.id, timing.finding.resultWords, observed.map { "day \($0)" },
        timing.staleOnDay.map { "day \($0)" }, timing.earliest?.words,
      ])
    }
    return table
  }
}

extension RuleTiming.Earliest {
  /// For programs.
  fileprivate var code: String {
    switch self {
    case .measurement: "measurement"
    case .recordsBeforeStageOne: "records-before-stage-1"
    case .statement: "statement"
    }
  }

  /// For people.
  fileprivate var words: String {
    switch self {
    case .measurement(let day): "measured on day \(day) or later"
    case .recordsBeforeStageOne: "only from values of before stage 1"
    case .statement: "when it is stated"
    }
  }
}
