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
      "probability_met": .optional(probabilityMet),
      "observed_on": .optional(observation.observedOn?.description),
      "bound": .optional(observation.bound?.rawValue),
      "missing": .strings(observation.missing),
      "reasons": .strings(observation.reasons.map(\.rawValue)),
      "detail": .optional(observation.detail),
      "window": .string(rule.window.rawValue),
      "note": .optional(rule.note),
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

  /// The threshold as a field of a table for other programs.
  var thresholdField: DelimitedField {
    switch rule.threshold {
    case .number(let number): .number(number)
    case .grade(let grade): .text(grade)
    case .words(let words): .text(words.joined(separator: ";"))
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
      "logic": .string(reading.logic.rawValue), "findings": .strings(reading.rules),
      "source": criterion.source.json,
    ]
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
