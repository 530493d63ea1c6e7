/// Where the names of a scan's labels come from. The order of the cases is the order in which they
/// are looked for; the first that is there is used.
public enum LabelSource: Hashable, Sendable {
  /// A file that the user names.
  case file(path: String, format: String)
  /// A table that ships with the program, named by the user.
  case preset(id: String, format: String)
  /// The header extensions of the scan itself.
  case embedded(format: String)
  /// A file beside the scan.
  case sidecar(path: String, format: String)
  /// Nowhere: labels stay numbers.
  case none

  /// The word for the kind.
  public var kind: String {
    switch self {
    case .file: "file"
    case .preset: "preset"
    case .embedded: "embedded"
    case .sidecar: "sidecar"
    case .none: "none"
    }
  }
}
