import VolumetryCore

/// What the scans say to the rules: growth and FLR/BW.
struct VolumeObservations {
  let record: Case
  let windows: TimeWindows
  let course: VolumeCourse

  /// Relative growth of the FLR from the last scan before stage 1 to the latest in the window.
  ///
  /// Both must be net, or both gross, of tumour; a baseline that the field of view cut would make
  /// any growth look larger.
  func relativeIncrease() -> Observation {
    let (latest, after) = remnantAtDecision()
    let (baseline, before) = remnantAtBaseline()
    guard let after, let before else { return Self.unknown([latest, baseline]) }
    if let gross = grossAgainstNet(before, after) { return .unknown([gross]) }
    guard let first = record.remnant(of: before), let second = record.remnant(of: after) else {
      return Self.unknown([latest, baseline])
    }
    let days = after.scan.date.flatMap { day in before.scan.date.map { day - $0 } }
    let growth = Growth(
      before: first, after: second,
      clocks: Growth.Clocks(
        sinceProcedure: after.scan.date.flatMap(windows.day), betweenScans: days))
    guard let increase = growth.relativePercent else {
      return Observation(
        observedOn: latest.observedOn, reasons: [.undefined],
        detail: growth.undefined.first?.reason)
    }
    let isFast = growth.warnings.contains { $0.code == GrowthPlausibility.fastCode }
    return doubted(
      Observation(
        value: .number(increase.value), sd: increase.sd, observedOn: latest.observedOn,
        bound: after.flrBound),
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

  /// FLR mass over body weight, per cent.
  ///
  /// The weight is the last before stage 1; one that is dated later is not it. The threshold was
  /// derived from CT volume, at 1.0 g/mL: a higher density never lifts the ratio over it.
  func flrBodyWeight() -> Observation {
    var (latest, after) = remnantAtDecision()
    let weight = bodyWeight()
    guard let flr = after.flatMap(record.remnant(of:)), let weight else {
      if weight == nil { latest.missing.append("patient.weight_kg") }
      if let reason = weightReason { latest.reasons.append(reason) }
      return latest
    }
    let ratio = LiverRatios.flrBodyWeight(
      flr, weight: weight,
      density: min(record.density, .conventional))
    guard let ratio else {
      return Observation(observedOn: latest.observedOn, reasons: [.undefined])
    }
    return doubted(
      Observation(
        value: .number(ratio.value), sd: ratio.sd, observedOn: latest.observedOn,
        bound: after?.flrBound),
      after?.isImplausible ?? false)
  }

  /// Why a dated weight is not the last before stage 1; nil where it is, or has no date.
  private var weightReason: Observation.Reason? {
    guard let day = record.patient.weightDate, let stageOne = windows.stageOne else { return nil }
    if day > stageOne { return .otherWindow }
    return stageOne - day > windows.windows.beforeStageOneDays ? .stale : nil
  }

  private func bodyWeight() -> Kilograms? { weightReason == nil ? record.patient.weight : nil }

  /// The latest scan, if it is recent enough and from day 5 or later.
  private func remnantAtDecision() -> (Observation, MeasuredScan?) {
    guard windows.stageOne != nil else { return (.unknown([windows.stageOnePath]), nil) }
    let path = "scans[before-decision]"
    if let day = course.latest.scan?.scan.date {
      if let decision = windows.decision, decision - day > windows.windows.scanDays {
        return (Observation(observedOn: day, missing: [path], reasons: [.stale]), nil)
      }
      if let number = windows.day(day), number < windows.windows.firstScanDay {
        return (Observation(observedOn: day, missing: [path], reasons: [.scanBeforeDayFive]), nil)
      }
    }
    return remnant(course.latest)
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
    }
    return remnant(course.baseline)
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

  private static func unknown(_ parts: [Observation]) -> Observation {
    Observation(
      observedOn: parts.compactMap(\.observedOn).min(),
      missing: parts.flatMap(\.missing).uniqued(), reasons: parts.flatMap(\.reasons).uniqued())
  }
}
