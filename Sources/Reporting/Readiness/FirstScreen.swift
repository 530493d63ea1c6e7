import Readiness
import VolumetryCore

/// The first screen: at most 24 lines of 80 columns that a surgeon reads from top to bottom.
///
/// The order is fixed: research-use line; case, day, plan; rule book and reading; answer; safety;
/// missing; volume; function; liver; course; vessels; other readings; what would differ; assumptions;
/// what is not assessed. What does not fit is cut with a count; JSON holds everything.
extension ReadinessReport {
  static let width = 80
  static let height = 24

  var firstScreen: [String] {
    var lines: [String] = []
    lines += [useLine]
    lines += wrapped(caseWords, most: 2)
    lines += wrapped(bookWords, most: 2)
    lines += wrapped(answerWords, most: 1)
    lines += safetyLines
    let missing = assessment.missing
    if !missing.isEmpty { lines += row("MISSING", Self.grouped(missing), most: 3) }
    lines += volumeLines
    lines += groupLines(.function, "FUNCTION", extra: notes.meldBefore?.otherVersions)
    lines += groupLines(.parenchyma, "LIVER", extra: nil, leavingOut: [.childPughClass])
    lines += groupLines(.complications, "COURSE", extra: nil)
    lines += groupLines(.vessels, "VESSELS", extra: nil)
    let others = assessments.dropFirst().map { "\($0.policy.id): \($0.verdict.short)" }
    if !others.isEmpty { lines += row("READINGS", others.joined(separator: "; "), most: 1) }
    var closing: [(String, String, Int)] = []
    if !assessment.wouldChange.isEmpty {
      closing.append(("CHANGE", Self.joined(assessment.wouldChange), 3))
    }
    closing.append(("ASSUMED", notes.assumptions.joined(separator: "; "), 2))
    closing.append(("NOT HERE", assessment.book.notAssessed.joined(separator: "; "), 2))
    return lines + fitted(closing, into: Self.height - lines.count)
  }

  /// The closing rows, each cut to fewer lines where the screen is full.
  private func fitted(_ rows: [(String, String, Int)], into room: Int) -> [String] {
    var most = rows.map(\.2)
    while most.reduce(0, +) > room, let longest = most.indices.max(by: { most[$0] < most[$1] }),
      most[longest] > 1
    {
      most[longest] -= 1
    }
    return zip(rows, most).flatMap { row($0.0, $0.1, most: $1) }
  }

  /// Paths of one part of the record together: `interstage: infection, complications`.
  private static func grouped(_ paths: [String]) -> String {
    var parts: [(name: String, fields: [String])] = []
    for path in paths {
      let cut = path.lastIndex(of: ".")
      let name = cut.map { String(path[..<$0]) } ?? path
      let field = cut.map { String(path[path.index(after: $0)...]) }
      if let index = parts.firstIndex(where: { $0.name == name }) {
        parts[index].fields += [field].compactMap { $0 }
      } else {
        parts.append((name, [field].compactMap { $0 }))
      }
    }
    return parts.map { part in
      part.fields.isEmpty ? part.name : "\(part.name): \(part.fields.joined(separator: ", "))"
    }.joined(separator: "; ")
  }

  /// Changes to one answer together: `no-go if not FLR/BW >= 0.5 %, MELD <= 15`.
  private static func joined(_ changes: [String]) -> String {
    let prefix = "no-go if not "
    guard !changes.isEmpty, changes.allSatisfy({ $0.hasPrefix(prefix) }) else {
      return changes.joined(separator: "; ")
    }
    let conditions = changes.map { String($0.dropFirst(prefix.count)) }
    return prefix + conditions.joined(separator: ", or not ")
  }

  // MARK: Head

  private var useLine: String {
    assessment.isByPointEstimates
      ? "POINT ESTIMATES, error ignored. Research use; not advice to operate."
      : "Research use. States whether written criteria are met. Not advice to operate."
  }

  private var caseWords: String {
    let name = "Case \(record.id ?? "without a name")"
    guard let day = record.decision?.date else { return "\(name), no day of decision" }
    let procedure = record.stageOne.map { stage in
      [stage.kind.rawValue.uppercased(), stage.variant].compactMap { $0 }.joined(separator: " ")
    }
    let after = record.daysAfterStageOne(day).map { "day \($0) after stage 1" }
    let course = [after, procedure].compactMap { $0 }.joined(separator: ", ")
    return "\(name), asked for \(day)" + (course.isEmpty ? "" : " (\(course))")
  }

  private var bookWords: String {
    let plan =
      record.plans.first.map { plan in
        "Plan \(plan.id)" + (plan.flr.map { " (FLR \($0))" } ?? "")
      } ?? "No plan"
    let identifier = assessment.book.source.identifier.map { " (\($0))" } ?? ""
    let count = assessment.book.policies.count
    let reading =
      count == 1 ? "" : ", reading \(assessment.policy.id), one of \(count)"
    return "\(plan). Rule book \(assessment.book.id)\(identifier)\(reading)"
  }

  private var answerWords: String {
    let words = assessment.verdict.words
    switch assessment.verdict {
    case .go: return assessment.isBorderline ? "\(words), borderline" : words
    case .noGo:
      let failed = assessment.groups.filter { $0.result == .notMet }.map(\.group.rawValue)
      return "\(words): \(failed.joined(separator: ", "))"
        + (assessment.isBorderline ? ", borderline" : "")
    case .indeterminate:
      let missing = assessment.missing.count
      let reasons = assessment.reasons.map(\.rawValue).filter { $0 != "missing-data" }
      let counted = missing == 0 ? [] : ["\(missing) data missing"]
      return "\(words): \((counted + reasons).joined(separator: ", "))"
    }
  }

