import Testing
import VolumetryCore

/// The voxels of a phantom against its closed-form truth, and its painter against the plain twin
/// that asks for the label of every voxel centre.
@Suite struct PhantomVoxelTests {
  /// Voxels of every label, and the ends of its runs along i.
  struct Count {
    var voxels = [Int](repeating: 0, count: 10)
    var runEnds = [Int](repeating: 0, count: 10)
    var other = 0
    var onEdge = 0

    init(_ phantom: TwoStagePhantom, _ stage: TwoStagePhantom.Stage) {
      let painter = PhantomPainter(phantom.specification.scan, phantom.geometry(stage))
      let shape = painter.shape
      var slice = [UInt8](repeating: 255, count: shape.i * shape.j)
      for k in 0..<shape.k {
        slice.withUnsafeMutableBufferPointer { painter.paint(slice: k, into: $0) }
        for j in 0..<shape.j {
          add(slice[(j * shape.i)..<((j + 1) * shape.i)])
          onEdge += slice[j * shape.i] == 0 ? 0 : 1
          onEdge += slice[(j + 1) * shape.i - 1] == 0 ? 0 : 1
        }
        let isOuter = k == 0 || k == shape.k - 1
        let checked = isOuter ? slice[...] : slice.prefix(shape.i) + slice.suffix(shape.i)
        onEdge += checked.count { $0 != 0 }
      }
    }

    private mutating func add(_ row: ArraySlice<UInt8>) {
      var last = 0
      for value in row {
        guard value <= 9 else {
          other += 1
          continue
        }
        let label = Int(value)
        voxels[label] += 1
        if label != last {
          runEnds[label] += 1
          runEnds[last] += 1
          last = label
        }
      }
    }
  }

  /// How far a count may lie from the truth, in mm³.
  ///
  /// Along a row, a run of voxel centres is off by less than half a voxel at either end, uniformly
  /// where the surface is curved: standard deviation 1/√12 of a voxel. Over n ends of independent
  /// phase that is √(n/12) voxels; four of them are allowed. Ends on a plane of the standard
  /// phantom lie on voxel faces and have no error, so counting them only widens the bound.
  static func tolerance(_ runEnds: Int, _ voxel: CubicMillimetres) -> Double {
    4 * (Double(runEnds) / 12).squareRoot() * voxel.value
  }

  @Test(arguments: TwoStagePhantom.Stage.allCases)
  func everyLabelIsWithinTheRandomPhaseBoundOfItsTruth(stage: TwoStagePhantom.Stage) {
    let phantom = TwoStagePhantom.standard
    let voxel = phantom.grid.voxelVolume
    let count = Count(phantom, stage)
    #expect(count.other == 0)
    #expect(count.voxels.reduce(0, +) == phantom.grid.shape.voxelCount)
    for (label, row) in zip(1...9, phantom.truth(stage).labels) {
      let measured = Millilitres(voxel * Double(count.voxels[label]))
      let allowed = Millilitres(
        CubicMillimetres(Self.tolerance(count.runEnds[label], voxel)))
      #expect(abs((measured - row.volume).value) <= allowed.value, "label \(label)")
      // The bound is only worth something where it is narrow.
      #expect(allowed / row.volume < 0.02, "label \(label)")
    }
  }

  @Test func theRemnantAndTheTotalAreWithinHalfAPerCentAndTheGrowthWithinHalfAPoint() {
    let phantom = TwoStagePhantom.standard
    var remnants: [Double] = []
    for stage in TwoStagePhantom.Stage.allCases {
      let count = Count(phantom, stage).voxels
      let (voxel, truth) = (phantom.grid.voxelVolume, phantom.truth(stage))
      let remnant = Millilitres(voxel * Double(count[2] + count[3]))
      let total = Millilitres(voxel * Double(count[1...9].reduce(0, +)))
      #expect(abs(remnant / truth.futureLiverRemnant - 1) < 0.005)
      #expect(abs(total / truth.totalLiver - 1) < 0.005)
      remnants.append(remnant.value)
    }
    #expect(abs(100 * (remnants[1] / remnants[0] - 1) - 60) < 0.5)
  }

