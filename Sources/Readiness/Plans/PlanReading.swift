public import VolumetryCore

/// What one resection plan leaves, on the scans that count.
public struct PlanReading: Hashable, Sendable {
  /// The plan, and its scans as measured for it.
  public let planned: PlannedScans
  /// Position in the record's list of plans; the first decides.
  public let index: Int
  /// Growth of its FLR, with the scans that take part and the body.
  public let kinetics: Kinetics
  /// The last scan before stage 1 and the latest after it; a scan that does not exist is left out.
  public let scans: [PlanScan]
  /// Every threshold of the rule books that is a volume here and speaks of the patient, by book and
  /// rule.
  public let spares: [PlanSpare]
  /// What each book says of the plan, by its default reading.
  public let answers: [Assessment]

  /// The plan itself.
  public var plan: Plan { planned.plan }

  /// What the plan leaves open about segment 1, or says against its own labels, with the volume
  /// where it is known; nil where it is clear.
  public var segmentOneWarning: CaseWarning? {
    let choice = scans.compactMap(\.segmentOne).last
    let volume = choice.map { ", label 1: \($0.volume.value.rounded()) mL" }
    switch (plan.segment1, choice?.isInRemnant) {
    case (nil, _):
      return CaseWarning(
        code: "W-SEGMENT-1",
        message: "plan \(plan.id) does not say whether segment 1 is resected" + (volume ?? ""))
    case (.resected, true?), (.flr, false?):
      return CaseWarning(
        code: "W-SEGMENT-1-CONFLICT",
        message: "plan \(plan.id) says that segment 1 is "
          + (plan.segment1 == .flr ? "kept" : "resected") + ", its FLR labels say otherwise"
          + (volume ?? ""))
    default: return nil
    }
  }

  /// Paths in the record of what is missing for this plan.
  public var missing: [String] {
    kinetics.missing.map { path in
      path.hasPrefix("plans[0]") ? "plans[\(index)]" + path.dropFirst("plans[0]".count) : path
    }
  }

  /// - Parameters:
  ///   - planned: the scans of the record as measured for the plan
  ///   - index: of the plan in the record
  ///   - books: rule books whose volume thresholds are held against the FLR
  public init(
    _ record: Case, _ planned: PlannedScans, index: Int, choice: BodyEstimate.Choice,
    books: [RuleBook]
  ) {
    let kinetics = Kinetics(
      record, scans: planned.scans, choice: choice, decision: record.decision?.date)
    self.planned = planned
    self.index = index
    self.kinetics = kinetics
    let picks: [(PlanScan.Window, VolumeCourse.Pick)] = [
      (.baseline, kinetics.course.baseline), (.latest, kinetics.course.latest),
    ]
    scans = picks.compactMap { window, pick in
      pick.scan.map { PlanScan(record, planned.plan, $0, window, kinetics) }
    }
    // As if this plan were the one that decides.
    var own = record
    own.plans.removeAll { $0 == planned.plan }
    own.plans.insert(planned.plan, at: 0)
    let question = Assessment.Question(record: own, scans: planned.scans)
    answers = books.map { Assessment(question, by: $0, policy: $0.policies[0]) }
    spares = books.flatMap { book in
      book.question != record.decision?.question ?? .stageTwo
        || book.population.contains(own, body: question.body) == .no
        ? []
        : (book.rules + book.shown).filter {
          $0.population.contains(own, body: question.body) != .no
        }.compactMap { PlanSpare(record, book, $0, kinetics) }
    }
  }
}

/// One scan as one plan reads it.
public struct PlanScan: Hashable, Sendable {
  /// Which of the scans that count.
  public let window: Window
  public let scan: MeasuredScan
  /// Whole days after stage 1.
  public let day: Int?
  /// FLR before anything that the plan clears out of it; net of tumour.
  public let gross: Millilitres?
  /// What the plan clears out of the FLR that this scan still shows.
  public let removed: Millilitres
  /// FLR net of that, with its deviation.
  public let net: MeasuredVolume?
  /// What the deviation is made of.
  public let error: RemnantError
  /// Nil where the scan has no liver.
  public let ratios: LiverRatios?
  /// FLR/BW with the dry weight before stage 1; also of an FLR whose liver is not known.
  public let flrBWPercent: UncertainValue?
  /// FLR/BW with the last weight that is recorded after it; nil where the record does not ask for
  /// it, or has none.
  public let flrBWLaterPercent: UncertainValue?
  /// Nil where the labels do not tell segment 1.
  public let segmentOne: SegmentOneChoice?

  /// The scans that count.
  public enum Window: String, Hashable, Sendable {
    case baseline, latest
  }

