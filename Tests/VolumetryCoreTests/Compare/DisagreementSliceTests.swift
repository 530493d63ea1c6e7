import Testing

@testable import VolumetryCore

/// The slice of most disagreement and its outlines, against plain loops over voxels.
@Suite struct DisagreementSliceTests {
  private typealias Axis = DisagreementSlice.Axis

  private func place(
    _ spacing: [Double] = [1, 1, 1], origin: SIMD3<Int> = .zero, orientation: String? = nil
  ) -> DisagreementSlice.Place {
    DisagreementSlice.Place(
      origin: origin, spacing: spacing.map { Millimetres($0) }, orientation: orientation)
  }

  private func spans(_ volume: SmallVolume, _ labels: Set<Int>) -> StructureSpans {
    let runs = volume.runs
    return StructureSpans(runs) { labels.contains(Int(runs.labels[Int($0)].value)) }
  }

  /// Whether the centre of a voxel is inside by the even-odd rule: paths crossed on the way left.
  private func isInside(_ paths: [[SIMD2<Int32>]], _ column: Int, _ row: Int) -> Bool {
    var crossings = 0
    for path in paths {
      for (corner, next) in zip(path, path.dropFirst() + path.prefix(1)) where corner.x == next.x {
        let rows = min(corner.y, next.y)..<max(corner.y, next.y)
        if Int(corner.x) <= column, rows.contains(Int32(row)) { crossings += 1 }
      }
    }
    return crossings % 2 == 1
  }

  /// Twice the area that a path goes around, positive with the inside on the right hand.
  private func doubledArea(_ path: [SIMD2<Int32>]) -> Int {
    zip(path, path.dropFirst() + path.prefix(1)).reduce(0) { sum, edge in
      sum + Int(edge.0.x) * Int(edge.1.y) - Int(edge.1.x) * Int(edge.0.y)
    }
  }

  private func voxel(_ axis: Axis, _ slice: Int, _ column: Int, _ row: Int) -> SIMD3<Int> {
    switch axis {
    case .i: [slice, column, row]
    case .j: [column, slice, row]
    case .k: [column, row, slice]
    }
  }

