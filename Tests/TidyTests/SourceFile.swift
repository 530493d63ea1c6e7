import Foundation

/// A source text and what is left of it without comments and string literals.
struct SourceFile: Sendable {
  /// Relative to the root: `Sources/VolumetryCore/Volume/Grid.swift`.
  let path: String
  let text: String
  let lines: [String]
  /// `lines` with comments and the text of strings blanked; interpolations are code and stay.
  let code: [String]

  init(path: String, text: String) {
    self.path = path
    self.text = text
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    code = CodeScanner.code(of: text)
      .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }

  /// `VolumetryCore` for `Sources/VolumetryCore/Volume/Grid.swift`; nil outside Sources.
  var module: String? {
    let parts = path.split(separator: "/").map(String.init)
    return parts.count > 2 && parts[0] == "Sources" ? parts[1] : nil
  }

  /// `Volume` for `Sources/VolumetryCore/Volume/Grid.swift`; nil for a file beside the rooms.
  var room: String? {
    let parts = path.split(separator: "/").map(String.init)
    return parts.count > 3 && parts[0] == "Sources" ? parts[2] : nil
  }

  /// Types declared at the left margin, those that another file can name without a prefix.
  var declaredTypes: Set<String> {
    let declaration =
      #/
        ^ (?: @\w+ (?: \( [^)]* \) )? \s+ )*
        (?: (?: public | package | internal | final | indirect ) \s+ )*
        (?: struct | class | enum | protocol | actor | typealias ) \s+ ([A-Za-z_]\w*)
      /#
    let outermost = code.filter { $0.first.map { $0 != " " && $0 != "}" } ?? false }
    return Set(outermost.compactMap { $0.firstMatch(of: declaration).map { String($0.1) } })
  }

  /// Every identifier with the number of its line, from 1.
  var identifiers: [(name: String, line: Int)] {
    code.enumerated().flatMap { index, line in
      line.utf8.split { byte in
        !(byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z") || byte >= 0x80
          || byte == UInt8(ascii: "_") || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9"))
      }.map { (String(decoding: $0, as: UTF8.self), index + 1) }
    }
  }
}

/// What a rule says of a place.
struct Violation: Hashable, CustomStringConvertible {
  let path: String
  let line: Int
  let message: String

  var description: String { "\(path):\(line): \(message)" }
}

/// The files that the tests read.
enum Repository {
  static let root: URL = {
    var url = URL(filePath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url
  }()

  /// Swift files below `folder`, sorted by path.
  static func swiftFiles(_ folder: String) throws -> [SourceFile] {
    try files(folder).filter { $0.hasSuffix(".swift") }.map(read)
  }

  /// One file, by its path from the root.
  static func file(_ path: String) throws -> SourceFile { try read(path) }

  /// Everything that people wrote and that may name a place on somebody's machine. The tidy tests
  /// themselves hold bad examples and are left out, and so are data that others wrote.
  static func writtenFiles() throws -> [SourceFile] {
    let kinds = ["swift", "c", "h", "modulemap", "yaml", "yml", "sh", "md"]
    let folders = [
      "Sources", "Tests", "Scripts", "Fuzz", "protocols", "phantoms", "labels", "docs",
      "Benchmarks",
    ]
    let nested = try folders.flatMap(files).filter { path in
      kinds.contains { path.hasSuffix("." + $0) }
        && !["Tests/TidyTests/", "Tests/Data/"].contains { path.hasPrefix($0) }
    }
    let single = ["Package.swift", "Makefile", "README.md", "ARCHITECTURE.md", ".ci/run"]
    return try (nested + single.filter(exists)).map(read)
  }

  private static func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appending(path: path).path)
  }

  private static func read(_ path: String) throws -> SourceFile {
    let url = root.appending(path: path)
    return SourceFile(path: path, text: try String(contentsOf: url, encoding: .utf8))
  }

  private static func files(_ folder: String) throws -> [String] {
    guard exists(folder) else { return [] }
    let base = root.appending(path: folder).path
    return try FileManager.default.subpathsOfDirectory(atPath: base)
      .filter { !$0.split(separator: "/").contains(".build") }
      .sorted().map { "\(folder)/\($0)" }
      .filter { path in
        var isDirectory: ObjCBool = false
        let found = FileManager.default.fileExists(
          atPath: root.appending(path: path).path, isDirectory: &isDirectory)
        return found && !isDirectory.boolValue
      }
  }
}
