import Readiness
import VolumetryCore

/// The numbers that a field may hold. The bounds of a case stand in one table, `Admissible`.
struct NumberRange {
  let unit: String?
  let lower: Double
  let includesLower: Bool
  let upper: Double?

  func contains(_ value: Double) -> Bool {
    guard value.isFinite, includesLower ? value >= lower : value > lower else { return false }
    return upper.map { value <= $0 } ?? true
  }

  /// The range in words: `a number from 3 to 300 cm`.
  var words: String {
    let suffix = unit.map { " \($0)" } ?? ""
    switch (includesLower, upper) {
    case (true, let upper?): return "a number from \(plain(lower)) to \(plain(upper))\(suffix)"
    case (false, let upper?):
      return "a number above \(plain(lower)) and at most \(plain(upper))\(suffix)"
    case (true, nil): return "a number of at least \(plain(lower))\(suffix)"
    case (false, nil): return "a number above \(plain(lower))\(suffix)"
    }
  }
}

/// A number without a needless `.0`, for messages.
func plain(_ value: Double) -> String {
  let text = "\(value)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// The number that begins a text, by the grammar of JSON with an optional leading plus or point:
/// no hexadecimal or octal notation, no `inf` or `nan`, no separators, no decimal comma.
struct NumberPrefix {
  let value: Double
  let rest: Substring

  /// Nil when no number begins the text, or when it begins like an octal number (`012`).
  init?(_ text: Substring) {
    var end = text.startIndex
    func digits() -> Int {
      let start = end
      while end < text.endIndex, text[end].isASCII, text[end].isWholeNumber {
        text.formIndex(after: &end)
      }
      return text.distance(from: start, to: end)
    }
    func take(_ characters: String) -> Bool {
      guard end < text.endIndex, characters.contains(text[end]) else { return false }
      text.formIndex(after: &end)
      return true
    }
    _ = take("+-")
    let whole = end
    let wholeDigits = digits()
    guard wholeDigits <= 1 || text[whole] != "0" else { return nil }
    var fractionDigits = 0
    if take(".") { fractionDigits = digits() }
    guard wholeDigits + fractionDigits > 0 else { return nil }
    let mantissa = end
    if take("eE") {
      _ = take("+-")
      if digits() == 0 { end = mantissa }
    }
    guard let value = Double(text[..<end]) else { return nil }
    self.value = value
    rest = text[end...]
  }
}

extension RecordEntry {
  /// The text of a scalar; notes a fault for a list or a mapping.
  func scalar(_ expected: String) -> String? {
    guard case .scalar(let text, _) = node.content else {
      fault(.type, "no single value", found: shown, expected: expected)
      return nil
    }
    return text
  }

  /// Free text of one line: not empty, without control characters.
  func text() -> String? {
    guard let text = scalar("text") else { return nil }
    guard !text.isEmpty, !text.unicodeScalars.contains(where: \.isControl) else {
      fault(
        .text, "no text of one line", found: shown,
        expected: "at least one character and no control characters")
      return nil
    }
    return text
  }

  /// A word of a closed list. The YAML words for true and false are words like any other.
  func word<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) -> Word? {
    let words = Word.allCases.map(\.rawValue)
    guard let text = scalar("one of \(words.list)") else { return nil }
    if let word = Word(rawValue: text) { return word }
    fault(
      .word, text == "unknown" ? "leave the key out where it is not known" : "unknown word",
      found: shown, expected: "one of \(words.list)")
    return nil
  }

  /// A word of a closed list; `unknown` is read as nothing stated.
  func wordOrUnknown<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type) -> Word? {
    if case .scalar("unknown", _) = node.content { return nil }
    return word(Word.self)
  }

  /// `yes`, `no` or `unknown`; also true, false, on and off, as YAML 1.1 and JSON say yes and no.
  func fact() -> StatedFact? {
    let words = StatedFact.allCases.map(\.rawValue)
    guard let text = scalar("one of \(words.list)") else { return nil }
    switch text.lowercased() {
    case "yes", "true", "on": return .yes
    case "no", "false", "off": return .no
    case "unknown": return .unknown
    default:
      fault(.word, "unknown word", found: shown, expected: "one of \(words.list)")
      return nil
    }
  }

  /// A day that exists, as `YYYY-MM-DD`.
  func date() -> CalendarDay? {
    let expected = "a day that exists, as YYYY-MM-DD"
    guard let text = scalar(expected) else { return nil }
    if let day = CalendarDay(text) { return day }
    fault(.date, "no such day", found: shown, expected: expected)
    return nil
  }

  /// A number without unit, finite and within `range`.
  func number(_ range: NumberRange) -> Double? {
    guard let text = scalar(range.words) else { return nil }
    guard let number = NumberPrefix(text[...]), number.rest.isEmpty else {
      fault(.value, "no number", found: shown, expected: "\(range.words), written without unit")
      return nil
    }
    guard range.contains(number.value) else {
      fault(.value, "not possible", found: shown, expected: range.words)
      return nil
    }
    return number.value
  }

  /// A whole number from 0, small enough to count with.
  func wholeNumber() -> Int? {
    guard let number = number(Admissible.index) else { return nil }
    if let whole = Int(exactly: number) { return whole }
    fault(.value, "no whole number", found: shown, expected: "a whole number from 0")
    return nil
  }

  /// A laboratory value with its unit, as `12 umol/L`; the number is above 0.
  func concentration<Substance: Analyte>(_: Substance.Type) -> Concentration<Substance>? {
    let units = Substance.Unit.allCases.map(\.rawValue)
    let expected = "a number above 0 and a unit: \(units.list)"
    guard let text = scalar(expected) else { return nil }
    guard let number = NumberPrefix(text[...]) else {
      fault(.value, "no number", found: shown, expected: expected)
      return nil
    }
    let written = number.rest.drop { $0 == " " }
    guard !written.isEmpty else {
      fault(
        .unit, "\(Substance.name) has no unit", found: shown, expected: expected)
      return nil
    }
    guard let unit = Substance.Unit(rawValue: unitSpelling(written)) else {
      fault(.unit, "not a unit of \(Substance.name)", found: shown, expected: expected)
      return nil
    }
    guard Admissible.laboratory.contains(number.value) else {
      fault(.value, "not possible", found: shown, expected: expected)
      return nil
    }
    let value = Concentration<Substance>(number.value, unit)
    if let range = Admissible.possible[Substance.name], !range.contains(value.conventional) {
      fault(
        .value, "\(Substance.name) not possible in this unit", found: shown,
        expected:
          "\(plain(value.stated(range.lowerBound))) to \(plain(value.stated(range.upperBound))) "
          + unit.rawValue)
      return nil
    }
    return value
  }

  /// An international normalised ratio: a number above 0, which has no unit.
  func ratio() -> Double? {
    let range = Admissible.inr
    guard let text = scalar(range.words) else { return nil }
    if let number = NumberPrefix(text[...]), !number.rest.allSatisfy({ $0 == " " }) {
      fault(.unit, "a ratio has no unit", found: shown, expected: range.words)
      return nil
    }
    return number(range)
  }

  /// The micro sign and the Greek letter are `u`; a litre may be written small, a square raised.
  private func unitSpelling(_ text: Substring) -> String {
    var unit = String(text)
    if let first = unit.first, first == "\u{B5}" || first == "\u{3BC}" {
      unit.replaceSubrange(...unit.startIndex, with: "u")
    }
    if unit.hasSuffix("l") { unit = unit.dropLast() + "L" }
    if unit.hasSuffix("\u{B2}") { unit = unit.dropLast() + "2" }
    return unit
  }
}
