import Testing

@testable import VolumetryCore

/// Two volumes laid on each other, against a plain walk over world positions of voxels.
@Suite struct AlignmentTests {
  private struct Pair {
    var reference: SmallVolume
    var prediction: SmallVolume
    var alignment: GridAlignment

    /// Overlapping volumes of a random turn, flip and shift.
    init(_ random: inout SeededGenerator) {
      reference = SmallVolume(random: &random, most: 9)
      prediction = SmallVolume(random: &random, most: 9)
      let axes = [0, 1, 2].shuffled(using: &random)
      let steps = SIMD3((0..<3).map { _ in Bool.random(using: &random) ? 1 : -1 })
      // One voxel of the prediction lies on one of the reference.
      func voxel(_ shape: GridShape) -> SIMD3<Int> {
        SIMD3(shape.sizes.map { Int.random(in: 0..<$0, using: &random) })
      }
      let (a, b) = (voxel(reference.shape), voxel(prediction.shape))
      let turn = GridAlignment(
        axes: SIMD3(axes), steps: steps, origin: .zero)
      alignment = GridAlignment(axes: SIMD3(axes), steps: steps, origin: a &- turn.apply(b))
    }

    /// The labels of both at every voxel of either field of view, counted voxel by voxel.
    var plain: (joint: JointCensus, voxels: Int, outside: [Int]) {
      var places: [SIMD3<Int>: (Int?, Int?)] = [:]
      for k in 0..<reference.shape.k {
        for j in 0..<reference.shape.j {
          for i in 0..<reference.shape.i { places[[i, j, k]] = (reference[i, j, k], nil) }
        }
      }
      for k in 0..<prediction.shape.k {
        for j in 0..<prediction.shape.j {
          for i in 0..<prediction.shape.i {
            let place = alignment.apply([i, j, k])
            places[place] = (places[place]?.0, prediction[i, j, k])
          }
        }
      }
      var counts: [[Label]: Int] = [:]
      var outside = [0, 0]
      for (a, b) in places.values {
        counts[[Label(a ?? Int.zero), Label(b ?? Int.zero)], default: 0] += 1
        if let a, a != 0, b == nil { outside[0] += 1 }
        if let b, b != 0, a == nil { outside[1] += 1 }
      }
      return (
        JointCensus(counts.map { JointCensus.Combination(labels: $0.key, voxels: $0.value) }),
        places.count, outside
      )
    }
  }

  private func grid(_ shape: GridShape, _ affine: Affine) -> Grid {
    Grid(
      shape: shape, affine: affine, voxelVolume: CubicMillimetres(abs(affine.determinant)),
      source: .sform, knowsOrientation: true)
  }

  /// A tilted grid with uneven spacing.
  private let tilted = Affine(rows: [
    [0.8, 0.1, 0.3, -20], [-0.12, 0.75, 0.2, 31], [-0.2, -0.1, 2.4, 7],
  ])

  /// The affine of voxels that lie as an alignment says.
  private func affine(_ alignment: GridAlignment) -> Affine {
    let first = tilted.apply((0..<3).map { Double(alignment.origin[$0]) })
    return Affine(
      rows: (0..<3).map { row in
        (0..<3).map {
          tilted.rows[row][alignment.axes[$0]] * Double(alignment.steps[$0])
        } + [first[row]]
      })
  }

  @Test func everyTurnFlipAndShiftIsFoundAndCounted() throws {
    var random = SeededGenerator(71)
    for round in 0..<600 {
      let pair = Pair(&random)
      let found = try #require(
        GridAlignment(
          of: grid(pair.prediction.shape, affine(pair.alignment)),
          on: grid(pair.reference.shape, tilted)))
      // Along an axis of one voxel, forwards and backwards are the same place.
      #expect(found.box(of: pair.prediction.shape) == pair.alignment.box(of: pair.prediction.shape))
      #expect(found == pair.alignment)
      let frame = try CommonFrame(
        reference: pair.reference.runs, prediction: pair.prediction.runs, alignment: found)
      let plain = pair.plain
      #expect(frame.voxels == plain.voxels)
      #expect([frame.referenceOutside, frame.predictionOutside] == plain.outside)
      let joint = JointRuns.census(frame.reference, frame.prediction, voxels: frame.voxels)
      guard joint == plain.joint else {
        Issue.record("round \(round): \(pair.alignment) of \(pair.prediction.shape)")
        return
      }
    }
  }

  @Test func whatDoesNotLieOnTheLatticeIsNoAlignment() throws {
    let shape = try #require(GridShape(8, 8, 8))
    let reference = grid(shape, tilted)
    func moved(_ column: Int, _ change: Double, row: Int = 0) -> Grid {
      var rows = tilted.rows
      rows[row][column] += change
      return grid(shape, Affine(rows: rows))
    }
    #expect(GridAlignment(of: moved(3, 0.0015), on: reference) == .identity)
    #expect(GridAlignment(of: moved(3, 0.0025), on: reference) == nil, "off by 2.5 µm")
    #expect(GridAlignment(of: moved(3, 0.4), on: reference) == nil, "half a voxel")
    #expect(GridAlignment(of: moved(0, 0.01), on: reference) == nil, "another spacing")
    // A shift by whole voxels is a shift, as long as one voxel is common.
    let far = { (voxels: Double) in
      Affine(rows: tilted.rows.map { [$0[0], $0[1], $0[2], $0[3] + voxels * $0[0]] })
    }
    #expect(GridAlignment(of: grid(shape, far(7)), on: reference)?.origin == [7, 0, 0])
    #expect(GridAlignment(of: grid(shape, far(-7)), on: reference)?.origin == [-7, 0, 0])
    #expect(GridAlignment(of: grid(shape, far(8)), on: reference) == nil, "no common voxel")
    #expect(GridAlignment(of: grid(shape, far(-8)), on: reference) == nil, "no common voxel")
  }

  @Test func aVolumeOfManySlabsIsRebuiltWhole() throws {
    // More voxels than a slab holds, and i becomes k.
    var volume = SmallVolume(300, 300, 200)
    for voxel in stride(from: 0, to: volume.labels.count, by: 997) { volume.labels[voxel] = 1 }
    let turn = GridAlignment(axes: [2, 1, 0], steps: [1, -1, 1], origin: .zero)
    let turned = volume.runs.turned(turn)
    #expect(turned.shape.sizes == [200, 300, 300])
    let back = turned.turned(turn)
    #expect(back == volume.runs)
    let first = try #require(turned.runs.first { $0.row == 299 })
    #expect(first.start == 0 && first.end == 1, "the first voxel, its row mirrored")
  }
}
