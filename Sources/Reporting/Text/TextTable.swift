/// A table for people: aligned columns, two spaces between them, a rule under the header.
///
/// ```text
/// label  name     voxels   volume
///                              mL
/// -----  -----  --------  -------
///     1  liver  1643000    1499.4
/// ```
///
/// The unit stands under the title, once, never in the cells. The layout depends on the data alone,
/// not on the terminal, so the same result is the same text everywhere. No line ends in spaces.
public struct TextTable: Sendable {
  /// To which side the cells of a column are set.
  public enum Alignment: Sendable, CaseIterable { case leading, trailing }

  /// What stands above a column and how its cells are set.
  public struct Column: Hashable, Sendable {
    /// The heading.
    public let title: String
    /// The unit of every number in the column; nil for a column of words or counts.
    public let unit: String?
    /// Words lead, numbers trail.
    public let alignment: Alignment
    /// Cells and titles beyond this many display columns go on in the next line; nil: never.
    public let maximumWidth: Int?

    /// A column; `maximumWidth` is at least 2.
    public init(
      _ title: String, unit: String? = nil, alignment: Alignment = .leading,
      maximumWidth: Int? = nil
    ) {
      precondition(maximumWidth.map { $0 >= 2 } ?? true, "a column holds a wide character")
      self.title = title
      self.unit = unit
      self.alignment = alignment
      self.maximumWidth = maximumWidth
    }
  }

  /// What a cell without a value shows.
  public static let absent = "-"

  let columns: [Column]
  private var rows: [[String?]] = []

  /// A table without rows yet.
  public init(_ columns: [Column]) {
    precondition(!columns.isEmpty, "a table has columns")
    self.columns = columns
  }

  /// Adds a row with a cell a column; nil is a value that does not exist and shows as `absent`.
  public mutating func append(_ row: [String?]) {
    precondition(row.count == columns.count, "a row has one cell a column")
    rows.append(row)
  }

  /// Writes the header, the rule and the rows, each line ended by a line feed.
  public func write<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    let header = zip(columns, headings).map { column, heading in
      heading + (column.unit.map { [DisplayWidth.printable($0)] } ?? [])
    }
    let cells = rows.map { row in zip(columns, row).map(lines(of:cell:)) }
    let widths = columns.indices.map { index in
      ([header[index]] + cells.map { $0[index] }).joined()
        .map(DisplayWidth.columns(of:)).reduce(0, max)
    }
    try write(header, widths: widths, to: &sink)
    try write(widths.map { [String(repeating: "-", count: $0)] }, widths: widths, to: &sink)
    for row in cells { try write(row, widths: widths, to: &sink) }
  }

  /// The table as one text.
  public var text: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// Titles broken to lines and padded from above, so that units stand on one line.
  private var headings: [[String]] {
    let broken = columns.map { column in lines(of: column, cell: column.title) }
    let tallest = zip(columns, broken).map { $1.count + ($0.unit == nil ? 0 : 1) }.reduce(0, max)
    let hasUnits = columns.contains { $0.unit != nil }
    return broken.map { heading in
      let room = tallest - (hasUnits ? 1 : 0)
      return Array(repeating: "", count: max(0, room - heading.count)) + heading
    }
  }

  private func lines(of column: Column, cell: String?) -> [String] {
    let text = cell ?? Self.absent
    guard let width = column.maximumWidth else { return [DisplayWidth.printable(text)] }
    return TextWrap.lines(text, width: width)
  }

  /// One row of cells that may each have several lines.
  private func write<Sink: TextSink>(
    _ row: [[String]], widths: [Int], to sink: inout Sink
  ) throws(Sink.Failure) {
    for number in 0..<row.map(\.count).reduce(0, max) {
      var line = ""
      for (index, cell) in row.enumerated() {
        let text = number < cell.count ? cell[number] : ""
        let padding = String(repeating: " ", count: widths[index] - DisplayWidth.columns(of: text))
        if index > 0 { line += "  " }
        line += columns[index].alignment == .leading ? text + padding : padding + text
      }
      while line.last == " " { line.removeLast() }
      try sink.write(line + "\n")
    }
  }
}
