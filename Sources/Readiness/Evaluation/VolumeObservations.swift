import VolumetryCore

/// What the scans say to the rules: ratios and growth.
struct VolumeObservations {
  let record: Case
  let windows: TimeWindows
  let course: VolumeCourse
  /// Nil where the record names a formula that does not exist.
  let body: BodyEstimate?

  /// The observation of the datum of a rule, one that `isVolume`.
  func observation(for rule: Rule) -> Observation {
    let (datum, window) = (rule.datum, rule.window)
    var observation =
      switch datum {
      case .flrRelativeIncrease: relativeIncrease()
      case .degreeOfHypertrophy, .kineticGrowthRate, .relativeGrowthRate: growth(datum, window)
      default: ratio(rule)
      }
    let mayDecide =
      switch datum {
      case _ where datum.readsEstimate: body?.mayDecide ?? true
      case .flrBodySurface: body?.surface?.formula.mayDecide ?? true
      default: true
      }
    if observation.value != nil, !mayDecide {
      observation.forced = .unknown
      observation.reasons.append(.unverifiedFormula)
    }
    for reason in bodyDoubts(datum) where observation.value != nil {
      observation.forced = .unknown
      observation.reasons.append(reason)
    }
    return observation
  }

  // MARK: Growth

  /// Relative growth of the FLR from the last scan before stage 1 to the latest in the window.
  private func relativeIncrease() -> Observation {
    growth(to: remnantAtDecision()) { $0.relativePercent }
  }

  /// Growth by the first assessment after stage 1, or by the latest scan.
  private func growth(_ datum: Datum, _ window: Window) -> Observation {
    let estimate = datum.readsEstimate ? missingEstimate : []
    guard estimate.isEmpty else { return .unknown(estimate) }
    return growth(to: remnant(in: window)) { growth in
      switch datum {
      case .degreeOfHypertrophy: growth.dhPercentagePoints
      case .kineticGrowthRate: growth.sinceProcedure?.dhPercentagePointsPerWeek
      default: growth.sinceProcedure?.relativePercentPerDay
      }
    }
  }

  /// Both remnants must be net, or both gross, of tumour; a baseline that the field of view cut
  /// would make any growth look larger.
  private func growth(
    to later: (Observation, MeasuredScan?), _ read: (Growth) -> UncertainValue?
  ) -> Observation {
    let (latest, after) = later
    let (baseline, before) = remnantAtBaseline()
    guard let after, let before else { return Self.unknown([latest, baseline]) }
    if let gross = grossAgainstNet(before, after) { return .unknown([gross]) }
    guard let first = record.remnant(of: before), let second = record.remnant(of: after) else {
      return Self.unknown([latest, baseline])
    }
    let days = after.scan.date.flatMap { day in before.scan.date.map { day - $0 } }
    let growth = Growth(
      before: first, after: second, telv: body?.estimate?.telv,
      clocks: Growth.Clocks(
        sinceProcedure: after.scan.date.flatMap(windows.day), betweenScans: days))
    guard let increase = read(growth) else {
      return Observation(
        observedOn: latest.observedOn, reasons: [.undefined],
        detail: growth.undefined.first?.reason)
    }
    let isFast = growth.warnings.contains { $0.code == GrowthPlausibility.fastCode }
    return doubted(
      Observation(
        value: .number(increase.value), sd: increase.sd,
        sdIsLowerBound: [before, after].contains { record.remnantError(of: $0).isLowerBound },
        observedOn: latest.observedOn, bound: after.flrBound),
      isFast || before.isImplausible || after.isImplausible)
  }

  /// What cannot be so is shown and does not decide.
  private func doubted(_ observation: Observation, _ isImplausible: Bool) -> Observation {
    guard isImplausible else { return observation }
    var doubted = observation
    doubted.forced = .unknown
    doubted.reasons.append(.implausible)
    return doubted
  }

  // MARK: Ratios

