import Foundation
import Testing
import VolumetryCore

@testable import Readiness

/// A row of the clinical vectors as the scores read it.
struct ScoreVector {
  let id: String
  let inputs: [String: Any]
  let expected: [String: Any]
  let tolerance: Double

  func number(_ key: String) throws -> Double { try #require(inputs[key] as? Double, "\(id)") }
  func flag(_ key: String) throws -> Bool { try #require(inputs[key] as? Bool, "\(id)") }

  func check(_ key: String, _ found: Double) throws {
    let number = try #require(expected[key] as? Double, "\(id)")
    #expect(abs(found - number) <= tolerance, "\(id): \(found), expected \(number)")
  }

  static func family(_ name: String) throws -> [ScoreVector] {
    let data = try Data(contentsOf: root.appendingPathComponent("Tests/Data/clinical_vectors.json"))
    let all = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    return try all.compactMap { row in
      let id = try #require(row["id"] as? String)
      guard id.prefix(while: { $0 != "." }) == name else { return nil }
      return ScoreVector(
        id: id, inputs: try #require(row["inputs"] as? [String: Any]),
        expected: try #require(row["expected"] as? [String: Any]),
        tolerance: try #require(row["abs_tol"] as? Double))
    }
  }
}

/// The scores beyond MELD and Child-Pugh against their vectors.
@Suite struct ScoreVectorTests {
  @Test func albi() throws {
    let vectors = try ScoreVector.family("albi")
    #expect(vectors.count == 4)
    for vector in vectors {
      let (bilirubin, albumin) = (
        try vector.number("bilirubin_umol"), try vector.number("albumin_gl")
      )
      try vector.check("albi", ALBI.score(bilirubin: bilirubin, albumin: albumin))
      // The natural logarithm is a known mistake; at 1 µmol/L alone both agree.
      let natural = ALBI.bilirubin * log(bilirubin) + ALBI.albumin * albumin
      let right = try #require(vector.expected["albi"] as? Double)
      #expect(abs(natural - right) > 0.1)
    }
  }

  @Test func cci() throws {
    let vectors = try ScoreVector.family("cci")
    #expect(vectors.count == 11)
    for vector in vectors {
      let words = try #require(vector.inputs["grades"] as? [String])
      let grades = try words.map { try #require(Complication.ClavienDindo(rawValue: $0)) }
      try vector.check("cci", ComplicationBurden.index(grades))
      try vector.check("cci", ComplicationBurden.index(grades.reversed()))
    }
    #expect(ComplicationBurden.index([]) == 0)
    #expect(ComplicationBurden.index(Array(repeating: .ivb, count: 9)) == 100, "capped")
  }

  @Test func capra() throws {
    let vectors = try ScoreVector.family("capra")
    #expect(vectors.count == 1)
    for vector in vectors {
      let keys: [(String, CAPRA.Item)] = [
        ("primary_liver_tumour", .primaryTumour), ("severe_cvd", .cardiovascular),
        ("mod_sev_diabetes", .diabetes), ("renal", .renal), ("classic_alpps", .classic),
      ]
      let items = try keys.filter { try vector.flag($0.0) }.map(\.1)
      let score = CAPRA.score(
        age: try vector.number("age"), bodySurfaceArea: try vector.number("bsa_m2"),
        items: Set(items))
      try vector.check("capra", score)
    }
    func points(_ item: CAPRA.Item) -> Double {
      CAPRA.score(age: 0, bodySurfaceArea: 0, items: [item])
    }
    #expect(CAPRA.Item.allCases.map(points) == [1, 1, 2, 2, 2])
  }

  @Test func icg() throws {
    #expect(try ScoreVector.family("icg").count == 2)
    let retention = try #require(try ScoreVector.family("icg").first { $0.id == "icg.r15_10" })
    let rate = Indocyanine.rate(retention: try retention.number("r15_pct"))
    try retention.check("k", rate)
    try retention.check("pdr", Indocyanine.disappearance(rate: rate))
    let clearance = try #require(try ScoreVector.family("icg").first { $0.id == "icg.pdr_18" })
    try clearance.check(
      "r15",
      Indocyanine.retention(rate: Indocyanine.rate(disappearance: try clearance.number("pdr"))))
    for percent in stride(from: 1.0, to: 99, by: 7) {
      let back = Indocyanine.retention(rate: Indocyanine.rate(retention: percent))
      #expect(abs(back - percent) < 1e-9, "there and back")
    }
  }

  @Test func fibrosis() throws {
    let vector = try #require(try ScoreVector.family("fib4").first)
    let (ast, platelets) = (try vector.number("ast"), try vector.number("plt"))
    try vector.check(
      "fib4",
      FibrosisIndex.fib4(
        age: try vector.number("age"), ast: ast, alt: try vector.number("alt"),
        platelets: platelets))
    try vector.check(
      "apri_uln40", FibrosisIndex.apri(ast: ast, upperLimit: 40, platelets: platelets))
  }

  @Test func plannedLimaxAndUptake() {
    #expect(abs(LiMAx.remnant(400, share: 300.0 / 1300) - 92.307692) < 1e-6)
    #expect(MebrofeninFunction.uptake(12, share: 0.35) == 12 * 0.35)
  }

  @Test func linecker() {
    #expect(AlppsRisk.stageOneRisks.map(\.riskPercent) == [2.7, 4.9, 8.6, 15, 24, 37])
    #expect(AlppsRisk.stageOneRisks.map(\.score) == [0, 1, 2, 3, 4, 5])
    #expect(AlppsRisk.stageOne(age: 67, entity: .colorectalMetastases) == 3)
    #expect(AlppsRisk.stageOne(age: 67.0.nextDown, entity: .colorectalMetastases) == 0)
    #expect(AlppsRisk.stageOne(age: 70, entity: .gallbladderCancer) == 5)
    let points = TumourEntity.allCases.map { ($0, AlppsRisk.points($0)) }
    #expect(points.filter { $0.1 == 2 }.map(\.0.rawValue) == ["icca", "phcca", "gbc"])
    #expect(points.filter { $0.1 == 0 }.map(\.0.rawValue) == ["crlm"])
    // The fit of the risks is not what is printed: it gives 14.8 and 24.2.
    #expect(ScoreDefinition.row(.lineckerStageOne).band(of: 3)?.meaning.contains("15 %") == true)
  }

  @Test func kidney() {
    func stage(_ before: Double, _ after: Double, _ replacement: Bool = false) -> Int {
      KidneyInjury.stage(before: before, after: after, replacement: replacement)
    }
    #expect(stage(70, 104.9) == 0 && stage(70, 105) == 1)
    #expect(stage(70, 139.9) == 1 && stage(70, 140) == 2)
    #expect(stage(70, 209.9) == 2 && stage(70, 210) == 3)
    #expect(stage(300, 353.5) == 0 && stage(300, 353.6) == 3)
    #expect(stage(353.6, 400) == 0, "it was there before")
    #expect(stage(70, 60, true) == 3)
  }
}
