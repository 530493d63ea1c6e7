import Foundation
import Records
import Testing
import VolumetryCore

@testable import Readiness

/// What keeps a go from being said although every number is on the right side.
@Suite struct SafetyNetTests {
  private func sufficiency(_ changes: (String, String)...) throws -> RuleBook {
    var text = try String(
      contentsOf: root.appending(path: "protocols/sufficiency-20-30-40.yaml"), encoding: .utf8)
    for (old, new) in changes {
      try #require(text.contains(old), "the book holds \(old)")
      text = text.replacing(old, with: new)
    }
    return try RuleBook(yaml: text)
  }

  /// A book that names no formula still is not decided by one that was read nowhere.
  @Test func anUnverifiedFormulaNeverDecides() throws {
    let book = try sufficiency(
      (
        "  telv_formulas: [vauthey-2002-bsa]\n  bsa_formulas: [mosteller]\n",
        "  procedures: [alpps]\n"
      ))
    var record = try CompleteCase.changed()
    record.parenchyma.background = .normal
    #expect(try assess(record, by: book, book.policies[0]).verdict == .go)
    for formula in ["lin-1998", "hashimoto-2006"] {
      record.options.telvFormula = formula
      let assessment = try assess(record, by: book, book.policies[0])
      #expect(assessment.verdict == .indeterminate, "\(formula)")
      #expect(assessment.reasons.contains(.unverifiedFormula), "\(formula)")
      #expect(assessment.findings.contains { $0.observation.value != nil }, "shown all the same")
    }
    record.options.telvFormula = "urata-1995"
    #expect(try assess(record, by: book, book.policies[0]).verdict == .go)
    record.options.bsaFormula = "shuter-aslani"
    let area = try assess(record, by: book, book.policies[0])
    #expect(area.verdict == .indeterminate && area.reasons.contains(.unverifiedFormula))
  }

  /// Where no row of a book speaks of the patient, nothing is met.
  @Test func rowsOfWhichNoneAppliesDecideNothing() throws {
    let book = try sufficiency(
      ("applies_to: {backgrounds: [fibrosis, cirrhosis]}", "applies_to: {backgrounds: [cirrhosis]}")
    )
    var record = try CompleteCase.changed()
    record.parenchyma.background = .fibrosis
    record.parenchyma.metavir = .f2
    let assessment = try assess(record, by: book, book.policies[0])
    #expect(assessment.verdict == .indeterminate)
    #expect(assessment.findings.allSatisfy { $0.result == .notApplicable })
  }

  /// A shift of the plane whose area nobody knows: the deviation is too small to be clear of.
  @Test func aShiftThatCannotBeToldLeavesTheAnswerOpen() throws {
    var record = try CompleteCase.changed()
    #expect(try assess(record).verdict == .go)
    record.uncertainty.statedPlaneShift = Millimetres(3)
    let open = try assess(record)
    #expect(open.verdict == .indeterminate)
    #expect(open.reasons.contains(.withinMeasurementError))
    #expect(try open.finding("flr-bw-at-least-half").observation.sdIsLowerBound)
    #expect(try assess(record, pointEstimates: true).verdict == .go)
    record.uncertainty.statedPlaneArea = SquareCentimetres(20)
    #expect(try assess(record).verdict == .go, "20 cm2 times 3 mm are 6 mL")
    record.uncertainty.statedPlaneArea = SquareCentimetres(400)
    #expect(try assess(record).verdict == .indeterminate, "120 mL on 480")
  }

  @Test func compromisedTissueIsTakenOutAndMustNotMatter() throws {
    var record = try CompleteCase.changed()
    record.scans[1].flrCompromised = Millilitres(20)
    let small = try assess(record)
    #expect(small.verdict == .go && small.verdictWithoutCompromised == .go)
    record.scans[1].flrCompromised = Millilitres(150)
    let large = try assess(record)
    #expect(large.verdictWithoutCompromised == .noGo, "330 of 300 mL")
    #expect(large.verdict == .indeterminate)
    #expect(large.reasons.contains(.compromisedTissue))
    record.scans[1].flrCompromised = Millilitres(480)
    #expect(try assess(record).verdict == .indeterminate, "nothing would be left")
    record.scans[1].flrCompromised = .zero
    #expect(try assess(record).verdictWithoutCompromised == nil)
  }

  /// Of whom the safety rows speak does not depend on the book that they stand beside.
  @Test func theStandingSafetyRowsSpeakOfTheirOwnPatients() throws {
    let book = try #require(BundledRuleBooks.book(id: "shindoh-2013"))
    let record = try CompleteCase.changed(("bilirubin: 16 umol/L", "bilirubin: 90 umol/L"))
    let alpps = try assess(record, by: book, book.policies[0])
    #expect(alpps.reasons.contains(.outsidePopulation))
    #expect(try alpps.finding("safety-meld-before-stage-2").result == .notMet)
    var embolised = record
    embolised.procedures[0].kind = .pve
    let other = try assess(embolised, by: book, book.policies[0])
    #expect(try other.finding("safety-meld-before-stage-2").result == .notApplicable)
  }

  /// Card 9.3: the threshold sees no rounded number.
  @Test(arguments: [(150.0, 50.0, 309.0, false), (170, 50, 346, true)])
  func noRoundingMovesAnSFLRAcrossThirty(
    _ height: Double, _ weight: Double, _ flr: Double, _ isMet: Bool
  ) throws {
    let book = try #require(BundledRuleBooks.book(id: "sufficiency-20-30-40"))
    let rule = try #require(book.rules.first { $0.id == "sufficiency-injured-30" })
    var example = try RowCase(book, rule)
    example.record.patient.height = Centimetres(height)
    example.record.patient.weight = Kilograms(weight)
    example.record.scans[1].source = .volumes(
      Scan.TypedVolumes(tlv: Millilitres(1500), tumour: Millilitres(100), flr: Millilitres(flr)))
    #expect(try example.finding().result == (isMet ? .met : .notMet))
  }
}
