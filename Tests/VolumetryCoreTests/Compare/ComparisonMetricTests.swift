import Testing

@testable import VolumetryCore

/// The table of metrics: names, definitions, and what each says where a volume is empty.
@Suite struct ComparisonMetricTests {
  private static func request(exact: Bool) -> ComparisonRequest {
    var request = ComparisonRequest()
    request.families = Set(MetricFamily.allCases)
    request.tolerances = [Millimetres(0.5), Millimetres(1), Millimetres(10)]
    request.isExact = exact
    return request
  }

  /// 1 in both, 2 in the reference, 3 in the prediction, 4 in neither.
  private func compared(_ request: ComparisonRequest) throws -> [StructureComparison] {
    var (a, b) = (SmallVolume(8, 7, 6), SmallVolume(8, 7, 6))
    for i in 1...4 {
      a[i, 3, 3] = 1
      b[i + 1, 3, 3] = 1
    }
    a[6, 1, 1] = 2
    b[6, 5, 4] = 3
    return try SmallPair(spacing: [1, 1, 2]).read(a, b).comparison(
      of: (1...4).map { ComparedStructure(Label($0)) }, request
    ).structures
  }

  @Test(arguments: [false, true])
  func everyMetricIsNamedOnceAndExplained(exact: Bool) {
    let table = ComparisonMetric.table(Self.request(exact: exact))
    #expect(Set(table.map(\.id)).count == table.count)
    #expect(Set(table.map(\.family)) == Set(MetricFamily.allCases))
    for metric in table {
      #expect(!metric.title.isEmpty && metric.definition.hasSuffix("."), "\(metric.id)")
      #expect(
        metric.id.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "_" || $0 == "." },
        "\(metric.id)")
      let ending = ["mm": "_mm", "mL": "_ml", "%": "_pct", "voxels": "_voxels"]
      switch metric.unit {
      case nil:
        #expect(!["_mm", "_ml", "_pct", "_voxels"].contains { metric.id.hasSuffix($0) })
        #expect(metric.better == .higher && metric.worst == .none, "\(metric.id) is a share")
      case "lesions"?: #expect(metric.id.hasPrefix("lesions_") && metric.isCount)
      case let unit?:
        #expect(metric.id.hasSuffix(ending[unit, default: "no unit"]), "\(metric.id)")
        #expect(metric.isCount == (unit == "voxels"))
      }
      // Only shares and distances have a worst value, only what can be better a best one.
      #expect((metric.worst == .diagonal) == (metric.unit == "mm"), "\(metric.id)")
      #expect((metric.best == nil) == (metric.better == .neither))
      #expect(metric.best != 1 || metric.better == .higher)
      #expect((metric.tolerance != nil) == metric.id.hasPrefix("nsd_"))
    }
  }

  @Test func tolerancesAreWrittenAsShortAsTheyAre() {
    let ids = ComparisonMetric.table(Self.request(exact: false)).map(\.id)
    for id in ["nsd_0.5mm", "nsd_1mm", "nsd_10mm", "boundary_iou_0.5mm", "boundary_iou_10mm"] {
      #expect(ids.contains(id))
    }
    #expect(ComparisonMetric.text(Millimetres(0)) == "0")
    #expect(ComparisonMetric.text(Millimetres(2.5)) == "2.5")
  }

  @Test func familiesBringTheirOwnMetrics() {
    for family in MetricFamily.allCases {
      var request = Self.request(exact: false)
      request.families = [family]
      let found = Set(ComparisonMetric.table(request).map(\.family))
      // Voxels are always counted.
      #expect(found == [.overlap, family])
    }
  }

  @Test(arguments: [false, true])
  func emptyVolumesHaveNoFakeNumbers(exact: Bool) throws {
    let request = Self.request(exact: exact)
    let table = ComparisonMetric.table(request)
    let compared = try compared(request)
    #expect(compared.map(\.state) == [.both, .referenceOnly, .predictionOnly, .neither])
    for metric in table where metric.better != .neither {
      let values = compared.map(metric.value)
      #expect(values.allSatisfy { $0?.isFinite ?? true }, "\(metric.id)")
      // What both volumes hold has a value; what neither holds has none, but for the difference of
      // two volumes of 0 mL, their background, and volumes of lesions.
      #expect(values[0] != nil, "\(metric.id)")
      let isDefined = [
        "specificity", "volume_difference_ml", "lesion_false_positive_ml",
        "lesion_false_negative_ml",
      ].contains(metric.id)
      #expect((values[3] == nil) == !isDefined, "\(metric.id) \(String(describing: values[3]))")
      #expect(metric.counted(compared[3], empty: .worst) == values[3])
      switch metric.unit {
      case "mm"?:
        // A missed structure has no distance, and never a good one.
        #expect(values[1] == nil && values[2] == nil, "\(metric.id)")
        for each in compared[1...2] {
          #expect(metric.counted(each, empty: .skip) == nil)
          #expect(metric.counted(each, empty: .worst) == each.frameDiagonal.value)
        }
      case nil:
        for (each, value) in zip(compared[1...2], values[1...2]) {
          #expect(metric.counted(each, empty: .skip) == value)
          #expect(metric.counted(each, empty: .worst) == (value ?? 0))
        }
      default: continue
      }
    }
    func value(_ id: String, _ index: Int) throws -> Double? {
      try #require(table.first { $0.id == id }).value(compared[index])
    }
    for id in ["dice", "jaccard", "nsd_0.5mm", "nsd_10mm"] {
      #expect(try value(id, 1) == 0 && value(id, 2) == 0, "\(id)")
    }
    #expect(try value("sensitivity", 1) == 0 && value("sensitivity", 2) == nil)
    #expect(try value("precision", 1) == nil && value("precision", 2) == 0)
    #expect(try value("volume_difference_pct", 1) == -100)
    #expect(try value("volume_difference_pct", 2) == nil)
    #expect(try agree(value("volume_difference_ml", 1), -0.002))
    #expect(try agree(value("volume_difference_ml", 2), 0.002))
  }

  @Test(arguments: [false, true])
  func metricsAreWhatTheirNamesSay(exact: Bool) throws {
    let request = Self.request(exact: exact)
    let found = try compared(request)[0]
    let values = Dictionary(
      uniqueKeysWithValues: ComparisonMetric.table(request).map { ($0.id, $0.value(found)) })
    func expect(_ id: String, _ expected: Double?, _ share: Double = 1e-9) {
      guard let known = values[id] else {
        Issue.record("there is no \(id)")
        return
      }
      #expect(agree(known, expected ?? -1, share), "\(id): \(String(describing: known))")
    }
    // A rod of four voxels, moved by one along itself.
    expect("true_positive_voxels", 3)
    expect("false_positive_voxels", 1)
    expect("false_negative_voxels", 1)
    expect("volume_reference_ml", 0.008)
    expect("volume_prediction_ml", 0.008)
    expect("volume_difference_ml", 0)
    expect("dice", 0.75)
    expect("jaccard", 0.6)
    expect("sensitivity", 0.75)
    expect("precision", 0.75)
    expect("specificity", Double(336 - 5) / Double(336 - 4))
    expect("hd_mm", 1, 1e-6)
    expect("hd95_mm", 1, 1e-6)
    expect("nsd_1mm", 1, 1e-7)
    expect("nsd_10mm", 1, 1e-7)
    expect("cldice", 0.75)
    expect("lesions_reference", 1)
    expect("lesions_found", 1)
    expect("lesions_missed", 0)
    expect("lesions_false", 0)
    expect("lesion_f1", 1)
    expect("lesion_sq", 0.6)
    expect("lesion_pq", 0.6)
    expect("lesion_dice", 0.75)
    let (from, to) = (
      values["mean_distance_from_reference_mm"] ?? nil,
      values["mean_distance_from_prediction_mm"] ?? nil
    )
    expect("masd_mm", (try #require(from) + #require(to)) / 2)
    expect("assd_mm", values["masd_mm"] ?? nil)
    if exact {
      // Of 36 mm²: the end 1 mm away, and on four sides a mm that rises from 0 to 1.
      expect("assd_mm", (4 * 1 + 12 * 0.25 + 0) / 36, 1)
      expect("rmsd_mm", found.solid?.distances?.rootMeanSquare.value)
    } else {
      expect("assd_mm", found.surface?.pooledMean(.area))
      expect("rmsd_mm", found.surface?.rootMeanSquare(.area))
      expect("hd95_pooled_mm", found.surface?.hausdorffPooledPercentile(95))
    }
  }

  @Test func lesionRulesAreSaidInWords() {
    var rules = LesionRules()
    rules.threshold = 0.5
    rules.isThresholdEnough = false
    #expect(rules.words.contains("above 0.5"))
    rules.isThresholdEnough = true
    #expect(rules.words.contains("at least 0.5"))
    #expect(!rules.words.contains("mm3"))
    rules.score = .sharedVoxels
    #expect(rules.words.contains("at least 0.5 shared voxels"))
    rules.threshold = 3
    #expect(rules.words.contains("at least 3 shared voxels"))
    rules.threshold = 1e30
    #expect(rules.words.contains("at least 1e+30 shared voxels"))
    rules.ignoredReference = CubicMillimetres(50)
    rules.droppedPrediction = CubicMillimetres(2)
    #expect(rules.words.contains("reference lesions of at most 50.0 mm3 are ignored"))
    #expect(rules.words.contains("predicted lesions of at most 2.0 mm3 are dropped"))
  }
}
