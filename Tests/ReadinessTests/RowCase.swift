import Foundation
import Records
import Testing
import VolumetryCore

@testable import Readiness

/// A case in which everything is known and favourable, bent so that one rule reads a chosen value.
///
/// One row of any book can be put on its threshold, beside it, out of the record, out of its window
/// and out of its population, without a word of the row being typed again here.
struct RowCase {
  let book: RuleBook
  let rule: Rule
  var record: Case

  static let stageOne = CalendarDay("2026-03-02")!
  static let decision = CalendarDay("2026-03-10")!
  static let before = CalendarDay("2026-02-24")!
  static let after = CalendarDay("2026-03-09")!
  static let weight = 62.0

  /// The complete case, of a patient to whom book and row apply.
  init(_ book: RuleBook, _ rule: Rule) throws {
    self.book = book
    self.rule = rule
    record = try CompleteCase.changed(("weight_kg: 60", "weight_kg: 62"))
    record.decision = Decision(date: Self.decision, question: book.question)
    record.parenchyma.background = .normal
    record.tumour.entity = .hepatocellularCarcinoma
    record.tumour.diagnosisConfirmed = .yes
    record.tumour.bilobalOrComplex = .yes
    record.tumour.extrahepatic = .absent
    record.eligibility.suitableForALPPS = .yes
    record.eligibility.liverReserveSufficient = .yes
    record.eligibility.flrInsufficientForResection = .yes
    record.patient.pregnantOrLactating = .no
    record.comorbidities.severeCardiovascular = .no
    record.comorbidities.kidneyFailure = .no
    record.comorbidities.respiratoryFailure = .no
    record.comorbidities.otherMajorIllness = .no
    record.function = [Self.before, Self.after].map { day in
      var test = FunctionRecord(date: day)
      test.remnantFunction = Concentration(3.5, .percentPerMinutePerSquareMetre)
      return test
    }
    record.plans = [Plan(id: "plan")]
    record.plans[0].extent = .extended
    for index in record.laboratory.indices {
      record.laboratory[index].sodium = Concentration(140, .millimolesPerLitre)
      record.laboratory[index].albumin = Concentration(42, .gramsPerLitre)
      record.laboratory[index].platelets = Concentration(200, .billionsPerLitre)
    }
    if book.question == .stageOne {
      // Asked on the day of stage 1, with a remnant that is too small.
      record.decision?.date = Self.stageOne
      record.scans = [record.scans[0]]
      record.interstage = Interstage()
    }
    for population in [book.population, rule.population] { join(population) }
  }

  private mutating func join(_ population: Population) {
    if let kind = population.procedures?.first { record.procedures[0].kind = kind }
    if let entity = population.entities?.first { record.tumour.entity = entity }
    if let background = population.backgrounds?.first {
      record.parenchyma.background = background
      record.parenchyma.metavir =
        switch background {
        case .cirrhosis: .f4
        case .fibrosis: .f2
        default: .f1
        }
    }
    if let extent = population.extents?.first { record.plans[0].extent = extent }
    if let formula = population.telvFormulas?.first { record.options.telvFormula = formula }
    if let formula = population.bsaFormulas?.first { record.options.bsaFormula = formula }
  }

