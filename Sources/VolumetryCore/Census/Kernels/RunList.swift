/// What a stretch of voxels holds: where its runs begin, and a number for each. Memory that is used
/// again and again.
///
/// State and its laws: `starts[0]` is 0, `starts[..<count]` rise, and `starts[count]` is the length
/// of the stretch; the voxels starts[n] … starts[n + 1] − 1 have `numbers[n]`. Runs need not be
/// maximal.
final class RunList {
  private let starts: UnsafeMutableBufferPointer<UInt16>
  private let numbers: UnsafeMutableBufferPointer<Int32>
  private var count = 0

  /// Voxels of a list at most.
  static let mostVoxels = 1 << 14

  init() {
    starts = .allocate(capacity: Self.mostVoxels + Kernels.spareStarts)
    numbers = .allocate(capacity: Self.mostVoxels)
    starts[0] = 0
  }

  deinit {
    starts.deallocate()
    numbers.deallocate()
  }

  var length: Int { Int(starts[count]) }

  /// Adds the voxels of every run to what is counted of its number.
  func add(to counts: inout [Int]) {
    counts.withUnsafeMutableBufferPointer { counts in
      for run in 0..<count {
        counts[Int(numbers[run])] &+= Int(starts[run &+ 1]) &- Int(starts[run])
      }
    }
  }

  /// Gives every run in order: its number and its length.
  func visitRuns(_ body: (Int, Int) -> Void) {
    for run in 0..<count { body(Int(numbers[run]), Int(starts[run + 1]) - Int(starts[run])) }
  }

  /// One run.
  func set(_ number: Int, length: Int) {
    (starts[0], numbers[0], starts[1]) = (0, Int32(number), UInt16(length))
    count = 1
  }

  /// The runs of stored voxels with the slots of their patterns. The stretch ends early at a
  /// pattern whose slot `counter` does not know, or that is no label.
  ///
  /// - Parameter first: the slot of the first voxel.
  func set(_ voxels: UnsafeRawBufferPointer, first: Int, counter: inout CensusCounter) {
    let width = counter.code.datatype.width
    let length = voxels.count / width
    guard VoxelRuns.only(in: voxels, width: width) == nil else {
      set(first, length: length)
      return
    }
    let runs = Kernels.runStarts(of: voxels, width: width, rowLength: length, into: starts)
    starts[runs] = UInt16(length)
    numbers[0] = Int32(first)
    count = 1
    while count < runs {
      if let table = counter.labelTable {
        var loop = RunSlotLoop(
          voxels: voxels.baseAddress!, starts: starts.baseAddress!, run: count, end: runs,
          numbers: numbers.baseAddress!)
        count = table.run(&loop, width: width)
        guard count < runs else { return }
      }
      let pattern = VoxelRuns.pattern(in: voxels, width: width, at: Int(starts[count]))
      guard let slot = counter.knownSlot(of: pattern) else { return }
      numbers[count] = Int32(slot)
      count += 1
    }
  }

  /// The runs over which neither of two lists changes, with the numbers of their pairs: as many
  /// voxels as both lists have.
  func set(_ a: RunList, _ b: RunList, pairs: inout PairTable) {
    let length = min(a.length, b.length)
    var merge = Merge(end: length)
    while pairs.withPlaces({ self.merge(a, b, &merge, $0) }) {
      _ = pairs.number(of: Int(a.numbers[merge.a]), Int(b.numbers[merge.b]))
    }
    starts[merge.count] = UInt16(length)
    count = merge.count
  }

  /// How far two lists are merged: `count` runs are written, the next one begins at `start`, in the
  /// runs `a` and `b` of the lists.
  private struct Merge {
    let end: Int
    var count = 0
    var start = 0
    var a = 0
    var b = 0
  }

  /// In words: the next start in either list ends the run, and the list whose start it is goes on.
  /// It may be both: no branch asks which. Returns whether it stopped at a pair without a number.
  @inline(never)
  private func merge(
    _ a: RunList, _ b: RunList, _ state: inout Merge, _ places: UnsafePointer<PlaceTable.Place>
  ) -> Bool {
    let (startsA, startsB) = (a.starts.baseAddress!, b.starts.baseAddress!)
    let (numbersA, numbersB) = (a.numbers.baseAddress!, b.numbers.baseAddress!)
    let (starts, numbers) = (starts.baseAddress!, numbers.baseAddress!)
    var (count, start, runA, runB) = (state.count, state.start, state.a, state.b)
    defer { (state.count, state.start, state.a, state.b) = (count, start, runA, runB) }
    while start < state.end {
      let key = PairTable.key(of: numbersA[runA], numbersB[runB])
      let place = places[PlaceTable.place(of: key)]
      guard place.key == key, place.number != 0 else { return true }
      starts[count] = UInt16(truncatingIfNeeded: start)
      numbers[count] = Int32(truncatingIfNeeded: place.number)
      count &+= 1
      let (endA, endB) = (Int(startsA[runA &+ 1]), Int(startsB[runB &+ 1]))
      start = min(endA, endB)
      runA &+= endA == start ? 1 : 0
      runB &+= endB == start ? 1 : 0
    }
    return false
  }
}

/// Looks up the slots of runs, up to one without.
private struct RunSlotLoop: SlotLoop {
  let voxels: UnsafeRawPointer
  let starts: UnsafePointer<UInt16>
  let run: Int
  let end: Int
  let numbers: UnsafeMutablePointer<Int32>

  /// Returns the run at which it stopped, or the end.
  @inline(never)
  mutating func run<Lookup: SlotLookup>(_ lookup: Lookup) -> Int {
    let width = MemoryLayout<Lookup.Voxel>.size
    var run = run
    while run < end {
      let voxel = Lookup.Voxel(
        littleEndian: voxels.loadUnaligned(
          fromByteOffset: Int(starts[run]) &* width, as: Lookup.Voxel.self))
      let slot = lookup.slot(of: voxel)
      guard CensusCounter.Slot.isLabel(slot) else { break }
      numbers[run] = Int32(truncatingIfNeeded: slot)
      run &+= 1
    }
    return run
  }
}
