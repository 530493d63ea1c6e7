/// Counts the label combinations of several aligned volumes by walking their runs in step.
///
/// In words: take the current run of every volume; the shortest of them ends a stretch over which
/// nothing changes; count that stretch once; go on behind it. Each volume's own census is taken on
/// the way, so that one pass over each file gives both.
struct JointCounter {
  private var cursors: [RunCursor]
  private var counts: [[Int]: Int] = [:]

  /// More combinations than any liver with its parts has; noise in two files has millions.
  static let mostCombinations = 1 << 16

  /// - Parameter streams: at least one; all of one shape.
  init(_ streams: [VoxelStream]) {
    precondition(!streams.isEmpty)
    let shape = streams[0].header.grid.shape
    precondition(streams.allSatisfy { $0.header.grid.shape == shape }, "aligned volumes")
    cursors = streams.map(RunCursor.init)
  }

  /// Reads all streams to their end.
  mutating func count() throws(VolumetryFileError) -> (joint: JointCensus, each: [CensusCounter]) {
    var left = cursors[0].stream.header.grid.shape.voxelCount
    var key = [Int](repeating: 0, count: cursors.count)
    while left > 0 {
      var stretch = left
      for index in cursors.indices {
        try cursors[index].refill(index)
        stretch = min(stretch, cursors[index].remaining)
        key[index] = cursors[index].slot
      }
      counts[key, default: 0] += stretch
      guard counts.count <= Self.mostCombinations else {
        throw VolumetryFileError(
          index: cursors.count - 1,
          error: .tooManyCombinations(limit: Self.mostCombinations))
      }
      left -= stretch
      for index in cursors.indices { cursors[index].remaining -= stretch }
    }
    for index in cursors.indices { try cursors[index].finish(index) }
    let combinations = counts.map { key, voxels in
      JointCensus.Combination(
        labels: key.indices.map { cursors[$0].counter.label(ofSlot: key[$0]) }, voxels: voxels)
    }
    return (JointCensus(combinations.merged()), cursors.map(\.counter))
  }
}

/// An error in one of several files read together.
struct VolumetryFileError: Error, Hashable, Sendable {
  /// Which of the files, in the order given.
  let index: Int
  let error: VolumeError
}

/// One volume's runs, one at a time, counted as they pass.
private struct RunCursor {
  let stream: VoxelStream
  var counter: CensusCounter
  /// Voxels left of the current run.
  var remaining = 0
  /// Slot of the current run's pattern in `counter`.
  var slot = 0

  private var bytes = UnsafeRawBufferPointer(start: nil, count: 0)
  private var position = 0
  private let width: Int

  init(_ stream: VoxelStream) {
    self.stream = stream
    width = stream.header.code.datatype.width
    counter = CensusCounter(shape: stream.header.grid.shape, code: stream.header.code)
  }

  /// Makes sure that the current run has voxels left.
  mutating func refill(_ index: Int) throws(VolumetryFileError) {
    guard remaining == 0 else { return }
    do throws(VolumeError) {
      let run = try nextRun()
      // What is no label ends the file at once: the census of the rest could not be used.
      guard let found = try counter.add(run.pattern, count: run.count) else {
        _ = try counter.census()
        preconditionFailure("a run without a slot makes the census throw")
      }
      (slot, remaining) = (found, run.count)
    } catch {
      throw VolumetryFileError(index: index, error: error)
    }
  }

  /// Reads the file to its end, so that its checksum and length are verified.
  mutating func finish(_ index: Int) throws(VolumetryFileError) {
    do throws(VolumeError) {
      while try stream.next() != nil {}
    } catch {
      throw VolumetryFileError(index: index, error: error)
    }
  }

  private mutating func nextRun() throws(VolumeError) -> (pattern: UInt64, count: Int) {
    while position * width >= bytes.count {
      guard let event = try stream.next() else {
        preconditionFailure("a stream ends only after all its voxels")
      }
      switch event {
      case .run(let pattern, let count): return (pattern, count)
      case .voxels(let next): (bytes, position) = (next, 0)
      }
    }
    let run = VoxelRuns.run(in: bytes, width: width, from: position)
    defer { position = run.end }
    return (run.pattern, run.end - position)
  }
}

extension Sequence<JointCensus.Combination> {
  /// Different patterns may stand for one label (0.0 and −0.0): their combinations are one.
  fileprivate func merged() -> [JointCensus.Combination] {
    var sums: [[Label]: Int] = [:]
    for combination in self { sums[combination.labels, default: 0] += combination.voxels }
    return sums.map { JointCensus.Combination(labels: $0.key, voxels: $0.value) }
  }
}
