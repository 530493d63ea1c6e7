/// How many columns of a terminal a text fills.
///
/// A character (an extended grapheme cluster: a letter with its accents is one) counts one, East
/// Asian wide characters and emoji two, and a cluster of only combining or zero-width characters
/// none. The wide ranges are the blocks of Unicode's EastAsianWidth classes W and F, taken whole;
/// what a terminal does with rare scripts may still differ by a column.
public enum DisplayWidth {
  /// Columns of `text`, which holds no control characters.
  public static func columns(of text: String) -> Int {
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.reduce(0) { $0 + columns(of: $1) }
  }

  /// `text` with every control character shown as `\x1b`-like text, so that a name from a file can
  /// neither break a line nor command the terminal.
  public static func printable(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: \.isControl) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      if scalar.isControl {
        let digits = String(scalar.value, radix: 16)
        result += "\\x" + (digits.count < 2 ? "0" : "") + digits
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  private static func columns(of character: Character) -> Int {
    let scalars = character.unicodeScalars
    guard let first = scalars.first(where: { !isZeroWidth($0) }) else { return 0 }
    let emoji = scalars.contains { $0.value == 0xFE0F } && first.properties.isEmoji
    return emoji || wide.contains { $0.contains(first.value) } ? 2 : 1
  }

  private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: true
    default: false
    }
  }

  private static let wide: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x231A...0x231B, 0x2E80...0x303E, 0x3041...0xA4CF, 0xA960...0xA97F,
    0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
    0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x1FA70...0x1FAFF,
    0x20000...0x3FFFD,
  ]
}

/// Breaks text into lines of a stated width; never asks the terminal, so output is reproducible.
public enum TextWrap {
  /// The words of `text` in lines of at most `width` columns, `indent` spaces before all but the
  /// first. A word longer than a line is cut, after a hyphen where it has one. Runs of spaces
  /// inside a line are kept, those at a break are dropped; control characters are made printable.
  /// An empty text is one empty line.
  public static func lines(_ text: String, width: Int, indent: Int = 0) -> [String] {
    precondition(indent >= 0 && width >= indent + 2, "a line holds its indent and a wide character")
    let margin = String(repeating: " ", count: indent)
    var lines: [String] = []
    var line = ""
    var columns = 0
    func endLine() {
      while line.last == " " { line.removeLast() }
      lines.append(lines.isEmpty ? line : margin + line)
      (line, columns) = ("", 0)
    }
    for word in words(DisplayWidth.printable(text)) {
      var available: Int { width - (lines.isEmpty ? 0 : indent) }
      let length = DisplayWidth.columns(of: word)
      if columns > 0, columns + length > available { endLine() }
      if word.first == " ", columns == 0, !lines.isEmpty { continue }
      if length <= available {
        line += word
        columns += length
        continue
      }
      for part in parts(of: word) {
        let length = DisplayWidth.columns(of: part)
        if columns > 0, columns + length > available { endLine() }
        for character in part {
          let one = DisplayWidth.columns(of: String(character))
          if columns > 0, columns + one > available { endLine() }
          line.append(character)
          columns += one
        }
      }
    }
    if !line.allSatisfy({ $0 == " " }) || lines.isEmpty { endLine() }
    return lines
  }

  /// The pieces of a word that may stand in lines of their own: each up to and with its hyphen.
  private static func parts(of word: String) -> [String] {
    var parts = [""]
    for character in word {
      parts[parts.count - 1].append(character)
      if character == "-" { parts.append("") }
    }
    return parts.filter { !$0.isEmpty }
  }

  /// Words and the runs of spaces between them, alternating.
  private static func words(_ text: String) -> [String] {
    var result: [String] = []
    for character in text {
      if let last = result.last?.last, (last == " ") == (character == " ") {
        result[result.count - 1].append(character)
      } else {
        result.append(String(character))
      }
    }
    return result
  }
}
