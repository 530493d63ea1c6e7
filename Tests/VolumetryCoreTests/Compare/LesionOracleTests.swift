import Foundation
import Testing

@testable import VolumetryCore

/// Lesions against panoptica, MONAI and the official rules of BraTS, LiTS and autoPET.
@Suite struct LesionOracleTests {
  static let one = LabelSet([Label(1)])

  /// A pair of small masks with what others say of it.
  struct Known {
    let frame: (reference: SmallVolume, prediction: SmallVolume)
    let spacing: [Double]
    let components: KnownNumbers
    let expected: KnownNumbers

    static func all() throws -> [Known] {
      let file = try KnownNumbers(
        MetricCase.folder.deletingLastPathComponent()
          .appendingPathComponent("lesions/lesions.json"))
      let cases = try #require(file.members["cases"] as? [[String: Any]])
      return try cases.map { try Known($0) }
    }

    init(_ members: [String: Any]) throws {
      let shape = try #require(members["shape"] as? [Int])
      spacing = try #require(members["spacing_mm"] as? [Double])
      components = KnownNumbers(members: try #require(members["components"] as? [String: Any]))
      expected = KnownNumbers(members: try #require(members["expected"] as? [String: Any]))
      func volume(_ key: String) throws -> SmallVolume {
        var volume = SmallVolume(shape[0], shape[1], shape[2])
        let digits = Array(try #require(members[key] as? String))
        for voxel in volume.labels.indices {
          let byte = try #require(
            Int(String(digits[(voxel / 8 * 2)...(voxel / 8 * 2 + 1)]), radix: 16))
          volume.labels[voxel] = byte >> (voxel % 8) & 1
        }
        return volume
      }
      frame = (try volume("reference"), try volume("prediction"))
    }

    var common: CommonFrame {
      get throws { try CommonFrame(frame.reference, frame.prediction) }
    }
    var place: LesionPlace { LesionPlace(frame.reference.shape, spacing: spacing) }

    func lesions(_ rules: LesionRules) throws -> LesionComparison {
      LesionComparison(
        LesionPair(try common, of: LesionOracleTests.one, connectivity: rules.connectivity),
        rules: rules, place: place)
    }
  }

  /// Rules by the name that the oracle gives them.
  static let panoptica: [String: LesionRules] = {
    var rules: [String: LesionRules] = [:]
    for backend in LesionRules.PanopticaBackend.allCases {
      for threshold in [0.1, 0.5] {
        let named: [(String, LesionAssignment)] = [
          ("naive_iou\(threshold)", .bestFirst),
          ("naive_iou\(threshold)_many_to_one", .bestFirstManyToOne),
          ("maximize_merge_\(threshold)", .bestFirstMerging),
          ("bipartite_\(threshold)", .greatestTotal),
        ]
        for (name, assignment) in named {
          rules["panoptica:\(name):\(backend)"] = .panoptica(
            assignment, threshold: threshold, backend: backend)
        }
      }
      rules["panoptica:naive_dsc0.3:\(backend)"] = .panoptica(
        .bestFirst, score: .dice, threshold: 0.3, backend: backend)
    }
    return rules
  }()

  private func expectSame(
    _ found: Double?, _ expected: KnownNumbers, _ key: String, _ what: String,
    relative: Double = 1e-12
  ) throws {
    // Python's None: there is nothing to state.
    guard !(expected.members[key] is NSNull) else { return }
    let known = try expected.number(key)
    guard let found else {
      #expect(known.isNaN || known == 0, "\(what) \(key)")
      return
    }
    #expect(abs(found - known) <= relative * max(1, abs(known)), "\(what) \(key)")
  }

  private func expectSame(
    _ found: LesionComparison, _ expected: KnownNumbers, _ what: String
  ) throws {
    #expect(found.truePositives == Int(try expected.number("tp")), "\(what)")
    let predicted = expected.members["n_pred"] == nil ? "n_pred_instances" : "n_pred"
    #expect(
      found.truePositives + found.falsePositives.count == Int(try expected.number(predicted)),
      "\(what)")
    try expectSame(found.recognitionQuality, expected, "rq", what)
    try expectSame(found.segmentationQuality, expected, "sq", what)
    try expectSame(found.intersectionOverUnionDeviation, expected, "sq_std", what)
    try expectSame(found.panopticQuality, expected, "pq", what)
    try expectSame(found.meanDice, expected, "sq_dsc", what)
    try expectSame(found.diceDeviation, expected, "sq_dsc_std", what)
  }

