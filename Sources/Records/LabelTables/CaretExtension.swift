public import VolumetryCore

/// The label tables inside a NIfTI header: XML with the root element `CaretExtension`, and in it
/// `LabelTable` elements of `<Label Key="5">liver</Label>`, the name often as CDATA.
///
/// TotalSegmentator writes it under extension code 0, Connectome Workbench under 30: the root
/// counts, not the code. Nothing else of it is read, since it also holds names of folders and
/// command lines.
public enum CaretExtension {
  /// The table of one volume in a header extension; nil where the extension is no such XML or
  /// holds no label of that volume.
  ///
  /// Refused are a table in UTF-16 or UTF-32, one of which only the beginning is here, and what
  /// `LabelTableFile` refuses.
  /// - Parameters:
  ///   - bytes: the extension without its size and code; zero bytes at its end are padding.
  ///   - size: bytes that the file states for it, where that may be more than was kept; nil where
  ///     `bytes` are all of it.
  ///   - volume: which map of a 4-D file, the first is 0. It is the `Index` of a
  ///     `VolumeInformation`; a table without an index is that of volume 0.
  public static func table(
    extension bytes: [UInt8], size: Int? = nil, volume: Int = 0
  ) throws(RecordError) -> LabelTable? {
    guard let width = widthOfRoot(bytes) else { return nil }
    if let size, size > bytes.count {
      throw RecordError(
        labels: .limit, line: 1, message: "the label table is too long",
        found: "\(size) bytes, of which \(bytes.count) are kept",
        expected: "at most \(LabelTableLimits.bytes) bytes in all header extensions")
    }
    guard width == 1 else {
      throw RecordError(
        labels: .encoding, line: 1, message: "the text is not UTF-8",
        found: "UTF-\(8 * width)", expected: "UTF-8")
    }
    return try table(try LabelTableText(bytes).bytes, volume: volume)
  }

  /// How many bytes a character of the root's name has, where that name stands anywhere within the
  /// length that is read: 1, or 2 and 4 in UTF-16 and UTF-32 of either byte order. Nil without it.
  private static func widthOfRoot(_ bytes: [UInt8]) -> Int? {
    let root = Array("<CaretExtension".utf8)
    let head = bytes.prefix(LabelTableLimits.bytes)
    /// Zero bytes stand between the characters; those around them tell the byte order, which does
    /// not matter here.
    func stands(at start: Int, _ width: Int) -> Bool {
      let end = start + width * (root.count - 1)
      return end < head.count
        && (start...end).allSatisfy { place in
          let (character, rest) = (place - start).quotientAndRemainder(dividingBy: width)
          return head[place] == (rest == 0 ? root[character] : 0)
        }
    }
    return [1, 2, 4].first { width in
      head.indices.contains { head[$0] == root[0] && stands(at: $0, width) }
    }
  }

  /// The table of an XML text without byte order mark and padding; nil where it holds no label of
  /// that volume.
  static func table(_ bytes: [UInt8], volume: Int) throws(RecordError) -> LabelTable? {
    let reader = CaretReader(volume: volume)
    try LibExpat.parse(bytes) { (event, line) throws(RecordError) in
      try reader.receive(event, line: line)
    }
    return reader.builder.isEmpty ? nil : try reader.builder.table()
  }
}

/// Events → rows of one volume. The background of Workbench, key 0 with the name `???`, is no row.
private final class CaretReader {
  var builder = LabelTableBuilder()
  /// The volume whose rows are read.
  private let wanted: Int
  /// The volume that the open element describes; 0 outside of any.
  private var volume = 0
  /// The line of the element that describes the wanted volume.
  private var described: Int?
  private var path: [String] = []
  /// The label whose element is open, its line and its text so far.
  private var open: (label: Label, line: Int, name: String)?

  init(volume: Int) { wanted = volume }

  func receive(_ event: XMLEvent, line: Int) throws(RecordError) {
    switch event {
    case .start(let name, let attributes):
      guard !path.isEmpty || name == "CaretExtension" else {
        throw RecordError(
          labels: .xml, line: line, message: "the XML is of another kind",
          found: "<\(printable(name))>", expected: "<CaretExtension>")
      }
      if name == "VolumeInformation" { try enter(attributes, line: line) }
      if name == "Label", path.last == "LabelTable", volume == wanted {
        try begin(attributes, line: line)
      } else if open != nil {
        throw RecordError(
          labels: .row, line: line, message: "an element stands inside a name",
          found: "<\(printable(name))>", expected: "text")
      }
      path.append(name)
    case .text(let text):
      open?.name += text
    case .end:
      if path.removeLast() == "VolumeInformation" { volume = 0 }
      if path.last == "LabelTable", let (label, line, text) = open {
        open = nil
        let name = text.trimmedOfWhitespace
        if label == .background, name == "???" { return }
        try builder.add(label, name: name, line: line)
      }
    }
  }

  /// One element describes one volume: which of two would be meant is not guessed.
  private func enter(_ attributes: [String: String], line: Int) throws(RecordError) {
    guard !path.contains("VolumeInformation") else {
      throw RecordError(
        labels: .row, line: line, message: "a volume stands inside another one",
        found: "<VolumeInformation>", expected: "one VolumeInformation after another")
    }
    if let index = attributes["Index"] {
      guard let number = Int(index), number >= 0 else {
        throw RecordError(
          labels: .row, line: line, message: "no index of a volume",
          found: "\"\(printable(index))\"", expected: "a whole number from 0")
      }
      volume = number
    }
    guard volume == wanted else { return }
    if let described {
      throw RecordError(
        labels: .duplicate, line: line, message: "volume \(volume) is described twice",
        found: "a second VolumeInformation of index \(volume)",
        expected: "one, as on line \(described)")
    }
    described = line
  }

  private func begin(_ attributes: [String: String], line: Int) throws(RecordError) {
    guard let key = attributes["Key"] else {
      throw RecordError(
        labels: .row, line: line, message: "a Label has no key", expected: "Key=\"5\"")
    }
    open = (try LabelTableBuilder.label(key, line: line), line, "")
  }
}

extension String {
  /// Without white space, line breaks included, at either end.
  fileprivate var trimmedOfWhitespace: Substring {
    var text = drop { $0.isWhitespace }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
