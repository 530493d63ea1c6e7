import VolumetryCore

/// The text of a label table: UTF-8, without byte order mark.
///
/// Lines are made one at a time, as they are asked for: a megabyte of line breaks costs a megabyte,
/// and text that is read as XML or YAML is never taken apart into lines.
struct LabelTableText {
  /// One line without its break.
  struct Line {
    /// The first is 1.
    let number: Int
    /// As it stands, blanks and all.
    private let whole: String
    /// Without blanks at either end.
    let text: Substring

    var isComment: Bool { text.first == "#" }

    /// How many cells stand between tabs.
    var cellCount: Int { whole.utf8.count { $0 == UInt8(ascii: "\t") } + 1 }

    /// Between tabs, as they stand; asked for where `cellCount` is within the limit.
    var cells: [Substring] {
      precondition(cellCount <= LabelTableLimits.columns, "the cells are counted before")
      return whole.split(separator: "\t", omittingEmptySubsequences: false)
    }

    init(number: Int, _ bytes: ArraySlice<UInt8>) {
      self.number = number
      whole = String(decoding: bytes, as: UTF8.self)
      text = whole[...].trimmed
    }
  }

  /// The lines that are not blank, in their order. Breaks are `\n`, `\r\n` and the `\r` of old
  /// Macs; blank lines count for the numbers and cost nothing.
  struct Lines: Sequence, IteratorProtocol {
    private let bytes: [UInt8]
    private var position = 0
    private var number = 0

    fileprivate init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> Line? {
      while position < bytes.count {
        let start = position
        var isBlank = true
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D {
          if bytes[position] != 0x20, bytes[position] != 0x09 { isBlank = false }
          position += 1
        }
        let line = bytes[start..<position]
        let isPair = bytes[position...].starts(with: [0x0D, 0x0A])
        position += isPair ? 2 : 1
        number += 1
        if !isBlank { return Line(number: number, line) }
      }
      return nil
    }
  }

  /// Without byte order mark and without the zero bytes that pad a header extension.
  let bytes: [UInt8]

  /// The lines that are not blank.
  var lines: Lines { Lines(bytes) }

  init(_ bytes: [UInt8]) throws(RecordError) {
    guard bytes.count <= LabelTableLimits.bytes else {
      throw RecordError(
        labels: .limit, line: 1, message: "the label table is too long",
        found: "more than \(LabelTableLimits.bytes) bytes",
        expected: "at most \(LabelTableLimits.bytes) bytes")
    }
    var content = bytes[...]
    while content.last == 0 { content.removeLast() }
    if content.starts(with: [0xEF, 0xBB, 0xBF]) { content = content.dropFirst(3) }
    self.bytes = Array(content)
    if let place = self.bytes.firstInvalidUTF8 {
      throw RecordError(
        labels: .encoding, line: self.bytes[..<place].count { $0 == UInt8(ascii: "\n") } + 1,
        message: "the text is not UTF-8",
        found: "byte 0x\(String(self.bytes[place], radix: 16)) at offset \(place)",
        expected: "UTF-8")
    }
  }
}

extension Substring {
  /// Without blanks and tabs at either end.
  var trimmed: Substring {
    var text = drop { $0 == " " || $0 == "\t" }
    while text.last == " " || text.last == "\t" { text.removeLast() }
    return text
  }

  /// The words between blanks, and where there are more than `most` of them one more that is all
  /// the rest.
  func words(atMost most: Int) -> [Substring] {
    trimmed.split(maxSplits: most) { $0 == " " || $0 == "\t" }
  }
}

extension StringProtocol {
  /// Whether this is a number and no name: digits, with signs, points, commas and blanks around and
  /// between them, or a number with an exponent. `7`, ` -2`, `1.0`, `1 2` and `1e5` are; `T1` is
  /// not.
  var isPlainNumber: Bool {
    if let number = NumberPrefix(Substring(self).trimmed), number.rest.isEmpty { return true }
    var hasDigit = false
    for scalar in unicodeScalars {
      switch scalar.properties.numericType {
      case .decimal, .digit: hasDigit = true
      default:
        guard scalar.properties.isWhitespace || "+-\u{2212}.,".unicodeScalars.contains(scalar)
        else { return false }
      }
    }
    return hasDigit
  }
}