  /// Everything that the slice says, voxel by voxel.
  private func check(_ a: SmallVolume, _ b: SmallVolume, _ labels: Set<Int>, _ axis: Axis) throws {
    let sizes = a.shape.sizes
    let (column, row) = axis.inPlane
    func members(_ volume: SmallVolume, _ slice: Int) -> [SIMD2<Int>] {
      (0..<sizes[row.rawValue]).flatMap { y in
        (0..<sizes[column.rawValue]).filter { x in
          labels.contains(volume.label(at: voxel(axis, slice, x, y)))
        }.map { SIMD2($0, y) }
      }
    }
    var best: (slice: Int, differing: Int, members: Int)?
    for slice in 0..<sizes[axis.rawValue] {
      let (x, y) = (members(a, slice), members(b, slice))
      let differing = Set(x).symmetricDifference(y).count
      if (differing, x.count + y.count) > (best?.differing ?? -1, best?.members ?? -1) {
        best = (slice, differing, x.count + y.count)
      }
    }
    let expected = try #require(best)
    let found = DisagreementSlice(
      spans(a, labels), spans(b, labels), place: place(), across: axis, margin: Millimetres(2))
    guard expected.members > 0 else {
      #expect(found == nil)
      return
    }
    let slice = try #require(found)
    #expect(slice.index == expected.slice)
    #expect(slice.differingVoxels == expected.differing)
    let sets = [members(a, expected.slice), members(b, expected.slice)]
    let all = sets.flatMap { $0 }
    let first = SIMD2(
      max(0, try #require(all.map(\.x).min()) - 2), max(0, try #require(all.map(\.y).min()) - 2))
    let last = SIMD2(
      min(sizes[column.rawValue] - 1, try #require(all.map(\.x).max()) + 2),
      min(sizes[row.rawValue] - 1, try #require(all.map(\.y).max()) + 2))
    #expect([slice.columnCount, slice.rowCount] == [last.x - first.x + 1, last.y - first.y + 1])
    for (outline, voxels) in zip([slice.reference, slice.prediction], sets) {
      let paths = try #require(outline.paths)
      #expect(outline.voxels == voxels.count)
      #expect(outline.cornerCount == paths.reduce(0) { $0 + $1.count })
      #expect(paths.reduce(0) { $0 + doubledArea($1) } == 2 * voxels.count)
      let inside = (0..<slice.rowCount).flatMap { y in
        (0..<slice.columnCount).filter { isInside(paths, $0, y) }.map { SIMD2($0, y) &+ first }
      }
      #expect(inside == voxels)
      for path in paths {
        for (index, corner) in path.enumerated() {
          let next = path[(index + 1) % path.count]
          let isAlongRow = index % 2 == 0
          #expect(isAlongRow == (corner.y == next.y) && isAlongRow != (corner.x == next.x))
        }
      }
    }
  }

  @Test func outlinesEncloseExactlyTheVoxels() throws {
    var random = SeededGenerator(641)
    for round in 0..<400 {
      let a = SmallVolume(random: &random, most: 12)
      var b = SmallVolume(a.shape.i, a.shape.j, a.shape.k, labels: a.labels)
      for _ in 0..<Int.random(in: 0...40, using: &random) {
        b.labels[Int.random(in: 0..<b.labels.count, using: &random)] = Int.random(
          in: 0...3, using: &random)
      }
      let labels: Set<Int> = [[1], [1, 3], [1, 2, 3]][round % 3]
      for axis in Axis.allCases { try check(a, b, labels, axis) }
    }
  }

  /// Half of all voxels at random: every way in which voxels can touch at a corner.
  @Test func outlinesOfNoiseAreExactToo() throws {
    var random = SeededGenerator(642)
    for _ in 0..<100 {
      var (a, b) = (SmallVolume(7, 6, 5), SmallVolume(7, 6, 5))
      for voxel in a.labels.indices {
        a.labels[voxel] = Int.random(in: 0...1, using: &random)
        b.labels[voxel] = Int.random(in: 0...1, using: &random)
      }
      for axis in Axis.allCases { try check(a, b, [1], axis) }
    }
  }

  @Test func voxelsThatTouchAtACornerKeepTheirOwnPaths() throws {
    let outline = SliceOutline(
      [.init(row: 4, start: 2, end: 3), .init(row: 5, start: 3, end: 4)], origin: [2, 4])
    #expect(
      outline.paths == [
        [[0, 0], [1, 0], [1, 1], [0, 1]], [[1, 1], [2, 1], [2, 2], [1, 2]],
      ])
    let rising = SliceOutline(
      [.init(row: 0, start: 1, end: 2), .init(row: 1, start: 0, end: 1)], origin: .zero)
    #expect(
      rising.paths == [
        [[1, 0], [2, 0], [2, 1], [1, 1]], [[0, 1], [1, 1], [1, 2], [0, 2]],
      ])
  }

  @Test func aHoleTurnsTheOtherWay() throws {
    let outline = SliceOutline(
      [
        .init(row: 0, start: 0, end: 3), .init(row: 1, start: 0, end: 1),
        .init(row: 1, start: 2, end: 3), .init(row: 2, start: 0, end: 3),
      ], origin: .zero)
    let paths = try #require(outline.paths)
    #expect(paths.map(doubledArea) == [18, -2])
    #expect(outline.voxels == 8)
  }

  @Test func whatIsTooRaggedHasNoPathsButItsNumbers() {
    let comb = (0..<10).map { StructureSpans.Span(row: 0, start: 2 * $0, end: 2 * $0 + 1) }
    #expect(SliceOutline(comb, origin: .zero, most: 40).paths?.count == 10)
    let ragged = SliceOutline(comb, origin: .zero, most: 39)
    #expect(ragged.paths == nil)
    #expect(ragged.voxels == 10)
    #expect(ragged.cornerCount == 40)
    #expect(SliceOutline([], origin: .zero).paths == [])
  }

  @Test func theSliceKnowsItsPlaceInTheReference() throws {
    var (a, b) = (SmallVolume(9, 8, 7), SmallVolume(9, 8, 7))
    for i in 3...5 { a[i, 4, 2] = 1 }
    b[4, 4, 2] = 1
    let found = DisagreementSlice(
      spans(a, [1]), spans(b, [1]),
      place: place([0.5, 2, 3], origin: [1, 2, 3], orientation: "LPS"), across: .k,
      margin: Millimetres(1.2))
    let slice = try #require(found)
    #expect(slice.index == 2 - 3, "before the reference's first slice")
    #expect([slice.columnSpacing, slice.rowSpacing] == [Millimetres(0.5), Millimetres(2)])
    #expect([slice.columnDirection, slice.rowDirection, slice.sliceDirection] == ["L", "P", "S"])
    // 1.2 mm are three columns of 0.5 mm and one row of 2 mm.
    #expect([slice.columnCount, slice.rowCount] == [9, 3])
    #expect(slice.reference.paths == [[[3, 1], [6, 1], [6, 2], [3, 2]]])
    #expect(slice.prediction.paths == [[[4, 1], [5, 1], [5, 2], [4, 2]]])
    let sagittal = try #require(
      DisagreementSlice(
        spans(a, [1]), spans(b, [1]), place: place(orientation: "LPS"), across: .i,
        margin: Millimetres(0)))
    #expect([sagittal.columnDirection, sagittal.rowDirection] == ["P", "S"])
    #expect(sagittal.index == 3, "the first of two equal slices")
  }

  @Test(arguments: [Double.leastNonzeroMagnitude, 1e300])
  func aVoxelOfAnySizeHasASlice(spacing: Double) throws {
    var a = SmallVolume(5, 5, 5)
    a[2, 2, 2] = 1
    let slice = try #require(
      DisagreementSlice(
        spans(a, [1]), spans(a, []), place: place([spacing, spacing, spacing]), across: .k,
        margin: Millimetres(5)))
    #expect(slice.columnCount == (spacing < 1 ? 5 : 3))
  }

  @Test(arguments: [("LPS", 2), ("RAI", 2), ("SPL", 0), ("LIA", 1)])
  func axialSlicesLieAcrossTheAxisFromFeetToHead(orientation: String, axis: Int) {
    #expect(Axis.axial(orientation: orientation)?.rawValue == axis)
    #expect(Axis.axial(orientation: nil) == nil)
  }

  @Test func aPairOfFilesGivesTheSliceOfItsStructure() throws {
    let pair = try MetricCase("c01_cube_shift3").pair()
    let labels = LabelSet([Label(1)])
    let slice = try #require(pair.disagreementSlice(of: labels))
    // A cube of 20 voxels a side and the same one three voxels along i: three columns on each side.
    #expect(slice.differingVoxels == 120)
    #expect(slice.reference.voxels == 400 && slice.prediction.voxels == 400)
    #expect(slice.axis == .k)
    #expect(pair.disagreementSlice(of: LabelSet([Label(9)])) == nil)
    let across = try #require(pair.disagreementSlice(of: labels, across: .i))
    #expect(across.differingVoxels == 400, "a slice that only one of the cubes reaches")
  }
}
