import VolumetryCore

extension FreeText {
  /// Where it is and how long; what it says only where the caller asks for it by name.
  func json(showsText: Bool) -> JSONValue {
    var members: [String: JSONValue] = [
      "kind": .string(kind.rawValue), "field": .string(field), "bytes": .optional(bytes),
    ]
    if showsText { members["text"] = .optional(text) }
    return .object(members)
  }

  /// What it says, for a cell of a table: made printable, and cut where it is long.
  var shownText: String? {
    guard let text else { return nil }
    let shown = DisplayWidth.printable(text)
    return shown.count > Self.mostShown ? shown.prefix(Self.mostShown) + " ..." : shown
  }

  /// Characters of a text that a cell shows; JSON has all that was kept.
  private static let mostShown = 200

  /// A table of places; with a column for the texts only where they are shown.
  static func table(_ texts: [FreeText], showsText: Bool) -> TextTable {
    var columns = [
      TextTable.Column("kind"), TextTable.Column("field"),
      TextTable.Column("bytes", alignment: .trailing),
    ]
    if showsText { columns.append(TextTable.Column("text", maximumWidth: 80)) }
    var table = TextTable(columns)
    for text in texts {
      let cells = [text.kind.rawValue, text.field, text.bytes.map { String($0) }]
      table.append(showsText ? cells + [text.shownText] : cells)
    }
    return table
  }
}
