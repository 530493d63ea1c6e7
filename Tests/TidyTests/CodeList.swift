/// The codes of warnings and errors: those that the sources can emit, and those that the page
/// explains. Every code of the one is among the other.
enum CodeList {
  /// A code and where it stands.
  struct Place: Hashable {
    let code: String
    let path: String
    let line: Int
  }

  /// The page that documents every code.
  static let page = "docs/CODES.md"

  /// Codes of the page that no source emits, and codes of the sources that the page leaves out.
  static func violations(sources: [SourceFile], page: SourceFile) -> [Violation] {
    let composers = sources.filter { file in file.lines.contains { $0.contains(composition) } }
    let composed = composers.flatMap(composedCodes)
    let emitted = sources.flatMap(literals).filter { !prefixes(of: composers).contains($0.code) }
    let documented = headings(page)
    var violations: [Violation] = []
    if composers.isEmpty || composed.isEmpty {
      violations.append(
        Violation(
          path: "Sources/Records", line: 1, message: "the composition of codes is not recognised"))
    }
    var known = Set(documented.map(\.code))
    for place in emitted + composed where known.insert(place.code).inserted {
      violations.append(
        Violation(
          path: place.path, line: place.line,
          message: "\(place.code) has no paragraph in \(page.path)"))
    }
    let all = Set((emitted + composed).map(\.code))
    for place in documented where !all.contains(place.code) {
      violations.append(
        Violation(path: place.path, line: place.line, message: "nothing emits \(place.code)"))
    }
    return violations
  }

  /// Every code that stands in quotes of its own, or in brackets at the end of a message. Comments
  /// are no source.
  static func literals(_ file: SourceFile) -> [Place] {
    let literal = /["\[]([WE]-[A-Z0-9]+(?:-[A-Z0-9]+)*)["\]]/
    return zip(file.lines, file.code).enumerated().flatMap { index, pair in
      let (line, code) = pair
      guard line.contains("-") else { return [Place]() }
      return line.matches(of: literal).filter { match in
        isInString(line, code, at: match.range)
      }.map { Place(code: String($0.1), path: file.path, line: index + 1) }
    }
  }

  /// The scanner keeps the quotes of strings and blanks those of comments: a kept one opens a
  /// string, and between an odd number and the next stands its text.
  private static func isInString(
    _ line: String, _ code: String, at range: Range<String.Index>
  ) -> Bool {
    let before = line[..<range.lowerBound].utf8.count
    let quote = UInt8(ascii: "\"")
    if line[range].hasPrefix("\"") { return code.utf8.dropFirst(before).first == quote }
    return !code.utf8.prefix(before).count { $0 == quote }.isMultiple(of: 2)
  }

  /// How a record's fault makes its code of two enumerations.
  private static let composition = #"code: "\(kind.rawValue)-\(code.rawValue)""#

  private static func prefixes(of composers: [SourceFile]) -> Set<String> {
    Set(composers.flatMap { rawValues(of: "Kind", in: $0).map(\.code) })
  }

  /// Each word of `Kind` with those of `Code` that its list names.
  static func composedCodes(_ file: SourceFile) -> [Place] {
    let words = namedValues(of: "Code", in: file)
    return namedValues(of: "Kind", in: file).flatMap { name, kind -> [Place] in
      listed(name, in: file).compactMap { code in
        words[code].map {
          Place(code: "\(kind.code)-\($0.code)", path: file.path, line: $0.line)
        }
      }
    }
  }

  /// The names in the list that stands behind `case .name:`.
  private static func listed(_ name: String, in file: SourceFile) -> [String] {
    guard let first = file.code.firstIndex(where: { $0.contains("case .\(name):") }) else {
      return []
    }
    let text = file.code[first...].joined(separator: " ")
    guard let open = text.firstIndex(of: "["), let close = text[open...].firstIndex(of: "]") else {
      return []
    }
    return text[open..<close].matches(of: /\.([a-zA-Z]+)/).map { String($0.1) }
  }

  /// The raw values of an enumeration by the names of its cases.
  private static func namedValues(of type: String, in file: SourceFile) -> [String: Place] {
    let names = rawValues(of: type, in: file).map { place -> (String, Place) in
      let line = file.code[place.line - 1]
      let name = line.firstMatch(of: /case ([a-zA-Z]+)/).map { String($0.1) }
      return (name ?? place.code, place)
    }
    return Dictionary(uniqueKeysWithValues: names)
  }

  private static func rawValues(of type: String, in file: SourceFile) -> [Place] {
    guard
      let first = file.code.firstIndex(where: { $0.contains("enum \(type): String {") }),
      let last = file.code[first...].firstIndex(where: { $0.contains("}") })
    else { return [] }
    return (first..<last).flatMap { index in
      file.lines[index].matches(of: /= "([A-Z0-9-]+)"/).map {
        Place(code: String($0.1), path: file.path, line: index + 1)
      }
    }
  }

  /// The codes that a page explains.
  static func headings(_ page: SourceFile) -> [Place] {
    page.lines.enumerated().compactMap { index, line in
      line.prefixMatch(of: /### ([WE]-[A-Z0-9-]+):/).map {
        Place(code: String($0.1), path: page.path, line: index + 1)
      }
    }
  }
}
