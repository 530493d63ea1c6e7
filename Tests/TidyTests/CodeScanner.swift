/// Blanks the comments and the text of string literals in Swift source, keeping every line.
///
/// Knows line and nested block comments, plain, multi-line and raw strings, and interpolations,
/// whose code is kept. Regex literals are taken as code. A letter of several bytes is blanked to as
/// many spaces.
struct CodeScanner {
  private enum Context {
    /// Code; inside an interpolation `parentheses` counts those that are open.
    case code(parentheses: Int)
    case string(pounds: Int, multiline: Bool)
  }

  private let characters: [UInt8]
  private static let newline = UInt8(ascii: "\n")
  private var index = 0
  private var contexts: [Context] = [.code(parentheses: 0)]
  private var result: [UInt8] = []

  static func code(of text: String) -> String {
    var scanner = CodeScanner(characters: Array(text.utf8))
    while scanner.index < scanner.characters.count { scanner.step() }
    return String(decoding: scanner.result, as: UTF8.self)
  }

  private init(characters: [UInt8]) { self.characters = characters }

  private mutating func step() {
    switch contexts[contexts.count - 1] {
    case .code(let parentheses): stepInCode(parentheses)
    case .string(let pounds, let multiline): stepInString(pounds, multiline)
    }
  }

  private mutating func stepInCode(_ parentheses: Int) {
    if sees("//") {
      while index < characters.count, characters[index] != Self.newline { blank(1) }
      return
    }
    if sees("/*") { return skipBlockComment() }
    let pounds = characters[index...].prefix { $0 == UInt8(ascii: "#") }.count
    if index + pounds < characters.count, characters[index + pounds] == UInt8(ascii: "\"") {
      let multiline = sees(String(repeating: "#", count: pounds) + "\"\"\"")
      contexts.append(.string(pounds: pounds, multiline: multiline))
      return keep(pounds + (multiline ? 3 : 1))
    }
    if contexts.count > 1 {
      if characters[index] == UInt8(ascii: "(") {
        replaceContext(.code(parentheses: parentheses + 1))
      }
      if characters[index] == UInt8(ascii: ")") {
        if parentheses == 0 {
          contexts.removeLast()
        } else {
          replaceContext(.code(parentheses: parentheses - 1))
        }
      }
    }
    keep(1)
  }

  private mutating func stepInString(_ pounds: Int, _ multiline: Bool) {
    let fence = String(repeating: "#", count: pounds)
    let end = (multiline ? "\"\"\"" : "\"") + fence
    if sees(end) {
      contexts.removeLast()
      return keep(end.count)
    }
    if sees("\\" + fence + "(") {
      contexts.append(.code(parentheses: 0))
      return keep(2 + pounds)
    }
    if sees("\\" + fence) { return blank(2 + pounds) }
    // An unfinished string ends with its line, so that one oddity does not blank a whole file.
    if !multiline, characters[index] == Self.newline { contexts.removeLast() }
    blank(1)
  }

  private mutating func skipBlockComment() {
    var depth = 0
    repeat {
      if sees("/*") {
        depth += 1
        blank(2)
      } else if sees("*/") {
        depth -= 1
        blank(2)
      } else {
        blank(1)
      }
    } while depth > 0 && index < characters.count
  }

  private func sees(_ text: String) -> Bool { characters[index...].starts(with: text.utf8) }
  private mutating func replaceContext(_ context: Context) {
    contexts[contexts.count - 1] = context
  }

  private mutating func keep(_ count: Int) {
    result.append(contentsOf: characters[index...].prefix(count))
    index += count
  }

  private mutating func blank(_ count: Int) {
    for character in characters[index...].prefix(count) {
      result.append(character == Self.newline ? character : UInt8(ascii: " "))
    }
    index += count
  }
}
