import VolumetryCore

/// `dataset.json` in both directions: nnU-Net 2 maps names to labels or to lists of labels
/// (regions), nnU-Net 1 and the Medical Segmentation Decathlon map labels to names.
///
/// Only `labels` and `regions_class_order` are read; the rest of the file is not ours.
enum DatasetJSON {
  /// Whether a document is a data set's: `labels` maps, and it is not a table of ours.
  static func isDataset(_ node: YAMLNode) -> Bool {
    guard case .mapping(let entries) = node.content,
      !entries.contains(where: { $0.key == "table" }),
      let labels = entries.first(where: { $0.key == "labels" }),
      case .mapping = labels.value.content
    else { return false }
    return true
  }

  static func table(_ node: YAMLNode) throws(RecordError) -> LabelTable {
    guard case .mapping(let members) = node.content,
      let labels = members.first(where: { $0.key == "labels" }),
      case .mapping(let entries) = labels.value.content
    else { preconditionFailure("the document is a data set's") }
    // A quoted value is a name, a bare number or a list are labels; JSON tells them apart.
    let areNames = entries.map { entry in
      if case .scalar(_, isQuoted: true) = entry.value.content { return true }
      return false
    }
    guard Set(areNames).count == 1 else {
      let odd = areNames.firstIndex(of: !(areNames.first ?? true)).map { entries[$0] }
      throw RecordError(
        labels: .row, path: "labels", line: odd?.line ?? labels.line,
        message: entries.isEmpty ? "no label is named" : "names and labels change sides",
        found: odd.map { "\"\(printable($0.key))\"" },
        expected: "every row as \"1\": \"liver\", or every row as \"liver\": 1")
    }
    guard areNames[0] else {
      let order = members.first { $0.key == "regions_class_order" }
      return try Regions(entries, order: order).table()
    }
    var builder = LabelTableBuilder()
    for entry in entries {
      guard case .scalar(let name, _) = entry.value.content else { continue }
      let label = try LabelTableBuilder.label(entry.key, line: entry.line, path: "labels")
      try refuseNumber(name, label: entry.key, line: entry.line)
      try builder.add(
        label, name: name, line: entry.line, path: printable("labels.\(entry.key)", limit: 200))
    }
    return try builder.table()
  }

  /// `"1": "2"` can be meant in either direction.
  fileprivate static func refuseNumber(
    _ name: String, label: String, line: Int
  ) throws(RecordError) {
    guard name.isPlainNumber else { return }
    throw RecordError(
      labels: .name, path: "labels", line: line, message: "a number is no name",
      found: "\"\(printable(name))\" for \"\(printable(label))\"", expected: "a name in words")
  }
}

/// Names of nnU-Net 2, each of one label or of a region of several.
///
/// A label is called after the smallest region that holds it: with `"liver": [1, 2]` and
/// `"tumour": 2`, label 1 is liver and label 2 is tumour. Where two regions share a label
/// and each also holds others, neither is a part of the other: refused, since either could name it.
private struct Regions {
  private struct Region {
    let name: String
    let labels: [Label]
    let line: Int
  }

  private let regions: [Region]
  /// The labels that nnU-Net writes for the regions, in the order of the regions; nil without.
  private let order: (labels: [Label], line: Int)?

  init(_ entries: [YAMLEntry], order: YAMLEntry?) throws(RecordError) {
    var regions: [Region] = []
    var rows = 0
    for entry in entries {
      try DatasetJSON.refuseNumber(entry.key, label: "labels", line: entry.line)
      let labels = try Self.labels(entry)
      rows += labels.count
      guard rows <= LabelTableLimits.rows else {
        throw LabelTableBuilder.tooManyRows(path: "labels", line: entry.line)
      }
      guard !labels.isEmpty, Set(labels).count == labels.count else {
        throw RecordError(
          labels: .label, path: printable("labels.\(entry.key)", limit: 200), line: entry.line,
          message: "no set of labels", found: "\(labels.count) labels, some of them twice or none",
          expected: "each label once")
      }
      regions.append(Region(name: entry.key, labels: labels, line: entry.line))
    }
    self.regions = regions
    self.order = try order.map { (entry) throws(RecordError) in
      (try Self.labels(entry), entry.line)
    }
  }

