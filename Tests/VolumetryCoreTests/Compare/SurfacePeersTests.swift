import Foundation
import Testing

@testable import VolumetryCore

/// Surface metrics against the numbers of other tools, each by its own definition.
@Suite struct SurfacePeersTests {
  private func agreement(
    _ pair: MaskCase, _ model: SurfaceModel
  ) throws -> SurfaceAgreement {
    try SurfaceAgreement(
      reference: pair.reference, prediction: pair.prediction, spacing: pair.spacing, model: model)
  }

  @Test(arguments: MaskCase.filled)
  func surfaceDistance(_ name: String) throws {
    let pair = try MaskCase(name)
    let peer = try pair.numbers("deepmind_surface_distance")
    let found = try agreement(pair, .corners)
    func expect(_ value: Double?, _ key: String) throws {
      #expect(agree(value, try #require(peer[key])), "\(key) of \(name)")
    }
    try expect(found.hausdorff, "hd100")
    try expect(found.hausdorffPercentile(95, .area), "hd95")
    try expect(found.fromReference.mean(.area), "asd_gt_to_pred")
    try expect(found.fromPrediction.mean(.area), "asd_pred_to_gt")
    try expect(found.meanOfMeans(.area), "masd_mean_of_two")
    try expect(found.pooledMean(.area), "assd_area_weighted_pooled(derived)")
    try expect(found.rootMeanSquare(.area), "rmsd_area_weighted_pooled(derived)")
    try expect(found.fromReference.area, "surfel_area_gt")
    try expect(found.fromPrediction.area, "surfel_area_pred")
    try expect(Double(found.fromReference.count), "n_surfels_gt")
    try expect(Double(found.fromPrediction.count), "n_surfels_pred")
    let overlaps = try pair.overlaps
    for tolerance in pair.tolerances {
      for isStrict in [false, true] {
        let limit = SurfaceAgreement.Tolerance(tolerance, isStrict: isStrict)
        try expect(found.normalizedSurfaceDice(limit, .area), "nsd@\(tolerance)")
        let shares = try #require(found.surfaceOverlaps(limit, .area))
        let expected = try #require(overlaps["surface_overlap@\(tolerance)"])
        #expect(agree(shares.reference, expected[0]) && agree(shares.prediction, expected[1]))
      }
    }
  }