  private var safetyLines: [String] {
    assessment.safety.flatMap { finding -> [String] in
      let day = finding.observation.observedOn.flatMap(record.daysAfterStageOne).map {
        " (day \($0))"
      }
      let note = finding.result == .notMet ? finding.rule.note.map { "; \($0)" } ?? "" : ""
      return row(
        "SAFETY",
        "\(finding.rule.question): \(finding.stateWords(day: day))\(note)",
        most: 2)
    }
  }

  // MARK: Volume

  private var volumeLines: [String] {
    var lines: [String] = []
    let findings = assessment.findings.filter {
      [.flrRelativeIncrease, .flrBodyWeight].contains($0.rule.datum)
    }
    for (index, finding) in findings.enumerated() {
      let name = finding.rule.datum == .flrBodyWeight ? "FLR/BW" : remnantWords
      let value = [finding.valueWords, finding.sdWords].compactMap { $0 }.joined(separator: ", ")
      let result = [finding.resultWords, finding.distanceWords ?? finding.reasonWords]
        .compactMap { $0 }.joined(separator: " ")
      let text = "\(name) \(value)  \(finding.needWords)  \(result)"
      lines += row(index == 0 ? "VOLUME" : "", text, most: 2)
    }
    if let ratios = kinetics.course.latest.scan.flatMap({ kinetics.ratios[$0.index] }) {
      lines += row(findings.isEmpty ? "VOLUME" : "", ratioWords(ratios), most: 2)
    }
    return lines
  }

  private var remnantWords: String {
    func volume(_ scan: MeasuredScan?) -> String {
      scan?.volumes?.flr.map { FixedDecimal.string($0.value, decimals: 0) } ?? "?"
    }
    let latest = kinetics.course.latest.scan
    let day = latest?.scan.date.flatMap(record.daysAfterStageOne).map { " (day \($0))" } ?? ""
    return "FLR \(volume(kinetics.course.baseline.scan)) -> \(volume(latest)) mL\(day)"
  }

  private func ratioWords(_ ratios: LiverRatios) -> String {
    func percent(_ value: UncertainValue?) -> String {
      value.map { FixedDecimal.string($0.value, decimals: 1) } ?? "?"
    }
    var words =
      "FLR/TLV \(percent(ratios.flrTLVPercent)) %; FLR/TFLV \(percent(ratios.flrTFLVPercent)) %; "
      + "sFLR \(percent(ratios.sflrPercent)) %"
    if let range = kinetics.sflrRange {
      let low = FixedDecimal.string(range.lowerBound, decimals: 0)
      let high = FixedDecimal.string(range.upperBound, decimals: 0)
      words += " (\(low)-\(high) by formula)"
    }
    return words
  }

  // MARK: Groups

  /// One row a group: every finding with what it needs and whether it is met.
  private func groupLines(
    _ group: Criterion.Group, _ title: String, extra: String?, leavingOut: [Datum] = []
  ) -> [String] {
    let ids = assessment.criteria.filter { $0.criterion.group == group }.flatMap(\.reading.rules)
    let findings = assessment.findings.filter {
      ids.contains($0.id) && !leavingOut.contains($0.rule.datum)
    }
    guard !findings.isEmpty else { return [] }
    let words = findings.map { finding in
      "\(finding.rule.datum.shortName) \(finding.stateWords(day: nil))"
    }
    let day = extra == nil ? nil : findings.compactMap(\.observation.observedOn).min()
    let tail = (extra.map { " (\($0))" } ?? "") + (day.map { ", \($0)" } ?? "")
    return row(title, words.joined(separator: "; ") + tail, most: 2)
  }

  // MARK: Lines

  /// A row with its title in the first nine columns.
  private func row(_ title: String, _ text: String, most: Int) -> [String] {
    let indent = 9
    let margin = title + String(repeating: " ", count: indent - title.count)
    let lines = TextWrap.lines(text, width: Self.width - indent)
    return cut(lines, most: most, width: Self.width - indent).enumerated().map { index, line in
      (index == 0 ? margin : String(repeating: " ", count: indent)) + line
    }
  }

  private func wrapped(_ text: String, most: Int) -> [String] {
    cut(TextWrap.lines(text, width: Self.width), most: most, width: Self.width)
  }

  /// The first `most` lines; a cut one ends in an ellipsis.
  private func cut(_ lines: [String], most: Int, width: Int) -> [String] {
    guard lines.count > most, let last = lines.prefix(most).last else { return lines }
    var end = last
    while DisplayWidth.columns(of: end) > width - 4 { end.removeLast() }
    return lines.prefix(most - 1) + [end + " ..."]
  }

  // MARK: The rows behind the first screen

  /// One line a finding, safety included, with its source.
  var findingsTable: TextTable {
    var table = TextTable([
      TextTable.Column("criterion", maximumWidth: 34), TextTable.Column("value"),
      TextTable.Column("need"), TextTable.Column("result"), TextTable.Column("on"),
      TextTable.Column("source", maximumWidth: 40),
    ])
    for finding in assessment.findings + assessment.safety {
      let value = [finding.valueWords, finding.sdWords].compactMap { $0 }.joined(separator: ", ")
      table.append([
        finding.rule.question, value,
        finding.needWords.split(separator: " ").dropFirst().joined(separator: " "),
        [finding.resultWords, finding.reasonWords].compactMap { $0 }.joined(separator: "; "),
        finding.observation.observedOn?.description, finding.rule.source.words,
      ])
    }
    return table
  }
}
