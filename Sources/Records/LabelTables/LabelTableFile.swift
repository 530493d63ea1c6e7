public import VolumetryCore

/// A label table as its file gave it.
public struct LabelTableFile: Hashable, Sendable {
  public let table: LabelTable
  public let format: LabelTableFormat
  /// Id, title and source of a table in our own format, where it states them.
  public let id: String?
  public let title: String?
  public let source: Source?

  /// Reads a table; the format is found by content and then by name, see `LabelTableFormat`.
  ///
  /// Refused with line, found and expected are a text of no known format, a row that is no row of
  /// its format, a label that is no whole number of 64 bits, a label with two names, an empty name,
  /// one of control characters and one that is a number, a table without entries, and texts beyond
  /// `LabelTableLimits`. Of XML with a table for each of several volumes, that of volume 0 is read.
  /// - Parameter name: the name of the file, with or without its folders.
  public init(bytes: [UInt8], name: String) throws(RecordError) {
    let text = try LabelTableText(bytes)
    guard let format = LabelTableFormat(text, name: name) else {
      let first = text.lines.first { _ in true }
      throw RecordError(
        labels: .format, line: first?.number ?? 1,
        message: "the text is no label table that is read",
        found: first.map { "\"\(printable($0.text))\"" },
        expected: "one of \(LabelTableFormat.allCases.map(\.rawValue).list)")
    }
    switch format {
    case .caretXML:
      guard let table = try CaretExtension.table(text.bytes, volume: 0) else {
        throw RecordError(
          labels: .missing, line: 1, message: "the extension holds no label table",
          expected: "Label elements")
      }
      self.init(table: table, format: format)
    case .volumetry, .datasetJSON:
      let node = try YAMLNode(bytes: text.bytes)
      if DatasetJSON.isDataset(node) {
        self.init(table: try DatasetJSON.table(node), format: .datasetJSON)
      } else {
        self = try OwnLabelTable.read(node)
      }
    case .bidsDseg: self.init(table: try BIDSSegments.table(text), format: format)
    case .slicerColours, .freeSurfer:
      self.init(table: try ColourRows.table(text), format: format)
    case .itkSnap: self.init(table: try ITKSnapLabels.table(text), format: format)
    }
  }

  init(
    table: LabelTable, format: LabelTableFormat, id: String? = nil, title: String? = nil,
    source: Source? = nil
  ) {
    self.table = table
    self.format = format
    self.id = id
    self.title = title
    self.source = source
  }
}

/// What the readers of label tables let through. The largest table in use, FreeSurfer's, has some
/// two thousand rows in 130 kilobytes.
public enum LabelTableLimits {
  /// Bytes of a file or of a header extension.
  public static let bytes = 1 << 20
  /// Rows of one table, the lines of comments and the blank ones apart.
  public static let rows = 1 << 16
  /// Columns of a table between tabs.
  public static let columns = 256
  /// Unicode scalars of one name.
  public static let name = 1000
  /// XML elements inside elements.
  public static let depth = 16
}

/// Codes of the label table readers.
enum LabelTableFaultCode: String {
  case format = "E-LABELS-FORMAT"
  case encoding = "E-LABELS-ENCODING"
  case limit = "E-LABELS-LIMIT"
  case row = "E-LABELS-ROW"
  case label = "E-LABELS-LABEL"
  case name = "E-LABELS-NAME"
  case duplicate = "E-LABELS-DUPLICATE"
  case missing = "E-LABELS-MISSING"
  case xml = "E-LABELS-XML"
  case doctype = "E-LABELS-DOCTYPE"
}

extension RecordError {
  init(
    labels code: LabelTableFaultCode, path: String = "", line: Int, column: Int = 1,
    message: String, found: String? = nil, expected: String? = nil
  ) {
    self.init([
      RecordFault(
        code: code.rawValue, path: path, line: line, column: column, message: message,
        found: found, expected: expected)
    ])
  }
}