  init(
    _ record: Case, _ plan: Plan, _ measured: MeasuredScan, _ window: Window, _ kinetics: Kinetics
  ) {
    let removed = record.removal(by: plan, on: measured.scan)
    let net = record.remnant(of: measured)
    func bodyWeight(_ weight: Kilograms?) -> UncertainValue? {
      net.flatMap { flr in
        weight.flatMap { LiverRatios.flrBodyWeight(flr, weight: $0, density: record.density) }
      }
    }
    self.window = window
    self.removed = removed
    self.net = net
    scan = measured
    day = measured.scan.date.flatMap(record.daysAfterStageOne)
    gross = measured.flr.map { $0 + removed }
    error = record.remnantError(of: measured)
    ratios = kinetics.ratios[measured.index]
    flrBWPercent = bodyWeight(record.patient.weight)
    flrBWLaterPercent =
      record.options.showsLaterWeight ? bodyWeight(record.patient.laterWeight?.weight) : nil
    segmentOne = SegmentOneChoice(record, plan, measured)
  }
}

/// Segment 1 under a plan, and what the other choice would leave.
public struct SegmentOneChoice: Hashable, Sendable {
  /// Whether the labels of the plan's FLR hold it.
  public let isInRemnant: Bool
  /// What the plan states; nil where it states nothing.
  public let stated: Plan.SegmentOne?
  /// Volume of label 1.
  public let volume: Millilitres
  /// FLR by the labels of the plan.
  public let flr: Millilitres
  /// FLR of the other choice. Liver and body stay, so every ratio changes as it does.
  public let otherFLR: Millilitres

  /// How much each ratio of the plan becomes under the other choice.
  public var factor: Double { otherFLR / flr }

  /// Nil where label 1 does not mean segment 1 (the liver's labels are not 1 to 8 of one label
  /// map), where it does not occur, and where nothing is left without it.
  init?(_ record: Case, _ plan: Plan, _ measured: MeasuredScan) {
    guard case .segmentation? = measured.scan.source,
      (measured.scan.labels ?? record.labels)?.liver == LabelPreset.couinaud.liver,
      let labels = plan.flr, let flr = measured.flr, flr > .zero,
      let segment = measured.volumes?.segments.first(where: { $0.label == 1 })
    else { return nil }
    isInRemnant = labels.contains(1)
    stated = plan.segment1
    volume = segment.volume
    self.flr = flr
    otherFLR = isInRemnant ? flr - segment.volume : flr + segment.volume
    guard otherFLR > .zero else { return nil }
  }
}

/// One threshold of a rule book as a volume of the FLR.
public struct PlanSpare: Hashable, Sendable {
  /// Id of the book.
  public let book: String
  public let rule: Rule
  public let measure: VolumeMeasure
  /// Threshold of the rule, in its unit.
  public let threshold: Double
  /// FLR that the rule reads.
  public let flr: Millilitres
  /// Its distance from the threshold.
  public let volume: SpareVolume

  /// Nil for a rule that reads no volume, and where something it reads is not known. The scan is
  /// that of the rule's window; how old it may be is not looked at here.
  init?(_ record: Case, _ book: RuleBook, _ rule: Rule, _ kinetics: Kinetics) {
    guard let measure = VolumeMeasure(rawValue: rule.datum.rawValue),
      case .number(let threshold) = rule.threshold,
      let scan = kinetics.course.pick(rule.window).scan,
      let flr = scan.flr
    else { return nil }
    var inputs = VolumeMeasure.Inputs()
    inputs.weight = record.patient.weight
    // As the rule itself: a higher density never lifts a ratio over a threshold.
    inputs.density = min(record.density, .conventional)
    inputs.telv = kinetics.body.estimate?.telv
    inputs.bodySurfaceArea = kinetics.body.surface?.area
    let total =
      record.options.denominatorTimepoint == .firstScan ? kinetics.course.baseline.scan : scan
    inputs.tlv = total?.volumes?.tlv
    inputs.tflv = total?.volumes?.tflv
    inputs.firstFLR = kinetics.course.baseline.scan?.flr
    inputs.daysSinceProcedure = scan.scan.date.flatMap(record.daysAfterStageOne)
    guard
      let volume = SpareVolume(
        flr: flr, measure: measure, comparison: rule.comparison, threshold: threshold,
        inputs: inputs)
    else { return nil }
    self.book = book.id
    self.rule = rule
    self.measure = measure
    self.threshold = threshold
    self.flr = flr
    self.volume = volume
  }
}

extension VolumeCourse {
  /// The scan that a window reads, whatever its age.
  fileprivate func pick(_ window: Window) -> Pick {
    switch window {
    case .beforeStageOne: baseline
    case .firstAfterStageOne: firstAfter
    case .beforeDecision, .interstage, .stated: latest
    }
  }
}

extension Case {
  /// What a plan clears out of the FLR that a scan still shows: what was cut out at stage 1 is not
  /// on the scans after it, what was ablated still is.
  public func removal(by plan: Plan, on scan: Scan) -> Millilitres {
    let isDatedAfter = scan.date.flatMap(daysAfterStageOne).map { $0 > 0 } ?? false
    let isAfter = scan.timepoint.map { $0 != .beforeStageOne } ?? isDatedAfter
    return plan.flrMinus.filter { !(isAfter && $0.done == .one && !$0.staysOnScans) }
      .reduce(Millilitres.zero) { $0 + $1.volume }
  }
}
