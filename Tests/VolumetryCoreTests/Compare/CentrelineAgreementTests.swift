import Testing

@testable import VolumetryCore

/// clDice against scikit-image's, case by case, and by hand.
@Suite struct CentrelineAgreementTests {
  /// What `skeletonize` of scikit-image 0.26.0 leaves of a case's two masks, and how much of it
  /// lies in the other one: of arrays as nibabel loads them, then with axes in reverse order.
  struct Known: CustomTestStringConvertible {
    let name: String
    let nibabel: [Int]
    let simpleITK: [Int]
    var testDescription: String { name }

    static let all = [
      Known(name: "c01_cube_shift3", nibabel: [0, 0, 0, 0], simpleITK: [0, 0, 0, 0]),
      Known(name: "c02_spheres_iso", nibabel: [1, 0, 1, 0], simpleITK: [2, 1, 2, 1]),
      Known(name: "c04_thin_plate", nibabel: [0, 0, 0, 0], simpleITK: [0, 0, 0, 0]),
      Known(name: "c05_single_voxel_345", nibabel: [1, 1, 0, 0], simpleITK: [1, 1, 0, 0]),
      Known(name: "c07_both_empty", nibabel: [0, 0, 0, 0], simpleITK: [0, 0, 0, 0]),
      Known(name: "c08_ref_empty", nibabel: [0, 0, 0, 0], simpleITK: [0, 0, 0, 0]),
      Known(name: "c09_pred_empty", nibabel: [0, 0, 0, 0], simpleITK: [0, 0, 0, 0]),
      Known(name: "c10_edge_slab", nibabel: [2, 2, 2, 2], simpleITK: [2, 2, 2, 2]),
      Known(
        name: "c11_nested_ellipsoids_1p3pct", nibabel: [17, 12, 17, 12], simpleITK: [3, 2, 3, 2]),
      Known(name: "c13_multi_lesion", nibabel: [7, 28, 4, 23], simpleITK: [6, 30, 4, 24]),
      Known(name: "c15_vessel_gap", nibabel: [71, 57, 61, 57], simpleITK: [70, 57, 61, 57]),
    ]
  }

  @Test(arguments: Known.all)
  func scikitImageIsFollowed(_ known: Known) throws {
    let metricCase = try MetricCase(known.name)
    let pair = try metricCase.pair()
    let vessel = LabelSet([Label(1)])
    for (convention, counts) in [
      (SkeletonConvention.scikitImageNibabel, known.nibabel),
      (.scikitImageSimpleITK, known.simpleITK),
    ] {
      let found = pair.centrelines(of: vessel, convention: convention)
      #expect(
        [
          found.referenceCentreline, found.predictionCentreline, found.referenceCentrelineHits,
          found.predictionCentrelineHits,
        ] == counts)
    }
    let printed = try metricCase.peer("metricsreloaded").number("cldice")
    let found = pair.centrelines(of: vessel, convention: .scikitImageNibabel, cores: 2)
    if printed.isNaN {
      // Two centrelines that do not meet: the harmonic mean of two zeros is 0 here.
      #expect(found.centrelineDice == nil || found.centrelineDice == 0)
    } else {
      #expect(abs(try #require(found.centrelineDice) - printed) < 1e-15)
    }
  }

  @Test(arguments: MetricCase.binary)
  func nothingVanishesUnlessNothingIsThere(_ name: String) throws {
    let pair = try MetricCase(name).pair()
    let found = pair.centrelines(of: LabelSet([Label(1)]), cores: 2)
    #expect(found == pair.centrelines(of: LabelSet([Label(1)]), cores: 1))
    #expect((found.referenceCentreline > 0) == (found.reference > 0))
    #expect((found.predictionCentreline > 0) == (found.prediction > 0))
    #expect((found.centrelineDice == nil) == (found.reference == 0 || found.prediction == 0))
    #expect((found.undefined == nil) == (found.centrelineDice != nil))
    // The sides change places.
    let turned = try SegmentationPair(
      reference: MetricCase(name).path("pred.nii.gz"),
      prediction: MetricCase(name).path("ref.nii.gz")
    ).centrelines(of: LabelSet([Label(1)]))
    #expect(turned.topologyPrecision == found.topologySensitivity)
    #expect(turned.topologySensitivity == found.topologyPrecision)
    #expect(turned.centrelineDice == found.centrelineDice)
  }

  private func agreement(
    _ reference: SmallVolume, _ prediction: SmallVolume,
    _ convention: SkeletonConvention = .topologyPreserving
  ) -> CentrelineAgreement {
    CentrelineAgreement(
      reference: reference.mask([1]), prediction: prediction.mask([1]), in: reference.shape,
      convention: convention)
  }

  private func rod(_ range: ClosedRange<Int>, width: Int, at start: Int = 1) -> SmallVolume {
    var volume = SmallVolume(24, 9, 9)
    for k in start..<(start + width) {
      for j in start..<(start + width) { for i in range { volume[i, j, k] = 1 } }
    }
    return volume
  }

  /// Lines of single voxels are their own centrelines, so ratios are counted on fingers.
  @Test func linesByHand() {
    let found = agreement(rod(0...19, width: 1), rod(10...23, width: 1))
    #expect(found.reference == 20 && found.prediction == 14)
    #expect(found.referenceCentreline == 20 && found.predictionCentreline == 14)
    #expect(found.referenceCentrelineHits == 10 && found.predictionCentrelineHits == 10)
    #expect(found.topologySensitivity == 0.5 && found.topologyPrecision == 10.0 / 14)
    let expected = 2 * 0.5 * (10.0 / 14) / (0.5 + 10.0 / 14)
    #expect(found.centrelineDice == expected && found.undefined == nil)
    let apart = agreement(rod(0...5, width: 1), rod(9...12, width: 1))
    #expect(apart.centrelineDice == 0 && apart.undefined == nil)
    let same = agreement(rod(3...20, width: 4), rod(3...20, width: 4))
    #expect(same.centrelineDice == 1)
    // A thin line within a thick rod, and beside its centreline: all of the line is right, none of
    // the rod's centreline is found.
    let beside = agreement(rod(3...20, width: 5), rod(3...20, width: 1))
    #expect(beside.topologyPrecision == 1 && beside.topologySensitivity == 0)
    #expect(beside.centrelineDice == 0)
  }

  @Test func whatIsMissingIsSaid() {
    let (none, some) = (SmallVolume(24, 9, 9), rod(0...19, width: 4))
    #expect(agreement(none, none).undefined == .bothEmpty)
    #expect(agreement(none, some).undefined == .referenceEmpty)
    #expect(agreement(some, none).undefined == .predictionEmpty)
    #expect(agreement(none, some).topologyPrecision == 0)
    #expect(agreement(none, some).topologySensitivity == nil)
    #expect(agreement(some, none).topologySensitivity == 0)
    #expect(agreement(none, some).centrelineDice == nil)
    let vanished = agreement(some, some, .scikitImageNibabel)
    #expect(vanished.undefined == .centrelineVanished && vanished.reference == 320)
    #expect(vanished.centrelineDice == nil && agreement(some, some).centrelineDice == 1)
  }
}
