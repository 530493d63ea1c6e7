import VolumetryCore

/// What a rule book says of a case on the day of the decision: every finding, and the answer.
public struct Assessment: Hashable, Sendable {
  public let book: RuleBook
  public let policy: RuleBook.Policy
  /// Whether measurement error was left out of the answer, on request.
  public let isByPointEstimates: Bool
  public let verdict: Verdict
  /// Why the answer is no go, or cannot be given.
  public let reasons: [Observation.Reason]
  /// Whether a deciding value lies within measurement error of its threshold.
  public let isBorderline: Bool
  public let groups: [GroupResult]
  public let criteria: [CriterionResult]
  /// One finding a rule that the reading uses, in the order of the book.
  public let findings: [Finding]
  /// Never deciding, always shown.
  public let safety: [Finding]
  /// What would change the answer.
  public let wouldChange: [String]

  /// What the answer is asked with.
  public struct Question: Hashable, Sendable {
    public var record: Case
    /// Every scan of the case with its volumes for the deciding plan.
    public var scans: [MeasuredScan]
    public var pointEstimates: Bool

    public init(record: Case, scans: [MeasuredScan], pointEstimates: Bool = false) {
      self.record = record
      self.scans = scans
      self.pointEstimates = pointEstimates
    }
  }

  /// Reads the data, holds them against the rules, joins the findings, settles the answer.
  public init(_ question: Question, by book: RuleBook, policy: RuleBook.Policy) {
    let reader = DatumReader(question, windows: book.windows)
    let applies = book.applies(to: question.record)
    func finding(_ rule: Rule) -> Finding {
      let finding = Finding(rule, reader.observation(for: rule))
      return applies == .no ? finding.notApplicable() : finding
    }
    let findings = book.rules(under: policy).map(finding)
    let caps = book.caps(question.record, applies: applies)
    let joined = Joined(
      findings, book: book, policy: policy, caps: caps, pointEstimates: question.pointEstimates)
    self.book = book
    self.policy = policy
    isByPointEstimates = question.pointEstimates
    verdict = joined.verdict
    reasons = joined.reasons
    isBorderline = joined.isBorderline
    criteria = joined.criteria
    groups = GroupResult.groups(joined.criteria)
    self.findings = findings
    safety = book.safety.map(finding)
    wouldChange = joined.wouldChange()
  }

  /// The same case under every reading of the book, the one that was asked for first.
  public static func readings(
    _ question: Question, by book: RuleBook, policy: RuleBook.Policy
  ) -> [Assessment] {
    ([policy] + book.policies.filter { $0 != policy }).map {
      Assessment(question, by: book, policy: $0)
    }
  }

  /// Paths of everything that a deciding rule lacks, each once, in the order of the findings.
  public var missing: [String] { findings.flatMap(\.observation.missing).uniqued() }
}

/// Whether a book speaks of a patient.
enum Applicability { case yes, no, unknown }

extension RuleBook {
  /// By the procedure of stage 1.
  func applies(to record: Case) -> Applicability {
    guard let kind = record.stageOne?.kind else { return .unknown }
    return procedures.contains(kind) ? .yes : .no
  }

  /// Reasons for which the answer cannot be go whatever the findings are.
  func caps(_ record: Case, applies: Applicability) -> [Observation.Reason] {
    var caps: [Observation.Reason] = []
    if record.decision?.date == nil { caps.append(.noDecisionDate) }
    if let asked = record.decision?.question, asked != question { caps.append(.otherQuestion) }
    switch applies {
    case .yes: break
    case .no: caps.append(.outsidePopulation)
    case .unknown: caps.append(.missingData)
    }
    return caps
  }

  /// The rules that a reading uses, in the order of the book.
  func rules(under policy: Policy) -> [Rule] {
    let used = Set(criteria.flatMap { $0.readings[policy.id]?.rules ?? [] })
    return rules.filter { used.contains($0.id) }
  }
}
