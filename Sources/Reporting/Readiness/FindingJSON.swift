import Readiness
import VolumetryCore

extension Finding {
  /// A finding as the contract states it.
  var json: JSONValue {
    [
      "id": .string(id),
      "question": .string(rule.question),
      "value": observation.value?.json ?? .null,
      "unit": .optional(rule.datum.unit),
      "operator": .string(rule.comparison.rawValue),
      "threshold": rule.threshold.json,
      "result": .string(result.rawValue),
      "borderline": .boolean(isBorderline),
      "sd": .optional(observation.sd),
      "sd_is_lower_bound": .boolean(observation.sdIsLowerBound),
      "ci95": interval95.map { .array([.number($0.lowerBound), .number($0.upperBound)]) } ?? .null,
      "distance_sd": .optional(distanceInSD),
      "probability_met": .optional(probabilityMet),
      "observed_on": .optional(observation.observedOn?.description),
      "bound": .optional(observation.bound?.rawValue),
      "missing": .strings(observation.missing),
      "reasons": .strings(observation.reasons.map(\.rawValue)),
      "detail": .optional(observation.detail),
      "window": .string(rule.window.rawValue),
      "note": .optional(rule.note),
      "applies_to": rule.population.json,
      "page": .string(ClinicalPage.path(of: id)),
      "source": rule.source.json,
    ]
  }

  /// The value as a field of a table for other programs.
  var valueField: DelimitedField {
    switch observation.value {
    case .number(let number): .number(number)
    case .word(let word): .text(word)
    case nil: .absent
    }
  }
}

extension Observation.Value {
  /// The number, or the word.
  var json: JSONValue {
    switch self {
    case .number(let number): .number(number)
    case .word(let word): .string(word)
    }
  }
}

extension Threshold {
  /// The number, the grade, or the list of words.
  var json: JSONValue {
    switch self {
    case .number(let number): .number(number)
    case .grade(let grade): .string(grade)
    case .words(let words): .strings(words)
    }
  }
}

extension CriterionResult {
  /// A criterion as the contract states it.
  var json: JSONValue {
    [
      "id": .string(criterion.id), "group": .string(criterion.group.rawValue),
      "result": .string(result.rawValue), "borderline": .boolean(isBorderline),
      "only_where_stated": .boolean(criterion.isOnlyWhereStated),
      "logic": .string(reading.logic.rawValue), "findings": .strings(reading.rules),
      "source": criterion.source.json,
    ]
  }
}

extension Population {
  /// The restrictions that are there; an empty object restricts nobody.
  var json: JSONValue {
    var members: [String: JSONValue] = [:]
    members["procedures"] = procedures.map { .strings($0.map(\.rawValue)) }
    members["entities"] = entities.map { .strings($0.map(\.rawValue)) }
    members["backgrounds"] = backgrounds.map { .strings($0.map(\.rawValue)) }
    members["extents"] = extents.map { .strings($0.map(\.rawValue)) }
    members["telv_formulas"] = telvFormulas.map { .strings($0) }
    members["bsa_formulas"] = bsaFormulas.map { .strings($0) }
    members["scan_days"] = scanDays.map {
      ["from": .whole($0.lowerBound), "to": .whole($0.upperBound)]
    }
    return .object(members)
  }

  /// The restrictions in words; empty for everybody.
  var words: String {
    var parts: [String] = []
    func add(_ name: String, _ words: [String]?) {
      if let words { parts.append("\(name) \(words.joined(separator: " or "))") }
    }
    add("procedure", procedures?.map(\.rawValue))
    add("tumour", entities?.map(\.rawValue))
    add("liver", backgrounds?.map(\.rawValue))
    add("resection", extents?.map(\.rawValue))
    add("TELV by", telvFormulas)
    add("BSA by", bsaFormulas)
    if let scanDays { parts.append("scan on day \(scanDays.lowerBound) to \(scanDays.upperBound)") }
    return parts.joined(separator: "; ")
  }
}

extension Windows {
  /// The windows as printed options of the rule book.
  var json: JSONValue {
    [
      "before_stage_1_days": .whole(beforeStageOneDays),
      "before_decision_days": .whole(beforeDecisionDays), "scan_days": .whole(scanDays),
      "first_scan_day": .whole(firstScanDay),
      "first_liver_failure_day": .whole(firstLiverFailureDay), "source": source.json,
    ]
  }
}