  @Test(arguments: TwoStagePhantom.Stage.allCases)
  func noLabelTouchesTheEdgeAndHalvesOfASectorAreMirrorImages(stage: TwoStagePhantom.Stage) {
    let count = Count(TwoStagePhantom.standard, stage)
    #expect(count.onEdge == 0)
    // z = 0 lies between two slices and nothing is carved out of segments 2 and 3.
    #expect(count.voxels[2] == count.voxels[3])
  }

  /// Coarse grids in many positions, so that ends, planes and poles fall anywhere in a voxel.
  @Test(arguments: 0..<12, TwoStagePhantom.Stage.allCases)
  func aPaintedVolumeIsThatOfItsPlainTwin(shift: Int, stage: TwoStagePhantom.Stage) throws {
    var specification = TwoStagePhantom.Specification.standard
    specification.scan.shape = try #require(GridShape(41, 33, 27))
    specification.scan.spacing = SIMD3(7, 6.5, 6.1)
    specification.scan.liverOrigin += SIMD3(0.5, 0.41, -0.37) * Double(shift)
    let phantom = try TwoStagePhantom(specification)
    let painter = PhantomPainter(phantom.specification.scan, phantom.geometry(stage))
    let shape = painter.shape
    var slice = [UInt8](repeating: 255, count: shape.i * shape.j)
    var labels: Set<Int> = []
    for k in 0..<shape.k {
      slice.withUnsafeMutableBufferPointer { painter.paint(slice: k, into: $0) }
      for j in 0..<shape.j {
        for i in 0..<shape.i {
          let expected = phantom.geometry(stage).label(at: painter.centre(i, j, k))
          labels.insert(expected)
          try #require(Int(slice[j * shape.i + i]) == expected, "voxel \(i), \(j), \(k)")
        }
      }
    }
    #expect(labels == Set(0...9))
  }

  @Test func aVoxelCentreOnAPlaneBelongsToTheRightAndUpperSide() {
    let geometry = TwoStagePhantom.standard.geometry(.before)
    #expect(geometry.label(at: SIMD3(0, 30, 0)) == 4)
    #expect(geometry.label(at: SIMD3((-0.0).nextDown, 0, 0)) == 2)
    #expect(geometry.label(at: SIMD3(-1, 0, (-0.0).nextDown)) == 3)
    #expect(geometry.label(at: SIMD3(30, 0, 0)) == 8)
    #expect(geometry.label(at: SIMD3(30, 0, (-0.0).nextDown)) == 5)
    #expect(geometry.label(at: SIMD3(75, 0, 0)) == 7)
    #expect(geometry.label(at: SIMD3(75, 0, (-0.0).nextDown)) == 6)
    #expect(geometry.label(at: SIMD3(128, 0, 0)) == 7)
    #expect(geometry.label(at: SIMD3(128.0.nextUp, 0, 0)) == 0)
    #expect(geometry.label(at: SIMD3(-56, 0, 0)) == 2)
    #expect(geometry.label(at: SIMD3((-56.0).nextDown, 0, 0)) == 0)
  }

  /// In RAS+ the patient's right has the larger x, and i runs to the left.
  @Test func theRemnantLiesToThePatientsLeft() throws {
    let phantom = TwoStagePhantom.standard
    let grid = phantom.grid
    #expect(grid.orientation == "LPS")
    #expect(grid.voxelVolume.value == 5.625)
    let painter = PhantomPainter(phantom.specification.scan, phantom.geometry(.before))
    var slice = [UInt8](repeating: 0, count: grid.shape.i * grid.shape.j)
    slice.withUnsafeMutableBufferPointer { painter.paint(slice: grid.shape.k / 2, into: $0) }
    let remnant = try #require(slice.firstIndex(of: 2)) % grid.shape.i
    let posterior = try #require(slice.firstIndex(of: 7)) % grid.shape.i
    #expect(remnant > posterior)
    let (x, right) = (grid.affine.apply([Double(remnant), 0, 0])[0], 12.0)
    #expect(x < right)
    #expect(grid.affine.apply([Double(posterior), 0, 0])[0] > right)
  }
}