  /// A ratio of the scan of a window.
  ///
  /// The weight is the last before stage 1; one that is dated later is not it. The threshold of
  /// FLR/BW was derived from CT volume, at 1.0 g/mL: no other density moves the ratio to the side
  /// that the rule asks for.
  private func ratio(_ rule: Rule) -> Observation {
    let datum = rule.datum
    var (observation, measured) = remnant(in: rule.window)
    let first = readsFirstScan(datum) ? remnantAtBaseline() : nil
    if let first {
      observation.missing += first.0.missing.filter { !observation.missing.contains($0) }
      observation.reasons += first.0.reasons.filter { !observation.reasons.contains($0) }
    }
    let missing = missing(datum, measured)
    observation.missing += missing.filter { !observation.missing.contains($0) }
    if datum == .flrBodyWeight, let weightReason { observation.reasons.append(weightReason) }
    guard let measured, missing.isEmpty, observation.missing.isEmpty,
      let reading = RatioReading(
        record, measured, baseline: course.baseline.scan, body: body, weight: weight,
        density: rule.asksForMore
          ? min(record.density, .conventional) : max(record.density, .conventional))
    else { return observation }
    guard let ratio = reading.value(datum) else {
      return Observation(observedOn: observation.observedOn, reasons: [.undefined])
    }
    return doubted(
      Observation(
        value: .number(ratio.value), sd: ratio.sd,
        sdIsLowerBound: record.remnantError(of: measured).isLowerBound,
        observedOn: observation.observedOn, bound: reading.bound(datum)),
      measured.isImplausible || first?.1?.isImplausible ?? false)
  }

  /// Whether a measured denominator is that of the first scan.
  private func readsFirstScan(_ datum: Datum) -> Bool {
    record.options.denominatorTimepoint == .firstScan
      && [.flrTotalLiver, .flrFunctionalLiver].contains(datum)
  }

  /// Why the body that a datum divides by is not to be believed: a size that adults do not have, or
  /// a weight that is not the last before stage 1.
  private func bodyDoubts(_ datum: Datum) -> [Observation.Reason] {
    let fields: [String]
    switch datum {
    case .flrBodyWeight: fields = [BodyField.weight.rawValue]
    case .flrBodySurface: fields = [BodyField.height.rawValue, BodyField.weight.rawValue]
    case _ where datum.readsEstimate: fields = body?.formula.inputs ?? []
    default: fields = []
    }
    var doubts: [Observation.Reason] = []
    let sizes: [(BodyLimit, Double?)] = [
      (BodyLimits.height, record.patient.height?.value),
      (BodyLimits.weight, record.patient.weight?.value),
    ]
    let isOdd = sizes.contains { limit, value in
      fields.contains(limit.field.rawValue) && value.map { !limit.usual.contains($0) } ?? false
    }
    if isOdd { doubts.append(.implausible) }
    if fields.contains(BodyField.weight.rawValue), let weightReason { doubts.append(weightReason) }
    return doubts
  }

  /// What a ratio needs beside the FLR.
  private func missing(_ datum: Datum, _ measured: MeasuredScan?) -> [String] {
    switch datum {
    case .flrBodyWeight: return weight == nil ? ["patient.weight_kg"] : []
    case .standardizedFLR: return missingEstimate
    case .flrBodySurface:
      return [
        ("patient.height_cm", record.patient.height == nil), ("patient.weight_kg", weight == nil),
      ]
      .filter(\.1).map(\.0)
    case .flrTotalLiver, .flrFunctionalLiver:
      guard let measured else { return [] }
      let source =
        record.options.denominatorTimepoint == .firstScan
        ? course.baseline.scan : measured
      guard let source else { return ["scans[before-stage-1]"] }
      let place =
        if case .volumes? = source.scan.source { "\(source.path).volumes_ml." } else { "labels." }
      guard let volumes = source.volumes else {
        return ["\(source.path).volumes_ml.tlv"]
      }
      return datum == .flrFunctionalLiver && volumes.tflv == nil ? ["\(place)tumour"] : []
    default: return []
    }
  }

  /// Why there is no estimated total liver volume, as paths; empty where there is one.
  private var missingEstimate: [String] {
    guard let body else { return ["options.telv_formula"] }
    guard body.estimate == nil else { return [] }
    return body.missing.isEmpty ? ["options.telv_formula"] : body.missing
  }

  /// Why a dated weight is not the last before stage 1; nil where it is, or has no date.
  private var weightReason: Observation.Reason? {
    guard let day = record.patient.weightDate, let stageOne = windows.stageOne else { return nil }
    if day > stageOne { return .otherWindow }
    return stageOne - day > windows.windows.beforeStageOneDays ? .stale : nil
  }

  private var weight: Kilograms? { weightReason == nil ? record.patient.weight : nil }

  // MARK: Scans