  @Test func panopticaOnTheLesionCase() throws {
    let folder = MetricCase.folder.appendingPathComponent("c13_multi_lesion")
    let known = try KnownNumbers(folder.appendingPathComponent("lesionwise.json"))
    let pair = try MetricCase("c13_multi_lesion").pair()
    var seen = 0
    for (name, rules) in Self.panoptica where known.members[name] != nil {
      let expected = try known.member(name)
      let found = pair.lesions(of: Self.one, rules: rules)
      try expectSame(found, expected, name)
      try expectSame(found.precision, expected, "prec", name)
      try expectSame(found.recall, expected, "rec", name)
      try expectSame(found.panopticDice, expected, "pq_dsc", name)
      try expectSame(found.meanFoundVoxels, expected, "instance_voxel_count_ref", name)
      #expect(found.reference.count == Int(try expected.number("n_ref_instances")))
      #expect(found.falsePositives.count == Int(try expected.number("fp")))
      #expect(found.falseNegatives.count == Int(try expected.number("fn")))
      seen += 1
    }
    #expect(seen == 12, "four matchers of 0.5, two of 0.1, two backends")
  }

  @Test(arguments: [0.5, 0.1, 0.05]) func monaiOnTheLesionCase(_ threshold: Double) throws {
    let folder = MetricCase.folder.appendingPathComponent("c13_multi_lesion")
    let expected = try KnownNumbers(folder.appendingPathComponent("lesionwise.json"))
      .member("monai_pq@\(threshold)_conn26")
    let found = try MetricCase("c13_multi_lesion").pair().lesions(
      of: Self.one, rules: .monai(threshold: threshold))
    try expectSame(found.panopticQuality, expected, "pq", "monai", relative: 1e-6)
    try expectSame(found.segmentationQuality, expected, "sq", "monai", relative: 1e-6)
    try expectSame(found.recognitionQuality, expected, "rq", "monai", relative: 1e-6)
    let counts = try #require(expected.members["tp,fp,fn,iousum"] as? [Double])
    #expect(
      [found.truePositives, found.falsePositives.count, found.falseNegatives.count]
        == counts[..<3].map { Int($0) })
  }

  @Test func challengesOnTheLesionCase() throws {
    let pair = try MetricCase("c13_multi_lesion").pair()
    let known = try KnownNumbers(
      MetricCase.folder.deletingLastPathComponent().appendingPathComponent("lesions/lesions.json")
    ).member("c13")
    let autoPET = pair.lesions(of: Self.one, rules: .autoPET)
    #expect(abs(autoPET.falsePositiveVolume.value - 0.264) < 1e-12)
    #expect(abs(autoPET.falseNegativeVolume.value - 0.118) < 1e-12)
    for (threshold, counts) in [(0.0, [5, 3, 2]), (0.5, [4, 4, 3])] {
      let lits = pair.mergedLesions(of: Self.one, above: threshold)
      #expect([lits.detected, lits.falsePositives, lits.falseNegatives] == counts)
    }
    let brats: [(String, GrownLesionScore.Rules)] = [
      ("brats23-gli", .glioma), ("brats23-met", .metastases),
    ]
    for (name, rules) in brats {
      let expected = try known.member(name)
      let rows = try #require(expected.members["rows"] as? [[Double]])
      // The distances of the surface-distance package, by the size of the lesion they belong to.
      // Where two rows are alike in both, it does not matter which is which: they are summed.
      let score = pair.grownLesions(of: Self.one, rules: rules) { reference, prediction in
        #expect(prediction.memberCount > 0 && reference.bounds == prediction.bounds)
        let alike = rows.filter {
          $0[1] == 2 * Double(reference.memberCount)
            && abs($0[2] - Self.dice(reference, prediction)) < 1e-12
        }
        return alike.reduce(0) { $0 + $1[3] } / Double(alike.count)
      }
      #expect(score.truePositives == Int(try expected.number("tp")))
      #expect(score.falsePositives.count == Int(try expected.number("fp")))
      #expect(score.falseNegatives == Int(try expected.number("fn")))
      try expectSame(score.dice, expected, "lesionwise_dice", name)
      #expect(pair.grownLesions(of: Self.one, rules: rules).dice == score.dice)
      #expect(pair.grownLesions(of: Self.one, rules: rules).hd95 == nil)
      let found = score.rows.map { [Double($0.prediction.count), $0.volume.value, $0.dice] }
        .sorted { $0.lexicographicallyPrecedes($1) }
      #expect(found.count == rows.count)
      for (row, known) in zip(found, rows.sorted { $0.lexicographicallyPrecedes($1) }) {
        #expect(row[..<2] == known[..<2] && abs(row[2] - known[2]) < 1e-12)
      }
      try expectSame(score.hd95?.value, expected, "lesionwise_hd95", name)
    }
  }

