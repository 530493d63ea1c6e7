/// Blanks the comments and the text of string literals in Swift source, keeping every line.
///
/// Knows line and nested block comments, plain, multi-line and raw strings, and interpolations,
/// whose code is kept. Regex literals are taken as code.
struct CodeScanner {
  private enum Context {
    /// Code; inside an interpolation `parentheses` counts those that are open.
    case code(parentheses: Int)
    case string(pounds: Int, multiline: Bool)
  }

  private let characters: [Character]
  private var index = 0
  private var contexts: [Context] = [.code(parentheses: 0)]
  private var result = ""

  static func code(of text: String) -> String {
    var scanner = CodeScanner(characters: Array(text))
    while scanner.index < scanner.characters.count { scanner.step() }
    return scanner.result
  }

  private init(characters: [Character]) { self.characters = characters }

  private mutating func step() {
    switch contexts[contexts.count - 1] {
    case .code(let parentheses): stepInCode(parentheses)
    case .string(let pounds, let multiline): stepInString(pounds, multiline)
    }
  }

  private mutating func stepInCode(_ parentheses: Int) {
    if sees("//") {
      while index < characters.count, !characters[index].isNewline { blank(1) }
      return
    }
    if sees("/*") { return skipBlockComment() }
    let pounds = characters[index...].prefix { $0 == "#" }.count
    if index + pounds < characters.count, characters[index + pounds] == "\"" {
      let multiline = sees(String(repeating: "#", count: pounds) + "\"\"\"")
      contexts.append(.string(pounds: pounds, multiline: multiline))
      return keep(pounds + (multiline ? 3 : 1))
    }
    if contexts.count > 1 {
      if characters[index] == "(" { replaceContext(.code(parentheses: parentheses + 1)) }
      if characters[index] == ")" {
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
    if !multiline, characters[index].isNewline { contexts.removeLast() }
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

  private func sees(_ text: String) -> Bool { characters[index...].starts(with: text) }
  private mutating func replaceContext(_ context: Context) {
    contexts[contexts.count - 1] = context
  }

  private mutating func keep(_ count: Int) {
    result.append(contentsOf: characters[index...].prefix(count))
    index += count
  }

  private mutating func blank(_ count: Int) {
    for character in characters[index...].prefix(count) {
      result.append(character.isNewline ? character : " ")
    }
    index += count
  }
}
