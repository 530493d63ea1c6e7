import Testing

@testable import VolumetryCore

/// Faces counted from runs against a plain walk over a dense array.
@Suite struct FaceCensusTests {
  /// The twin: every voxel, and its next neighbour along each axis.
  private static func plain(_ labels: [[Label]], _ shape: GridShape) -> FaceCensus {
    var contacts: [FaceCensus.Contact] = []
    for k in 0..<shape.k {
      for j in 0..<shape.j {
        for i in 0..<shape.i {
          let here = i + shape.i * (j + shape.j * k)
          let neighbours = [
            (i + 1 < shape.i, 1, FaceCounts(i: 1, j: 0, k: 0)),
            (j + 1 < shape.j, shape.i, FaceCounts(i: 0, j: 1, k: 0)),
            (k + 1 < shape.k, shape.i * shape.j, FaceCounts(i: 0, j: 0, k: 1)),
          ]
          for (isInside, step, face) in neighbours
          where isInside && labels[here] != labels[here + step] {
            contacts.append(FaceCensus.Contact(labels[here], labels[here + step], faces: face))
          }
        }
      }
    }
    return FaceCensus(contacts)
  }

  private static func source(
    _ volume: PlannedVolume, shape: GridShape, code: VoxelCode, longest: Int, seed: UInt64
  ) -> JointCounter.Source {
    var random = SeededGenerator(seed)
    var events: [(run: (UInt64, Int)?, bytes: [UInt8])] = []
    volume.forEachEvent(
      in: 0..<volume.patterns.count, longest: longest, runsFrom: 3, &random
    ) {
      switch $0 {
      case .run(let pattern, let count): events.append(((pattern, count), []))
      case .voxels(let bytes): events.append((nil, Array(bytes)))
      }
    }
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, volume.bytes.count), alignment: 8)
    var left = events[...]
    return JointCounter.Source(shape: shape, code: code) { () throws(VolumeError) in
      guard let (run, bytes) = left.popFirst() else {
        buffer.deallocate()
        return nil
      }
      if let run { return .run(pattern: run.0, count: run.1) }
      buffer.copyBytes(from: bytes)
      return .voxels(UnsafeRawBufferPointer(rebasing: buffer[..<bytes.count]))
    }
  }

  @Test(arguments: [
    [7, 5, 4], [1, 9, 6], [9, 1, 6], [6, 8, 1], [1, 1, 30], [30, 1, 1], [13, 11, 5],
  ])
  func facesAreThoseOfAPlainWalk(_ sizes: [Int]) throws {
    let shape = try #require(GridShape(sizes[0], sizes[1], sizes[2]))
    let code = VoxelCode(datatype: .uint8, isByteSwapped: false, scaling: nil)
    var random = SeededGenerator(UInt64(shape.voxelCount))
    for round in 0..<12 {
      let volumes = (0..<(1 + round % 2)).map { _ in
        PlannedVolume(
          shape.voxelCount, code: code, labels: 2 + round % 3, meanRun: [1, 4, 40][round % 3],
          &random)
      }
      var counter = JointCounter(
        volumes.enumerated().map {
          Self.source($1, shape: shape, code: code, longest: 17, seed: UInt64(round + $0))
        })
      counter.countFaces()
      _ = try counter.count()
      let labels = (0..<shape.voxelCount).map { voxel in
        volumes.map { Label($0.patterns[voxel]) }
      }
      #expect(try #require(counter.faceCensus) == Self.plain(labels, shape))
    }
  }

  @Test func facesAreCountedOnlyWhereTheyAreAskedFor() throws {
    let shape = try #require(GridShape(4, 4, 4))
    let code = VoxelCode(datatype: .uint8, isByteSwapped: false, scaling: nil)
    let volume = PlannedVolume((0..<64).map { $0 % 2 }, width: 1)
    var counter = JointCounter([
      Self.source(volume, shape: shape, code: code, longest: 64, seed: 1)
    ])
    _ = try counter.count()
    #expect(counter.faceCensus == nil)
  }

  /// A block in the corner: the three faces at the edge of the field of view have no neighbour.
  @Test func facesAtTheEdgeOfTheFieldOfViewAreNotCounted() throws {
    let shape = try #require(GridShape(5, 6, 7))
    var counter = FaceCounter(shape: shape)
    for k in 0..<7 {
      for j in 0..<6 {
        for i in 0..<5 { counter.add(i < 2 && j < 3 && k < 4 ? 1 : 0, count: 1) }
      }
    }
    let faces = try #require(counter.faces)
    #expect(faces.count == 1)
    #expect(faces.first?.faces == FaceCounts(i: 12, j: 8, k: 6))
  }

  /// A run may be many slices long, and a grid larger than anything that is walked.
  @Test func aRunIsManySlices() throws {
    let shape = try #require(GridShape(1 << 10, 1 << 10, 1 << 12))
    var counter = FaceCounter(shape: shape)
    let half = shape.voxelCount / 2
    counter.add(0, count: half)
    counter.add(5, count: half)
    #expect(try #require(counter.faces).first?.faces == FaceCounts(i: 0, j: 0, k: 1 << 20))
  }

  /// Noise has a run a voxel: no surface is made of a part of it, and memory stays bounded.
  @Test func whatIsTooRaggedHasNoFaces() throws {
    let shape = try #require(GridShape(1 << 11, 1 << 10, 1))
    var counter = FaceCounter(shape: shape)
    for voxel in 0..<shape.voxelCount { counter.add(voxel & 1, count: 1) }
    #expect(counter.faces == nil)
    var pairs = FaceCounter(shape: try #require(GridShape(FaceCounter.mostPairs + 4, 1, 2)))
    for voxel in 0..<(FaceCounter.mostPairs + 4) { pairs.add(voxel, count: 1) }
    for _ in 0..<(FaceCounter.mostPairs + 4) { pairs.add(9, count: 1) }
    #expect(pairs.faces == nil)
  }

  @Test func contactsOfOnePairAreOne() {
    let census = FaceCensus([
      FaceCensus.Contact([2], [1], faces: FaceCounts(i: 1, j: 2, k: 3)),
      FaceCensus.Contact([1], [2], faces: FaceCounts(i: 1, j: 0, k: 0)),
      FaceCensus.Contact([0], [2], faces: .none),
    ])
    #expect(census.contacts.count == 1)
    #expect(
      census.faces(between: { $0 == [2] }, and: { $0 == [1] }) == FaceCounts(i: 2, j: 2, k: 3))
    #expect(census.faces(between: { $0 == [0] }, and: { $0 == [1] }) == .none)
  }
}
