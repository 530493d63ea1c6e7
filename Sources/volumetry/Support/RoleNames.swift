import Records
import VolumetryCore

/// What the names of labels say against the roles that somebody gives them.
///
/// Who says that labels 2 and 3 are the remnant, of a scan that calls them kidneys, has the wrong
/// scan, numbers or table; the volumes are then shown and decide nothing. A name never gives a
/// role. It contradicts one where a table states another role, or where the tables that ship with
/// the program know the name as that of something else.
enum RoleNames {
  /// What a name, or a stated role, stands for.
  private enum Part { case liver, tumour, other }

  /// One warning for each role with labels that a table calls otherwise.
  ///
  /// - Parameter labels: the labels of each role that occur.
  static func doubts(_ labels: [LiverRole: [Label]], tables: [LabelTable]) -> [LiverWarning] {
    LiverRole.allCases.compactMap { role in
      let clashes = (labels[role] ?? []).flatMap { label in
        tables.compactMap { $0[label] }.filter { contradicts($0, role) }
          .map { "\(label) \"\($0.name)\"\($0.role.map { ", role \($0.rawValue)" } ?? "")" }.prefix(
            1)
      }
      guard !clashes.isEmpty else { return nil }
      let shown = clashes.prefix(8).joined(separator: "; ")
      return LiverWarning(
        code: "W-ROLE-NAMES",
        message:
          "labels that are taken for the \(role.rawValue) have names of something else: \(shown)"
          + (clashes.count > 8 ? "; … (\(clashes.count) labels)" : ""))
    }
  }

  private static func contradicts(_ entry: LabelTable.Entry, _ role: LiverRole) -> Bool {
    let parts = entry.role.map { [part($0)] } ?? known[LabelTable.words(of: entry.name)] ?? []
    let wanted: Part = role == .tumour ? .tumour : .liver
    return !parts.isEmpty && !parts.contains(wanted)
  }

  private static func part(_ role: LabelRole) -> Part {
    switch role {
    case .tumour: .tumour
    case .excluded: .other
    default: .liver
    }
  }

  /// What the names of the bundled tables stand for. A name with the word liver in it is no foreign
  /// structure, though it may have no role: vessels of the liver lie in it.
  private static let known: [[String]: Set<Part>] = {
    var known: [[String]: Set<Part>] = [:]
    for entry in BundledLabelTables.all.flatMap(\.table.entries) {
      let words = LabelTable.words(of: entry.name)
      guard entry.role != nil || !words.contains("liver") else { continue }
      known[words, default: []].insert(entry.role.map(part) ?? .other)
    }
    return known
  }()
}
