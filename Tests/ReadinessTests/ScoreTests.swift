import Foundation
import Testing
import VolumetryCore

@testable import Readiness

/// MELD in three versions and Child-Pugh against the clinical vectors.
@Suite struct ScoreTests {
  private func vectors(_ prefix: String) throws -> [(
    inputs: [String: Any], expected: [String: Any]
  )] {
    let data = try Data(contentsOf: root.appendingPathComponent("Tests/Data/clinical_vectors.json"))
    let all = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    return try all.filter { ($0["id"] as? String)?.hasPrefix(prefix) == true }.map {
      (
        try #require($0["inputs"] as? [String: Any]), try #require($0["expected"] as? [String: Any])
      )
    }
  }

  @Test func meldAgreesWithEveryVector() throws {
    let vectors = try vectors("meld.")
    #expect(vectors.count == 7)
    for (inputs, expected) in vectors {
      func number(_ key: String) throws -> Double { try #require(inputs[key] as? Double) }
      let values = MELD.Inputs(
        bilirubin: try number("bilirubin_mgdl"), inr: try number("inr"),
        creatinine: try number("creat_mgdl"),
        dialysis: try #require(inputs["dialysis"] as? Bool))
      let sex: Sex = try #require(inputs["female"] as? Bool) ? .female : .male
      let (sodium, albumin) = (try number("na"), try number("albumin_gdl"))
      let three = MELD.threeRaw(values, sodium: sodium, albumin: albumin, sex: sex)
      #expect(abs(MELD.originalRaw(values) - (expected["meld_raw"] as? Double ?? .nan)) < 1e-6)
      #expect(abs(three - (expected["meld3_raw"] as? Double ?? .nan)) < 1e-6)
      #expect(MELD.score(values) == expected["meld"] as? Int)
      #expect(MELD.sodiumScore(values, sodium: sodium) == expected["meld_na"] as? Int)
      #expect(
        MELD.threeScore(values, sodium: sodium, albumin: albumin, sex: sex)
          == expected["meld3"] as? Int)
    }
  }

  @Test func meldFloorsCapsAndDialysis() {
    func score(_ bilirubin: Double, _ inr: Double, _ creatinine: Double, dialysis: Bool = false)
      -> Int
    {
      MELD.score(
        MELD.Inputs(
          bilirubin: bilirubin, inr: inr, creatinine: creatinine, dialysis: dialysis))
    }
    #expect(score(0.1, 0.5, 0.1) == 6)
    #expect(score(1, 1, 1) == 6)
    #expect(score(1, 1, 4) == score(1, 1, 9))
    #expect(score(1, 1, 1, dialysis: true) == score(1, 1, 4))
    #expect(score(60, 12, 4) == 40)
  }

  @Test func childPughAgreesWithEveryVector() throws {
    let vectors = try vectors("childpugh.")
    #expect(vectors.count == 5)
    for (inputs, expected) in vectors {
      func number(_ key: String) throws -> Double { try #require(inputs[key] as? Double) }
      func points(_ key: String) throws -> Int { try #require(inputs[key] as? Int) - 1 }
      let score = ChildPugh(
        bilirubin: try number("bili_mgdl"), albumin: try number("alb_gdl"), inr: try number("inr"),
        ascites: ClinicalRecord.Ascites.allCases[try points("ascites_pts")],
        encephalopathy: ClinicalRecord.Encephalopathy.allCases[try points("enceph_pts")])
      #expect(score.points == expected["score"] as? Int)
      #expect(score.grade.rawValue == expected["cls"] as? String)
    }
  }

  @Test func childPughBandsAreClosedInTheMiddle() {
    func points(_ bilirubin: Double, _ albumin: Double, _ inr: Double) -> Int {
      ChildPugh(
        bilirubin: bilirubin, albumin: albumin, inr: inr, ascites: .absent, encephalopathy: .absent
      ).points
    }
    #expect(points(1, 4, 1) == 5)
    #expect(points(2.0.nextDown, 4, 1) == 5 && points(2, 4, 1) == 6)
    #expect(points(3, 4, 1) == 6 && points(3.0.nextUp, 4, 1) == 7)
    #expect(points(1, 3.5.nextUp, 1) == 5 && points(1, 3.5, 1) == 6)
    #expect(points(1, 2.8, 1) == 6 && points(1, 2.8.nextDown, 1) == 7)
    #expect(points(1, 4, 1.7.nextDown) == 5 && points(1, 4, 1.7) == 6)
    #expect(points(1, 4, 2.3) == 6 && points(1, 4, 2.3.nextUp) == 7)
  }
}
