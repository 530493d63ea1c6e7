/// A place of a file that holds what nobody needs to measure it, and where names may stand.
///
/// What stands there is kept for whoever asks for it by name (`--show-text`); the length says that
/// something is there without repeating it.
public struct FreeText: Hashable, Sendable {
  /// What kind of place.
  public let kind: Kind
  /// Which one: the name of a header field, of an extension's owner, of a key.
  public let field: String
  /// How long it is; nil where it has no length.
  public let bytes: Int?
  /// What stands there, or its beginning; nil where it is not kept.
  public let content: [UInt8]?

  /// The closed list of places.
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A text field of the header.
    case textField = "text-field"
    /// A header field that NIfTI does not use; ANALYZE did.
    case unusedField = "unused-field"
    /// A header extension.
    case `extension` = "extension"
    /// Bytes between header and voxels that are no extension and not zero.
    case strayBytes = "stray-bytes"
    /// Bytes behind the voxels, not all zero.
    case extraData = "extra-data"
    /// Name, comment, extra field or time in the header of a gzip member.
    case gzipHeader = "gzip-header"
    /// Bytes behind the gzip data, not all zero.
    case gzipTrailing = "gzip-trailing"
    /// A key of the JSON file beside the file.
    case sidecar = "sidecar"
    /// The name of the file itself.
    case name = "file-name"
    /// Something that is there and could not be looked into.
    case unchecked = "unchecked"
  }

  /// A place that was found.
  public init(kind: Kind, field: String, bytes: Int?, content: [UInt8]? = nil) {
    self.kind = kind
    self.field = field
    self.bytes = bytes
    self.content = content
  }

  /// What stands there as text: bytes that are no UTF-8 are replaced, control characters stay, so
  /// it is untrusted; nil where it is not kept.
  public var text: String? { content.map { String(decoding: $0, as: UTF8.self) } }
}
