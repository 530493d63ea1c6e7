/// Counts the label combinations of several aligned volumes by walking their runs in step.
///
/// In words: take what every volume has next, runs or stored voxels; as far as all of them reach,
/// list the runs of each with their slots; the starts of all runs together cut the stretch into
/// runs over which nothing changes; count each of those once; go on behind the stretch. Each
/// volume's own census is taken on the way, so that one pass over each file gives both.
///
/// Departures (two raw masks, 512 × 512 × 400, AMD Zen 5):
/// 1. Where all volumes have a run that a decoder told, it is counted as it is.
/// 2. Volumes are joined one by one: the runs of the first two become a list of runs of numbers,
///    a number for each pair of slots, which is joined with the runs of the third.
/// 3. The census of a volume is taken of whole events, by its own kernels.
///
/// Order: what a file is refused for is looked at voxel by voxel and, at one voxel, in the order of
/// the volumes. A stretch ends before a pattern whose meaning has not been asked for.
struct JointCounter {
  private var cursors: [VolumeCursor]
  /// The runs of each volume, then of the first two joined, of these and the third, …
  private let lists: [RunList]
  private let joined: [RunList]
  /// The numbers of what the first two volumes have together, of that and what the third has, …
  private var pairs: [PairTable]
  /// Voxels of each number of the last of these, or of each slot of the only volume.
  private var counts: [Int] = []
  /// Counts faces between combinations too, where that was asked for.
  private var faces: FaceCounter?
  /// Collects the runs of the only volume, where that was asked for.
  private var collector: LabelRunCollector?

  /// More combinations than any liver with its parts has; noise in two files has millions.
  static let mostCombinations = 1 << 16

  /// - Parameter streams: at least one; all of one shape.
  init(_ streams: [VoxelStream]) {
    self.init(
      streams.map { stream in
        Source(shape: stream.header.grid.shape, code: stream.header.code) {
          () throws(VolumeError) in try stream.next()
        }
      })
  }

  /// - Parameter sources: at least one; all of one shape.
  init(_ sources: [Source]) {
    precondition(!sources.isEmpty)
    precondition(sources.allSatisfy { $0.shape == sources[0].shape }, "aligned volumes")
    cursors = sources.map(VolumeCursor.init)
    lists = sources.map { _ in RunList() }
    joined = sources.dropFirst().map { _ in RunList() }
    pairs = sources.dropFirst().map { _ in PairTable() }
  }

  /// Asks for the faces between combinations, before anything is counted.
  mutating func countFaces() { faces = FaceCounter(shape: cursors[0].counter.shape) }

  /// Where the events of one volume come from.
  struct Source {
    let shape: GridShape
    let code: VoxelCode
    /// The next voxels, valid until others are asked for; nil behind the last, when the file was
    /// found right to its end.
    let next: () throws(VolumeError) -> VoxelEvent?
  }

  /// Reads all streams to their end.
  mutating func count() throws(VolumetryFileError) -> (joint: JointCensus, each: [CensusCounter]) {
    try countAll()
    let combinations = counts.indices.filter { counts[$0] > 0 }.map {
      JointCensus.Combination(labels: labels(of: $0, upTo: pairs.count), voxels: counts[$0])
    }
    return (JointCensus(combinations.merged()), cursors.map(\.counter))
  }

  private mutating func countAll() throws(VolumetryFileError) {
    var left = cursors[0].counter.shape.voxelCount
    while left > 0 {
      var stretch = left
      for index in cursors.indices {
        do throws(VolumeError) { try cursors[index].look() } catch {
          throw VolumetryFileError(index: index, error: error)
        }
        stretch = min(stretch, cursors[index].remaining)
      }
      stretch =
        cursors.allSatisfy(\.isRun) ? countRun(of: stretch) : countStretch(ofAtMost: stretch)
      guard pairs.last.map({ $0.count <= Self.mostCombinations }) ?? true else {
        throw VolumetryFileError(
          index: cursors.count - 1,
          error: .tooManyCombinations(limit: Self.mostCombinations))
      }
      left -= stretch
      for index in cursors.indices { cursors[index].advance(stretch) }
    }
    for index in cursors.indices {
      do throws(VolumeError) { try cursors[index].finish() } catch {
        throw VolumetryFileError(index: index, error: error)
      }
    }
  }

  /// Counts what every volume has as a run.
  private mutating func countRun(of length: Int) -> Int {
    var number = cursors[0].slot
    for index in pairs.indices {
      number = pairs[index].number(of: number, cursors[index + 1].slot)
    }
    makeRoom()
    counts[number] += length
    faces?.add(number, count: length)
    collect { $0.add(number, count: length) }
    return length
  }

  /// Counts the next voxels of every volume, as many as all their lists hold; returns how many.
  private mutating func countStretch(ofAtMost length: Int) -> Int {
    var length = min(length, RunList.mostVoxels)
    for index in cursors.indices {
      cursors[index].list(length, in: lists[index])
      length = lists[index].length
    }
    var last = lists[0]
    for index in pairs.indices {
      joined[index].set(last, lists[index + 1], pairs: &pairs[index])
      last = joined[index]
    }
    makeRoom()
    last.add(to: &counts)
    if faces != nil { last.visitRuns { faces?.add($0, count: $1) } }
    collect { collector in last.visitRuns { collector.add($0, count: $1) } }
    return length
  }