  private static func dice(_ a: VoxelMask, _ b: VoxelMask) -> Double {
    let shared = zip(a.words, b.words).reduce(0) { $0 + ($1.0 & $1.1).nonzeroBitCount }
    return Double(2 * shared) / Double(a.memberCount + b.memberCount)
  }

  @Test func smallPairsHaveTheComponentsOfCC3D() throws {
    for known in try Known.all() {
      for connectivity in Connectivity.allCases {
        let pair = LesionPair(try known.common, of: Self.one, connectivity: connectivity)
        #expect(
          [pair.reference.components.count, pair.prediction.components.count]
            == known.components.members["\(connectivity.rawValue)"] as? [Int])
      }
    }
  }

  @Test func panopticaOnSmallPairs() throws {
    var seen = 0
    for (index, known) in try Known.all().enumerated() {
      for (name, rules) in Self.panoptica where known.expected.members[name] != nil {
        try expectSame(
          known.lesions(rules), known.expected.member(name), "\(index) \(name)")
        seen += 1
      }
    }
    #expect(seen == 22 * 12)
  }

  @Test func challengesOnSmallPairs() throws {
    for (index, known) in try Known.all().enumerated() {
      let frame = try known.common
      let autoPET = try known.expected.member("autopet")
      let volumes = try known.lesions(.autoPET)
      let voxel = known.spacing.reduce(1, *) / 1000
      #expect(
        abs(
          volumes.falsePositiveVolume.value / voxel
            - (try autoPET.number("false_positive_voxels"))) < 1e-9)
      #expect(
        abs(
          volumes.falseNegativeVolume.value / voxel
            - (try autoPET.number("false_negative_voxels"))) < 1e-9)
      for threshold in [0.0, 0.5] {
        let expected = try known.expected.member("lits:\(threshold == 0 ? "0" : "0.5")")
        let lits = MergedLesionDetection(
          LesionPair(frame, of: Self.one, connectivity: .faces), above: threshold)
        #expect(lits.detected == Int(try expected.number("tp")), "\(index) \(threshold)")
        #expect(lits.falsePositives == Int(try expected.number("fp")), "\(index) \(threshold)")
        #expect(lits.falseNegatives == Int(try expected.number("fn")), "\(index) \(threshold)")
      }
      let brats: [(String, GrownLesionScore.Rules)] = [
        ("brats23-gli", .glioma), ("brats23-met", .metastases),
      ]
      for (name, rules) in brats {
        let expected = try known.expected.member(name)
        let score = GrownLesionScore(
          GrownLesionPair(frame, of: Self.one, rules: rules), rules: rules,
          voxelVolume: known.place.grid.voxelVolume)
        #expect(score.truePositives == Int(try expected.number("tp")), "\(index) \(name)")
        #expect(score.falsePositives.count == Int(try expected.number("fp")), "\(index) \(name)")
        #expect(score.falseNegatives == Int(try expected.number("fn")), "\(index) \(name)")
        if let dice = score.dice {
          #expect(abs(dice - (try expected.number("lesionwise_dice"))) < 1e-12, "\(index) \(name)")
        } else {
          #expect(try expected.number("lesionwise_dice") == 1, "the challenge's word for nothing")
        }
      }
    }
  }
}
