import Testing

@testable import VolumetryCore

/// Every key holds the number that its definition says, where no two definitions give the same.
@Suite struct MetricValueTests {
  private func value(
    _ id: String, _ found: StructureComparison, _ request: ComparisonRequest
  ) throws -> Double? {
    try #require(ComparisonMetric.table(request).first { $0.id == id }, "\(id)").value(found)
  }

  private func comparison(
    surface: SurfaceAgreement? = nil, lesions: LesionComparison? = nil,
    centrelines: CentrelineAgreement? = nil
  ) -> StructureComparison {
    let plain = HandMade.comparison(8, added: 2)
    return StructureComparison(
      structure: plain.structure, state: .both, overlap: plain.overlap,
      referenceVolume: plain.referenceVolume, predictionVolume: plain.predictionVolume,
      referenceTouchesEdge: false, predictionTouchesEdge: false,
      frameDiagonal: HandMade.diagonal, surface: surface, solid: nil, boundaries: [],
      lesions: lesions, lesionSizes: [], centrelines: centrelines)
  }

  /// Areas and points that would each give another number.
  @Test func distancesAreWeightedAsTheirDefinitionsSay() throws {
    let agreement = SurfaceAgreement(
      fromReference: DirectedDistances(
        distances: [0, 2, 6], counts: [1, 8, 1], areas: [10, 89, 1]),
      fromPrediction: DirectedDistances(distances: [1, 4], counts: [3, 1], areas: [48, 2]),
      smallestSpacing: 1)
    let found = comparison(surface: agreement)
    var request = ComparisonRequest()
    request.tolerances = [Millimetres(1), Millimetres(2)]
    let rootMeanSquare = (472.0 / 150).squareRoot()
    let expected: [(String, Double)] = [
      // 99 of 100 mm² of the reference lie within 2 mm, 48 of 50 of the prediction within 1.
      ("hd_mm", 6.0), ("hd95_mm", 2),
      // Of 14 points the places 12 and 13 have 4 and 6 mm; asked for is 12.35.
      ("hd95_pooled_mm", 4.7),
      ("assd_mm", 240.0 / 150), ("masd_mm", (1.84 + 1.12) / 2),
      ("rmsd_mm", rootMeanSquare),
      ("mean_distance_from_reference_mm", 1.84), ("mean_distance_from_prediction_mm", 1.12),
      ("nsd_1mm", 58.0 / 150), ("nsd_2mm", 147.0 / 150),
    ]
    for (id, expected) in expected {
      let value = try #require(try value(id, found, request), "\(id)")
      #expect(abs(value - expected) < 1e-12, "\(id): \(value)")
    }
  }

  /// A cube of 6 voxels a side and the one of 4 within it, voxels of 2 mm.
  @Test func boundaryOverlapIsByTheDistanceToTheSurface() throws {
    var (outer, inner) = (SmallVolume(8, 8, 8), SmallVolume(8, 8, 8))
    for k in 1...6 {
      for j in 1...6 {
        for i in 1...6 {
          outer[i, j, k] = 1
          if (2...5).contains(min(i, j, k)), (2...5).contains(max(i, j, k)) { inner[i, j, k] = 1 }
        }
      }
    }
    var request = ComparisonRequest()
    // Centres of the first layer lie 1 mm deep, of the second 3 mm.
    request.tolerances = [0.9, 1, 2.9, 3].map { Millimetres($0) }
    let pair = try SmallPair(spacing: [2, 2, 2]).read(outer, inner)
    let found = pair.comparison(of: [HandMade.liver], request).structures[0]
    #expect(try value("boundary_iou_0.9mm", found, request) == nil)
    // One layer each, which do not meet: 216 - 64 and 64 - 8 voxels.
    #expect(try value("boundary_iou_1mm", found, request) == 0)
    #expect(try value("boundary_iou_2.9mm", found, request) == 0)
    #expect(found.boundaries[2].union == 152 + 56)
    // Two layers: all but 8 voxels of the larger, all of the smaller.
    #expect(try value("boundary_iou_3mm", found, request) == 56.0 / 216)
  }

  @Test func lesionsAreCountedAsTheirDefinitionsSay() throws {
    let lesions = try LesionComparisonTests.compare(
      "####.##.#.........", "###........#.#.##.", LesionRules(), spacing: [10, 10, 10])
    var request = ComparisonRequest()
    request.families = [.lesions]
    let found = comparison(lesions: lesions)
    let expected: [(String, Double)] = [
      ("lesions_reference", 3.0), ("lesions_found", 1), ("lesions_missed", 2),
      ("lesions_false", 3), ("lesion_recall", 1.0 / 3), ("lesion_precision", 1.0 / 4),
      ("lesion_f1", 1 / 3.5), ("lesion_sq", 0.75), ("lesion_pq", 0.75 / 3.5),
      ("lesion_dice", 6.0 / 7), ("lesion_false_positive_ml", 4),
      ("lesion_false_negative_ml", 3),
    ]
    for (id, expected) in expected {
      let value = try #require(try value(id, found, request), "\(id)")
      #expect(abs(value - expected) < 1e-12, "\(id): \(value)")
    }
  }

  /// A lesion too small to count is no missed volume, though nothing was predicted there.
  @Test func missedVolumeLeavesOutWhatIsIgnored() throws {
    let rules = LesionRules(ignoredReference: CubicMillimetres(1))
    let found = try LesionComparisonTests.compare("#..###..##", "........##", rules)
    #expect(found.falseNegativeVolume.value == 0.003 && found.falseNegatives == [1])
  }

  @Test func precisionIsOfThePredictionsCentreline() throws {
    var (reference, prediction) = (SmallVolume(24, 3, 3), SmallVolume(24, 3, 3))
    for i in 0...19 { reference[i, 1, 1] = 1 }
    for i in 10...23 { prediction[i, 1, 1] = 1 }
    var request = ComparisonRequest()
    request.families = [.centreline]
    let found = comparison(
      centrelines: CentrelineAgreement(
        reference: reference.mask([1]), prediction: prediction.mask([1]), in: reference.shape,
        convention: .topologyPreserving))
    // Ten voxels are shared, of 20 and of 14.
    #expect(try value("topology_precision", found, request) == 10.0 / 14)
    #expect(try value("topology_sensitivity", found, request) == 0.5)
    #expect(agree(try value("cldice", found, request), 20.0 / 34))
  }
}
