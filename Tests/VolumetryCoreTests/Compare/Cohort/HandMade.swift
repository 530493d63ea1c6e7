@testable import VolumetryCore

/// Comparisons and cohorts of numbers that are made up, without any file.
enum HandMade {
  static let liver = ComparedStructure(Label(1))
  static let tumour = ComparedStructure(Label(2))
  /// Ten voxels of 1 mL each make 10 mL.
  static let diagonal = Millimetres(100)
  static let plan = BootstrapPlan(resamples: 200)

  /// A structure of so many voxels in both volumes, in the prediction alone and in the reference
  /// alone.
  static func comparison(
    _ both: Int, added: Int = 0, missed: Int = 0, of structure: ComparedStructure = liver
  ) -> StructureComparison {
    let overlap = Overlap(
      truePositives: both, falsePositives: added, falseNegatives: missed, trueNegatives: 1000)
    return StructureComparison(
      structure: structure, state: StructurePresence(overlap), overlap: overlap,
      referenceVolume: Millilitres(Double(overlap.reference)),
      predictionVolume: Millilitres(Double(overlap.prediction)), referenceTouchesEdge: false,
      predictionTouchesEdge: false, frameDiagonal: diagonal, surface: nil, solid: nil,
      boundaries: [], lesions: nil, lesionSizes: [], centrelines: nil)
  }

  /// A cohort of one structure: a row a case, a column a method. A pair that is nil was refused.
  static func cohort(
    _ methods: [String], _ rows: [(caseName: String, comparisons: [StructureComparison?])]
  ) -> ComparedCohort {
    var cases: [ComparedCase] = []
    var pairs: Set<ComparedCohort.ComparedPair> = []
    for row in rows {
      for (method, comparison) in zip(methods, row.comparisons) {
        guard let comparison else { continue }
        cases.append(
          ComparedCase(caseName: row.caseName, method: method, comparison: comparison))
        pairs.insert(ComparedCohort.ComparedPair(caseName: row.caseName, method: method))
      }
    }
    return ComparedCohort(cases, pairs: pairs, methods: methods)
  }

  static let dice = metric("dice")
  static let difference = metric("volume_difference_ml")
  static let precision = metric("precision")
  /// A distance that is known only where both volumes hold the structure: a mm for every voxel that
  /// one of them lacks.
  static let distance = ComparisonMetric(
    "distance_mm", "Distance", unit: "mm", better: .lower, .surface, worst: .diagonal, "Made up."
  ) { $0.state == .both ? Double($0.overlap.falsePositives + $0.overlap.falseNegatives) : nil }

  static func metric(_ id: String) -> ComparisonMetric {
    guard let metric = ComparisonMetric.table(ComparisonRequest()).first(where: { $0.id == id })
    else { preconditionFailure("there is no \(id)") }
    return metric
  }
}
