import Foundation
import Testing
import VolumetryCore

@testable import Reporting

/// Rows of formulas, definitions and published figures beside their page.
@Suite struct FormulaRowTests {
  private static let page: URL = {
    var url = URL(filePath: #filePath)
    for _ in 0..<3 { url.deleteLastPathComponent() }
    return url.appending(path: "docs/CLINICAL.md")
  }()

  /// Text of each section by the id in its heading, in order.
  private func sections() throws -> [(id: String, text: String)] {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    var sections: [(id: String, text: String)] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if let match = line.wholeMatch(of: /### `([^`]+)`/) {
        sections.append((String(match.1), ""))
      } else if line.hasPrefix("#") {
        sections.append(("", ""))
      } else if !sections.isEmpty {
        sections[sections.count - 1].text += line + "\n"
      }
    }
    return sections.filter { !$0.id.isEmpty }
  }

  @Test func idsAreUniqueOverAllKinds() {
    let ids = FormulaRow.all.map(\.id)
    #expect(Set(ids).count == ids.count)
  }

  /// The sections of the rule books stand last; a test of the command line holds them.
  @Test func everyRowHasASection() throws {
    let ids = try sections().map(\.id)
    #expect(Set(ids).count == ids.count, "one section a row")
    for row in FormulaRow.all { #expect(ids.contains(row.id), "\(row.id)") }
  }

  /// Equation, unit, source and evidence of the page are those of the row.
  @Test func theSectionSaysWhatTheRowSays() throws {
    let texts = Dictionary(uniqueKeysWithValues: try sections().map { ($0.id, $0.text) })
    for row in FormulaRow.liver where !["uncertainty", "check"].contains(row.kind) {
      let text = try #require(texts[row.id]).split(whereSeparator: \.isWhitespace)
        .joined(separator: " ")
      #expect(text.contains(row.equation), "\(row.id)")
      #expect(text.contains("Evidence: \(row.source.evidence.rawValue)."), "\(row.id)")
      #expect(text.contains(row.source.words), "\(row.id)")
      let lines = try #require(texts[row.id]).split(separator: "\n")
      #expect(lines.count >= 4 && lines.count <= 12, "\(row.id): \(lines.count) lines")
    }
  }

  @Test func onlyWhatIsFromMemorySaysSo() {
    for row in FormulaRow.liver where row.source.citation.contains("from memory") {
      #expect(row.source.evidence.rawValue == "unverified", "\(row.id)")
    }
  }
}
