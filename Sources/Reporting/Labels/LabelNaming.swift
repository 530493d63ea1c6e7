public import VolumetryCore

/// What the labels of one scan are called, from where, and what finding out said.
public struct LabelNaming: Hashable, Sendable {
  /// Empty where no source has names.
  public let table: LabelTable
  public let source: LabelSource
  public let notices: [Notice]

  public init(table: LabelTable, source: LabelSource, notices: [Notice]) {
    self.table = table
    self.source = source
    self.notices = notices
  }

  /// The name of a label; nil where the table does not list it.
  public func name(of label: Label) -> String? { table[label]?.name }
}

extension LabelSource {
  /// `label_source` of the contract: the kind, then path or id where there is one, and the format.
  var json: JSONValue {
    var members: [String: JSONValue] = ["kind": .string(kind)]
    switch self {
    case .file(let path, let format), .sidecar(let path, let format):
      members["path"] = .string(path)
      members["format"] = .string(format)
    case .preset(let id, let format):
      members["id"] = .string(id)
      members["format"] = .string(format)
    case .embedded(let format): members["format"] = .string(format)
    case .none: break
    }
    return .object(members)
  }

  /// The source in one field: `preset:lits`, `sidecar:scan.tsv`, `embedded`, `none`.
  var field: String {
    switch self {
    case .file(let path, _), .sidecar(let path, _): "\(kind):\(path)"
    case .preset(let id, _): "\(kind):\(id)"
    case .embedded, .none: kind
    }
  }

  /// The source in words.
  public var words: String {
    switch self {
    case .file(let path, let format): "from \(path) (\(format))"
    case .preset(let id, _): "from the preset \(id)"
    case .embedded(let format): "from the header of the scan (\(format))"
    case .sidecar(let path, let format): "from \(path) beside the scan (\(format))"
    case .none: "none; labels are bare numbers"
    }
  }
}
