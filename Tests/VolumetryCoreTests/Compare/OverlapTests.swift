import Foundation
import Testing

@testable import VolumetryCore

/// Counts and ratios against pymia, MetricsReloaded, MedPy and plain loops over voxels.
@Suite struct OverlapTests {
  @Test(arguments: MetricCase.binary)
  func countsAndRatiosArePeersOwn(_ name: String) throws {
    let metricCase = try MetricCase(name)
    let pair = try metricCase.pair()
    let matrix = ConfusionMatrix(pair.joint, classes: [LabelSet([Label(1)])])
    let overlap = matrix.overlap(ofClass: 1)
    let counts = try metricCase.exact("counts")
    #expect(overlap.truePositives == Int(try counts.number("tp")))
    #expect(overlap.falsePositives == Int(try counts.number("fp")))
    #expect(overlap.falseNegatives == Int(try counts.number("fn")))
    #expect(overlap.trueNegatives == Int(try counts.number("tn")))
    let pymia = try metricCase.peer("pymia")
    let same: [(String, Double?)] = [
      ("dice", overlap.dice), ("jaccard", overlap.jaccard), ("sensitivity", overlap.sensitivity),
      ("specificity", overlap.specificity), ("precision", overlap.precision),
      ("volume_similarity", overlap.volumetricSimilarity), ("kappa", matrix.kappa),
      ("ari", matrix.adjustedRandIndex), ("rand", matrix.randIndex),
      ("mutual_information", matrix.mutualInformation),
      ("variation_of_information", matrix.variationOfInformation),
    ]
    guard overlap.reference > 0, overlap.prediction > 0 else {
      #expect(overlap.dice == (overlap.union == 0 ? nil : 0))
      #expect(overlap.sensitivity == (overlap.reference == 0 ? nil : 0))
      return
    }
    for (key, value) in same {
      let expected = try pymia.number(key)
      #expect(abs(try #require(value) - expected) < 1e-9, "\(name) \(key)")
    }
    // MetricsReloaded sums in single precision.
    let mcc = try metricCase.peer("metricsreloaded").number("mcc")
    #expect(abs(try #require(overlap.matthewsCorrelation) - mcc) < 1e-6)
    #expect(abs(try #require(matrix.matthewsCorrelation) - mcc) < 1e-6)
    #expect(abs(try #require(overlap.kappa) - (try #require(matrix.kappa))) < 1e-12)
    let ravd = try metricCase.peer("medpy").number("ravd")
    #expect(abs(try #require(overlap.relativeVolumeDifference) - ravd) < 1e-12)
  }

  /// So many labels that no table of their pairs is kept.
  @Test func manyLabelsAgainstVoxelByVoxel() {
    var random = SeededGenerator(73)
    var (a, b) = (SmallVolume(40, 10, 9), SmallVolume(40, 10, 9))
    for voxel in a.labels.indices {
      (a.labels[voxel], b.labels[voxel]) = (
        .random(in: 0...900, using: &random), .random(in: 0...900, using: &random)
      )
    }
    var counts: [[Label]: Int] = [:]
    for (x, y) in zip(a.labels, b.labels) { counts[[Label(x), Label(y)], default: 0] += 1 }
    let expected = JointCensus(
      counts.map { JointCensus.Combination(labels: $0.key, voxels: $0.value) })
    for cores in 1...2 {
      let joint = JointRuns.census(a.runs, b.runs, voxels: 3600, cores: cores, runsOfPart: 1)
      #expect(joint == expected, "\(cores) cores")
    }
  }

  @Test func manyClassesAgainstVoxelByVoxel() throws {
    var random = SeededGenerator(72)
    for _ in 0..<100 {
      let (a, b) = (
        SmallVolume(random: &random, most: 8, labels: 4),
        SmallVolume(random: &random, most: 8, labels: 4)
      )
      var other = SmallVolume(a.shape.i, a.shape.j, a.shape.k)
      for voxel in other.labels.indices where voxel < b.labels.count {
        other.labels[voxel] = b.labels[voxel]
      }
      let joint = JointRuns.census(a.runs, other.runs, voxels: a.shape.voxelCount)
      for cores in 2...5 {
        let parted = JointRuns.census(
          a.runs, other.runs, voxels: a.shape.voxelCount, cores: cores, runsOfPart: 1)
        #expect(parted == joint, "\(cores) cores")
      }
      let matrix = ConfusionMatrix(
        joint, classes: [LabelSet([Label(1)]), LabelSet([Label(2), Label(4)])])
      func kind(_ label: Int) -> Int { [0, 1, 2, 0, 2][label] }
      var counts = [[Int]](repeating: [0, 0, 0], count: 3)
      for (x, y) in zip(a.labels, other.labels) { counts[kind(x)][kind(y)] += 1 }
      #expect(matrix.counts == counts)
      for index in 0..<3 {
        let overlap = matrix.overlap(ofClass: index)
        #expect(overlap.voxels == a.shape.voxelCount)
        #expect(overlap.truePositives == counts[index][index])
        #expect(overlap.reference == counts[index].reduce(0, +))
        let sums = counts.reduce(0) { $0 + $1[index] }
        #expect(overlap.prediction == sums)
      }
      #expect(
        matrix.accuracy == Double((0..<3).reduce(0) { $0 + counts[$1][$1] })
          / Double(a.shape.voxelCount))
    }
  }

  @Test func consistencyIsMartinsDefinition() throws {
    // By hand: 6 of 10 right; each misplaced voxel is out of its segment in both directions.
    let matrix = ConfusionMatrix(counts: [[4, 1], [3, 2]])
    // Of the reference's segments (5, 5): 4·1/5 + 1·4/5 + 3·2/5 + 2·3/5 = 4; of the prediction's
    // (7, 3): 4·3/7 + 3·4/7 + 1·2/3 + 2·1/3 = 24/7 + 4/3.
    #expect(try #require(matrix.globalConsistencyError) == 4.0 / 10)
    // A refinement is consistent.
    let refined = ConfusionMatrix(counts: [[4, 0, 0], [0, 3, 2], [0, 0, 0]])
    #expect(try #require(refined.globalConsistencyError) == 0)
  }

  @Test func nothingIsInventedWhereNothingIsThere() {
    let none = Overlap(truePositives: 0, falsePositives: 0, falseNegatives: 0, trueNegatives: 8)
    #expect(none.dice == nil && none.jaccard == nil && none.sensitivity == nil)
    #expect(none.precision == nil && none.kappa == nil && none.matthewsCorrelation == nil)
    #expect(none.specificity == 1 && none.volumetricSimilarity == nil)
    let added = Overlap(truePositives: 0, falsePositives: 2, falseNegatives: 0, trueNegatives: 6)
    #expect(added.dice == 0 && added.sensitivity == nil && added.precision == 0)
    #expect(added.relativeVolumeDifference == nil && added.fScore(beta: 2) == 0)
    let matrix = ConfusionMatrix(counts: [[5, 1, 2], [0, 4, 0], [3, 3, 1]])
    #expect(matrix.mostConfused(withClass: 2)?.index == 0, "the first of equal ones")
    #expect(matrix.mostConfused(withClass: 1) == nil)
    #expect(
      Overlap(
        truePositives: 3, falsePositives: 1, falseNegatives: 2, trueNegatives: 4
      ).fScore(beta: 1) == 6.0 / 9)
  }
}
