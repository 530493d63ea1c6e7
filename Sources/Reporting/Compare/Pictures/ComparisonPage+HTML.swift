extension ComparisonPage {
  /// Writes the page as one HTML document that needs nothing else: no script, no font, no picture
  /// of elsewhere; its policy forbids the browser to fetch anything.
  public func write<Sink: TextSink>(to sink: inout Sink) throws(Sink.Failure) {
    try sink.write(head)
    try sink.write(introduction)
    for (index, summary) in summaries.enumerated() {
      try sink.write((index == 0 ? "<h2>Summary</h2>\n" : "") + table(of: summary))
    }
    /// Identifiers of pictures are numbers in the order of the page.
    var picture = 0
    func figure(_ drawing: SVGDrawing) -> String {
      picture += 1
      return "<figure>\(drawing.element(id: "picture-\(picture)"))</figure>\n"
    }
    for section in sections {
      try sink.write(heading(section.title, section.note))
      for drawing in section.drawings { try sink.write(figure(drawing)) }
    }
    for worst in worstCases {
      try sink.write(heading(worst.title, worst.note) + list(of: worst))
      try sink.write("<div class=\"cards\">\n")
      for item in worst.cases where item.slice != nil { try sink.write(figure(item.drawing)) }
      try sink.write("</div>\n")
    }
    try sink.write(notices("failures", "Not compared", failures))
    try sink.write(notices("warnings", "Warnings", warnings))
    try sink.write(definitionTable)
    try sink.write("<footer>volumetry \(MarkupText.escaped(version)). \(Self.use)</footer>\n")
    try sink.write("</main>\n</body>\n</html>\n")
  }

  static let use =
    "Research use. Compares segmentations; not a medical device, not advice to treat."

  private var head: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; style-src 'unsafe-inline'"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta name="referrer" content="no-referrer"/>
    <title>\(MarkupText.escaped(title))</title>
    <style>
    \(PageStyle.rules)\(PictureStyle.rules)</style>
    </head>
    <body>
    <main>

    """
  }

  private var introduction: String {
    var text = "<p class=\"use\">\(Self.use)</p>\n<h1>\(MarkupText.escaped(title))</h1>\n"
    if !facts.isEmpty {
      text += "<dl>\n"
      for fact in facts {
        text += "<dt>\(MarkupText.escaped(fact.name))</dt>"
        text += "<dd>\(MarkupText.escaped(fact.value))</dd>\n"
      }
      text += "</dl>\n"
    }
    let parts = [
      ("failures", "not compared", failures),
      ("warnings", warnings.count == 1 ? "warning" : "warnings", warnings),
    ]
    let links = parts.filter { !$0.2.isEmpty }.map { id, words, notices in
      "<a href=\"#\(id)\">\(notices.count) \(words)</a>"
    }
    if !links.isEmpty { text += "<p class=\"alert\">\(links.joined(separator: " · "))</p>\n" }
    return text
  }

  private func heading(_ title: String, _ note: String?) -> String {
    let words = note.map { "<p class=\"note\">\(MarkupText.escaped($0))</p>\n" }
    return "<h2>\(MarkupText.escaped(title))</h2>\n" + (words ?? "")
  }

  // MARK: - Tables

  private func table(of summary: Summary) -> String {
    let hasMethods = summary.rows.contains { $0.method != nil }
    let unit = summary.definition.unit
    var columns = ["Label"] + (hasMethods ? ["Method"] : []) + ["n", "Undefined", "Mean"]
    if let title = summary.intervalTitle { columns.append(title) }
    columns += ["SD", "Median", "Quartiles", "Smallest to largest"]
    let name = MarkupText.escaped(
      summary.definition.title + (unit.isEmpty ? "" : " (\(unit))"))
    let link = definitions.firstIndex(of: summary.definition).map {
      "<a href=\"#definition-\($0 + 1)\">\(name)</a>"
    }
    var table = PageTable(caption: link ?? name, columns: columns, words: hasMethods ? 2 : 1)
    for row in summary.rows {
      func number(_ value: Double?) -> String {
        value.map { FixedDecimal.string($0, decimals: summary.decimals) } ?? "–"
      }
      func range(_ range: ClosedRange<Double>?) -> String {
        range.map { "\(number($0.lowerBound)) to \(number($0.upperBound))" } ?? "–"
      }
      var cells = [row.label] + (hasMethods ? [row.method ?? "–"] : [])
      cells += ["\(row.count)", "\(row.undefined)", number(row.mean)]
      if summary.intervalTitle != nil { cells.append(range(row.meanInterval)) }
      cells += [number(row.standardDeviation), number(row.median), range(row.quartiles)]
      table.append(cells + [range(row.extremes)])
    }
    return table.markup
  }

  private func list(of worst: WorstCases) -> String {
    guard !worst.cases.isEmpty else { return "<p class=\"note\">There is none to show.</p>\n" }
    let hasMethods = worst.cases.contains { $0.words.method != nil }
    let columns = ["Rank", "Case", "Label"] + (hasMethods ? ["Method"] : []) + ["Metric", "Value"]
    var table = PageTable(caption: nil, columns: columns, words: columns.count - 1)
    for item in worst.cases {
      let words = item.words
      let method = hasMethods ? [words.method ?? "–"] : []
      table.append(
        ["\(words.rank) of \(words.count)", words.caseName, words.label] + method
          + [words.metric, words.value])
    }
    return table.markup
  }

  private func notices(_ id: String, _ title: String, _ notices: [Notice]) -> String {
    guard !notices.isEmpty else { return "" }
    var table = PageTable(
      caption: nil, columns: ["Code", "What about", "What was found"], words: 3)
    for notice in notices { table.append([notice.code, notice.path ?? "–", notice.message]) }
    return "<h2 id=\"\(id)\">\(title)</h2>\n" + table.markup
  }

  private var definitionTable: String {
    guard !definitions.isEmpty else { return "" }
    var table = PageTable(
      caption: nil, columns: ["Metric", "Name in outputs", "Unit", "Definition", "Source"],
      words: 5, rowID: "definition")
    for definition in definitions {
      table.append([
        definition.title, definition.id, definition.unit.isEmpty ? "–" : definition.unit,
        definition.definition, definition.source,
      ])
    }
    return "<h2 id=\"definitions\">Definitions</h2>\n" + table.markup
  }
}

/// A table of a page; cells are escaped as they come.
private struct PageTable {
  private let head: String
  private let columns: Int
  /// Columns of words, from the left; the others hold numbers and stand to the right.
  private let words: Int
  /// Begins the identifiers of rows that are linked to; their words are our own and not broken.
  private let rowID: String?
  private var rows: [String] = []

  /// - Parameter caption: markup.
  init(caption: String?, columns: [String], words: Int, rowID: String? = nil) {
    (self.columns, self.words, self.rowID) = (columns.count, words, rowID)
    let cells = columns.enumerated().map { index, title in
      "<th scope=\"col\"\(index < words ? "" : " class=\"number\"")>"
        + "\(MarkupText.escaped(title))</th>"
    }
    head =
      (caption.map { "<caption>\($0)</caption>\n" } ?? "")
      + "<thead><tr>\(cells.joined())</tr></thead>\n"
  }

  mutating func append(_ cells: [String]) {
    precondition(cells.count == columns, "a row has one cell a column")
    let texts = cells.enumerated().map { index, text in
      "<td\(index < words ? "" : " class=\"number\"")>\(MarkupText.escaped(text))</td>"
    }
    let id = rowID.map { " id=\"\($0)-\(rows.count + 1)\"" } ?? ""
    rows.append("<tr\(id)>\(texts.joined())</tr>\n")
  }

  var markup: String {
    let style = rowID == nil ? "table" : "table own"
    return "<div class=\"\(style)\"><table>\n\(head)<tbody>\n\(rows.joined())</tbody>\n"
      + "</table></div>\n"
  }
}
