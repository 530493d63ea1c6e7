import Readiness
import VolumetryCore

extension Finding {
  /// The value as people read it, with the unit; `unknown` where there is none.
  var valueWords: String {
    guard let value = observation.value else { return "unknown" }
    switch value {
    case .number(let number):
      let isGrowth = [.flrRelativeIncrease, .degreeOfHypertrophy].contains(rule.datum)
      let sign = isGrowth && number > 0 ? "+" : ""
      return boundWords + sign + shown(number) + unitSuffix
    case .word(let word):
      switch rule.datum {
      case .childPughClass: return observation.detail ?? word
      case _ where rule.datum.isNormality: return word == "yes" ? "normal" : "not normal"
      default: return word
      }
    }
  }

  /// On which side of the number the truth lies, where the field of view cuts its structure.
  private var boundWords: String { observation.bound.map { "\($0.sign) " } ?? "" }

  /// Value and result together: `A5, met`; of an unknown value only why.
  func stateWords(day: String?) -> String {
    guard result != .unknown else {
      let value = observation.value == nil ? nil : valueWords
      return [value, "unknown", reasonWords].compactMap { $0 }.joined(separator: ", ")
    }
    var need = ""
    switch rule.threshold {
    case .number: need = " \(needWords)"
    // A class or stage that is met needs no number beside it.
    case .grade where result == .met && rule.datum != .metavir: break
    case .grade: need = " \(needWords)"
    case .words: break
    }
    if result == .notApplicable { need = "" }
    return "\(valueWords)\(day ?? "")\(need), \(resultWords)"
  }

  /// What the book notes about a value that lies on its threshold exactly.
  var noteAtThreshold: String? {
    guard case .number(let value)? = observation.value, case .number(value) = rule.threshold else {
      return nil
    }
    return rule.note
  }

  /// `need >= 30 %`, `need below F3`, `need yes`.
  var needWords: String {
    switch rule.threshold {
    case .number(let number): "need \(rule.comparison.rawValue) \(Self.plain(number))\(unitSuffix)"
    case .grade(let grade): "need \(rule.comparison.rawValue) \(grade)"
    case .words(["yes"]) where rule.datum.isNormality: "need normal"
    case .words(let words): "need \(words.joined(separator: " or "))"
    }
  }

  /// `met`, `not met`, `unknown`, `n/a`, with a mark where it is borderline.
  var resultWords: String {
    let words =
      switch result {
      case .met: "met"
      case .notMet: "not met"
      case .unknown: "unknown"
      case .notApplicable: "n/a"
      }
    return isBorderline ? "\(words), borderline" : words
  }

  /// How many standard deviations the value lies from its threshold; nil without one.
  var distanceWords: String? {
    distanceInSD.map { "\(FixedDecimal.string($0, decimals: 1)) sd" }
  }

  /// The standard deviation with the decimals of its value.
  var sdWords: String? { observation.sd.map { "sd \(decimals($0))" } }

  /// The value with everything that is known of its error: `+60.0 %, sd 11.3, 95 % 37.8 to 82.2, P
  /// met 0.996`.
  var knownWords: String {
    let interval = interval95.map {
      "95 % \(decimals($0.lowerBound)) to \(decimals($0.upperBound))"
    }
    // Never rounded to certainty.
    let probability = probabilityMet.map { probability in
      probability > 0.999
        ? "P met > 0.999"
        : probability < 0.001
          ? "P met < 0.001" : "P met \(FixedDecimal.string(probability, decimals: 3))"
    }
    return [valueWords, sdWords, interval, probability].compactMap { $0 }.joined(separator: ", ")
  }

  /// Why the value is unknown, in a word where there is one.
  var reasonWords: String? {
    observation.reasons.isEmpty
      ? nil : observation.reasons.map(\.rawValue).joined(separator: ", ")
  }

  /// A value beside a threshold that it does not equal is never printed as that threshold.
  private func shown(_ number: Double) -> String {
    guard case .number(let threshold) = rule.threshold, number != threshold else {
      return decimals(number)
    }
    if decimals(number) != decimals(threshold) { return decimals(number) }
    for digits in 2...12 {
      let text = FixedDecimal.string(number, decimals: digits)
      if text != FixedDecimal.string(threshold, decimals: digits) { return text }
    }
    return "\(number)"
  }

  /// Ratios of some per mille need two decimals, whole scores none.
  func decimals(_ number: Double) -> String {
    switch rule.datum {
    case .flrBodyWeight: FixedDecimal.string(number, decimals: 3)
    case .degreeOfHypertrophy, .kineticGrowthRate, .relativeGrowthRate:
      FixedDecimal.string(number, decimals: 2)
    case _ where rule.datum.isVolume: FixedDecimal.string(number, decimals: 1)
    default: Self.plain(number)
    }
  }

  private var unitSuffix: String { rule.datum.unit.map { " \($0)" } ?? "" }

  /// A number of a table row as the row states it, without a trailing `.0`.
  static func plain(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15
      ? FixedDecimal.string(number, decimals: 0) : "\(number)"
  }
}

extension Verdict {
  /// The answer in words, with the short form in brackets. It never says that something is safe.
  var words: String {
    switch self {
    case .go: "CRITERIA MET (GO)"
    case .noGo: "CRITERIA NOT MET (NO-GO)"
    case .indeterminate: "CANNOT BE DECIDED (INDETERMINATE)"
    }
  }

  /// The short form.
  var short: String {
    switch self {
    case .go: "GO"
    case .noGo: "NO-GO"
    case .indeterminate: "INDETERMINATE"
    }
  }
}