  func table() throws(RecordError) -> LabelTable {
    try checkNesting()
    var builder = LabelTableBuilder()
    var named: [Label: Region] = [:]
    for region in regions {
      for label in region.labels {
        guard let other = named[label] else {
          named[label] = region
          continue
        }
        guard other.labels.count != region.labels.count else {
          throw RecordError(
            labels: .duplicate, path: "labels", line: region.line,
            message: "label \(label) has two names", found: "\"\(printable(region.name))\"",
            expected: "\"\(printable(other.name))\" as on line \(other.line), or one name a region")
        }
        if region.labels.count < other.labels.count { named[label] = region }
      }
    }
    try check(named)
    for (label, region) in named.sorted(by: { $0.key < $1.key }) {
      try builder.add(label, name: region.name, line: region.line, path: "labels")
    }
    return try builder.table()
  }

  /// Of two regions that share a label, the larger one must hold the smaller one. Regions that hold
  /// one label are a chain by their size, so that it is enough to compare neighbours.
  private func checkNesting() throws(RecordError) {
    var holders: [Label: [Int]] = [:]
    for index in regions.indices.sorted(by: { regions[$0].labels.count < regions[$1].labels.count })
    {
      for label in regions[index].labels { holders[label, default: []].append(index) }
    }
    let sets = regions.map { Set($0.labels) }
    /// The region in which each one was found to lie; another one would not nest with it.
    var outer: [Int: Int] = [:]
    for (label, chain) in holders.sorted(by: { $0.key < $1.key }) {
      for (inner, next) in zip(chain, chain.dropFirst()) where outer[inner] != next {
        guard sets[inner].isSubset(of: sets[next]) else {
          throw overlap(label, regions[inner], regions[next])
        }
        outer[inner] = next
      }
    }
  }

  private func overlap(_ label: Label, _ inner: Region, _ outer: Region) -> RecordError {
    let (first, second) = inner.line <= outer.line ? (inner, outer) : (outer, inner)
    return RecordError(
      labels: .duplicate, path: "labels", line: second.line,
      message: "label \(label) lies in two regions of which neither holds the other",
      found: "\"\(printable(first.name))\" on line \(first.line) and "
        + "\"\(printable(second.name))\"",
      expected: "regions inside each other, or without a label in common")
  }

  /// Where the file says which label stands for which region, it must say the same.
  private func check(_ named: [Label: Region]) throws(RecordError) {
    guard let order, regions.contains(where: { $0.labels.count > 1 }) else { return }
    let ordered = regions.filter { $0.labels != [.background] && $0.name != "ignore" }
    guard ordered.count == order.labels.count else {
      throw RecordError(
        labels: .row, path: "regions_class_order", line: order.line,
        message: "the regions and their labels differ in number",
        found: "\(order.labels.count) labels", expected: "\(ordered.count)")
    }
    for (region, label) in zip(ordered, order.labels) where named[label]?.name != region.name {
      throw RecordError(
        labels: .duplicate, path: "regions_class_order", line: order.line,
        message: "label \(label) has two names", found: "\"\(printable(region.name))\"",
        expected: named[label].map { "\"\(printable($0.name))\", its smallest region" }
          ?? "a label that a region holds")
    }
  }

  private static func labels(_ entry: YAMLEntry) throws(RecordError) -> [Label] {
    let path = printable("labels.\(entry.key)", limit: 200)
    let items: [YAMLNode]
    switch entry.value.content {
    case .scalar: items = [entry.value]
    case .sequence(let nodes): items = nodes
    case .mapping: items = []
    }
    var labels: [Label] = []
    for item in items {
      guard case .scalar(let text, _) = item.content else {
        throw RecordError(
          labels: .label, path: path, line: item.line, message: "no label", found: "a list",
          expected: "a whole number")
      }
      labels.append(try LabelTableBuilder.label(text, line: item.line, path: path))
    }
    return labels
  }
}
