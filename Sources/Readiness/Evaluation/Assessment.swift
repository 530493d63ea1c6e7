import VolumetryCore

/// What a rule book says of a case on the day of the decision: every finding, and the answer.
public struct Assessment: Hashable, Sendable {
  public let book: RuleBook
  public let policy: RuleBook.Policy
  /// How each option of the book was read.
  public let choices: [ChosenOption]
  /// Whether measurement error was left out of the answer, on request.
  public let isByPointEstimates: Bool
  /// The scans as the book's windows place them.
  public let course: VolumeCourse
  public private(set) var verdict: Verdict
  /// Why the answer is no go, or cannot be given.
  public private(set) var reasons: [Observation.Reason]
  /// The answer without the tissue of the FLR that is stated to be congested or dead; nil where
  /// none is stated. Where the two differ the answer cannot be given.
  public private(set) var verdictWithoutCompromised: Verdict?
  /// Whether a deciding value lies within measurement error of its threshold.
  public let isBorderline: Bool
  public let groups: [GroupResult]
  public let criteria: [CriterionResult]
  /// One finding a rule that the reading uses, in the order of the book.
  public let findings: [Finding]
  /// Never deciding: rules of other readings, and those that the book only shows.
  public let shown: [Finding]
  /// Never deciding, always shown.
  public let safety: [Finding]
  /// What would change the answer.
  public let wouldChange: [String]
  /// Ids of the criteria that decide only where something is stated, and of which nothing is.
  public let notStated: [String]
  /// What the book leaves to others, and what it takes as settled because the record is silent.
  public let notAssessed: [String]
  /// Paths of everything that a deciding rule, or the population of the book, lacks, each once.
  public let missing: [String]

  /// What the answer is asked with.
  public struct Question: Hashable, Sendable {
    public var record: Case
    /// Every scan of the case with its volumes for the deciding plan.
    public var scans: [MeasuredScan]
    public var pointEstimates: Bool
    /// Choices of the book's options that outweigh those of the record.
    public var choices: [String: String]
    /// The estimated liver volume by the formulas of the record; nil where it names unknown ones.
    public let body: BodyEstimate?

    /// A case with its measured scans, and how it is asked.
    public init(
      record: Case, scans: [MeasuredScan], pointEstimates: Bool = false,
      choices: [String: String] = [:]
    ) {
      self.record = record
      self.scans = scans
      self.pointEstimates = pointEstimates
      self.choices = choices
      do throws(BodyEstimate.Choice.Unknown) {
        body = BodyEstimate(
          record.bodySize,
          choice: try BodyEstimate.Choice(
            telv: record.options.telvFormula, bsa: record.options.bsaFormula))
      } catch {
        body = nil
      }
    }

    /// The same scans without their compromised tissue; nil where none is stated. A scan of which
    /// nothing would be left has no FLR then.
    var withoutCompromised: Question? {
      guard scans.contains(where: { $0.scan.flrCompromised.map { $0 > .zero } ?? false }) else {
        return nil
      }
      var sound = self
      sound.scans = scans.map { scan in
        guard let compromised = scan.scan.flrCompromised, compromised > .zero else { return scan }
        return scan.uncompromised ?? MeasuredScan(index: scan.index, scan: scan.scan, volumes: nil)
      }
      return sound
    }
  }

  /// An option of the book and the choice in force.
  public struct ChosenOption: Hashable, Sendable {
    public let option: RuleBook.Option
    public let choice: RuleBook.Choice
  }

  /// Reads the data, holds them against the rules, joins the findings, settles the answer. Where
  /// tissue of the FLR is stated to be congested or dead this is done with and without it.
  public init(_ question: Question, by book: RuleBook, policy: RuleBook.Policy) {
    self.init(asked: question, by: book, policy: policy)
    guard let sound = question.withoutCompromised else { return }
    let other = Assessment(asked: sound, by: book, policy: policy).verdict
    verdictWithoutCompromised = other
    guard other != verdict else { return }
    verdict = .indeterminate
    reasons.append(.compromisedTissue)
  }

  private init(asked question: Question, by book: RuleBook, policy: RuleBook.Policy) {
    let reader = DatumReader(question, book: book)
    let applies = book.population.contains(question.record, body: question.body)
    func alone(_ rule: Rule) -> Finding {
      Finding(
        rule, reader.observation(for: rule), question: question,
        scanDays: book.population.scanDays)
    }
    func finding(_ rule: Rule) -> Finding {
      applies == .no ? alone(rule).notApplicable() : alone(rule)
    }
    let asked = question.record.options.readings.merging(question.choices) { $1 }
    let choices = book.options.map { option in
      ChosenOption(
        option: option, choice: book.choice(of: option.id, asked) ?? option.choices[0])
    }
    let criteria = book.criteria(under: policy, choices: choices.map(\.choice))
    let used = Set(criteria.flatMap(\.reading.rules))
    let findings = book.rules.filter { used.contains($0.id) }.map(finding)
    let joined = Joined(
      findings, criteria: criteria, caps: book.caps(question.record, applies: applies),
      pointEstimates: question.pointEstimates, isAfterStageOne: book.question == .stageTwo)
    self.book = book
    self.policy = policy
    self.choices = choices
    isByPointEstimates = question.pointEstimates
    course = reader.volumes.course
    verdict = joined.verdict
    reasons = joined.reasons
    isBorderline = joined.isBorderline
    self.criteria = joined.criteria
    groups = GroupResult.groups(joined.criteria)
    self.findings = findings
    let others = book.rules.filter { !used.contains($0.id) && book.optionRules.contains($0.id) }
    shown = (others + book.shown).map(finding)
    // Of whom safety rows speak, they say themselves.
    safety = book.safety.map(alone)
    wouldChange = joined.wouldChange()
    let silent = joined.criteria.filter { $0.result == .notApplicable }
    let settled = silent.flatMap(\.reading.rules)
    notStated = silent.map(\.criterion.id)
    let list = silent.map { "\($0.criterion.id) (\($0.criterion.source.citation))" }
    notAssessed =
      book.notAssessed
      + (list.isEmpty
        ? [] : ["only where stated, and not stated here: \(list.joined(separator: ", "))"])
    var missing: [String] = []
    if case .unknown(let paths) = applies { missing += paths }
    // Of a patient whom the book does not speak of nothing is missing.
    let open = applies == .no ? [] : findings.filter { !settled.contains($0.id) }
    self.missing = (missing + open.flatMap(\.observation.missing)).uniqued()
  }

