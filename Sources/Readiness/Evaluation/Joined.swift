import Glibc

/// Findings joined to criteria and an answer: the part of an assessment that can be asked again
/// with one finding changed.
struct Joined {
  let findings: [Finding]
  let read: [ReadCriterion]
  let caps: [Observation.Reason]
  let pointEstimates: Bool
  /// Whether the days before stage 1 are over, so that no value of them can still be measured.
  let isAfterStageOne: Bool
  let criteria: [CriterionResult]
  let verdict: Verdict
  let reasons: [Observation.Reason]
  let isBorderline: Bool

  init(
    _ findings: [Finding], criteria read: [ReadCriterion], caps: [Observation.Reason],
    pointEstimates: Bool, isAfterStageOne: Bool
  ) {
    self.read = read
    self.isAfterStageOne = isAfterStageOne
    self.findings = findings
    self.caps = caps
    self.pointEstimates = pointEstimates
    let byID = Dictionary(uniqueKeysWithValues: findings.map { ($0.id, $0) })
    criteria = read.map { read in
      CriterionResult(
        read.criterion, read.reading, findings: read.reading.rules.compactMap { byID[$0] })
    }
    let settled = Verdict.settle(criteria, caps: caps, pointEstimates: pointEstimates)
    var reasons = settled.reasons
    // The particular reasons of what is unknown stand behind the general ones.
    if settled.verdict == .indeterminate {
      let asked = Set(
        criteria.filter { $0.result != .notApplicable }.flatMap(\.reading.rules))
      let unknown = findings.filter { $0.result == .unknown && asked.contains($0.id) }
      reasons += unknown.flatMap(\.observation.reasons)
    }
    verdict = settled.verdict
    self.reasons = reasons.uniqued()
    isBorderline = settled.isBorderline
  }

  /// Which measured or missing data would change the answer: each one alone, or, where none does,
  /// all that stand in the way together. What waiting does not change is not offered.
  func wouldChange() -> [String] {
    if verdict == .go {
      return findings.filter { finding in
        !isFixed(finding) && finding.result == .met
          && answer(changing: [finding], to: .notMet) != .go
      }.map { "no-go if not \($0.rule.condition)" }
    }
    let obstacles = findings.filter { isObstacle($0) }
    let alone = obstacles.filter { answer(changing: [$0], to: .met) != verdict }
    if !alone.isEmpty {
      return alone.map { "\(answer(changing: [$0], to: .met).rawValue) if \($0.obstacle)" }
    }
    let together = answer(changing: obstacles, to: .met)
    guard together != verdict, !obstacles.isEmpty else { return capsInTheWay }
    let list = obstacles.map(\.obstacle).joined(separator: ", ")
    return ["\(together.rawValue) only if all of: \(list)"] + capsInTheWay
  }

  private var capsInTheWay: [String] {
    caps.contains(.noDecisionDate) ? ["decision.date is missing"] : []
  }

  /// What is unknown, not met, or met within measurement error, and not fixed by nature.
  private func isObstacle(_ finding: Finding) -> Bool {
    let isNeeded = criteria.contains { criterion in
      criterion.reading.rules.contains(finding.id)
        && criterion.result != .notApplicable
        && (criterion.result != .met || (criterion.isBorderline && !pointEstimates))
    }
    guard isNeeded else { return false }
    switch finding.result {
    case .met: return !pointEstimates && finding.isBorderline
    case .notMet: return !isFixed(finding)
    case .unknown: return true
    case .notApplicable: return false
    }
  }

  /// A known value that no later measurement changes: tissue, or the days before stage 1.
  private func isFixed(_ finding: Finding) -> Bool {
    finding.rule.datum.isFixed
      || (isAfterStageOne && finding.rule.window == .beforeStageOne
        && finding.observation.value != nil)
  }

  private func answer(changing changed: [Finding], to result: Finding.Result) -> Verdict {
    let ids = Set(changed.map(\.id))
    let findings = findings.map { ids.contains($0.id) ? $0.assuming(result) : $0 }
    return Joined(
      findings, criteria: read, caps: caps, pointEstimates: pointEstimates,
      isAfterStageOne: isAfterStageOne
    ).verdict
  }
}

extension Finding {
  /// The same rule with another result, clear of measurement error.
  fileprivate func assuming(_ result: Result) -> Finding {
    Finding(
      rule: rule, observation: observation, result: result, isBorderline: false,
      probabilityMet: nil)
  }

  /// What it takes: the condition, and the value that is in the way of it.
  fileprivate var obstacle: String {
    guard result != .unknown else { return "\(rule.condition) (unknown)" }
    if result == .met, case .number(let number) = observation.value {
      return "\(rule.condition) clear of measurement error (now \(rounded(number)))"
    }
    return switch observation.value {
    case .number(let number): "\(rule.condition) (now \(rounded(number)))"
    case .word(let word): "\(rule.condition) (now \(word))"
    case nil: "\(rule.condition) (unknown)"
    }
  }

  /// Three significant digits are enough to be recognised.
  private func rounded(_ number: Double) -> String {
    guard number != 0 else { return "0" }
    let scale = pow(10, 2 - log10(abs(number)).rounded(.down))
    return "\((number * scale).rounded() / scale)"
  }
}

extension Rule {
  /// The rule in a few words: `FLR/BW >= 0.5 %`, `infection none or controlled`.
  var condition: String {
    let unit = datum.unit.map { " \($0)" } ?? ""
    return switch threshold {
    case .number(let number):
      "\(datum.shortName) \(comparison.rawValue) \(number.words)\(unit)"
    case .grade(let grade): "\(datum.shortName) \(comparison.rawValue) \(grade)"
    case .words(["yes"]) where datum.isNormality: "\(datum.shortName) normal"
    case .words(let words) where window == .stated:
      "\(datum.shortName): \(words.joined(separator: " or "))"
    case .words(let words): "\(datum.shortName) \(words.joined(separator: " or "))"
    }
  }
}

extension Double {
  /// Without a needless `.0`.
  fileprivate var words: String {
    self == rounded() && abs(self) < 1e15 ? "\(Int(self))" : "\(self)"
  }
}
