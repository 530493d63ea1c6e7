/// Rules that look at one file alone.
enum Rules {
  /// Lengths that no file, function or line exceeds. The recommended lengths are 300, 70 and 100.
  static let longest = (file: 400, function: 80, line: 100)

  /// Words that the imaging core must not know, as parts of identifiers.
  static let clinicalWords: Set<String> = [
    "patient", "patients", "protocol", "protocols", "verdict", "verdicts", "today",
  ]

  /// What Swift itself calls so.
  static let language: Set<String> = ["protocol", "StringProtocol", "IteratorProtocol"]

  /// Modules that are pure functions of values.
  static let pureModules: Set<String> = ["Readiness", "Records", "Reporting"]

  static func lengthViolations(in file: SourceFile) -> [Violation] {
    var violations: [Violation] = []
    let count = file.text.hasSuffix("\n") ? file.lines.count - 1 : file.lines.count
    if count > longest.file {
      violations.append(
        Violation(path: file.path, line: count, message: "\(count) lines in a file"))
    }
    for (index, line) in file.lines.enumerated() where line.count > longest.line {
      violations.append(
        Violation(path: file.path, line: index + 1, message: "\(line.count) columns in a line"))
    }
    for function in functions(in: file) where function.lines > longest.function {
      violations.append(
        Violation(
          path: file.path, line: function.line, message: "\(function.lines) lines in a function"))
    }
    return violations
  }

  /// Functions, initialisers and subscripts with a body: first line and count of lines.
  static func functions(in file: SourceFile) -> [(line: Int, lines: Int)] {
    let declaration = /(?:^|[\s@)])(?:func\s+\S|init[?!]?\s*[(<]|subscript\s*[(<]|deinit\s*\x7B)/
    return file.code.indices.compactMap { index in
      guard let match = file.code[index].firstMatch(of: declaration),
        !file.code[index][..<match.range.lowerBound].contains("."),
        let end = endOfBody(in: file.code, from: index, after: match.range.lowerBound)
      else { return nil }
      return (index + 1, end - index + 1)
    }
  }

  /// The line on which the body that begins after this place ends; nil where there is no body.
  private static func endOfBody(
    in code: [String], from first: Int, after place: String.Index
  ) -> Int? {
    var parentheses = 0
    var braces = 0
    for index in first..<code.count {
      let line = index == first ? code[index][place...] : code[index][...]
      let start = line.drop { $0 == " " }
      let goesOn = ["{", "where", "throws", "async", "->", ")"].contains { start.hasPrefix($0) }
      if index > first, parentheses == 0, braces == 0, !goesOn { return nil }
      for character in line {
        switch character {
        case "(", "[": parentheses += 1
        case ")", "]": parentheses -= 1
        case "{" where parentheses == 0 || braces > 0: braces += 1
        case "}" where braces > 0:
          braces -= 1
          if braces == 0 { return index }
        case "}" where parentheses == 0: return nil
        default: break
        }
      }
    }
    return nil
  }

  static func wordViolations(in file: SourceFile) -> [Violation] {
    guard file.module == "VolumetryCore" else { return [] }
    return file.identifiers.filter { !language.contains($0.name) }.filter { identifier in
      words(of: identifier.name).contains { clinicalWords.contains($0) }
    }.map {
      Violation(path: file.path, line: $0.line, message: "the core does not know \($0.name)")
    }
  }

  /// `patientName` is "patient" and "name"; `PATIENT_ID` is "patient" and "id".
  static func words(of identifier: String) -> [String] {
    identifier.matches(of: /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/).map { $0.0.lowercased() }
  }

  static func banViolations(in file: SourceFile) -> [Violation] {
    guard let module = file.module else { return [] }
    var violations: [Violation] = []
    for (index, line) in file.code.enumerated() {
      func ban(_ word: String) {
        violations.append(Violation(path: file.path, line: index + 1, message: word))
      }
      if line.contains(/\btry\s*\?/) { ban("try?: handle the error or pass it on") }
      if line.contains(/\bfatalError\s*\(/) { ban("fatalError: a precondition states its law") }
      if line.contains(/\?\?\s*-?0(\.0*)?(?![\w.])/) { ban("?? 0: what is absent is not nothing") }
      if module != "volumetry", line.contains(/(^|[^\w.])(debugPrint|print|puts|dump)\s*\(/) {
        ban("print: only the command speaks")
      }
      if pureModules.contains(module), line.contains(worldly) {
        ban("\(module) opens no file and reads no clock or environment")
      }
      if module == "VolumetryCore" || module == "Readiness", line.contains(clocks) {
        ban("no clock is read here; a day is an argument")
      }
    }
    return violations
  }

  private nonisolated(unsafe) static let worldly =
    /(^|[^\w.])(fopen|open|getenv|setlocale)\s*\(/
  private nonisolated(unsafe) static let clocks =
    #/
      (^ | [^\w.]) (
        (time | clock_gettime | gettimeofday | localtime_r? | gmtime_r?) \s* \(
        | (Continuous | Suspending) Clock (?!\w)
      )
    /#

  /// Unfinished work and names of places that exist on one machine only, comments included.
  static func leftoverViolations(in file: SourceFile) -> [Violation] {
    let leftovers = [
      "TO" + "DO", "FIX" + "ME", "X" + "XX", "../sha" + "red", "/wo" + "rk/", "/tm" + "p/",
    ]
    return file.lines.enumerated().flatMap { index, line in
      leftovers.filter { line.contains($0) }.map {
        Violation(path: file.path, line: index + 1, message: "\($0) is left in the text")
      }
    }
  }
}