  private func remnant(in window: Window) -> (Observation, MeasuredScan?) {
    switch window {
    case .beforeStageOne: remnantAtBaseline()
    case .firstAfterStageOne: remnantAtFirst()
    case .beforeDecision, .interstage, .stated: remnantAtDecision()
    }
  }

  /// The latest scan, if it is recent enough and from day 5 or later.
  private func remnantAtDecision() -> (Observation, MeasuredScan?) {
    guard windows.stageOne != nil else { return (.unknown([windows.stageOnePath]), nil) }
    let path = "scans[before-decision]"
    if let day = course.latest.scan?.scan.date {
      if let decision = windows.decision, decision - day > windows.windows.scanDays {
        return (Observation(observedOn: day, missing: [path], reasons: [.stale]), nil)
      }
      if isTooEarly(day) {
        return (Observation(observedOn: day, missing: [path], reasons: [.scanBeforeDayFive]), nil)
      }
    }
    return remnant(course.latest)
  }

  /// The first scan after stage 1, from day 5 or later; it never goes stale.
  private func remnantAtFirst() -> (Observation, MeasuredScan?) {
    guard windows.stageOne != nil else { return (.unknown([windows.stageOnePath]), nil) }
    if let day = course.firstAfter.scan?.scan.date, isTooEarly(day) {
      return (
        Observation(
          observedOn: day, missing: ["scans[first-after-stage-1]"], reasons: [.scanBeforeDayFive]),
        nil
      )
    }
    return remnant(course.firstAfter)
  }

  private func isTooEarly(_ day: CalendarDay) -> Bool {
    windows.day(day).map { $0 < windows.windows.firstScanDay } ?? false
  }

  /// The last scan before stage 1, if it is not too old and shows the whole FLR.
  private func remnantAtBaseline() -> (Observation, MeasuredScan?) {
    guard let stageOne = windows.stageOne else { return (.unknown([windows.stageOnePath]), nil) }
    if let measured = course.baseline.scan, let day = measured.scan.date {
      let path = "scans[before-stage-1]"
      if stageOne - day > windows.windows.beforeStageOneDays {
        return (Observation(observedOn: day, missing: [path], reasons: [.stale]), nil)
      }
      if measured.isFLRCut {
        return (Observation(observedOn: day, missing: [path], reasons: [.cutByFieldOfView]), nil)
      }
      if let grown = grownSince(day) {
        return (Observation(observedOn: day, missing: [grown], reasons: [.otherWindow]), nil)
      }
    }
    return remnant(course.baseline)
  }

  /// Whether the remnant was made to grow between a scan and stage 1, so that the scan is no
  /// baseline of it: the path of a newer scan, or of the day that is not known.
  private func grownSince(_ day: CalendarDay) -> String? {
    guard let stageOne = record.stageOneIndex else { return nil }
    for index in record.procedures.indices.prefix(stageOne)
    where record.procedures[index].kind.beginsStageOne {
      guard let done = record.procedures[index].date else { return "procedures[\(index)].date" }
      if done >= day { return "scans[before-stage-1]" }
    }
    return nil
  }

  private func remnant(_ pick: VolumeCourse.Pick) -> (Observation, MeasuredScan?) {
    switch pick {
    case .missing(let paths): return (.unknown(paths), nil)
    case .conflicting(let paths, let day):
      return (
        Observation(observedOn: day, missing: paths, reasons: [.conflictingValues]), nil
      )
    case .scan(let measured):
      guard measured.flr != nil else { return (.unknown([measured.missingFLR]), nil) }
      return (Observation(observedOn: measured.scan.date), measured)
    }
  }

  /// With one file a role, an FLR is gross of a tumour that only the other scan names: the path of
  /// the file that is missing.
  private func grossAgainstNet(_ before: MeasuredScan, _ after: MeasuredScan) -> String? {
    for (scan, other) in [(before, after), (after, before)] {
      guard case .files? = scan.scan.source, scan.volumes?.tumour == nil,
        other.volumes?.tumour != nil
      else { continue }
      return "\(scan.path).files.tumour"
    }
    return nil
  }

  /// Of two parts of which one is not known: the day is that of the part with a reason.
  private static func unknown(_ parts: [Observation]) -> Observation {
    let doubted = parts.first { !$0.reasons.isEmpty }?.observedOn
    return Observation(
      observedOn: doubted ?? parts.compactMap(\.observedOn).min(),
      missing: parts.flatMap(\.missing).uniqued(), reasons: parts.flatMap(\.reasons).uniqued())
  }
}
