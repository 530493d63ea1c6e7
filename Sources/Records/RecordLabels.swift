import VolumetryCore

extension RecordEntry {
  /// A set of labels: one number or range, or a list of them. It is not empty and does not hold the
  /// background, which would count the whole image as tissue.
  func labelSet() -> LabelSet? {
    let expected = "labels as 2, \"1-8\" or [1, 2, \"4-8\"]"
    let parts: [RecordEntry]
    switch node.content {
    case .scalar: parts = [self]
    case .sequence: parts = items() ?? []
    case .mapping:
      fault(.type, "no label set", found: shown, expected: expected)
      return nil
    }
    guard !parts.isEmpty else {
      fault(
        .labels, "the label set is empty", found: shown,
        expected: "\(expected), or no key where there is no such label")
      return nil
    }
    var ranges: [ClosedRange<Label>] = []
    for part in parts {
      guard let text = part.scalar(expected) else { return nil }
      guard let set = part.labels(in: text) else {
        part.fault(.labels, "no label set", found: part.shown, expected: expected)
        return nil
      }
      guard !set.contains(.background) else {
        part.fault(
          .labels, "label 0 is the background", found: part.shown, expected: "labels of tissue")
        return nil
      }
      ranges += set.ranges
    }
    return LabelSet(ranges)
  }

  /// `2`, `1-8`, `1-4, 6`: blanks stand only beside a comma, so that `1 2` is not label 12.
  private func labels(in text: String) -> LabelSet? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(trimmed)
    guard parts.allSatisfy({ part in !part.isEmpty && !part.contains { $0.isWhitespace } }) else {
      return nil
    }
    return LabelSet(parts.joined(separator: ","))
  }

  private func trimmed(_ text: Substring) -> Substring {
    var text = text.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
