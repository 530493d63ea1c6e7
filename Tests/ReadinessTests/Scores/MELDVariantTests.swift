import Foundation
import Testing
import VolumetryCore

@testable import Readiness

/// MELD 3.0 as several public pages compute it wrongly: each mistake shows on the vectors, and ours
/// makes none of them.
@Suite struct MELDVariantTests {
  /// Values of one vector.
  struct Values {
    var bilirubin, inr, creatinine, sodium, albumin: Double
    var isFemale: Bool
    var dialysis = false

    init(_ vector: ScoreVector) throws {
      bilirubin = try vector.number("bilirubin_mgdl")
      inr = try vector.number("inr")
      creatinine = try vector.number("creat_mgdl")
      sodium = try vector.number("na")
      albumin = try vector.number("albumin_gdl")
      isFemale = try vector.flag("female")
    }

    var ours: Double {
      MELD.threeRaw(
        MELD.Inputs(bilirubin: bilirubin, inr: inr, creatinine: creatinine, dialysis: dialysis),
        sodium: sodium, albumin: albumin, sex: isFemale ? .female : .male)
    }
  }

  /// The formula with its known slips as switches.
  struct Formula {
    var constant = 6.0
    var inrCap = Double.infinity
    var multipliesByFemale = false
    var maleTerm = 0.0
    var isClamped = true
    var addsInteraction = false
    var dialysisCreatinine = 3.0

    func raw(_ v: Values) -> Double {
      func floored(_ x: Double) -> Double { isClamped ? max(x, 1) : x }
      let creatinine =
        v.dialysis ? dialysisCreatinine : isClamped ? min(max(v.creatinine, 1), 3) : v.creatinine
      let (b, c) = (log(floored(v.bilirubin)), log(creatinine))
      let i = log(min(floored(v.inr), inrCap))
      let na = 137 - (isClamped ? min(max(v.sodium, 125), 137) : v.sodium)
      let alb = 3.5 - (isClamped ? min(max(v.albumin, 1.5), 3.5) : v.albumin)
      let interaction = addsInteraction ? 0.24 * na + b : 0.24 * na * b
      let sum: Double =
        4.56 * b + 0.82 * na - interaction + 9.09 * i + 11.14 * c + 1.85 * alb
        - 1.83 * alb * c + constant
      if multipliesByFemale { return v.isFemale ? 1.33 * sum : sum }
      return sum + (v.isFemale ? 1.33 : maleTerm)
    }
  }

  private func vectors() throws -> [(values: Values, raw: Double)] {
    let vectors = try ScoreVector.family("meld")
    #expect(vectors.count == 7)
    return try vectors.map {
      (try Values($0), try #require($0.expected["meld3_raw"] as? Double))
    }
  }

  @Test func theRightFormulaGivesEveryVector() throws {
    for (values, raw) in try vectors() {
      #expect(abs(Formula().raw(values) - raw) < 1e-6)
      #expect(abs(values.ours - raw) < 1e-6)
    }
  }

  /// Each slip, and how many of the seven vectors it spoils by more than a tenth of a point.
  @Test(arguments: [
    ("no constant, INR capped at 3", Formula(constant: 0, inrCap: 3), 7),
    ("the score of a woman times 1.33", Formula(multipliesByFemale: true), 3),
    ("1 for a man, a sum for a product", Formula(maleTerm: 1, addsInteraction: true), 4),
    ("nothing clamped", Formula(isClamped: false), 4),
  ])
  func aKnownSlipGivesAnotherNumber(name: String, wrong: Formula, spoiled: Int) throws {
    let found = try vectors().filter { abs(wrong.raw($0.values) - $0.raw) > 0.1 }.count
    #expect(found == spoiled, "\(name)")
  }

  @Test func dialysisMakesCreatinineThreeNotFour() throws {
    for var (values, _) in try vectors() {
      values.dialysis = true
      #expect(abs(values.ours - Formula().raw(values)) < 1e-9)
      #expect(Formula(dialysisCreatinine: 4).raw(values) - values.ours > 1)
    }
  }

  @Test func theEndAtFortyIsAnOption() throws {
    let last = try #require(try ScoreVector.family("meld").last)
    let v = try Values(last)
    func score(_ isCapped: Bool) -> Int {
      MELD.threeScore(
        MELD.Inputs(bilirubin: v.bilirubin, inr: v.inr, creatinine: v.creatinine),
        sodium: v.sodium, albumin: v.albumin, sex: .female, isCapped: isCapped)
    }
    #expect(score(true) == 40)
    #expect(score(false) == 41, "40.54")
  }

  /// A score that lies exactly half way goes up: 6.5 is 7, where rounding to even gives 6.
  @Test func halfGoesAwayFromZero() throws {
    let inputs = MELD.Inputs(bilirubin: 1, inr: 1, creatinine: 1)
    func raw(_ albumin: Double) -> Double {
      MELD.threeRaw(inputs, sodium: 137, albumin: albumin, sex: .male)
    }
    var albumin = 3.5 - 0.5 / 1.85
    for _ in 0..<64 { albumin = albumin.nextDown }
    let exact = try #require(
      sequence(first: albumin) { $0.nextUp }.prefix(256).first { raw($0) == 6.5 })
    #expect(raw(exact).rounded(.toNearestOrEven) == 6)
    #expect(MELD.threeScore(inputs, sodium: 137, albumin: exact, sex: .male) == 7)
  }

  /// A worse value never lowers the score: bilirubin, INR and creatinine in every version.
  @Test func theScoresRiseWithEachOfTheirInputs() {
    let steps = stride(from: 0.5, through: 12, by: 0.25).map { $0 }
    let base = MELD.Inputs(bilirubin: 2, inr: 1.5, creatinine: 1.2)
    let paths: [WritableKeyPath<MELD.Inputs, Double>] = [\.bilirubin, \.inr, \.creatinine]
    for path in paths {
      let inputs = steps.map { step in
        var changed = base
        changed[keyPath: path] = step
        return changed
      }
      for sodium in [125.0, 131, 140] {
        let scores = inputs.map {
          [
            Double(MELD.score($0)), Double(MELD.sodiumScore($0, sodium: sodium)),
            MELD.threeRaw($0, sodium: sodium, albumin: 3, sex: .female),
          ]
        }
        for (lower, higher) in zip(scores, scores.dropFirst()) {
          for (a, b) in zip(lower, higher) { #expect(a <= b, "\(path) at sodium \(sodium)") }
        }
        #expect(scores.first != scores.last)
      }
    }
  }
}
