import Readiness
import VolumetryCore

/// The first screen: at most 24 lines of 80 columns that a surgeon reads from top to bottom, the
/// last two of them a pointer to the long form.
///
/// The order is fixed: research-use line; case, day, plan; rule book and reading; answer; safety;
/// missing; volume; function; liver; course; vessels; other readings; what would differ;
/// assumptions; what is not assessed. Within a row what is not met or not known comes first and is
/// never cut for what is met. A row that does not fit ends in an ellipsis; JSON holds everything.
extension ReadinessReport {
  static let width = 80
  static let height = 22

  var firstScreen: [String] {
    let missing = assessment.missing
    var rows = [
      Row("", useLine, most: 1), Row("", caseWords, most: 2), Row("", bookWords, most: 3),
      Row("", answerWords, most: 2),
    ]
    rows += safetyRows
    rows.append(Row("MISSING", Self.grouped(missing), most: 3))
    rows += volumeRows
    rows += [
      groupRow(.function, "FUNCTION", extra: notes.meldVersions?.otherVersions),
      groupRow(.parenchyma, "LIVER", leavingOut: [.childPughClass]),
      groupRow(.complications, "COURSE"), groupRow(.vessels, "VESSELS"),
      entryRow(.oncology, "TUMOUR"), entryRow(.patient, "PATIENT"), shownRow,
      Row("READINGS", readingWords, most: 2),
      Row("CHANGE", Self.joined(assessment.wouldChange), most: 3),
      Row("ASSUMED", notes.assumptions.joined(separator: "; "), most: 2),
      Row("NOT HERE", assessment.notAssessed.joined(separator: "; "), most: 2),
    ]
    return fitted(rows.filter { !$0.text.isEmpty }).flatMap { lines($0, most: $0.most) }
  }

  /// One row of the screen: its title, its words, and how many lines it may take.
  struct Row {
    let title: String
    let text: String
    /// How much of the text, from its beginning, must stand.
    let firm: String
    var most: Int

    init(_ title: String, _ text: String, firm: String = "", most: Int) {
      self.title = title
      self.text = text
      self.firm = firm
      self.most = most
    }
  }

  /// The rows cut to the height of the screen: the last of the longest rows that can gives a line
  /// first, so that what stands above stays whole longest. What must stand is cut last.
  private func fitted(_ rows: [Row]) -> [Row] {
    let least = rows.map {
      $0.firm.isEmpty ? 1 : lines(Row($0.title, $0.firm, most: 9), most: 9).count
    }
    var rows = zip(rows, least).map { row, least in
      let most = max(row.most, least)
      return Row(row.title, row.text, firm: row.firm, most: lines(row, most: most).count)
    }
    func shorten(_ isLeast: (Int) -> Bool) {
      while rows.reduce(0, { $0 + $1.most }) > Self.height {
        let longest = rows.indices.filter { !isLeast($0) }.map { rows[$0].most }.max()
        guard let index = rows.indices.last(where: { !isLeast($0) && rows[$0].most == longest })
        else { break }
        rows[index].most -= 1
      }
    }
    shorten { rows[$0].most <= least[$0] }
    shorten { rows[$0].most <= 1 }
    return rows
  }