  /// The answer where one option of the book is read in another way, everything else the same.
  public struct OtherChoice: Hashable, Sendable {
    public let option: String
    public let choice: String
    public let verdict: Verdict
  }

  /// Every other choice of every option of the book, one at a time.
  public static func otherChoices(
    _ question: Question, by book: RuleBook, policy: RuleBook.Policy
  ) -> [OtherChoice] {
    let asked = Assessment(question, by: book, policy: policy)
    return asked.choices.flatMap { chosen in
      chosen.option.choices.filter { $0 != chosen.choice }.map { other in
        var question = question
        question.choices[chosen.option.id] = other.id
        return OtherChoice(
          option: chosen.option.id, choice: other.id,
          verdict: Assessment(question, by: book, policy: policy).verdict)
      }
    }
  }

  /// The same case under every reading of the book, the one that was asked for first.
  public static func readings(
    _ question: Question, by book: RuleBook, policy: RuleBook.Policy
  ) -> [Assessment] {
    ([policy] + book.policies.filter { $0 != policy }).map {
      Assessment(question, by: book, policy: $0)
    }
  }
}

/// A criterion with the reading that policy and options put in force.
struct ReadCriterion: Hashable, Sendable {
  let criterion: Criterion
  let reading: Criterion.Reading
}

extension RuleBook {
  /// Reasons for which the answer cannot be go whatever the findings are.
  func caps(_ record: Case, applies: Applicability) -> [Observation.Reason] {
    var caps: [Observation.Reason] = []
    if record.decision?.date == nil { caps.append(.noDecisionDate) }
    if let asked = record.decision?.question, asked != question { caps.append(.otherQuestion) }
    if record.contradictsItsCourse(for: question) { caps.append(.conflictingValues) }
    if criteria.isEmpty, !shown.isEmpty { caps.append(.shownNotDeciding) }
    switch applies {
    case .yes: break
    case .no: caps.append(.outsidePopulation)
    case .unknown: caps.append(.missingData)
    }
    return caps
  }

  /// Every criterion as a policy and the choices of the options read it.
  func criteria(under policy: Policy, choices: [Choice]) -> [ReadCriterion] {
    criteria.map { criterion in
      guard let reading = criterion.readings[policy.id] else {
        preconditionFailure("the reader of rule books gives every criterion every policy")
      }
      let rules = choices.reduce(reading.rules) { rules, choice in
        rules.map { choice.replacing[$0] ?? $0 }
      }
      return ReadCriterion(
        criterion: criterion,
        reading: Criterion.Reading(logic: reading.logic, rules: rules.uniqued()))
    }
  }

  /// Ids of the rules that an option can put in the place of another, and of those others.
  var optionRules: Set<String> {
    let pairs = options.flatMap(\.choices).flatMap(\.replacing)
    return Set(pairs.map(\.key)).union(pairs.map(\.value))
  }
}

extension Case {
  /// Whether the course of procedures and scans leaves no such question: the remnant was made to
  /// grow again after stage 1, so that its days are counted from nowhere; the second stage is done;
  /// or entry is asked for after the first, or with one whose day is not stated.
  fileprivate func contradictsItsCourse(for question: Decision.Question) -> Bool {
    let asked = decision?.date
    switch question {
    case .stageOne:
      let isDone = stageOneDate.flatMap { done in asked.map { $0 > done } } ?? false
      let isScanned = scans.contains { scan in
        scan.timepoint != nil && scan.timepoint != .beforeStageOne
          && (scan.date.flatMap { day in asked.map { day <= $0 } } ?? true)
      }
      return isDone || isScanned || interstage != Interstage()
        || (stageOneIndex != nil && stageOneDate == nil)
    case .stageTwo:
      let later = stageOneIndex.map { procedures[($0 + 1)...] } ?? []
      let growsAgain = later.contains { procedure in
        procedure.kind.beginsStageOne
          && (procedure.kind == .alpps || procedure.date == nil || procedure.date != stageOneDate)
      }
      let isResected = scans.contains { scan in
        scan.timepoint == .afterStageTwo
          && (scan.date.flatMap { day in asked.map { day <= $0 } } ?? true)
      }
      return growsAgain || isResected
    }
  }
}
