import Records
import VolumetryCore

/// Reading one table of labels and holding what comes out against the laws.
enum LabelAttempt {
  /// Names that lead to every format.
  private static let names = [
    "a.labels.yaml", "a.tsv", "a.ctbl", "a.label", "a.txt", "dataset.json", "a.xml", "a.csv",
  ]

  /// The first byte names the file, or says that the rest is a header extension.
  static func run(_ input: [UInt8]) {
    guard let frame = input.first else { return }
    let bytes = Array(input.dropFirst())
    guard Int(frame) % (names.count + 1) < names.count else {
      read(extension: bytes)
      return
    }
    do throws(RecordError) {
      let file = try LabelTableFile(bytes: bytes, name: names[Int(frame) % (names.count + 1)])
      check(file.table)
    } catch { check(error) }
  }

  /// A table inside a header, or none, or a refusal.
  static func read(extension bytes: [UInt8]) {
    do throws(RecordError) {
      if let table = try CaretExtension.table(extension: bytes) { check(table) }
    } catch { check(error) }
  }

  private static func check(_ table: LabelTable) {
    let labels = table.entries.map(\.label)
    demand(zip(labels, labels.dropFirst()).allSatisfy { $0 < $1 }, "labels ascend, none twice")
    for entry in table.entries {
      demand(!entry.name.isEmpty && entry.name.count <= 1000, "a name of \(entry.name.count)")
      demand(
        entry.name.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control },
        "a name that a terminal obeys")
      demand(table[entry.label]?.name == entry.name, "a label is found by its number")
    }
  }

  private static func check(_ error: RecordError) {
    demand(error.faults.allSatisfy { $0.line >= 1 && !$0.code.isEmpty }, "a fault has its place")
    demand(error.description.utf8.count < 1 << 20, "a refusal is no flood")
  }

  private static func demand(_ holds: Bool, _ law: @autoclosure () -> String) {
    if !holds { fatalError("broken law: \(law())") }
  }
}
