import Readiness
import Records
import Testing
import VolumetryCore

/// A laboratory value keeps its unit; a conversion is one row of a table.
@Suite struct ConcentrationTests {
  private func record(_ fields: String) throws -> LaboratoryRecord {
    try #require(try Case(yaml: "laboratory: [{\(fields)}]").laboratory.first)
  }

  @Test func aValueAskedForInItsOwnUnitIsTheStatedNumber() throws {
    #expect(try record("creatinine: 2.0 mg/dL").creatinine?.value(in: .milligramsPerDecilitre) == 2)
    for tenth in 1...1000 {
      let stated = Double(tenth) / 10
      #expect(
        Concentration<Bilirubin>(stated, .micromolesPerLitre).value(in: .micromolesPerLitre)
          == stated)
      #expect(
        Concentration<Creatinine>(stated, .micromolesPerLitre).value(in: .micromolesPerLitre)
          == stated)
    }
  }

  @Test func theConversionsOfTheTableHold() throws {
    let near = 1e-12
    let high = try #require(try record("bilirubin: 7 mg/dL").bilirubin)
    #expect(abs(high.value(in: .micromolesPerLitre) - 119.7) < 119.7 * near)
    let low = try #require(try record("bilirubin: 50 umol/L").bilirubin)
    #expect(abs(low.value(in: .milligramsPerDecilitre) - 50 / 17.1) < near)
    #expect(abs(low.value(in: .milligramsPerDecilitre) - 2.923977) < 5e-7)
    let creatinine = try #require(try record("creatinine: 88.4 umol/L").creatinine)
    #expect(creatinine.value(in: .milligramsPerDecilitre) == 1)
    #expect(
      Concentration<Creatinine>(2, .milligramsPerDecilitre).value(in: .micromolesPerLitre)
        == 176.8)
    #expect(try record("albumin: 40 g/L").albumin?.value(in: .gramsPerDecilitre) == 4)
    #expect(try record("albumin: 3.5 g/dL").albumin?.value(in: .gramsPerLitre) == 35)
    #expect(try record("sodium: 140 mEq/L").sodium?.value(in: .millimolesPerLitre) == 140)
    #expect(try record("platelets: 150 10^9/L").platelets?.value(in: .billionsPerLitre) == 150)
  }

  @Test(arguments: [
    "12 umol/L", "12umol/L", "12   umol/L", "12 \u{B5}mol/L", "12 \u{3BC}mol/L", "12 umol/l",
    "12.0 umol/L", "+1.2e1 umol/L", "1.2E1umol/L", "\"12 umol/L\"",
  ])
  func everySpellingOfAUnitIsRead(text: String) throws {
    #expect(try record("bilirubin: \(text)").bilirubin == Concentration(12, .micromolesPerLitre))
  }

  @Test func theUnitIsPartOfEquality() {
    let litre = Concentration<Albumin>(40, .gramsPerLitre)
    #expect(litre != Concentration(40, .gramsPerDecilitre))
    #expect(litre != Concentration(41, .gramsPerLitre))
  }

  @Test(arguments: ["1.2", "1", "\"1.2\"", "1.2 "])
  func aRatioIsReadWithoutUnit(text: String) throws {
    #expect(try record("inr: \(text)").inr != nil)
  }

  @Test func everyConversionNamesItsSource() {
    func check<Unit: ConcentrationUnit>(_: Unit.Type) {
      for unit in Unit.allCases {
        #expect(unit.conversion.perConventionalUnit > 0)
        #expect(!unit.conversion.source.citation.isEmpty)
        #expect(unit.conversion.source.evidence != .unverified)
      }
    }
    check(Bilirubin.Unit.self)
    check(Creatinine.Unit.self)
    check(Albumin.Unit.self)
    check(Sodium.Unit.self)
    check(Platelets.Unit.self)
  }
}
