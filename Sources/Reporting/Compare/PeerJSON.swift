import VolumetryCore

extension PeerValue {
  /// The number, or the words in its place.
  var json: JSONValue { finite.map(JSONValue.number) ?? .optional(words) }

  /// As `json`, in a field.
  var field: DelimitedField { finite.map { .number($0) } ?? .optional(words) }
}

extension PeerReadings {
  /// `compat` of a label: everything that the program gives for it, by its own names.
  var json: JSONValue {
    [
      "preset": .string(preset.id), "version": .string(preset.version),
      "values": .object(
        Dictionary(uniqueKeysWithValues: values.map { ($0.name, $0.value.json) })),
    ]
  }
}

extension PeerPreset {
  /// What the program is, and what each of its numbers means.
  func json(_ request: ComparisonRequest) -> JSONValue {
    [
      "preset": .string(id), "title": .string(title), "version": .string(version),
      "source": .string(source), "summary": .string(summary),
      "definitions": .array(metrics(request).map(\.json)),
    ]
  }

  /// Columns of its numbers in delimited text.
  func columns(_ request: ComparisonRequest) -> [String] { metrics(request).map(\.column) }

  /// Who gives the numbers, in a line for people.
  var line: String { "numbers as \(title) \(version) gives them, not our own" }
}

extension PeerMetric {
  /// Its column in delimited text.
  var column: String { "compat_\(name)" }

  /// Its row in the definitions.
  var json: JSONValue {
    [
      "name": .string(name), "family": .string(family.rawValue), "stands_for": .optional(nativeID),
      "definition": .string(definition),
    ]
  }
}
