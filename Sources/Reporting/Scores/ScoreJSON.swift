import Readiness
import VolumetryCore

extension ScoreInput {
  /// Name and unit as a key: `bilirubin_mg_per_dl`.
  var key: String { unit.map { "\(name)_\($0.keySuffix)" } ?? name }
}

extension String {
  /// A unit as the end of a key: `%/min/m2` is `pct_per_min_per_m2`.
  fileprivate var keySuffix: String {
    lowercased().replacing("10^9", with: "e9").replacing("%", with: "pct")
      .replacing("/", with: "_per_")
  }
}

extension ScoreEntry.Value {
  /// The number, or the word.
  var json: JSONValue {
    switch self {
    case .number(let number):
      Int(exactly: number).map(JSONValue.whole) ?? .number(number)
    case .word(let word): .string(word)
    }
  }

  /// The value as a field of a table for other programs.
  var field: DelimitedField {
    switch self {
    case .number(let number): Int(exactly: number).map { .integer(Int128($0)) } ?? .number(number)
    case .word(let word): .text(word)
    }
  }

  /// The value for people: six significant digits, without needless zeros.
  var words: String {
    switch self {
    case .number(let number): Self.digits(number)
    case .word(let word): word
    }
  }

  static func digits(_ number: Double) -> String {
    var text = FixedDecimal.string(number, significant: 6)
    guard text.contains(".") else { return text }
    while text.last == "0" { text.removeLast() }
    if text.last == "." { text.removeLast() }
    return text
  }
}

extension ScoreEntry {
  /// A score as the contract states it.
  var json: JSONValue {
    let row = definition
    return [
      "id": .string(row.id.rawValue),
      "name": .string(row.name),
      "group": .string(row.group.rawValue),
      "window": .string(window.rawValue),
      "value": value?.json ?? .null,
      "unit": .optional(row.unit),
      "raw": .optional(raw),
      "band": .optional(meaning),
      "band_source": bandSource?.json ?? .null,
      "inputs": object(inputs) { $0.value.json },
      "inputs_observed_on": object(inputs.filter { $0.observedOn != nil }) {
        .optional($0.observedOn?.description)
      },
      "inputs_assumed": .strings(inputs.filter(\.isAssumed).map(\.key)),
      "derived": object(derived) { $0.value.json },
      "observed_on": .optional(observedOn?.description),
      "missing": .strings(missing),
      "reasons": .strings(reasons.map(\.word)),
      "evidence": .string(evidence.rawValue),
      "equation": .string(row.equation),
      "population": .string(row.population),
      "pitfalls": .string(row.pitfalls),
      "source": row.source.json,
    ]
  }

  private func object(_ inputs: [ScoreInput], _ value: (ScoreInput) -> JSONValue) -> JSONValue {
    .object(Dictionary(inputs.map { ($0.key, value($0)) }) { first, _ in first })
  }
}
