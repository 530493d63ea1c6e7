import Foundation
import Testing

@testable import VolumetryCore

/// Components of runs against flood fill, scipy and cc3d.
@Suite struct ComponentLabellingTests {
  /// Blobs, or dust of any density, so that runs and links have every form.
  static func volume(_ random: inout SeededGenerator, round: Int) -> SmallVolume {
    guard round % 2 == 0 else { return SmallVolume(random: &random, most: 9) }
    var volume = SmallVolume(
      .random(in: 1...8, using: &random), .random(in: 1...8, using: &random),
      .random(in: 1...8, using: &random))
    let share = Double.random(in: 0.05...0.7, using: &random)
    for voxel in volume.labels.indices where Double.random(in: 0..<1, using: &random) < share {
      volume.labels[voxel] = .random(in: 1...2, using: &random)
    }
    return volume
  }

  @Test(arguments: Connectivity.allCases) func runsGiveWhatFloodFillGives(
    _ connectivity: Connectivity
  ) throws {
    var random = SeededGenerator(81)
    for round in 0..<1500 {
      let volume = Self.volume(&random, round: round)
      let runs = volume.runs
      let together = ComponentLabelling(of: runs, connectivity: connectivity)
      let plain = PlainComponents(volume, connectivity) { $0 > 0 ? 1 : 0 }
      try #require(together.plainNumbers == plain.numbers, "round \(round)")
      try #require(together.components.count == plain.count)
      let each = ComponentLabelling(ofEachLabelOf: runs, connectivity: connectivity)
      try #require(
        each.plainNumbers == PlainComponents(volume, connectivity) { $0 }.numbers, "round \(round)")
      for component in each.components.indices {
        let first = try #require(each.plainNumbers.firstIndex(of: component))
        try #require(each.components[component].label == Label(volume.labels[first]))
      }
      let second = ComponentLabelling(of: runs, connectivity: connectivity) {
        runs.labels[Int($0)] == Label(2)
      }
      try #require(
        second.plainNumbers
          == PlainComponents(volume, connectivity) { $0 == 2 ? 1 : 0 }.numbers)
    }
  }

  @Test func whatIsKnownOfAComponentIsThatOfItsVoxels() throws {
    var random = SeededGenerator(82)
    for round in 0..<200 {
      let volume = Self.volume(&random, round: round)
      let labelling = ComponentLabelling(of: volume.runs, connectivity: .edges)
      let numbers = labelling.plainNumbers
      for (number, component) in labelling.components.enumerated() {
        var (voxels, sums) = (0, SIMD3<Int>.zero)
        var (low, high) = (SIMD3<Int>(repeating: .max), SIMD3<Int>(repeating: .min))
        for index in numbers.indices where numbers[index] == number {
          let place = SIMD3(
            index % volume.shape.i, index / volume.shape.i % volume.shape.j,
            index / volume.shape.i / volume.shape.j)
          voxels += 1
          sums &+= place
          (low, high) = (pointwiseMin(low, place), pointwiseMax(high, place))
        }
        #expect(component.voxels == voxels)
        #expect(component.indexSums == IndexSums(i: sums.x, j: sums.y, k: sums.z))
        #expect(
          component.bounds
            == VoxelBounds(
              min: SIMD3(truncatingIfNeeded: low), max: SIMD3(truncatingIfNeeded: high)))
        let mask = try #require(labelling.mask(of: [number]))
        #expect(mask.memberCount == voxels && mask.bounds == component.bounds)
      }
      #expect(labelling.mask(of: []) == nil)
    }
  }

  @Test func moreNeighboursNeverMakeMoreComponents() {
    var random = SeededGenerator(83)
    var differ = 0
    for round in 0..<300 {
      let runs = Self.volume(&random, round: round).runs
      let counts = Connectivity.allCases.map {
        ComponentLabelling(of: runs, connectivity: $0).components.count
      }
      #expect(counts[0] >= counts[1] && counts[1] >= counts[2])
      if counts[0] > counts[1], counts[1] > counts[2] { differ += 1 }
    }
    #expect(differ > 50, "all three differ somewhere")
  }

  @Test func turningAndMovingAVolumeChangesNoComponent() {
    var random = SeededGenerator(84)
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]]
    for round in 0..<200 {
      let volume = Self.volume(&random, round: round)
      let turned = volume.turned(
        axes: orders[round % 6], reversed: (0..<3).map { _ in .random(using: &random) })
      var moved = SmallVolume(volume.shape.i + 3, volume.shape.j + 2, volume.shape.k + 1)
      for k in 0..<volume.shape.k {
        for j in 0..<volume.shape.j {
          for i in 0..<volume.shape.i { moved[i + 2, j + 1, k + 1] = volume[i, j, k] }
        }
      }
      for connectivity in Connectivity.allCases {
        let sizes = ComponentLabelling(of: volume.runs, connectivity: connectivity).sizes
        let other = ComponentLabelling(of: turned.runs, connectivity: connectivity).sizes
        #expect(other.sorted() == sizes.sorted())
        #expect(ComponentLabelling(of: moved.runs, connectivity: connectivity).sizes == sizes)
      }
    }
  }

  @Test func numbersOfAnArrayInCAreThoseOfTheTurnedVolume() {
    var random = SeededGenerator(85)
    for round in 0..<200 {
      let volume = Self.volume(&random, round: round)
      let reversed = volume.turned(axes: [2, 1, 0], reversed: [false, false, false])
      for connectivity in Connectivity.allCases {
        let labelling = ComponentLabelling(of: volume.runs, connectivity: connectivity)
        let other = ComponentLabelling(of: reversed.runs, connectivity: connectivity)
        #expect(
          labelling.numbersWithLastAxisFastest.map { labelling.components[$0].voxels }
            == other.sizes)
        for (rank, number) in labelling.numbersWithLastAxisFastest.enumerated() {
          #expect(labelling.ranks(.lastAxisFastest)[number] == rank)
        }
      }
    }
  }

  @Test func joinedComponentsAreNumberedByTheirFirstVoxels() throws {
    var volume = SmallVolume(7, 1, 1)
    volume.labels = [1, 0, 1, 0, 1, 0, 1]
    let labelling = ComponentLabelling(of: volume.runs, connectivity: .faces)
    let joined = labelling.joined(by: [9, 4, 9, 4])
    #expect(joined.plainNumbers == [0, -1, 1, -1, 0, -1, 1])
    #expect(joined.components.map(\.voxels) == [2, 2])
    #expect(joined.components[0].indexSums.i == 4 && joined.components[1].bounds.max.x == 6)
  }

  @Test(arguments: Connectivity.allCases) func growingIsWhatTouchesVoxelByVoxel(
    _ connectivity: Connectivity
  ) {
    var random = SeededGenerator(86)
    for round in 0..<200 {
      let volume = Self.volume(&random, round: round)
      let steps = round % 4
      var grown = volume
      for voxel in grown.labels.indices { grown.labels[voxel] = volume.labels[voxel] == 1 ? 1 : 0 }
      for _ in 0..<steps {
        let before = grown
        for k in 0..<volume.shape.k {
          for j in 0..<volume.shape.j {
            for i in 0..<volume.shape.i where before[i, j, k] == 0 {
              let touches = PlainComponents.neighbours(connectivity).contains {
                before.label(at: SIMD3(i, j, k) &+ $0) > 0
              }
              if touches { grown[i, j, k] = 1 }
            }
          }
        }
      }
      let runs = volume.runs
      let found = runs.grown(by: steps, connectivity: connectivity) {
        runs.labels[Int($0)] == Label(1)
      }
      #expect(found == grown.runs)
    }
  }

  @Test func realFilesHaveTheComponentsOfScipyAndCC3D() throws {
    let folder = MetricCase.folder.deletingLastPathComponent()
    let known = try #require(
      JSONSerialization.jsonObject(
        with: Data(contentsOf: folder.appendingPathComponent("lesions/components.json")))
        as? [String: [String: [String: Int]]])
    #expect(known.count >= 20)
    for (file, counts) in known {
      let path = folder.appendingPathComponent("real/files/\(file)").path
      let scan = try LabelledScan(path: path)
      for connectivity in Connectivity.allCases {
        let expected = try #require(counts["\(connectivity.rawValue)"])
        let together = ComponentLabelling(of: scan.runs, connectivity: connectivity)
        let each = ComponentLabelling(ofEachLabelOf: scan.runs, connectivity: connectivity)
        #expect(together.components.count == expected["together"], "\(file) \(connectivity)")
        #expect(together.sizes.max() == expected["largest"], "\(file) \(connectivity)")
        #expect(each.components.count == expected["each_label"], "\(file) \(connectivity)")
        #expect(each.sizes.max() == expected["each_largest"], "\(file) \(connectivity)")
      }
    }
  }
}
