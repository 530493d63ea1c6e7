import Foundation
import Testing

@testable import VolumetryCore

/// Percentiles of surface-distance where exactly 95 % of the area is met at a distance, so that
/// rounding decides: its own numbers, to the last bit.
@Suite struct SurfelDistancesTests {
  /// Numbers in a text with blanks or commas between them: Foundation's reader of JSON loses their
  /// last bits.
  private static func numbers(_ text: Any?) throws -> [Double] {
    try #require(text as? String).split { ", \n".contains($0) }.map { try #require(Double($0)) }
  }

  /// Two masks and what the programs printed for them.
  private struct Tie {
    let reference: SmallVolume
    let prediction: SmallVolume
    let spacing: [Double]
    /// compute_robust_hausdorff of arrays with i first.
    let surfaceDistance: Double
    /// pymia's evaluator of SimpleITK images.
    let pymia: Double

    init(_ members: [String: Any]) throws {
      let sizes = try #require(members["shape"] as? [Int])
      /// Lengths of runs, outside first, i fastest.
      func volume(_ key: String) throws -> SmallVolume {
        var volume = SmallVolume(sizes[0], sizes[1], sizes[2])
        var (place, label) = (0, 0)
        for run in try #require(members[key] as? String).split(separator: " ") {
          let end = place + (try #require(Int(run)))
          for voxel in place..<end { volume.labels[voxel] = label }
          (place, label) = (end, 1 - label)
        }
        #expect(place == volume.labels.count)
        return volume
      }
      (reference, prediction) = (try volume("reference"), try volume("prediction"))
      spacing = try SurfelDistancesTests.numbers(members["spacing"])
      surfaceDistance = try SurfelDistancesTests.numbers(members["surface_distance"])[0]
      pymia = try SurfelDistancesTests.numbers(members["pymia"])[0]
    }

    func readings(_ preset: String) throws -> PeerReadings {
      let overlap = Overlap(
        truePositives: 1, falsePositives: 1, falseNegatives: 1, trueNegatives: 1)
      return try PeerReadings(
        try #require(PeerPreset(id: preset)), overlap: overlap, reference: reference.mask([1]),
        prediction: prediction.mask([1]), spacing: SIMD3(spacing), image: reference.shape,
        tolerances: [])
    }
  }

  private static func known() throws -> [String: Any] {
    let url = MetricCase.folder.appendingPathComponent("surface_distance_ties.json")
    return try #require(
      JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Any])
  }

  private static func ties() throws -> [Tie] {
    try #require(try known()["cases"] as? [[String: Any]]).map(Tie.init)
  }

  @Test func tiesAreAsTheProgramsRound() throws {
    var (differing, turned) = (0, 0)
    for (number, tie) in try Self.ties().enumerated() {
      let brats = try tie.readings("brats23-gli").value("Legacy_HD95")
      #expect(brats == .number(tie.surfaceDistance), "case \(number)")
      #expect(try tie.readings("pymia").value("hd95") == .number(tie.pymia), "case \(number)")
      let native = try SurfaceAgreement(
        reference: tie.reference.mask([1]), prediction: tie.prediction.mask([1]),
        spacing: SIMD3(tie.spacing)
      ).hausdorffPercentile(95, .area)
      // Our own takes the smaller distance of a tie.
      #expect(try #require(native) <= min(tie.surfaceDistance, tie.pymia) + 1e-9)
      if abs(try #require(native) - tie.surfaceDistance) > 1e-9 { differing += 1 }
      if tie.surfaceDistance != tie.pymia { turned += 1 }
    }
    #expect(differing >= 24 && turned >= 1)
  }

  /// The same where it is the distance of a lesion: one that is all of its volume.
  @Test func lesionsTakeTheSameDistance() throws {
    var request = ComparisonRequest()
    request.families = [.surface, .lesions]
    request.compat = PeerPreset(id: "brats23-gli")
    var checked = 0
    for tie in try Self.ties() where tie.spacing == [1, 1, 1] {
      let pair = try SmallPair(spacing: tie.spacing).read(tie.reference, tie.prediction)
      let compared = pair.comparison(of: [ComparedStructure(Label(1))], request).structures[0]
      let found = try #require(compared.peer)
      #expect(found.value("Legacy_HD95") == .number(tie.surfaceDistance))
      let lesions = pair.grownLesions(of: LabelSet([Label(1)]), rules: .glioma)
      guard lesions.rows.count == 1, lesions.falsePositives.isEmpty,
        lesions.rows[0].volume == pair.voxelVolume * Double(compared.overlap.reference)
      else { continue }
      #expect(found.value("LesionWise_Score_HD95") == .number(tie.surfaceDistance))
      checked += 1
    }
    #expect(checked >= 2)
  }

  /// Σ 1 / (i + 3) for i from 0, in single parts, in parts joined, and in blocks.
  @Test func sumsAreNumpys() throws {
    let sums = try #require(try Self.known()["sums"] as? [String]).map { try Self.numbers($0) }
    #expect(sums.contains { $0[0] > 16_384 })
    for known in sums {
      var (sum, plain) = (PairwiseSum(), 0.0)
      for number in 0..<Int(known[0]) {
        sum.add(1 / (Double(number) + 3))
        plain += 1 / (Double(number) + 3)
      }
      #expect(sum.value == known[1], "\(known[0])")
      #expect(abs(plain - known[1]) < 1e-12)
    }
    #expect(PairwiseSum().value == 0)
  }

  @Test func areasAreThoseOfItsTable() throws {
    let url = MetricCase.folder.appendingPathComponent("surfel_tables.json")
    let tables = try String(contentsOf: url, encoding: .utf8).split(separator: "\"(").dropFirst()
    #expect(tables.count == 3)
    for table in tables {
      let parts = table.split { "()[]".contains($0) }
      let (name, areas) = (String(parts[0]), try Self.numbers(String(parts[2])))
      #expect(areas.count == 256)
      let spacing = SIMD3(try Self.numbers(name))
      #expect(SurfelAreas(spacing: spacing, axes: .ijk).areas == areas, "\(name)")
      // With the axes reversed a code is another, and its area the same but for rounding.
      let turned = SurfelAreas(spacing: spacing, axes: .kji).areas
      #expect(zip(turned, areas).allSatisfy { abs($0 - $1) <= 1e-14 * $1 }, "\(name)")
    }
  }

  /// The triangles that are summed are those of our own patches.
  @Test func trianglesMakeUpThePatches() {
    for (code, patch) in zip(NeighbourCode.all, MarchingCubesPatch.all) {
      var eighths = SIMD8<UInt32>.zero
      for normal in SurfelAreas.triangles(of: code) {
        let zeros = (0..<3).filter { normal[$0] == 0 }
        let place =
          switch zeros.count {
          case 0: MarchingCubesPatch.diagonal
          case 1: MarchingCubesPatch.parallel(to: zeros[0])
          default: MarchingCubesPatch.normal(along: 3 - zeros[0] - zeros[1])
          }
        eighths[place] += UInt32(normal.max() * 8)
      }
      #expect(eighths == patch.eighths, "code \(code.rawValue)")
    }
  }
}
