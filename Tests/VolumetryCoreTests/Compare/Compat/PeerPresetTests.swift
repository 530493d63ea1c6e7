import Foundation
import Testing

@testable import VolumetryCore

/// The numbers of other programs, against what they printed.
@Suite struct PeerPresetTests {
  private static func object(_ path: String) throws -> [String: Any] {
    let url = MetricCase.folder.appendingPathComponent(path)
    return try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
  }

  /// What each program printed for a case, by preset.
  private static func oracles(_ name: String) throws -> [String: PeerOracle] {
    let peers = try object("\(name)/peers.json")
    func member(_ key: String) throws -> [String: Any] {
      try #require(peers[key] as? [String: Any], "\(key)")
    }
    let simpleITK = try member("simpleitk")
    var itk = try #require(simpleITK["label_overlap(source=pred,target=ref)"] as? [String: Any])
    if let distances = simpleITK["hausdorff_filter"] as? [String: Any] {
      itk.merge(distances) { one, _ in one }
    } else {
      for name in ["hd_region", "average_hd"] { itk[name] = simpleITK["hausdorff_filter"] }
    }
    var plastimatch = try member("plastimatch")
    for name in ["raw", "rc", "Location", "File", "Line"] { plastimatch[name] = nil }
    return [
      "medpy": PeerOracle(values: try member("medpy")),
      "monai": PeerOracle(values: try member("monai")),
      "metricsreloaded": PeerOracle(values: try member("metricsreloaded")),
      "panoptica": PeerOracle(values: try member("panoptica")),
      "pymia": PeerOracle(values: try member("pymia")),
      "seg-metrics": PeerOracle(
        values: try #require(
          try member("seg_metrics")["fullyConnected"] as? [String: Any])),
      "itk": PeerOracle(values: itk), "plastimatch": PeerOracle(values: plastimatch),
    ]
  }

  /// Means of plastimatch, whose map of distances is not exact: the preset says so.
  private static let approximate: Set<String> = [
    "Avg average Hausdorff distance", "Max average Hausdorff distance",
    "Avg average Hausdorff distance (boundary)", "Max average Hausdorff distance (boundary)",
  ]

  @Test(arguments: MetricCase.binary)
  func numbersArePeersOwn(_ name: String) throws {
    let facts = try Self.object("\(name)/case.json")
    let spacing = try #require(facts["spacing"] as? [Double])
    let tolerances = try #require(facts["taus"] as? [Double])
    let pair = try MetricCase(name).pair()
    let structure = ComparedStructure(Label(1))
    let masks = try PairVoxels(pair.frame)
      .masks(of: structure.members, inOneBox: false)
    for (id, oracle) in try Self.oracles(name) {
      let preset = try #require(PeerPreset(id: id))
      let readings = try PeerReadings(
        preset, overlap: pair.overlap(of: structure), reference: masks.reference,
        prediction: masks.prediction, spacing: SIMD3(spacing), image: pair.frame.shape,
        tolerances: tolerances)
      #expect(oracle.check(readings, name, skipping: Self.approximate) > 4)
      guard id == "plastimatch", pair.overlap(of: structure).truePositives > 0 else { continue }
      for key in Self.approximate {
        let printed = try #require(oracle.values[key] as? Double)
        #expect(abs(try #require(readings.value(key)?.finite) - printed) < 2e-3 * printed)
      }
    }
  }

  private struct SmallPair {
    let image: GridShape
    let spacing: SIMD3<Double>
    let tolerances: [Double]
    let reference: VoxelMask?
    let prediction: VoxelMask?
    let overlap: Overlap
    let peers: [String: [String: Any]]

    init(_ members: [String: Any]) throws {
      let sizes = try #require(members["shape"] as? [Int])
      let image = try #require(GridShape(sizes[0], sizes[1], sizes[2]))
      self.image = image
      spacing = SIMD3(try #require(members["spacing"] as? [Double]))
      tolerances = try #require(members["tolerances"] as? [Double])
      peers = try #require(members["peers"] as? [String: [String: Any]])
      /// Lengths of runs, outside first, i fastest.
      func voxels(_ key: String) throws -> [Bool] {
        let text = try #require(members[key] as? String)
        var (voxels, isMember) = ([Bool](), false)
        for run in text.split(separator: " ") {
          voxels += [Bool](repeating: isMember, count: try #require(Int(run)))
          isMember.toggle()
        }
        return voxels
      }
      func mask(_ voxels: [Bool]) -> VoxelMask? {
        guard voxels.contains(true) else { return nil }
        var mask = VoxelMask(
          bounds: VoxelBounds(
            min: .zero, max: SIMD3(Int32(image.i - 1), Int32(image.j - 1), Int32(image.k - 1))))
        for (place, isMember) in voxels.enumerated() where isMember {
          mask.insert(row: place / image.i, from: place % image.i, to: place % image.i + 1)
        }
        return mask
      }
      let (a, b) = (try voxels("reference"), try voxels("prediction"))
      (reference, prediction) = (mask(a), mask(b))
      func count(_ inReference: Bool, _ inPrediction: Bool) -> Int {
        zip(a, b).count { $0.0 == inReference && $0.1 == inPrediction }
      }
      overlap = Overlap(
        truePositives: count(true, true), falsePositives: count(false, true),
        falseNegatives: count(true, false), trueNegatives: count(false, false))
    }

    func readings(_ preset: PeerPreset) throws -> PeerReadings {
      try PeerReadings(
        preset, overlap: overlap, reference: reference, prediction: prediction, spacing: spacing,
        image: image, tolerances: tolerances)
    }
  }

  private static func smallPairs() throws -> [SmallPair] {
    let url = MetricCase.folder.deletingLastPathComponent()
      .appendingPathComponent("compat/pairs.json")
    let pairs = try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [[String: Any]])
    return try pairs.map(SmallPair.init)
  }

  /// Touching edges, filling the image, one or both empty, tolerances of exactly one voxel.
  @Test func smallPairsArePeersOwn() throws {
    var checked = 0
    for (number, pair) in try Self.smallPairs().enumerated() {
      for (id, values) in pair.peers.sorted(by: { $0.key < $1.key }) {
        let readings = try pair.readings(try #require(PeerPreset(id: id)))
        var skipped: Set<String> = []
        let isFull = [pair.overlap.reference, pair.overlap.prediction]
          .contains(pair.overlap.voxels)
        // Rounding noise of numbers of the order of 1e19.
        if id == "seg-metrics", isFull { skipped = ["stdsd"] }
        checked += PeerOracle(values: values).check(readings, "pair \(number)", skipping: skipped)
      }
    }
    #expect(checked > 3000)
  }

  /// A header's 0.8 mm is 0.800000012: one voxel is beyond a tolerance of 0.8 mm, except for a
  /// program that compares in 32 bits.
  @Test func tolerancesAreComparedAsTheProgramDoes() throws {
    let image = try #require(GridShape(12, 8, 8))
    func block(_ first: Int) -> VoxelMask {
      var mask = VoxelMask(bounds: VoxelBounds(min: .zero, max: SIMD3(11, 7, 7)))
      for k in 2..<6 {
        for j in 2..<6 { mask.insert(row: j + 8 * k, from: first, to: first + 5) }
      }
      return mask
    }
    let overlap = Overlap(
      truePositives: 64, falsePositives: 16, falseNegatives: 16, trueNegatives: 12 * 64 - 96)
    for (id, name, printed) in [
      ("monai", "nsd@0.8", 1.0), ("monai", "nsd_subvoxel@0.8", 1.0),
      ("pymia", "nsd@0.8", 0.6788626757055276), ("kits23", "SD@0.8", 0.6788626757055276),
      ("panoptica", "nsd@0.8", 0.7058823529411765),
    ] {
      let readings = try PeerReadings(
        try #require(PeerPreset(id: id)), overlap: overlap, reference: block(3),
        prediction: block(4), spacing: SIMD3(Double(Float(0.8)), 1, 1), image: image,
        tolerances: [0.8])
      let found = try #require(readings.value(name)?.finite)
      #expect(abs(found - printed) < 1e-9, "\(id) \(name)")
    }
  }

  /// nnU-Net's are four counts, by hand.
  @Test func nnUNetCounts() throws {
    let preset = try #require(PeerPreset(id: "nnunet"))
    func values(_ overlap: Overlap) throws -> PeerReadings {
      PeerReadings(
        preset, preset.metrics([]),
        try PeerMeasurements(
          for: preset.metrics([]), overlap: overlap, masks: nil, spacing: SIMD3(1, 1, 1),
          image: try #require(GridShape(2, 5, 2))))
    }
    let some = try values(
      Overlap(truePositives: 4, falsePositives: 2, falseNegatives: 6, trueNegatives: 8))
    #expect(some.value("Dice") == .number(0.5))
    #expect(some.value("IoU") == .number(1.0 / 3))
    #expect(
      ["FP", "TP", "FN", "TN", "n_pred", "n_ref"].map { some.value($0)?.finite }
        == [2, 4, 6, 8, 6, 10])
    let none = try values(
      Overlap(truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 20))
    #expect(none.value("Dice") == .notANumber)
    #expect(none.value("IoU") == .notANumber)
    let added = try values(
      Overlap(truePositives: 0, falsePositives: 3, falseNegatives: 0, trueNegatives: 17))
    #expect(added.value("Dice") == .number(0))
  }

  /// LiTS' penalty, and what it exchanges.
  @Test(arguments: [("c08_ref_empty", 9001.0), ("c09_pred_empty", 9001.0)])
  func litsPenalizesAnEmptyMask(_ name: String, _ penalty: Double) throws {
    var request = ComparisonRequest()
    request.compat = PeerPreset(id: "lits")
    let found = try #require(
      try MetricCase(name).pair().comparison(of: [ComparedStructure(Label(1))], request)
        .structures.first?.peer)
    for distance in ["rvd", "assd", "rmsd", "msd"] {
      #expect(found.value(distance) == .number(penalty), "\(distance)")
    }
    #expect(found.value("dice") == .number(0))
    #expect(found.value("voe") == .number(1))
  }

  /// With a preset the contract's keys hold the program's numbers, and only those it has.
  @Test func keysHoldPeersNumbers() throws {
    var request = ComparisonRequest()
    request.compat = PeerPreset(id: "medpy")
    let found = try #require(
      try MetricCase("c10_edge_slab").pair().comparison(
        of: [ComparedStructure(Label(1))], request
      ).structures.first)
    let table = ComparisonMetric.table(request)
    let values = Dictionary(uniqueKeysWithValues: table.map { ($0.id, $0.value(found)) })
    #expect(values["assd_mm"] == found.peer?.value("assd")?.finite)
    #expect(abs(try #require(values["assd_mm"] ?? nil) - 0.7240473061760841) < 1e-12)
    #expect(values["volume_reference_ml"] == 4)
    #expect(values["masd_mm"] == nil)
    #expect(values["nsd_1mm"] == nil)
    #expect(found.surface == nil)
    request.families = [.overlap]
    #expect(!ComparisonMetric.table(request).contains { $0.id == "hd_mm" })
  }

  /// Every row stands for at most one of ours, which exists; names are there once.
  @Test func rowsAreWellFormed() {
    var request = ComparisonRequest()
    request.families = Set(MetricFamily.allCases)
    let known = Set(ComparisonMetric.table(request).map(\.id))
    #expect(Set(PeerPreset.table.map(\.id)).count == PeerPreset.table.count)
    for preset in PeerPreset.table {
      let rows = preset.metrics(request)
      #expect(!rows.isEmpty)
      #expect(Set(rows.map(\.name)).count == rows.count, "\(preset.id)")
      let natives = rows.compactMap(\.nativeID)
      #expect(Set(natives).count == natives.count, "\(preset.id)")
      #expect(known.isSuperset(of: natives), "\(preset.id)")
      #expect(rows.allSatisfy { $0.definition.hasSuffix(".") && $0.definition.count > 12 })
    }
  }
}
