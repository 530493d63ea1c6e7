import Readiness
import VolumetryCore

// The rows of the first screen that show findings.

extension ReadinessReport {
  // MARK: Safety

  /// One row where every safety finding is met, else a row each.
  var safetyRows: [Row] {
    guard !assessment.safety.allSatisfy({ $0.result == .met }) else {
      let words = assessment.safety.map { finding in
        "\(finding.rule.datum.shortName) \(finding.stateWords(day: dayWords(finding)))"
      }
      return [Row("SAFETY", words.joined(separator: "; "), most: 2)]
    }
    return assessment.safety.map { Row("SAFETY", safetyWords($0), most: 2) }
  }

  private func dayWords(_ finding: Finding) -> String? {
    finding.observation.observedOn.flatMap(record.daysAfterStageOne).map { " (day \($0))" }
  }

  private func safetyWords(_ finding: Finding) -> String {
    let note = finding.result == .notMet ? finding.rule.note.map { "; \($0)" } ?? "" : ""
    let missing = finding.observation.missing
    let lacks = missing.isEmpty ? "" : " (\(Self.grouped(missing)))"
    return "\(finding.rule.question): \(finding.stateWords(day: dayWords(finding)))\(lacks)\(note)"
  }

  /// What the book only shows and the record speaks against.
  var shownRow: Row {
    let options = assessment.book.rules.map(\.id)
    let words = assessment.shown.filter { finding in
      finding.result == .notMet && !options.contains(finding.id) && !assessment.criteria.isEmpty
        && !finding.rule.datum.isVolume
    }.map { "\($0.rule.question): \($0.stateWords(day: nil)), not asked here" }
    return Row("SHOWN", words.joined(separator: "; "), firm: words.joined(separator: "; "), most: 2)
  }

  /// Why a value is not known; of one that is too old, how old it is and may be.
  private func reason(_ finding: Finding) -> String? {
    let observation = finding.observation
    guard observation.reasons == [.stale], let day = observation.observedOn,
      let decision = record.decision?.date, finding.rule.window == .beforeDecision
    else { return finding.reasonWords }
    let windows = assessment.book.windows
    let most = finding.rule.datum.isVolume ? windows.scanDays : windows.beforeDecisionDays
    return "stale: \(decision - day) days old, at most \(most)"
  }

  // MARK: Volume

  /// The rows that read a scan, deciding ones first, then the ratios that none of them reads.
  var volumeRows: [Row] {
    let findings = (assessment.criteria.isEmpty ? assessment.shown : assessment.findings).filter {
      $0.rule.datum.isVolume && ($0.result != .notApplicable || isOutside)
    }
    var words = findings.map { finding in
      let isGrowth = finding.rule.datum == .flrRelativeIncrease
      let ofFirst =
        record.options.denominatorTimepoint == .firstScan
        && [.flrTotalLiver, .flrFunctionalLiver].contains(finding.rule.datum)
      let name =
        isGrowth
        ? remnantWords : finding.rule.datum.shortName + (ofFirst ? " (first scan's liver)" : "")
      let value = [finding.valueWords, finding.sdWords].compactMap { $0 }.joined(separator: ", ")
      guard finding.result != .notApplicable else { return "\(name) \(value)  n/a" }
      guard finding.observation.value != nil else {
        return "\(name) \(value)  \(finding.needWords)  \(reason(finding) ?? "")"
      }
      let result = [finding.resultWords, finding.distanceWords ?? finding.reasonWords]
        .compactMap { $0 }.joined(separator: " ")
      return "\(name) \(value)  \(finding.needWords)  \(result)"
    }
    if !words.isEmpty, !findings.contains(where: { $0.rule.datum == .flrRelativeIncrease }) {
      words.insert(remnantWords, at: 0)
    }
    words += assessment.findings.filter { finding in
      !finding.rule.datum.isVolume && volumeRules.contains(finding.id)
    }.map { "\($0.rule.datum.shortName) \($0.stateWords(day: nil))" }
    let scan =
      assessment.book.question == .stageOne ? assessment.course.baseline : assessment.course.latest
    if let ratios = scan.scan.flatMap({ kinetics.ratios[$0.index] }) {
      words.append(ratioWords(ratios))
    }
    return words.enumerated().map { Row($0 == 0 ? "VOLUME" : "", " " + $1, most: 2) }
  }

  /// Whether the book does not speak of the patient.
  private var isOutside: Bool { assessment.reasons.contains(.outsidePopulation) }

