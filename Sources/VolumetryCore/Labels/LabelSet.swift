/// A set of labels as a person writes it: `1-8`, `2,3`, `1-4,9`.
public struct LabelSet: Hashable, Sendable, CustomStringConvertible {
  public let ranges: [ClosedRange<Label>]

  /// Ranges may touch and overlap; they are kept sorted and merged, so equal sets are equal values.
  public init(_ ranges: [ClosedRange<Label>]) {
    var merged: [ClosedRange<Label>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound.value <= last.upperBound.value + 1 {
        merged[merged.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
  }

  /// The set of these labels.
  public init(_ labels: some Sequence<Label>) { self.init(labels.map { $0...$0 }) }

  /// Reads numbers and closed ranges separated by commas; nil for anything else, for an empty text
  /// and for a range that runs backwards. Negative labels are written as such: `-3--1,5`.
  public init?(_ text: some StringProtocol) {
    var ranges: [ClosedRange<Label>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      guard let range = Self.range(part) else { return nil }
      ranges.append(range)
    }
    guard !ranges.isEmpty else { return nil }
    self.init(ranges)
  }

  /// Whether a label is in the set.
  public func contains(_ label: Label) -> Bool { ranges.contains { $0.contains(label) } }
  /// Whether no label is in the set.
  public var isEmpty: Bool { ranges.isEmpty }

  /// Every label of the set, ascending; nil where there are more than `most`.
  public func expanded(most: Int) -> [Label]? {
    let count = ranges.reduce(Int128(0)) { $0 + $1.upperBound.value - $1.lowerBound.value + 1 }
    guard count <= most else { return nil }
    return ranges.flatMap { range in
      (range.lowerBound.value...range.upperBound.value).map { Label($0) }
    }
  }

  /// The set in the notation that `init(_:)` reads.
  public var description: String {
    ranges.map {
      $0.lowerBound == $0.upperBound ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)"
    }.joined(separator: ",")
  }

  private static func range(_ text: some StringProtocol) -> ClosedRange<Label>? {
    // Blanks around a part are ignored; inside, `1 2` is no number.
    let trimmed = String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    if let single = label(trimmed) { return single...single }
    guard !trimmed.isEmpty,
      let dash = trimmed[trimmed.index(after: trimmed.startIndex)...].firstIndex(of: "-"),
      let low = label(trimmed[..<dash]),
      let high = label(trimmed[trimmed.index(after: dash)...]), low <= high
    else { return nil }
    return low...high
  }

  private static func label(_ text: some StringProtocol) -> Label? {
    guard let value = Int128(text), value >= Int128(Int64.min), value <= Int128(UInt64.max) else {
      return nil
    }
    return Label(value)
  }
}
