import Foundation
import Testing

@testable import VolumetryCore

/// The cases of `Tests/Data/metric_cases` whose distances were computed by somebody else: closed
/// forms of the shapes that voxels hold exactly, and the middles of a fine grid on every face.
@Suite struct SolidCasesTests {
  struct Case: Decodable {
    let spacing: [Double]
    let taus: [Double]
  }

  struct Oracle: Decodable {
    let sampled: [String: Entry]

    enum CodingKeys: String, CodingKey { case sampled = "voxel_face_exact" }

    enum Entry: Decodable {
      case number(Double)
      case other

      init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let number = try? container.decode(Double.self) {
          self = .number(number)
        } else {
          self = .other
        }
      }
    }

    func number(_ key: String) throws -> Double {
      guard case .number(let number)? = sampled[key] else { throw Absent(key: key) }
      return number
    }

    struct Absent: Error { let key: String }
  }

  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../../Data/metric_cases").standardizedFileURL

  private func comparison(_ name: String) throws -> (SolidComparison, Case) {
    let folder = Self.folder.appending(path: name)
    let description = try JSONDecoder().decode(
      Case.self, from: Data(contentsOf: folder.appending(path: "case.json")))
    let runs = try ["ref", "pred"].map {
      try LabelledScan(path: folder.appending(path: "\($0).nii.gz").path).runs
    }
    let shape = runs[0].shape
    var box = VoxelBounds.empty
    box.merge(
      VoxelBounds(
        min: SIMD3(0, 0, 0),
        max: SIMD3(Int32(shape.i - 1), Int32(shape.j - 1), Int32(shape.k - 1))))
    let masks = runs.map { VoxelMask($0, bounds: box) { _ in true } }
    let spacing = description.spacing
    let comparison = SolidComparison(
      reference: masks[0], prediction: masks[1], spacing: SIMD3(spacing[0], spacing[1], spacing[2]),
      tolerances: description.taus)
    return (comparison, description)
  }

  @Test(arguments: [
    "c01_cube_shift3", "c02_spheres_iso", "c04_thin_plate", "c05_single_voxel_345",
    "c10_edge_slab", "c11_nested_ellipsoids_1p3pct", "c13_multi_lesion", "c15_vessel_gap",
  ])
  func agreesWithSamples(_ name: String) throws {
    let (comparison, description) = try comparison(name)
    let found = try #require(comparison.distances)
    let oracle = try JSONDecoder().decode(
      Oracle.self,
      from: Data(contentsOf: Self.folder.appending(path: name).appending(path: "exact.json")))
    let spacing = try #require(description.spacing.max())
    func expect(_ value: Double, _ key: String, within most: Double) throws {
      let truth = try oracle.number(key)
      #expect(abs(value - truth) <= most, "\(key): \(value), not \(truth)")
    }
    try expect(found.reference.area, "area_ref", within: 1e-6)
    try expect(found.prediction.area, "area_pred", within: 1e-6)
    try expect(found.reference.mean.value, "asd_ref_to_pred", within: 2e-3 * spacing)
    try expect(found.prediction.mean.value, "asd_pred_to_ref", within: 2e-3 * spacing)
    try expect(found.meanPooled.value, "assd", within: 2e-3 * spacing)
    try expect(found.meanOfMeans.value, "masd", within: 2e-3 * spacing)
    try expect(found.rootMeanSquare.value, "rmsd", within: 2e-3 * spacing)
    for (tolerance, dice) in zip(description.taus, found.surfaceDice) {
      try expect(dice.value, "nsd@\(tolerance)", within: 0.02)
    }
    // The middles of a grid's cells miss what lies within half a cell of a point that they see.
    let cell = spacing / (try oracle.number("subdivision"))
    try expect(found.percentile95.value, "hd95_max_of_directed", within: cell)
    try expect(found.pooledPercentile95.value, "hd95_pooled", within: cell)
    // Samples stand at the corners too, where the largest distance mostly is.
    let largest = try oracle.number("hd")
    #expect(found.hausdorff.value >= largest - 1e-8 && found.hausdorff.value <= largest + cell)
  }

  @Test func emptyFilesHaveStates() throws {
    #expect(try comparison("c07_both_empty").0 == .bothEmpty)
    #expect(try comparison("c08_ref_empty").0 == .referenceEmpty)
    #expect(try comparison("c09_pred_empty").0 == .predictionEmpty)
  }
}
