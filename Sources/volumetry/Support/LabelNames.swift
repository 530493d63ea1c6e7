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
    let occurring = scan.labels.map(\.label).filter { $0 != .background }
    guard scan.holdsItsOwnLabels || given != nil else {
      self.init(table: LabelTable([]), source: .none, notices: [Self.noNames])
      return
    }
    let extensions = scan.holdsItsOwnLabels ? scan.extensions : []
    self.init(
      given: given, path: path, extensions: extensions.map { ($0.code, $0.content) },
      occurring: occurring)
  }

  /// The names of the labels of a file that was inspected; none where the header was not readable,
  /// and where a threshold makes labels that no table of the file speaks of.
  init(path: String, outcome: Result<Inspection, VolumeError>) {
    guard case .success(let found) = outcome, found.options.content == .labels else {
      self.init(table: LabelTable([]), source: .none, notices: [])
      return
    }
    self.init(
      given: nil, path: path, extensions: found.extensions.map { ($0.code, $0.content) },
      occurring: found.labels ?? [])
  }

  /// The names of a scan's labels, from the first source that is there: what `--labels` names, the
  /// scan's own header, a file beside it, nothing.
  ///
  /// A table in the header or beside the scan that cannot be read ends the search: the labels stay
  /// numbers and a warning says so, since a later source could contradict what is not understood.
  /// - Parameters:
  ///   - extensions: the header extensions of the scan, in their order.
  ///   - occurring: the labels that the scan holds, without the background.
  init(
    given: NamedLabelTable?, path: String, extensions: [(code: Int, bytes: [UInt8])],
    occurring: [Label]
  ) {
    var notices: [Notice] = []
    let embedded = Self.embedded(extensions, &notices)
    var found: (table: LabelTable, source: LabelSource)?
    if let given {
      found = (given.table, given.source)
    } else if let first = embedded.first {
      found = (first, .embedded(format: LabelTableFormat.caretXML.rawValue))
    } else if notices.isEmpty {
      found = Self.sidecar(path, &notices)
    }
    guard let (table, source) = found else {
      if notices.isEmpty, !occurring.isEmpty {
        notices.append(Self.noNames)
      }
      self.init(table: LabelTable([]), source: .none, notices: notices)
      return
    }
    for other in embedded {
      guard let clash = table.contradiction(with: other, among: occurring) else { continue }
      notices.append(
        Notice(
          code: "W-NAMES-CONTRADICT",
          message: "label \(clash.label) is \"\(clash.name)\" \(source.words), and a table in the "
            + "header calls it \"\(clash.otherName)\""))
    }
    let unnamed = occurring.filter { table[$0] == nil }
    if !unnamed.isEmpty {
      notices.append(
        Notice(
          code: "W-UNNAMED-LABELS",
          message: "the names \(source.words) do not list labels \(LabelSet(unnamed)), which "
            + "occur"))
    }
    self.init(table: table, source: source, notices: notices)
  }

  private static let noNames = Notice(
    code: "W-NO-NAMES",
    message: "no source says what the labels are called; they are bare numbers (--labels names a "
      + "table)")

  /// The tables in the header, in its order; what cannot be read is said.
  private static func embedded(
    _ extensions: [(code: Int, bytes: [UInt8])], _ notices: inout [Notice]
  ) -> [LabelTable] {
    var tables: [LabelTable] = []
    for (code, bytes) in extensions {
      do throws(RecordError) {
        if let table = try CaretExtension.table(extension: bytes) { tables.append(table) }
      } catch {
        notices.append(
          unreadable("the label table in the header extension of code \(code)", error.first))
      }
    }
    return tables
  }

  /// Says where and why, but not what was found: nobody named this text, and it may be a letter
  /// about a patient that happens to lie beside the scan.
  private static func unreadable(_ what: String, _ fault: RecordFault) -> Notice {
    let expected = fault.expected.map { " (expected \($0))" } ?? ""
    return Notice(
      code: "W-NAMES-UNREADABLE",
      message: "\(what) cannot be read: line \(fault.line): \(fault.message)\(expected) "
        + "[\(fault.code)]. No other source is taken in its place; name one with --labels")
  }

  // MARK: Sidecars

  /// The first file beside the scan; one that is there and cannot be read is said.
  private static func sidecar(
    _ path: String, _ notices: inout [Notice]
  ) -> (table: LabelTable, source: LabelSource)? {
    guard let sidecar = sidecars(of: path).first(where: isFile) else { return nil }
    do throws(CommandFailure) {
      let bytes = try TextFile.bytes(sidecar)
      do throws(RecordError) {
        let file = try LabelTableFile(bytes: bytes, name: sidecar)
        return (file.table, .sidecar(path: sidecar, format: file.format.rawValue))
      } catch { notices.append(unreadable("\(sidecar) beside the scan", error.first)) }
    } catch {
      let why = error.lines.joined(separator: "; ")
      notices.append(
        Notice(
          code: "W-NAMES-UNREADABLE",
          message: "\(why). No other source is taken in its place; name one with --labels"))
    }
    return nil
  }

  /// Where names may lie, in the order in which they are looked for: files of the scan's stem, then
  /// the data set's file in its folder, then the one above where the folder is a data set's.
  static func sidecars(of path: String) -> [String] {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let name = path.dropFirst(folder.count)
    let lower = name.lowercased()
    let endings = [".nii.gz", ".nii", ".hdr.gz", ".hdr", ".img.gz", ".img"]
    let stem = endings.first(where: lower.hasSuffix).map { name.dropLast($0.count) } ?? name
    var paths =
      stem.isEmpty
      ? [] : [".labels.yaml", ".tsv", ".ctbl", ".label", ".txt"].map { "\(folder)\(stem)\($0)" }
    paths.append("\(folder)dataset.json")
    let parent = folder.split(separator: "/").last
    if parent == "labelsTr" || parent == "labelsTs" { paths.append("\(folder)../dataset.json") }
    return paths
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}

extension ScanMeasurement {
  /// Whether the numbers are those of the file: a channel, a threshold and a share of a voxel get
  /// numbers from the options, to which a table in the file or beside it does not speak.
  fileprivate var holdsItsOwnLabels: Bool {
    options.volumes != .channelsAsLabels && options.content == .labels
  }
}
