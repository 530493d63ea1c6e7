import Foundation
import Testing

/// `volumetry compare --compat`, by the binary itself.
@Suite struct CompatCommandTests {
  private static func path(_ name: String, _ file: String) -> String {
    Command.root.appending(path: "Tests/Data/metric_cases/\(name)/\(file).nii.gz").path
  }

  private func compare(_ name: String, _ options: [String]) throws -> Command.Outcome {
    try Command.run(["compare"] + options + [Self.path(name, "ref"), Self.path(name, "pred")])
  }

  private func document(_ name: String, _ options: [String]) throws -> [String: Any] {
    let outcome = try compare(name, options + ["-f", "json"])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    return try outcome.jsonObject()
  }

  private func label(_ document: [String: Any]) throws -> [String: Any] {
    let pairs = try #require(document["pairs"] as? [[String: Any]])
    return try #require((pairs.first?["labels"] as? [[String: Any]])?.first)
  }

  @Test func contractKeysHoldTheProgramsNumbers() throws {
    let found = try label(try document("c10_edge_slab", ["--compat", "medpy"]))
    #expect(abs(try #require(found["assd_mm"] as? Double) - 0.7240473061760841) < 1e-9)
    #expect(found["hd95_mm"] as? Double == 3)
    #expect(found["volume_reference_ml"] as? Double == 4)
    #expect(found["masd_mm"] == nil && found["nsd"] == nil, "MedPy has neither")
    let compat = try #require(found["compat"] as? [String: Any])
    #expect(compat["preset"] as? String == "medpy")
    #expect(compat["version"] as? String == "0.5.2")
    let values = try #require(compat["values"] as? [String: Any])
    #expect(values["ravd"] as? Double == 0.3)
    #expect(values.count == 16)
  }

  @Test func whatIsNoNumberIsWords() throws {
    let medpy = try label(try document("c09_pred_empty", ["--compat", "medpy"]))
    #expect(medpy["hd95_mm"] is NSNull)
    #expect(medpy["state"] as? String == "prediction_empty")
    let words = try #require((medpy["compat"] as? [String: Any])?["values"] as? [String: Any])
    #expect(
      words["hd95"] as? String
        == "EXCEPTION RuntimeError: The first supplied array does not contain any binary object.")
    let monai = try label(try document("c09_pred_empty", ["--compat", "monai"]))
    let values = try #require((monai["compat"] as? [String: Any])?["values"] as? [String: Any])
    #expect(values["hd"] as? String == "Infinity")
    #expect(values["hd95"] as? String == "NaN")
    #expect(monai["hd_mm"] is NSNull)
  }

  @Test func columnsAndTolerances() throws {
    let text = try compare(
      "c10_edge_slab", ["--compat", "kits23", "--tolerance-mm", "2", "-f", "csv"]
    ).stdout
    let lines = text.split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false)
    }
    let row = Dictionary(uniqueKeysWithValues: zip(lines[0], lines[1]))
    let share = try #require(row["nsd_2mm"].flatMap { Double($0) })
    #expect(abs(share - 0.8069196506028915) < 1e-9)
    #expect(row["compat_SD@2.0"] == row["nsd_2mm"])
    #expect(row["compat_Dice"] == row["dice"])
    #expect(row["compat_SD_tumor"] != nil)
  }

  @Test func definitionsAreTheProgramsOwn() throws {
    let text = try Command.run(["compare", "--define", "--compat", "lits"])
    #expect(text.status == 0)
    #expect(text.stdout.contains("Maximum symmetric surface distance"))
    #expect(text.stdout.contains("compat_rvd"))
    #expect(!text.stdout.contains("surface-distance"), "our own definitions are not given")
    let json = try Command.run(["compare", "--define", "--compat", "nnunet", "-f", "json"])
    let compat = try #require(try json.jsonObject()["compat"] as? [String: Any])
    #expect((compat["definitions"] as? [[String: Any]])?.count == 8)
    let table = try compare("c10_edge_slab", ["--compat", "itk"]).stdout
    #expect(table.contains("numbers as SimpleITK 2.5.7 gives them"))
  }

  @Test func wrongUse() throws {
    let unknown = try compare("c10_edge_slab", ["--compat", "medpie"])
    #expect(unknown.status == 64)
    #expect(unknown.stderr.contains("seg-metrics") && unknown.stderr.contains("brats23-gli"))
    let none = try compare("c10_edge_slab", ["--compat", "nnunet", "--metrics", "surface"])
    #expect(none.status == 64)
    #expect(none.stderr.contains("it has overlap"))
    #expect(try compare("c10_edge_slab", ["--compat", "medpy", "--exact"]).status == 64)
    let fewer = try label(
      try document("c10_edge_slab", ["--compat", "medpy", "--metrics", "overlap"]))
    #expect(fewer["hd_mm"] == nil)
    #expect(fewer["dice"] as? Double != nil)
  }
}
