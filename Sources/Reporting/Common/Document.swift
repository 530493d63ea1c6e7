public import VolumetryCore

/// What every JSON document of this program begins with.
public struct DocumentHead: Hashable, Sendable {
  /// `volumetry.<command>.v1`.
  public let schema: String
  /// Version of the program.
  public let version: String

  /// The head of the documents of one command.
  public init(command: String, version: String) {
    schema = "volumetry.\(command).v1"
    self.version = version
  }

  /// A document of this command.
  func document(_ members: [String: JSONValue]) -> JSONValue {
    JSONValue.object([
      "schema": .string(schema),
      "software": ["name": "volumetry", "version": .string(version)],
    ]).merging(members)
  }
}

/// How a result is laid out.
public enum OutputFormat: String, CaseIterable, Sendable {
  case table, json, jsonl, csv, tsv

  /// The notation of a delimited format, nil for the others.
  var notation: DelimitedWriter.Notation? {
    switch self {
    case .csv: .commaSeparated
    case .tsv: .tabSeparated
    default: nil
    }
  }
}

/// A warning or a failure as data: a stable code and words.
public struct Notice: Hashable, Sendable {
  public let code: String
  public let message: String
  /// What it is about, where that is not clear from where it stands.
  public let path: String?
  /// The numbers that the words are about.
  public let figures: Figures

  public init(code: String, message: String, path: String? = nil, figures: Figures = [:]) {
    self.code = code
    self.message = message
    self.path = path
    self.figures = figures
  }

  var json: JSONValue {
    var members: [String: JSONValue] = ["code": .string(code), "message": .string(message)]
    if let path { members["path"] = .string(path) }
    if !figures.isEmpty { members["numbers"] = .object(figures.mapValues(\.json)) }
    return .object(members)
  }
}

extension Figure {
  /// The number, or `null` where it is not finite.
  var json: JSONValue {
    switch self {
    case .whole(let value): .integer(value)
    case .number(let value): Self.json(value)
    case .wholes(let values): .array(values.map(JSONValue.integer))
    case .numbers(let values): .array(values.map(Self.json))
    }
  }

  private static func json(_ value: Double) -> JSONValue { value.isFinite ? .number(value) : .null }
}
