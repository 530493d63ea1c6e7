import Foundation
import Testing

@testable import VolumetryCore

/// Codes, areas and volumes of marching cubes against the table of surface-distance, PyRadiomics
/// and plain loops.
@Suite struct MarchingCubesTests {
  @Test func areasAreThoseOfTheTable() throws {
    let file = try MaskCase.object(MaskCase.folder.appending(path: "surfel_tables.json"))
    let tables = try #require(file["tables"] as? [String: [Double]])
    #expect(tables.count == 3)
    for (spacing, table) in tables {
      let numbers = spacing.filter { $0 != "(" && $0 != ")" }.split(separator: ",")
        .compactMap { Double($0.filter { $0 != " " }) }
      let areas = MarchingCubesAreas(spacing: SIMD3(numbers[0], numbers[1], numbers[2]))
      for code in NeighbourCode.all {
        #expect(
          abs(areas.area(code) - table[Int(code.rawValue)]) < 1e-12, "\(code) at \(spacing)")
      }
    }
  }

  @Test func membersAndOthersShareAPatch() {
    for code in NeighbourCode.all where code.memberCount != 4 {
      let (patch, other) = (
        MarchingCubesPatch.all[Int(code.rawValue)],
        MarchingCubesPatch.all[Int(code.complement.rawValue)]
      )
      #expect(patch.eighths == other.eighths)
      #expect(patch.fortyEighths + other.fortyEighths == 48)
      #expect(patch.eighths[7] == 0 && patch.eighths.max() <= 8)
    }
    #expect(MarchingCubesPatch.all[0].eighths == .zero)
    #expect(MarchingCubesPatch.all[0].fortyEighths == 0)
    #expect(MarchingCubesPatch.all[255].fortyEighths == 48)
  }

  @Test func histogramsCountEveryCorner() throws {
    var random = SeededGenerator(71)
    for _ in 0..<400 {
      let volume = SmallVolume(
        random: &random, most: [6, 20, 140][Int.random(in: 0..<3, using: &random)])
      guard let mask = volume.mask([1, 2]) else { continue }
      let codes = PlainSurface(volume, [1, 2]).corners.map(\.code)
      let histogram = NeighbourCodeHistogram(mask)
      for code in 1..<255 {
        #expect(histogram.counts[code] == codes.count { $0 == code }, "code \(code)")
      }
      #expect(histogram.surfacePoints == codes.count)
      // Each member is at eight corners.
      let corners = histogram.counts.enumerated().reduce(0) {
        $0 + $1.element * $1.offset.nonzeroBitCount
      }
      #expect(corners == 8 * mask.memberCount)
    }
  }

  @Test(arguments: MaskCase.filled)
  func shapesAreThoseOfPyRadiomics(_ name: String) throws {
    let pair = try MaskCase(name)
    for (side, mask) in [("ref", pair.reference), ("pred", pair.prediction)] {
      let peer = try pair.numbers("pyradiomics", side)
      let histogram = NeighbourCodeHistogram(try #require(mask))
      #expect(
        agree(histogram.surfaceArea(spacing: pair.spacing), try #require(peer["SurfaceArea"])))
      let voxel = pair.spacing.x * pair.spacing.y * pair.spacing.z
      let volume = Double(histogram.enclosedFortyEighths) / 48 * voxel
      #expect(agree(volume, try #require(peer["MeshVolume"])), "\(name) \(side)")
    }
  }
}
