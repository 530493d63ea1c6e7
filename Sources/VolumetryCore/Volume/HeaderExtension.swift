/// One header extension of a NIfTI file: a code and bytes that the standard does not interpret.
public struct HeaderExtension: Hashable, Sendable {
  /// Who may read it: 0 nobody said, 4 AFNI, 6 comment, 30 Caret (Workbench); nifti1.h,
  /// NIFTI_ECODE.
  public let code: Int
  /// Bytes of content that the file states: its size less the eight of size and code.
  public let size: Int
  /// The content, padding included; only its beginning where the file holds more than
  /// `ExtensionArea.mostBytes`.
  public let content: [UInt8]

  /// Whether `content` is all that the file holds.
  public var isWhole: Bool { content.count == size }

  /// What the file holds, or its beginning.
  init(code: Int, size: Int, content: [UInt8]) {
    self.code = code
    self.size = size
    self.content = content
  }

  /// An extension to be written; the content is padded with zeros to the length that the standard
  /// asks for, which is a multiple of 16 with the eight bytes of size and code.
  ///
  /// - Parameters:
  ///   - code: 0 to 2³¹ − 1.
  ///   - content: less than 2³¹ − 24 bytes.
  public init(code: Int, content: [UInt8]) {
    precondition((0...Int(Int32.max)).contains(code) && content.count < Int(Int32.max) - 24)
    let size = (content.count + 8 + 15) / 16 * 16 - 8
    self.init(
      code: code, size: size,
      content: content + [UInt8](repeating: 0, count: size - content.count))
  }
}

/// The bytes between a header and its voxels, read as a chain of extensions.
///
/// The chain is followed as far as its sizes are legal: at least 16, a multiple of 16, and ending
/// before the voxels. At the first that is not, it stops: no size in it is trusted further, and
/// the voxels are read from where the header says (READER rows 46 and 47).
struct ExtensionArea: Hashable, Sendable {
  /// Extensions in file order.
  let extensions: [HeaderExtension]
  /// Why the chain could not be followed to its end.
  let warnings: [VolumeWarning]

  /// Bytes of the area that are kept; no label table is longer, and a file may state any size.
  static let mostBytes = 1 << 20
  /// The four bytes that say whether a chain follows.
  private static let flagSize = 4
  /// A size and a code stand before the content.
  private static let prefixSize = 8
  /// Extensions begin and end at multiples of this.
  private static let alignment = 16

  /// - Parameters:
  ///   - bytes: the area from the end of the header on, at most `mostBytes` of it.
  ///   - size: how long the area is in the file.
  init(_ bytes: [UInt8], size: Int, isByteSwapped: Bool) {
    var extensions: [HeaderExtension] = []
    var warnings: [VolumeWarning] = []
    var position = Self.flagSize
    func number(at place: Int) -> Int {
      let value = bytes[place..<(place + 4)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      return Int(Int32(bitPattern: isByteSwapped ? value.byteSwapped : value))
    }
    let hasChain = bytes.count >= Self.flagSize && bytes[0] != 0
    while hasChain, position + Self.prefixSize <= min(size, bytes.count) {
      let stated = number(at: position)
      guard stated >= Self.alignment, stated % Self.alignment == 0, stated <= size - position else {
        warnings.append(Self.broken(stated, room: size - position, index: extensions.count))
        break
      }
      let start = position + Self.prefixSize
      let end = min(position + stated, bytes.count)
      extensions.append(
        HeaderExtension(
          code: number(at: position + 4), size: stated - Self.prefixSize,
          content: Array(bytes[start..<max(start, end)])))
      position += stated
    }
    self.extensions = extensions
    self.warnings = warnings
  }

  private static func broken(_ stated: Int, room: Int, index: Int) -> VolumeWarning {
    VolumeWarning(
      .extensions,
      "header extension \(index + 1) states \(stated) bytes; expected a multiple of \(alignment) "
        + "up to \(room): it and what follows were skipped",
      ["found_bytes": .count(stated), "most_bytes": .count(room)])
  }
}
