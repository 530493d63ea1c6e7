import Foundation
import Testing
import VolumetryCore

@testable import Readiness

/// Response and burden of tumours against the vectors, and that no vector is left out.
@Suite struct ResponseTests {
  private struct Vector {
    let id: String
    let inputs: [String: Double]
    let expected: [String: Any]
    let tolerance: Double
  }

  private func all() throws -> [[String: Any]] {
    let data = try Data(contentsOf: root.appending(path: "Tests/Data/clinical_vectors.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
  }

  private func vectors(_ prefix: String) throws -> [Vector] {
    try all().compactMap { vector in
      guard let id = vector["id"] as? String, id.hasPrefix(prefix) else { return nil }
      return Vector(
        id: id, inputs: try #require(vector["inputs"] as? [String: Double]),
        expected: try #require(vector["expected"] as? [String: Any]),
        tolerance: try #require(vector["abs_tol"] as? Double))
    }
  }

  @Test func responseIsThatOfTheVectors() throws {
    let vectors = try vectors("recist.")
    #expect(vectors.count == 8)
    for vector in vectors {
      func sum(_ key: String) throws -> Millimetres {
        Millimetres(try #require(vector.inputs[key]))
      }
      let response = RECIST.response(
        baseline: try sum("baseline"), nadir: try sum("nadir"), current: try sum("current"))
      #expect(response?.rawValue == vector.expected["response"] as? String, "\(vector.id)")
    }
    #expect(
      RECIST.response(baseline: .zero, nadir: .zero, current: Millimetres(9)) == nil,
      "nothing at baseline is not evaluable")
    let many = Millimetres(.infinity)
    #expect(RECIST.response(baseline: many, nadir: many, current: many) == nil)
    #expect(
      RECIST.response(baseline: Millimetres(90), nadir: .zero, current: Millimetres(5))
        == .progressive, "what comes back")
  }

  @Test func burdenAndBallsAreThoseOfTheVectors() throws {
    for vector in try vectors("tbs") {
      let value = TumourBurdenScore.value(
        largest: Centimetres(try #require(vector.inputs["d_cm"])),
        lesions: Int(try #require(vector.inputs["n"])))
      let expected = try #require(vector.expected["tbs"] as? Double)
      #expect(abs(try #require(value) - expected) <= vector.tolerance, "\(vector.id)")
    }
    let balls = try vectors("sphere.")
    #expect(balls.count == 4)
    for vector in balls {
      let volume = RECIST.volume(ofBall: Millimetres(10 * (try #require(vector.inputs["d_cm"]))))
      let expected = try #require(vector.expected["v_mm3"] as? Double)
      #expect(abs(volume.value - expected) <= vector.tolerance * expected, "\(vector.id)")
    }
    #expect(TumourBurdenScore.value(largest: Centimetres(-1), lesions: 1) == nil)
  }

  /// Every vector of the file belongs to a family that some test reads whole: formulas, growth and
  /// uncertainty in the tests of the core, scores and books in those of the clinic, the rest here.
  @Test func noVectorIsLeftOut() throws {
    let families = [
      "bsa.", "telv.", "core.", "round.", "meld.", "albi.", "cci.", "capra.", "icg.", "fib4", "tbs",
      "sphere.", "unc.", "seed000.stage2.", "seed000.entry.", "recist.", "days.", "childpugh.",
      "growth.", "flr.", "slice.",
    ]
    for vector in try all() {
      let id = try #require(vector["id"] as? String)
      #expect(families.contains { id.hasPrefix($0) }, "\(id) has a family")
    }
    #expect(try all().count == 129)
  }
}
