/// Every public declaration says what it means.
///
/// A doc comment may be shared: a declaration of one line directly under a documented one-line
/// declaration belongs to its group, and the one-line properties directly under the first line of a
/// documented type belong to the type. Operators, `description`, `zero`, literals and initialisers
/// that only store their arguments mean what everybody expects and need none.
enum Documentation {
  static func violations(in file: SourceFile) -> [Violation] {
    guard file.module != nil else { return [] }
    var violations: [Violation] = []
    var isGroupDocumented = false
    for (index, line) in file.code.enumerated() {
      let text = line.drop { $0 == " " }
      guard text.hasPrefix("public ") || text.contains(/^(@\w+(\([^)]*\))? )+public\b/) else {
        isGroupDocumented = false
        continue
      }
      if text.hasPrefix("public import ") || isUnderstood(file, at: index) { continue }
      let shared = isGroupDocumented && isOneLine(String(text))
      let documented = shared || hasComment(file, above: index)
      if !documented {
        violations.append(
          Violation(path: file.path, line: index + 1, message: "no doc comment: \(text)"))
      }
      isGroupDocumented = documented && (isOneLine(String(text)) || isType(String(text)))
    }
    return violations
  }

  /// A `///` line above, attributes in between allowed.
  private static func hasComment(_ file: SourceFile, above index: Int) -> Bool {
    for above in file.lines[..<index].reversed() {
      let text = above.drop { $0 == " " }
      if text.hasPrefix("///") || text.hasSuffix("*/") { return true }
      if !text.hasPrefix("@") { return false }
    }
    return false
  }

  /// The first line of a type whose members follow.
  private static func isType(_ text: String) -> Bool {
    text.hasSuffix("{") && text.contains(/\s(struct|class|enum|actor|protocol)\s/)
  }

  private static func isOneLine(_ text: String) -> Bool {
    let opening = text.count { $0 == "{" || $0 == "(" || $0 == "[" }
    return opening == text.count { $0 == "}" || $0 == ")" || $0 == "]" }
  }

  private static func isUnderstood(_ file: SourceFile, at index: Int) -> Bool {
    let text = file.code[index]
    if text.contains(/\bfunc\s+[^\w\s(`]/) { return true }
    let expected =
      #/
        (?: func \s+ hash \s* \( into
        | var \s+ (?: description | debugDescription | hashValue | zero ) (?!\w)
        | init \s* \( \w+ Literal (?!\w) )
      /#
    if text.contains(expected) { return true }
    guard text.contains(/\binit\s*\(/) else { return false }
    let body = file.code[index...].prefix(40).joined(separator: " ")
    let stores = /^.*?\binit\s*\([^{]*\)\s*\{\s*(self\.(\w+)\s*=\s*\w+\s*;?\s*)+\}/
    return body.firstMatch(of: stores) != nil
  }
}