  /// Paths of one part of the record together: `interstage: infection, complications`.
  static func grouped(_ paths: [String]) -> String {
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

  /// The lines of the first screen that hold for every book.
  var headLines: [String] {
    [Row("", useLine, most: 1), Row("", caseWords, most: 2)].flatMap { lines($0, most: $0.most) }
  }

  private var useLine: String {
    assessment.isByPointEstimates
      ? "POINT ESTIMATES, error ignored. Research use; not advice to operate."
      : "Research use. States whether written criteria are met. Not advice to operate."
  }

  private var caseWords: String {
    let name = "Case \(Self.short(record.id ?? "without a name"))"
    guard let day = record.decision?.date else { return "\(name), no day of decision" }
    let procedure = record.stageOne.map { stage in
      let variant = stage.variant.map(Self.short)
      return [stage.kind.rawValue.uppercased(), variant].compactMap { $0 }.joined(separator: " ")
    }
    let after = record.daysAfterStageOne(day).map { "day \($0) after stage 1" }
    let course = [after, procedure].compactMap { $0 }.joined(separator: ", ")
    return "\(name), asked for \(day)" + (course.isEmpty ? "" : " (\(course))")
  }

  /// A name that somebody chose, short enough to leave room for what follows it.
  private static func short(_ name: String) -> String {
    name.count > 32 ? name.prefix(30) + ".." : name
  }

  private var bookWords: String {
    let plan =
      record.plans.first.map { plan in
        "Plan \(Self.short(plan.id))"
          + (plan.flr.map { " (FLR \(Self.short($0.description)))" } ?? "")
      } ?? "No plan"
    let identifier = assessment.book.source.identifier.map { " (\($0))" } ?? ""
    let count = assessment.book.policies.count
    let reading =
      count == 1
      ? ""
      : ", reading \(assessment.policy.id), "
        + (assessment.policy.isStrictest ? "strictest of \(count)" : "one of \(count)")
    let file = bookFile.map { " of the file \(Self.short($0))" } ?? ""
    let options = assessment.choices.filter { $0.choice != $0.option.choices[0] }.map {
      ", \($0.option.id) \($0.choice.id)"
    }.joined()
    return "\(plan). Rule book \(assessment.book.id)\(file)\(identifier)\(reading)\(options)"
  }

  private var answerWords: String {
    warnings.isEmpty ? verdictWords : "\(verdictWords). \(warningWords)"
  }

  /// Which warnings there are; the long form has their words.
  private var warningWords: String {
    "\(explains ? "See below" : "See --explain"): \(warnings.codes.joined(separator: ", "))"
  }

  /// The other readings of the book and the other choices of its options, by their answers.
  private var readingWords: String {
    let others =
      assessments.dropFirst().map { ($0.policy.id, $0.verdict) }
      + otherChoices.map { ($0.choice, $0.verdict) }
    return Verdict.allCases.compactMap { verdict in
      let names = others.filter { $0.1 == verdict }.map(\.0)
      return names.isEmpty ? nil : "\(verdict.short): \(names.joined(separator: ", "))"
    }.joined(separator: "; ")
  }

  /// How each option of the book was read.
  private var choiceWords: [String] {
    assessment.choices.map { "\($0.option.id) \($0.choice.id): \($0.choice.text)" }
  }

  private var verdictWords: String {
    let words = assessment.verdict.words
    switch assessment.verdict {
    case .go:
      let count = assessment.notStated.count
      return words + (assessment.isBorderline ? ", borderline" : "")
        + (count == 0
          ? "" : "; \(count) \(count == 1 ? "criterion" : "criteria") not stated")
    case .noGo:
      let failed = assessment.groups.filter { $0.result == .notMet }.map(\.group.rawValue)
      return "\(words): \(failed.joined(separator: ", "))"
        + (assessment.isBorderline ? ", borderline" : "")
    case .indeterminate:
      let missing = assessment.missing.count
      let reasons = assessment.reasons.filter { $0 != .missingData }.map { reason in
        reason == .outsidePopulation
          ? "\(reason.rawValue) (for \(assessment.book.population.words))" : reason.rawValue
      }
      let counted =
        missing == 0 ? [] : [missing == 1 ? "1 datum missing" : "\(missing) data missing"]
      return "\(words): \((counted + reasons).joined(separator: ", "))"
    }
  }

  // MARK: Lines

  /// A row with its title in the first nine columns; a row without a title begins the line, unless
  /// it goes on with the title above it (its text begins with a space).
  private func lines(_ row: Row, most: Int) -> [String] {
    let goesOn = row.text.hasPrefix(" ")
    let indent = row.title.isEmpty && !goesOn ? 0 : 9
    let margin = row.title + String(repeating: " ", count: indent - row.title.count)
    let text = goesOn ? String(row.text.dropFirst()) : row.text
    let wrapped = TextWrap.lines(text, width: Self.width - indent)
    return cut(wrapped, most: most, width: Self.width - indent).enumerated().map { index, line in
      (index == 0 ? margin : String(repeating: " ", count: indent)) + line
    }
  }

  /// The first `most` lines; a cut one ends in an ellipsis.
  private func cut(_ lines: [String], most: Int, width: Int) -> [String] {
    guard lines.count > most, let last = lines.prefix(most).last else { return lines }
    var end = last
    while DisplayWidth.columns(of: end) > width - 4 {
      guard let space = end.lastIndex(of: " ") else { break }
      end = String(end[..<space])
    }
    return lines.prefix(most - 1) + [end + " ..."]
  }

  // MARK: The rows behind the first screen

  /// What the first screen may have cut, in full, below the table.
  var footnotes: [String] {
    let lists = [
      ("Missing", assessment.missing), ("Assumed", notes.assumptions),
      ("Would change the answer", assessment.wouldChange), ("Read as", choiceWords),
      ("Not assessed here", assessment.notAssessed),
    ].filter { !$0.1.isEmpty }.map { "\($0): \($1.joined(separator: "; "))" }
    return (CaseInputs(record, kinetics).words + [windowWords] + lists).flatMap {
      TextWrap.lines($0, width: 100, indent: 2)
    }
  }

  /// The windows in which the rules read, and whose numbers they are.
  private var windowWords: String {
    let windows = assessment.book.windows
    return "Windows: before stage 1 at most \(windows.beforeStageOneDays) days old; before the "
      + "decision at most \(windows.beforeDecisionDays), a scan \(windows.scanDays) and from day "
      + "\(windows.firstScanDay) on. Source: \(windows.source.words)"
  }

  /// One line a finding, safety included, with its source.
  var findingsTable: TextTable {
    var table = TextTable([
      TextTable.Column("criterion", maximumWidth: 22), TextTable.Column("value", maximumWidth: 16),
      TextTable.Column("need", maximumWidth: 13), TextTable.Column("result", maximumWidth: 11),
      TextTable.Column("on"), TextTable.Column("source", maximumWidth: 18),
    ])
    for finding in assessment.findings + assessment.shown + assessment.safety {
      table.append([
        finding.rule.question, finding.knownWords,
        finding.needWords.split(separator: " ").dropFirst().joined(separator: " "),
        [finding.resultWords, finding.reasonWords, finding.noteAtThreshold].compactMap { $0 }
          .joined(separator: "; "),
        finding.observation.observedOn?.description, finding.rule.source.words,
      ])
    }
    return table
  }
}
