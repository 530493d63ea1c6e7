public import VolumetryCore

/// The label tables inside a NIfTI header: XML with the root element `CaretExtension`, and in it
/// `LabelTable` elements of `<Label Key="5">liver</Label>`, the name often as CDATA.
///
/// TotalSegmentator writes it under extension code 0, Connectome Workbench under 30: the root
/// counts, not the code. Nothing else of it is read, since it also holds names of folders and
/// command lines.
public enum CaretExtension {
  /// The table of a header extension; nil where the extension is no such XML or holds no label.
  /// - Parameter bytes: the extension without its size and code; zero bytes at its end are padding.
  public static func table(extension bytes: [UInt8]) throws(RecordError) -> LabelTable? {
    guard mentionsRoot(bytes) else { return nil }
    return try table(try LabelTableText(bytes).bytes)
  }

  /// Whether the name of the root stands anywhere within the length that is read.
  private static func mentionsRoot(_ bytes: [UInt8]) -> Bool {
    let root = Array("<CaretExtension".utf8)
    let head = bytes.prefix(LabelTableLimits.bytes)
    return head.indices.contains { head[$0] == root[0] && head[$0...].starts(with: root) }
  }

  /// The table of an XML text without byte order mark and padding; nil where it holds no label.
  static func table(_ bytes: [UInt8]) throws(RecordError) -> LabelTable? {
    let reader = CaretReader()
    try LibExpat.parse(bytes) { (event, line) throws(RecordError) in
      try reader.receive(event, line: line)
    }
    return reader.builder.isEmpty ? nil : try reader.builder.table()
  }
}

/// Events → rows. The background of Workbench, key 0 with the name `???`, is no row.
private final class CaretReader {
  var builder = LabelTableBuilder()
  private var path: [String] = []
  /// The label whose element is open, its line and its text so far.
  private var open: (label: Label, line: Int, name: String)?

  func receive(_ event: XMLEvent, line: Int) throws(RecordError) {
    switch event {
    case .start(let name, let attributes):
      guard !path.isEmpty || name == "CaretExtension" else {
        throw RecordError(
          labels: .xml, line: line, message: "the XML is of another kind",
          found: "<\(printable(name))>", expected: "<CaretExtension>")
      }
      if name == "Label", path.last == "LabelTable" {
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
      path.removeLast()
      if path.last == "LabelTable", let (label, line, text) = open {
        open = nil
        let name = text.trimmedOfWhitespace
        if label == .background, name == "???" { return }
        try builder.add(label, name: name, line: line)
      }
    }
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
