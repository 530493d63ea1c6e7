import Glibc
import Records
import Reporting
import VolumetryCore

/// A label table and what is said of where it was read.
struct SourcedTable: Sendable {
  let table: LabelTable
  let source: LabelSource
}

/// Every table of names that a scan has of its own: in its header, and in files beside it.
struct OwnLabelTables: Sendable {
  /// In the order in which they are taken: the header's, then the files'.
  private(set) var tables: [SourcedTable] = []
  /// Why the first source that is there cannot be read: then none is taken.
  private(set) var obstacle: Notice?

  /// None.
  init() {}

  /// - Parameter isChainWhole: whether the chain of extensions was followed to its end; what was
  ///   not looked at could be a table.
  init(path: String, extensions: [HeaderExtension], isChainWhole: Bool) {
    for item in extensions { add(item) }
    if !isChainWhole || extensions.contains(where: { !$0.isWhole }) {
      stop(
        Notice(
          code: "W-NAMES-UNREADABLE",
          message: "the header extensions could not be read to their end and may hold names. "
            + Self.ending))
    }
    for sidecar in Self.files(beside: path).filter(Self.isFile) { add(sidecar) }
  }

  private static let ending = "No other source is taken in its place; name one with --labels"

  private mutating func stop(_ notice: Notice) { obstacle = obstacle ?? notice }

  private mutating func add(_ item: HeaderExtension) {
    do throws(RecordError) {
      guard let table = try CaretExtension.table(extension: item.content, size: item.size) else {
        return
      }
      tables.append(
        SourcedTable(
          table: table, source: .embedded(format: LabelTableFormat.caretXML.rawValue)))
    } catch {
      stop(
        Self.unreadable(
          "the label table in the header extension of code \(item.code)", error.first))
    }
  }

  /// A file that cannot be read is an obstacle only where nothing stands before it.
  private mutating func add(_ sidecar: String) {
    do throws(CommandFailure) {
      let bytes = try TextFile.bytes(sidecar)
      do throws(RecordError) {
        let file = try LabelTableFile(bytes: bytes, name: sidecar)
        tables.append(
          SourcedTable(
            table: file.table, source: .sidecar(path: sidecar, format: file.format.rawValue)))
      } catch {
        if tables.isEmpty { stop(Self.unreadable("\(sidecar) beside the scan", error.first)) }
      }
    } catch {
      guard tables.isEmpty else { return }
      let why = error.lines.joined(separator: "; ")
      stop(Notice(code: "W-NAMES-UNREADABLE", message: "\(why). \(Self.ending)"))
    }
  }

  /// Says where and why, but not what was found: nobody named this text, and it may be a letter
  /// about a patient that happens to lie beside the scan.
  private static func unreadable(_ what: String, _ fault: RecordFault) -> Notice {
    // What is expected beside a double name is the other name.
    let expected = fault.expected.flatMap { $0.contains("\"") ? nil : " (expected \($0))" } ?? ""
    return Notice(
      code: "W-NAMES-UNREADABLE",
      message: "\(what) cannot be read: line \(fault.line): \(fault.message)\(expected) "
        + "[\(fault.code)]. \(ending)")
  }

  // MARK: Files beside a scan

  /// Where names may lie, in the order in which they are looked for: files of the scan's stem, then
  /// a data set's file, where the folder is one that nnU-Net or the Decathlon makes: `dataset.json`
  /// beside `plans.json`, or above a folder of labels. A `dataset.json` elsewhere speaks of other
  /// files than a mask that lies beside it.
  static func files(beside path: String) -> [String] {
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    let stem = ScanFiles.stem(of: path) ?? path
    var paths =
      stem == folder
      ? [] : [".labels.yaml", ".tsv", ".ctbl", ".label", ".txt"].map { stem + $0 }
    if isFile("\(folder)plans.json") { paths.append("\(folder)dataset.json") }
    let parent = folder.split(separator: "/").last
    if parent == "labelsTr" || parent == "labelsTs" { paths.append("\(folder)../dataset.json") }
    return paths
  }

  private static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}