  /// What the row says of the case.
  func finding() throws -> Finding {
    let assessment = try assessed()
    return try #require(
      (assessment.findings + assessment.shown + assessment.safety).first { $0.id == rule.id },
      "\(rule.id) is used")
  }

  /// Under a reading, and choices, that use the row.
  func assessed(pointEstimates: Bool = true) throws -> Assessment {
    let policy = book.policies.first { policy in
      book.criteria.contains { $0.readings[policy.id]?.rules.contains(rule.id) ?? false }
    }
    return try assess(
      record, by: book, policy ?? book.policies[0], pointEstimates: pointEstimates)
  }

  // MARK: Putting the datum on a value

  /// Gives the datum the number; false where no case gives just this number.
  mutating func set(_ number: Double) throws -> Bool {
    switch rule.datum {
    case .flrBodyWeight: return setVolumes(flr: number * 10 * Self.weight)
    case .flrTotalLiver: return setVolumes(flr: number / 100 * 1600, tlv: 1600)
    case .flrFunctionalLiver: return setVolumes(flr: number / 100 * 1600, tlv: 1800)
    case .standardizedFLR: return setVolumes(flr: number / 100 * (try telv()))
    case .flrBodySurface:
      let area = BodySurfaceAreaFormula.mosteller.area(
        height: Centimetres(165), weight: Kilograms(Self.weight))
      return setVolumes(flr: number * area.value)
    case .flrRelativeIncrease:
      // 320 mL and per cents of it are exact in binary where the number is whole.
      return setGrowth(from: 320, to: 320 + 320 * number / 100)
    case .relativeGrowthRate: return setGrowth(from: 320, to: 320 + 320 * number / 100 * 7)
    case .degreeOfHypertrophy:
      return setGrowth(from: 320, to: 320 + number / 100 * (try telv()))
    case .kineticGrowthRate:
      return setGrowth(from: 320, to: 320 + number / 100 * (try telv()))
    case .steatosis: record.parenchyma.steatosisPercent = number
    case .age: record.patient.ageYears = number
    case .platelets:
      for index in record.laboratory.indices {
        record.laboratory[index].platelets = Concentration(number, .billionsPerLitre)
      }
    case .scintigraphyFLR:
      for index in record.function.indices {
        record.function[index].remnantFunction = Concentration(
          number, .percentPerMinutePerSquareMetre)
      }
    case .meld, .meldSodium, .meldThree: return try setMELD(Int(number))
    default: return false
    }
    return true
  }

  private func telv() throws -> Double {
    let question = Assessment.Question(record: record, scans: [])
    return try #require(question.body?.estimate?.telv.value)
  }

  private mutating func setVolumes(flr: Double, tlv: Double = 1800) -> Bool {
    let index = rule.window == .beforeStageOne ? 0 : 1
    record.scans[index].source = .volumes(
      Scan.TypedVolumes(
        tlv: Millilitres(tlv), tumour: Millilitres(200), flr: Millilitres(flr)))
    return true
  }

  private mutating func setGrowth(from first: Double, to second: Double) -> Bool {
    for (index, flr) in [first, second].enumerated() {
      record.scans[index].source = .volumes(
        Scan.TypedVolumes(
          tlv: Millilitres(1800), tumour: Millilitres(200), flr: Millilitres(flr)))
    }
    return true
  }

  /// Looks for a creatinine with which the score rounds to the number.
  private mutating func setMELD(_ score: Int) throws -> Bool {
    for tenth in 5...60 {
      for index in record.laboratory.indices {
        record.laboratory[index].creatinine = Concentration(
          Double(tenth) / 10, .milligramsPerDecilitre)
        record.laboratory[index].bilirubin = Concentration(1.1, .milligramsPerDecilitre)
      }
      if case .number(Double(score)) = try finding().observation.value { return true }
    }
    return false
  }

  // MARK: Taking the datum away

  /// Removes what the datum is read from.
  mutating func removeDatum() {
    switch rule.datum {
    case _ where rule.datum.isVolume: record.scans = []
    case .meld, .meldSodium, .meldThree, .childPughClass, .platelets:
      record.laboratory = []
    case .metavir: record.parenchyma.metavir = nil
    case .steatosis: record.parenchyma.steatosisPercent = nil
    case .liverFailure:
      record.interstage.liverFailureISGLS = nil
      record.laboratory = []
    case .scintigraphyFLR: record.function = []
    case .severeCardiovascular, .kidneyFailure, .respiratoryFailure, .otherMajorIllness:
      record.comorbidities = Comorbidities()
    case .age: record.patient.ageYears = nil
    case .pregnancyOrLactation: record.patient.pregnantOrLactating = nil
    case .tumourEntity, .diagnosisConfirmed, .bilobalOrComplex, .extrahepaticDisease:
      record.tumour = TumourRecord()
    case .suitableForALPPS, .liverReserve, .flrInsufficient: record.eligibility = Eligibility()
    default: record.interstage = Interstage()
    }
  }

  /// Moves what the datum is read from out of its window, into the past; false where the datum has
  /// no day.
  mutating func makeStale() -> Bool {
    switch rule.window {
    case .beforeStageOne:
      let old = CalendarDay(number: Self.stageOne.number - 31)
      record.scans = record.scans.map { scan in
        var scan = scan
        if scan.date == Self.before { scan.date = old }
        return scan
      }
      for index in record.laboratory.indices where record.laboratory[index].date == Self.before {
        record.laboratory[index].date = old
      }
      for index in record.clinical.indices { record.clinical[index].date = old }
    case .beforeDecision:
      record.decision?.date = CalendarDay(number: Self.decision.number + 9)
    case .firstAfterStageOne:
      // The first assessment never goes stale, but its baseline does.
      let old = CalendarDay(number: Self.stageOne.number - 31)
      record.scans[0].date = old
    case .interstage, .stated: return false
    }
    return true
  }

  /// Makes a patient of whom neither the book nor the row speaks; false where both speak of all.
  mutating func leave() -> Bool {
    for population in [rule.population, book.population] {
      if let kinds = population.procedures,
        let other = [Procedure.Kind.alpps, .pve, .pvl, .lvd].first(where: { !kinds.contains($0) })
      {
        record.procedures[0].kind = other
        return true
      }
      if let entities = population.entities {
        record.tumour.entity = TumourEntity.allCases.first { !entities.contains($0) }
        return true
      }
      if let backgrounds = population.backgrounds {
        let other = Parenchyma.Background.allCases.first { !backgrounds.contains($0) }
        record.parenchyma.background = other
        record.parenchyma.metavir = other == .cirrhosis ? .f4 : other == .fibrosis ? .f2 : .f1
        return true
      }
      if let extents = population.extents {
        record.plans[0].extent = Plan.Extent.allCases.first { !extents.contains($0) }
        return true
      }
      if population.telvFormulas != nil {
        record.options.telvFormula = "feng-2017"
        return true
      }
    }
    return false
  }
}