  private mutating func collect(_ body: (inout LabelRunCollector) -> Void) {
    guard collector != nil else { return }
    let counter = cursors[0].counter
    collector!.know({ counter.label(ofSlot: $0) }, upTo: counter.slotCount)
    body(&collector!)
  }

  /// Reads the only volume to its end for its runs instead of its census, which follows from them.
  ///
  /// - Parameter most: the limit of `tooRagged`.
  mutating func collectRuns(
    most: Int = LabelRuns.mostRuns
  ) throws(VolumeError) -> (runs: LabelRuns, part: CensusPart) {
    precondition(cursors.count == 1, "runs are those of one volume")
    cursors[0].isCounted = false
    collector = LabelRunCollector(shape: cursors[0].counter.shape, most: most)
    do throws(VolumetryFileError) { try countAll() } catch { throw error.error }
    let runs = try collector!.takeRuns { cursors[0].counter.label(ofSlot: $0) }
    return (runs, runs.censusPart(absentVoxels: counts[CensusCounter.Slot.absent]))
  }

  /// What touches what, when all was counted; nil where it was not asked for, or where there is too
  /// much of it.
  var faceCensus: FaceCensus? {
    faces?.faces.map { found in
      FaceCensus(
        found.compactMap { pair in
          let (a, b) = (
            labels(of: pair.a, upTo: pairs.count), labels(of: pair.b, upTo: pairs.count)
          )
          // Different patterns may stand for one label.
          return a == b ? nil : FaceCensus.Contact(a, b, faces: pair.faces)
        })
    }
  }

  /// A count for every number that is given.
  private mutating func makeRoom() {
    let needed = pairs.last.map { $0.count + 1 } ?? cursors[0].counter.slotCount
    while counts.count < needed { counts.append(0) }
  }

  /// The labels of the first volumes, up to number `index`, that a number stands for.
  private func labels(of number: Int, upTo index: Int) -> [Label] {
    guard index > 0 else { return [cursors[0].counter.label(ofSlot: number)] }
    let pair = pairs[index - 1].pairs[number]
    return labels(of: pair.a, upTo: index - 1) + [cursors[index].counter.label(ofSlot: pair.b)]
  }
}

/// An error in one of several files read together.
struct VolumetryFileError: Error, Hashable, Sendable {
  /// Which of the files, in the order given.
  let index: Int
  let error: VolumeError
}

/// One volume's events, one at a time, each counted when all its voxels have been passed.
private struct VolumeCursor {
  let source: JointCounter.Source
  var counter: CensusCounter
  /// Slot of the next voxel's pattern in `counter`.
  private(set) var slot = 0
  /// Voxels left of the current event.
  private(set) var remaining = 0

  /// Whether a census of the volume's own is taken.
  var isCounted = true

  private var event: VoxelEvent?
  private let width: Int

  init(_ source: JointCounter.Source) {
    self.source = source
    width = source.code.datatype.width
    counter = CensusCounter(shape: source.shape, code: source.code)
  }

  /// Whether the current event is a run.
  var isRun: Bool {
    if case .run = event { true } else { false }
  }

  /// Makes sure that there is a next voxel, and that its slot is known.
  mutating func look() throws(VolumeError) {
    while remaining == 0 { try take() }
    let pattern =
      switch event! {
      case .run(let pattern, _): pattern
      case .voxels(let bytes):
        VoxelRuns.pattern(in: bytes, width: width, at: bytes.count / width - remaining)
      }
    guard let found = try counter.labelSlot(of: pattern) else { try refuse() }
    slot = found
  }

  /// What is no label ends the file at once: the census of the rest could not be used. It is
  /// refused for the run that begins here.
  private func refuse() throws(VolumeError) -> Never {
    var alone = CensusCounter(shape: counter.shape, code: counter.code)
    switch event! {
    case .run(let pattern, _): try alone.add(pattern, count: remaining)
    case .voxels(let bytes):
      let start = bytes.count / width - remaining
      let run = VoxelRuns.run(in: bytes, width: width, from: start)
      try alone.add(run.pattern, count: run.end - start)
    }
    _ = try alone.census()
    preconditionFailure("a run without a label makes the census throw")
  }

  mutating func advance(_ count: Int) { remaining -= count }

  /// Lists the next voxels, `length` of them or fewer.
  mutating func list(_ length: Int, in list: RunList) {
    switch event! {
    case .run: list.set(slot, length: length)
    case .voxels(let bytes):
      let start = bytes.count - remaining * width
      list.set(
        UnsafeRawBufferPointer(rebasing: bytes[start..<(start + length * width)]), first: slot,
        counter: &counter)
    }
  }

  /// Reads the file to its end, so that its checksum and length are verified.
  mutating func finish() throws(VolumeError) {
    if let event, isCounted { try counter.add(event) }
    while try source.next() != nil {}
  }

  private mutating func take() throws(VolumeError) {
    if let event, isCounted { try counter.add(event) }
    event = try source.next()
    guard let event else { preconditionFailure("a stream ends only after all its voxels") }
    remaining = event.count(width: width)
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
