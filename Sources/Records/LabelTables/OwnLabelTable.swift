import VolumetryCore

/// Our own format: `{table: id, title, source, labels: [{label: 1, name: liver, role: liver}]}`.
enum OwnLabelTable {
  static func read(_ node: YAMLNode) throws(RecordError) -> LabelTableFile {
    let reading = RecordReading(node, kind: .labelTable)
    let document = reading.document
    let file = document.mapping(["table", "title", "source", "labels"]).flatMap(read)
    try reading.finish()
    guard let file else { preconditionFailure("a table that is not read has a fault") }
    return file
  }

  private static func read(_ fields: RecordMapping) -> LabelTableFile? {
    let id = fields.required("table")?.text()
    let title = fields["title"]?.text()
    let source = fields["source"].flatMap(Source.init(_:))
    guard let rows = fields.required("labels"), let items = rows.items() else { return nil }
    guard !items.isEmpty else {
      rows.fault(.missing, "the table names no label", expected: "a row a label")
      return nil
    }
    var entries: [Label: LabelTable.Entry] = [:]
    for item in items {
      guard let entry = entry(item) else { continue }
      if let first = entries.updateValue(entry, forKey: entry.label) {
        item.fault(
          .duplicate, "label \(entry.label) stands twice", found: "\"\(printable(entry.name))\"",
          expected: "one row a label; another one calls it \"\(printable(first.name))\"")
      }
    }
    return LabelTableFile(
      table: LabelTable(Array(entries.values)), format: .volumetry, id: id, title: title,
      source: source)
  }

  private static func entry(_ item: RecordEntry) -> LabelTable.Entry? {
    guard let fields = item.mapping(["label", "name", "role"]),
      let number = fields.required("label"), let label = number.wholeLabel(),
      let name = fields.required("name")?.text()
    else { return nil }
    guard name.unicodeScalars.count <= LabelTableLimits.name else {
      fields["name"]?.fault(
        .text, "the name is too long", expected: "at most \(LabelTableLimits.name) characters")
      return nil
    }
    guard !name.isPlainNumber else {
      fields["name"]?.fault(
        .text, "a number is no name", found: "\"\(printable(name))\"",
        expected: "a name in words")
      return nil
    }
    let role = fields["role"]?.word(LabelRole.self)
    if label == .background, role != nil {
      number.fault(
        .labels, "label 0 is the background", found: number.shown,
        expected: "no role, or a label of tissue")
    }
    return LabelTable.Entry(label: label, name: name, role: role)
  }
}

extension RecordEntry {
  /// A whole number of at most 64 bits.
  fileprivate func wholeLabel() -> Label? {
    let expected = "a whole number of at most 64 bits"
    guard let text = scalar(expected) else { return nil }
    if let label = Label(digits: text) { return label }
    fault(.labels, "no label", found: shown, expected: expected)
    return nil
  }
}
