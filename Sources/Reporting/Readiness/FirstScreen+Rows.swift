import Readiness
import VolumetryCore

// The rows of the first screen that show findings.

extension ReadinessReport {
  // MARK: Volume

  /// The rows that read a scan, deciding ones first, then the ratios that none of them reads.
  var volumeRows: [Row] {
    let findings = (assessment.criteria.isEmpty ? assessment.shown : assessment.findings).filter {
      $0.rule.datum.isVolume && ($0.result != .notApplicable || isOutside)
    }
    var words = findings.map { finding in
      let isGrowth = finding.rule.datum == .flrRelativeIncrease
      let name = isGrowth ? remnantWords : finding.rule.datum.shortName
      let value = [finding.valueWords, finding.sdWords].compactMap { $0 }.joined(separator: ", ")
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
    let ofTLV = percent("flr_tlv_pct", ratios.flrTLVPercent)
    let ofTFLV = percent("flr_tflv_pct", ratios.flrTFLVPercent)
    let ofEstimate = percent("sflr_pct", ratios.sflrPercent)
    var words =
      "FLR/TLV \(ofTLV) %; FLR/TFLV \(ofTFLV) %; "
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
    let ids = assessment.criteria.filter { $0.criterion.group == group }.flatMap(\.reading.rules)
    let findings = assessment.findings.filter {
      ids.contains($0.id) && !leavingOut.contains($0.rule.datum)
    }
    let words = findings.map { finding in
      let name = finding.rule.datum.shortName
      // The title of the row has said whose vessels these are.
      let short = group == .vessels && name.hasPrefix("FLR ") ? String(name.dropFirst(4)) : name
      return "\(short) \(finding.stateWords(day: nil))"
    }
    let day = extra == nil ? nil : findings.compactMap(\.observation.observedOn).min()
    let tail = (extra.map { " (\($0))" } ?? "") + (day.map { ", \($0)" } ?? "")
    return Row(title, words.isEmpty ? "" : words.joined(separator: "; ") + tail, most: 2)
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