  @Test(arguments: MaskCase.filled)
  func toolsWithVoxelBorders(_ name: String) throws {
    let pair = try MaskCase(name)
    let found = try agreement(pair, .border(.faces, edge: .isOutside))
    let wide = try agreement(pair, .border(.corners, edge: .isOutside))
    let medpy = try pair.numbers("medpy")
    #expect(agree(found.hausdorff, try #require(medpy["hd"])))
    #expect(agree(found.hausdorffPooledPercentile(95), try #require(medpy["hd95"])))
    #expect(agree(found.pooledMean(.count), try #require(medpy["assd"])))
    #expect(agree(found.fromReference.mean(.count), try #require(medpy["asd_ref_to_pred"])))
    #expect(agree(wide.hausdorffPooledPercentile(95), try #require(medpy["hd95_conn3"])))
    #expect(agree(wide.pooledMean(.count), try #require(medpy["assd_conn3"])))
    // Single precision.
    let monai = try pair.numbers("monai")
    #expect(
      agree(found.hausdorffInterpolatedPercentile(95), try #require(monai["hd95"]), 1e-6))
    let reloaded = try pair.numbers("metricsreloaded")
    #expect(agree(found.hausdorffInterpolatedPercentile(95), try #require(reloaded["hd95"])))
    #expect(agree(found.pooledMean(.count), try #require(reloaded["assd"])))
    #expect(agree(found.meanOfMeans(.count), try #require(reloaded["masd"])))
    let panoptica = try pair.numbers("panoptica")
    #expect(agree(found.meanOfMeans(.count), try #require(panoptica["assd"])))
    for tolerance in pair.tolerances {
      let limit = SurfaceAgreement.Tolerance(tolerance, isStrict: true)
      #expect(
        agree(
          found.normalizedSurfaceDice(limit, .count), try #require(reloaded["nsd@\(tolerance)"]),
          1e-7))
      let shares = try #require(found.surfaceOverlaps(limit, .count))
      #expect(
        agree(
          (shares.reference + shares.prediction) / 2, try #require(panoptica["nsd@\(tolerance)"])))
    }
  }

  @Test(arguments: MaskCase.filled)
  func segMetricsAndPlastimatch(_ name: String) throws {
    let pair = try MaskCase(name)
    for (part, neighbourhood) in [("fullyConnected", Connectivity.corners)] {
      let peer = try pair.numbers("seg_metrics", part)
      let found = try agreement(pair, .border(neighbourhood, edge: .continues(pair.shape)))
      #expect(agree(found.hausdorff, try #require(peer["hd"]), 1e-6), "\(name) \(part)")
      #expect(agree(found.pooledMean(.count), try #require(peer["msd"]), 1e-6), "\(name) \(part)")
      #expect(
        agree(found.hausdorffPooledPercentile(95), try #require(peer["hd95"]), 1e-6),
        "\(name) \(part)")
    }
    // Six digits are printed; its means come of a map of distances that is not exact.
    let peer = try pair.numbers("plastimatch")
    let found = try agreement(pair, .voxels)
    func isPrinted(
      _ value: Double?, _ key: String, _ slack: Double = 2e-5
    ) throws -> Bool {
      abs(try #require(value) - (try #require(peer[key]))) < slack
    }
    #expect(try isPrinted(found.hausdorff, "Hausdorff distance"))
    #expect(try isPrinted(found.meanOfMeans(.count), "Avg average Hausdorff distance", 2e-4))
    #expect(try isPrinted(found.largerMean(.count), "Max average Hausdorff distance", 2e-4))
    #expect(
      try isPrinted(
        found.hausdorffMeanFloorPercentile(95), "Percent (0.95) Hausdorff distance"))
    let simple = try pair.numbers("simpleitk", "hausdorff_filter")
    #expect(agree(found.hausdorff, try #require(simple["hd_region"])))
    #expect(agree(found.meanOfMeans(.count), try #require(simple["average_hd"])))
  }

  @Test(arguments: MaskCase.names)
  func boundaryOverlaps(_ name: String) throws {
    let pair = try MaskCase(name)
    func overlap(_ nearness: BoundaryOverlap.Nearness) -> BoundaryOverlap {
      BoundaryOverlap(
        reference: pair.reference, prediction: pair.prediction, nearness: nearness,
        spacing: pair.spacing)
    }
    let steps = overlap(.steps(2)).intersectionOverUnion
    guard pair.reference != nil || pair.prediction != nil else {
      #expect(steps == nil)
      return
    }
    let reloaded = try pair.numbers("metricsreloaded")
    #expect(agree(steps, try #require(reloaded["boundary_iou_d2vox"]), 1e-14))
    let meshes = try pair.numbers("meshmetrics")
    if let expected = meshes["biou@2.0"] {
      #expect(agree(overlap(.toSurface(2)).intersectionOverUnion, expected, 1e-14), "\(name)")
    }
  }

  @Test func realPairs() throws {
    let pairs = try MaskCase.object(MaskCase.folder.appending(path: "real_pairs.json"))
    #expect(pairs.count == 4)
    for (name, entry) in pairs.sorted(by: { $0.key < $1.key }) {
      let entry = try #require(entry as? [String: Any])
      let volumes = try ["reference", "prediction"].map { key in
        try MaskCase.volume(
          MaskCase.data.appending(path: "real/files/\(try #require(entry[key] as? String))").path)
      }
      let label = entry["label"] as? Int ?? 1
      let spacing = try #require(entry["spacing"] as? [Double])
      let expected = try #require(entry["surface_distance_0.1"] as? [String: Any])
      func number(_ key: String) throws -> Double { try #require(expected[key] as? Double) }
      let masks = volumes.map { $0.mask([label]) }
      func measure(_ model: SurfaceModel) throws -> SurfaceAgreement {
        try SurfaceAgreement(
          reference: masks[0], prediction: masks[1],
          spacing: SIMD3(spacing[0], spacing[1], spacing[2]), model: model)
      }
      let found = try measure(.corners)
      #expect(agree(found.fromReference.mean(.area), try number("avg_gt_to_pred")), "\(name)")
      #expect(agree(found.fromPrediction.mean(.area), try number("avg_pred_to_gt")), "\(name)")
      #expect(agree(found.hausdorff, try number("robust_hausdorff_100")), "\(name)")
      #expect(agree(found.hausdorffPercentile(95, .area), try number("robust_hausdorff_95")))
      for tolerance in [1.0, 2, 3] {
        #expect(
          agree(
            found.normalizedSurfaceDice(.init(tolerance), .area),
            try number("surface_dice_\(Int(tolerance))mm")), "\(name) \(tolerance)")
      }
      let borders = try #require(entry["voxel_borders"] as? [String: Any])
      for neighbourhood in Connectivity.allCases {
        let expected = try #require(
          borders["\(neighbourhood.rawValue)-neighbour"] as? [String: Any])
        let found = try measure(.border(neighbourhood, edge: .isOutside))
        // One of the pairs was written with its sides exchanged.
        let counts = [found.fromReference.count, found.fromPrediction.count].sorted()
        let known = ["n_surf_a", "n_surf_b"].compactMap { expected[$0] as? Int }.sorted()
        #expect(counts == known)
        #expect(agree(found.pooledMean(.count), try #require(expected["assd"] as? Double)))
        #expect(agree(found.rootMeanSquare(.count), try #require(expected["rmsd"] as? Double)))
        #expect(
          agree(
            found.hausdorffPooledPercentile(95),
            try #require(expected["hd95_pooled_linear"] as? Double)))
      }
    }
  }

  @Test func toleranceOfOneVoxelOutlivesSinglePrecision() throws {
    // One voxel apart at 0.8 mm, as a header stores it.
    var a = SmallVolume(12, 8, 8)
    var b = a
    for k in 2...5 {
      for j in 2...5 { for i in 2...5 { (a[i, j, k], b[i + 1, j, k]) = (1, 1) } }
    }
    let spacing = Double(Float(0.8))
    let found = try SurfaceAgreement(
      reference: a.mask([1]), prediction: b.mask([1]), spacing: SIMD3(repeating: spacing))
    let strict = try #require(found.normalizedSurfaceDice(.init(0.8, isStrict: true), .area))
    #expect(found.normalizedSurfaceDice(.init(0.8), .area) == 1)
    #expect(strict < 0.9)
    #expect(found.normalizedSurfaceDice(.init(spacing, isStrict: true), .area) == 1)
    let below = SurfaceAgreement.Tolerance(0.8 - 2e-5 * spacing)
    #expect(found.normalizedSurfaceDice(below, .area) == strict)
  }

  @Test func percentilesOfAFewPoints() {
    let few = DirectedDistances(distances: [0, 1, 3], counts: [17, 2, 1], areas: [8.5, 1, 0.5])
    #expect(few.percentile(95, .area) == 1)
    #expect(few.percentile(95, .count) == 1)
    #expect(few.percentile(95.01, .count) == 3)
    #expect(few.percentile(100, .area) == 3 && few.percentile(0, .area) == 0)
    // Place 18.05 of 0 … 19, where the last two are 1 and 3.
    #expect(agree(few.interpolatedPercentile(95), 1 + 2 * 0.05))
    #expect(few.interpolatedPercentile(100) == 3)
    #expect(few.floorPercentile(95) == 1 && few.floorPercentile(100) == 3)
    #expect(few.floorPercentile(4) == nil)
    #expect(few.mean(.count) == 0.25 && few.within(1, .count) == 19)
    #expect(few.within(0.999, .area) == 8.5)
    let pooled = few.pooled(
      with: DirectedDistances(distances: [1, 2], counts: [1, 4], areas: [1, 1]))
    #expect(pooled.distances == [0, 1, 2, 3] && pooled.counts == [17, 3, 4, 1])
    #expect(pooled.areas == [8.5, 2, 1, 0.5])
  }
}
