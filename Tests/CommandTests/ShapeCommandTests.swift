import Foundation
import Testing

/// `volumetry measure --shape`: every format, the keys of docs/SHAPE.md, what it refuses.
@Suite struct ShapeCommandTests {
  static let breast =
    MeasureCommandTests.real + "/pyradiomics/nifti_converted/breast1_label.nii.gz"
  static let liver = MeasureCommandTests.liver

  static func shape(_ path: String) throws -> [String: Any] {
    let outcome = try Command.run(["measure", "--shape", "--format", "json", path])
    #expect(outcome.status == 0)
    let scan = try #require((try outcome.jsonObject()["scans"] as? [[String: Any]])?.first)
    let label = try #require((scan["labels"] as? [[String: Any]])?.first)
    return try #require(label["shape"] as? [String: Any])
  }

  @Test func jsonHoldsTheDefinedKeys() throws {
    let shape = try Self.shape(Self.liver)
    let page = try String(
      contentsOf: Command.root.appending(path: "docs/SHAPE.md"), encoding: .utf8)
    #expect(shape.count == 23)
    for key in shape.keys { #expect(page.contains("`\(key)`"), "\(key) has no definition") }
    #expect(shape["undefined"] as? [String: String] == [:])
    // PyRadiomics 3.0.1 on the same file.
    let file = try JSONSerialization.jsonObject(
      with: Data(contentsOf: Command.root.appending(path: "Tests/Data/real/shape.json")))
    let peers = try #require(
      (file as? [String: Any])?["pyradiomics"] as? [String: [String: Double]])
    let peer = try #require(peers["files/totalsegmentator/example_seg_fast/liver.nii.gz"])
    let features = [
      "mesh_diameter_mm": "Maximum3DDiameter", "mesh_diameter_ij_mm": "Maximum2DDiameterSlice",
      "mesh_diameter_ik_mm": "Maximum2DDiameterColumn",
      "mesh_diameter_jk_mm": "Maximum2DDiameterRow", "major_axis_mm": "MajorAxisLength",
      "minor_axis_mm": "MinorAxisLength", "least_axis_mm": "LeastAxisLength",
      "elongation": "Elongation", "flatness": "Flatness",
    ]
    for (key, feature) in features {
      let (found, value) = (try #require(shape[key] as? Double), try #require(peer[feature]))
      #expect(abs(found - value) < 1e-9 * value, "\(key)")
    }
    #expect(shape["voxel_volume_ml"] as? Double == 1062.45)
  }

  @Test func whatIsUndefinedIsNullWithItsReason() throws {
    let shape = try Self.shape(
      Command.root.appending(path: "Tests/Data/metric_cases/c05_single_voxel_345/ref.nii.gz").path)
    for key in ["elongation", "flatness", "major_direction_ras"] {
      #expect(shape[key] is NSNull, "\(key)")
    }
    let reasons = try #require(shape["undefined"] as? [String: String])
    #expect(reasons["elongation"] == "one-point" && reasons["flatness"] == "one-point")
    #expect(reasons["least_direction_ras"] == "one-point")
    let nulls = shape.filter { $0.value is NSNull }.map(\.key)
    #expect(Set(nulls) == Set(reasons.keys))
  }

  @Test(arguments: [("csv", ","), ("tsv", "\t")])
  func delimitedRowsHaveColumnsOfTheirOwn(_ format: String, _ separator: String) throws {
    let outcome = try Command.run(["measure", "--shape", "--format", format, Self.breast])
    let rows = outcome.lines.map { $0.components(separatedBy: separator) }
    #expect(rows.count == 2 && rows[0].count == rows[1].count)
    let row = Dictionary(uniqueKeysWithValues: zip(rows[0], rows[1]))
    #expect(
      row["surface_area_mesh_mm2"].flatMap(Double.init).map { abs($0 - 172.887) < 1e-3 } == true)
    #expect(row["major_direction_r"].flatMap(Double.init) != nil)
    #expect(row["shape_undefined"]?.isEmpty == true)
    #expect(rows[0].last == "error" && rows[0].count == 19 + 29)
  }

  @Test func theSecondTableStandsUnderTheFirst() throws {
    let outcome = try Command.run(["measure", "--shape", Self.liver])
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains("39350  1062.45"))
    #expect(outcome.stdout.contains("sphericity") && outcome.stdout.contains("principal axes"))
    #expect(outcome.lines.allSatisfy { $0.count <= 100 || $0.contains("/") || $0.contains("W-") })
  }

  @Test func withoutItNothingIsSaidOfShapes() throws {
    let plain = try Command.run(["measure", "--format", "csv", Self.liver])
    #expect(!plain.stdout.contains("sphericity"))
    let background = try Command.run([
      "measure", "--shape", "--background", "--format", "json", Self.liver,
    ])
    let scan = try #require((try background.jsonObject()["scans"] as? [[String: Any]])?.first)
    let labels = try #require(scan["labels"] as? [[String: Any]])
    #expect(labels.map { $0["shape"] is NSNull } == [true, false])
  }

  @Test func refusalsAreThoseOfTheCall() throws {
    #expect(try Command.run(["measure", "--shape", "--soft", Self.liver]).status == 64)
    #expect(
      try Command.run(["measure", "--shape", "--channels-as-labels", Self.liver]).status == 64)
    let cut = try Command.run(["measure", "--shape", "--format", "csv", MeasureCommandTests.cut])
    #expect(cut.status == 65)
    #expect(cut.lines.count == 2 && cut.lines[1].hasSuffix("E-TRUNCATED"))
    #expect(
      Set(cut.lines.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }) == [
        48
      ])
  }
}