  /// Ids of the rules of the volume group.
  private var volumeRules: Set<String> {
    Set(assessment.criteria.filter { $0.criterion.group == .volume }.flatMap(\.reading.rules))
  }

  private var remnantWords: String {
    func volume(_ scan: MeasuredScan?) -> String {
      guard let scan, let flr = scan.flr else { return "?" }
      return scan.flrBound.signed(FixedDecimal.string(flr.value, decimals: 0))
    }
    let course = assessment.course
    guard assessment.book.question == .stageTwo else {
      let day = course.baseline.scan?.scan.date.map { " (\($0))" } ?? ""
      return "FLR \(volume(course.baseline.scan)) mL\(day)"
    }
    let day = course.latest.scan?.scan.date.flatMap(record.daysAfterStageOne).map { " (day \($0))" }
    return "FLR \(volume(course.baseline.scan)) -> \(volume(course.latest.scan)) mL\(day ?? "")"
  }

  private func ratioWords(_ ratios: LiverRatios) -> String {
    func percent(_ key: String, _ value: UncertainValue?) -> String {
      value.map { ratios.bounds[key].signed(FixedDecimal.string($0.value, decimals: 1)) } ?? "?"
    }
    let asked = Set(assessment.findings.map(\.rule.datum))
    let ofEstimate = percent("sflr_pct", ratios.sflrPercent)
    // What a rule reads stands above, with its error.
    let measured = [
      asked.contains(.flrTotalLiver)
        ? nil : "FLR/TLV \(percent("flr_tlv_pct", ratios.flrTLVPercent)) %",
      asked.contains(.flrFunctionalLiver)
        ? nil : "FLR/TFLV \(percent("flr_tflv_pct", ratios.flrTFLVPercent)) %",
    ].compactMap { $0 }.joined(separator: "; ")
    let first = ratios.denominatorTimepoint == .firstScan ? " of the first scan's liver" : ""
    var words =
      (measured.isEmpty ? "" : measured + first + "; ")
      + "sFLR \(ofEstimate) % by \(kinetics.body.formula.id)"
    if let range = kinetics.sflrRange {
      let low = FixedDecimal.string(range.lowerBound, decimals: 0)
      let high = FixedDecimal.string(range.upperBound, decimals: 0)
      let others = ratios.bounds["sflr_pct"].signed("\(low)-\(high)")
      words += " (\(others) by other formulas)"
    }
    return words
  }

  // MARK: Groups

  /// One row a group: every finding with what it needs and whether it is met.
  func groupRow(
    _ group: Criterion.Group, _ title: String, extra: String? = nil, leavingOut: [Datum] = []
  ) -> Row {
    let ids = assessment.criteria.filter { result in
      result.criterion.group == group && result.result != .notApplicable
        && !(result.criterion.isOnlyWhereStated && isOutside)
    }.flatMap(\.reading.rules)
    let findings = assessment.findings.filter {
      ids.contains($0.id) && !leavingOut.contains($0.rule.datum)
    }
    func words(_ findings: [Finding]) -> [String] {
      findings.map { finding in
        let name = finding.rule.datum.shortName
        // The title of the row has said whose vessels these are.
        let short = group == .vessels && name.hasPrefix("FLR ") ? String(name.dropFirst(4)) : name
        return "\(short) \(finding.stateWords(day: nil))"
      }
    }
    let open =
      words(findings.filter { $0.result == .notMet })
      + words(findings.filter { $0.result == .unknown })
    let met = words(findings.filter { $0.result == .met || $0.result == .notApplicable })
    let day = extra == nil ? nil : findings.compactMap(\.observation.observedOn).min()
    let shownDay = day.flatMap(record.daysAfterStageOne).map { "day \($0)" } ?? day?.description
    let tail = (extra.map { " (\($0))" } ?? "") + (shownDay.map { ", \($0)" } ?? "")
    guard !findings.isEmpty else { return Row(title, "", most: 2) }
    return Row(
      title, (open + met).joined(separator: "; ") + tail, firm: open.joined(separator: "; "),
      most: 2)
  }

  /// What is asked on entry; later only where it speaks against going ahead.
  func entryRow(_ group: Criterion.Group, _ title: String) -> Row {
    let result = assessment.groups.first { $0.group == group }?.result
    let isOpen = result == .notMet || result == .unknown
    let isAsked = assessment.book.question == .stageOne || isOpen
    return isAsked && !isOutside
      ? groupRow(group, title) : Row(title, "", most: 2)
  }
}
