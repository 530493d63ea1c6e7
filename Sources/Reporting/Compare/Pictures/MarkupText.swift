/// Text from anywhere, as it may stand in SVG and HTML.
enum MarkupText {
  /// `text` for the content of an element or a quoted attribute.
  ///
  /// The five characters of markup become entities. Control characters are shown as `DisplayWidth`
  /// shows them. What XML does not allow, what ends a line and what turns the direction of the text
  /// around it is shown by its code, so that a name can neither break a page nor reorder a number
  /// beside it (Unicode Technical Report 36, section 2).
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in DisplayWidth.printable(text).unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case _ where isHidden(scalar): result += "\\u\(String(scalar.value, radix: 16))"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// `text` in at most `columns` columns, its end replaced by `…` where it is longer.
  static func shortened(_ text: String, columns: Int) -> String {
    precondition(columns >= 2, "a letter and the mark that more follows")
    let text = DisplayWidth.printable(text)
    guard DisplayWidth.columns(of: text) > columns else { return text }
    var result = ""
    var width = 1
    for character in text {
      width += DisplayWidth.columns(of: String(character))
      guard width <= columns else { break }
      result.append(character)
    }
    return result + "…"
  }

  /// Marks and overrides of direction, separators of lines, the byte order mark and what is no
  /// character.
  private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x061C, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFEFF, 0xFFF9...0xFFFB:
      true
    default: scalar.value & 0xFFFE == 0xFFFE || (0xFDD0...0xFDEF).contains(scalar.value)
    }
  }
}
