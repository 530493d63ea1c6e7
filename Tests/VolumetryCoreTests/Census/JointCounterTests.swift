import Testing

@testable import VolumetryCore

/// Volumes joined event by event, however each is cut, against the plain histogram of tuples.
@Suite struct JointCounterTests {
  private static func code(_ datatype: Datatype) -> VoxelCode {
    VoxelCode(datatype: datatype, isByteSwapped: false, scaling: nil)
  }

  /// What a decoder gives of a volume, in events of its own.
  private static func source(
    _ volume: PlannedVolume, shape: GridShape, code: VoxelCode, longest: Int, runsFrom: Int,
    seed: UInt64
  ) -> JointCounter.Source {
    var random = SeededGenerator(seed)
    var events: [(run: (UInt64, Int)?, bytes: [UInt8])] = []
    volume.forEachEvent(
      in: 0..<volume.patterns.count, longest: longest, runsFrom: runsFrom, &random
    ) {
      switch $0 {
      case .run(let pattern, let count): events.append(((pattern, count), []))
      case .voxels(let bytes): events.append((nil, Array(bytes)))
      }
    }
    // One buffer for all events, as a decoder has: what was given before is gone.
    let buffer = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(1, volume.bytes.count), alignment: 8)
    var next = 0
    return JointCounter.Source(shape: shape, code: code) { () throws(VolumeError) in
      guard next < events.count else {
        if next == events.count { buffer.deallocate() }
        next += 1
        return nil
      }
      next += 1
      let (run, bytes) = events[next - 1]
      if let run { return .run(pattern: run.0, count: run.1) }
      buffer.initializeMemory(as: UInt8.self, repeating: 0xee)
      buffer.copyBytes(from: bytes)
      return .voxels(UnsafeRawBufferPointer(rebasing: buffer[..<bytes.count]))
    }
  }

  private static func plain(_ volumes: [PlannedVolume], _ codes: [VoxelCode]) -> JointCensus {
    var counts: [[Label]: Int] = [:]
    for voxel in volumes[0].patterns.indices {
      let labels = zip(volumes, codes).map { volume, code -> Label in
        guard case .label(let label) = code.meaning(of: volume.patterns[voxel]) else { return 0 }
        return label
      }
      counts[labels, default: 0] += 1
    }
    return JointCensus(counts.map { JointCensus.Combination(labels: $0.key, voxels: $0.value) })
  }

  @Test(arguments: [[0], [0, 1], [2, 3], [3, 0, 1], [1, 2, 0, 3]], [1, 12, 4000])
  func volumesAreJoinedHoweverTheyAreCut(_ kinds: [Int], _ meanRun: Int) throws {
    let types: [Datatype] = [.uint8, .int16, .float32, .float64]
    var random = SeededGenerator(UInt64(meanRun + kinds.count))
    // More voxels than a list holds.
    let shape = try #require(GridShape(130, 90, 3))
    let codes = kinds.map { Self.code(types[$0]) }
    let volumes = codes.map {
      PlannedVolume(shape.voxelCount, code: $0, labels: 4, meanRun: meanRun, &random)
    }
    for (round, longest) in [shape.voxelCount, 5000, 90].enumerated() {
      var counter = JointCounter(
        zip(volumes, codes).enumerated().map { index, volume in
          Self.source(
            volume.0, shape: shape, code: volume.1, longest: longest,
            runsFrom: [Int.max, 2, 50][(round + index) % 3], seed: UInt64(index))
        })
      let (joint, each) = try counter.count()
      #expect(joint == Self.plain(volumes, codes))
      for (index, counter) in each.enumerated() {
        let twin = PlainCensus(volumes[index].patterns, shape: shape, code: codes[index])
        #expect(try counter.census() == twin.census(shape))
      }
    }
  }

  /// NaN in more writings than are kept, and numbers that are compared with a threshold.
  @Test func whatHasNoPatternOfItsOwnIsJoinedToo() throws {
    let shape = try #require(GridShape(100, 90, 2))
    var random = SeededGenerator(77)
    var codes = [Self.code(.float32), Self.code(.float32), Self.code(.uint8)]
    codes[0].nanIsBackground = true
    codes[1].content = .threshold(0.5)
    let values = (0..<shape.voxelCount).map { _ in Int.random(in: 0...3, using: &random) }
    let patterns = values.map { value -> UInt64 in
      value > 0
        ? UInt64(Float(value).bitPattern)
        : 0x7fc0_0000 | UInt64.random(in: 1...0x3f_ffff, using: &random)
    }
    let shares = values.map { UInt64((Float($0) / 4 + 0.1).bitPattern) }
    let volumes = [
      PlannedVolume(patterns, width: 4), PlannedVolume(shares, width: 4),
      PlannedVolume(values.map { UInt64($0 / 2) }, width: 1),
    ]
    for (longest, shortest) in [(shape.voxelCount, Int.max), (700, 2)] {
      var counter = JointCounter(
        zip(volumes, codes).enumerated().map {
          Self.source(
            $1.0, shape: shape, code: $1.1, longest: longest, runsFrom: shortest,
            seed: UInt64($0))
        })
      let (joint, each) = try counter.count()
      let expected: [[Label]: Int] = [
        [0, 0, 0]: values.count { $0 == 0 }, [1, 0, 0]: values.count { $0 == 1 },
        [2, 1, 1]: values.count { $0 == 2 }, [3, 1, 1]: values.count { $0 == 3 },
      ]
      #expect(
        joint
          == JointCensus(
            expected.map { JointCensus.Combination(labels: $0.key, voxels: $0.value) }))
      #expect(each[0].part.absentVoxels == values.count { $0 == 0 })
    }
  }

  @Test func runsOfAllVolumesAreCountedWhole() throws {
    // The largest grid: nothing walks its voxels.
    let shape = try #require(GridShape(1 << 12, 1 << 13, 1 << 13))
    let half = shape.voxelCount / 2
    func source(_ runs: [(UInt64, Int)]) -> JointCounter.Source {
      var left = runs[...]
      return JointCounter.Source(shape: shape, code: Self.code(.uint8)) {
        () throws(VolumeError) in
        left.popFirst().map { VoxelEvent.run(pattern: $0.0, count: $0.1) }
      }
    }
    var counter = JointCounter([
      source([(0, half), (1, half)]), source([(0, half - 1), (2, half + 1)]),
    ])
    let joint = try counter.count().joint
    #expect(
      joint.combinations.map(\.voxels) == [half - 1, 1, half]
        && joint.combinations.map(\.labels) == [[0, 0], [0, 2], [1, 2]])
  }

  /// Which file is refused, and for what, does not depend on how the files are cut.
  @Test(arguments: [(5000, 7000), (7000, 5000), (6000, 6000)])
  func theFirstVoxelThatIsNoLabelTells(_ places: (Int, Int)) throws {
    let shape = try #require(GridShape(100, 100, 1))
    let code = Self.code(.float32)
    let volumes = [places.0, places.1].enumerated().map { index, place in
      var patterns = [UInt64](repeating: code.pattern(of: index), count: 10_000)
      for voxel in place..<(place + 3) {
        patterns[voxel] = UInt64((Float(index) + 0.25).bitPattern)
      }
      return PlannedVolume(patterns, width: 4)
    }
    let first = places.1 < places.0 ? 1 : 0
    for (longest, shortest) in [(10_000, Int.max), (10_000, 3), (6004, 2), (6004, .max)] {
      var counter = JointCounter(
        volumes.enumerated().map {
          Self.source(
            $1, shape: shape, code: code, longest: longest, runsFrom: shortest,
            seed: UInt64($0))
        })
      let refused = #expect(throws: VolumetryFileError.self) { try counter.count() }
      #expect(refused?.index == first)
      guard case .notLabels(let voxels, let lowest, let highest) = refused?.error else {
        Issue.record("\(String(describing: refused))")
        continue
      }
      #expect((1...3).contains(voxels) && lowest == highest && lowest == Double(first) + 0.25)
    }
  }

  @Test func tooManyCombinationsAreRefused() throws {
    let shape = try #require(GridShape(512, 400, 1))
    let code = Self.code(.uint16)
    var random = SeededGenerator(7)
    let volumes = (0..<2).map { _ in
      PlannedVolume(
        (0..<shape.voxelCount).map { _ in UInt64.random(in: 0..<1000, using: &random) }, width: 2)
    }
    var counter = JointCounter(
      volumes.map {
        Self.source($0, shape: shape, code: code, longest: 9000, runsFrom: .max, seed: 1)
      })
    let refused = #expect(throws: VolumetryFileError.self) { try counter.count() }
    #expect(
      refused
        == VolumetryFileError(
          index: 1, error: .tooManyCombinations(limit: JointCounter.mostCombinations)))
  }
}
