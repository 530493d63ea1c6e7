import Foundation
import Testing

@testable import VolumetryCore

/// Lesion-wise numbers of challenges, against what their scripts gave.
@Suite struct PeerLesionTests {
  private static func readings(_ name: String, _ preset: String) throws -> PeerReadings {
    var request = ComparisonRequest()
    request.compat = PeerPreset(id: preset)
    request.families = Set(MetricFamily.allCases)
    let compared = try MetricCase(name).pair()
      .comparison(of: [ComparedStructure(Label(1))], request)
    return try #require(compared.structures.first?.peer)
  }

  private static func members(_ file: String, _ key: String) throws -> [String: Any] {
    let url = MetricCase.folder.appendingPathComponent("c13_multi_lesion/\(file)")
    let all = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
    return try #require(all[key] as? [String: Any], "\(key)")
  }

  @Test(arguments: [
    ("c07_both_empty", "both_empty"), ("c08_ref_empty", "ref_empty"),
    ("c09_pred_empty", "pred_empty"),
  ])
  func bratsScriptOfEmptyMasks(_ name: String, _ key: String) throws {
    var printed = try Self.members(
      "challenge_scripts_py311_numpy1.23.json", "brats2023 \(key)")
    printed["Labels"] = nil
    for preset in ["brats23-gli", "brats23-met"] {
      #expect(PeerOracle(values: printed).check(try Self.readings(name, preset), name) == 10)
    }
  }

  /// The script's numbers for the lesion case, with the digits in which they were written down.
  @Test(arguments: [
    ("brats23-gli", [0.4339, 188.07, 3, 2, 1]), ("brats23-met", [0.4914, 144.07, 5, 2, 1]),
  ])
  func bratsScriptOfLesions(_ preset: String, _ known: [Double]) throws {
    let found = try Self.readings("c13_multi_lesion", preset)
    func value(_ name: String) throws -> Double { try #require(found.value(name)?.finite) }
    #expect(abs(try value("LesionWise_Score_Dice") - known[0]) <= 5.1e-5)
    #expect(abs(try value("LesionWise_Score_HD95") - known[1]) <= 5.1e-3)
    #expect(try ["Num_TP", "Num_FP", "Num_FN"].map(value) == Array(known[2...]))
  }

  @Test func autoPETScriptOfLesions() throws {
    let printed = try Self.members("lesionwise.json", "autopet_official_functions")
    let found = try Self.readings("c13_multi_lesion", "autopet")
    for (name, key) in [
      ("dice_sc", "dice"), ("false_pos_vol", "false_pos_vol_ml"),
      ("false_neg_vol", "false_neg_vol_ml"),
    ] {
      let (value, known) = (
        try #require(found.value(name)?.finite), try #require(printed[key] as? Double)
      )
      // The script multiplies spacings of 32 bits.
      #expect(abs(value - known) <= 1e-7 * known, "\(name)")
    }
  }

  @Test func litsScriptOfLesions() throws {
    let found = try Self.readings("c13_multi_lesion", "lits")
    #expect(
      ["lesion_TP", "lesion_FP", "lesion_FN"].map { found.value($0)?.finite } == [4, 4, 3])
  }
}
