/// What labels are called, and which role some of them play.
///
/// A table names what it lists and nothing else: a label without an entry has no name.
public struct LabelTable: Hashable, Sendable {
  /// One label.
  public struct Entry: Hashable, Sendable {
    public let label: Label
    /// As its source writes it; not empty, one line.
    public let name: String
    /// Nil where the source states none.
    public let role: LabelRole?

    public init(label: Label, name: String, role: LabelRole? = nil) {
      self.label = label
      self.name = name
      self.role = role
    }
  }

  /// Ascending by label, none twice.
  public let entries: [Entry]

  /// The table of these entries, in any order; no label stands twice.
  public init(_ entries: [Entry]) {
    self.entries = entries.sorted { $0.label < $1.label }
    precondition(
      zip(self.entries, self.entries.dropFirst()).allSatisfy { $0.label < $1.label },
      "a label has one entry")
  }

  /// The entry of a label, nil where the table does not list it.
  public subscript(label: Label) -> Entry? {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].label < label { low = middle + 1 } else { high = middle }
    }
    return low < entries.count && entries[low].label == label ? entries[low] : nil
  }

  /// Labels of the liver and of its segments; nil where the table states none.
  public var liver: LabelSet? { labels { $0.isLiver } }
  /// Labels of the tumour; nil where the table states none.
  public var tumour: LabelSet? { labels { $0 == .tumour } }
  /// Labels of the future liver remnant; nil where the table states none.
  public var flr: LabelSet? { labels { $0 == .flr } }

  /// The labels whose stated role passes; nil where none does.
  private func labels(_ passes: (LabelRole) -> Bool) -> LabelSet? {
    let labels = entries.filter { $0.role.map(passes) ?? false }.map(\.label)
    return labels.isEmpty ? nil : LabelSet(labels)
  }

  /// Every label that both tables name, and name differently. Case, order of words, blanks, hyphens
  /// and underscores make no difference: `right kidney` is `kidney_right`.
  /// - Parameter labels: those that count, as a volume holds them.
  public func contradictions(
    with other: LabelTable, among labels: some Sequence<Label>
  ) -> [(label: Label, name: String, otherName: String)] {
    labels.compactMap { label in
      guard let name = self[label]?.name, let otherName = other[label]?.name,
        Self.words(of: name) != Self.words(of: otherName)
      else { return nil }
      return (label, name, otherName)
    }
  }

  /// The words of a name, ascending: what is the same in two spellings of it.
  public static func words(of name: String) -> [String] {
    name.lowercased().split { !($0.isLetter || $0.isNumber) }.map(String.init).sorted()
  }
}
