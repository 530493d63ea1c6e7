import ArgumentParser
import Glibc
import Records
import Reporting
import VolumetryCore

/// What `--labels` names: a file where it holds `/` or `.`, else a table that ships with us.
struct LabelsArgument: ExpressibleByArgument {
  let text: String

  init?(argument: String) { text = argument }

  var namesFile: Bool { text.contains("/") || text.contains(".") }

  /// Refuses an unknown preset, before anything is read.
  func check() throws(ValidationError) {
    guard !namesFile, !BundledLabelTables.ids.contains(text) else { return }
    let nearest = BundledLabelTables.nearest(to: text).map { "; the nearest is \($0)" } ?? ""
    throw ValidationError(
      "--labels \(text): no such preset\(nearest). Known: "
        + "\(BundledLabelTables.ids.joined(separator: ", ")). A file is named with a / or a .")
  }

  /// The table with its source.
  func open() throws -> NamedLabelTable {
    try check()
    if let file = namesFile ? nil : BundledLabelTables.table(id: text) {
      return NamedLabelTable(
        file: file, source: .preset(id: text, format: file.format.rawValue))
    }
    let bytes = try TextFile.bytes(text)
    do throws(RecordError) {
      let file = try LabelTableFile(bytes: bytes, name: text)
      return NamedLabelTable(file: file, source: .file(path: text, format: file.format.rawValue))
    } catch {
      throw CommandFailure(error.faults.map { "\(text): \($0)" }, .dataError)
    }
  }
}

/// A label table and where it was read.
struct NamedLabelTable: Sendable {
  let file: LabelTableFile
  let source: LabelSource

  var table: LabelTable { file.table }
}

extension LabelNaming {
  /// The names of the labels of a scan that was measured; none for one that was refused.
  init(
    given: NamedLabelTable?, path: String, outcome: Result<ScanMeasurement, VolumeError>
  ) {
    guard case .success(let scan) = outcome else {
      self.init(table: LabelTable([]), source: .none, notices: [])
      return
    }
    self.init(given: given, own: scan.ownTables(at: path), occurring: scan.occurring)
  }

  /// The names of the labels of a file that was inspected; none where the header was not readable,
  /// and where a threshold makes labels that no table of the file speaks of.
  init(path: String, outcome: Result<Inspection, VolumeError>) {
    guard case .success(let found) = outcome, found.options.content == .labels else {
      self.init(table: LabelTable([]), source: .none, notices: [])
      return
    }
    let own = OwnLabelTables(
      path: path, extensions: found.extensions,
      isChainWhole: !found.warnings.contains { $0.code == .extensions })
    self.init(given: nil, own: own, occurring: found.labels ?? [])
  }

  /// The names of a scan's labels, from the first source that is there: what `--labels` names, the
  /// scan's own header, a file beside it, nothing.
  ///
  /// A table in the header or beside the scan that cannot be read ends the search: the labels stay
  /// numbers and a warning says so, since a later source could contradict what is not understood.
  /// - Parameter occurring: the labels that the scan holds, without the background.
  init(given: NamedLabelTable?, own: OwnLabelTables, occurring: [Label]) {
    var notices = [own.obstacle].compactMap { $0 }
    let found: SourcedTable?
    if let given {
      found = SourcedTable(table: given.table, source: given.source)
    } else {
      found = own.obstacle == nil ? own.tables.first : nil
    }
    guard let found else {
      if notices.isEmpty, !occurring.isEmpty { notices.append(Self.noNames) }
      self.init(table: LabelTable([]), source: .none, notices: notices)
      return
    }
    for other in given == nil ? own.tables.dropFirst() : own.tables[...] {
      let clashes = found.table.contradictions(with: other.table, among: occurring)
      if !clashes.isEmpty { notices.append(Self.contradiction(clashes, found, other)) }
    }
    let unnamed = occurring.filter { found.table[$0] == nil }
    if !unnamed.isEmpty {
      notices.append(
        Notice(
          code: "W-UNNAMED-LABELS",
          message: "the names \(found.source.words) do not list labels \(LabelSet(unnamed)), which "
            + "occur", figures: ["labels": .wholes(unnamed.map(\.value))]))
    }
    self.init(table: found.table, source: found.source, notices: notices)
  }

  private static func contradiction(
    _ clashes: [(label: Label, name: String, otherName: String)], _ used: SourcedTable,
    _ other: SourcedTable
  ) -> Notice {
    let shown = clashes.prefix(6).map { "\($0.label) \"\($0.name)\" / \"\($0.otherName)\"" }
    return Notice(
      code: "W-NAMES-CONTRADICT",
      message: "the names \(used.source.words) and those \(other.source.words) differ in "
        + "\(clashes.count) label(s): \(shown.joined(separator: "; "))"
        + (clashes.count > shown.count ? "; …" : ""),
      figures: ["labels": .wholes(clashes.map(\.label.value))])
  }

  private static let noNames = Notice(
    code: "W-NO-NAMES",
    message: "no source says what the labels are called; they are bare numbers (--labels names a "
      + "table)")
}

extension ScanMeasurement {
  /// The labels that occur, without the background.
  var occurring: [Label] { labels.map(\.label).filter { $0 != .background } }

  /// The tables in the header and beside the file. None where the numbers are not those of the
  /// file: a channel, a volume of several, a threshold and a share of a voxel get theirs from the
  /// options, to which no table speaks.
  func ownTables(at path: String) -> OwnLabelTables {
    guard options.volumes == .single, options.content == .labels else { return OwnLabelTables() }
    return OwnLabelTables(
      path: path, extensions: extensions,
      isChainWhole: !warnings.contains { $0.code == .extensions })
  }
}
