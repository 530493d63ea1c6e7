import Records
import Testing
import VolumetryCore

@testable import Readiness

/// A row of a book, as an argument of a test.
struct BookRow: CustomTestStringConvertible, Sendable {
  let book: RuleBook
  let rule: Rule

  var testDescription: String { "\(book.id) \(rule.id)" }

  static let all = BundledRuleBooks.all.flatMap { book in
    book.allRules.map { BookRow(book: book, rule: $0) }
  }
}

/// For every row of every book, generated from the row: a whole case on the threshold, just below,
/// just above, without the datum, with a stale one, and of another population.
@Suite struct RowCaseTests {
  /// The comparison, typed a second time.
  private func holds(_ value: Double, _ rule: Rule, _ threshold: Double) -> Bool {
    switch rule.comparison.rawValue {
    case ">=": !(value < threshold)
    case ">": value > threshold
    case "<=": !(value > threshold)
    case "<": value < threshold
    default: false
    }
  }

  @Test(arguments: BookRow.all)
  func theThresholdPartsTheCases(_ row: BookRow) throws {
    guard case .number(let threshold) = row.rule.threshold else { return }
    let isWhole = [.meld, .meldSodium, .meldThree, .age].contains(row.rule.datum)
    let step = isWhole ? 1 : threshold * 1e-6
    var results: Set<Finding.Result> = []
    for target in [threshold - step, threshold, threshold + step] {
      var example = try RowCase(row.book, row.rule)
      #expect(try example.set(target), "\(target) can be made")
      let finding = try example.finding()
      guard case .number(let value)? = finding.observation.value else {
        Issue.record("\(target): \(finding.observation)")
        continue
      }
      #expect(abs(value - target) <= 1e-9 * max(1, abs(target)), "the case gives the value")
      // Where rounding keeps a quotient off its threshold the side it fell on decides.
      let expected: Finding.Result = holds(value, row.rule, threshold) ? .met : .notMet
      #expect(finding.result == expected, "\(value) \(row.rule.comparison.rawValue) \(threshold)")
      results.insert(finding.result)
    }
    #expect(results == [.met, .notMet], "both sides were seen")
  }

  @Test(arguments: BookRow.all)
  func aMissingDatumIsUnknownAndNeverGo(_ row: BookRow) throws {
    var example = try RowCase(row.book, row.rule)
    example.removeDatum()
    let finding = try example.finding()
    #expect(finding.result == .unknown)
    #expect(!finding.observation.missing.isEmpty, "the path of what is missing is told")
    let assessment = try example.assessed()
    let decides = assessment.criteria.contains {
      $0.reading.rules.contains(row.rule.id) && !$0.criterion.isOnlyWhereStated
        && $0.reading.logic != .any
    }
    if decides { #expect(assessment.verdict != .go) }
  }

  @Test(arguments: BookRow.all)
  func aStaleDatumIsUnknownAndNeverGo(_ row: BookRow) throws {
    var example = try RowCase(row.book, row.rule)
    guard example.makeStale() else { return }
    let finding = try example.finding()
    #expect(finding.result == .unknown)
    #expect(finding.observation.reasons.contains(.stale))
    if row.book.criteria.contains(where: {
      $0.readings.values.contains { $0.rules.contains(row.rule.id) }
    }) {
      #expect(try example.assessed().verdict != .go)
    }
  }

  @Test(arguments: BookRow.all)
  func outsideItsPopulationARowDoesNotApply(_ row: BookRow) throws {
    var example = try RowCase(row.book, row.rule)
    guard example.leave() else { return }
    let finding = try example.finding()
    #expect(finding.result == .notApplicable)
    #expect(finding.result != .met)
    if !row.book.population.isEverybody, row.rule.population.isEverybody {
      let assessment = try example.assessed()
      #expect(assessment.verdict == .indeterminate)
      #expect(assessment.reasons.contains(.outsidePopulation))
    }
  }

  /// The base of all these cases is one that each book that decides lets pass, or not for this row.
  @Test(arguments: BookRow.all)
  func theUnbentCaseIsKnown(_ row: BookRow) throws {
    let finding = try RowCase(row.book, row.rule).finding()
    #expect(finding.result == .met || finding.result == .notMet, "\(finding.observation)")
  }
}
