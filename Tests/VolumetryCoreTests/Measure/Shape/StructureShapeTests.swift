import Foundation
import Testing

@testable import VolumetryCore

/// Laws of shapes, and what is undefined and why.
@Suite struct StructureShapeTests {
  /// All numbers of a shape that no order of axes changes.
  static func invariants(_ shape: StructureShape) -> [Double] {
    [
      shape.voxelVolume.value, shape.surface!.meshVolume.value, shape.surface!.meshArea.value,
      shape.surface!.croftonArea.value, shape.surface!.sphericity,
      shape.meshDiameters!.inSpace.value, shape.diameters!.inSpace.value,
    ] + shape.axes!.lengths.map(\.value)
  }

  static func volume(_ random: inout SeededGenerator) -> SmallVolume {
    while true {
      let volume = SmallVolume(random: &random, most: 9)
      if volume.labels.contains(1) { return volume }
    }
  }

  static func shape(_ volume: SmallVolume, _ grid: Grid) throws -> StructureShape {
    try #require(
      StructureShape(of: LabelSet([Label(1)]), in: GroupedRuns(volume.runs), grid: grid))
  }

  @Test func orderOfAxesChangesOnlyNames() throws {
    var random = SeededGenerator(12)
    for _ in 0..<100 {
      let volume = Self.volume(&random)
      let spacing = PlainShape.spacing(&random)
      let shape = try Self.shape(volume, PlainShape.grid(volume.shape, spacing))
      // i, j, k become j, k, i.
      var turned = SmallVolume(volume.shape.k, volume.shape.i, volume.shape.j)
      for k in 0..<volume.shape.k {
        for j in 0..<volume.shape.j {
          for i in 0..<volume.shape.i { turned[k, i, j] = volume[i, j, k] }
        }
      }
      let grid = PlainShape.grid(
        turned.shape, [[0, spacing.x, 0, 0], [0, 0, spacing.y, 0], [spacing.z, 0, 0, 0]])
      let other = try Self.shape(turned, grid)
      for (a, b) in zip(Self.invariants(shape), Self.invariants(other)) {
        // The root of a variance that is 0 but for rounding.
        #expect(agree(a, b, 1e-9) || max(a, b) < 1e-6)
      }
      let (mesh, turnedMesh) = (shape.meshDiameters!, other.meshDiameters!)
      #expect(agree(mesh.inPlaneIJ.value, turnedMesh.inPlaneJK.value))
      #expect(agree(mesh.inPlaneIK.value, turnedMesh.inPlaneIJ.value))
      #expect(agree(mesh.inPlaneJK.value, turnedMesh.inPlaneIK.value))
      // The body does not turn with the file.
      let (body, turnedBody) = (shape.diameters!, other.diameters!)
      #expect(agree(body.axial!.value, turnedBody.axial!.value))
      #expect(agree(body.coronal!.value, turnedBody.coronal!.value))
      #expect(agree(body.sagittal!.value, turnedBody.sagittal!.value))
      for (a, b) in zip(shape.axes!.directions, other.axes!.directions) {
        guard let a, let b else { continue }
        let cosine = zip(a, b).reduce(0.0) { $0 + $1.0 * $1.1 }
        #expect(abs(cosine) > 1 - 1e-9)
      }
    }
  }

  @Test func scaleAndPlaceAreLaws() throws {
    var random = SeededGenerator(13)
    for _ in 0..<100 {
      let volume = Self.volume(&random)
      let spacing = PlainShape.spacing(&random)
      let shape = try Self.shape(volume, PlainShape.grid(volume.shape, spacing))
      let doubled = try Self.shape(volume, PlainShape.grid(volume.shape, spacing * 2))
      let powers = [3.0, 3, 2, 2, 0, 1, 1, 1, 1, 1]
      for (index, power) in powers.enumerated() {
        let (a, b) = (Self.invariants(shape)[index], Self.invariants(doubled)[index])
        #expect(agree(b, a * pow(2, power), 1e-9) || max(a, b) < 1e-6, "number \(index)")
      }
      // Somewhere else in a larger image: no bit differs.
      var larger = SmallVolume(volume.shape.i + 70, volume.shape.j + 3, volume.shape.k + 2)
      for k in 0..<volume.shape.k {
        for j in 0..<volume.shape.j {
          for i in 0..<volume.shape.i { larger[i + 67, j + 1, k + 2] = volume[i, j, k] }
        }
      }
      #expect(try Self.shape(larger, PlainShape.grid(larger.shape, spacing)) == shape)
    }
  }

  @Test func aStructureThatFillsTheImageIsABox() throws {
    let volume = SmallVolume(4, 5, 6, labels: [Int](repeating: 1, count: 120))
    let shape = try Self.shape(volume, PlainShape.grid(volume.shape, SIMD3(1, 2, 3)))
    #expect(agree(shape.diameters!.inSpace.value, 440.0.squareRoot()))
    #expect(agree(shape.diameters!.axial!.value, 116.0.squareRoot()))
    #expect(agree(shape.diameters!.coronal!.value, 340.0.squareRoot()))
    #expect(agree(shape.diameters!.sagittal!.value, 424.0.squareRoot()))
    #expect(agree(shape.meshDiameters!.inPlaneIJ.value, 109.0.squareRoot()))
    // Variance of n evenly spaced places: (n² − 1)/12.
    let sides: [(voxels: Double, spacing: Double)] = [(6, 3), (5, 2), (4, 1)]
    let lengths = sides.map { side -> Double in
      let variance: Double = (side.voxels * side.voxels - 1) / 12
      return 4 * variance.squareRoot() * side.spacing
    }
    for (found, expected) in zip(shape.axes!.lengths, lengths) {
      #expect(agree(found.value, expected))
    }
    #expect(shape.axes!.directions == [[0, 0, 1], [0, 1, 0], [1, 0, 0]])
    #expect(shape.voxelVolume == Millilitres(0.72))
    #expect(shape.gaps.isEmpty)
  }

  @Test func oneVoxelHasNoAxes() throws {
    let volume = SmallVolume(1, 1, 1, labels: [1])
    let shape = try Self.shape(volume, PlainShape.grid(volume.shape, SIMD3(1, 2, 3)))
    #expect(shape.gaps == [.onePoint, .equalAxes])
    #expect(shape.axes?.elongation == nil && shape.axes?.flatness == nil)
    #expect(shape.axes?.directions == [nil, nil, nil])
    #expect(shape.axes?.lengths == [.zero, .zero, .zero])
    #expect(agree(shape.diameters!.inSpace.value, 14.0.squareRoot()))
  }

  @Test func equalAxesHaveNoDirection() throws {
    // A square rod along k: the two short axes are one.
    let volume = SmallVolume(3, 3, 9, labels: [Int](repeating: 1, count: 81))
    let shape = try Self.shape(volume, PlainShape.grid(volume.shape, SIMD3(repeating: 1)))
    #expect(shape.gaps == [.equalAxes])
    #expect(shape.axes?.directions == [[0, 0, 1], nil, nil])
    #expect(shape.axes?.elongation != nil)
  }

  @Test func withoutOrientationNoAxisIsNamed() throws {
    let volume = SmallVolume(2, 3, 4, labels: [Int](repeating: 1, count: 24))
    let grid = PlainShape.grid(volume.shape, SIMD3(1, 1, 1), knowsOrientation: false)
    let shape = try Self.shape(volume, grid)
    #expect(shape.gaps == [.unoriented])
    #expect(shape.diameters?.axial == nil && shape.diameters?.coronal == nil)
    #expect(shape.diameters?.sagittal == nil && shape.diameters?.inSpace != nil)
    #expect(shape.axes?.directions == [nil, nil, nil])
    #expect(shape.meshDiameters != nil && shape.surface != nil)
  }

  @Test func aTiltedGantryHasVolumeAlone() throws {
    let volume = SmallVolume(2, 3, 4, labels: [Int](repeating: 1, count: 24))
    let tilted = PlainShape.grid(volume.shape, [[1, 0, 0, 0], [0, 1, 0.2, 0], [0, 0, 2, 0]])
    let shape = try Self.shape(volume, tilted)
    #expect(shape.gaps == [.sheared])
    #expect(shape.voxelVolume == Millilitres(0.048))
    #expect(shape.surface == nil && shape.meshDiameters == nil)
    #expect(shape.diameters == nil && shape.axes == nil)
    // Rounding of a header is no tilt.
    let rounded = PlainShape.grid(volume.shape, [[1, 0, 0, 0], [0, 1, 1e-3, 0], [0, 0, 2, 0]])
    #expect(try Self.shape(volume, rounded).gaps.isEmpty)
  }

  @Test func boxesBeyondAnyBodyAreNotMeasured() throws {
    func holds(_ i: Int32, _ j: Int32, _ k: Int32) -> Bool {
      ShapeLimits.holds(VoxelBounds(min: .zero, max: SIMD3(i, j, k)))
    }
    #expect(holds(1023, 1023, 2047))
    #expect(holds(1_048_574, 0, 0) && !holds(1_048_575, 0, 0))
    #expect(!holds(2047, 2047, 0) && !holds(0, 2047, 2047) && !holds(2047, 0, 2047))
    #expect(holds(2046, 2046, 0) && !holds(2046, 2046, 2046))
    // Two voxels far apart: no memory is taken for what lies between.
    let shape = try #require(GridShape(4096, 4096, 4096))
    let runs = LabelRuns(
      shape: shape, labels: [Label(1)],
      runs: [
        LabelRuns.Run(row: 0, start: 0, end: 1, number: 0),
        LabelRuns.Run(row: 4096 * 4096 - 1, start: 4095, end: 4096, number: 0),
      ])
    let grid = PlainShape.grid(shape, SIMD3(repeating: 0.5))
    let found = try #require(
      StructureShape(of: LabelSet([Label(1)]), in: GroupedRuns(runs), grid: grid))
    #expect(found.gaps == [.tooLarge] && found.surface == nil)
    #expect(found.voxelVolume == Millilitres(0.00025))
  }

  @Test func setsAreOneStructureAndAbsentOnesNone() throws {
    var volume = SmallVolume(5, 2, 2)
    (volume[0, 0, 0], volume[4, 0, 0], volume[2, 1, 1]) = (1, 2, 3)
    let grid = PlainShape.grid(volume.shape, SIMD3(repeating: 1))
    let runs = GroupedRuns(volume.runs)
    let both = try #require(
      StructureShape(of: LabelSet([Label(1), Label(2)]), in: runs, grid: grid))
    #expect(agree(both.diameters!.inSpace.value, 27.0.squareRoot()))
    #expect(agree(both.voxelVolume.value, 0.002))
    #expect(StructureShape(of: LabelSet([Label(9)]), in: runs, grid: grid) == nil)
  }

  @Test func coresChangeNothing() throws {
    let path = MaskCase.data.appending(
      path: "real/files/totalsegmentator/example_seg.nii.gz"
    ).path
    let (one, two) = (try ShapedScan(path: path), try ShapedScan(path: path, cores: 4))
    #expect(one == two && one.shapes.count > 10)
    #expect(one.shapes.count == one.measurement.labels.count { $0.label != .background })
    for label in one.measurement.labels where label.label != .background {
      #expect(one.shapes[label.label]?.voxelVolume == label.volume)
    }
  }
}
